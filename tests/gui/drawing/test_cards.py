from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gui.drawing import mathematics, strokes
from gui.drawing.facecache import FaceCache
from gui.drawing.faceplate import MARGIN, paint_card, paint_halo
from gui.drawing.fonts import cap_height, text_width
from gui.drawing.pose import pose
from gui.drawing.states import CardPose
from gui.drawing.strokes import HINTS
from gui.drawing.theme import DARK, FIGURE, LIGHT
from gui.drawing.values import Values
from tests.gui.drawing.scenes import TEXTS, pixels, scene

THEMES = [LIGHT, DARK, FIGURE]


@pytest.fixture
def face(painted):
    """Paints one card of a scene at a pose, with a margin about it."""

    def paint(name: str, node: str, state: CardPose, theme=LIGHT, zoom: float = 1.0, **options) -> QImage:
        shown = scene(name, theme)
        card = shown.picture.cards[node]

        def draw(painter: QPainter) -> None:
            painter.scale(zoom, zoom)
            painter.translate(MARGIN, MARGIN)
            paint_halo(painter, card, state, theme)
            paint_card(painter, card, state, shown.values, theme, zoom=zoom, **options)

        size = (int((side + 2 * MARGIN) * zoom) for side in card.size)
        return painted(*size, draw, theme.canvas)

    return paint


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_that_is_written_leaves_its_card(name, theme, monkeypatch):
    """Every line of text and every formula that is drawn, at the start, in the middle of the sweep and at the end."""
    shown = scene(name, theme)
    written: list[QRectF] = []

    def note_text(painter, x, middle, words, px, code, weight=400, align=0.0):
        width, half = text_width(words, px, weight), cap_height(px, weight) / 2
        written.append(painter.transform().mapRect(QRectF(x - align * width, middle - half, width, 2 * half)))

    def note_formula(self, painter, x, baseline, px, code, crisp=False):
        rect = QRectF(x, baseline - self.ascent(px), self.width(px), self.height(px))
        written.append(painter.transform().mapRect(rect))

    for module in (strokes, "gui.drawing.surface", "gui.drawing.matrices"):
        monkeypatch.setattr(*(f"{module}.text", note_text) if isinstance(module, str) else (module, "text", note_text))
    monkeypatch.setattr(mathematics.Formula, "draw", note_formula)
    image = QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied)
    for t in (0, 0.5 * shown.end, 0.5 * shown.end + 0.5, 0.8 * shown.end, shown.end):
        now = pose(shown.picture, t)
        for card in shown.picture.cards.values():
            written.clear()
            painter = QPainter(image)
            paint_card(painter, card, now.card(card.name), shown.values, theme)
            painter.end()
            whole = QRectF(0, 0, card.width, card.height).adjusted(3, 2, -3, -2)
            outside = [rect for rect in written if not whole.contains(rect)]
            assert written
            assert not outside, (name, card.name, t)


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("name", TEXTS)
def test_slots_lie_apart_inside_the_card(name, theme):
    for card in scene(name, theme).picture.cards.values():
        rects = [card.value_rect()]
        if card.inbox is not None:
            rects += [QRectF(card.inbox.block_x, y, *card.cells.size) for y in card.inbox.rows]
        if card.adjoint_rect() is not None:
            rects.append(card.adjoint_rect())
        whole = QRectF(0, 0, card.width, card.height)
        assert all(whole.contains(rect) for rect in rects)
        assert not any(a.intersects(b) for k, a in enumerate(rects) for b in rects[:k])


@pytest.mark.parametrize("name", TEXTS)
def test_ports_are_on_the_edges_and_apart(name):
    for card in scene(name).picture.cards.values():
        assert all(x == 0 for x, _ in card.ins.values())
        assert all(x == card.width for x, _ in card.outs.values())
        for ports in (card.ins, card.outs):
            heights = sorted(y for _, y in ports.values())
            assert all(0 < y < card.height for y in heights)
            assert all(b - a >= 8 for a, b in pairwise(heights))


def test_the_out_ports_of_an_inbox_are_at_its_slots():
    card = scene("shared").picture.cards["A"]
    for label, y in zip(card.inbox.labels, card.inbox.rows, strict=True):
        assert y < card.outs[label.child][1] < y + card.cells.size[1]


def test_the_size_of_a_card_does_not_depend_on_the_numbers():
    assert scene("shared").picture.cards["z"].size == scene("shared", DARK).picture.cards["z"].size
    assert scene("shared", LIGHT, 6).picture.cards["z"].width >= scene("shared").picture.cards["z"].width


def test_who_has_an_inbox():
    cards = scene("shared").picture.cards
    assert {name for name, card in cards.items() if card.inbox is not None} == {"A", "x"}
    assert [label.child for label in cards["A"].inbox.labels] == ["w", "z", "y"]
    assert cards["A"].face.parameter
    assert scene("relu").picture.cards["t"].adjoint_rect() is None
    assert not scene("relu").picture.cards["x"].face.parameter


def test_more_than_four_slots_become_three_and_a_strip():
    shown = scene("many")
    card = shown.picture.cards["A"]
    assert len(card.labels) == 8
    assert len(card.inbox.rows) == 3
    assert card.inbox.hidden == 5
    assert card.face.silent == ("q",)


def test_the_rows_shown_are_the_largest_messages():
    from gui.drawing.inbox import shown_slots

    shown = scene("many")
    inbox = shown.picture.cards["A"].inbox
    norms = shown.values.norms("A")
    rows = {inbox.labels[k].child for k in shown_slots(inbox, "A", shown.values)}
    assert rows == set(sorted(norms, key=norms.get)[-3:])


def test_a_child_that_sends_nothing_is_named_with_the_reason():
    from gui.drawing.inbox_words import silence

    assert silence(scene("many").picture.cards["A"].face) == "q sends nothing: not on the way to L"
    assert silence(scene("flat").picture.cards["x"].face) == "k sends nothing: flat in x"


def test_the_foot_of_an_inbox_waits_only_while_messages_are_missing():
    from gui.drawing.inbox_words import note

    shown = scene("shared")
    face, rest = shown.picture.cards["A"].face, CardPose(open=1, received=(1.0, 1.0, 0.0))
    assert note(face, rest, shown.values) == ("not final: needs all three children",)
    assert note(face, replace(rest, received=(1.0,) * 3), shown.values) == ("all are here: next is their sum",)


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("node", ["A", "z", "L"])
def test_states_of_a_card_differ_in_pixels(face, theme, node):
    slots = len(scene("shared").picture.cards[node].labels)
    full = CardPose(value=1, adjoint=1, received=(1.0,) * slots, open=1, merged=1 if node == "A" else 0)
    rest = CardPose(received=(0.0,) * slots)
    states = [rest, replace(rest, value=1), replace(rest, value=0.5), full]
    states += [replace(full, **{mark: True}) for mark in ("selected", "focused")]
    states += [replace(full, dim=1), replace(full, dim=0.5), replace(full, active=1), replace(full, receiving=1)]
    if node == "A":
        states += [replace(rest, value=1, open=1, received=(1, 0, 0), awaited=1), replace(rest, value=1, open=1)]
        states.append(replace(full, merged=0, adjoint=0))
    if node == "z":
        states.append(replace(rest, value=1, received=(1.0,)))
    images = [face("shared", node, state, theme) for state in states]
    assert len({pixels(image) for image in images}) == len(states)


def test_dimmed_is_forty_percent_over_the_canvas(face):
    full = CardPose(value=1)
    plain, dim = face("shared", "z", full), face("shared", "z", replace(full, dim=1))
    x, y = plain.width() // 2, plain.height() // 2
    for offset in range(-20, 20):
        strong, weak = plain.pixelColor(x + offset, y), dim.pixelColor(x + offset, y)
        assert weak.red() == pytest.approx(0.4 * strong.red() + 0.6 * 0xF7, abs=3)


def test_a_warning_is_drawn_with_a_mark_and_words(face, monkeypatch):
    said = []
    text = strokes.text

    def listen(painter, x, middle, words, *rest):
        said.append(words)
        text(painter, x, middle, words, *rest)

    monkeypatch.setattr("gui.drawing.surface.text", listen)
    shown = scene("flat")
    assert set(shown.values.warnings) == {"y"}
    plain = face("flat", "y", CardPose(value=1))
    warned = face("flat", "y", CardPose(value=1), warning=shown.values.warnings["y"])
    assert any(words.startswith("log of") for words in said)
    assert plain != warned


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.5, 0.3, 0.15])
def test_every_zoom_shows_something(face, zoom):
    image = face("shared", "z", CardPose(value=1, adjoint=1, received=(1.0,)), zoom=zoom)
    shades = {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())}
    assert len(shades) > 10


class TestFaceCache:
    def test_a_kept_face_looks_as_if_drawn_anew(self, face):
        cache, state = FaceCache(), CardPose(value=1, adjoint=1, received=(1.0,), dim=0.4, active=1)
        plain = face("shared", "z", state)
        first, *kept = (face("shared", "z", state, cache=cache) for _ in range(3))
        assert all(image == first for image in kept)
        for x in range(0, plain.width(), 3):
            for y in range(0, plain.height(), 3):
                assert abs(plain.pixelColor(x, y).green() - first.pixelColor(x, y).green()) <= 12

    def test_other_numbers_leave_the_plate_of_a_card_alone(self, monkeypatch, qapp):
        from gui.drawing import faceplate

        shown, cache, painted = scene("shared"), FaceCache(), []
        plate = faceplate.paint_plate
        monkeypatch.setattr(faceplate, "paint_plate", lambda *a: painted.append(1) or plate(*a))
        image = QImage(400, 400, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        painter.setRenderHints(HINTS)
        for values in (shown.values, Values(shown.values.run), Values(shown.values.run, digits=4)):
            paint_card(painter, shown.picture.cards["z"], CardPose(value=1), values, LIGHT, cache=cache)
        assert len(painted) == 1
        painter.end()

    def test_what_changes_the_face_is_painted_again_and_what_lies_over_it_is_not(self, monkeypatch, qapp):
        shown = scene("shared")
        card, cache, painted = shown.picture.cards["z"], FaceCache(), []
        from gui.drawing import faceplate

        whole = faceplate.paint_numbers
        monkeypatch.setattr(faceplate, "paint_numbers", lambda *a: painted.append(1) or whole(*a))
        image = QImage(400, 400, QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        painter.setRenderHints(HINTS)

        def draw(state: CardPose, values=shown.values, theme=LIGHT) -> int:
            painted.clear()
            paint_card(painter, card, state, values, theme, cache=cache)
            return len(painted)

        state = CardPose(value=1)
        assert draw(state) == 1
        assert draw(state) == 1  # what is seen again is kept from then on
        assert draw(replace(state, dim=0.3, active=1, selected=True, hovered=True, focused=True, receiving=1)) == 0
        assert draw(replace(state, value=0)) == 1
        assert draw(state) == 1
        assert draw(state, values=scene("shared", DARK).values) == 1
        assert draw(state, theme=DARK) == 1
        painter.scale(2, 2)
        cache.few = False
        assert draw(state, theme=DARK) == 1
        cache.hurry = True
        painter.scale(1.1, 1.1)
        assert draw(state, theme=DARK) == 0
        painter.end()
