"""Gestures under way while the document changes otherwise: they end as by Esc, and the change stands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from gui.examples import examples
from tests.gui.canvas.hand import MIDDLE, SHIFT
from tests.gui.canvas.menus import entries

AWAY = QPoint(60, 90)


def start_of(hand, what):
    return hand.out("u") if what == "wire" else hand.title("u")


@pytest.mark.parametrize(("what", "keys"), [("card", "plain"), ("card", "shift"), ("wire", "plain")])
def test_what_is_deleted_under_the_hand_is_gone(hand, window, what, keys):
    hand.click(hand.title("u"))
    start, held = start_of(hand, what), SHIFT if keys == "shift" else Qt.KeyboardModifier.NoModifier
    hand.press(start, keys=held)
    hand.move(start + AWAY)
    hand.key(Qt.Key.Key_Delete)
    assert "u" not in window.document.graph.nodes
    hand.move(start + 2 * AWAY)
    hand.release(start + 2 * AWAY, keys=held)
    assert "u" not in hand.canvas.stage.picture.cards
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == "delete u"


def test_a_wire_dropped_after_an_undo_does_not_bring_back_what_was_undone(hand, window):
    before = window.document.text
    hand.click(hand.title("v"))
    hand.key(Qt.Key.Key_Delete)
    start = hand.out("x")
    hand.press(start)
    hand.move(start + AWAY)
    hand.undo()
    assert window.document.text == before
    hand.move(hand.input("w", "z"))
    hand.release(hand.input("w", "z"))
    assert window.document.text == before
    assert window.document.undo_stack.index() == 0


@pytest.mark.parametrize("what", ["card", "wire", "band"])
def test_another_document_comes_while_the_mouse_is_down(hand, window, what):
    hand.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    start = hand.under_nothing() if what == "band" else start_of(hand, what)
    hand.press(start, keys=SHIFT if what == "band" else Qt.KeyboardModifier.NoModifier)
    hand.move(start - AWAY)
    other = next(example.path for example in examples() if example.path.stem == "two-paths")
    assert window.filing.open_example(other)
    hand.move(start - 2 * AWAY)
    hand.release(start - 2 * AWAY)
    assert window.selection.selected == ()
    assert hand.canvas.stage.picture.cards.keys() == window.document.graph.nodes.keys()
    assert not window.document.edited


def test_the_view_goes_on_being_moved(hand, window):
    start = hand.under_nothing()
    hand.click(hand.title("u"))
    place = hand.title("A")
    hand.press(start, MIDDLE)
    hand.move(start - AWAY)
    hand.key(Qt.Key.Key_Delete)
    hand.move(start - 2 * AWAY)
    hand.release(start - 2 * AWAY, MIDDLE)
    assert hand.title("A") == place - 2 * AWAY


def test_a_menu_about_the_document_before_goes_with_it(hand, window, open_text):
    open_text("A: 2x2\nx: 2\nz = A (?1 ⊙ ?2)\nL = ‖z‖²")
    hand.carry(hand.out("x"), hand.title("z"))
    menu = QApplication.activePopupWidget()
    assert "wire x into ?1 of z" in entries(menu)
    other = next(example.path for example in examples() if example.path.stem == "two-paths")
    assert window.filing.open_example(other)
    assert QApplication.activePopupWidget() is None
    assert not window.document.edited


def test_a_dialog_about_the_document_before_goes_with_it(hand, window):
    hand.key(Qt.Key.Key_N, SHIFT)
    dialog = window.canvas.adding.dialog
    assert dialog.isVisible()
    other = next(example.path for example in examples() if example.path.stem == "two-paths")
    assert window.filing.open_example(other)
    assert window.canvas.adding.dialog is None
    assert not window.document.edited
