import itertools

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, qGray

from graph.evaluation import evaluate
from graph.language import parse
from graph.story import story
from gui.drawing.faces import factor
from gui.drawing.fonts import text_width
from gui.drawing.mathematics import Typesetter
from gui.drawing.painting import Detail, overlay_rect, paint_overlay, paint_picture, paint_wires, painted_rect
from gui.drawing.picture import arrange
from gui.drawing.pose import open_fan, pose
from gui.drawing.routes import at
from gui.drawing.theme import DARK, FIGURE, LIGHT
from gui.drawing.values import Values
from gui.drawing.wires import width_class
from tests.gui.drawing.scenes import TEXTS, pixels, scene


@pytest.fixture
def shot(painted):
    def paint(name: str, t: float, theme=LIGHT, zoom: float = 1.0, crisp: bool = False) -> QImage:
        shown = scene(name, theme)
        now = pose(shown.picture, t)
        rect = painted_rect(shown.picture, now, shown.values)

        def draw(painter):
            painter.scale(zoom, zoom)
            painter.translate(-rect.left(), -rect.top())
            paint_picture(painter, shown.picture, now, shown.values, theme, Detail(zoom, crisp))

        return painted(int(rect.width() * zoom) + 1, int(rect.height() * zoom) + 1, draw, theme.canvas)

    return paint


@pytest.mark.parametrize("name", TEXTS)
def test_cards_do_not_overlap(name):
    picture = scene(name).picture
    rects = [picture.rect(name) for name in picture.cards]
    assert not any(a.intersects(b) for a, b in itertools.combinations(rects, 2))


@pytest.mark.parametrize("name", TEXTS)
def test_wires_join_the_ports_and_run_behind_no_card(name):
    picture = scene(name).picture
    assert set(picture.wires) == {(p, c) for c, card in picture.cards.items() for p in card.face.parents}
    for (parent, child), wire in picture.wires.items():
        start, end = wire.points[0], wire.points[-1]
        assert start[0] == picture.rect(parent).right()
        assert end[0] == picture.rect(child).left()
        for other in set(picture.cards) - {parent, child}:
            rect = picture.rect(other)
            assert not any(rect.contains(x, y) for x, y in wire.points.tolist()), (parent, child, other)


@pytest.mark.parametrize("name", TEXTS)
def test_no_two_wires_end_at_one_point(name):
    wires = scene(name).picture.wires.values()
    for end in (0, -1):
        places = [tuple(wire.points[end]) for wire in wires]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize("name", TEXTS)
def test_chips_cover_no_card_and_no_chip(name):
    picture = scene(name).picture
    rects = [chip.rect for chip in picture.chips.values()]
    assert not any(a.intersects(b) for a, b in itertools.combinations(rects, 2))
    assert not any(rect.intersects(picture.rect(card)) for rect in rects for card in picture.cards)


def test_what_the_chips_say():
    shown = scene("shared")
    gradient = shown.story.gradient
    said = {
        (parent, child): factor(message, gradient.bars[child])
        for parent, messages in gradient.messages.items()
        for child, message in messages.items()
    }
    assert said["A", "w"].plain == "· zᵀ"
    assert said["A", "z"].plain == "· (u ⊙ v)ᵀ"
    assert said["z", "w"].plain == "Aᵀ ·"
    assert said["y", "u"].plain == "⊙ u ⊙ (1 − u)"
    assert said["w", "L"].plain == "2 w"
    assert ("A", "w") in shown.picture.chips


def test_a_point_finds_its_card():
    picture = scene("shared").picture
    for name in picture.cards:
        centre = picture.rect(name).center()
        assert picture.card_at(centre.x(), centre.y()) == name
    assert picture.card_at(-1e4, 0) is None


def test_moving_a_card_takes_its_wires_along_and_leaves_the_others():
    picture = scene("shared").picture
    x, y = picture.placement["B"]
    moved = picture.moved({"B": (x - 20, y + 300)})
    assert moved.placement["A"] == picture.placement["A"]
    assert moved.cards is picture.cards
    wire = moved.wires["B", "v"]
    assert wire.points[0][1] - picture.wires["B", "v"].points[0][1] == pytest.approx(300)
    assert moved.wires["w", "L"] is picture.wires["w", "L"]


def test_under_the_hand_only_the_wires_of_the_card_follow():
    picture = scene("shared").picture
    x, y = picture.placement["z"]
    moved = picture.moved({"z": (x + 13, y - 40)}, quick=True)
    followed = {edge for edge, wire in moved.wires.items() if wire is not picture.wires[edge]}
    assert followed == {edge for edge in picture.wires if "z" in edge}
    for edge in followed:
        ends = moved.wires[edge].points[[0, -1]] - picture.wires[edge].points[[0, -1]]
        assert [tuple(end) for end in ends] == [(13.0, -40.0) if name == "z" else (0.0, 0.0) for name in edge]
    assert all("z" not in edge for edge in moved.chips)


def test_a_card_moved_onto_a_wire_pushes_it_aside():
    picture = scene("shared").picture
    wire = picture.wires["A", "w"]
    x, y = wire.points[len(wire.points) // 2]
    card = picture.cards["L"]
    moved = picture.moved({"L": (x - card.width / 2, y - card.height / 2)})
    rect = moved.rect("L")
    assert not any(rect.contains(px, py) for px, py in moved.wires["A", "w"].points.tolist())


def test_cards_that_still_hold_are_taken_over():
    shown = scene("shared")
    graph, typesetter = shown.picture.graph, Typesetter(synchronous=True)
    again = arrange(graph, shown.story, LIGHT, typesetter, shown.picture.placement, previous=shown.picture)
    assert all(again.cards[name] is card for name, card in shown.picture.cards.items())
    assert all(again.wires[edge] is wire for edge, wire in shown.picture.wires.items())
    assert again.placement == shown.picture.placement
    other = arrange(graph, shown.story, FIGURE, typesetter, previous=shown.picture)
    assert not any(other.cards[name] is card for name, card in shown.picture.cards.items())


def test_a_picture_with_placeholders_is_not_settled(qtbot):
    shown, typesetter = scene("shared"), Typesetter()
    with qtbot.waitSignal(typesetter.ready, timeout=10_000):
        early = arrange(shown.picture.graph, shown.story, LIGHT, typesetter, shown.picture.placement)
    assert not early.settled

    def settled():
        later = arrange(shown.picture.graph, shown.story, LIGHT, typesetter, shown.picture.placement, previous=early)
        assert later.settled

    qtbot.waitUntil(settled, timeout=10_000)
    typesetter.close()


def test_without_a_story_there_are_cards_and_wires_and_no_adjoint_comes():
    shown = scene("shared")
    picture = arrange(shown.picture.graph, None, LIGHT, Typesetter(synchronous=True))
    assert all(card.inbox is None for card in picture.cards.values())
    assert len(picture.wires) == len(shown.picture.wires)
    assert pose(picture, 3.0).t == 0
    assert all(pose(picture, 3.0).card(name).adjoint == 0 for name in picture.cards)


def test_a_card_with_holes_has_a_port_for_each_and_says_what_it_waits_for():
    graph = parse("A: 2x2\nx: 2\nz = A ?1 + ?2 + x\nw = A z\nL = ‖w‖²").graph
    picture = arrange(graph, story(graph), LIGHT, Typesetter(synchronous=True))
    z, w = picture.cards["z"], picture.cards["w"]
    assert list(z.ins) == ["A", "?1", "?2", "x"]
    assert sorted(y for _, y in z.ins.values()) == [y for _, y in z.ins.values()]
    assert z.face.waits == "waits for ?1 and ?2"
    assert w.face.waits == "waits for ?1 of z and ?2 of z"
    assert w.value_rect().width() > text_width(w.face.waits, LIGHT.metrics.text, 500)
    assert z.adjoint_rect() is None
    assert not picture.cards["L"].face.scalar_loss
    ends = {tuple(picture.wires[parent, "z"].points[-1]) for parent in ("A", "x")}
    corner = picture.placement["z"]
    rings = {(corner[0] + z.ins[hole][0], corner[1] + z.ins[hole][1]) for hole in z.face.holes}
    assert len(ends | rings) == 4
    assert pose(picture, len(picture.steps)).card("z").value == 0


@pytest.mark.parametrize("theme", [LIGHT, DARK, FIGURE], ids=lambda t: t.name)
def test_every_step_of_the_story_looks_different(shot, theme):
    end = scene("shared", theme).end
    images = [pixels(shot("shared", t, theme, zoom=0.5)) for t in range(end)]
    assert len(set(images)) == end


def test_the_same_moment_gives_the_same_bytes(shot):
    assert shot("shared", 15.4) == shot("shared", 15.4)


def test_backward_is_drawn_in_its_own_colour_and_only_in_the_sweep(shot):
    def magenta(image: QImage) -> int:
        count = 0
        for x in range(image.width()):
            for y in range(image.height()):
                c = image.pixelColor(x, y)
                count += c.red() > 140 and c.green() < 60 and c.blue() > 100
        return count

    shown = scene("shared")
    assert magenta(shot("shared", shown.picture.times.forward)) == 0
    assert magenta(shot("shared", shown.end)) > 2000


def test_a_forward_arrowhead_is_at_the_child_in_both_sweeps(painted):
    """The head lies left of the child's edge, wide at its back: it never flips."""
    shown = scene("shared")
    wire = shown.picture.wires["w", "L"]
    x, y = wire.points[-1]
    for t in (0, shown.end):

        def draw(painter, t=t):
            painter.scale(4, 4)
            painter.translate(12 - x, 10 - y)
            paint_wires(painter, shown.picture, pose(shown.picture, t), shown.values, LIGHT, Detail(4.0))

        image = painted(60, 80, draw)
        ink = LIGHT.wire.lower()
        columns = [sum(image.pixelColor(px, py).name() == ink for py in range(80)) for px in (20, 28, 36, 44)]
        assert columns == sorted(columns, reverse=True)
        assert columns[0] > columns[-1] + 6


def test_forward_and_backward_survive_grey_printing(painted):
    """Along the backward curve ink and paper alternate, along the forward one they do not."""
    shown = scene("shared", FIGURE)
    rect, now = shown.picture.bounds(), pose(shown.picture, shown.end)

    def draw(painter):
        painter.scale(2, 2)
        painter.translate(-rect.left(), -rect.top())
        paint_wires(painter, shown.picture, now, shown.values, FIGURE, Detail(2.0))

    image = painted(int(2 * rect.width()), int(2 * rect.height()), draw)
    wire = shown.picture.wires["B", "v"]
    chip = shown.picture.chips.get(("B", "v"))

    def inked(points) -> list[bool]:
        found = []
        for share in np.linspace(0.15, 0.85, 300):
            x, y = at(points, share)
            if chip is None or not chip.rect.adjusted(-4, -4, 4, 4).contains(x, y):
                pixel = image.pixelColor(round(2 * (x - rect.left())), round(2 * (y - rect.top())))
                found.append(qGray(pixel.rgb()) < 190)
        return found

    forward, backward = inked(wire.points), inked(wire.back)
    assert np.mean(forward) > 0.95
    assert 0.4 < np.mean(backward) < 0.8
    assert sum(a != b for a, b in itertools.pairwise(backward)) >= 10


def test_the_message_and_the_fan_are_painted_inside_what_the_canvas_is_told():
    shown = scene("shared")
    for t in (shown.step("send", "z", "A") - 0.72, shown.step("collect", "A") - 0.5):
        now = pose(shown.picture, t)
        told = overlay_rect(shown.picture, now)
        size = shown.picture.bounds().united(told).adjusted(-50, -50, 50, 50).toAlignedRect()
        image = QImage(size.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.translate(-size.left(), -size.top())
        paint_overlay(painter, shown.picture, now, shown.values, LIGHT)
        painter.end()
        rows, columns = np.nonzero(np.frombuffer(pixels(image), np.uint32).reshape(image.height(), image.width()))
        ink = QRectF(columns.min() + size.left(), rows.min() + size.top(), np.ptp(columns) + 1, np.ptp(rows) + 1)
        assert told.contains(ink)


def test_a_fan_can_be_held_open_and_spells_out_one_entry(monkeypatch, painted):
    shown, said = scene("shared"), []
    monkeypatch.setattr("gui.drawing.surface.text", lambda painter, x, y, words, *rest, **more: said.append(words))
    now, fans = pose(shown.picture, shown.end), [open_fan("A")]
    painted(300, 300, lambda p: paint_overlay(p, shown.picture, now, shown.values, LIGHT, fans=fans))
    assert said.count("+") == 2
    assert said.count("=") == 1
    line = next(words for words in said if words.startswith("entry (1,1): "))
    left, right = line.removeprefix("entry (1,1): ").replace("−", "-").split(" = ")
    terms = [float(part) for part in left.replace(" - ", " + -").split(" + ")]
    assert len(terms) == 3
    assert sum(terms) == pytest.approx(float(right), abs=1e-9)
    assert not overlay_rect(shown.picture, now, fans).isNull()


def test_wire_widths_are_three_classes_by_the_logarithm_of_the_norm():
    widths = [width_class(10.0**k, 1.0, LIGHT) for k in range(-6, 1)]
    assert widths == sorted(widths)
    assert set(widths) == {1.5, 2.5, 4.0}
    assert width_class(0.0, 1.0, LIGHT) == 1.5
    assert width_class(float("inf"), 1.0, LIGHT) == 4.0


class TestValues:
    def test_one_scale_for_an_inbox(self):
        values = scene("shared").values
        scales = {values.message("A", child).scale for child in "wzy"}
        scales |= {values.adjoint("A", shared=True).scale, values.so_far("A", ("w", "z")).scale}
        assert scales == {values.inbox_scale("A")}

    def test_the_sum_so_far_grows_to_the_adjoint(self):
        values = scene("shared").values
        assert values.so_far("A", ()) is None
        whole = values.so_far("A", ("w", "z", "y")).array
        assert np.allclose(whole, values.run.adjoints["A"])

    def test_scales_can_be_locked(self):
        values = scene("shared").values
        values.value("A")
        locked = Values(values.run, scales={**values.scales, ("value", "A"): 50.0})
        assert locked.value("A").scale == 50.0

    def test_without_a_run_there_is_nothing(self):
        values = Values(None)
        assert values.value("A") is None
        assert values.message("A", "w") is None
        assert values.norms("A") == {}
        assert values.warnings == {}


@pytest.mark.parametrize(
    "text",
    [
        "x: 2",
        "x: 2\ny = x + ?\nz = x ⊙ x\nL = ‖z‖²",
        "a: scalar\nL = a",
        "x: 2x3x4\nL = sum(sum(sum(x ⊙ x)))",
        "x: 2\ny = tanh(x)",
    ],
    ids=["no equation", "a hole", "a chain of scalars", "a batch", "no scalar loss"],
)
def test_unusual_graphs_are_painted_at_every_time(text, painted):
    graph = parse(text).graph
    told = story(graph) if graph.loss is not None else None
    whole = told is not None and graph.nodes[told.loss].shape == ()
    values = Values(evaluate(graph) if whole else None)
    picture = arrange(graph, told, LIGHT, Typesetter(synchronous=True))
    images = []
    for t in {0, 0.4, len(picture.steps) - 0.5, len(picture.steps)}:
        now = pose(picture, t)
        images.append(painted(300, 200, lambda p, now=now: paint_picture(p, picture, now, values, LIGHT)))
    assert all(len(set(pixels(image))) > 10 for image in images)
    assert len({pixels(image) for image in images}) > (1 if whole else 0)
