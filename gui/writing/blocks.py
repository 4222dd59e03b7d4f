"""Blocks of numbers as text: out of a spreadsheet, NumPy, MATLAB or a file, and back."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

Block = np.ndarray[Any, np.dtype[np.float64]]

NUMBER = r"[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|nan|inf(?:inity)?)"
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])([+-]?\d*),(\d+(?:[eE][+-]?\d+)?)(?![\d.,])")
_WRAPPING = re.compile(
    r"^\s*(?:[^\W\d]\w*\s*=\s*)?(?:(?:np|numpy|torch|jnp)\.)?(?:array|matrix|asarray|tensor)?\s*\(?\s*(?=\[)"
)
_AFTER = re.compile(r"\]\s*(?:,\s*dtype\s*=\s*[\w.]+)?\s*\)?\s*[;,]?\s*$")


class BlockError(ValueError):
    """Text that is no block of numbers; the message says where and why."""


def read_block(text: str, shape: tuple[int, ...] | None = None) -> Block:
    """The numbers in ``text`` as a matrix.

    Rows stand on lines, or between ``;`` or inner brackets; entries stand between tabs, blanks, commas or
    semicolons. A comma is a decimal comma where it cannot be a separator; ``shape`` is the block expected, which
    decides what ``1,5`` means where both readings are possible. Raises BlockError.
    """
    text = text.replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ").replace("∞", "inf").strip()
    if not text:
        raise BlockError("there is no number in it")
    if "[" in text:
        return _bracketed(text)
    readings = [_table(lines) for lines in _readings(text.splitlines())]
    blocks = [reading for reading in readings if isinstance(reading, np.ndarray)]
    if not blocks:
        raise next(reading for reading in readings if isinstance(reading, BlockError))
    fitting = [block for block in blocks if shape is not None and block.shape == (shape or (1, 1))]
    return (fitting or blocks)[0]


def write_block(block: Block) -> str:
    """The numbers as a spreadsheet takes them: a line a row, tabs between, every digit."""
    return "\n".join("\t".join(repr(float(entry)) for entry in row) for row in np.atleast_2d(block))


def _readings(lines: list[str]) -> list[list[list[str]]]:
    """The ways the lines may be cut into cells, likeliest first."""
    lines = [line.rstrip("; \t") if "\t" not in line else line for line in lines if line.strip()]
    text = "\n".join(lines)
    if "\t" in text:
        return [[[cell.strip().replace(",", ".") for cell in line.split("\t")] for line in lines]]
    if ";" in text:
        by_semicolon = [[cell.strip().replace(",", ".") for cell in line.split(";")] for line in lines]
        if all(_NUMBER.fullmatch(cell) for row in by_semicolon for cell in row) and len(lines) > 1:
            return [by_semicolon]
        lines = [part for line in lines for part in line.split(";") if part.strip()]
    decimal = [_DECIMAL_COMMA.sub(r"\1.\2", line).split() for line in lines]
    separated = [re.split(r"\s*,\s*|\s+", line.strip().rstrip(",")) for line in lines]
    if "," not in text:
        return [separated]
    blanks_part_them = "." not in text and not re.search(r",\s|\d,\d+,", text) and any(len(row) > 1 for row in decimal)
    one_number = len(lines) == 1 and len(decimal[0]) == 1 and "." not in text
    return [decimal, separated] if blanks_part_them or one_number else [separated, decimal]


def _bracketed(text: str) -> Block:
    inner = _WRAPPING.sub("", text)
    end = _AFTER.search(inner)
    if not inner.startswith("[") or end is None:
        raise BlockError("its brackets do not enclose the numbers")
    inner = re.sub(r"\.\.\.[^\n]*\n", " ", inner[1 : end.start()])
    if "[" in inner:
        rows = re.findall(r"\[([^\[\]]*)\]", inner)
        if re.sub(r"\[[^\[\]]*\]|[\s,;]", "", inner):
            raise BlockError("its brackets are not those of a matrix")
        rows = [row.replace("\n", " ") for row in rows]
    elif ";" in inner:
        rows = [row for row in re.split(r"[;\n]", inner) if row.strip()]
    else:
        lines = [line for line in inner.splitlines() if line.strip()]
        numpy_column = len(lines) == 1 or "," in inner
        rows = (
            re.split(r"[\s,]+", inner.strip(" \n,")) if numpy_column and "=" not in text[: text.index("[")] else lines
        )
    table = _table([re.split(r"\s*,\s*|\s+", row.strip(" ,")) for row in rows])
    if isinstance(table, BlockError):
        raise table
    return table


def _table(rows: list[list[str]]) -> Block | BlockError:
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if not _NUMBER.fullmatch(cell):
                shown = f"“{cell}”" if cell else "an empty cell"
                return BlockError(f"row {i + 1}, entry {j + 1} is {shown}, not a number")
        if len(row) != len(rows[0]):
            return BlockError(f"row {i + 1} has {len(row)} entries, row 1 has {len(rows[0])}")
    return np.array([[float(cell) for cell in row] for row in rows], dtype=float)
