"""New nodes, as they are typed, as leaves and as operations."""

import numpy as np
import pytest

from graph import Document
from graph.editing import add, add_leaf, add_operation, free_name
from tests.graph.editing.support import SHARED_A, graph_of, line, made, refusal


def test_the_shared_graph_is_built_from_nothing():
    doc = Document("")
    doc = made(doc, add_leaf(doc, "A", (3, 3), "normal", seed=1))
    doc = made(doc, add_leaf(doc, "x", 3, [1, 2, 3], "input"))
    doc = made(doc, add(doc, "A x"))
    doc = made(doc, add_operation(doc, "sigmoid", ["y"], "u"))
    doc = made(doc, add(doc, "L = ‖u‖²"))
    assert doc.text == "A ∈ ℝ³ˣ³ ~ normal(0, 1, seed=1)\nx ∈ ℝ³ input\ny = A x\nu = σ(y)\nL = ‖u‖²"
    assert graph_of(doc).loss == "L"
    assert doc.values["x"].tolist() == [[1], [2], [3]]


def test_an_expression_alone_gets_a_free_letter():
    doc = Document("A: 3x3\nx: 3\n")
    change = add(doc, "A x")
    assert change.added == ("y",)
    assert change.words == "add y"
    again = made(doc, change)
    assert add(again, "A y").text.splitlines()[-1] == "z = A y"
    assert [*add(again, "A y\nA x").added] == ["z", "u"]


def test_what_is_typed_stands_at_the_end_and_leaves_stand_with_the_others():
    doc = Document(SHARED_A)
    assert add(doc, "r = w − x").text == SHARED_A + "r = w − x\n"
    change = add(doc, "b ∈ ℝ³ = [1, 2, 3]")
    assert "x ∈ ℝ³\nb ∈ ℝ³ = [1, 2, 3]\n\ny = A x" in change.text
    several = add(doc, "b: 3   # the shift\nr = w + b; s = 2 r")
    assert several.text.endswith("L = ‖w‖²\nb: 3   # the shift\nr = w + b; s = 2 r\n")
    assert several.added == ("b", "r", "s")
    assert several.words == "add 3 nodes"
    made(doc, several)


def test_the_line_end_of_the_text_is_kept():
    doc = Document("A: 3x3\r\nx: 3\r\ny = A x\r\n\r\n")
    assert add(doc, "z = A y").text == "A: 3x3\r\nx: 3\r\ny = A x\r\nz = A y\r\n\r\n"
    assert add_leaf(doc, "b", 3, "ones").text == "A: 3x3\r\nx: 3\r\nb: 3 ~ ones\r\ny = A x\r\n\r\n"


def test_a_mistake_is_placed_in_what_was_typed():
    doc = Document(SHARED_A)
    problem = refusal(doc, add, "r = w\ns = A (w + q").problems[0]
    assert (problem.line, problem.column) == (2, 7)
    assert "z" in str(refusal(doc, add, "z = 3 w"))
    assert "cannot be read" in str(refusal(Document("y = ("), add, "x: 3"))


def test_the_script_follows_the_text():
    assert add_leaf(Document("A: 3x3\ny = A*A'"), None, (2, 3)).text.splitlines()[1] == "B: 2x3"
    assert add_leaf(Document("A ∈ ℝ³ˣ³\ny = A A"), None, 2).text.splitlines()[1] == "x ∈ ℝ²"
    assert line(add_operation(Document("x: 3\ny = x .* x"), "sigmoid", [None]), "z") == "z = sigmoid(?)"


def test_operations_have_holes_where_no_input_is_given():
    doc = Document("A ∈ ℝ³ˣ⁴\nx ∈ ℝ⁴\n")
    assert line(add_operation(doc, "product", [None, None], "r"), "r") == "r = ?1 ?2"
    assert line(add_operation(doc, "tanh", name="r"), "r") == "r = tanh(?)"
    assert line(add_operation(doc, "product", ["A", None], "r"), "r") == "r = A ?"
    assert line(add_operation(doc, "add", ["x", None, "x"], "r"), "r") == "r = x + ? + x"
    assert line(add_operation(doc, "reshape", ["A"], "r", shape=(4, 3)), "r") == "r = reshape(A, 4, 3)"
    for name in ("product", "conv", "solve", "where", "norm", "stack", "hadamard"):
        options = {"rows": (1, 1)} if name == "stack" else {}
        inputs = [None, None] if name == "stack" else []
        made(doc, add_operation(doc, name, inputs, "r", **options))


def test_an_operation_that_does_not_fit_says_why():
    doc = Document("A ∈ ℝ³ˣ⁴\nx ∈ ℝ³\n")
    assert "A is 3×4, x has 3 entries" in str(refusal(doc, add_operation, "product", ["A", "x"]))
    assert "there is no operation frob" in str(refusal(doc, add_operation, "frob"))
    assert "takes 1 input" in str(refusal(doc, add_operation, "tanh", ["A", "x"]))


def test_leaves_take_numbers_of_their_shape_alone():
    doc = Document("")
    assert add_leaf(doc, "r", (1, 3), [1, 2, 3]).values["r"].shape == (1, 3)
    assert add_leaf(doc, "c", (), 2.5, "constant").text == "c ∈ ℝ constant"
    assert "its numbers are 2×2" in str(refusal(doc, add_leaf, "A", (3, 3), np.ones((2, 2))))
    assert "no array" in str(refusal(doc, add_leaf, "A", (2,), ["abc"]))
    assert "no initialiser" in str(refusal(doc, add_leaf, "A", (2,), "nromal"))
    symmetric = add_leaf(doc, "S", (2, 2), "eye", properties=("symmetric",))
    assert symmetric.text == "S ∈ ℝ²ˣ² symmetric ~ eye"
    assert graph_of(made(doc, symmetric)).nodes["S"].properties == {"symmetric"}


def test_numbers_that_waited_for_a_name_are_not_taken_over():
    doc = Document("x: 3\ny = 2 x", {"A": np.full((3, 3), 7.0)})
    assert "A" not in add_leaf(doc, "A", (3, 3), "ones").values


@pytest.mark.parametrize("name", ["3x", "a b", "for", "", "__", "x" * 41])
def test_what_is_no_name_is_refused(name):
    if name:
        refusal(Document("x: 3\n"), add_leaf, name, 3)


def test_a_name_that_means_something_else_in_the_text_is_refused():
    doc = Document("x: 3\ny = exp(x)\nz_t = t y  for t = 1..2\nL = e ‖y‖²")
    for name in ("exp", "t", "e"):
        assert "means something else" in str(refusal(doc, add_leaf, name, ())), name
    made(doc, add_leaf(doc, "tanh", ()))


def test_names_are_numbered_until_one_is_free():
    graph = graph_of(Document("A, A_1: 3x3\nx_1: 3\nW_c: 2x2\ny = 2 x_1"))
    assert free_name(graph, "B") == "B"
    assert free_name(graph, "A") == "A_2"
    assert free_name(graph, "x_1") == "x_2"
    assert free_name(graph, "W_c") == "W_c_1"


def test_an_option_that_an_operation_needs_or_does_not_have_is_said():
    doc = Document(SHARED_A)
    assert "matpower needs its exponent" in str(refusal(doc, add_operation, "matpower", ["A"]))
    message = str(refusal(doc, lambda doc: add_operation(doc, "neg", ["A"], axis=0)))
    assert "neg has no option axis" in message
