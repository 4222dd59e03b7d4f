"""Constants, and operations that put entries elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.code import Code, size_text
from graph.operations.kinds import call, push_linear, still
from graph.operations.record import Operation, Option, Sample
from graph.shapes import Shape, canonical, entries, is_row, is_vector, refuse_too_large, written

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
        pull=lambda g, y, shape: (),
        push=lambda y, inputs, tangents, shape: still(y),
        kind="L",
        notation=call(name, latex=r"\mathbf{1}" if value else r"\mathbf{0}"),
        samples=(Sample((), {"shape": (3, 4)}), Sample((), {"shape": (1, 1)})),
        summary=f"An array with {value:g} in every entry.",
        example=f"E = {name}(3, 4)",
        explain=("nothing: it is constant",),
        code=Code(
            lambda shape: f"np.{name}({size_text(asked_shape(shape))})" if asked_shape(shape) else f"{value}",
            pytorch=lambda shape: (
                f"torch.{name}({size_text(asked_shape(shape))}, **like)" if asked_shape(shape) else f"{value}"
            ),
        ),
        rule="the shape asked for",
        options={"shape": SHAPE},
    )


ONES = _filled("ones", 1.0)
ZEROS = _filled("zeros", 0.0)


def _eye_shape(n: int) -> Shape:
    return asked_shape((n, n))


def _eye_forward(n: int) -> Callable[..., Any]:
    array = np.eye(n) if _eye_shape(n) else np.float64(1.0)
    if isinstance(array, np.ndarray):
        array.setflags(write=False)
    return lambda: array


EYE = Operation(
    name="eye",
    family="constant",
    arity=(0, 0),
    shape=_eye_shape,
    forward=_eye_forward,
    pull=lambda g, y, n: (),
    push=lambda y, inputs, tangents, n: still(y),
    kind="L",
    notation=call("eye", r"I"),
    samples=(Sample((), {"n": 3}), Sample((), {"n": 1})),
    code=Code(
        lambda n: f"np.eye({int(n)})" if n > 1 else "1.0",
        pytorch=lambda n: f"torch.eye({int(n)}, **like)" if n > 1 else "1.0",
    ),
    summary="The identity matrix of n rows and columns.",
    example="I = eye(3)",
    explain=("nothing: it is constant",),
    rule="n×n",
    options={"n": Option("integer", bare=True, required=True)},
)


def flat_only(name: str, *given: Shape) -> None:
    """Refuse a batch where the operation is one of single matrices and vectors."""
    for slot, shape in enumerate(given):
        if len(shape) > 2:
            raise ShapeError(
                f"{name} takes vectors and matrices, this is the batch {written(shape)}",
                "einsum works on any number of axes",
                operand=slot,
            )


def _diag_shape(given: Shape) -> Shape:
    flat_only("diag", given)
    if is_vector(given):
        return refuse_too_large((max(given), max(given)))
    if given and given[0] != given[1]:
        raise ShapeError(
            f"diag needs a vector or a square matrix, this is {written(given)}",
            "diag of a vector is the matrix with it on the diagonal, of a square matrix its diagonal as a column",
            kind="not-square",
        )
    return (given[0], 1) if given else ()


def _diag_forward(given: Shape) -> Callable[..., Any]:
    if not given:
        return lambda x: x
    return np.diagflat if is_vector(given) else lambda x: x.diagonal()[:, None]


DIAG = Operation(
    name="diag",
    family="arrangement",
    arity=(1, 1),
    shape=_diag_shape,
    forward=_diag_forward,
    pull=lambda g, y, x: (apply("diag", g).T if is_row(x.shape or ()) else apply("diag", g),),
    push=push_linear("diag"),
    kind="L",
    notation=call("diag"),
    samples=(Sample(((5, 1),)), Sample(((1, 4),)), Sample(((3, 3),)), Sample(((),))),
    code=Code(lambda given: "np.diagflat(x)" if is_vector(given) else "np.diag(x)[:, None]" if given else "x"),
    summary="Of a vector the matrix with it on the diagonal, of a square matrix its diagonal as a column.",
    example="D = diag(x)",
    explain=("diag of its adjoint",),
    rule="n entries give n×n, n×n gives a column of n",
)


def _flip_forward(given: Shape, axis: int | None = None) -> Callable[..., Any]:
    if not given:
        return lambda x: x
    if axis is None:
        return lambda x: x[..., ::-1, ::-1]
    return (lambda x: x[..., ::-1, :]) if axis == 0 else (lambda x: x[..., ::-1])


def _flip_shape(given: Shape, axis: int | None = None) -> Shape:
    if axis not in (None, 0, 1):
        raise ShapeError(f"axis is {axis}", "axis=0 turns columns over, axis=1 rows", kind="attribute")
    return given


def _flip_pull(g: Expression, y: Expression, x: Expression, **axis: int) -> tuple[Expression]:
    return (apply("flip", g, **axis),)


def _flip_code(given: Shape, axis: int | None = None) -> str:
    first = len(given) - 2
    axes = (first, first + 1) if axis is None else (first + axis,)
    return f"np.flip(x, {axes})" if given else "x"


FLIP = Operation(
    name="flip",
    family="arrangement",
    arity=(1, 1),
    shape=_flip_shape,
    forward=_flip_forward,
    pull=_flip_pull,
    push=push_linear("flip"),
    kind="L",
    notation=call("flip"),
    samples=(
        Sample(((5, 1),)),
        Sample(((3, 4),)),
        Sample(((3, 4),), {"axis": 0}),
        Sample(((3, 4),), {"axis": 1}),
        Sample(((),)),
    ),
    code=Code(_flip_code),
    summary="The entries in reverse order, of a matrix along both axes or along one.",
    example="k = flip(h)",
    explain=("its adjoint in reverse order",),
    rule="the shape of its input",
    options={"axis": Option("axis")},
)


def _reshape_shape(given: Shape, shape: Shape) -> Shape:
    asked = asked_shape(shape)
    if entries(given) != entries(asked):
        raise ShapeError(
            f"{written(given)} has {entries(given)} entries, {written(asked)} has {entries(asked)}",
            "both need the same number of entries",
        )
    return asked


def _reshape_forward(given: Shape, shape: Shape) -> Callable[..., Any]:
    asked = asked_shape(shape)
    return lambda x: np.reshape(x, asked)


RESHAPE = Operation(
    name="reshape",
    family="arrangement",
    arity=(1, 1),
    shape=_reshape_shape,
    forward=_reshape_forward,
    pull=lambda g, y, x, shape: (apply("reshape", g, shape=x.shape or (1, 1)),),
    push=push_linear("reshape"),
    kind="L",
    notation=call("reshape"),
    samples=(
        Sample(((3, 4),), {"shape": (6, 2)}),
        Sample(((3, 4),), {"shape": (12, 1)}),
        Sample(((3, 4),), {"shape": (2, 3, 2)}),
        Sample(((1, 1, 1),), {"shape": (1, 1)}),
        Sample(((),), {"shape": (1, 1, 1)}),
    ),
    code=Code(lambda given, shape: f"np.reshape(x, {size_text(asked_shape(shape))})"),
    summary="The same entries, row by row, in another shape.",
    example="X = reshape(x, 1, 3)",
    explain=("its adjoint in the shape of {parent}",),
    rule="the shape asked for, of as many entries",
    options={"shape": SHAPE},
)

OPERATIONS = (ONES, ZEROS, EYE, DIAG, FLIP, RESHAPE)
