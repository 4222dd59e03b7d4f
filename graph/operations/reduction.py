"""Sums, norms and what else makes few numbers of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.broadcasting import spread
from graph.operations.kinds import call, push_linear
from graph.operations.linear import frobenius
from graph.operations.record import Notation, Operation, Option, Sample
from graph.shapes import Shape, canonical

AXIS = Option("axis")


def reduced(shape: Shape, axis: int | None = None) -> Shape:
    """The shape after a reduction: axis 0 gives a row, axis 1 a column, no axis a scalar."""
    if axis not in (None, 0, 1):
        raise ShapeError(f"axis is {axis}", "axis=0 reduces over rows, axis=1 over columns", kind="attribute")
    if axis is None or not shape:
        return ()
    return canonical((*shape[:-2], 1, shape[-1]) if axis == 0 else (*shape[:-1], 1))


def reducer(reduce: Callable[..., Any], shape: Shape, axis: int | None) -> Callable[..., Any]:
    """``reduce`` (NumPy's, with axis and keepdims) bound so that the result has the canonical shape."""
    if reduced(shape, axis) == ():
        return partial(reduce, axis=None)
    return partial(reduce, axis=-2 if axis == 0 else -1, keepdims=True)


REDUCTION_RULE = "a scalar; a row with axis=0, a column with axis=1"

SUM = Operation(
    name="sum",
    family="reduction",
    arity=(1, 1),
    shape=reduced,
    forward=lambda shape, axis=None: reducer(np.add.reduce, shape, axis),
    pull=lambda g, y, x, axis=None: (spread(g, x.shape),),
    push=push_linear("sum"),
    kind="L",
    notation=call("sum"),
    samples=(
        Sample(((3, 4),)),
        Sample(((3, 4),), {"axis": 0}),
        Sample(((3, 4),), {"axis": 1}),
        Sample(((5, 1),)),
        Sample(((5, 1),), {"axis": 1}),
        Sample(((2, 3, 4),), {"axis": 1}),
        Sample(((),)),
    ),
    summary="The sum of all entries, or of each column (axis=0) or row (axis=1).",
    example="s = sum(X, axis=0)",
    explain=("its adjoint copied to every entry that was summed",),
    rule=REDUCTION_RULE,
    aliases=("Σ", "∑"),
    options={"axis": AXIS},
)


def _square_sum(x: Any) -> Any:
    """np.vdot is quicker, and silent about overflow."""
    flat = x.ravel("K")
    return np.matmul(flat, flat)


def _norm(x: Any) -> Any:
    return np.sqrt(_square_sum(x))


def _sqnorm_push(y: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression]) -> Expression:
    return 2 * frobenius(tangents[0], inputs[0])


SQNORM = Operation(
    name="sqnorm",
    family="norm",
    arity=(1, 1),
    shape=lambda shape: (),
    forward=lambda shape: _square_sum if shape else np.square,
    pull=lambda g, y, x: (2 * g * x,),
    push=_sqnorm_push,
    kind="G",
    notation=Notation("around", "‖ ‖²", "|| ||^2", r"\lVert \rVert^{2}"),
    samples=(Sample(((5, 1),)), Sample(((3, 4),)), Sample(((),)), Sample(((1, 3),))),
    summary="The sum of the squares of all entries: the squared Euclidean, or Frobenius, norm.",
    example="L = ‖y − t‖²",
    explain=("twice {parent}, times its adjoint",),
    rule="a scalar",
)


def nonzero(y: Expression) -> Expression:
    """y, and 1 where y is 0: a divisor for what is 0 there anyway."""
    return y + apply("mask_eq", y, 0)


NORM = Operation(
    name="norm",
    family="norm",
    arity=(1, 1),
    shape=lambda shape: (),
    forward=lambda shape: _norm if shape else np.absolute,
    pull=lambda g, y, x: (g * x / nonzero(y),),
    push=lambda y, inputs, tangents: frobenius(tangents[0], inputs[0]) / nonzero(y),
    kind="G",
    notation=Notation("around", "‖ ‖", "|| ||", r"\lVert \rVert", call="norm"),
    samples=(Sample(((5, 1),)), Sample(((3, 4),)), Sample(((),))),
    summary="The square root of the sum of squares: the Euclidean, of a matrix the Frobenius norm.",
    example="n = ‖x‖",
    explain=("{parent} divided by its norm, times its adjoint",),
    rule="a scalar",
    convention="the derivative at 0 is 0",
)

OPERATIONS = (SUM, SQNORM, NORM)
