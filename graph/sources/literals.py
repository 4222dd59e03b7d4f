"""Arrays in source files: small ones as literals, others in a file of arrays beside the source."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.model import Array

LARGEST_LITERAL = 64
"""Entries of an array that is written out; a larger one goes into the .npz file."""

WIDTH = 100


def array_text(array: Array) -> str:
    """The array as a call of NumPy, every digit kept; a column as a reshaped row."""
    if array.ndim == 0:
        return f"np.float64({_entry(float(array))})"
    if array.ndim == 2 and array.shape[1] == 1 and array.shape[0] > 1:
        return f"np.array({_row(array[:, 0])}).reshape({len(array)}, 1)"
    if array.ndim == 2:
        rows = [_row(row) for row in array]
        whole = f"np.array([{', '.join(rows)}])"
        if len(whole) <= WIDTH - 20:
            return whole
        return "np.array(\n        [\n" + "".join(f"            {row},\n" for row in rows) + "        ]\n    )"
    return f"np.array({_row(array.ravel())}).reshape({array.shape})"


def table(name: str, arrays: Mapping[str, Array], outside: dict[str, Array], suffix: str = "") -> list[str]:
    """The lines of a dictionary with these arrays; large ones are put into ``outside`` and read from there."""
    lines = [f"{name} = {{"]
    for key, array in arrays.items():
        if array.size <= LARGEST_LITERAL:
            lines.append(f'    "{key}": {array_text(array)},')
        else:
            outside[key + suffix] = array
            lines.append(f'    "{key}": ARRAYS["{key}{suffix}"],')
    return [*lines, "}"]


def _row(row: Array) -> str:
    return f"[{', '.join(_entry(float(x)) for x in row)}]"


def _entry(x: float) -> str:
    if np.isnan(x):
        return "np.nan"
    if np.isinf(x):
        return "np.inf" if x > 0 else "-np.inf"
    return repr(x)
