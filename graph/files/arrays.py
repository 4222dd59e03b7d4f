"""Leaf values as they stand in a file: nested lists, or members of an archive."""

from __future__ import annotations

import json
import math
import zipfile
from typing import IO, Any

import numpy as np

from graph.files.faults import Damaged
from graph.files.syntax import Table
from graph.model import Array
from graph.shapes import LARGEST, written

_WORDS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_AXES = 8
_AGAIN = "enter the numbers of this leaf again, or take the file from a backup"


def from_lists(name: str, raw: Any) -> Array:
    """A number, or lists of lists of numbers, rows of one length; ``"nan"``, ``"inf"`` and ``"-inf"`` are numbers."""
    shape: list[int] = []
    level = [raw]
    while isinstance(level[0], list):
        lengths = {len(row) if isinstance(row, list) else -1 for row in level}
        if len(lengths) > 1:
            raise Damaged(f"values.{name}: the rows have different lengths", _AGAIN)
        if 0 in lengths:
            raise Damaged(f"values.{name}: a list is empty", _AGAIN)
        shape.append(lengths.pop())
        if len(shape) > _AXES:
            raise Damaged(f"values.{name}: more than {_AXES} axes", _AGAIN)
        level = [item for row in level for item in row]
    return np.array([_number(name, item) for item in level], dtype=np.float64).reshape(shape)


def _number(name: str, item: Any) -> float:
    if isinstance(item, int | float) and not isinstance(item, bool):
        return float(item)
    if isinstance(item, str) and item in _WORDS:
        return _WORDS[item]
    shown = json.dumps(item, ensure_ascii=False)
    shown = shown if len(shown) <= 30 else shown[:28] + "…"
    raise Damaged(f"values.{name}: {shown} is no number", _AGAIN)


def from_archive(name: str, reference: Table, archive: zipfile.ZipFile | None) -> Array:
    """The array that ``{"npy": member}`` points to."""
    member = reference.get("npy")
    if not isinstance(member, str):
        raise Damaged(f"values.{name}: numbers are wanted, not a table", _AGAIN)
    if archive is None:
        raise Damaged(f"values.{name}: {member} is not here, because this file is no archive", _AGAIN)
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise Damaged(f"values.{name}: the archive holds no {member}", _AGAIN) from None
    try:
        with archive.open(info) as stream:
            return _array(stream, info.file_size)
    except (ValueError, EOFError, OverflowError, SyntaxError, TypeError) as error:
        raise Damaged(f"{member}: {error}", _AGAIN) from error


def _array(stream: IO[bytes], size: int) -> Array:
    """One ``.npy`` member. Its header is believed only where it agrees with the member's size."""
    version = np.lib.format.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise ValueError(f"version {version[0]}.{version[1]} of .npy is unknown")
    read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, by_columns, dtype = read_header(stream)
    if dtype.kind not in "fiub":
        raise ValueError(f"it holds {dtype}, not real numbers")
    count = math.prod(shape)
    if not 0 < count <= LARGEST or len(shape) > _AXES:
        raise ValueError(f"an array of {written(shape)} cannot be a value")
    if size - stream.tell() != count * dtype.itemsize:
        raise ValueError(f"its header says {written(shape)}, its length something else")
    data = stream.read(count * dtype.itemsize)
    if len(data) != count * dtype.itemsize:
        raise ValueError("it was cut short")
    array = np.frombuffer(data, dtype).reshape(shape, order="F" if by_columns else "C")
    return array.astype(np.float64)
