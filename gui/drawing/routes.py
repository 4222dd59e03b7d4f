"""Where wires run: from the out port of a parent to the in port of its child, around the cards between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Points = np.ndarray[Any, np.dtype[np.float64]]
"""``POINTS`` by 2, evenly spaced along the wire."""

Flags = np.ndarray[Any, np.dtype[np.bool_]]

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

POINTS = 33
APART = 6.0
"""How far the backward curve runs beside the forward one."""

_CLEAR = 9.0
_LANE = 16.0
_LANES_APART = 15.0
_FINE = 16
_LARGEST_BEND = 170.0
_TURN = 16.0
"""The least room between a port and the lane that its wire turns into."""


_SHARES = np.linspace(0, 1, 2 * POINTS)[:, None]
_WEIGHTS = np.hstack([(1 - _SHARES) ** 3, 3 * _SHARES * (1 - _SHARES) ** 2, 3 * _SHARES**2 * (1 - _SHARES), _SHARES**3])
"""What every corner of a cubic counts for at each of its points."""

_ROUNDS = 4
_TRIED = 6
_MOST_AROUND = 12
"""Lanes tried a round, those nearest to the straight way; and cards in the way beyond which none is looked for."""

_NEAR, _BEHIND = 60.0, 700.0
"""What it is worth, in units of length, not to graze a card, and not to run behind one."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Points, what they cost, and the lane they take: its height, left and right end."""

    points: Points
    cost: float
    lane: tuple[float, float, float] | None


class Router:
    """Routes wires one after the other; remembers the lanes taken, so that wires do not run on top of each other.

    ``boxes`` are the cards, by name, as (left, top, right, bottom).
    """

    def __init__(self, boxes: dict[str, tuple[float, float, float, float]]) -> None:
        self._place = {name: k for k, name in enumerate(boxes)}
        self._boxes = np.array(list(boxes.values()), dtype=float).reshape(-1, 4)
        self._lanes: list[tuple[float, float, float]] = []

    def route(self, start: tuple[float, float], end: tuple[float, float], parent: str, child: str) -> Points:
        """The points of a wire from ``start``, right of the parent, to ``end``, left of the child."""
        others = self._others(start, end, parent, child)
        direct = _curve(start, end)
        hit = _hits(direct, others)
        if not 0 < hit.sum() <= _MOST_AROUND:
            return evenly(direct)
        best = _Way(direct, _cost(direct, others), None)
        blocking = hit
        for _ in range(_ROUNDS):
            detour, hit = self._detour(start, end, others, blocking)
            if detour.cost < best.cost:
                best = detour
            if not (hit & ~blocking).any():
                break
            # What the detour ran into is to be gone around as well.
            blocking = blocking | hit
        if best.lane is not None:
            self._lanes.append(best.lane)
        return evenly(best.points)

    def _detour(
        self, start: tuple[float, float], end: tuple[float, float], others: Points, blocking: Flags
    ) -> tuple[_Way, Flags]:
        """The best way along a lane beside the cards marked as blocking, and what it runs into."""
        ways = []
        for lane in self._candidates(others[blocking], (start[1] + end[1]) / 2):
            points, left, right = _detour(start, end, lane, others[blocking])
            hit = _hits(points, others)
            cost = _cost(points, others) + 0.5 * abs(lane - (start[1] + end[1]) / 2)
            ways.append((_Way(points, cost, (lane, left, right)), hit))
        return min(ways, key=lambda way: way[0].cost)

    def _others(self, start: tuple[float, float], end: tuple[float, float], parent: str, child: str) -> Points:
        """The cards that could stand in the way, each with some air about it."""
        left, right = min(start[0], end[0]) - 60, max(start[0], end[0]) + 60
        keep = (self._boxes[:, 2] > left) & (self._boxes[:, 0] < right)
        keep[[self._place[name] for name in (parent, child) if name in self._place]] = False
        return self._boxes[keep] + np.array([-_CLEAR, -_CLEAR, _CLEAR, _CLEAR])

    def _candidates(self, hit: Points, level: float) -> list[float]:
        """Heights just above and below what is in the way, moved off the lanes that other wires have."""
        left, right = float(hit[:, 0].min()), float(hit[:, 2].max())
        top, bottom = float(hit[:, 1].min()), float(hit[:, 3].max())
        away = _LANE - _CLEAR
        edges = {float(y) for y in (*(hit[:, 1] - away), *(hit[:, 3] + away))}
        nearest = sorted(edges, key=lambda y: abs(y - level))[:_TRIED]
        taken = [y for y, a, b in self._lanes if a < right and b > left]
        lanes = []
        for edge in {*nearest, top - away, bottom + away}:
            step = -_LANES_APART if edge < (top + bottom) / 2 else _LANES_APART
            while any(abs(edge - y) < _LANES_APART for y in taken):
                edge += step
            lanes.append(edge)
        return sorted(lanes)


def beside(points: Points, distance: float) -> Points:
    """The curve that runs ``distance`` to the right of this one (below a wire that goes right)."""
    along = np.gradient(points, axis=0)
    lengths = np.hypot(along[:, 0], along[:, 1])
    along /= np.where(lengths > 0, lengths, 1.0)[:, None]
    # At the ports a wire is level: so is its neighbour.
    along[0] = along[-1] = (1.0, 0.0)
    return points + distance * np.stack([-along[:, 1], along[:, 0]], axis=1)


def length(points: Points) -> float:
    steps = np.diff(points, axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def at(points: Points, share: float) -> tuple[float, float]:
    """The point at this share of the way."""
    place = min(1.0, max(0.0, share)) * (len(points) - 1)
    k = min(int(place), len(points) - 2)
    x, y = points[k] + (points[k + 1] - points[k]) * (place - k)
    return float(x), float(y)


def handles(start: tuple[float, float], end: tuple[float, float]) -> Corners:
    """The four corners of a cubic that leaves and arrives level."""
    bend = _bend(start, end)
    return start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end


def curved(corners: Corners) -> Points:
    """The points of a wire along a cubic."""
    return evenly(_WEIGHTS @ np.array(corners, dtype=float))


def _bend(start: Sequence[float], end: Sequence[float]) -> float:
    dx, dy = end[0] - start[0], abs(end[1] - start[1])
    # A child left of its parent needs a handle that swings around.
    if dx > 12:
        return min(_LARGEST_BEND, max(0.5 * dx, min(dx, 26.0)))
    return min(50.0 + 0.25 * dy - 0.3 * dx, 40.0 + 0.6 * (dy - dx))


def _curve(start: Sequence[float], end: Sequence[float]) -> Points:
    """A cubic that leaves and arrives level."""
    return _WEIGHTS @ np.array(handles((start[0], start[1]), (end[0], end[1])), dtype=float)


def _detour(start: Sequence[float], end: Sequence[float], lane: float, hit: Points) -> tuple[Points, float, float]:
    """Out to the lane, along it past what was in the way, and in to the end."""
    left = max(float(hit[:, 0].min()) - 1, start[0] + _TURN)
    right = min(float(hit[:, 2].max()) + 1, end[0] - _TURN)
    if right <= left:
        left = right = (left + right) / 2
    straight = np.linspace((left, lane), (right, lane), _FINE)
    return np.vstack([_curve(start, (left, lane)), straight[1:-1], _curve((right, lane), end)]), left, right


def _hits(points: Points, boxes: Points) -> Flags:
    """Which of the boxes the points run into."""
    x, y = points[:, 0, None], points[:, 1, None]
    inside = (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])
    return np.asarray(inside.any(axis=0))


def _cost(points: Points, airy: Points) -> float:
    """Length and climb, and what it costs to come near a card (``airy`` boxes) or to run behind one."""
    climb = float(np.abs(np.diff(points[:, 1])).sum())
    bare = airy + (_CLEAR - 1) * np.array([1, 1, -1, -1])
    near, behind = float(_hits(points, airy).sum()), float(_hits(points, bare).sum())
    return length(points) + 0.4 * climb + _NEAR * near + _BEHIND * behind


def evenly(points: Points) -> Points:
    """``POINTS`` points evenly spaced along the polyline."""
    steps = np.diff(points, axis=0)
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])
    places = np.linspace(0, gone[-1], POINTS)
    return np.stack([np.interp(places, gone, points[:, 0]), np.interp(places, gone, points[:, 1])], axis=1)
