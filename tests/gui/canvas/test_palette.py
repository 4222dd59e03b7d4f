"""The palette: searched, dragged onto the canvas, taken by Enter; and the dialog that asks for a leaf."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog

from graph.files import Document
from graph.operations import TABLE
from gui.adding.changes import taken
from gui.adding.offers import offers
from tests.gui.canvas.documents import nodes, undo_words
from tests.gui.canvas.hand import CONTROL
from tests.gui.canvas.lists import carried_over, drag, titles

Key = Qt.Key


@pytest.fixture
def palette(window, hand):
    hand.key(Key.Key_4, CONTROL)
    assert window.palette_panel.search.hasFocus()
    return window.palette_panel


def test_every_operation_is_in_the_palette_with_its_rule_and_example(palette):
    shown = {row.thing.operation: row for row in palette.list.rows.rows if not row.heading and row.thing.operation}
    assert shown.keys() == TABLE.keys()
    assert all(shown[name].about == TABLE[name].rule for name in TABLE)
    assert all(TABLE[name].example in shown[name].tip for name in TABLE)
    assert palette.list.rows.rows[0].title == "Leaves"


def test_the_search_finds_names_signs_and_families(palette, hand):
    for typed, first in (("tanh", "tanh"), ("⊙", "hadamard"), ("matrix", "matrix"), ("softm", "softmax")):
        palette.search.clear()
        hand.type(typed)
        assert titles(palette)[0] == first
    palette.search.clear()
    hand.type("convolution")
    assert {"conv", "corr"} <= {*titles(palette)}
    palette.search.clear()
    hand.type("qqqq")
    assert palette.nothing.isVisible()
    assert titles(palette) == []


def test_what_is_chosen_is_described(palette, hand):
    hand.type("solve")
    assert "Shape: n×n and n×k give n×k" in palette.about.text()
    assert "Example: x = solve(A, b)" in palette.about.text()


def test_a_row_dropped_on_the_canvas_is_a_node_with_holes_there(palette, hand, window):
    hand.click(hand.title("y"))
    point = hand.beside_the_cards()
    scene = hand.under(point)
    drag(palette, hand, "hadamard", point)
    new = window.selection.current
    assert window.document.text.rstrip().endswith(f"{new} = ?1 ⊙ ?2")
    x, y = hand.place(new)
    assert (x < scene.x() < x + 150, y < scene.y() < y + 60) == (True, True)
    assert hand.canvas.spot(point).name == new
    assert undo_words(window) == f"add {new}"
    hand.canvas.setFocus()
    hand.undo()
    assert new not in window.document.graph.nodes


def test_a_row_dropped_on_the_empty_canvas(palette, hand, empty):
    drag(palette, hand, "tanh", QPoint(60, 60))
    assert empty.document.text == "y = tanh(?)"
    assert hand.canvas.spot(QPoint(60, 60)).name == "y"
    assert not empty.welcome.isVisible()


def test_enter_adds_at_the_selection(palette, hand, window):
    window.selection.select("y")
    hand.type("relu")
    hand.key(Key.Key_Return)
    new = window.selection.current
    assert window.document.graph.nodes[new].parents == ("y",)
    assert undo_words(window) == f"add {new} from y"


def test_a_double_click_adds(palette, hand, window, qtbot):
    hand.type("relu")
    place = palette.list.visualRect(palette.list.model().index(0, 0)).center()
    qtbot.mouseDClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.document.text.rstrip().endswith("= relu(?)")


@pytest.mark.parametrize("offer", [offer for offer in offers() if offer.operation], ids=lambda offer: offer.key)
def test_every_operation_can_be_added_to_an_empty_graph(offer):
    change = taken(Document(""), offer)
    (name,) = change.added
    expression = change.reading.graph.nodes[name].expression
    read = "dotpower" if offer.operation == "power" else offer.operation  # a^b is entrywise until both are scalars
    assert expression.operation is TABLE[read]
    assert len(expression.inputs) == offer.inputs


def test_ctrl_4_goes_to_the_palette_and_back(window, hand, canvas):
    assert not window.drawer.isVisible()
    hand.key(Key.Key_4, CONTROL)
    assert window.drawer.isVisible()
    hand.key(Key.Key_4, CONTROL)
    assert not window.drawer.isVisible()


def test_an_empty_document_shows_the_palette_and_how_to_begin(hand, empty):
    assert empty.welcome.isVisible()
    assert empty.palette_panel.isVisible()
    hand.key(Key.Key_N)
    hand.type("a: 2")
    hand.key(Key.Key_Return)
    assert not empty.welcome.isVisible()


# --- leaves


@pytest.fixture
def dialog(window, hand, canvas):
    hand.key(Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    dialog = canvas.adding.dialog
    yield dialog
    if canvas.adding.dialog is not None:
        dialog.reject()


def type_into(hand, field, text):
    field.setFocus()
    field.selectAll()
    hand.type(text)


def button(dialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def test_a_leaf_is_named_shaped_and_added_by_keys(dialog, window, hand, canvas):
    assert dialog.name.hasFocus()
    assert dialog.name.selectedText() == dialog.name.text() != ""
    hand.type("\\Omeg")
    hand.key(Key.Key_Tab)
    assert dialog.name.text() == "Ω"
    hand.key(Key.Key_Tab)
    assert dialog.shape.hasFocus()
    hand.key(Key.Key_A, CONTROL)
    hand.type("3x4")
    assert (dialog.rows.value(), dialog.columns.value()) == (3, 4)
    dialog.beginning.setFocus()
    hand.type("Norm")
    dialog.seed.setValue(7)
    dialog.shape.setFocus()
    hand.key(Key.Key_Return)
    assert canvas.adding.dialog is None
    assert nodes(window)["Ω"] == (3, 4)
    assert "Ω ∈ ℝ³ˣ⁴ ~ normal(0, 1, seed=7)" in window.document.text
    assert window.selection.current == "Ω"
    assert undo_words(window) == "add Ω"


@pytest.mark.parametrize(
    ("name", "shape", "words"),
    [
        ("y", "3", "y is an equation already"),
        ("2z", "3", "cannot be the name of a node"),
        ("K", "3x", "is no shape"),
        ("K", "", "the shape is missing"),
        ("K", "99999x99999", "more than 50,000,000"),
    ],
)
def test_what_is_wrong_with_a_leaf_is_said_as_it_is_typed(dialog, window, hand, name, shape, words):
    type_into(hand, dialog.shape, shape or " ")
    type_into(hand, dialog.name, name)
    assert words in dialog.problem.accessibleName()
    assert not button(dialog).isEnabled()
    hand.key(Key.Key_Return)
    assert dialog.isVisible()
    assert window.document.undo_stack.count() == 0


def test_properties_that_do_not_go_with_the_shape_are_refused(dialog, hand):
    type_into(hand, dialog.shape, "2x3")
    symmetric = next(box for box in dialog.properties if box.text() == "symmetric")
    symmetric.click()
    assert "square" in dialog.problem.accessibleName()
    dialog.columns.setValue(2)
    assert dialog.problem.accessibleName() == ""
    assert dialog.shape.text() == "2×2"


def test_typed_numbers_must_have_the_shape(dialog, window, hand, qtbot):
    type_into(hand, dialog.name, "K")
    dialog.beginning.setCurrentText("Typed")
    dialog.typed.setFocus()
    hand.type("1 2 3")
    assert "what is typed has 1×3, the leaf is 2×2" in dialog.problem.accessibleName()
    dialog.typed.clear()
    hand.type("1 2; 3 4")
    qtbot.mouseClick(button(dialog), Qt.MouseButton.LeftButton)
    assert window.document.graph.values["K"].tolist() == [[1, 2], [3, 4]]


def test_numbers_from_files_bring_their_shape(dialog, window, hand, tmp_path, monkeypatch, qtbot):
    array, table = tmp_path / "w.npy", tmp_path / "t.csv"
    np.save(array, np.arange(6.0).reshape(2, 3))
    table.write_text("1,2\n3,4\n5,6\n")
    chosen = [str(array)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen[0], ""))
    type_into(hand, dialog.name, "K")
    dialog.beginning.setCurrentText("From a file")
    assert dialog.shape.text() == "2×3"
    chosen[0] = str(table)
    qtbot.mouseClick(dialog.pick, Qt.MouseButton.LeftButton)
    assert dialog.shape.text() == "3×2"
    qtbot.mouseClick(button(dialog), Qt.MouseButton.LeftButton)
    assert window.document.graph.values["K"].tolist() == [[1, 2], [3, 4], [5, 6]]


def test_files_that_hold_no_numbers_are_refused_in_words(dialog, tmp_path):
    pickled, words, text = tmp_path / "p.npy", tmp_path / "s.npy", tmp_path / "t.csv"
    np.save(pickled, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    np.save(words, np.array(["a", "b"]))
    text.write_text("1,2\n3,four\n")
    for path, said in (
        (pickled, "no array of numbers"),
        (words, "no real numbers"),
        (text, "row 2, entry 2 is “four”, not a number"),
        (tmp_path / "missing.npy", "cannot be read"),
    ):
        dialog.take_file(path)
        assert said in dialog.problem.accessibleName()


def test_a_leaf_dropped_from_the_palette_is_asked_for_and_stands_there(palette, hand, window, canvas, qtbot):
    point = hand.beside_the_cards()
    scene = hand.under(point)
    drag(palette, hand, "vector", point)
    dialog = canvas.adding.dialog
    assert dialog.shape.text() == "2"
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.name.setFocus()
    hand.key(Key.Key_Return)
    new = window.selection.current
    assert nodes(window)[new] == (2, 1)
    x, y = hand.place(new)
    assert (x < scene.x() < x + 150, y < scene.y() < y + 60) == (True, True)


def test_an_operation_dropped_on_a_wire_is_put_on_it(palette, hand, window):
    point = hand.on_wire("u", "z")
    drag(palette, hand, "tanh", point)
    new = window.selection.current
    graph = window.document.graph
    assert graph.nodes[new].parents == ("u",)
    assert graph.nodes["z"].parents == ("A", new, "v")
    picture = hand.canvas.stage.picture
    assert picture.rect("u").right() < picture.rect(new).left()
    assert picture.rect(new).right() < picture.rect("z").left() < picture.rect("w").left()
    assert undo_words(window) == f"insert {new} between u and z"
    assert window.document.undo_stack.count() == 1


def test_on_a_wire_the_rest_of_its_inputs_are_holes(palette, hand, window):
    drag(palette, hand, "hadamard", hand.on_wire("u", "z"))
    new = window.selection.current
    assert window.document.text.rstrip().endswith(f"{new} = u ⊙ ?")
    assert window.document.graph.nodes["z"].parents == ("A", new, "v")


def test_what_needs_an_axis_takes_the_usual_one_on_a_wire_and_says_so(palette, hand, window, open_text):
    open_text("A: 2x3\nB = tanh(A)\nL = ‖B‖²")
    drag(palette, hand, "softmax", hand.on_wire("B", "L"))
    new = window.selection.current
    assert window.document.text.endswith(f"{new} = softmax(B, axis=0)")
    assert undo_words(window) == f"insert {new} with axis=0 between B and L"


def test_what_does_not_fit_on_a_wire_says_why_and_adds_nothing(palette, hand, window, open_text):
    open_text("A: 2x3\nB = tanh(A)\nL = ‖B‖²")
    before = window.document.text
    point = hand.on_wire("B", "L")
    carried_over(palette, hand, "det", point)
    assert hand.canvas.wiring.refused
    assert hand.canvas.wiring.words.startswith("det does not take B")
    drag(palette, hand, "det", point)
    assert window.document.text == before
    assert not hand.canvas.wiring.words


def test_over_a_wire_it_is_lit_and_what_a_drop_does_is_said(palette, hand, window):
    point = hand.on_wire("u", "z")
    carried_over(palette, hand, "tanh", point)
    assert hand.canvas.wiring.words.endswith("between u and z")
    assert hand.canvas.adding.on_wire.edge == ("u", "z")
    QApplication.sendEvent(hand.viewport, QDragLeaveEvent())
    assert (hand.canvas.wiring.words, hand.canvas.adding.on_wire.edge) == ("", None)
