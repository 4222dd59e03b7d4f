"""Entry-by-entry results of inputs of several shapes, and the way back."""

from __future__ import annotations

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.shapes import Shape, broadcast, is_vector, matrix, written


def unbroadcast(message: Expression, shape: Shape | None) -> Expression:
    """``message`` summed over the axes along which a value of ``shape`` was copied.

    Every pull of an operation that broadcasts goes through here.
    """
    if message.shape == shape or message.shape is None or shape is None:
        return message
    if shape == ():
        return apply("sum", message)
    if len(message.shape) == 2 and matrix(message.shape)[1] == shape[-1] and shape[-2] == 1:
        return apply("sum", message, axis=0)
    if len(message.shape) == 2 and matrix(message.shape)[0] == shape[-2] and shape[-1] == 1:
        return apply("sum", message, axis=1)
    return apply("sumto", message, shape=shape)


def spread(message: Expression, shape: Shape | None) -> Expression:
    """``message`` copied to ``shape``: the way back through a sum."""
    if message.shape == shape or shape is None:
        return message
    if message.shape == ():
        return message * apply("ones", shape=shape)
    return apply("broadcast", message, shape=shape)


def entrywise_shape(*shapes: Shape) -> Shape:
    """The shape rule of the operations that work entry by entry."""
    try:
        return broadcast(*shapes)
    except ShapeError as error:
        if error.kind == "shape":
            error.hint = _fix(*shapes)
        raise


def _fix(*shapes: Shape) -> str:
    odd = [shape for shape in shapes if shape]
    left, right = odd[0], odd[-1]
    if len(left) == len(right) == 2:
        if left == right[::-1]:
            return f"transpose one of them: {written(right)} transposed is {written(left)}"
        if is_vector(left) and is_vector(right):
            return "give both the same number of entries"
    return "give both the same shape, or one of them length 1 where they differ"
