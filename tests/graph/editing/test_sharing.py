"""Leaves tied into one and untied into copies."""

import numpy as np
import pytest

from graph import Document, evaluate
from graph.editing import rename, tie, untie
from tests.graph.editing.support import FAMILY, SHARED_A, assert_same_numbers, graph_of, line, made, refusal


def test_a_shared_leaf_becomes_one_a_child():
    doc = Document(SHARED_A)
    change = untie(doc, "A")
    assert change.words == "untie A"
    assert change.renamed == {"A": "A_1"}
    assert change.added == ("A_2", "A_3")
    assert change.text == (
        SHARED_A.replace("A, B ∈", "A₁, A₂, A₃, B ∈")
        .replace("y = A", "y = A₁")
        .replace("z = A", "z = A₂")
        .replace("w = A", "w = A₃")
    )
    made(doc, change)


@pytest.mark.parametrize("declared", ["A: 2x2 = [1 2; 3 4]", "A: 2x2 ~ normal(0, 1)", "A: 2x2", "A: 2x2 ~ eye", ""])
def test_the_adjoints_of_the_copies_add_up(declared):
    doc = Document(f"{declared}\nx: 2\ny = A x\nz = A y\nL = ‖z‖²", {} if declared else {"A": [[1, 2], [3, 4.0]]})
    new = made(doc, untie(doc, "A"))
    shared, copies = evaluate(graph_of(doc)), evaluate(graph_of(new))
    assert copies.loss == pytest.approx(shared.loss)
    np.testing.assert_allclose(copies.adjoints["A_1"] + copies.adjoints["A_2"], shared.adjoints["A"])


def test_untied_and_tied_again_is_what_it_was():
    doc = Document(SHARED_A, {"A": np.arange(9.0).reshape(3, 3)})
    new = made(doc, untie(doc, "A"))
    assert [*new.values] == ["A_1", "A_2", "A_3"]
    for copy in ("A_2", "A_3"):
        change = tie(new, "A_1", copy)
        assert change.words == f"tie {copy.replace('_2', '₂').replace('_3', '₃')} to A₁"
        new = made(new, change)
    new = made(new, rename(new, "A_1", "A"))
    assert new.text == doc.text
    assert new.values.keys() == doc.values.keys()


def test_tying_takes_the_numbers_of_the_first():
    doc = Document("a: 3 = [1, 2, 3]\nb: 3\ny = a ⊙ b\n", {"b": np.zeros(3)})
    change = tie(doc, "a", "b")
    assert change.text == "a: 3 = [1, 2, 3]\ny = a ⊙ a\n"
    assert not change.values
    made(doc, change)


def test_what_cannot_be_shared_is_refused():
    doc = Document(SHARED_A)
    assert "A is 3×3, x has 3 entries" in str(refusal(doc, tie, "A", "x"))
    assert "y is an equation" in str(refusal(doc, tie, "x", "y"))
    assert "only v uses B" in str(refusal(doc, untie, "B"))
    assert "one leaf already" in str(refusal(doc, tie, "A", "A"))


def test_what_a_family_shares_is_untied_along_it():
    doc = Document(FAMILY)
    change = untie(doc, "W")
    assert change.words == "untie W (c_t written out)"
    assert line(change, "c_2") == "c_2 = tanh(W₂ c_1 + x_2) / 2"
    new = made(doc, change)
    shared, copies = evaluate(graph_of(doc)), evaluate(graph_of(new))
    total = sum(copies.adjoints[f"W_{t}"] for t in (1, 2, 3))
    np.testing.assert_allclose(total, shared.adjoints["W"])


def test_members_of_a_family_are_tied():
    doc = Document(FAMILY)
    new = made(doc, tie(doc, "x_1", "x_3"))
    assert line(new, "c_3") == "c_3 = tanh(W c_2 + x_1) / 3"
    graph = graph_of(new)
    for name in ("x_1", "x_2"):
        np.testing.assert_array_equal(graph.values[name], graph_of(doc).values[name])


def test_an_untied_leaf_has_the_loss_it_had():
    doc = Document(FAMILY)
    new = made(doc, untie(doc, "W"))
    for copy in ("W_2", "W_3"):
        new = made(new, tie(new, "W_1", copy))
    assert_same_numbers(graph_of(new), graph_of(doc), {"W": "W_1"})
