"""Maximum and minimum, of many entries or of two values, and the choice by a mask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, Number, apply, is_call
from graph.operations.broadcasting import entrywise_shape, spread, unbroadcast
from graph.operations.code import Code, along_axis
from graph.operations.kinds import call, still, unbroadcasting
from graph.operations.record import Operation, Sample
from graph.operations.reduction import AXIS, along, reduced, reducer
from graph.shapes import Shape

Moving = Sequence[Expression | None]


SAMPLES = (
    Sample(((3, 4),)),
    Sample(((3, 4),), {"axis": 0}),
    Sample(((3, 4),), {"axis": 1}),
    Sample(((5, 1),)),
    Sample(((3, 4), (3, 4))),
    Sample(((3, 4), (1, 4))),
    Sample(((5, 1), ())),
    Sample(((), ())),
)


def _shape(*given: Shape, axis: int | None = None) -> Shape:
    if len(given) == 1:
        return reduced(given[0], axis)
    if axis is not None:
        raise ShapeError("of two values it takes no axis", "axis=0 or axis=1 is for one value alone", kind="attribute")
    return entrywise_shape(*given)


def _shares(beyond: str, y: Expression, inputs: Sequence[Expression], axis: int | None) -> list[Expression]:
    """What part of the adjoint each entry gets: at a tie, equal parts."""
    if len(inputs) == 2:
        left, right = inputs
        tie = apply("mask_eq", left, right) / 2
        return [apply(beyond, left, right) + tie, apply(beyond, right, left) + tie]
    winners = apply("mask_eq", inputs[0], y)
    return [winners / apply("sum", winners, **along(axis))]


def _extremum(name: str, ufunc: np.ufunc, beyond: str, most: str) -> Operation:
    """max or min; ``beyond`` is the mask that says where the first of two is the result."""

    def forward(*given: Shape, axis: int | None = None) -> Callable[..., Any]:
        return ufunc if len(given) == 2 else reducer(ufunc.reduce, given[0], axis)

    def pull(g: Expression, y: Expression, *inputs: Expression, axis: int | None = None) -> tuple[Expression, ...]:
        shares = _shares(beyond, y, inputs, axis)
        return tuple(unbroadcast(g * share, x.shape) for x, share in zip(inputs, shares, strict=True))

    def push(y: Expression, inputs: Sequence[Expression], tangents: Moving, axis: int | None = None) -> Expression:
        shares = _shares(beyond, y, inputs, axis)
        terms = [t * share for t, share in zip(tangents, shares, strict=True) if t is not None]
        return reduce(lambda a, b: a + b, terms) if len(inputs) == 2 else apply("sum", terms[0], **along(axis))

    def code(module: str, reduction: str) -> Callable[..., str]:
        of_one = along_axis(f"{module}.{reduction}")
        return lambda *given, axis=None: (
            f"{module}.{name}imum(x, y)" if len(given) == 2 else of_one(given[0], axis=axis)
        )

    return Operation(
        name=name,
        family="reduction",
        arity=(1, 2),
        shape=_shape,
        forward=forward,
        pull=pull,
        push=push,
        kind="G",
        code=Code(code("np", name), pytorch=code("torch", f"a{name}")),
        notation=call(name, rf"\{name}"),
        samples=SAMPLES,
        summary=f"The {most} of all entries, of each column (axis=0) or row (axis=1), or, entry by entry, of two.",
        example=f"m = {name}(X, axis=1)",
        explain=(f"its adjoint where {{parent}} is the {most}, in equal parts where several are",),
        rule="of one: a scalar, a row with axis=0, a column with axis=1; of two: as their sum",
        options={"axis": AXIS},
        convention="at a tie the adjoint is split equally: 1/k each, ½ each for two",
    )


MAX = _extremum("max", np.maximum, "mask_gt", "largest")
MIN = _extremum("min", np.minimum, "mask_lt", "smallest")

_COMPARISONS = ("mask_gt", "mask_ge", "mask_lt", "mask_le", "mask_eq", "mask_ne")


def _where_masks(condition: Expression) -> tuple[Expression, Expression]:
    """1 where the first is chosen, and 1 where the second is."""
    if any(is_call(condition, name) for name in _COMPARISONS):
        return condition, 1 - condition
    return apply("mask_ne", condition, 0), apply("mask_eq", condition, 0)


def _where_pull(
    g: Expression, y: Expression, condition: Expression, first: Expression, second: Expression
) -> tuple[Expression | None, ...]:
    chosen, other = _where_masks(condition)
    return None, g * chosen, g * other


def _where_push(y: Expression, inputs: Sequence[Expression], tangents: Moving) -> Expression:
    if tangents[1] is None and tangents[2] is None:
        return still(y)
    first, second = (Number(0) if tangent is None else tangent for tangent in tangents[1:])
    return spread(apply("where", inputs[0], first, second), y.shape)


WHERE = Operation(
    name="where",
    family="comparison",
    arity=(3, 3),
    shape=entrywise_shape,
    forward=lambda condition, first, second: lambda c, a, b: np.where(np.not_equal(c, 0.0), a, b),
    pull=unbroadcasting(_where_pull),
    push=_where_push,
    kind="G",
    notation=call("where"),
    samples=(
        Sample(((3, 4), (3, 4), (3, 4))),
        Sample(((3, 4), (1, 4), ())),
        Sample(((), (5, 1), (5, 1))),
    ),
    code=Code("np.where(truth(x), y, z)"),
    summary="The second argument where the first is not 0, the third elsewhere.",
    example="y = where([x > 0], x, 0)",
    explain=(
        "nothing: a choice is flat",
        "its adjoint where {parent} was chosen, 0 elsewhere",
        "its adjoint where {parent} was chosen, 0 elsewhere",
    ),
    rule="equal shapes; a length 1, or a scalar, stretches",
    convention="what is not chosen is computed all the same: log(x) at 0 gives NaN backwards; "
    "write log(where([x > 0], x, 1))",
)

OPERATIONS = (MAX, MIN, WHERE)
