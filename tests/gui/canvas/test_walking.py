"""The keyboard on the canvas: along the order, along the wires, or along the story."""

import pytest
from PySide6.QtCore import Qt

from tests.gui.canvas.hand import SHIFT

Key = Qt.Key


def test_tab_walks_the_topological_order_and_leaves_at_the_end(hand, window, canvas):
    order = window.document.graph.order
    seen = []
    for _ in order:
        hand.key(Key.Key_Tab)
        assert canvas.hasFocus()
        seen += window.selection.selected
    assert seen == list(order)
    hand.key(Key.Key_Tab)
    assert not canvas.hasFocus()
    assert window.focusWidget() is not None


def test_shift_tab_walks_back_and_leaves_at_the_beginning(hand, window, canvas):
    order = window.document.graph.order
    seen = []
    for _ in order:
        hand.key(Key.Key_Backtab, SHIFT)
        seen += window.selection.selected
    assert seen == list(reversed(order))
    hand.key(Key.Key_Backtab, SHIFT)
    assert not canvas.hasFocus()


def test_arrows_walk_the_wires_while_a_node_is_selected(hand, window):
    graph = window.document.graph
    hand.click(hand.title("y"))
    hand.key(Key.Key_Right)
    assert window.selection.selected == ("u",)
    hand.key(Key.Key_Right)
    assert window.selection.selected == ("z",)
    hand.key(Key.Key_Right)
    hand.key(Key.Key_Right)
    assert window.selection.selected == ("L",)
    hand.key(Key.Key_Right)
    assert window.selection.selected == ("L",)
    for _ in range(5):
        before = window.selection.current
        hand.key(Key.Key_Left)
        after = window.selection.current
        assert after in graph.nodes[before].parents or (after == before and not graph.nodes[before].parents)
    assert not graph.nodes[after].parents
    assert window.playhead.t == 0


def test_up_and_down_go_to_the_neighbours_of_one_column(hand, window):
    """y and v share x; u shares a child with v, and stands farther to the side."""
    window.document.place({"y": (400.0, 0.0), "v": (400.0, 400.0), "u": (800.0, 100.0), "B": (0.0, 800.0)})
    window.selection.select("v")
    hand.key(Key.Key_Up)
    assert window.selection.selected == ("y",)
    hand.key(Key.Key_Down)
    assert window.selection.selected == ("v",)


def test_without_a_selection_the_arrows_step_the_story(hand, window, qtbot):
    window.playhead.set_speed(4.0)
    hand.click(hand.title("y"))
    hand.key(Key.Key_Escape)
    assert window.selection.selected == ()
    hand.key(Key.Key_Right)
    qtbot.waitUntil(lambda: not window.playhead.moving)
    assert window.playhead.t == 1
    hand.key(Key.Key_Left)
    assert window.playhead.t == 0
    assert window.selection.selected == ()


def test_a_node_out_of_view_comes_into_view(hand, canvas, window):
    for _ in range(4):
        hand.wheel(hand.title("A"), 2)
    assert not canvas.viewport().rect().contains(hand.title("L"))
    hand.click(hand.title("A"))
    for _ in window.document.graph.order:
        hand.key(Key.Key_Tab)
        if window.selection.current == "L":
            break
    assert canvas.viewport().rect().intersects(canvas.mapFromScene(canvas.stage.picture.rect("L")).boundingRect())
    assert canvas.viewport().rect().contains(hand.title("L"))


def test_the_ring_shows_for_keys_and_not_for_the_mouse(hand, canvas, window):
    hand.click(hand.title("A"))
    by_mouse = hand.picture()
    hand.key(Key.Key_Escape)
    hand.key(Key.Key_Tab)
    assert window.selection.selected == (window.document.graph.order[0],)
    while window.selection.current != "A":
        hand.key(Key.Key_Tab)
    by_key = hand.picture()
    assert by_key != by_mouse
    hand.click(hand.title("A"))
    assert hand.picture() == by_mouse


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("u", "u = σ(y); an equation, a column of 2 entries; value not yet, adjoint not yet; from y; used by z"),
        ("x", "x; a leaf, input, a column of 2 entries; value shown, adjoint not yet; used by y, v"),
        ("L", "L = ‖w‖²; an equation, a scalar; value not yet, adjoint not yet; from w"),
    ],
)
def test_a_screen_reader_hears_where_one_is(hand, canvas, name, words):
    hand.click(hand.title(name))
    assert canvas.accessibleDescription() == words


def test_a_screen_reader_hears_what_has_come(hand, canvas, window):
    """The states of a node follow the story, and every change of them is announced while the canvas has the focus."""
    heard = []
    hand.click(hand.title("A"))
    for step in (window.playhead.forward_length, window.playhead.story.send_step["w", "A"], window.playhead.length):
        window.playhead.jump(step)
        heard.append(canvas.accessibleDescription().split("; ")[2])
    assert heard == [
        "value shown, adjoint not yet",
        "value shown, adjoint not yet, 1 of 3 messages received",
        "value shown, adjoint shown",
    ]
