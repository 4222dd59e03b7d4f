"""Euclidean norms of many arrays at once: one by one, small arrays cost more than their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.model import Array


def norms(arrays: Sequence[Array]) -> list[float]:
    """The norm of each array, in order; infinite where the squares overflow."""
    if not arrays:
        return []
    flat = [np.ravel(array) for array in arrays]
    starts = np.cumsum([0, *map(len, flat[:-1])])
    with np.errstate(over="ignore"):
        found: list[float] = np.sqrt(np.add.reduceat(np.square(np.concatenate(flat)), starts)).tolist()
    return found
