"""Wiring without a mouse: W, a name or the arrows, Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip

from graph.files import Document
from graph.story.phrases import plain
from tests.gui.canvas.documents import lines
from tests.gui.canvas.lists import listed

HOLED = "A: 2x2 = [1 2; -1 1]\nx: 2\nu = σ(x)\nz = A ?  # the product\nw = A z\nL = ‖w‖²"


@pytest.fixture
def box(window, hand, canvas):
    window.document.new(Document(text=HOLED))
    canvas.setFocus()
    return canvas.wire_box


def test_a_node_found_with_tab_is_wired_with_w_and_enter(hand, window, box):
    hand.key(Qt.Key.Key_Tab)
    while window.selection.current != "u":
        hand.key(Qt.Key.Key_Tab)
    hand.key(Qt.Key.Key_W)
    assert box.isVisible()
    assert plain(box.title.phrase) == "Wire u = σ(x)"
    assert listed(box)[0] == "wire u into z"
    assert "Enter wires" in plain(box.keys.phrase)
    hand.key(Qt.Key.Key_Return)
    assert lines(window)[3] == "z = A u  # the product"
    assert window.document.undo_stack.undoText() == "wire u into z"
    assert not box.isVisible()
    assert window.canvas.hasFocus()
    hand.undo()
    assert window.document.text == HOLED


def test_the_canvas_shows_the_wire_that_is_chosen(hand, window, canvas, box):
    hand.click(hand.title("u"))
    hand.key(Qt.Key.Key_W)
    first = canvas.wiring.target
    assert str(first) == "? of z"
    hand.key(Qt.Key.Key_Down)
    assert canvas.wiring.target != first
    hand.key(Qt.Key.Key_Up)
    assert canvas.wiring.target == first
    hand.key(Qt.Key.Key_Tab)
    assert canvas.wiring.target != first
    hand.key(Qt.Key.Key_Escape)
    assert canvas.wiring.pull is None
    assert not box.isVisible()
    assert window.document.text == HOLED


def test_a_name_narrows_the_list(hand, window, box):
    hand.click(hand.title("x"))
    hand.key(Qt.Key.Key_W)
    hand.type("w")
    assert [row.thing.socket.name for row in box.list.rows.rows] == ["w", "w"]
    hand.type("q")
    assert listed(box) == ["no such node"]
    hand.key(Qt.Key.Key_Return)
    assert window.document.text == HOLED


def test_a_hole_of_the_node_itself_comes_first(hand, window, box):
    hand.click(hand.title("z"))
    hand.key(Qt.Key.Key_W)
    assert listed(box)[:3] == ["wire x into z", "wire u into z", "wire A into z"]
    hand.type("x")
    hand.key(Qt.Key.Key_Return)
    assert lines(window)[3] == "z = A x  # the product"


def test_what_does_not_fit_stands_last_says_why_and_offers_ways(hand, window, canvas, box):
    window.document.new(Document(text="C: 3x4\nx: 3\ny = ? x\nL = ‖y‖²"))
    hand.click(hand.title("C"))
    hand.key(Qt.Key.Key_W)
    row = next(row for row in box.list.rows.rows if row.thing.socket.name == "y" and row.thing.socket.is_hole)
    assert (row.enabled, row.about) == (False, "C is 3×4, x has 3 entries: 4 columns against 3 rows")
    hand.type("y")
    while box.list.current is not row and box.list.current.thing != row.thing:
        hand.key(Qt.Key.Key_Down)
    assert canvas.wiring.refused
    hand.key(Qt.Key.Key_Return)
    assert listed(box)[1] == "transpose C"
    hand.key(Qt.Key.Key_Return)
    assert lines(window)[2] == "y = Cᵀ x"
    assert window.document.undo_stack.undoText() == "wire Cᵀ into y"


def test_a_cycle_is_told_with_its_path(hand, box):
    hand.click(hand.title("w"))
    hand.key(Qt.Key.Key_W)
    hand.type("z")
    assert {row.about for row in box.list.rows.rows} == {"z would need itself: z → w → z"}


def test_without_a_node_it_says_what_to_do_first(hand, box):
    hand.key(Qt.Key.Key_W)
    assert not box.isVisible()
    assert "select a node first" in QToolTip.text()


def test_it_closes_when_the_focus_goes_elsewhere(hand, window, canvas, box):
    hand.click(hand.title("u"))
    hand.key(Qt.Key.Key_W)
    window.equations.editor.setFocus()
    assert not box.isVisible()
    assert canvas.wiring.pull is None
