"""Activations and the softmax family."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.expression import Expression, apply
from graph.operations.kinds import call, elementwise


def _sigmoid(x: Any) -> Any:
    """exp(-x) overflows below -709, where 1 / (1 + ∞) is the 0 that is wanted: not worth a warning."""
    with np.errstate(over="ignore"):
        y = np.exp(np.negative(x))
    return np.reciprocal(y + 1.0)


SIGMOID = elementwise(
    "sigmoid",
    _sigmoid,
    lambda t, y, x: t * y * (1 - y),
    summary="The logistic function 1 / (1 + exp(−x)), entry by entry; it does not overflow.",
    example="u = σ(y)",
    explain="its adjoint times its own value times 1 minus its own value, entry by entry",
    notation=call("sigmoid", r"\sigma", "σ"),
    family="activation",
    aliases=("σ",),
)


def _positive(x: Any) -> Any:
    return np.maximum(x, 0.0)


def _times_positive(t: Expression, y: Expression, x: Expression) -> Expression:
    return t * apply("mask_gt", x, 0)


RELU = elementwise(
    "relu",
    _positive,
    _times_positive,
    summary="The positive part, max(x, 0), entry by entry.",
    example="u = relu(y)",
    explain="its adjoint where {parent} is positive, 0 elsewhere",
    family="activation",
    convention="the derivative at 0 is 0",
)

OPERATIONS = (SIGMOID, RELU)
