"""The box that adds: opened by N or a double click, typed into, and what stands on the canvas then."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.gui.canvas.documents import nodes, undo_words
from tests.gui.canvas.hand import CONTROL, SHIFT
from tests.gui.canvas.lists import listed

Key = Qt.Key


@pytest.fixture
def box(canvas):
    return canvas.quick_add


def test_n_and_an_equation_make_a_node_beside_its_parents(hand, window, box):
    before = window.document.text
    hand.key(Key.Key_N)
    assert box.isVisible()
    assert box.field.hasFocus()
    hand.type("q = tanh(y)")
    assert [getattr(part, "unicode", part) for part in box.echo.phrase] == ["adds ", "q = tanh(y)", " · ℝ²"]
    hand.key(Key.Key_Return)
    assert not box.isVisible()
    assert hand.canvas.hasFocus()
    assert window.document.text == before.rstrip("\n") + "\nq = tanh(y)" + "\n" * before.endswith("\n")
    assert window.document.graph.nodes["q"].parents == ("y",)
    assert window.selection.selected == ("q",)
    assert hand.place("q")[0] > hand.place("y")[0]
    assert hand.viewport.rect().contains(hand.title("q"))
    assert undo_words(window) == "add q"
    hand.undo()
    assert window.document.text == before
    assert "q" not in hand.places()


def test_an_equation_in_an_empty_window_asks_for_the_shapes_it_needs(hand, empty, box):
    hand.key(Key.Key_N)
    hand.type("y = A x")
    assert list(box.missing.fields) == ["A", "x"]
    assert [field.text() for field in box.missing.fields.values()] == ["2×2", "2"]
    hand.key(Key.Key_Return)
    assert box.missing.fields["A"].hasFocus()
    hand.type("4x3")
    assert box.missing.fields["x"].text() == "3"
    hand.key(Key.Key_Return)
    assert nodes(empty) == {"A": (4, 3), "x": (3, 1), "y": (4, 1)}
    assert undo_words(empty) == "add y with A and x"
    hand.undo()
    assert empty.document.text == ""
    assert nodes(empty) == {}


def test_shapes_that_do_not_fit_are_said_and_nothing_is_added(hand, empty, box):
    hand.key(Key.Key_N)
    hand.type("y = A x")
    hand.key(Key.Key_Tab)
    hand.type("4x3")
    hand.key(Key.Key_Tab)
    hand.type("5")
    assert "3 columns against 5 rows" in box.problem.accessibleName()
    hand.key(Key.Key_Return)
    assert box.isVisible()
    assert empty.document.text == ""
    hand.key(Key.Key_A, CONTROL)
    hand.type("3y")
    hand.key(Key.Key_Return)
    assert box.isVisible()
    hand.key(Key.Key_A, CONTROL)
    hand.type("3")
    hand.key(Key.Key_Return)
    assert nodes(empty)["y"] == (4, 1)


def test_what_was_put_by_hand_stays_where_a_node_is_added_by_keys(hand, window):
    hand.drag(hand.title("L"), (60, 40))
    places = hand.places()
    hand.key(Key.Key_N)
    hand.type("q = tanh(w)")
    hand.key(Key.Key_Return)
    assert {name: hand.place(name) for name in "ABxyuvzL"} == {name: places[name] for name in "ABxyuvzL"}


def test_a_double_click_beside_the_cards_adds_there(hand, window, box):
    point = hand.beside_the_cards()
    hand.double_click(point)
    assert box.isVisible()
    scene = hand.under(point)
    hand.type("c: 3 = [1, 2, 3]")
    hand.key(Key.Key_Return)
    x, y = hand.place("c")
    assert x < scene.x() < x + 150
    assert y < scene.y() < y + 60
    assert window.document.graph.values["c"].ravel().tolist() == [1, 2, 3]
    assert undo_words(window) == "add c"


def test_leaves_that_come_along_stand_left_of_the_node_and_apart(hand, empty, canvas):
    hand.double_click(QPoint(500, 300))
    hand.type("y = A (u ⊙ v) + b")
    hand.key(Key.Key_Return)
    hand.key(Key.Key_Return)
    picture = canvas.stage.picture
    rects = {name: picture.rect(name) for name in picture.cards}
    assert set(rects) == {"A", "u", "v", "b", "y"}
    assert all(rects[leaf].right() < rects["y"].left() for leaf in ("A", "u", "v", "b"))
    assert not any(rects[a].intersects(rects[b]) for a in rects for b in rects if a < b)
    assert canvas.spot(QPoint(500, 300)).name == "y"


def test_a_double_click_on_an_empty_canvas_opens_it_too(hand, empty, box):
    hand.double_click(QPoint(40, 40))
    assert box.isVisible()
    hand.key(Key.Key_Escape)
    assert not box.isVisible()
    assert empty.document.text == ""
    hand.double_click(empty.welcome.mapToParent(empty.welcome.title.geometry().center()))
    assert box.isVisible()


@pytest.mark.parametrize(
    ("typed", "node"), [("sigm", "σ(y)"), ("σ", "σ(y)"), ("\\sigma ", "σ(y)"), ("norm1", "norm1(y)")]
)
def test_an_operation_takes_the_selected_node(hand, window, box, typed, node):
    hand.click(hand.title("y"))
    hand.key(Key.Key_N)
    hand.type(typed)
    hand.key(Key.Key_Return)
    new = window.selection.current
    assert window.document.text.rstrip().endswith(f"{new} = {node}")
    assert undo_words(window) == f"add {new} from y"


def test_a_matrix_goes_left_and_a_column_right_of_the_product(hand, window):
    for name, expected in (("A", "A ?"), ("x", "? x")):
        hand.click(hand.title(name))
        hand.key(Key.Key_N)
        hand.type("product")
        hand.key(Key.Key_Return)
        assert window.document.text.rstrip().endswith(expected)
        assert window.document.graph.nodes[window.selection.current].shape is None


def test_without_a_selection_an_operation_has_holes(hand, window):
    hand.key(Key.Key_N)
    hand.type("⊙")
    hand.key(Key.Key_Return)
    assert window.document.text.rstrip().endswith("= ?1 ⊙ ?2")


def test_the_arrows_choose(hand, window, box):
    hand.key(Key.Key_N)
    hand.type("norm")
    names = listed(box)
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Up)
    assert box.list.current.title == names[1]
    hand.key(Key.Key_Return)


def test_a_leaf_is_finished_by_its_shape(hand, window, box):
    hand.key(Key.Key_N)
    hand.type("matrix")
    hand.key(Key.Key_Return)
    assert box.field.selectedText() == "2×2"
    hand.type("3x2")
    hand.key(Key.Key_Return)
    new = window.selection.current
    assert nodes(window)[new] == (3, 2)


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        ("K: 3x4", (3, 4)),
        ("k ∈ ℝ³", (3, 1)),
        ("k \\in R^3", (3, 1)),
        ("W: 3x4 ~ normal(0, 1)", (3, 4)),
        ("s: scalar = 2", ()),
    ],
)
def test_leaves_as_the_language_writes_them(hand, window, typed, shape):
    hand.key(Key.Key_N)
    hand.type(typed)
    hand.key(Key.Key_Return)
    assert nodes(window)[window.selection.current] == shape


def test_what_is_wrong_is_said_with_its_fix(hand, window, box):
    before = window.document.text
    hand.key(Key.Key_N)
    hand.type("q = A +")
    assert box.problem.accessibleName() == "✕ nothing stands after +: write a name or a number there"
    hand.key(Key.Key_Return)
    assert box.isVisible()
    hand.key(Key.Key_A, CONTROL)
    hand.type("y = A")
    assert "y is defined twice" in box.problem.accessibleName() or "already" in box.problem.accessibleName()
    hand.key(Key.Key_Return)
    assert window.document.text == before
    assert window.document.undo_stack.count() == 0


def test_a_click_elsewhere_closes_it(hand, window, box, qtbot):
    hand.key(Key.Key_N)
    qtbot.mouseClick(window.equations.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    assert not box.isVisible()
    assert window.equations.editor.hasFocus()


def test_a_click_takes_a_suggestion(hand, window, box, qtbot):
    hand.key(Key.Key_N)
    hand.type("logsum")
    place = box.list.visualRect(box.list.model().index(0, 0)).center()
    qtbot.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.document.text.rstrip().endswith("= logsumexp(?)")


def test_keys_of_the_window_are_letters_in_the_box(hand, window, box):
    t = window.playhead.t
    hand.key(Key.Key_N)
    hand.type("n f.,[]")
    hand.key(Key.Key_Left)
    hand.key(Key.Key_Home)
    assert box.field.text() == "n f.,[]"
    assert (window.playhead.t, window.playhead.moving) == (t, False)


def test_n_in_the_equations_is_a_letter(hand, window, box, qtbot):
    editor = window.equations.editor
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    hand.key(Key.Key_N)
    assert not box.isVisible()
    assert "n" in editor.toPlainText()


def test_shared_a_by_the_keyboard_alone(hand, empty, box):
    for typed in ("y = A x", "u = \\sigma (y)", "v = B x", "z = A (u \\odot v)", "w = A z", "L = ||w||^2"):
        hand.key(Key.Key_N)
        hand.type(typed)
        hand.key(Key.Key_Return)
        if box.isVisible():
            hand.key(Key.Key_Return)
        assert not box.isVisible()
    graph = empty.document.graph
    assert set(graph.nodes) == set("AxyuvBzwL")
    assert graph.nodes["z"].parents == ("A", "u", "v")
    assert graph.loss == "L"
    assert graph.nodes["w"].shape == (2, 1)
    assert empty.evaluator.run.adjoints["A"].shape == (2, 2)
    assert empty.document.undo_stack.count() == 6
    places = hand.places()
    assert all(places[parent][0] < places[name][0] for name in graph.nodes for parent in graph.nodes[name].parents)
    hand.undo()
    assert "L" not in empty.document.graph.nodes
    hand.key(Key.Key_Z, CONTROL | SHIFT)
    assert "L" in empty.document.graph.nodes
