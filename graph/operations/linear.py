"""Sums and matrix products: what a line of algebra is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from graph import shapes
from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.broadcasting import entrywise_shape, spread, unbroadcast
from graph.operations.code import Code
from graph.operations.kinds import push_linear, push_multilinear, unbroadcasting
from graph.operations.record import Notation, Operation, Sample
from graph.shapes import Shape, is_column, is_row, written


def _add_forward(*inputs: Shape) -> Callable[..., Any]:
    if len(inputs) == 2:
        return np.add
    shape = entrywise_shape(*inputs)
    if not shape or entrywise_shape(*inputs[:2]) != shape:
        return lambda *terms: reduce(np.add, terms)

    def add_in_place(first: Any, second: Any, *others: Any) -> Any:
        total = np.add(first, second)
        for other in others:
            np.add(total, other, total)
        return total

    return add_in_place


def _add_push(result: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression | None]) -> Expression:
    return spread(reduce(lambda a, b: a + b, (t for t in tangents if t is not None)), result.shape)


ADD = Operation(
    name="add",
    family="algebra",
    arity=(2, None),
    shape=entrywise_shape,
    forward=_add_forward,
    pull=unbroadcasting(lambda g, y, *inputs: (g,) * len(inputs)),
    push=_add_push,
    kind="L",
    notation=Notation("infix", "+", "+", "+", binding=10),
    samples=(
        Sample(((3, 4), (3, 4))),
        Sample(((3, 4), (3, 1), (1, 4))),
        Sample(((5, 1), (), (5, 1))),
        Sample(((), ())),
        Sample(((3, 1), (1, 4))),
        Sample(((2, 3, 4), (3, 4), (1, 4))),
    ),
    code=Code("x + y"),
    summary="The sum, entry by entry; a scalar, a column or a row is added to every entry, column or row.",
    example="y = A x + b",
    explain=("its adjoint as it is, summed over what {parent} was copied along",),
    rule="equal shapes; a length 1, or a scalar, stretches; column + row is the outer sum",
)

NEG = Operation(
    name="neg",
    family="algebra",
    arity=(1, 1),
    shape=lambda shape: shape,
    forward=lambda shape: np.negative,
    pull=lambda g, y, x: (-g,),
    push=lambda y, inputs, tangents: -tangents[0],
    kind="E",
    notation=Notation("prefix", "−", "-", "-", binding=40),
    samples=(Sample(((3, 4),)), Sample(((),))),
    code=Code("-x"),
    summary="The negative.",
    example="y = -x",
    explain=("its adjoint with the sign turned",),
    rule="the shape of its input",
)


def _product_shape(left: Shape, right: Shape) -> Shape:
    try:
        return shapes.product(left, right)
    except ShapeError as error:
        if error.kind == "shape":
            error.hint = _product_fix(left, right)
        raise


def _product_fix(left: Shape, right: Shape) -> str:
    if is_column(left) and is_column(right) and left == right:
        return "uᵀ v is the dot product, u vᵀ the outer product, u ⊙ v the product entry by entry"
    if left == right:
        return "⊙ (.*) multiplies entry by entry; a matrix product needs a transpose: Aᵀ B or A Bᵀ"
    if is_column(left) and is_column(right):
        return "u vᵀ is the outer product; h ∗ x the convolution"
    if left[-2] == right[-2]:
        return f"transpose the left one: {written(left)} transposed has {left[-2]} columns"
    if left[-1] == right[-1]:
        return f"transpose the right one: {written(right)} transposed has {right[-1]} rows"
    return f"give the right one {left[-1]} rows, or the left one {right[-2]} columns"


def _product_forward(left: Shape, right: Shape) -> Callable[..., Any]:
    if not left or not right:
        return np.multiply
    if len(left) > 2 or len(right) > 2:
        return np.matmul
    if is_row(left) and is_column(right):
        return _row_times_column
    return np.multiply if left[1] == 1 else np.matmul


def _row_times_column(row: Any, column: Any) -> Any:
    """np.dot is quicker, and silent about overflow."""
    return np.matmul(row, column)[0, 0]


def _product_pull(g: Expression, y: Expression, left: Expression, right: Expression) -> tuple[Expression, ...]:
    if left.shape == () and right.shape == ():
        return g * right, g * left
    if left.shape == ():
        return frobenius(g, right), left * g
    if right.shape == ():
        return right * g, frobenius(g, left)
    return unbroadcast(g @ right.T, left.shape), unbroadcast(left.T @ g, right.shape)


def frobenius(g: Expression, x: Expression) -> Expression:
    """Σ g ⊙ x, for columns and rows written as a dot product."""
    if x.shape is not None and g.shape == x.shape:
        if is_column(x.shape):
            return g.T @ x
        if is_row(x.shape):
            return g @ x.T
    return apply("sum", g * x)


def _product_code(left: Shape, right: Shape) -> str:
    if not left or not right:
        return "x * y"
    return "(x @ y)[0, 0]" if is_row(left) and is_column(right) else "x @ y"


PRODUCT = Operation(
    name="product",
    family="algebra",
    arity=(2, 2),
    shape=_product_shape,
    forward=_product_forward,
    pull=_product_pull,
    push=push_multilinear("product"),
    kind="M",
    notation=Notation("infix", " ", " ", " ", binding=30),
    samples=(
        Sample(((3, 4), (4, 5))),
        Sample(((3, 4), (4, 1))),
        Sample(((1, 4), (4, 3))),
        Sample(((1, 4), (4, 1))),
        Sample(((3, 1), (1, 4))),
        Sample(((), (3, 4))),
        Sample(((3, 1), ())),
        Sample(((1, 3), ())),
        Sample(((), ())),
        Sample(((2, 3, 4), (4, 5))),
        Sample(((3, 4), (2, 4, 5))),
        Sample(((2, 1, 4), (2, 4, 1))),
    ),
    code=Code(_product_code),
    summary="The product of algebra: of matrices and vectors, or a scalar times anything.",
    example="y = A x",
    explain=(
        "its adjoint times the transpose of what {parent} was multiplied with",
        "the transpose of what {parent} was multiplied with, times its adjoint",
    ),
    rule="m×k times k×n is m×n; a scalar scales; batch axes broadcast",
)

TRANSPOSE = Operation(
    name="transpose",
    family="algebra",
    arity=(1, 1),
    shape=lambda shape: shapes.canonical((*shape[:-2], shape[-1], shape[-2])) if shape else (),
    forward=lambda shape: (lambda x: x.T) if len(shape) == 2 else _transposed_last if shape else _unchanged,
    pull=lambda g, y, x: (g.T,),
    push=push_linear("transpose"),
    kind="L",
    notation=Notation("postfix", "ᵀ", "'", r"^{\top}", binding=50, call="transpose"),
    samples=(Sample(((3, 4),)), Sample(((5, 1),)), Sample(((2, 3, 4),)), Sample(((),))),
    code=Code(lambda shape: "x.T" if len(shape) == 2 else "x.swapaxes(-1, -2)" if shape else "x"),
    summary="Rows become columns; of a batch, the last two axes change places.",
    example="R = A'",
    explain=("its adjoint, transposed",),
    rule="m×n becomes n×m",
)


def _transposed_last(x: Any) -> Any:
    return x.swapaxes(-1, -2)


def _unchanged(x: Any) -> Any:
    return x


OPERATIONS = (ADD, NEG, PRODUCT, TRANSPOSE)
