"""Nodes deleted: their lines go, comments stay, and what used them waits."""

import numpy as np

from graph import Document
from graph.editing import delete
from tests.graph.editing.support import FAMILY, SHARED_A, graph_of, line, made, refusal


def test_the_line_goes_and_every_other_byte_stays():
    doc = Document(SHARED_A)
    change = delete(doc, ["v"])
    assert change.text == SHARED_A.replace("v=B x\n", "").replace("(u ⊙ v)", "(u ⊙ ?)")
    assert change.words == "delete v"
    assert change.removed == ("v",)
    made(doc, change)


def test_a_comment_outlives_its_line():
    change = delete(Document(SHARED_A), ["u"])
    assert "y = A x\n# squash\nv=B x\n" in change.text


def test_a_leaf_leaves_the_line_that_it_shares():
    doc = Document("A,  B , C ∈ ℝ^{3×3} constant = [1 2 3; 4 5 6; 7 8 9]  # given\ny = A B C")
    for name, left in (("A", "B , C"), ("B", "A, C"), ("C", "A,  B")):
        change = delete(doc, [name])
        new = made(doc, change)
        names = new.text.split(" ∈")[0]
        assert names.split(",")[0].strip() == left.split(",")[0].strip()
        assert new.text.splitlines()[0].endswith("∈ ℝ^{3×3} constant = [1 2 3; 4 5 6; 7 8 9]  # given")
    assert delete(doc, ["A", "B", "C"]).text == "# given\ny = ?1 ?2 ?3"


def test_values_go_with_their_leaves():
    doc = Document("A: 2x2\ny = A x", {"A": np.eye(2), "x": np.ones(2)})
    change = delete(doc, ["x"])
    assert set(change.values) == {"A"}
    assert change.text == "A: 2x2\ny = A ?"
    made(doc, change)
    assert set(delete(doc, ["A"]).values) == {"x"}


def test_several_on_one_line_and_the_last_line():
    doc = Document("x: 3; b: 3; y = x + b; z = 2 y\nL = ‖z‖²")
    assert delete(doc, ["b"]).text == "x: 3; y = x + ?; z = 2 y\nL = ‖z‖²"
    assert delete(doc, ["x"]).text == "b: 3; y = ? + b; z = 2 y\nL = ‖z‖²"
    assert delete(doc, ["y", "z"]).text == "x: 3; b: 3\nL = ‖?‖²"
    assert delete(doc, ["L"]).text == "x: 3; b: 3; y = x + b; z = 2 y"


def test_all_of_a_graph_can_be_deleted():
    doc = Document(SHARED_A)
    change = delete(doc, list(graph_of(doc).nodes))
    assert change.words == "delete 9 nodes"
    comments = [part for part in change.text.splitlines() if part]
    assert comments == ["# One matrix in three equations", "# both square", "# squash", "# the end"]
    assert change.reading is not None


def test_healing_puts_what_stood_behind_in_the_place():
    doc = Document(SHARED_A)
    assert line(delete(doc, ["u"], heal=True), "z") == "z = A (y ⊙ v)"
    assert line(delete(doc, ["y", "u"], heal=True), "z") == "z = A (x ⊙ v)"
    assert line(delete(doc, ["z"], heal=True), "w") == "w = A ?", "u and v would both fit"
    assert line(delete(doc, ["x"], heal=True), "y") == "y = A ?", "nothing stands behind a leaf"


def test_a_family_goes_as_a_whole_or_is_written_out():
    doc = Document(FAMILY)
    whole = delete(doc, ["W"])
    assert "c_t = tanh(? c_{t-1} + x_t) / t  for t = 1..3   # the cell\n" in whole.text
    assert whole.words == "delete W"
    change = delete(doc, ["x_2"])
    assert change.words == "delete x₂ (x_t and c_t written out)"
    assert "x_1, x_3 ∈ ℝ² ~ normal(0, 1, seed=1)\n" in change.text
    assert "c_2 = tanh(W c_1 + ?) / 2\n" in change.text
    new = made(doc, change)
    for name in ("x_1", "x_3"):
        np.testing.assert_array_equal(graph_of(new).values[name], graph_of(doc).values[name])
    gone = delete(doc, ["c_1", "c_2", "c_3", "L"])
    assert gone.text == "W ∈ ℝ^{2×2} ~ normal(0, 1, seed=2)\nc_0 ∈ ℝ²\n" + (
        "x_t ∈ ℝ² ~ normal(0, 1, seed=1)  for t = 1..3\n# the cell\n"
    )


def test_a_sum_over_a_family_is_written_out_where_one_term_goes():
    doc = Document(FAMILY)
    assert line(delete(doc, ["c_3"]), "L") == "L = ‖c₁‖² + ‖c₂‖² + ‖?‖²"


def test_deleting_what_is_not_there_is_refused():
    assert "there is no node q" in str(refusal(Document(SHARED_A), delete, ["A", "q"]))
