"""Hessians as formulas: short ones, as a person would write them, and only such as give the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

import graph
from graph.calculus import hessian as module
from graph.calculus.curvature import closed_form
from graph.calculus.derivation.linear import Linear
from graph.calculus.derivation.second import LONGEST, second_derivative
from graph.expression import Name, apply
from tests.graph.calculus.derivation.problems import PROBLEMS
from tests.graph.calculus.random_graphs import graphs

KNOWN = {
    "least squares": ("A: 4x3\nb: 4\nx: 3\nL = ‖A x − b‖²", "x", "∂²L/∂x² = 2 Aᵀ A"),
    "quadratic": ("Q: 3x3\nx: 3\nL = x' Q x", "x", "∂²L/∂x² = Q + Qᵀ"),
    "symmetric": ("K: 3x3 symmetric\ny: 3\nL = y' inv(K) y", "y", "∂²L/∂y² = 2 K⁻¹"),
    "norm": ("x: 3\nL = −½ ‖x‖²", "x", "∂²L/∂x² = −I"),
    "ridge": ("X: 5x3\ny: 5\nw: 3\nlambda: scalar\nL = ‖X w − y‖² + lambda ‖w‖²", "w", "∂²L/∂w² = 2 Xᵀ X + 2 λ I"),
    "logistic": (
        "X: 5x3\ny: 5\nw: 3\np = σ(X w)\nL = − y' log(p) − (1 − y)' log(1 − p)",
        "w",
        "∂²L/∂w² = Xᵀ diag(p ⊙ (1 − p)) X",
    ),
    "softmax": ("t: 3 onehot = [0; 1; 0]\nz: 3\np = softmax(z)\nL = −t' log(p)", "z", "∂²L/∂z² = diag(p) − p pᵀ"),
    "softmax of a product": (
        "W: 3x4\nx: 4\nt: 3 onehot = [0; 1; 0]\np = softmax(W x)\nL = −t' log(p)",
        "x",
        "∂²L/∂x² = Wᵀ (diag(p) − p pᵀ) W",
    ),
    "entry by entry": ("x: 3\nL = sum(x .^ 3) + sum(exp(x))", "x", "∂²L/∂x² = diag(6 x + exp(x))"),
    "barrier": ("x: 2 = [1; 3]\nL = −sum(log(x))", "x", "∂²L/∂x² = diag(1 ⊘ x²)"),
    "outer": ("a, x: 3\nL = (a' x)²", "x", "∂²L/∂x² = 2 a aᵀ"),
    "square of a sum": ("x: 3\nL = sum(x)²", "x", "∂²L/∂x² = 2 ones(3) ones(3)ᵀ"),
    "scalar": ("a: scalar\nL = sin(a)", "a", "∂²L/∂a² = −L"),
    "log det": ("A: 3x3\nL = logdet(A)", "A", "∂²L/∂A² · V = −A⁻ᵀ Vᵀ A⁻ᵀ"),
    "matrix": ("A: 4x3\nX: 3x2\nL = ‖A X‖²", "X", "∂²L/∂X² · V = 2 Aᵀ A V"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_what_the_books_have(name):
    text, wrt, expected = KNOWN[name]
    found = closed_form(graph.hessian(graph.read(text), wrt))
    assert found is not None
    assert found.unicode == expected


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.title)
def test_no_formula_of_the_classics_is_wrong(problem):
    g = graph.read(problem.text)
    if g.nodes[g.loss].shape == ():
        assert_right(graph.hessian(g, problem.wrt))


@settings(max_examples=25, deadline=None)
@given(graphs(equations=3))
def test_no_formula_of_a_random_graph_is_wrong(g):
    for wrt in g.leaves:
        assert_right(graph.hessian(g, wrt))


def assert_right(h):
    """What would not give the numbers is left out of ``formula``."""
    if h.moving and np.isfinite(h.matrix).all():
        found = second_derivative(h.graph, h.wrt, h.loss)
        assert found is None or h.formula is not None, f"{found.product} or {found.matrix} is wrong"


def test_a_long_chain_is_left_to_the_numbers():
    steps = "\n".join(f"y_{i + 1} = tanh(A y_{i})" for i in range(60))
    h = graph.hessian(graph.read(f"y_0: 3\nA: 3x3\n{steps}\nL = ‖y_60‖²"), "y_0")
    assert h.formula is None
    assert h.check().passed


def test_names_the_graph_has_are_left_alone():
    found = graph.hessian(graph.read("I, v: 3x3\nx: 3\nd = I x\nL = ‖d‖² + ‖x‖² + sum(v)"), "x").formula
    assert found.vector.name == "h"
    assert found.matrix.unicode == "2 eye(3) + 2 Iᵀ I"


def test_a_leaf_with_properties_has_none():
    g = graph.read("K: 3x3 symmetric\nL = logdet(K)")
    assert second_derivative(g, "K") is None
    assert graph.hessian(g, "K").formula is None


def test_a_long_one_is_none():
    g = graph.read("A: 3x3\nx: 3\ny = tanh(A x)\nz = tanh(A y)\nw = tanh(A z)\nL = ‖w‖² + logsumexp(z) + ‖y‖")
    found = second_derivative(g, "x")
    assert found is None or len(found.product.unicode) <= LONGEST
    assert graph.hessian(g, "x").check().passed


def test_one_that_does_not_give_the_numbers_is_not_shown(monkeypatch):
    honest = second_derivative

    def wrong(g, wrt, loss):
        made = honest(g, wrt, loss)
        return replace(made, evaluable=1.001 * made.evaluable)

    monkeypatch.setattr(module, "second_derivative", wrong)
    assert graph.hessian(graph.read(KNOWN["least squares"][0]), "x").formula is None


def test_what_is_no_matrix_times_the_vector_is_none():
    v, a = Name("v", (3, 1)), Name("A", (3, 3))
    linear = Linear(v, Name("I", (3, 3)))
    assert linear.matrix(apply("hadamard", v, v)) is None
    assert linear.matrix(apply("tanh", v)) is None
    assert linear.matrix(apply("add", v, a @ Name("x", (3, 1)))) is None
    assert linear.matrix(apply("product", v, v.T)) is None


def test_matrices_give_the_numbers():
    from graph.evaluation.plan import message_program

    for text, wrt, _ in KNOWN.values():
        h = graph.hessian(graph.read(text), wrt)
        if h.formula.evaluable is not None:
            ready, slot = message_program(h.graph, h.formula.evaluable)
            values = graph.evaluate(h.graph, wrt=()).values
            slots, _ = ready.run({name: values[name] for name in ready.tape.leaves})
            np.testing.assert_allclose(np.reshape(slots[slot], h.matrix.shape), h.matrix, rtol=1e-9, atol=1e-12)
