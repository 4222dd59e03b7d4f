"""A node into its operations, and into its child."""

import pytest

from graph import Document, evaluate
from graph.editing import merge, opened, split
from graph.expression import Name, apply, same
from tests.graph.editing.support import FAMILY, SHARED_A, assert_same_numbers, graph_of, line, made, refusal


def test_inner_operations_come_above_the_line_whose_comment_stays():
    text = "# a layer\nA: 3x3\nx, b: 3\nr = A x − b   # the residual\nL = ½ ‖r‖²"
    doc = Document(text)
    change = split(doc, "r")
    assert change.text == text.replace("r = A x − b ", "r₁ = A x\nr = r₁ − b ")
    assert change.words == "split r"
    assert change.added == ("r_1",)
    assert_same_numbers(graph_of(made(doc, change)), graph_of(doc))


def test_numbers_and_what_holds_no_node_stay_in_place():
    doc = Document("x: 3\nL = 1/2 ‖x‖² + 2 π")
    change = split(doc, "L")
    assert change.text == "x: 3\nL₁ = ‖x‖²\nL₂ = 1/2 L₁\nL = L₂ + 2 π"
    assert change.added == ("L_1", "L_2")


def test_one_operation_is_not_split():
    doc = Document("A: 3x3\nx: 3\ny = A x\nn = -2\nr = x − x")
    assert "y is one operation already" in str(refusal(doc, split, "y"))
    assert "n is one operation already" in str(refusal(doc, split, "n"))
    assert "r is one operation already" in str(refusal(doc, split, "r"))
    assert "x is a leaf" in str(refusal(doc, split, "x"))


def test_new_nodes_take_names_that_are_free():
    doc = Document("A: 3x3\nx: 3\nz_2: 3\nz = A (x ⊙ (A x) ⊙ x)")
    assert split(doc, "z").added == ("z_1", "z_3", "z_4")


def test_a_split_line_is_written_in_its_script():
    doc = Document("A: 3x3\nx: 3\nz = sigmoid(A*x .* x)\n")
    assert split(doc, "z").text.endswith("z_1 = A x\nz_2 = z_1 .* x\nz = sigmoid(z_2)\n")


def test_holes_are_split_with_what_they_stand_in():
    doc = Document("x: 3\nz = ?1 (?2 ⊙ x)")
    assert split(doc, "z").text == "x: 3\nz₁ = ? ⊙ x\nz = ? z₁"


def test_a_node_is_merged_into_its_only_child():
    doc = Document(SHARED_A)
    change = merge(doc, "z")
    assert change.words == "merge z into w"
    assert change.removed == ("z",)
    assert line(change, "w") == "w = A (A (u ⊙ v))"
    assert "v=B x\n\n# the end\nw = " in change.text
    assert_same_numbers(graph_of(made(doc, change)), graph_of(doc))


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("a + b", "y c", "(a + b) c"),
        ("a − b", "c − y", "c − (a − b)"),
        ("a/b", "c/y", "c/(a/b)"),
        ("a b", "y²", "(a b)²"),
        ("−a", "y²", "(−a)²"),
        ("a^2", "b^y", "b^(a^2)"),
        ("a + b", "y y", "(a + b) (a + b)"),
        ("|a|", "|y|", "|(|a|)|"),
    ],
)
def test_precedence_is_kept_by_the_tree(inner, outer, expected):
    doc = Document(f"a, b, c ∈ ℝ\ny = {inner}\nz = {outer}", {"a": 1.5, "b": 0.5, "c": -2})
    new = made(doc, merge(doc, "y"))
    assert line(new, "z") == f"z = {expected}"
    assert evaluate(graph_of(new)).loss == pytest.approx(evaluate(graph_of(doc)).loss)


def test_what_several_use_or_nothing_is_not_merged():
    doc = Document(SHARED_A)
    assert "L is used by nothing" in str(refusal(doc, merge, "L"))
    twice = Document("x: 3\ny = 2 x\nz = y + x\nw = y ⊙ z")
    assert "y is used by z, w" in str(refusal(twice, merge, "y"))
    assert "x is a leaf" in str(refusal(doc, merge, "x"))


def test_holes_of_both_are_told_apart():
    doc = Document("A: 3x3\nx: 3\ny = A ?\nz = ? ⊙ y ⊙ y")
    change = merge(doc, "y")
    assert line(change, "z") == "z = ?1 ⊙ (A ?2) ⊙ (A ?2)"
    made(doc, change)


def test_a_member_of_a_family_is_split_by_itself():
    doc = Document(FAMILY)
    change = split(doc, "c_3")
    assert change.words == "split c₃ (c_t written out)"
    assert_same_numbers(graph_of(made(doc, change)), graph_of(doc))


def test_an_opened_node_shows_its_operations():
    graph = graph_of(Document(SHARED_A))
    shown = opened(graph, ["z", "y", "x"])
    assert [*shown.nodes] == ["A", "B", "x", "y", "u", "v", "z.1", "z", "w", "L"]
    inner = apply("hadamard", Name("u", (3, 1)), Name("v", (3, 1)))
    assert same(shown.nodes["z.1"].expression, inner)
    assert shown.nodes["z"].parents == ("A", "z.1")
    assert_same_numbers(shown, graph)
    assert evaluate(shown).adjoints["z.1"].shape == (3, 1)
