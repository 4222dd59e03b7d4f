"""Numbers edited where they stand: typed, pasted, copied; each entry one step of undo."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolTip

from tests.gui.canvas.hand import CONTROL, SHIFT

Key = Qt.Key


@pytest.fixture
def field(canvas):
    return canvas.editing.field


def numbers(window, name):
    return window.document.graph.values[name].tolist()


def said():
    return QToolTip.text() if QToolTip.isVisible() else ""


def test_enter_edits_the_first_number_of_a_leaf(hand, field):
    hand.click(hand.title("A"))
    assert not field.isVisible()
    hand.key(Key.Key_Return)
    assert field.isVisible()
    assert field.hasFocus()
    assert field.text() == field.selectedText() == "1.2"
    assert field.geometry().contains(hand.cell("A", 0, 0))


def test_a_double_click_edits_this_number(hand, field, window):
    hand.double_click(hand.cell("A", 1, 0))
    assert field.hasFocus()
    assert field.text() == "-0.6"
    assert field.geometry().contains(hand.cell("A", 1, 0))
    assert "row 2, column 1" in field.accessibleDescription()
    assert window.document.undo_stack.count() == 0


def test_what_comes_from_an_equation_is_not_edited(hand, field, window):
    window.playhead.jump_to_end()
    hand.double_click(hand.cell("y"))
    hand.key(Key.Key_Return)
    assert not field.isVisible()


def test_a_number_and_enter_goes_down_and_the_run_follows_at_once(hand, field, window):
    window.playhead.jump(4)
    hand.double_click(hand.cell("A", 0, 1))
    hand.type("2.5")
    hand.key(Key.Key_Return)
    assert numbers(window, "A") == [[1.2, 2.5], [-0.6, 0.9]]
    assert window.evaluator.run.values["y"].ravel() == pytest.approx([1.2 * 1.5 - 2.5 * 0.4, -0.6 * 1.5 - 0.9 * 0.4])
    assert window.playhead.t == 4
    assert (field.hasFocus(), field.text()) == (True, "0.9")
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == "change A"
    hand.type("7")
    hand.key(Key.Key_Return)
    assert numbers(window, "A") == [[1.2, 2.5], [-0.6, 7]]
    assert not field.isVisible()
    assert hand.canvas.hasFocus()
    hand.undo()
    assert numbers(window, "A") == [[1.2, 2.5], [-0.6, 0.9]]
    hand.undo()
    assert numbers(window, "A") == [[1.2, 0.8], [-0.6, 0.9]]
    assert window.evaluator.run.values["y"].ravel() == pytest.approx([1.48, -1.26])


def test_tab_goes_right_and_on_to_the_next_row_and_shift_tab_back(hand, field, window):
    hand.double_click(hand.cell("A", 0, 1))
    hand.key(Key.Key_Tab)
    assert field.text() == "-0.6"
    hand.key(Key.Key_Backtab, SHIFT)
    hand.key(Key.Key_Backtab, SHIFT)
    assert field.text() == "1.2"
    assert field.geometry().contains(hand.cell("A", 0, 0))
    hand.key(Key.Key_Down)
    assert field.text() == "-0.6"
    hand.key(Key.Key_Up)
    hand.key(Key.Key_Up)
    assert not field.isVisible()
    assert window.document.undo_stack.count() == 0


def test_esc_leaves_the_number_as_it_was(hand, field, window, canvas):
    hand.double_click(hand.cell("x", 1, 0))
    hand.type("99")
    hand.key(Key.Key_Escape)
    assert not field.isVisible()
    assert numbers(window, "x") == [[1.5], [-0.4]]
    assert canvas.hasFocus()
    assert window.selection.selected == ("x",)


def test_wrong_text_is_refused_with_words_and_stays(hand, field, window):
    hand.double_click(hand.cell("x", 0, 0))
    hand.type("1.5abc")
    hand.key(Key.Key_Return)
    assert "“1.5abc”, not a number" in said()
    assert (field.isVisible(), field.text()) == (True, "1.5abc")
    assert window.document.undo_stack.count() == 0
    hand.key(Key.Key_A, CONTROL)
    hand.type("2 3")
    hand.key(Key.Key_Return)
    assert "for one cell" in said()
    hand.key(Key.Key_A, CONTROL)
    hand.type("-1,25")
    hand.key(Key.Key_Return)
    assert numbers(window, "x")[0] == [-1.25]


def test_a_click_elsewhere_takes_the_number_as_one_step(hand, field, window):
    hand.double_click(hand.cell("x", 0, 0))
    hand.type("4")
    hand.click(hand.title("L"))
    assert not field.isVisible()
    assert numbers(window, "x")[0] == [4.0]
    assert window.document.undo_stack.count() == 1
    assert window.selection.selected == ("L",)


def test_keys_of_the_window_are_letters_and_moves_in_the_field(hand, field, window, canvas):
    zoom = canvas.zoom
    hand.double_click(hand.cell("x", 0, 0))
    hand.type("f ")
    hand.key(Key.Key_Left)
    hand.key(Key.Key_Home)
    hand.key(Key.Key_Period)
    assert field.text() == ".f "
    assert (window.playhead.t, window.playhead.moving, canvas.zoom) == (0, False, zoom)


def test_the_field_moves_with_its_cell(hand, field, canvas):
    hand.double_click(hand.cell("A", 1, 1))
    for _ in range(2):
        hand.wheel(hand.title("A"), 1)
        assert field.geometry().contains(hand.cell("A", 1, 1))
    canvas.scroll_by(40, 30)
    assert field.geometry().contains(hand.cell("A", 1, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5\t-2\n3\t0,25\n", [[1.5, -2], [3, 0.25]]),
        ("array([[ 1.5, -2.  ],\n       [ 3. ,  0.25]])", [[1.5, -2], [3, 0.25]]),
        ("[1.5 -2; 3 0.25]", [[1.5, -2], [3, 0.25]]),
    ],
)
def test_a_block_is_pasted_into_the_leaf_selected(hand, window, text, expected):
    window.playhead.jump(3)
    hand.click(hand.title("B"))
    hand.paste(text)
    assert numbers(window, "B") == expected
    assert window.evaluator.run.values["v"].ravel() == pytest.approx(np.array(expected) @ [1.5, -0.4])
    assert window.playhead.t == 3
    assert window.document.undo_stack.count() == 1
    hand.undo()
    assert numbers(window, "B") == [[0.7, -1.1], [1.3, 0.5]]


def test_a_block_is_pasted_from_the_cell_edited_on(hand, field, window):
    hand.double_click(hand.cell("A", 0, 1))
    hand.paste("5,5\n6,5")
    assert numbers(window, "A") == [[1.2, 5.5], [-0.6, 6.5]]
    assert (field.isVisible(), field.text()) == (True, "5.5")
    assert window.document.undo_stack.count() == 1
    hand.paste("1\t2")
    assert "does not fit from row 1, column 2" in said()
    assert numbers(window, "A") == [[1.2, 5.5], [-0.6, 6.5]]
    hand.key(Key.Key_Escape)
    hand.undo()
    assert numbers(window, "A") == [[1.2, 0.8], [-0.6, 0.9]]


def test_a_single_number_is_pasted_as_text_into_the_field(hand, field, window):
    hand.double_click(hand.cell("A", 0, 1))
    hand.paste("3.75")
    assert field.text() == "3.75"
    assert window.document.undo_stack.count() == 0


def test_a_row_is_taken_for_a_column_of_as_many(hand, window):
    hand.click(hand.title("x"))
    hand.paste("2\t3")
    assert numbers(window, "x") == [[2.0], [3.0]]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("A", "1\t2\t3", "it does not fit"),
        ("A", "1\t2\n3\tfour", "row 2, entry 2 is “four”, not a number"),
        ("A", "1\t2\n3", "row 2 has 1 entries, row 1 has 2"),
        ("y", "1\n2", "y is no leaf"),
        ("A", "", "there is no number in it"),
    ],
)
def test_what_cannot_be_pasted_is_said(hand, window, name, text, words):
    hand.click(hand.title(name))
    hand.paste(text)
    assert words in said()
    assert window.document.undo_stack.count() == 0


def test_copied_numbers_are_those_of_a_spreadsheet_and_come_back_the_same(hand, window):
    hand.click(hand.title("A"))
    hand.key(Key.Key_C, CONTROL | SHIFT)
    assert QApplication.clipboard().text() == "1.2\t0.8\n-0.6\t0.9"
    hand.click(hand.title("B"))
    hand.key(Key.Key_V, CONTROL)
    assert numbers(window, "B") == numbers(window, "A")
    hand.click(hand.title("y"))
    hand.key(Key.Key_C, CONTROL | SHIFT)
    y = [float(line) for line in QApplication.clipboard().text().split("\n")]
    assert y == window.evaluator.run.values["y"].ravel().tolist()


def test_numbers_wait_while_the_equations_cannot_be_read(hand, field, window):
    window.document.set_text(window.document.text + " + qq")
    hand.double_click(hand.cell("A", 0, 0))
    assert not field.isVisible()
    hand.paste("1 2\n3 4")
    assert "cannot be read" in said()
    assert numbers(window, "A") == [[1.2, 0.8], [-0.6, 0.9]]


def test_the_field_closes_when_its_leaf_goes(hand, field, window):
    hand.double_click(hand.cell("A", 1, 1))
    window.document.set_text("x ∈ ℝ³\nL = ‖x‖²")
    assert not field.isVisible()
