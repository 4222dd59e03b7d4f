"""Pictures of many nodes: cards are measured and wires made where somebody looks, and exports still show all."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from graph.language import parse
from graph.story import story
from gui.drawing.estimates import estimated_sizes
from gui.drawing.fonts import load_fonts
from gui.drawing.large import LargePicture
from gui.drawing.mathematics import Typesetter
from gui.drawing.overview import Overview
from gui.drawing.painting import Detail, paint_picture
from gui.drawing.picture import CROWD, arrange
from gui.drawing.pose import changed_steps, pose, taking_part
from gui.drawing.shown_run import shown_run
from gui.drawing.theme import DARK, LIGHT
from gui.drawing.values import Values
from tests.benchmarks.nets import layered, recurrent


def large(nodes=CROWD + 50, typesetter=None, text=None):
    graph = parse(text or layered(nodes)).graph
    return arrange(graph, story(graph), LIGHT, typesetter or Typesetter())


@pytest.fixture(scope="module")
def picture(qapp):
    load_fonts()
    typesetter = Typesetter()
    found = large(typesetter=typesetter)
    yield found
    typesetter.close()


def image(paint, scale=1.0, size=(800, 600)):
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(0xFF777777)
    painter = QPainter(picture)
    painter.scale(scale, scale)
    paint(painter)
    painter.end()
    return picture


def test_no_card_of_a_large_picture_is_measured_before_it_is_asked_for(picture):
    assert isinstance(picture, LargePicture)
    fresh = large()
    assert not any(fresh.crowd.measured(name) for name in fresh.cards)
    name = fresh.graph.order[100]
    assert fresh.cards[name].name == name
    assert [name for name in fresh.cards if fresh.crowd.measured(name)] == [name]


def test_a_wire_ends_at_the_ports_of_its_cards(picture):
    child = next(name for name in reversed(picture.graph.order) if len(picture.graph.nodes[name].parents) == 2)
    for parent in picture.graph.nodes[child].parents:
        wire = picture.wires[parent, child]
        (x, y), corner = wire.points[-1], picture.placement[child]
        assert (x - corner[0], y - corner[1]) in [pytest.approx(port) for port in picture.cards[child].ins.values()]
        assert wire.points[0][0] == pytest.approx(picture.rect(parent).right())
        assert wire.bounds.contains(QRectF(*wire.points.min(axis=0), *np.ptp(wire.points, axis=0)))
    with pytest.raises(KeyError):
        picture.wires[child, child]


def test_cards_stand_apart_at_the_sizes_they_turn_out_to_have(picture):
    rects = [QRectF(*picture.placement[name], *picture.cards[name].size) for name in picture.graph.order[::3]]
    touching = [(a, b) for k, a in enumerate(rects) for b in rects[k + 1 :] if a.intersects(b)]
    assert touching == []


@pytest.mark.parametrize("text", [layered(30), recurrent(11)], ids=["layers", "recurrent"])
def test_estimated_sizes_are_near_to_the_measured_ones(text):
    graph = parse(text).graph
    told = story(graph)
    estimated = estimated_sizes(graph, told.gradient, LIGHT.metrics, 3)
    measured = arrange(graph, told, LIGHT, Typesetter(synchronous=True)).sizes
    assert len(measured) <= CROWD
    for name, (width, height) in measured.items():
        assert width - 0.05 * width - 8 <= estimated[name][0] <= 1.6 * width + 12, name
        assert height - 0.05 * height - 4 <= estimated[name][1] <= 1.3 * height + 26, name


def test_a_move_touches_the_card_and_its_wires_alone(picture):
    name = picture.graph.order[150]
    picture.wires_in(picture.bounds())  # all are made
    moved = picture.moved({name: (picture.placement[name][0] + 40, picture.placement[name][1] - 30)}, quick=True)
    others = [edge for edge in picture.wires if name not in edge]
    assert all(moved.wires[edge] is picture.wires[edge] for edge in others)
    touched = [edge for edge in picture.wires if name in edge]
    assert touched
    assert all(moved.wires[edge] is not picture.wires[edge] for edge in touched)
    differ = (moved.whereabouts.cards != picture.whereabouts.cards).any(axis=1)
    assert [moved.whereabouts.names[row] for row in np.flatnonzero(differ)] == [name]
    assert moved.rect(name).topLeft() == picture.rect(name).topLeft() + QRectF(40, -30, 0, 0).topLeft()
    assert picture.moved({}, quick=True).placement == picture.placement


def test_a_step_says_which_cards_and_wires_it_changed(picture):
    before, now = pose(picture, 100.0), pose(picture, 101.0)
    cards, wires = taking_part(picture, changed_steps(before, now, picture.times.forward))
    assert {name for name in picture.cards if before.card(name) != now.card(name)} <= cards
    assert {edge for edge in picture.wires if before.wire(*edge) != now.wire(*edge)} <= wires
    assert len(cards) < 12
    backward = picture.times.forward + 20.0
    before, now = pose(picture, backward), pose(picture, backward + 0.4)
    cards, wires = taking_part(picture, changed_steps(before, now, picture.times.forward))
    assert {name for name in picture.cards if before.card(name) != now.card(name)} <= cards
    assert {edge for edge in picture.wires if before.wire(*edge) != now.wire(*edge)} <= wires
    assert changed_steps(pose(picture, 0.0), now, picture.times.forward) is None
    assert changed_steps(pose(picture, 5.0), now, picture.times.forward) is None


def test_a_pose_is_made_of_what_is_asked_for():
    fresh = large()
    now = pose(fresh, 40.0)
    now.card(fresh.graph.order[10])
    assert sum(fresh.crowd.measured(name) for name in fresh.cards) == 1


def test_a_file_with_many_nodes_is_exported_in_full_detail():
    """The exporter's typesetter answers at once: every card is typeset, at whatever scale it is painted."""
    typesetter = Typesetter(synchronous=True)
    typesetter.formula = lambda latex, plain="": _formula(latex, plain)
    found = large(typesetter=typesetter, text="x ∈ ℝ\n" + "".join(f"y{k} = x + {k}\n" for k in range(CROWD + 5)))
    values = Values(shown_run(found.graph, found.graph.loss))
    image(lambda p: paint_picture(p, found, pose(found, 3.0), values, LIGHT, Detail(crisp=True)), 0.05)
    assert all(type(card.title).__name__ == "Formula" for card in found.cards.values())


def _formula(latex, plain):
    from gui.drawing.mathematics import Formula, _plain_outline

    return Formula(latex, plain, _plain_outline("x"))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_overview_shows_how_far_the_sweeps_have_come(picture, theme):
    overview = Overview()
    overview.take(picture)
    whole = picture.bounds()
    scale = min(600 / whole.width(), 500 / whole.height())

    def shown(t, **marks):
        def paint(painter):
            painter.translate(-whole.topLeft())
            overview.paint(painter, pose(picture, t), theme, whole, **marks)

        return image(paint, scale)

    start, values, adjoints = (shown(t) for t in (0.0, picture.times.forward, len(picture.steps)))
    assert start != values != adjoints != start
    name = picture.graph.order[-2]
    assert shown(0.0, selected=(name,)) != start
    assert shown(0.0, hovered=name) != start


def test_the_overview_follows_a_card_that_moved(picture):
    overview, name = Overview(), picture.graph.order[200]
    whole = picture.bounds()
    scale = min(600 / whole.width(), 500 / whole.height())

    def shown(of):
        overview.take(of)

        def paint(painter):
            painter.translate(-whole.topLeft())
            overview.paint(painter, pose(of, 0.0), LIGHT, whole)

        return image(paint, scale)

    before = shown(picture)
    moved = picture.moved({name: (whole.left(), whole.bottom() - 300)})
    after = shown(moved)
    assert after != before
    fresh = Overview()
    fresh.take(moved)
    overview = fresh
    assert shown(moved) == after
    assert shown(picture) == before
