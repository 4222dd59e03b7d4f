"""Moving the view: pan, zoom, fit; and Space, which plays unless it dragged."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from tests.gui.canvas.hand import CONTROL, MIDDLE, SHIFT

HERE = QPoint(300, 250)


def near(point, other, pixels, zoom):
    return (point - other).manhattanLength() * zoom <= pixels


def test_the_middle_button_pans(hand, canvas, window):
    under, places = hand.under(HERE), hand.places()
    hand.drag(HERE, (120, -70), MIDDLE)
    assert near(hand.under(HERE + QPoint(120, -70)), under, 1.5, canvas.zoom)
    assert hand.places() == places
    assert not window.document.edited


def test_space_and_drag_pans_even_over_a_card_and_does_not_play(hand, window, canvas):
    start = hand.title("z")
    under, places = hand.under(start), hand.places()
    hand.hold(Qt.Key.Key_Space)
    assert hand.viewport.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.press(start)
    hand.move(start + QPoint(80, 40))
    assert hand.viewport.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    hand.release(start + QPoint(80, 40))
    hand.let_go(Qt.Key.Key_Space)
    assert near(hand.under(start + QPoint(80, 40)), under, 1.5, canvas.zoom)
    assert hand.places() == places
    assert window.selection.selected == ()
    assert hand.viewport.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert not window.playhead.moving


def test_space_let_go_before_the_button_does_not_play(hand, window):
    hand.hold(Qt.Key.Key_Space)
    hand.press(HERE)
    hand.move(HERE + QPoint(80, 40))
    hand.let_go(Qt.Key.Key_Space)
    hand.release(HERE + QPoint(80, 40))
    assert not window.playhead.playing


def test_space_pressed_and_let_go_plays_and_pauses(hand, window):
    hand.hold(Qt.Key.Key_Space)
    assert not window.playhead.playing
    hand.let_go(Qt.Key.Key_Space)
    assert window.playhead.playing
    hand.key(Qt.Key.Key_Space)
    assert not window.playhead.moving


def test_space_plays_again_after_a_drag_that_lost_the_focus(hand, window):
    hand.hold(Qt.Key.Key_Space)
    hand.press(HERE)
    hand.move(HERE + QPoint(80, 40))
    hand.release(HERE + QPoint(80, 40))
    window.equations.editor.setFocus()
    hand.canvas.setFocus()
    hand.key(Qt.Key.Key_Space)
    assert window.playhead.playing


def test_esc_takes_a_pan_back(hand, canvas):
    under = hand.under(HERE)
    hand.press(HERE, MIDDLE)
    hand.move(HERE + QPoint(90, 90))
    assert hand.under(HERE) != under
    hand.key(Qt.Key.Key_Escape)
    assert hand.under(HERE) == under
    hand.release(HERE + QPoint(90, 90), MIDDLE)
    assert hand.under(HERE) == under


@pytest.mark.parametrize("point", [HERE, QPoint(11, 590), QPoint(701, 33)])
def test_the_wheel_zooms_at_the_pointer(hand, canvas, point):
    under, zoom = hand.under(point), canvas.zoom
    for notch in (1, 1, 0.25, -1, -1, -1, -1, 2, 1):
        before = canvas.zoom
        hand.wheel(point, notch)
        assert (canvas.zoom > before) == (notch > 0)
        assert near(hand.under(point), under, 3, canvas.zoom)
    assert canvas.zoom == pytest.approx(zoom * 1.2**1.25)


def test_zoom_has_ends(hand, canvas):
    for notch in (5, -5):
        for _ in range(10):
            hand.wheel(HERE, notch)
        end, under = canvas.zoom, hand.under(HERE)
        hand.wheel(HERE, notch)
        assert canvas.zoom == end == pytest.approx(4.0 if notch > 0 else 0.02)
        assert hand.under(HERE) == under


def test_a_touchpad_pans_and_with_ctrl_zooms(hand, canvas):
    under, zoom = hand.under(HERE), canvas.zoom
    hand.wheel(HERE, 0.2, pixels=(30, 24))
    assert canvas.zoom == zoom
    assert near(hand.under(HERE + QPoint(30, 24)), under, 1.5, zoom)
    hand.wheel(HERE, 0.2, pixels=(0, 24), keys=CONTROL)
    assert canvas.zoom > zoom


def test_shift_and_the_wheel_go_sideways(hand, canvas):
    under, zoom = hand.under(HERE), canvas.zoom
    hand.wheel(HERE, -1, keys=SHIFT)
    assert canvas.zoom == zoom
    assert near(hand.under(HERE - QPoint(60, 0)), under, 1.5, zoom)


def test_f_brings_everything_back_into_view(hand, canvas):
    hand.wheel(HERE, 6)
    hand.drag(HERE, (400, 300), MIDDLE)
    seen = QRectF(hand.under(QPoint(0, 0)), hand.under(QPoint(canvas.viewport().width(), canvas.viewport().height())))
    assert not seen.contains(canvas.content())
    hand.key(Qt.Key.Key_F)
    seen = QRectF(hand.under(QPoint(0, 0)), hand.under(QPoint(canvas.viewport().width(), canvas.viewport().height())))
    assert seen.contains(canvas.content())
    assert near(seen.center(), canvas.content().center(), 3, canvas.zoom)


def test_what_is_fitted_stays_fitted_when_the_window_changes_and_what_is_not_stays(hand, canvas, window, qtbot):
    window.resize(1100, 800)
    qtbot.waitUntil(lambda: canvas.mapFromScene(canvas.content()).boundingRect().width() <= canvas.width())
    assert canvas.viewport().rect().contains(canvas.mapFromScene(canvas.content()).boundingRect())
    hand.wheel(HERE, 3)
    zoom = canvas.zoom
    window.resize(1300, 850)
    assert canvas.zoom == zoom


def test_keys_zoom(hand, canvas):
    zoom = canvas.zoom
    hand.key(Qt.Key.Key_Equal, CONTROL)
    assert canvas.zoom > zoom
    hand.key(Qt.Key.Key_0, CONTROL)
    assert canvas.zoom == pytest.approx(1)
    hand.key(Qt.Key.Key_Minus, CONTROL)
    assert canvas.zoom < 1


def test_a_card_far_away_can_be_reached(hand, canvas, window):
    window.document.place({"L": (250_000.0, 4_000.0)})
    window.selection.select("w")
    hand.key(Qt.Key.Key_Right)
    assert window.selection.selected == ("L",)
    assert canvas.viewport().rect().contains(hand.title("L"))


def test_numbers_that_can_be_read_stay_so_when_nodes_are_added(hand, window, canvas, qtbot):
    window.resize(1700, 1000)
    canvas.fit()
    shown = canvas.zoom
    assert canvas.stage.picture.cards["z"].cells.numbered(shown)
    for line in ("q = 2 z", "r = 2 q", "s = 3 r", "t = 3 s"):
        window.document.change("add", text=f"{window.document.text}\n{line}")
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        assert canvas.stage.picture.cards["z"].cells.numbered(canvas.zoom)
        assert seen.contains(canvas.rect(line[0]))
    assert canvas.fitting(canvas.content()) < canvas.zoom
    kept = canvas.zoom
    window.resize(1650, 1000)
    assert canvas.zoom == kept
    hand.key(Qt.Key.Key_F)
    assert canvas.zoom == canvas.fitting(canvas.content()) < kept


def test_a_picture_too_small_for_numbers_is_still_shown_whole(window, canvas):
    window.resize(1000, 700)
    canvas.fit()
    assert not canvas.stage.picture.cards["z"].cells.numbered(canvas.zoom)
    window.document.change("add", text=f"{window.document.text}\nq = 2 z\nr = 2 q\ns = 3 r")
    assert canvas.zoom == canvas.fitting(canvas.content())
