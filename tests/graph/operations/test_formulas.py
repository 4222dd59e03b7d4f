"""The messages are formulas that people read: they are built as one would write them."""

from __future__ import annotations

from typing import Any

import pytest

from graph.expression import Expression, Name, Number, apply, same

A, B, X = Name("A", (3, 4)), Name("B", (4, 5)), Name("X", (3, 4))
S = Name("S", (3, 3))
x, u, v, w = Name("x", (4, 1)), Name("u", (4, 1)), Name("v", (4, 1)), Name("w", (4, 1))
h, r = Name("h", (3, 1)), Name("r", (1, 4))
s, p = Name("s", ()), Name("p", ())


def pulled(adjoint: Expression | float, name: str, *inputs: Expression | float, **options: Any) -> list[Any]:
    root = apply(name, *inputs, **options)
    g = Number(1) if adjoint == 1 else Name("g", root.shape)
    return list(root.operation.pull(g, Name("y", root.shape), *root.inputs, **options))


def g_of(*shape: int) -> Name:
    return Name("g", shape)


def y_of(*shape: int) -> Name:
    return Name("y", shape)


CASES: list[tuple[str, list[Any], list[Expression | None]]] = [
    ("A x", pulled("g", "product", A, x), [g_of(3, 1) @ x.T, A.T @ g_of(3, 1)]),
    ("A B", pulled("g", "product", A, B), [g_of(3, 5) @ B.T, A.T @ g_of(3, 5)]),
    ("uᵀ v", pulled(1, "product", u.T, v), [v.T, u]),
    ("s x", pulled("g", "product", s, x), [g_of(4, 1).T @ x, s * g_of(4, 1)]),
    ("s X", pulled("g", "product", s, X), [apply("sum", g_of(3, 4) * X), s * g_of(3, 4)]),
    ("u ⊙ v", pulled("g", "hadamard", u, v), [g_of(4, 1) * v, g_of(4, 1) * u]),
    ("X + r", pulled("g", "add", X, r), [g_of(3, 4), apply("sum", g_of(3, 4), axis=0)]),
    ("X + h", pulled("g", "add", X, h), [g_of(3, 4), apply("sum", g_of(3, 4), axis=1)]),
    ("X + s", pulled("g", "add", X, s), [g_of(3, 4), apply("sum", g_of(3, 4))]),
    ("−x", pulled("g", "neg", x), [-g_of(4, 1)]),
    ("xᵀ", pulled("g", "transpose", x), [g_of(1, 4).T]),
    ("‖w‖², the loss", pulled(1, "sqnorm", w), [2 * w]),
    ("‖w‖²", pulled("g", "sqnorm", w), [2 * g_of() * w]),
    ("sum(x), the loss", pulled(1, "sum", x), [apply("ones", shape=(4, 1))]),
    ("mean(x), the loss", pulled(1, "mean", x), [Number(1) / 4 * apply("ones", shape=(4, 1))]),
    ("σ(x)", pulled("g", "sigmoid", x), [g_of(4, 1) * y_of(4, 1) * (1 - y_of(4, 1))]),
    ("tanh(x)", pulled("g", "tanh", x), [g_of(4, 1) * (1 - y_of(4, 1) ** 2)]),
    ("exp(x)", pulled("g", "exp", x), [g_of(4, 1) * y_of(4, 1)]),
    ("log(s), the loss", pulled(1, "log", s), [1 / s]),
    ("relu(x)", pulled("g", "relu", x), [g_of(4, 1) * apply("mask_gt", x, 0)]),
    ("x.^2", pulled("g", "dotpower", x, 2), [2 * g_of(4, 1) * x, None]),
    ("s^3, the loss", pulled(1, "power", s, 3), [3 * s**2, None]),
    ("x / s", pulled("g", "quotient", x, s)[:1], [g_of(4, 1) / s]),
    ("S⁻¹", pulled("g", "inv", S), [-(y_of(3, 3).T @ g_of(3, 3) @ y_of(3, 3).T)]),
    ("det(S), the loss", pulled(1, "det", S), [apply("cofactor", S)]),
    ("logdet(S), the loss", pulled(1, "logdet", S), [apply("inv", S).T]),
    ("tr(S), the loss", pulled(1, "tr", S), [apply("eye", n=3)]),
    ("S²", pulled("g", "matpower", S, exponent=2), [g_of(3, 3) @ S.T + S.T @ g_of(3, 3)]),
    ("softmax(x)", pulled("g", "softmax", x), [y_of(4, 1) * (g_of(4, 1) - apply("sum", y_of(4, 1) * g_of(4, 1)))]),
    ("logsumexp(x), the loss", pulled(1, "logsumexp", x), [apply("softmax", x)]),
    (
        "h ∗ x",
        pulled("g", "conv", h, x),
        [apply("conv", apply("flip", x), g_of(4, 1), size=(3, 1)), apply("conv", apply("flip", h), g_of(4, 1))],
    ),
    ("max of two", pulled("g", "max", s, p)[:1], [g_of() * (apply("mask_gt", s, p) + apply("mask_eq", s, p) / 2)]),
]


@pytest.mark.parametrize(("found", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_message(found: list[Any], expected: list[Expression | None]) -> None:
    for message, formula in zip(found, expected, strict=True):
        assert (message is None) == (formula is None)
        assert message is None or same(message, formula)


def test_solve_shares_what_it_solves() -> None:
    onto_matrix, onto_right = pulled("g", "solve", S, h)
    assert same(onto_right, apply("solve", S.T, g_of(3, 1)))
    assert same(onto_matrix, -(onto_right @ y_of(3, 1).T))
    assert onto_matrix.inputs[0].inputs[0] is onto_right


def test_the_message_of_a_high_power_is_small() -> None:
    """The formula of A¹⁰⁰⁰ grows with the logarithm of the exponent, though its product rule has 1000 terms."""
    from graph.expression import postorder

    (message,) = pulled("g", "matpower", S, exponent=1000)
    assert len(list(postorder(message))) < 150
