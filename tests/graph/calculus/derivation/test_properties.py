"""What leaves are declared to be is used, after differentiating, and said."""

import numpy as np
import pytest

import graph


def derived(text, wrt):
    d = graph.derive(graph.read(text), wrt)
    assert d.checked.passed, d.checked.words
    return d


def said(d):
    return " ".join(step.words for step in d.steps)


@pytest.mark.parametrize(
    ("text", "wrt", "formula", "words"),
    [
        ("x: 3; A: 3x3 symmetric; L = x' A x", "x", "2 A x", "A is declared symmetric: Aᵀ = A"),
        ("x, y: 3; D: 3x3 diagonal; L = y' D x", "x", "D y", "D is declared diagonal: Dᵀ = D"),
        ("x, y: 3; Q: 3x3 orthogonal; L = y' inv(Q) x", "x", "Q y", "Q is declared orthogonal"),
        ("x: 3; Q: 3x3 orthogonal; L = ‖Q x‖²", "x", "2 x", "Q is declared orthogonal"),
        ("z: 4; t: 4 onehot; p = softmax(z); L = -t' log(p)", "z", "p − t", "t is declared onehot: its entries add up"),
        ("x: 3; t: 3 onehot; L = (t ⊙ t)' x", "x", "t", "t is declared onehot: t ⊙ t = t"),
        ("x: 3 positive; L = norm1(x)", "x", "ones(3)", "x is declared positive: its sign is 1"),
        ("X: 4x3; x: 3; S = X' X; L = x' S x", "x", "2 S x", "S is symmetric, as its equation shows"),
    ],
)
def test_a_property_is_used_and_said(text, wrt, formula, words):
    d = derived(text, wrt)
    assert d.unicode == formula
    assert words in said(d)


def test_without_the_property_it_is_not_used():
    assert derived("x: 3; A: 3x3; L = x' A x", "x").unicode == "(A + Aᵀ) x"
    assert derived("z: 4; t: 4; p = softmax(z); L = -t' log(p)", "z").unicode == "sum(t) p − t"


def test_a_matrix_is_differentiated_as_if_all_its_entries_were_free():
    """The gradient by a symmetric matrix is that of every entry by itself, not of pairs of them."""
    d = derived("x, y: 3; A: 3x3 symmetric; L = x' A y", "A")
    assert d.unicode == "x yᵀ"


def test_what_the_formula_takes_to_be_not_zero_is_said():
    d = derived("x: 3; L = ‖x‖", "x")
    assert (d.unicode, d.conditions) == ("x/‖x‖", ("‖x‖ ≠ 0",))
    d = derived("X: 2x2 = [1 2; 3 4]; L = det(X)", "X")
    assert (d.unicode, d.conditions) == ("det(X) X⁻ᵀ", ("det(X) ≠ 0",))


def test_where_it_is_zero_the_formula_holds_all_the_same():
    g = graph.read("x: 3 = [0, 0, 0]; L = ‖x‖")
    d = graph.derive(g, "x")
    assert d.conditions == ()
    assert not d.evaluate(graph.evaluate(g)).any()
    d = derived("X: 2x2 = [1 2; 2 4]; L = det(X)", "X")
    assert (d.unicode, d.conditions) == ("cofactor(X)", ())


def test_the_random_point_has_the_declared_properties():
    from graph.calculus.derivation.verification import random_points

    text = "S: 3x3 symmetric; D: 3x3 diagonal; Q: 3x3 orthogonal; t: 4 onehot; p: 3 positive; "
    g = graph.read(text + "L = sum(S) + sum(D) + sum(Q) + sum(t) + sum(p)")
    point = next(random_points(graph.derive(g, "S")))
    assert not any(np.array_equal(point[name], g.values[name]) for name in "SDQp")
    np.testing.assert_array_equal(point["S"], point["S"].T)
    np.testing.assert_array_equal(point["D"], np.diag(np.diag(point["D"])))
    np.testing.assert_allclose(point["Q"] @ point["Q"].T, np.eye(3), atol=1e-12)
    assert sorted(point["t"].ravel()) == [0, 0, 0, 1]
    assert (point["p"] > 0).all()


def test_what_was_declared_and_used_is_said():
    g = graph.read("K: 3x3 symmetric positive\ny: 3\nA: 3x3 symmetric\nL = log(det(K)) + yᵀ inv(K) y + sum(A)")
    assert graph.derive(g, "K").declared == ("K is declared symmetric",)
    assert graph.derive(g, "A").declared == ()
