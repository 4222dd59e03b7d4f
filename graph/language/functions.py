"""What may stand before a bracket: the names of the operations, from the table, and how else people call them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from graph.operations import TABLE, Operation

SYNONYMS: Mapping[str, str] = {
    "transpose": "A'",
    "inverse": "inv",
    "trace": "tr",
    "determinant": "det",
    "average": "mean",
    "avg": "mean",
    "logistic": "sigmoid",
    "sigm": "sigmoid",
    "matmul": "A B",
    "mul": "A .* B",
    "multiply": "A .* B",
    "atan": "arctan",
    "log10": "log(x)/log(10)",
    "log2": "log(x)/log(2)",
    "pow": "x^n",
    "square": "x.^2",
    "total": "sum",
    "maximum": "max",
    "minimum": "min",
    "concat": "[a; b]",
    "identity": "eye",
    "length": "norm",
    "convolve": "conv",
    "convolution": "conv",
    "correlate": "corr",
}
"""What other languages call it, and what it is here."""


@cache
def functions() -> Mapping[str, Operation]:
    """Every name that calls an operation."""
    found: dict[str, Operation] = {}
    for operation in TABLE.values():
        if operation.notation.call:
            found[operation.notation.call] = operation
    for operation in TABLE.values():
        for alias in (*operation.aliases, operation.name):
            if alias[0].isalpha() and operation.notation.form not in ("mask", "stack"):
                found.setdefault(alias, operation)
    return found
