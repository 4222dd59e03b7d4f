"""Which ground is taken, and the nearest that is free."""

from __future__ import annotations

from collections import defaultdict
from math import floor, inf

Point = tuple[float, float]
Size = tuple[float, float]

_STRIP = 256.0
"""Width of the vertical strips by which cards are found."""


class Room:
    """Cards on a plane, at least ``gap`` pixels apart. Finding room costs what stands in the same strips."""

    def __init__(self, gap: float) -> None:
        self.gap = gap
        self.left = inf
        self.bottom = 0.0
        self._strips: defaultdict[int, list[tuple[float, float, float, float]]] = defaultdict(list)

    def take(self, corner: Point, size: Size) -> None:
        """A card stands at ``corner``, the top left one."""
        left, top = corner
        right, bottom = left + size[0], top + size[1]
        self.left = min(self.left, left)
        self.bottom = max(self.bottom, bottom)
        for strip in self._reached(left, right):
            self._strips[strip].append((left, top, right, bottom))

    def nearest(self, corner: Point, size: Size) -> Point:
        """The corner straight above or below ``corner``, or itself, where a card of this size has room."""
        left, top = corner
        right = left + size[0]
        wanted = top
        blocked = sorted(
            (other_top - size[1] - self.gap, other_bottom + self.gap)
            for other_left, other_top, other_right, other_bottom in self._near(left, right)
            if other_left < right + self.gap and left < other_right + self.gap
        )
        above = below = wanted
        for start, end in blocked:
            if start < below < end:
                below = end
        for start, end in sorted(blocked, key=lambda span: -span[1]):
            if start < above < end:
                above = start
        return left, below if below - wanted <= wanted - above else above

    def _near(self, left: float, right: float) -> set[tuple[float, float, float, float]]:
        return {
            card for strip in self._reached(left - self.gap, right + self.gap) for card in self._strips.get(strip, ())
        }

    @staticmethod
    def _reached(left: float, right: float) -> range:
        return range(floor(left / _STRIP), floor(right / _STRIP) + 1)
