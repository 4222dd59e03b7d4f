"""Operations that copy, place and fold entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Number, apply
from graph.operations.broadcasting import spread, unbroadcast
from graph.operations.kinds import call, push_linear
from graph.operations.record import Operation, Option, Sample
from graph.shapes import Shape, canonical, refuse_too_large, written

SHAPE = Option("shape", bare=True, required=True)


def asked_shape(shape: Shape) -> Shape:
    """The canonical form of a shape given as an option."""
    if not shape or any(length < 1 for length in shape):
        raise ShapeError(f"{written(shape)} is no shape", "lengths are whole numbers from 1", kind="bad-shape")
    return refuse_too_large(canonical(shape))


def _filled(name: str, value: float) -> Operation:
    def forward(shape: Shape) -> Callable[..., Any]:
        shape = asked_shape(shape)
        array = np.full(shape, value)
        array.setflags(write=False)
        return lambda: array

    return Operation(
        name=name,
        family="constant",
        arity=(0, 0),
        shape=asked_shape,
        forward=forward,
        pull=lambda y, result, shape: (),
        push=lambda result, inputs, tangents, shape: Number(0) if not result.shape else apply("zeros", shape=shape),
        kind="L",
        notation=call(name, latex=r"\mathbf{1}" if value else r"\mathbf{0}"),
        samples=(Sample((), {"shape": (3, 4)}), Sample((), {"shape": (1, 1)})),
        summary=f"An array with {value:g} in every entry.",
        example=f"E = {name}(3, 4)",
        explain=("nothing: it is constant",),
        rule="the shape asked for",
        options={"shape": SHAPE},
    )


ONES = _filled("ones", 1.0)
ZEROS = _filled("zeros", 0.0)


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
    summary="The sum over the axes that the shape asked for has not, or has with length 1: what undoes a broadcast.",
    example="b = sumto(X, 1, 4)",
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
    summary="A copy along every axis of length 1, and along new axes in front.",
    example="X = broadcast(b, 3, 4)",
    explain=("its adjoint summed over what {parent} was copied along",),
    rule="the shape asked for; only a length 1 can grow",
    options={"shape": SHAPE},
)

OPERATIONS = (ONES, ZEROS, SUMTO, BROADCAST)
