"""Where a card that is dragged catches: an edge at the same edge of the cards around it, a middle at middles, and at
equal gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from gui.drawing.strokes import pen
from gui.drawing.theme import Theme

_EXACT = 0.01
_BARB = 4.0
_BEYOND = 16.0

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Guide:
    """A thin line along what is aligned, or across a ``gap`` that is as wide as another one."""

    kind: Literal["line", "gap"]
    line: QLineF


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle seen along one axis: its extent that way, and across."""

    start: float
    end: float
    low: float
    high: float

    @property
    def lines(self) -> tuple[float, float, float]:
        return self.start, (self.start + self.end) / 2, self.end

    def moved(self, way: float) -> _Box:
        return _Box(self.start + way, self.end + way, self.low, self.high)

    def beside(self, other: _Box) -> bool:
        return self.low < other.high and other.low < self.high


def snapped(moving: QRectF, others: Sequence[QRectF], reach: float) -> tuple[tuple[float, float], tuple[Guide, ...]]:
    """How much farther ``moving`` goes, right and down, to catch at the ``others``; and the guides that say at what.

    ``reach`` is how near it has to come, in units of the scene.
    """
    right = _pull(_across(moving), [_across(rect) for rect in others], reach)
    down = _pull(_down(moving), [_down(rect) for rect in others], reach)
    there = moving.translated(right or 0.0, down or 0.0)
    guides: list[Guide] = []
    if right is not None:
        guides += [_turned(guide) for guide in _guides(_across(there), [_across(rect) for rect in others])]
    if down is not None:
        guides += _guides(_down(there), [_down(rect) for rect in others])
    return (right or 0.0, down or 0.0), tuple(guides)


def covered(guides: Sequence[Guide], zoom: float) -> list[QRectF]:
    """What the guides are drawn on, with their bars."""
    bar = 2 * _BARB / zoom
    ends = [QRectF(guide.line.p1(), guide.line.p2()).normalized() for guide in guides]
    return [rect.adjusted(-bar, -bar, bar, bar) for rect in ends]


def paint_guides(painter: QPainter, guides: Sequence[Guide], theme: Theme, zoom: float) -> None:
    """Lines for what is aligned; for equal gaps, lines between bars."""
    painter.setPen(pen(theme.focus, 1 / zoom))
    bar = _BARB / zoom
    for guide in guides:
        line = guide.line
        if guide.kind == "line":
            painter.drawLine(line)
            continue
        level = line.y1() == line.y2()
        for end in (line.p1(), line.p2()):
            across, along = (0.0, bar) if level else (bar, 0.0)
            painter.drawLine(QLineF(end.x() - across, end.y() - along, end.x() + across, end.y() + along))
        painter.drawLine(line)


def _across(rect: QRectF) -> _Box:
    return _Box(rect.left(), rect.right(), rect.top(), rect.bottom())


def _down(rect: QRectF) -> _Box:
    return _Box(rect.top(), rect.bottom(), rect.left(), rect.right())


def _pull(moving: _Box, others: Sequence[_Box], reach: float) -> float | None:
    """The least way along the axis to something that catches; None where nothing is near."""
    ways = [there - here for other in others for here, there in zip(moving.lines, other.lines, strict=True)]
    ways += [start - moving.start for start, _ in _even_places(moving, others)]
    near = [way for way in ways if abs(way) <= reach]
    return min(near, key=abs, default=None)


def _even_places(moving: _Box, others: Sequence[_Box]) -> Iterator[tuple[float, tuple[Span, ...]]]:
    """Where ``moving`` would start to have the gap to its neighbours that there is elsewhere; with the equal gaps."""
    row = [box for box in others if box.beside(moving)]
    middle = (moving.start + moving.end) / 2
    before = sorted((box for box in row if (box.start + box.end) / 2 < middle), key=lambda box: -box.end)
    after = sorted((box for box in row if (box.start + box.end) / 2 >= middle), key=lambda box: box.start)
    width = moving.end - moving.start
    if before and after and after[0].start - before[0].end > width:
        gap = (after[0].start - before[0].end - width) / 2
        start = before[0].end + gap
        yield start, ((before[0].end, start), (start + width, after[0].start))
    if len(before) > 1 and before[0].start > before[1].end:
        gap = before[0].start - before[1].end
        start = before[0].end + gap
        yield start, ((before[1].end, before[0].start), (before[0].end, start))
    if len(after) > 1 and after[1].start > after[0].end:
        gap = after[1].start - after[0].end
        start = after[0].start - gap - width
        yield start, ((start + width, after[0].start), (after[0].end, after[1].start))


def _guides(there: _Box, others: Sequence[_Box]) -> list[Guide]:
    """What ``there`` is in line with, lines lying along the other axis, and the gaps that are equal, lying along this.

    Drawn for an axis that goes down the page; ``_turned`` makes it the other one.
    """
    found = []
    for kind, place in enumerate(there.lines):
        on = [box for box in others if abs(box.lines[kind] - place) < _EXACT]
        if on:
            low, high = min(box.low for box in (*on, there)), max(box.high for box in (*on, there))
            found.append(Guide("line", QLineF(low - _BEYOND, place, high + _BEYOND, place)))
    level = (there.low + there.high) / 2
    for start, gaps in _even_places(there, others):
        if abs(start - there.start) < _EXACT:
            found += [Guide("gap", QLineF(level, first, level, last)) for first, last in gaps]
    return found


def _turned(guide: Guide) -> Guide:
    line = guide.line
    return Guide(guide.kind, QLineF(line.y1(), line.x1(), line.y2(), line.x2()))
