"""Notes with mathematics: typed where the pointer is, moved, made wider, edited, deleted, exported."""

import pytest
from PySide6.QtCore import QPoint, Qt

from gui.drawing.mathematics import Formula
from gui.exporting.still import export_png
from tests.gui.canvas.hand import CONTROL, SHIFT

TEXT = r"The sum of three: $\bar A = \bar w z^\top$ and more"


@pytest.fixture
def noted(hand):
    """A note in the middle of the canvas."""
    hand.key(Qt.Key.Key_T)
    hand.type(TEXT)
    hand.key(Qt.Key.Key_Return, CONTROL)
    return hand


def notes(window):
    return window.document.drawn.get("notes", {})


def sheet(hand, key="n1"):
    return hand.canvas.stage.picture.notes[key]


def at(hand, point):
    return hand.canvas.mapFromScene(point)


def grip(hand):
    """The empty lower part of the note, clear of the cards."""
    rect = sheet(hand).rect
    for x in range(20, round(rect.width()) - 20, 10):
        for y in range(4, round(rect.height()), 6):
            point = at(hand, rect.topLeft() + QPoint(x, y))
            if hand.canvas.spot(point) is None:
                return point
    raise AssertionError("the note lies under cards altogether")


@pytest.fixture
def free(noted):
    """The note, dragged below all cards."""
    bottom = noted.canvas.stage.picture.whereabouts.bounds.bottom()
    noted.window.document.change(
        "put", drawn={"notes": {"n1": {**notes(noted.window)["n1"], "x": 40.0, "y": bottom + 20}}}
    )
    noted.canvas.fit()
    return noted


def test_t_opens_a_note_and_what_is_typed_is_kept(noted, window):
    assert notes(window)["n1"]["text"] == TEXT
    formulas = [piece.content for piece in sheet(noted).pieces if isinstance(piece.content, Formula)]
    assert [formula.latex for formula in formulas] == [r"\bar A = \bar w z^\top"]
    assert window.canvas.hasFocus()
    assert window.document.undo_stack.undoText() == "add a note"
    noted.undo()
    assert notes(window) == {}
    assert noted.canvas.stage.picture.notes == {}


def test_a_note_without_text_is_none_however_it_is_ended(hand, window):
    for key, modifiers in ((Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Return, CONTROL)):
        hand.key(Qt.Key.Key_T)
        hand.key(key, modifiers)
    assert notes(window) == {}
    assert window.document.undo_stack.count() == 0


def test_esc_keeps_what_was_typed_into_a_new_note(hand, window):
    hand.key(Qt.Key.Key_T)
    hand.type("as it stands")
    hand.key(Qt.Key.Key_Escape)
    assert notes(window)["n1"]["text"] == "as it stands"
    assert not window.canvas.noting.field.isVisible()
    hand.undo()
    assert notes(window) == {}


def test_esc_leaves_a_note_that_was_there_as_it_was(noted, window):
    noted.canvas.noting.edit("n1")
    noted.type("other words")
    noted.key(Qt.Key.Key_Escape)
    assert notes(window)["n1"]["text"] == TEXT


def test_a_line_under_the_field_says_how_a_note_is_kept(noted, window):
    field, keys = noted.canvas.noting.field, noted.canvas.noting.keys
    assert not keys.isVisible()
    noted.key(Qt.Key.Key_T)
    assert keys.isVisible()
    assert keys.y() >= field.geometry().bottom()
    assert "Ctrl+Enter" in keys.text()
    assert "a click beside" in keys.text()
    noted.key(Qt.Key.Key_Escape)
    assert not keys.isVisible()


def test_cards_beside_a_note_stand_where_they_stood_when_the_file_is_opened_again(noted, window, tmp_path):
    noted.click(noted.title("A"))
    noted.key(Qt.Key.Key_T, CONTROL | SHIFT)
    before = noted.places()
    assert "A_1" in before
    window.document.save(tmp_path / "noted.adjoint")
    window.document.open(tmp_path / "noted.adjoint")
    kept = set("xyuvzwLB")
    assert {name: noted.place(name) for name in kept} == {name: before[name] for name in kept}
    assert kept <= window.document.placement.keys()


def test_the_field_grows_with_what_is_typed(hand, canvas):
    hand.key(Qt.Key.Key_T)
    field = canvas.noting.field
    before = field.height()
    hand.type("Every use of a matrix sends its message. " * 12)
    assert field.height() > before
    first = field.document().firstBlock()
    assert field.blockBoundingGeometry(first).translated(field.contentOffset()).top() >= 0
    assert field.blockBoundingGeometry(first).height() <= field.viewport().height()


def test_shortcuts_do_not_take_letters_from_a_note(hand, window):
    hand.key(Qt.Key.Key_T)
    hand.type("Fit to NTL. and so on")
    hand.key(Qt.Key.Key_Return, CONTROL)
    assert notes(window)["n1"]["text"] == "Fit to NTL. and so on"


def test_a_note_is_dragged(free, window):
    before, start, zoom = sheet(free).rect, grip(free), free.canvas.zoom
    free.drag(start, (30, 15))
    moved = sheet(free).rect.topLeft() - before.topLeft()
    assert moved.toTuple() == pytest.approx((30 / zoom, 15 / zoom), abs=2 / zoom)
    assert window.document.undo_stack.undoText() == "move a note"
    free.undo()
    assert sheet(free).rect == before


def test_esc_gives_up_dragging_a_note(free, window):
    before, start = sheet(free).rect, grip(free)
    free.press(start)
    free.move(start + QPoint(40, 20))
    assert sheet(free).rect != before
    free.key(Qt.Key.Key_Escape)
    free.release(start + QPoint(40, 20))
    assert sheet(free).rect == before


def test_its_right_edge_makes_it_wider_and_breaks_its_lines_anew(free, window):
    before = sheet(free).rect
    free.drag(at(free, before.center() + QPoint(round(before.width() / 2) - 3, 0)), (120, 0))
    assert sheet(free).rect.width() > before.width() + 50
    assert sheet(free).rect.height() < before.height()
    assert sheet(free).rect.topLeft() == before.topLeft()
    assert window.document.undo_stack.undoText() == "make a note wider or narrower"


def test_a_double_click_edits_it_and_an_empty_text_deletes_it(free, window):
    free.double_click(grip(free))
    free.type("Another text")
    free.key(Qt.Key.Key_Return, CONTROL)
    assert notes(window)["n1"]["text"] == "Another text"
    assert window.document.undo_stack.undoText() == "edit a note"
    free.double_click(grip(free))
    free.key(Qt.Key.Key_Backspace)
    free.key(Qt.Key.Key_Return, CONTROL)
    assert notes(window) == {}
    assert window.document.undo_stack.undoText() == "delete a note"


def test_notes_are_saved_and_exported(free, window, open_window, tmp_path):
    window.document.save(tmp_path / "noted.adjoint")
    with_note = export_png(window.document.tidy(), tmp_path / "with.png", theme="light")
    free.undo()
    free.undo()
    without = export_png(window.document.tidy(), tmp_path / "without.png", theme="light")
    assert with_note.height > without.height
    assert open_window(tmp_path / "noted.adjoint").canvas.stage.picture.notes["n1"].note.text == TEXT
