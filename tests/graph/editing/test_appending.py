"""A node dropped on an equation that has no input free."""

import pytest

from graph.editing import appends
from graph.files import Document

TEXT = "A, B: 2x2\nx, b: 2\na: scalar\ny = A x  # the product\nz = tanh(y)\nL = ‖z‖²"


def offered(parent, child, text=TEXT):
    return {words: change.text.split("\n") for words, change in appends(Document(text=text), parent, child)}


def test_a_column_is_added_or_multiplied_entry_by_entry():
    assert {words: lines[3] for words, lines in offered("b", "y").items()} == {
        "+ b": "y = A x + b  # the product",
        "⊙ b": "y = (A x) ⊙ b  # the product",
    }


def test_a_matrix_multiplies_from_the_side_that_fits():
    assert {words: lines[3] for words, lines in offered("B", "y").items()} == {"B ·": "y = B (A x)  # the product"}


def test_a_call_needs_no_brackets():
    assert {words: lines[4] for words, lines in offered("B", "z").items()} == {"B ·": "z = B tanh(y)"}


def test_a_scalar_is_added_or_multiplies():
    assert {words: lines[4] for words, lines in offered("a", "z").items()} == {
        "+ a": "z = tanh(y) + a",
        "a ·": "z = a tanh(y)",
    }


def test_the_step_of_undo_says_it():
    assert [change.words for _, change in appends(Document(text=TEXT), "b", "y")] == [
        "wire b into y, + b",
        "wire b into y, ⊙ b",
    ]


@pytest.mark.parametrize(("parent", "child"), [("L", "y"), ("y", "y"), ("x", "A"), ("B", "L"), ("q", "y")])
def test_what_makes_no_sense_is_not_offered(parent, child):
    assert offered(parent, child) == {}


def test_a_card_with_a_hole_has_a_place_for_it():
    assert offered("b", "y", TEXT.replace("A x", "A ?")) == {}
