"""F2: a field over the card's title, which renames everywhere."""

import pytest
from PySide6.QtCore import Qt

from tests.gui.canvas.documents import undo_words
from tests.gui.canvas.hand import CONTROL

Key = Qt.Key


@pytest.fixture
def box(canvas):
    return canvas.renaming.box


def test_f2_renames_everywhere_in_one_step(hand, window, box):
    before = window.document.text
    places = hand.places()
    hand.click(hand.title("A"))
    hand.key(Key.Key_F2)
    assert box.field.hasFocus()
    assert box.height() >= box.field.sizeHint().height()
    assert box.width() >= 150
    assert box.field.selectedText() == "A"
    assert abs(box.geometry().left() - (hand.title("A").x() - 6)) < 12
    hand.type("W_c")
    hand.key(Key.Key_Return)
    assert not box.isVisible()
    assert hand.canvas.hasFocus()
    nodes = window.document.graph.nodes
    assert "A" not in nodes
    assert {name for name in nodes if "W_c" in nodes[name].parents} == {"y", "z", "w"}
    assert window.selection.selected == ("W_c",)
    assert hand.place("W_c") == places["A"]
    assert undo_words(window) == "rename A to W_c"
    assert window.document.undo_stack.count() == 1
    hand.undo()
    assert window.document.text == before


def test_greek_is_completed(hand, window, box):
    hand.click(hand.title("u"))
    hand.key(Key.Key_F2)
    hand.type("\\lamb")
    hand.key(Key.Key_Tab)
    assert box.field.text() == "λ"
    hand.key(Key.Key_Return)
    assert window.document.graph.nodes["z"].parents == ("A", "λ", "v")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("y", "y is an equation already"), ("B", "B is a leaf already"), ("2a", "cannot be the name of a node")],
)
def test_a_name_that_cannot_be_is_said_as_it_is_typed(hand, window, box, typed, words):
    hand.click(hand.title("u"))
    hand.key(Key.Key_F2)
    hand.type(typed)
    assert words in box.problem.accessibleName()
    hand.key(Key.Key_Return)
    assert box.isVisible()
    hand.key(Key.Key_A, CONTROL)
    hand.type("uu")
    assert box.problem.accessibleName() == ""
    hand.key(Key.Key_Escape)
    assert not box.isVisible()
    assert window.document.undo_stack.count() == 0
    assert hand.canvas.hasFocus()


def test_the_old_name_changes_nothing(hand, window, box):
    hand.click(hand.title("u"))
    hand.key(Key.Key_F2)
    hand.key(Key.Key_Return)
    assert not box.isVisible()
    assert window.document.undo_stack.count() == 0


def test_a_click_elsewhere_closes_it(hand, window, box):
    hand.click(hand.title("u"))
    hand.key(Key.Key_F2)
    hand.type("q")
    hand.click(hand.title("L"))
    assert not box.isVisible()
    assert "u" in window.document.graph.nodes


def test_the_field_follows_its_card(hand, window, box, canvas):
    hand.click(hand.title("u"))
    hand.key(Key.Key_F2)
    before = box.pos()
    canvas.scroll_by(40, 30)
    assert (before - box.pos()).x() == 40
    assert (before - box.pos()).y() == 30


def test_without_a_selection_f2_is_off(hand, window, box):
    hand.key(Key.Key_Escape)
    assert not window.menus.actions["canvas.renaming.begin"].isEnabled()
    hand.key(Key.Key_F2)
    assert not box.isVisible()
