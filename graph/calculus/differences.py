"""Central differences of one leaf, and when they are not to be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.model import Array

STEP = 1e-4
SHRINK = (1.0, 0.1, 0.01)
"""The steps that are tried, as multiples of ``STEP``."""

LARGE = 200
"""Entries beyond which a leaf is checked along random directions and at sampled entries."""

DIRECTIONS = 8
SAMPLED = 40

TOLERANCE = 1e-6

_STENCIL = (-2.0, -1.0, 1.0, 2.0)
_RESOLVED = 3e-4
"""How far the differences over one and two steps may part; the stencil's own error is about its square."""

_ROUNDING = 64 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Point:
    """The loss at one point, and the branches taken on the way: masks and signs, each with the node it belongs to.

    ``largest`` is the largest number that was met on the way.
    """

    value: float
    branches: tuple[tuple[str, Any], ...]
    largest: float = 0.0


Objective = Callable[[Array], Point]


@dataclass(frozen=True, slots=True)
class LeafCheck:
    """How a leaf's adjoint compares with central differences.

    ``error`` is the norm of what they differ by, relative to the norm of the gradient, where that is above the
    rounding floor; ``compared`` counts entries (and random directions, where ``sampled``); ``skipped`` says what
    was left out and why.
    """

    error: float
    compared: int
    skipped: tuple[str, ...] = ()
    sampled: bool = False

    @property
    def passed(self) -> bool:
        """Whether something was compared and all of it agreed."""
        return self.compared > 0 and self.error <= TOLERANCE


@dataclass(frozen=True, slots=True)
class _Difference:
    slope: float
    floor: float


def length(x: Array) -> float:
    """The Euclidean norm, also where the squares of the entries are beyond the largest number."""
    largest = float(np.max(np.abs(x), initial=0.0))
    return largest * float(np.linalg.norm(x / largest)) if 0 < largest < np.inf else largest


def check_leaf(objective: Objective, x: Array, adjoint: Array) -> LeafCheck:
    """``adjoint`` against central differences of ``objective`` at ``x``."""
    here = objective(x)
    typical = length(adjoint) / max(1.0, x.size**0.5)
    slopes: list[tuple[float, float]] = []
    floors: list[float] = []
    skipped: list[str] = []
    for place, direction in _directions(x):
        with np.errstate(invalid="ignore"):  # an adjoint that is not finite is said to be wrong below
            expected = float(np.sum(adjoint * direction))
        found = _difference(objective, x, direction, here, typical)
        if isinstance(found, str):
            skipped.append(f"{place}: {found}")
        else:
            slopes.append((found.slope, expected))
            floors.append(found.floor)
    return LeafCheck(_error(slopes, floors), len(slopes), tuple(skipped), x.size > LARGE)


def _error(slopes: list[tuple[float, float]], floors: list[float]) -> float:
    if not slopes:
        return 0.0
    pairs = np.array(slopes)
    off = np.abs(pairs[:, 0] - pairs[:, 1])
    if not np.isfinite(off).all():
        return float("inf")
    # One lucky difference says nothing about the noise; the worst of the leaf's does. Below the norm at which noise
    # alone would come to the tolerance, what differs is compared with that norm.
    least = max(floors) * len(slopes) ** 0.5 / TOLERANCE
    scale = max(least, length(pairs[:, 0]), length(pairs[:, 1]))
    return length(off) / scale if scale else 0.0


def _directions(x: Array) -> Iterator[tuple[str, Array]]:
    """Every entry by itself; of a large leaf some entries, and random signs in all of them at once."""
    if x.size <= LARGE:
        chosen: Any = range(x.size)
    else:
        random = np.random.default_rng(x.size)
        chosen = np.sort(random.choice(x.size, SAMPLED, replace=False))
        for number in range(DIRECTIONS):
            yield f"direction {number + 1}", random.choice((-1.0, 1.0), size=x.shape)
    for flat in chosen:
        direction = np.zeros(x.shape)
        entry = np.unravel_index(flat, x.shape)
        direction[entry] = 1.0
        yield f"entry ({', '.join(str(i + 1) for i in entry)})" if entry else "its value", direction


def _difference(objective: Objective, x: Array, direction: Array, here: Point, typical: float) -> _Difference | str:
    """The slope along ``direction``, with the largest step at which nothing jumps; or why there is none."""
    if not np.isfinite(here.value):
        return "the loss is not finite"
    reason = ""
    scale = max(1.0, float(np.max(np.abs(x), where=direction != 0, initial=0.0)))
    for factor in SHRINK:
        step = STEP * factor * scale
        around = [objective(x + k * step * direction) for k in _STENCIL]
        jump = _jump(here, around)
        if jump:
            reason = jump
            continue
        far, near = around[3].value - around[0].value, around[2].value - around[1].value
        one, two = near / (2 * step), far / (4 * step)
        # Where terms cancel to an exact 0, their size is what the adjoint's rounding goes by.
        size = max(abs(here.value), *(abs(point.value) for point in around)) or here.largest
        # Fourth differences of a smooth function vanish at these steps: what is left of them is rounding noise.
        sides = around[0].value + around[3].value - 4 * (around[1].value + around[2].value)
        noise = abs(sides + 6 * here.value) / 8
        floor = (_ROUNDING * size + 4 * noise) / step
        if abs(one - two) <= _RESOLVED * max(abs(one), typical) + floor:
            return _Difference((4 * one - two) / 3, floor)
        reason = "the loss turns too sharply for differences"
    return reason


def _jump(here: Point, around: list[Point]) -> str:
    """What keeps these points from being on one smooth piece; empty where nothing does."""
    for point in around:
        if not np.isfinite(point.value):
            return "the loss is not finite close by"
        for (node, branch), (_, other) in zip(here.branches, point.branches, strict=True):
            if not np.array_equal(branch, other):
                return f"{node} has a kink or jump within reach"
    return ""
