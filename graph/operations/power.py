"""Powers, of a scalar and entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, Number, apply
from graph.operations.broadcasting import entrywise_shape, spread
from graph.operations.code import Code
from graph.operations.kinds import unbroadcasting
from graph.operations.record import Notation, Operation, Sample
from graph.shapes import Shape, written

Moving = Sequence[Expression | None]


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
    return np.power if exponent else _to_one_power


def _to_one_power(x: Any, exponent: Any) -> Any:
    """np.power is a hundred times slower than two products for cubes of negative numbers."""
    if exponent == 3.0:
        return np.multiply(np.square(x), x)
    if exponent == 4.0:
        return np.square(np.square(x))
    return np.power(x, exponent)


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
    code=Code("x ** y"),
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
    code=Code("x ** y"),
    summary="A power entry by entry.",
    example="y = X.^2",
    explain=(
        "its adjoint times, entry by entry, the exponent times {parent} to one power less",
        "its adjoint times, entry by entry, the power times the logarithm of what was raised",
    ),
    rule="equal shapes; a length 1, or a scalar, stretches",
    convention=_POWER_CONVENTION,
)

OPERATIONS = (POWER, DOTPOWER)
