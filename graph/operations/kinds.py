"""Records whose pull and push follow from their kind: elementwise, linear, multilinear."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from graph.expression import Expression, Number, apply
from graph.operations.broadcasting import unbroadcast
from graph.operations.code import Code, named
from graph.operations.record import Notation, Operation, Option, Pull, Push, Sample
from graph.shapes import Shape

NumPyFunction = Callable[..., Any]
SlopeTimes = Callable[..., Expression | None]

VECTOR: Shape = (5, 1)
MATRIX: Shape = (3, 4)
SQUARE: Shape = (3, 3)
BATCH: Shape = (2, 3, 4)


def call(name: str, latex: str = "", unicode: str = "") -> Notation:
    """f(x); ``latex`` is the name set upright unless given."""
    shown = name.replace("_", r"\_")
    return Notation("call", unicode or name, name, latex or rf"\operatorname{{{shown}}}", call=name)


def elementwise(
    name: str,
    function: NumPyFunction,
    slope_times: SlopeTimes,
    *,
    summary: str,
    example: str,
    explain: str,
    notation: Notation | None = None,
    family: str = "elementwise",
    values: str = "normal",
    aliases: tuple[str, ...] = (),
    options: Mapping[str, Option] | None = None,
    sample_options: Mapping[str, Any] | None = None,
    convention: str = "",
    code: Code | None = None,
) -> Operation:
    """One input, every entry by itself.

    ``slope_times(t, y, x, **options)`` is t times the derivative, entry by entry: with the adjoint for t it is the
    pull, with the tangent the push; None where it is 0 everywhere. ``function`` is the NumPy callable, or, where
    there are options, makes it from them.
    """

    def forward(_: Shape, **chosen: Any) -> NumPyFunction:
        return function(**chosen) if options else function

    def pull(adjoint: Expression, result: Expression, x: Expression, **chosen: Any) -> tuple[Expression | None]:
        return (slope_times(adjoint, result, x, **chosen),)

    def push(
        result: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression], **chosen: Any
    ) -> Expression:
        moved = slope_times(tangents[0], result, inputs[0], **chosen)
        return still(result) if moved is None else moved

    return Operation(
        name=name,
        family=family,
        arity=(1, 1),
        shape=lambda shape, **_: shape,
        forward=forward,
        pull=pull,
        push=push,
        kind="E",
        notation=notation or call(name),
        samples=tuple(
            Sample((shape,), sample_options or {}, values)  # type: ignore[arg-type]
            for shape in (VECTOR, MATRIX, ())
        ),
        summary=summary,
        example=example,
        explain=(explain,),
        code=code or named(name),
        rule="the shape of its input",
        aliases=aliases,
        options=options or {},
        convention=convention,
    )


def push_linear(name: str) -> Push:
    """The push of a linear operation: the operation on the tangents, an input that does not move counting zero."""

    def push(
        result: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression | None], **options: Any
    ) -> Expression:
        moved = [tangent if tangent is not None else still(x) for x, tangent in zip(inputs, tangents, strict=True)]
        return apply(name, *moved, **options)

    return push


def push_multilinear(name: str) -> Push:
    """The push of a multilinear operation: the sum over its inputs, each replaced by its tangent in turn."""

    def push(
        result: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression | None], **options: Any
    ) -> Expression:
        terms = [
            apply(name, *inputs[:slot], tangent, *inputs[slot + 1 :], **options)
            for slot, tangent in enumerate(tangents)
            if tangent is not None
        ]
        return reduce(lambda a, b: a + b, terms)

    return push


def unbroadcasting(pull: Pull) -> Pull:
    """The pull of an operation that broadcasts, from one that gives every message in the shape of the result."""

    def pull_unbroadcast(
        adjoint: Expression, result: Expression, *inputs: Expression, **options: Any
    ) -> tuple[Expression | None, ...]:
        messages = pull(adjoint, result, *inputs, **options)
        return tuple(
            message if message is None else unbroadcast(message, x.shape)
            for message, x in zip(messages, inputs, strict=True)
        )

    return pull_unbroadcast


def still(result: Expression) -> Expression:
    """The tangent of what does not move: zeros in the shape of ``result``."""
    return apply("zeros", shape=result.shape) if result.shape else Number(0)


def undefined(shape: Shape) -> Any:
    """NaN in every entry, under NumPy's ``invalid`` flag, so that whoever listens hears of it."""
    return np.divide(np.zeros(shape), 0.0)


def loud(function: NumPyFunction) -> NumPyFunction:
    """``function``, and the flag that NumPy would have set were it a ufunc: those of linalg set none."""

    def with_flags(*inputs: Any) -> Any:
        result = function(*inputs)
        if not np.isfinite(result).all() and all(np.isfinite(x).all() for x in inputs):
            if np.isnan(result).any():
                np.divide(0.0, 0.0)
            else:
                np.multiply(1e300, 1e300)
        return result

    return with_flags
