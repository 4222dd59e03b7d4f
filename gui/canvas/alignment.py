"""Where cards go that are aligned, spread evenly or brought into a row: from rectangles to top-left corners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QRectF

from graph.layout import COLUMN_GAP, ROW_GAP

Point = tuple[float, float]
Rects = Mapping[str, QRectF]
Line = Literal["left", "centre", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]

_CORNERS: dict[Line, Callable[[QRectF, QRectF], Point]] = {
    "left": lambda rect, whole: (whole.left(), rect.top()),
    "centre": lambda rect, whole: (whole.center().x() - rect.width() / 2, rect.top()),
    "right": lambda rect, whole: (whole.right() - rect.width(), rect.top()),
    "top": lambda rect, whole: (rect.left(), whole.top()),
    "middle": lambda rect, whole: (rect.left(), whole.center().y() - rect.height() / 2),
    "bottom": lambda rect, whole: (rect.left(), whole.bottom() - rect.height()),
}


def aligned(rects: Rects, line: Line) -> dict[str, Point]:
    """All on one line of the rectangle around them: an edge of it, or through its middle."""
    whole = around(rects)
    return {name: _CORNERS[line](rect, whole) for name, rect in rects.items()}


def distributed(rects: Rects, axis: Axis) -> dict[str, Point]:
    """With equal gaps between the outermost two, which stay; the gaps are negative where there is no room."""
    order = _in_order(rects, axis)
    if len(order) < 3:
        return {name: rect.topLeft().toTuple() for name, rect in rects.items()}
    first, last = rects[order[0]], rects[order[-1]]
    room = last.right() - first.left() if axis == "across" else last.bottom() - first.top()
    gap = (room - sum(_extent(rects[name], axis) for name in order)) / (len(order) - 1)
    return _strung(rects, order, axis, gap)


def in_line(rects: Rects, axis: Axis) -> dict[str, Point]:
    """A row or a column: one beside the other as in the layout, their middles on one line."""
    gap = COLUMN_GAP if axis == "across" else ROW_GAP
    level = aligned(rects, "middle" if axis == "across" else "centre")
    strung = _strung(rects, _in_order(rects, axis), axis, gap)
    if axis == "across":
        return {name: (strung[name][0], level[name][1]) for name in rects}
    return {name: (level[name][0], strung[name][1]) for name in rects}


def around(rects: Rects) -> QRectF:
    """The rectangle around all."""
    whole = QRectF()
    for rect in rects.values():
        whole = whole.united(rect)
    return whole


def _in_order(rects: Rects, axis: Axis) -> list[str]:
    return sorted(rects, key=lambda name: rects[name].center().toTuple()[0 if axis == "across" else 1])


def _extent(rect: QRectF, axis: Axis) -> float:
    return rect.width() if axis == "across" else rect.height()


def _strung(rects: Rects, order: list[str], axis: Axis, gap: float) -> dict[str, Point]:
    """One after the other from where the first stands, with this gap; the other coordinate stays."""
    corners = {}
    place = rects[order[0]].left() if axis == "across" else rects[order[0]].top()
    for name in order:
        rect = rects[name]
        corners[name] = (place, rect.top()) if axis == "across" else (rect.left(), place)
        place += _extent(rect, axis) + gap
    return corners
