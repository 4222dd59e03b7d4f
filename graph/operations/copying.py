"""Copies along an axis, and the sums that undo them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.operations.arrangement import SHAPE, asked_shape
from graph.operations.broadcasting import spread, unbroadcast
from graph.operations.code import Code, size_text
from graph.operations.kinds import call, push_linear
from graph.operations.record import Operation, Sample
from graph.shapes import Shape, written


def _folds(small: Shape, large: Shape) -> bool:
    """Whether ``small``, stretched, is ``large``."""
    return len(small) <= len(large) and all(a in (1, b) for a, b in zip(reversed(small), reversed(large), strict=False))


def _sumto_shape(given: Shape, shape: Shape) -> Shape:
    asked = asked_shape(shape)
    if not _folds(asked, given):
        raise ShapeError(f"{written(given)} cannot be summed to {written(asked)}", "each length stays or becomes 1")
    return asked


def _sumto_forward(given: Shape, shape: Shape) -> Callable[..., Any]:
    asked = asked_shape(shape)
    if not asked:
        return lambda x: np.add.reduce(x, axis=None)
    extra = len(given) - len(asked)
    axes = tuple(axis for axis in range(len(given)) if axis < extra or asked[axis - extra] < given[axis])
    return lambda x: np.add.reduce(x, axis=axes, keepdims=True).reshape(asked)


def _sumto_code(given: Shape, shape: Shape) -> str:
    asked = asked_shape(shape)
    if not asked:
        return "np.sum(x)"
    extra = len(given) - len(asked)
    axes = tuple(axis for axis in range(len(given)) if axis < extra or asked[axis - extra] < given[axis])
    if not axes:
        return "x"
    text = f"np.sum(x, axis={axes}, keepdims=True)"
    return f"np.reshape({text}, {size_text(asked)})" if extra else text


SUMTO = Operation(
    name="sumto",
    family="arrangement",
    arity=(1, 1),
    shape=_sumto_shape,
    forward=_sumto_forward,
    pull=lambda g, y, x, shape: (spread(g, x.shape),),
    push=push_linear("sumto"),
    kind="L",
    notation=call("sumto"),
    samples=(
        Sample(((2, 3, 4),), {"shape": (3, 4)}),
        Sample(((2, 3, 4),), {"shape": (1, 4)}),
        Sample(((3, 4),), {"shape": (3, 1)}),
        Sample(((3, 4),), {"shape": (1, 1)}),
    ),
    code=Code(_sumto_code),
    summary="The sum over the axes that the shape asked for has not, or has with length 1: what undoes a broadcast.",
    example="b = sumto(X, 1, 3)",
    explain=("its adjoint copied to every entry that was summed",),
    rule="the shape asked for; each length stays, becomes 1, or, in front, goes",
    options={"shape": SHAPE},
)


def _broadcast_shape(given: Shape, shape: Shape) -> Shape:
    asked = asked_shape(shape)
    if not _folds(given, asked):
        raise ShapeError(f"{written(given)} cannot be copied to {written(asked)}", "only a length 1 can grow")
    return asked


def _broadcast_forward(given: Shape, shape: Shape) -> Callable[..., Any]:
    asked = asked_shape(shape)
    return lambda x: np.broadcast_to(x, asked)


BROADCAST = Operation(
    name="broadcast",
    family="arrangement",
    arity=(1, 1),
    shape=_broadcast_shape,
    forward=_broadcast_forward,
    pull=lambda g, y, x, shape: (unbroadcast(g, x.shape),),
    push=push_linear("broadcast"),
    kind="L",
    notation=call("broadcast"),
    samples=(
        Sample(((3, 1),), {"shape": (3, 4)}),
        Sample(((1, 4),), {"shape": (3, 4)}),
        Sample(((3, 4),), {"shape": (2, 3, 4)}),
        Sample(((),), {"shape": (3, 4)}),
    ),
    code=Code(lambda given, shape: f"np.broadcast_to(x, {size_text(asked_shape(shape))})"),
    summary="A copy along every axis of length 1, and along new axes in front.",
    example="X = broadcast(b, 3, 4)",
    explain=("its adjoint summed over what {parent} was copied along",),
    rule="the shape asked for; only a length 1 can grow",
    options={"shape": SHAPE},
)

OPERATIONS = (SUMTO, BROADCAST)
