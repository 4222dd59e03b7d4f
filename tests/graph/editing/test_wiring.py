"""Wires drawn and cut: what is not touched stays as it was typed."""

import numpy as np
import pytest

from graph import Document
from graph.editing import Port, cut, cut_out, insert, ports, wire
from tests.graph.editing.support import FAMILY, SHARED_A, graph_of, line, made, refusal

HOLE = Port("hole", "")


def test_cutting_leaves_a_hole_and_every_other_byte():
    doc = Document(SHARED_A)
    change = cut(doc, "u", "z")
    assert change.text == SHARED_A.replace("z = A (u ⊙ v)", "z = A (? ⊙ v)")
    assert change.words == "cut u from z"
    assert graph_of(made(doc, change)).nodes["L"].shape is None


def test_a_parent_used_twice_leaves_one_hole_in_two_places():
    doc = Document("A: 3x3\nx, b: 3\ny = A x + A b")
    change = cut(doc, "A", "y")
    assert line(change, "y") == "y = ?1 x + ?1 b"
    cut_doc = made(doc, change)
    assert ports(graph_of(cut_doc), "y") == (Port("hole", "1"), Port("parent", "x"), Port("parent", "b"))
    assert wire(cut_doc, "A", "y", Port("hole", "1")).text == doc.text


def test_holes_are_numbered_when_there_are_several_and_bare_when_there_is_one():
    doc = Document("A: 3x3\nx: 3\ny = A x")
    once = made(doc, cut(doc, "x", "y"))
    assert line(once, "y") == "y = A ?"
    twice = made(once, cut(once, "A", "y"))
    assert line(twice, "y") == "y = ?1 ?2"
    back = made(twice, wire(twice, "A", "y", Port("hole", "1")))
    assert line(back, "y") == "y = A ?"
    assert made(back, wire(back, "x", "y", HOLE)).text == doc.text


def test_numbered_holes_keep_their_numbers():
    doc = Document("A: 3x3\nx: 3\ny = ?2 (A x) + ?5 x")
    assert line(cut(doc, "A", "y"), "y") == "y = ?2 (?1 x) + ?5 x"


def test_wiring_fills_a_hole_everywhere_and_says_what_it_did():
    doc = Document("A: 3x3\nx, b: 3\ny = ?1 x + ?1 b  # to be wired")
    change = wire(doc, "A", "y", Port("hole", "1"))
    assert change.text == "A: 3x3\nx, b: 3\ny = A x + A b  # to be wired"
    assert change.words == "wire A into y"


def test_wiring_a_taken_port_replaces_the_parent():
    doc = Document(SHARED_A)
    change = wire(doc, "B", "z", Port("parent", "A"))
    assert change.text == SHARED_A.replace("z = A (u ⊙ v)", "z = B (u ⊙ v)")


def test_a_name_is_written_as_its_definition_has_it_unless_the_line_is_in_ascii():
    doc = Document("α ∈ ℝ\nW_1 ∈ ℝ^{3×3}\nx: 3\ny = ? x\nz = ?*(x .* x)\nu = ‖?‖²")
    assert line(wire(doc, "W_1", "y", HOLE), "y") == "y = W_1 x"
    assert line(wire(doc, "α", "y", HOLE), "y") == "y = α x"
    assert line(wire(doc, "α", "z", HOLE), "z") == "z = alpha*(x .* x)"


@pytest.mark.parametrize(
    ("text", "port", "expected"),
    [
        ("x₁2 3", Port("parent", "x_1"), "? 2 3"),
        ("2x", Port("parent", "x"), "2?"),
        ("x^2", Port("parent", "x"), "?^2"),
        ("x(x + 1)", Port("parent", "x"), "?1(?1 + 1)"),
    ],
)
def test_a_hole_does_not_grow_together_with_its_neighbours(text, port, expected):
    doc = Document(f"x, x_1: scalar\ny = {text}")
    change = cut(doc, port.name, "y")
    assert line(change, "y") == f"y = {expected}"
    hole = next(p for p in ports(graph_of(made(doc, change)), "y") if p.kind == "hole")
    assert hole.name in ("", "1")


def test_a_name_does_not_grow_together_with_a_number_before_it():
    doc = Document("e3: scalar\ny = 2?")
    assert line(wire(doc, "e3", "y", HOLE), "y") == "y = 2 e3"


def test_an_identity_that_loses_its_neighbour_keeps_its_size():
    doc = Document("A: 3x3\nx: 3\ny = (A + I) x")
    change = cut(doc, "A", "y")
    assert line(change, "y") == "y = (? + eye(3)) x"
    assert graph_of(made(doc, change)).nodes["y"].shape is None


def test_a_leaf_that_only_had_a_value_is_declared_when_nothing_uses_it_any_more():
    doc = Document("y = A x", {"A": np.ones((2, 3)), "x": np.ones(3)})
    change = cut(doc, "A", "y")
    assert change.text == "A ∈ ℝ²ˣ³\ny = ? x"
    new = made(doc, change)
    assert graph_of(new).nodes["A"].shape == (2, 3)
    assert wire(new, "A", "y", HOLE).text == "A ∈ ℝ²ˣ³\ny = A x"


def test_a_member_of_a_family_is_wired_by_itself():
    doc = Document(FAMILY)
    change = cut(doc, "W", "c_2")
    assert change.words == "cut W from c₂ (c_t written out)"
    assert "c_1 = tanh(W c_0 + x_1) / 1   # the cell\n" in change.text
    assert "c_2 = tanh(? c_1 + x_2) / 2\nc_3 = tanh(W c_2 + x_3) / 3\n" in change.text
    assert wire(made(doc, change), "W", "c_2", HOLE).words == "wire W into c₂"


def test_a_whole_family_is_wired_by_an_edit_of_its_line():
    doc = Document(FAMILY)
    change = cut(doc, "x_2", "c_2", whole=True)
    assert change.words == "cut x₂ from c_t"
    assert change.text == FAMILY.replace("+ x_t)", "+ ?)")
    new = made(doc, change)
    assert [graph_of(new).nodes[f"c_{t}"].shape for t in (1, 2, 3)] == [None] * 3
    assert wire(new, "x_1", "c_1", HOLE, whole=True).text == FAMILY
    assert "tanh(W c_{t-1} + c_0)" in wire(new, "c_0", "c_1", HOLE, whole=True).text
    assert cut(doc, "c_1", "c_2", whole=True).text == FAMILY.replace("c_{t-1}", "?")
    assert wire(doc, "c_0", "c_2", Port("parent", "x_2"), whole=True).text == FAMILY.replace("+ x_t", "+ c_0")


def test_wires_that_cannot_be_are_refused_in_words():
    doc = Document(SHARED_A)
    assert "z → w → z" in str(refusal(doc, wire, "w", "z", Port("parent", "u")))
    assert "x is a leaf" in str(refusal(doc, wire, "A", "x", HOLE))
    assert "there is no node q" in str(refusal(doc, wire, "q", "z", Port("parent", "u")))
    assert "has no input ?" in str(refusal(doc, wire, "A", "z", HOLE))
    assert "does not use B" in str(refusal(doc, cut, "B", "z"))
    text = "A: 3x4\nx: 4\nb: 3\nc: 4\ny = A x + b"
    assert "c has 4 entries" in str(refusal(Document(text), wire, "c", "y", Port("parent", "b")))


def test_a_wire_that_would_break_what_is_below_is_refused():
    doc = Document("A: 3x3\nM: 4x3\nx, b: 3\ny = A x\nz = y + b")
    said = str(refusal(doc, wire, "M", "y", Port("parent", "A")))
    assert "y has 4 entries" in said
    assert "z" in said


def test_nothing_is_changed_while_the_text_cannot_be_read():
    doc = Document("A: 3x3\ny = A (\n")
    error = refusal(doc, cut, "A", "y")
    assert "cannot be read" in error.problems[0].message
    assert error.problems[0].line == 2


def test_a_node_is_inserted_on_a_wire_and_cut_out_again():
    doc = Document(SHARED_A + "s = tanh(?)\n")
    change = insert(doc, "s", "y", "u")
    assert change.words == "insert s between y and u"
    assert line(change, "s") == "s = tanh(y)"
    assert "u = σ(s)    # squash\n" in change.text
    new = made(doc, change)
    back = cut_out(new, "s")
    assert back.words == "cut out s"
    assert back.text == doc.text


def test_a_node_without_a_free_input_is_not_inserted():
    doc = Document(SHARED_A)
    assert "u has no input free" in str(refusal(doc, insert, "u", "B", "v"))
    assert "no wire from B to z" in str(refusal(doc, insert, "u", "B", "z"))


def test_a_node_with_several_parents_that_fit_is_not_cut_out_by_guessing():
    doc = Document("x, b: 3\ny = x + b\nL = ‖y‖²")
    assert "x, b" in str(refusal(doc, cut_out, "y"))
    assert "nothing uses L" in str(refusal(doc, cut_out, "L"))
