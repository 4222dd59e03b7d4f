"""The numbers a new leaf begins with, read from a file or typed, in the shape that it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from graph.shapes import LARGEST, Shape, canonical, written
from gui.writing.blocks import BlockError, read_block

LONGEST_TEXT = 64_000_000
"""Bytes of a text file of numbers at most."""

FILTER = "Numbers (*.npy *.csv *.tsv *.txt);;All files (*)"

Numbers = np.ndarray[Any, np.dtype[np.float64]]


class NumbersError(ValueError):
    """Numbers that cannot be had; the message says why, and what to do."""


def read_numbers(path: Path) -> Numbers:
    """The array in a ``.npy`` file, or the table in a file of text. Raises NumbersError."""
    try:
        return _from_npy(path) if path.suffix.lower() == ".npy" else _from_text(path)
    except OSError as error:
        raise NumbersError(f"{path.name} cannot be read: {error.strerror or error}") from error


def typed_numbers(text: str) -> Numbers:
    """The block of numbers in a text. Raises NumbersError."""
    try:
        return read_block(text)
    except BlockError as error:
        raise NumbersError(f"the numbers: {error}") from error


def shaped(numbers: Numbers, shape: Shape, source: str) -> Numbers:
    """The numbers in the shape of a leaf; a row is taken for a column of as many entries, and back.

    Raises NumbersError where they are others.
    """
    found = canonical(numbers.shape)
    if found == shape:
        return numbers.reshape(shape)
    if numbers.size == int(np.prod(shape)) and 1 in numbers.shape[-2:] and 1 in shape[-2:] and len(found) == 2:
        return numbers.reshape(shape)
    raise NumbersError(
        f"{source} has {written(found)}, the leaf is {written(shape)}: take that shape, or other numbers"
    )


def _from_npy(path: Path) -> Numbers:
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise NumbersError(f"{path.name} is no array of numbers as NumPy saves it with np.save") from error
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiub":
        raise NumbersError(f"{path.name} holds no real numbers: save a float array with np.save")
    if not 0 < array.size <= LARGEST:
        raise NumbersError(f"{path.name} has {array.size:,} entries; a leaf has 1 to {LARGEST:,}")
    shape = canonical(array.shape) if array.ndim else ()
    return np.array(array, dtype=np.float64).reshape(shape)


def _from_text(path: Path) -> Numbers:
    size = path.stat().st_size
    if size > LONGEST_TEXT:
        raise NumbersError(f"{path.name} has {size // 1_000_000:,} MB of text, more than {LONGEST_TEXT // 1_000_000}: "
                           "save it with np.save")  # fmt: skip
    try:
        return read_block(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NumbersError(f"{path.name} is no text: save the table as CSV in UTF-8") from error
    except BlockError as error:
        raise NumbersError(f"{path.name}: {error}") from error
