"""A node under another name."""

import numpy as np
import pytest

from graph import Document
from graph.editing import redeclare, redefine, rename
from tests.graph.editing.support import FAMILY, SHARED_A, assert_same_numbers, graph_of, line, made, refusal


def test_a_name_changes_wherever_it_stands_and_nothing_else_does():
    doc = Document(SHARED_A, {"A": np.eye(3)})
    change = rename(doc, "A", "W")
    expected = SHARED_A.replace("A, B", "W, B").replace("= A", "= W")
    assert change.text == expected
    assert change.words == "rename A to W"
    assert change.renamed == {"A": "W"}
    assert set(change.values) == {"B", "W", "x"} - {"B", "x"}
    new = made(doc, change)
    assert rename(new, "W", "A").text == SHARED_A


def test_numbers_drawn_from_a_name_stay():
    doc = Document(SHARED_A)
    new = made(doc, rename(doc, "B", "M"))
    np.testing.assert_array_equal(graph_of(new).values["M"], graph_of(doc).values["B"])
    assert_same_numbers(graph_of(new), graph_of(doc), {"B": "M"})


def test_a_literal_and_an_initialiser_stay_in_the_text():
    doc = Document("A: 2x2 = [1 2; 3 4]\nv: 2 ~ ones\nb: 2 ~ normal(0, 1, seed=4)\ny = A v + b")
    for old, new in (("A", "W"), ("v", "q"), ("b", "c")):
        change = rename(doc, old, new)
        assert not change.values
        assert change.text == doc.text.replace(old, new)


@pytest.mark.parametrize(("typed", "in_ascii"), [("α", "alpha"), ("ŷ", "\\hat{y}"), ("x₁", "x_1")])
def test_a_new_name_is_written_in_the_script_of_each_line(typed, in_ascii):
    doc = Document("u ∈ ℝ³\nw = u ⊙ u\nv = sigmoid(u) .* u'*u\n")
    change = rename(doc, "u", typed)
    assert line(change, "w") == f"w = {typed} ⊙ {typed}"
    assert line(change, "v") == f"v = sigmoid({in_ascii}) .* {in_ascii}'*{in_ascii}"
    new = made(doc, change)
    assert rename(new, next(iter(change.renamed.values())), "u").text == doc.text


def test_a_name_that_is_taken_or_none_is_refused():
    doc = Document(SHARED_A)
    assert "B is a leaf already" in str(refusal(doc, rename, "A", "B"))
    assert "z is an equation already" in str(refusal(doc, rename, "A", "z"))
    assert "cannot be the name" in str(refusal(doc, rename, "A", "A + B"))
    assert "σ means something else" in str(refusal(doc, rename, "A", "σ"))
    assert "there is no node q" in str(refusal(doc, rename, "q", "r"))


def test_spelling_a_name_anew_is_no_collision():
    doc = Document("alpha: 3\ny = 2 alpha")
    change = rename(doc, "α", "α")
    assert change.text == "α: 3\ny = 2 α"


def test_an_undeclared_leaf_keeps_its_value():
    doc = Document("y = A x", {"A": np.eye(2), "x": np.ones(2)})
    change = rename(doc, "A", "W")
    assert change.text == "y = W x"
    assert set(change.values) == {"W", "x"}
    made(doc, change)


def test_what_a_whole_family_uses_is_renamed_in_its_line():
    change = rename(Document(FAMILY), "W", "U")
    assert change.text == FAMILY.replace("W", "U")


def test_a_member_of_a_family_is_renamed_by_itself():
    doc = Document(FAMILY)
    change = rename(doc, "c_2", "d")
    assert change.words == "rename c₂ to d (c_t written out)"
    assert "d = tanh(W c_1 + x_2) / 2\nc_3 = tanh(W d + x_3) / 3\n" in change.text
    assert line(change, "L") == "L = ‖c₁‖² + ‖d‖² + ‖c₃‖²"
    assert_same_numbers(graph_of(made(doc, change)), graph_of(doc), {"c_2": "d"})


def test_what_a_family_starts_from_is_renamed_by_itself():
    doc = Document(FAMILY)
    change = rename(doc, "c_0", "s")
    assert "c_1 = tanh(W s + x_1) / 1" in change.text
    assert "Σ_{t=1..3} ‖c_t‖²" in change.text
    assert_same_numbers(graph_of(made(doc, change)), graph_of(doc), {"c_0": "s"})


def test_a_whole_family_is_renamed_with_its_letter():
    doc = Document(FAMILY)
    change = rename(doc, "c_2", "d_t")
    assert change.words == "rename c_t to d_t"
    assert change.renamed == {f"c_{t}": f"d_{t}" for t in range(4)}
    assert change.text == FAMILY.replace("c_", "d_")
    new = made(doc, change)
    assert_same_numbers(graph_of(new), graph_of(doc), dict(change.renamed))
    assert rename(new, "d_1", "c_t").text == FAMILY
    leaves = rename(doc, "x_1", "p_t")
    assert leaves.text == FAMILY.replace("x_", "p_")
    assert_same_numbers(graph_of(made(doc, leaves)), graph_of(doc), dict(leaves.renamed))
    assert "has other subscripts" in str(refusal(doc, rename, "c_2", "d_{t+1}"))
    assert "is a leaf already" in str(refusal(doc, rename, "c_2", "x_t"))


def test_a_right_side_is_typed_anew():
    doc = Document(SHARED_A)
    change = redefine(doc, "u", "tanh( y )")
    assert change.text == SHARED_A.replace("σ(y)", "tanh( y )")
    assert change.words == "redefine u"
    made(doc, change)


def test_a_mistake_in_a_right_side_is_placed_in_it():
    doc = Document(SHARED_A)
    problem = refusal(doc, redefine, "u", "tanh(q)").problems[0]
    assert (problem.line, problem.column, problem.source) == (1, 6, "tanh(q)")
    assert "one line" in str(refusal(doc, redefine, "u", "y\nz = 3"))
    assert "nothing is typed" in str(refusal(doc, redefine, "u", "  "))
    assert "x is a leaf" in str(refusal(doc, redefine, "x", "3"))
    assert "each needs the next" in str(refusal(doc, redefine, "y", "A w"))


def test_one_of_several_leaves_is_declared_anew_on_its_own_line():
    doc = Document("A, B ∈ ℝ²ˣ²   # both\nx ∈ ℝ²\ny = A (B x)", {"B": np.eye(2)})
    change = redeclare(doc, "B", "ℝ²ˣ² symmetric ~ eye")
    assert change.text == "A ∈ ℝ²ˣ²   # both\nB ∈ ℝ²ˣ² symmetric ~ eye\nx ∈ ℝ²\ny = A (B x)"
    assert change.words == "declare B"
    assert not change.values, "the text gives the numbers now"
    assert graph_of(made(doc, change)).nodes["B"].properties == {"symmetric"}
    assert line_of_leaf(redeclare(doc, "x", "ℝ² input").text, "x") == "x ∈ ℝ² input"
    assert set(redeclare(doc, "B", "ℝ²ˣ² constant").values) == {"B"}


def test_a_leaf_that_only_had_a_value_is_declared():
    doc = Document("y = A x", {"A": np.eye(2), "x": np.ones(2)})
    assert redeclare(doc, "x", "2 input").text == "x ∈ 2 input\ny = A x"


def test_a_shape_that_something_else_cannot_take_is_refused():
    doc = Document("A, B: 2x2\ny = A B")
    assert "B is 3×2" in str(refusal(doc, redeclare, "B", "3x2"))
    assert "y is an equation" in str(refusal(doc, redeclare, "y", "2"))
    assert "no shape" in str(refusal(doc, redeclare, "A", "red"))


def line_of_leaf(text: str, name: str) -> str:
    return next(part for part in text.splitlines() if part.startswith(name))
