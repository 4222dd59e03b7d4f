"""A formula that disagrees with the numbers is never shown as one that agrees."""

from dataclasses import replace

import pytest

import graph
from graph.calculus.derivation.formula import Formula
from graph.expression import apply

LEAST_SQUARES = "X: 5x3; y: 5; w: 3; L = ‖X w − y‖²"


def wrong(text, wrt, change):
    d = graph.derive(graph.read(text), wrt)
    return replace(d, gradient=Formula(change(d.expression), ()))


def test_a_right_formula_passes_and_says_what_it_was_compared_with():
    checked = graph.derive(graph.read(LEAST_SQUARES), "w").checked
    assert checked.passed
    assert [point.point for point in checked.points] == ["at these values", "at a random point"]
    assert "sweep" in checked.words
    assert "central differences agree" in checked.words


@pytest.mark.parametrize("factor", [1.001, 1 + 1e-7, -1, 0])
def test_a_formula_off_by_a_factor_fails(factor):
    checked = wrong(LEAST_SQUARES, "w", lambda e: apply("product", factor, e)).checked
    assert not checked.passed
    assert "off by" in checked.words


def test_a_formula_that_is_right_only_at_the_user_s_values_fails():
    text = "x: 3 = [1, 1, 1]; L = sum(x.^3)"
    checked = wrong(text, "x", lambda e: apply("product", 3, apply("ones", shape=(3,)))).checked
    assert checked.points[0].passed
    assert not checked.points[1].passed
    assert not checked.passed


def test_differences_are_taken_of_the_loss_and_not_believed_from_the_sweep(monkeypatch):
    """With a pull that is wrong the sweep and the formula agree, and the differences do not."""
    operation = graph.read("x: 3; L = sum(tanh(x))").nodes["L"].expression.inputs[0].operation
    honest = operation.pull
    object.__setattr__(operation, "pull", lambda g, y, x: tuple(2 * m for m in honest(g, y, x)))
    try:
        checked = graph.derive(graph.read("x: 3; L = sum(tanh(x))"), "x").checked
    finally:
        object.__setattr__(operation, "pull", honest)
    assert not checked.passed
    assert "central differences disagree" in checked.words


def test_a_loss_that_is_finite_nowhere_is_not_passed():
    checked = graph.derive(graph.read("x: 3; L = sum(log(-1 - x.^2))"), "x").checked
    assert not checked.passed
    assert "finite" in checked.words


def test_a_leaf_without_a_value_is_said():
    from graph.expression import Name
    from graph.model import Equation, Graph, Leaf

    x = Name("x", (3, 1))
    g = Graph([Leaf("x", (3, 1)), Equation("L", apply("sum", apply("tanh", x)))], "L")
    d = graph.derive(g, "x")
    assert d.unicode == "1 − tanh(x)²"
    assert not d.checked.passed
    assert "x" in d.checked.words
