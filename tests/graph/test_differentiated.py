"""The gradient times a vector as a document: its adjoints are rows of the Hessian."""

import numpy as np
import pytest

import graph

TEXTS = {
    "column": ("# a comment\nA: 4x3\nb: 4 constant\nx: 3\nL = ‖A x − b‖²", "x", (1, 0), "hv = vᵀ x̄"),
    "matrix": ("A: 2x3\nv: 3\nL = sum(sin(A v))", "A", (1, 2), "hv = sum(V ⊙ Ā)"),
    "scalar": ("a: scalar\nL = sin(a)²", "a", (), "hv = v ā"),
    "equation": ("W: 3x4\nx: 4\nz = W x\nL = logsumexp(z)", "z", (2, 0), "hv = vᵀ z̄"),
    "names taken": ("v: 3\nhv = ‖v‖\nL = hv³", "v", (0, 0), "hv_2 = dᵀ v̄"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_adjoint_is_a_row_of_the_hessian(name):
    text, wrt, entry, last = TEXTS[name]
    document = graph.Document(text)
    made = graph.hessian_document(document, wrt, entry)
    assert made.text.startswith(text)
    assert made.text.splitlines()[-1].replace("₂", "_2") == last
    assert made.loss_in(made.graph) == last.split(" ")[0]
    row = graph.evaluate(made.graph, loss=made.loss_in(made.graph)).adjoints[wrt]
    np.testing.assert_allclose(row, graph.hessian(document.graph, wrt).array[entry], rtol=1e-12, atol=1e-14)
    assert graph.check(made.graph, loss=made.loss_in(made.graph)).passed


def test_other_leaves_have_rows_of_mixed_blocks_and_no_adjoint_stands_there_for_nothing():
    document = graph.Document("A: 4x3\nb: 4 constant\nx: 3\nr = A x − b\nL = ‖r‖²")
    made = graph.hessian_document(document, "x")
    assert "Ā" not in made.graph.nodes
    found = graph.evaluate(made.graph, loss="hv").adjoints["A"]
    np.testing.assert_allclose(found, graph.hessian(document.graph, "x", "A").array[0, 0], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("wrt", ["t", "L", "c"])
def test_what_there_is_nothing_to_differentiate_by_is_said(wrt):
    with pytest.raises(graph.GraphError, match=f"the loss does not depend on {wrt}"):
        graph.hessian_document(graph.Document("x, t: 2\nc: 2 constant\nL = ‖x‖²"), wrt)


def test_a_text_that_cannot_be_read_is_said():
    with pytest.raises(graph.GraphError):
        graph.hessian_document(graph.Document("x: 2\nL = ‖x"), "x")


def test_what_was_drawn_where_the_cards_stood_stays_behind():
    view = {
        "loss": "y", "digits": 4, "tags": {"y": "green"}, "notes": {"1": {"text": "mind the sum", "x": 0, "y": 0}},
        "frames": {"1": {"title": "one", "nodes": ["x", "y"]}}, "bends": {"x→y": [[1, 2]]}, "pinned": ["x"],
    }  # fmt: skip
    made = graph.gradient_document(graph.Document("x: 2\ny = ‖x‖²\nL = y²", view=view, placement={"x": (5, 5)}))
    assert made.view == {"loss": "y", "digits": 4, "tags": {"y": "green"}}
    assert made.placement == {}
