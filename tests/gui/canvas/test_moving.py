"""Cards under the mouse: moved, banded, selected; each move one step of undo."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from tests.gui.canvas.hand import MIDDLE, SHIFT

EMPTY = QPoint(5, 5)


@pytest.fixture
def empty(hand):
    assert hand.canvas.spot(EMPTY) is None
    return EMPTY


def test_a_card_follows_the_mouse_and_its_wires_follow_it(hand, canvas, window):
    (x, y), others, zoom = hand.place("v"), hand.places(), canvas.zoom
    far, near = hand.route("A", "y").copy(), hand.route("v", "z").copy()
    hand.press(hand.title("v"))
    hand.move(hand.title("v") + QPoint(30, 200))
    assert hand.place("v") != (x, y)
    assert not np.array_equal(hand.route("v", "z"), near)
    assert not window.document.edited
    hand.release(hand.title("v") + QPoint(6, 6))
    hand.drag(hand.title("v"), (20, 40))
    moved = hand.place("v")
    assert moved == pytest.approx((x + 50 / zoom, y + 240 / zoom), abs=4 / zoom)
    assert window.document.placement["v"] == moved
    assert {n: p for n, p in hand.places().items() if n != "v"} == {n: p for n, p in others.items() if n != "v"}
    assert np.array_equal(hand.route("A", "y"), far)
    assert canvas.stage.picture.rect("v").adjusted(-1, -1, 1, 1).contains(*hand.route("v", "z")[0])


def test_a_move_is_one_step_of_undo_with_its_words(hand, window):
    before, wire = hand.places(), hand.route("y", "u").copy()
    hand.drag(hand.title("u"), (40, -60))
    after, led = hand.places(), hand.route("y", "u").copy()
    assert after != before
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == "move u"
    assert window.document.edited
    hand.undo()
    assert hand.places() == before
    assert np.array_equal(hand.route("y", "u"), wire)
    assert not window.document.edited
    hand.redo()
    assert hand.places() == after
    assert np.array_equal(hand.route("y", "u"), led)


def test_wires_are_led_around_a_card_that_is_put_down_on_them(hand, canvas, window):
    """What a drag leaves is what undo and redo bring back."""
    hand.drag(hand.title("u"), (150, 90))
    routes = {edge: wire.points.copy() for edge, wire in canvas.stage.picture.wires.items()}
    hand.undo()
    hand.redo()
    assert all(np.array_equal(points, hand.route(*edge)) for edge, points in routes.items())


def test_several_moves_are_undone_one_by_one(hand, window):
    seen = [hand.places()]
    for name, way in (("v", (20, 60)), ("y", (-30, -40)), ("v", (0, 30)), ("L", (10, 70))):
        hand.drag(hand.title(name), way)
        seen.append(hand.places())
    for places in reversed(seen[:-1]):
        hand.undo()
        assert hand.places() == places
    assert dict(window.document.placement) == {}


def test_undo_of_a_move_leaves_cards_added_since_opening_where_they_stand(hand, window):
    window.document.set_text(window.document.text + "\nq = B w")
    before = hand.places()
    hand.drag(hand.title("v"), (20, 60))
    hand.undo()
    assert hand.places() == before


def test_selected_cards_move_together(hand, window):
    before = hand.places()
    hand.click(hand.title("u"))
    hand.click(hand.title("v"), SHIFT)
    hand.drag(hand.title("u"), (30, 50))
    ways = {n: tuple(np.subtract(hand.place(n), before[n]).round(6)) for n in before}
    assert ways["u"] == ways["v"] != (0, 0)
    assert {way for name, way in ways.items() if name not in "uv"} == {(0, 0)}
    assert window.document.undo_stack.undoText() in ("move u, v", "move v, u")
    hand.undo()
    assert hand.places() == before


def test_esc_gives_up_a_drag(hand, canvas, window):
    before, start = hand.places(), hand.title("z")
    routes = {edge: wire.points.copy() for edge, wire in canvas.stage.picture.wires.items()}
    hand.press(start)
    hand.move(start + QPoint(60, 80))
    assert hand.places() != before
    hand.key(Qt.Key.Key_Escape)
    assert hand.places() == before
    assert all(np.array_equal(points, hand.route(*edge)) for edge, points in routes.items())
    hand.move(start + QPoint(90, 90))
    hand.release(start + QPoint(90, 90))
    assert hand.places() == before
    assert window.document.undo_stack.count() == 0
    assert window.selection.selected == ("z",)


def test_another_button_does_not_end_a_drag(hand, window):
    start, before = hand.title("z"), hand.place("z")
    hand.press(start)
    hand.move(start + QPoint(60, 80))
    hand.press(start + QPoint(60, 80), MIDDLE)
    hand.release(start + QPoint(60, 80), MIDDLE)
    hand.release(start + QPoint(60, 80))
    assert window.document.placement["z"] == hand.place("z") != before


def test_a_tremor_is_no_move(hand, window):
    before = hand.places()
    hand.drag(hand.title("y"), (2, 1))
    assert hand.places() == before
    assert window.selection.selected == ("y",)
    assert window.document.undo_stack.count() == 0


def test_a_band_selects_what_it_touches(hand, canvas, window, empty):
    picture = canvas.stage.picture
    corner = canvas.mapFromScene(picture.rect("A").united(picture.rect("x")).united(picture.rect("B")).bottomRight())
    hand.press(empty)
    hand.move(corner)
    touched = {n for n in picture.cards if picture.rect(n).intersects(_area(canvas, empty, corner))}
    assert set(window.selection.selected) == touched >= {"A", "x", "B"}
    shown = hand.picture()
    hand.release(corner)
    assert set(window.selection.selected) == touched != set(picture.cards)
    assert hand.picture() != shown  # the band is gone
    hand.click(empty)
    assert window.selection.selected == ()


def test_esc_gives_up_a_band(hand, window, empty):
    hand.click(hand.title("y"))
    hand.press(empty)
    hand.move(hand.title("L") + QPoint(30, 30))
    assert len(window.selection.selected) > 1
    hand.key(Qt.Key.Key_Escape)
    assert window.selection.selected == ("y",)
    hand.release(hand.title("L"))


def test_shift_adds_and_takes_away(hand, window, empty):
    hand.click(hand.title("u"))
    assert window.selection.selected == ("u",)
    hand.click(hand.title("v"), SHIFT)
    assert window.selection.selected == ("u", "v")
    hand.drag(empty, (2, 2), keys=SHIFT)
    assert window.selection.selected == ("u", "v")
    hand.click(hand.title("u"), SHIFT)
    assert window.selection.selected == ("v",)
    hand.click(hand.title("z"))
    assert window.selection.selected == ("z",)


def test_a_click_on_one_of_several_selects_it_alone(hand, window):
    hand.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(window.selection.selected) == 9
    hand.click(hand.title("z"))
    assert window.selection.selected == ("z",)


def test_a_saved_file_opens_with_the_cards_where_they_were(hand, window, open_window, tmp_path):
    hand.drag(hand.title("v"), (25, 90))
    hand.drag(hand.title("A"), (-20, -30))
    window.document.save(tmp_path / "moved.adjoint")
    again = open_window(tmp_path / "moved.adjoint")
    assert dict(again.canvas.stage.picture.placement) == hand.places()


def _area(canvas, start, end):
    return QRectF(canvas.mapToScene(start), canvas.mapToScene(end))
