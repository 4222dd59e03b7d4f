"""The gradient opened as a document: it reads, evaluates, and can be differentiated again."""

import numpy as np
import pytest

import graph
from graph import Document, GraphError, gradient_document
from graph.notation import bar
from tests.graph.calculus.derivation.problems import PROBLEMS
from tests.graph.calculus.derivation.support import swept

PARAMETERS = [pytest.param(problem, id=problem.title) for problem in PROBLEMS]
TWO_LAYERS = """
# a small network
V: 2x4; W: 4x3
x: 3 input; t: 2 input
h = tanh(W x)     # hidden
y = V h
L = ‖y − t‖²
"""


@pytest.mark.parametrize("problem", PARAMETERS)
def test_the_adjoints_are_nodes_with_the_values_of_the_sweep(problem):
    document = Document(problem.text)
    opened = gradient_document(document)
    assert opened.reading.problems == ()
    again = opened.graph
    loss = document.loss_in(document.graph)
    assert opened.loss_in(again) == loss
    shape = again.nodes[loss].shape
    seed = np.ones(shape) if shape else None
    run = graph.evaluate(document.graph, seed=seed)
    second = graph.evaluate(again, loss=loss, seed=seed)
    reached = [name for name in document.graph.nodes if bar(name) in again.nodes and name != loss]
    assert problem.wrt in reached
    for name in reached:
        np.testing.assert_allclose(second.values[bar(name)], run.adjoints[name], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("problem", PARAMETERS[::4])
def test_it_can_be_differentiated_again(problem):
    opened = gradient_document(Document(problem.text))
    text = opened.text + f"again = sum(sin({bar(problem.wrt)}))\n"
    found = graph.check(graph.read(text, dict(opened.values)), loss="again")
    assert found.passed, found.summary


def test_the_text_and_its_comments_stay_and_the_equations_follow():
    opened = gradient_document(Document(TWO_LAYERS))
    assert opened.text.startswith(TWO_LAYERS.rstrip())
    added = opened.text[len(TWO_LAYERS.rstrip()) :].strip().splitlines()
    assert added[0] == "# the gradient of L"
    assert sorted(added[1:]) == sorted(
        [
            "t̄ = 2 (t − y)",
            "ȳ = 2 (y − t)",
            "h̄ = Vᵀ ȳ",
            "V̄ = ȳ hᵀ",
            "x̄ = Wᵀ (h̄ ⊙ (1 − h²))",
            "W̄ = (h̄ ⊙ (1 − h²)) xᵀ",
        ]
    )


def test_a_hessian_vector_product_is_the_gradient_of_the_gradient():
    """∇(W̄ : D) is the Hessian times D: against differences of the gradient itself."""
    opened = gradient_document(Document(TWO_LAYERS))
    g = graph.read(opened.text + "D: 4x3\nalong = sum(W̄ ⊙ D)\n", dict(opened.values))
    product = graph.evaluate(g, loss="along").adjoints["W"]
    w, d, step = g.values["W"], g.values["D"], 1e-5
    sides = [swept(g.with_values({"W": w + sign * step * d})).adjoints["W"] for sign in (1, -1)]
    np.testing.assert_allclose(product, (sides[0] - sides[1]) / (2 * step), rtol=1e-7, atol=1e-8)
    closed = graph.derive(g, wrt="W", loss="along")
    assert closed.checked.passed
    np.testing.assert_allclose(closed.evaluate(graph.evaluate(g, loss="along")), product, rtol=1e-9)


def test_the_hessian_of_a_quadratic_form_is_its_symmetric_part_twice():
    opened = gradient_document(Document("x: 3; A: 3x3; L = x' A x"))
    g = graph.read(opened.text + "v: 3; hv = v' x̄\n", dict(opened.values))
    assert graph.derive(g, wrt="x", loss="hv").unicode == "(A + Aᵀ) v"


def test_a_declared_property_is_not_used_where_it_could_be_differentiated():
    """x̄ = 2 A x would be wrong to differentiate by A: every entry of A counts by itself."""
    opened = gradient_document(Document("x: 3; A: 3x3 symmetric; L = x' A x"))
    assert "x̄ = (A + Aᵀ) x" in opened.text
    g = graph.read(opened.text + "s = sum(x̄)\n", dict(opened.values))
    assert graph.check(g, loss="s").passed


def test_a_loss_that_is_no_scalar_gets_an_adjoint_of_ones():
    opened = gradient_document(Document("W: 4x3; x: 3; c = tanh(W x)"))
    assert "c̄ ∈ ℝ⁴ input" in opened.text
    np.testing.assert_array_equal(opened.graph.values["c̄"], np.ones((4, 1)))


def test_a_text_that_cannot_be_read_has_no_gradient():
    with pytest.raises(GraphError, match="undefined"):
        gradient_document(Document("L = y x"))
    with pytest.raises(GraphError, match="no equation"):
        gradient_document(Document("x: 3"))
