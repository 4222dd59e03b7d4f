"""Shapes and the rules that combine them.

A value is a scalar, shape ``()``, or an array of two or more axes: the last two are the matrix, the ones before
are the batch. A column of n entries is ``(n, 1)``; ``(1, 1)`` is a scalar.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from graph.errors import ShapeError

Shape = tuple[int, ...]

LARGEST = 50_000_000
"""Entries one value may have (400 MB in float64)."""


def canonical(shape: Sequence[int]) -> Shape:
    """The one form of a shape: 1×1 is a scalar, one axis is a column."""
    shape = tuple(shape)
    if len(shape) == 1:
        shape = (*shape, 1)
    return () if shape == (1, 1) else shape


def entries(shape: Shape) -> int:
    return math.prod(shape)


def matrix(shape: Shape) -> tuple[int, int]:
    """Rows and columns, of a scalar 1 and 1."""
    return (shape[-2], shape[-1]) if shape else (1, 1)


def is_column(shape: Shape) -> bool:
    return len(shape) == 2 and shape[1] == 1


def is_row(shape: Shape) -> bool:
    return len(shape) == 2 and shape[0] == 1


def is_vector(shape: Shape) -> bool:
    return is_column(shape) or is_row(shape)


def written(shape: Shape) -> str:
    """``3×4``, or ``scalar``."""
    return "×".join(map(str, shape)) if shape else "scalar"


def describe(name: str, shape: Shape) -> str:
    """``A is 3×4``, ``x has 3 entries``, ``c is a scalar``: facts for an error."""
    if not shape:
        return f"{name} is a scalar"
    if is_column(shape):
        return f"{name} has {shape[0]} entries"
    if is_row(shape):
        return f"{name} is a row of {shape[1]} entries"
    return f"{name} is {written(shape)}"


def refuse_too_large(shape: Shape) -> Shape:
    if entries(shape) > LARGEST:
        raise ShapeError(
            f"{written(shape)} has {entries(shape):,} entries, more than {LARGEST:,}",
            "use a smaller shape",
            kind="too-large",
        )
    return shape


def broadcast(*shapes: Shape) -> Shape:
    """The shape of an elementwise result: axes are matched from the last, 1 stretches, a scalar fits anything."""
    axes = max(map(len, shapes), default=0)
    result = []
    for axis in range(-axes, 0):
        lengths = {shape[axis] for shape in shapes if len(shape) >= -axis} - {1}
        if len(lengths) > 1:
            raise ShapeError(
                " and ".join(dict.fromkeys(written(shape) for shape in shapes if shape)) + " do not fit entry by entry"
            )
        result.append(lengths.pop() if lengths else 1)
    return refuse_too_large(canonical(result))


def product(left: Shape, right: Shape) -> Shape:
    """The shape of a matrix product; a scalar scales; batch axes broadcast."""
    if not left or not right:
        return left or right
    if left[-1] != right[-2]:
        raise ShapeError(
            f"{written(left)} times {written(right)}: {left[-1]} columns against {right[-2]} rows",
        )
    batch = broadcast(left[:-2] + (1, 1), right[:-2] + (1, 1))[:-2] if len(left) > 2 or len(right) > 2 else ()
    return refuse_too_large(canonical((*batch, left[-2], right[-1])))
