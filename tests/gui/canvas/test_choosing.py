"""Selecting by menu, by key and by a loop drawn by hand."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.gui.canvas.hand import CONTROL, SHIFT

Key = Qt.Key
ALL = {"A", "B", "x", "y", "v", "u", "z", "w", "L"}


def chosen(window):
    return set(window.selection.selected)


def test_all_nothing_and_the_others(hand, window):
    hand.key(Key.Key_A, CONTROL)
    assert chosen(window) == ALL
    hand.key(Key.Key_A, CONTROL | SHIFT)
    assert chosen(window) == set()
    hand.click(hand.title("u"))
    hand.click(hand.title("v"), SHIFT)
    hand.key(Key.Key_I, CONTROL)
    assert chosen(window) == ALL - {"u", "v"}


@pytest.mark.parametrize(
    ("start", "key", "expected"),
    [
        (["z"], Key.Key_P, {"A", "u", "v"}),
        (["A"], Key.Key_C, {"y", "z", "w"}),
        (["u", "v"], Key.Key_P, {"y", "B", "x"}),
        (["u"], Key.Key_U, {"u", "y", "A", "x"}),
        (["u"], Key.Key_D, {"u", "z", "w", "L"}),
        (["x"], Key.Key_P, {"x"}),
    ],
)
def test_the_graph_says_what_is_selected_next(hand, window, start, key, expected):
    hand.click(hand.title(start[0]))
    for name in start[1:]:
        hand.click(hand.title(name), SHIFT)
    hand.key(key, SHIFT)
    assert chosen(window) == expected
    assert window.document.undo_stack.count() == 0


def test_what_needs_a_selection_waits_for_one(hand, window):
    actions = window.menus.actions
    assert not actions["canvas.choosing.parents"].isEnabled()
    assert actions["canvas.choosing.all"].isEnabled()
    hand.click(hand.title("z"))
    assert actions["canvas.choosing.parents"].isEnabled()


def test_shift_and_the_arrows_select_on_along_the_wires_and_back(hand, window):
    hand.click(hand.title("y"))
    hand.key(Key.Key_Right, SHIFT)
    hand.key(Key.Key_Right, SHIFT)
    assert window.selection.selected == ("y", "u", "z")
    hand.key(Key.Key_Left, SHIFT)
    assert window.selection.selected in (("y", "u"), ("y", "u", "z", "v"), ("y", "u", "z", "A"))
    window.selection.select("y", "u", "z")
    window.selection.select("u", "z", "w")
    hand.key(Key.Key_Right, SHIFT)
    assert window.selection.selected == ("u", "z", "w", "L")
    hand.key(Key.Key_Left, SHIFT)
    assert window.selection.selected == ("u", "z", "w")
    assert window.playhead.t == 0


def loop_around(hand, *names, keys=Qt.KeyboardModifier.NoModifier):
    """A loop that runs just outside the middles of these cards, drawn from its top left corner."""
    picture = hand.canvas.stage.picture
    area = picture.rect(names[0])
    for name in names[1:]:
        area = area.united(picture.rect(name))
    area.adjust(-3, -3, 3, 3)
    corners = [hand.canvas.mapFromScene(p) for p in (area.topLeft(), area.topRight(), area.bottomRight())]
    hand.press(corners[0], keys=keys)
    for corner in (*corners[1:], hand.canvas.mapFromScene(area.bottomLeft())):
        hand.move(corner)
    return corners[0]


def test_a_loop_selects_what_it_encloses(hand, window):
    before = hand.places()
    bare = hand.picture()
    hand.key(Key.Key_L)
    start = loop_around(hand, "u")
    assert chosen(window) == {"u"}
    drawn = hand.picture()
    assert drawn != bare
    hand.release(start)
    assert hand.picture() != drawn
    assert hand.places() == before
    hand.drag(hand.title("v"), (25, 40))  # the next drag moves again
    assert hand.places() != before


def test_a_loop_with_shift_adds(hand, window):
    hand.click(hand.title("L"))
    hand.key(Key.Key_L)
    hand.release(loop_around(hand, "x", keys=SHIFT), keys=SHIFT)
    assert chosen(window) == {"L", "x"}


def test_esc_gives_up_a_loop(hand, window, canvas):
    hand.click(hand.title("y"))
    hand.key(Key.Key_L)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    hand.key(Key.Key_Escape)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    assert chosen(window) == {"y"}
    hand.key(Key.Key_L)
    start = loop_around(hand, "u")
    assert chosen(window) == {"u"}
    hand.key(Key.Key_Escape)
    assert chosen(window) == {"y"}
    hand.release(start)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_drag_at_the_edge_of_the_view_scrolls_and_the_card_stays_under_the_pointer(hand, canvas, window, qtbot):
    window.settings.snap = False
    start, place = hand.title("z"), hand.place("z")
    grip = hand.under(start).x() - place[0]
    edge = QPoint(canvas.viewport().width() - 3, start.y())
    hand.press(start)
    hand.move(start + QPoint(40, 0))
    hand.move(edge)
    seen = hand.under(edge).x()
    qtbot.waitUntil(lambda: hand.under(edge).x() > seen + 60)
    hand.release(edge)
    resting = hand.under(edge).x()
    assert resting - hand.place("z")[0] == pytest.approx(grip, abs=0.01)
    qtbot.wait(80)
    assert hand.under(edge).x() == resting
    hand.undo()
    assert hand.place("z") == place
