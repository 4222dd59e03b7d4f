"""Parts of a graph as text, within a graph and between two."""

import numpy as np

from graph import Document, evaluate
from graph.editing import copy, duplicate, paste
from tests.graph.editing.support import (
    FAMILY,
    SHARED_A,
    assert_same_graph,
    assert_same_numbers,
    graph_of,
    line,
    made,
    refusal,
    renamed,
)


def test_a_copy_is_the_lines_as_they_stand():
    doc = Document(SHARED_A)
    assert copy(doc, ["v", "z", "A"]) == "A ∈ ℝ^{3×3}\nv=B x\nz = A (u ⊙ v)"
    assert copy(doc, ["B", "A"]) == "A, B ∈ ℝ^{3×3}"


def test_small_numbers_are_copied_along():
    doc = Document(SHARED_A, {"A": np.eye(3), "x": [1, 2, 3]})
    assert copy(doc, ["A", "B", "x"]) == "B ∈ ℝ^{3×3}\nA ∈ ℝ³ˣ³ = [1 0 0; 0 1 0; 0 0 1]\nx ∈ ℝ³ = [1; 2; 3]"
    undeclared = Document("y = A x", {"A": np.eye(2), "x": np.ones(2)})
    assert copy(undeclared, ["y", "x"]) == "x ∈ ℝ² = [1; 1]\ny = A x"


def test_a_whole_graph_pasted_into_nothing_is_the_same_graph():
    for text in (SHARED_A, FAMILY):
        doc = Document(text)
        empty = Document("")
        new = made(empty, paste(empty, copy(doc, graph_of(doc).nodes)))
        assert_same_graph(graph_of(new), graph_of(doc))
        assert_same_numbers(graph_of(new), graph_of(doc))


def test_names_that_are_taken_are_numbered():
    doc = Document(SHARED_A)
    change = paste(doc, copy(doc, ["A", "y", "u", "z"]))
    assert change.words == "paste 4 nodes"
    assert change.added == ("A_1", "y_1", "u_1", "z_1")
    assert change.text == SHARED_A + "A₁ ∈ ℝ^{3×3}\ny₁ = A₁ x\nu₁ = σ(y₁)\nz₁ = A₁ (u₁ ⊙ v)\n"
    new = made(doc, change)
    assert paste(new, "y = A x").added == ("y_2",)


def test_unknown_names_become_holes_and_known_ones_wires():
    doc = Document(SHARED_A)
    assert line(paste(doc, "g = K q + A x"), "g") == "g = ?1 ?2 + A x"
    assert line(paste(doc, "g = K q + A x", wired=False), "g") == "g = ?1 ?2 + ?3 ?4"
    assert line(paste(doc, "g = K q + K x"), "g") == "g = ?1 ?2 + ?1 x"
    assert line(paste(doc, "g = f (x + 1)"), "g") == "g = ? (x + 1)"


def test_what_is_there_under_the_name_and_does_not_fit_becomes_a_hole():
    doc = Document("A: 3x3\nx: 4\n")
    assert line(paste(doc, "g = A x"), "g") == "g = ?1 ?2"


def test_comments_and_spaces_of_a_pasted_text_stay():
    doc = Document("x: 3\nz = 2 x\n")
    change = paste(doc, "# a step\ny =  x+ x   # twice\n\nz = 2*y; w=y\n")
    assert change.text == "x: 3\nz = 2 x\n# a step\ny =  x+ x   # twice\n\nz_1 = 2*y; w=y\n"
    assert change.added == ("y", "z_1", "w")
    made(doc, change)


def test_what_is_no_equation_is_refused_with_its_place():
    doc = Document(SHARED_A)
    assert "no equations" in str(refusal(doc, paste, "hello world"))
    assert "no equations" in str(refusal(Document(""), paste, "see you"))
    assert "each needs the next" in str(refusal(Document(""), paste, "y = x\nx = y"))
    problem = refusal(doc, paste, "g = A x\nh = A (x").problems[0]
    assert (problem.line, problem.column) == (2, 7)
    assert "nothing is typed" in str(refusal(doc, paste, "  \n"))


def test_duplicates_are_wired_as_the_originals_are():
    doc = Document(SHARED_A)
    change = duplicate(doc, ["z", "A", "w"])
    assert change.words == "duplicate 3 nodes"
    assert change.added == ("z_1", "A_1", "w_1")
    assert change.text.endswith("L = ‖w‖²\nA₁ ∈ ℝ^{3×3}\nz₁ = A₁ (u ⊙ v)\nw₁ = A₁ z₁\n")
    new = made(doc, change)
    run = evaluate(graph_of(new), loss="L")
    np.testing.assert_array_equal(run.values["w_1"], run.values["w"])
    assert duplicate(doc, ["z"], wired=False).text.endswith("z₁ = ?1 (?2 ⊙ ?3)\n")
    assert duplicate(doc, ["v"]).words == "duplicate v"


def test_members_of_a_family_are_copied_line_by_line():
    doc = Document(FAMILY)
    assert copy(doc, ["c_2", "x_1"]) == "x_1 ∈ ℝ² ~ normal(0, 1, seed=1)\nc_2 = tanh(W c_1 + x_2) / 2"
    change = paste(doc, copy(doc, ["x_1", "x_2", "x_3", "c_1", "c_2", "c_3"]))
    new = made(doc, change)
    assert line(new, "c_5") == "c_5 = tanh(W c_4 + x_5) / 2"


def test_a_pasted_part_is_the_same_part_under_other_names():
    doc = Document(SHARED_A)
    names = ["A", "B", "x", "y", "u", "v", "z", "w", "L"]
    change = paste(doc, copy(doc, names))
    new = graph_of(made(doc, change))
    expected = renamed(graph_of(doc), dict(zip(names, change.added, strict=True)))
    for name in change.added:
        assert new.nodes[name].shape == expected.nodes[name].shape
        assert new.nodes[name].parents == expected.nodes[name].parents
