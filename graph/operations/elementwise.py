"""Operations that work entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, Number, apply
from graph.operations.broadcasting import entrywise_shape, spread
from graph.operations.kinds import call, elementwise, push_multilinear, unbroadcasting
from graph.operations.record import Notation, Operation, Sample
from graph.shapes import Shape, matrix, written

Moving = Sequence[Expression | None]

HADAMARD = Operation(
    name="hadamard",
    family="algebra",
    arity=(2, 2),
    shape=entrywise_shape,
    forward=lambda left, right: np.multiply,
    pull=unbroadcasting(lambda g, y, left, right: (g * right, g * left)),
    push=push_multilinear("hadamard"),
    kind="M",
    notation=Notation("infix", "⊙", ".*", r"\odot", binding=20),
    samples=(
        Sample(((3, 4), (3, 4))),
        Sample(((5, 1), (5, 1))),
        Sample(((3, 1), (3, 4))),
        Sample(((1, 4), (3, 1))),
        Sample(((), (3, 4))),
        Sample(((2, 3, 4), (1, 4))),
    ),
    summary="The product entry by entry.",
    example="v = u ⊙ x",
    explain=("its adjoint times, entry by entry, what {parent} was multiplied with",),
    rule="equal shapes; a length 1, or a scalar, stretches",
)

DIVIDE = Operation(
    name="divide",
    family="algebra",
    arity=(2, 2),
    shape=entrywise_shape,
    forward=lambda left, right: np.divide,
    pull=unbroadcasting(lambda g, y, left, right: (g / right, -(g * y / right))),
    push=lambda y, inputs, tangents: _divide_push(y, inputs[1], tangents),
    kind="G",
    notation=Notation("infix", "⊘", "./", r"\oslash", binding=20),
    samples=(
        Sample(((3, 4), (3, 4)), values="positive"),
        Sample(((3, 4), (3, 1)), values="positive"),
        Sample(((), (5, 1)), values="positive"),
        Sample(((3, 4), ()), values="positive"),
        Sample(((), ()), values="positive"),
    ),
    summary="The quotient entry by entry.",
    example="v = u ./ x",
    explain=(
        "its adjoint divided, entry by entry, by what {parent} was divided by",
        "minus its adjoint times the quotient, divided by {parent}",
    ),
    rule="equal shapes; a length 1, or a scalar, stretches",
)


def _divide_push(y: Expression, divisor: Expression, tangents: Moving) -> Expression:
    above, below = tangents
    if below is None:
        assert above is not None
        return spread(above / divisor, y.shape)
    return -(y * below) / divisor if above is None else (above - y * below) / divisor


def _quotient_shape(left: Shape, right: Shape) -> Shape:
    if not right:
        return left
    square = matrix(right)[0] == matrix(right)[1]
    raise ShapeError(
        f"{written(left)} / {written(right)}: / divides by a scalar",
        "write ./ to divide entry by entry" + (", solve(A, b) for A⁻¹ b, or inv(A)" if square else ""),
        operand=1,
    )


QUOTIENT = Operation(
    name="quotient",
    family="algebra",
    arity=(2, 2),
    shape=_quotient_shape,
    forward=lambda left, right: np.divide,
    pull=unbroadcasting(lambda g, y, left, right: (g / right, -(g * y / right))),
    push=lambda y, inputs, tangents: _divide_push(y, inputs[1], tangents),
    kind="G",
    notation=Notation("infix", "/", "/", "/", binding=30),
    samples=(
        Sample(((3, 4), ()), values="positive"),
        Sample(((), ()), values="positive"),
        Sample(((1, 4), ()), values="positive"),
    ),
    summary="Anything divided by a scalar.",
    example="y = x / n",
    explain=(
        "its adjoint divided by what {parent} was divided by",
        "minus the sum of its adjoint times the quotient, divided by {parent}",
    ),
    rule="the shape of the left side; the right side is a scalar",
)


def _power_pull(g: Expression, y: Expression, base: Expression, exponent: Expression) -> tuple[Expression | None, ...]:
    return (
        _base_times_slope(g, base, exponent),
        None if isinstance(exponent, Number) else _exponent_times_slope(g, y, base),
    )


def _base_times_slope(t: Expression, base: Expression, exponent: Expression) -> Expression | None:
    """t p x^(p − 1), and 0 where p is 0, also at x = 0."""
    if isinstance(exponent, Number):
        return None if exponent.value == 0 else exponent * t * base ** (exponent - 1)
    return t * exponent * base ** (exponent - apply("mask_ne", exponent, 0))


def _exponent_times_slope(t: Expression, y: Expression, base: Expression) -> Expression:
    """t y log x, and 0 where x is 0, as the limit is for p > 0."""
    return t * y * apply("log", base + apply("mask_eq", base, 0))


def _power_push(y: Expression, inputs: Sequence[Expression], tangents: Moving) -> Expression:
    base, exponent = inputs
    terms = []
    if tangents[0] is not None:
        terms.append(_base_times_slope(tangents[0], base, exponent))
    if tangents[1] is not None:
        terms.append(_exponent_times_slope(tangents[1], y, base))
    total: Expression = Number(0)
    for term in terms:
        total = total if term is None else total + term
    return spread(total, y.shape)


def _power_shape(base: Shape, exponent: Shape) -> Shape:
    if not base and not exponent:
        return ()
    if exponent:
        raise ShapeError(f"the exponent is {written(exponent)}", "write .^ for powers entry by entry", operand=1)
    raise ShapeError(f"^ of {written(base)}", "write .^ for powers entry by entry", operand=0)


def _power_forward(base: Shape, exponent: Shape) -> Callable[..., Any]:
    return np.power


_POWER_CONVENTION = "x⁰ has derivative 0, also at x = 0"

POWER = Operation(
    name="power",
    family="algebra",
    arity=(2, 2),
    shape=_power_shape,
    forward=_power_forward,
    pull=_power_pull,
    push=_power_push,
    kind="G",
    notation=Notation("infix", "^", "^", "^", binding=50),
    samples=(Sample(((), ()), values="positive"),),
    summary="A scalar to a power.",
    example="y = a^3",
    explain=(
        "its adjoint times the exponent times {parent} to one power less",
        "its adjoint times the power times the logarithm of what was raised",
    ),
    rule="both scalars",
    convention=_POWER_CONVENTION,
)

DOTPOWER = Operation(
    name="dotpower",
    family="algebra",
    arity=(2, 2),
    shape=entrywise_shape,
    forward=_power_forward,
    pull=unbroadcasting(_power_pull),
    push=_power_push,
    kind="G",
    notation=Notation("infix", ".^", ".^", r"^{\circ}", binding=50),
    samples=(
        Sample(((3, 4), ()), values="positive"),
        Sample(((3, 4), (3, 4)), values="positive"),
        Sample(((3, 4), (3, 1)), values="positive"),
        Sample(((), (5, 1)), values="positive"),
    ),
    summary="A power entry by entry.",
    example="y = X.^2",
    explain=(
        "its adjoint times, entry by entry, the exponent times {parent} to one power less",
        "its adjoint times, entry by entry, the power times the logarithm of what was raised",
    ),
    rule="equal shapes; a length 1, or a scalar, stretches",
    convention=_POWER_CONVENTION,
)


def _one_minus_square(t: Expression, y: Expression, x: Expression) -> Expression:
    return t * (1 - y**2)


EXP = elementwise(
    "exp",
    np.exp,
    lambda t, y, x: t * y,
    summary="The exponential, entry by entry.",
    example="y = exp(x)",
    explain="its adjoint times its own value, entry by entry",
    notation=call("exp", r"\exp"),
)

LOG = elementwise(
    "log",
    np.log,
    lambda t, y, x: t / x,
    summary="The natural logarithm, entry by entry.",
    example="y = log(x)",
    explain="its adjoint divided by {parent}, entry by entry",
    notation=call("log", r"\log"),
    values="positive",
    aliases=("ln",),
)

TANH = elementwise(
    "tanh",
    np.tanh,
    _one_minus_square,
    summary="The hyperbolic tangent, entry by entry.",
    example="c = tanh(x)",
    explain="its adjoint times 1 minus its own value squared, entry by entry",
    notation=call("tanh", r"\tanh"),
)

OPERATIONS = (HADAMARD, DIVIDE, QUOTIENT, POWER, DOTPOWER, EXP, LOG, TANH)
