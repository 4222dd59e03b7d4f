"""Sums, norms and what else makes few numbers of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.broadcasting import spread
from graph.operations.code import Code, along_axis, unless_scalar
from graph.operations.kinds import call, push_linear
from graph.operations.linear import frobenius
from graph.operations.record import Notation, Operation, Option, Sample
from graph.shapes import Shape, canonical, entries

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
    code=Code(along_axis("np.sum")),
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
    return 2 * frobenius(inputs[0], tangents[0])


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
    code=Code("np.sum(x ** 2)"),
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
    push=lambda y, inputs, tangents: frobenius(inputs[0], tangents[0]) / nonzero(y),
    kind="G",
    notation=Notation("around", "‖ ‖", "|| ||", r"\lVert \rVert", call="norm"),
    aliases=("norm2",),
    samples=(Sample(((5, 1),)), Sample(((3, 4),)), Sample(((),))),
    code=Code(unless_scalar("np.linalg.norm(x)", "np.abs(x)")),
    summary="The square root of the sum of squares: the Euclidean, of a matrix the Frobenius norm.",
    example="n = ‖x‖",
    explain=("{parent} divided by its norm, times its adjoint",),
    rule="a scalar",
    convention="the derivative at 0 is 0",
)

NORM1 = Operation(
    name="norm1",
    family="norm",
    arity=(1, 1),
    shape=lambda shape: (),
    forward=lambda shape: (lambda x: np.add.reduce(np.absolute(x), axis=None)) if shape else np.absolute,
    pull=lambda g, y, x: (g * apply("sign", x),),
    push=lambda y, inputs, tangents: frobenius(apply("sign", inputs[0]), tangents[0]),
    kind="G",
    notation=call("norm1"),
    samples=(Sample(((5, 1),)), Sample(((3, 4),)), Sample(((),))),
    code=Code("np.sum(np.abs(x))"),
    summary="The sum of the absolute values of all entries.",
    example="r = norm1(w)",
    explain=("the sign of {parent}, times its adjoint",),
    rule="a scalar",
    convention="the derivative at 0 is 0",
)


def along(axis: int | None) -> dict[str, int]:
    """The option as given: an axis that was not is left out."""
    return {} if axis is None else {"axis": axis}


def _counted(shape: Shape, axis: int | None) -> int:
    """How many entries go into one of the result."""
    return entries(shape) // entries(reduced(shape, axis))


def _shape_of(x: Expression) -> Shape:
    assert x.shape is not None, "a pull is asked for only where all shapes are known"
    return x.shape


REDUCED_SAMPLES = (
    Sample(((3, 4),)),
    Sample(((3, 4),), {"axis": 0}),
    Sample(((3, 4),), {"axis": 1}),
    Sample(((5, 1),)),
    Sample(((2, 3, 4),), {"axis": 0}),
    Sample(((),)),
)


def _mean_forward(shape: Shape, axis: int | None = None) -> Callable[..., Any]:
    total, count = reducer(np.add.reduce, shape, axis), _counted(shape, axis)
    return lambda x: np.divide(total(x), count)


def _mean_pull(g: Expression, y: Expression, x: Expression, axis: int | None = None) -> tuple[Expression]:
    return (spread(g / _counted(_shape_of(x), axis), x.shape),)


MEAN = Operation(
    name="mean",
    family="reduction",
    arity=(1, 1),
    shape=reduced,
    forward=_mean_forward,
    pull=_mean_pull,
    push=push_linear("mean"),
    kind="L",
    notation=call("mean"),
    samples=REDUCED_SAMPLES,
    code=Code(along_axis("np.mean")),
    summary="The mean of all entries, or of each column (axis=0) or row (axis=1).",
    example="m = mean(x)",
    explain=("its adjoint divided by the number of entries, copied to every one of them",),
    rule=REDUCTION_RULE,
    options={"axis": AXIS},
)


def _var_forward(shape: Shape, axis: int | None = None) -> Callable[..., Any]:
    mean = _mean_forward(shape, axis)
    return lambda x: mean(np.square(np.subtract(x, mean(x))))


def _deviation(x: Expression, axis: int | None) -> Expression:
    return x - apply("mean", x, **along(axis))


def _var_pull(g: Expression, y: Expression, x: Expression, axis: int | None = None) -> tuple[Expression]:
    return (2 * g / _counted(_shape_of(x), axis) * _deviation(x, axis),)


def _var_push(
    y: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression], axis: int | None = None
) -> Expression:
    return 2 * apply("mean", _deviation(inputs[0], axis) * tangents[0], **along(axis))


VAR = Operation(
    name="var",
    family="reduction",
    arity=(1, 1),
    shape=reduced,
    forward=_var_forward,
    pull=_var_pull,
    push=_var_push,
    kind="G",
    notation=call("var"),
    samples=REDUCED_SAMPLES,
    code=Code(along_axis("np.var"), pytorch=along_axis("torch.var(x, correction=0")),
    summary="The mean squared distance from the mean, of all entries or of each column (axis=0) or row (axis=1).",
    example="v = var(x)",
    explain=("twice {parent} less its mean, divided by the number of entries, times its adjoint",),
    rule=REDUCTION_RULE,
    options={"axis": AXIS},
    convention="biased: divided by n, not n − 1",
)

OPERATIONS = (SUM, MEAN, VAR, SQNORM, NORM, NORM1)
