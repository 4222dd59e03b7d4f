"""The numbers in a leaf: given, written in the text, or drawn; always in the leaf's shape and with its properties."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from graph.language.declarations import Declaration, Initialiser
from graph.language.syntax import Rows, Syntax, constant
from graph.model import Array
from graph.shapes import LARGEST, Shape, canonical, describe, matrix, written


class BadValue(Exception):
    """Raised where an array cannot be the value of a leaf; says why and what to do."""

    def __init__(self, message: str, hint: str = "", kind: str = "value") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.kind = kind


def as_value(name: str, given: Any) -> Array:
    """Any array-like as float64 in the one form of its shape: one axis is a column, one entry a scalar."""
    try:
        array = np.asarray(given)
        if array.dtype.kind not in "buif":
            raise BadValue(f"the value of {name} is not made of real numbers", "give an array of numbers")
        array = array.astype(np.float64)
    except BadValue:
        raise
    except Exception as error:
        # Whatever an array-like of another library raises on conversion, it is no value.
        raise BadValue(f"the value of {name} is no array of numbers", "give an array of numbers") from error
    if array.size == 0:
        raise BadValue(f"the value of {name} has no entries", "give at least one number")
    if array.size > LARGEST:
        raise BadValue(f"the value of {name} has {array.size:,} entries", "give a smaller array", "too-large")
    return array.reshape(canonical(array.shape))


def fitting(name: str, array: Array, declaration: Declaration) -> Array:
    """``array``, after a check of its shape and its properties against what is declared."""
    shape = declaration.shape
    if shape is not None and array.shape != shape:
        message = f"{describe(name, shape)}, its value is {written(array.shape)}"
        raise BadValue(message, f"give {name} a value of shape {written(shape)}", "shape")
    for name_of_property in sorted(declaration.properties):
        if not _has(array, name_of_property):
            message = f"{name} is declared {name_of_property}, its value is not"
            raise BadValue(message, f"change the value, or drop {name_of_property}")
    return array


def of_literal(literal: Syntax, shape: Shape | None) -> Array:
    """The array that a number or a written matrix says; entries in a line fit a row where one is declared."""
    if isinstance(literal, Rows):
        entries = np.array([[constant(entry) for entry in row] for row in literal.rows], dtype=np.float64)
        if shape is not None and shape == entries.shape[::-1] and entries.shape[1] == 1:
            entries = entries.T
        return entries.reshape(canonical(entries.shape))
    return np.array(constant(literal), dtype=np.float64)


def drawn(name: str, declaration: Declaration, initialiser: Initialiser | None, index: int | None) -> Array:
    """Numbers from the initialiser, else standard normal ones; from a seed made of the name unless one is given.

    ``index`` is the place in a family, whose members would else be equal under one seed.
    """
    shape = declaration.shape
    assert shape is not None
    kind = initialiser.name if initialiser is not None else "normal"
    if kind in ("zeros", "ones"):
        return np.full(shape, 0.0 if kind == "zeros" else 1.0)
    if kind == "eye":
        return np.broadcast_to(np.eye(matrix(shape)[0]).reshape(shape[-2:]), shape).copy()
    generator = np.random.default_rng(_seed(name, initialiser, index))
    numbers = initialiser.numbers if initialiser is not None else ()
    array: Array
    if kind == "uniform":
        low, high = numbers or (0.0, 1.0)
        array = generator.uniform(low, high, shape)
    else:
        mean, deviation = numbers or (0.0, 1.0)
        array = generator.normal(mean, deviation, shape)
    array = with_properties(np.asarray(array), declaration.properties, generator)
    if initialiser is None and array.ndim > 1 and {"symmetric", "positive"} <= declaration.properties:
        # Where nobody chose numbers, logdet and the like shall have a value: a dominant diagonal makes it definite.
        array = array + array.sum(axis=-1, keepdims=True) * np.eye(array.shape[-1])
    return array


def _seed(name: str, initialiser: Initialiser | None, index: int | None) -> int | list[int]:
    if initialiser is None or initialiser.seed is None:
        return zlib.crc32(name.encode("utf-8"))
    return initialiser.seed if index is None else [initialiser.seed, index]


def with_properties(array: Array, properties: frozenset[str], generator: np.random.Generator) -> Array:
    """``array`` bent so that it has ``properties``."""
    if "onehot" in properties:
        return _onehot(array.shape, generator)
    if array.shape == ():
        return np.asarray(np.sign(array) or 1.0) if "orthogonal" in properties else _positive(array, properties)
    if "orthogonal" in properties:
        return _orthogonal(array, properties)
    if "symmetric" in properties:
        array = (array + array.swapaxes(-1, -2)) / 2
    array = _positive(array, properties)
    return array * np.eye(array.shape[-1]) if "diagonal" in properties else array


def _positive(array: Array, properties: frozenset[str]) -> Array:
    return np.abs(array) + 0.1 if "positive" in properties else array


def _orthogonal(array: Array, properties: frozenset[str]) -> Array:
    if "diagonal" in properties:
        signs = np.where(array < 0, -1.0, 1.0)
        return np.asarray(signs * np.eye(array.shape[-1]))
    if "symmetric" in properties:
        v = array[..., :1] / np.linalg.norm(array[..., :1], axis=-2, keepdims=True)
        return np.asarray(np.eye(array.shape[-1]) - 2 * v @ v.swapaxes(-1, -2))
    q, r = np.linalg.qr(array)
    return np.asarray(q * np.sign(np.diagonal(r, axis1=-2, axis2=-1))[..., None, :])


def _onehot(shape: Shape, generator: np.random.Generator) -> Array:
    """A single 1 in a vector; in a matrix, one in every column."""
    if shape == ():
        return np.array(1.0)
    axis = -1 if matrix(shape)[0] == 1 else -2
    array = np.zeros(shape)
    columns = np.moveaxis(array, axis, 0)
    chosen = generator.integers(0, shape[axis], columns.shape[1:])
    np.put_along_axis(columns, chosen[None], 1.0, axis=0)
    return array


def _has(array: Array, name: str) -> bool:
    if name == "positive":
        counted = np.diagonal(array, axis1=-2, axis2=-1) if _is_diagonal(array) else array
        return bool(np.all(counted > 0))
    if name == "onehot":
        axis = -1 if matrix(array.shape)[0] == 1 else -2
        ones = bool(np.all((array == 0) | (array == 1)))
        return ones and bool(np.all(array.sum() == 1 if array.shape == () else array.sum(axis=axis) == 1))
    if array.shape == ():
        return name != "orthogonal" or abs(float(array)) == 1
    if array.shape[-1] != array.shape[-2]:
        return False
    if name == "symmetric":
        return bool(np.allclose(array, array.swapaxes(-1, -2), rtol=1e-9, atol=1e-12, equal_nan=True))
    if name == "diagonal":
        return _is_diagonal(array)
    eye = np.eye(array.shape[-1])
    return bool(np.allclose(array @ array.swapaxes(-1, -2), eye, rtol=0, atol=1e-8))


def _is_diagonal(array: Array) -> bool:
    if array.shape == () or array.shape[-1] != array.shape[-2]:
        return False
    return not np.any(np.where(np.eye(array.shape[-1], dtype=bool), 0.0, array))
