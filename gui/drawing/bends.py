"""Wires led by hand, through points that somebody put on them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from gui.drawing.routes import Points, evenly
from gui.drawing.wires import Bends, Edge, Wire

Point = tuple[float, float]

_TENSION = 0.38
"""How long the handles of a curve are, as a share of the way to the next point."""

_LONGEST, _SHORTEST = 170.0, 26.0
"""The lengths of the handle at a port, in units."""

_FINE = np.linspace(0, 1, 40)[:, None]


class BentWire(Wire):
    """A wire that runs through its bends, whatever stands there; it leaves and arrives level, as all do."""

    def __init__(self, parent: str, child: str, start: Point, end: Point, bends: Bends) -> None:
        super().__init__(parent, child, through(start, bends, end))
        self.bends = bends


def through(start: Point, bends: Bends, end: Point) -> Points:
    """A smooth curve from ``start`` by way of the bends to ``end``: a cubic from each to the next."""
    stops = np.array([start, *bends, end], dtype=float)
    ways = np.diff(stops, axis=0)
    gaps = np.hypot(ways[:, 0], ways[:, 1])
    units = ways / np.where(gaps > 0, gaps, 1.0)[:, None]
    slopes = units[:-1] + units[1:]
    sizes = np.hypot(slopes[:, 0], slopes[:, 1])
    # Where a wire turns right round, it does so across its way.
    across = np.stack([-units[:-1, 1], units[:-1, 0]], axis=1)
    slopes = np.where(sizes[:, None] > 1e-6, slopes / np.where(sizes > 1e-6, sizes, 1.0)[:, None], across)
    slopes = np.vstack([(1.0, 0.0), slopes, (1.0, 0.0)])
    reach = _TENSION * gaps
    outs, ins = reach.copy(), reach.copy()
    outs[0], ins[-1] = np.clip((reach[0], reach[-1]), _SHORTEST, _LONGEST)
    pieces = []
    for k in range(len(gaps)):
        corners = stops[k], stops[k] + slopes[k] * outs[k], stops[k + 1] - slopes[k + 1] * ins[k], stops[k + 1]
        pieces.append(_cubic(*corners)[1 if k else 0 :])
    return evenly(np.vstack(pieces))


def with_bend(wire: Wire, x: float, y: float) -> tuple[Bends, int]:
    """The bends of a wire and one more at a point, in their order along it; and which one is new."""
    here = _along(wire, x, y)
    index = sum(_along(wire, *bend) < here for bend in wire.bends)
    return (*wire.bends[:index], (x, y), *wire.bends[index:]), index


def bend_near(wire: Wire, x: float, y: float, reach: float) -> int | None:
    """The bend nearest to a point, if within reach."""
    away = [math.hypot(x - bx, y - by) for bx, by in wire.bends]
    nearest = min(range(len(away)), key=away.__getitem__, default=None)
    return nearest if nearest is not None and away[nearest] <= reach else None


def carried(bends: Mapping[Edge, Bends], before: Mapping[str, Point], after: Mapping[str, Point]) -> dict[Edge, Bends]:
    """The bends when nodes are moved: those of a wire go along where both its ends go the same way."""
    found = {}
    for edge, points in bends.items():
        ways = [_way(before, after, name) for name in edge]
        right, down = ways[0]
        same = abs(right - ways[1][0]) < 0.05 and abs(down - ways[1][1]) < 0.05
        found[edge] = tuple((x + right, y + down) for x, y in points) if same and (right or down) else points
    return found


def _way(before: Mapping[str, Point], after: Mapping[str, Point], name: str) -> Point:
    if name not in after or name not in before:
        return 0.0, 0.0
    return after[name][0] - before[name][0], after[name][1] - before[name][1]


def _along(wire: Wire, x: float, y: float) -> int:
    """Which point of a wire is nearest to this one."""
    points = wire.points
    return int(np.argmin(np.hypot(points[:, 0] - x, points[:, 1] - y)))


def _cubic(start: Points, first: Points, second: Points, end: Points) -> Points:
    rest = 1 - _FINE
    return rest**3 * start + 3 * _FINE * rest**2 * first + 3 * _FINE**2 * rest * second + _FINE**3 * end
