"""Masks: 1 where a comparison holds, 0 elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from graph.operations.broadcasting import entrywise_shape
from graph.operations.code import Code
from graph.operations.kinds import still
from graph.operations.record import Notation, Operation, Sample


def _mask(name: str, compare: Callable[..., Any], unicode: str, ascii: str, latex: str, words: str) -> Operation:
    def forward(*_: Any) -> Callable[..., Any]:
        # Numbers, not booleans: True + True is True, and converting here costs no more than multiplying by a boolean.
        return lambda left, right: compare(left, right).astype(np.float64)

    return Operation(
        name=name,
        family="comparison",
        arity=(2, 2),
        shape=entrywise_shape,
        forward=forward,
        pull=lambda g, y, left, right: (None, None),
        push=lambda y, inputs, tangents: still(y),
        kind="G",
        notation=Notation("mask", unicode, ascii, latex, binding=60),
        samples=(Sample(((3, 4), ())), Sample(((3, 4), (3, 1))), Sample(((), ()))),
        summary=f"1 where the left side is {words} the right, 0 elsewhere.",
        example=f"m = [x {ascii} 0]",
        explain=("nothing: a mask is flat",),
        code=Code(f"x {ascii} y"),
        rule="equal shapes; a length 1, or a scalar, stretches",
        convention="the derivative is 0 everywhere, also at the step",
    )


OPERATIONS = (
    _mask("mask_gt", np.greater, ">", ">", ">", "greater than"),
    _mask("mask_ge", np.greater_equal, "≥", ">=", r"\ge", "at least"),
    _mask("mask_lt", np.less, "<", "<", "<", "less than"),
    _mask("mask_le", np.less_equal, "≤", "<=", r"\le", "at most"),
    _mask("mask_eq", np.equal, "=", "==", "=", "equal to"),
    _mask("mask_ne", np.not_equal, "≠", "!=", r"\ne", "different from"),
)
