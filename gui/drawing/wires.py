"""Wires: forward solid with a fixed arrowhead, backward dashed beside it, the local derivative in a chip."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from gui.drawing.colours import colour, mix
from gui.drawing.mathematics import Formula
from gui.drawing.routes import APART, Points, at, beside, curved, handles, length
from gui.drawing.states import WirePose
from gui.drawing.strokes import pen
from gui.drawing.theme import Theme

CHIP_HEIGHT = 25.0
_CHIP_POINT = 9.0
_THICK, _MIDDLE = -0.3, -2.0
"""Powers of ten below the largest norm down to which a wire is thick, and in the middle."""

_BARE = 56.0
"""How much of a wire must stay in sight beside its chip."""

_DASHES = (7.0, 4.0)
_REACH = 8.0 + APART
"""How far a wire's head, its width and the curve beside it go over its line."""

_PIECE = 8
"""Points of a wire that lie in one piece of what it covers."""

_SHORTER = 6.0
"""What a line lacks at its end, where the arrowhead covers it."""

DETAILED = 0.4
"""The zoom from which arrowheads, dashes and chips are drawn."""

Edge = tuple[str, str]

Bends = tuple[tuple[float, float], ...]
"""Points that a wire is led through by hand, from its parent to its child."""


class Wire:
    """One wire, parent to child, through its points; what is drawn of it is made when it is drawn."""

    bends: Bends = ()

    def __init__(self, parent: str, child: str, points: Points) -> None:
        self.parent = parent
        self.child = child
        self._points = points

    @property
    def points(self) -> Points:
        return self._points

    @cached_property
    def back(self) -> Points:
        """The backward curve, in the same order."""
        return beside(self.points, APART)

    @cached_property
    def path(self) -> QPainterPath:
        """The line without its last bit, which the head covers: it would show beside the tip."""
        return smooth(_without_head(self.points))

    @cached_property
    def back_path(self) -> QPainterPath:
        """The backward curve, from the child to where its head begins."""
        return smooth(_without_head(self.back[::-1]))

    @cached_property
    def length(self) -> float:
        return length(self.points)

    @cached_property
    def bounds(self) -> QRectF:
        (left, top), (right, bottom) = self.points.min(axis=0), self.points.max(axis=0)
        return QRectF(left, top, right - left, bottom - top).adjusted(-_REACH, -_REACH, _REACH, _REACH)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """``bounds`` as its sides: left, top, right, bottom."""
        sides: tuple[float, float, float, float] = self.bounds.getCoords()
        return sides

    @cached_property
    def strips(self) -> list[QRectF]:
        """What the wire covers, piece by piece."""
        pieces = [self.points[k : k + _PIECE + 1] for k in range(0, len(self.points) - 1, _PIECE)]
        rects = (QRectF(QPointF(*piece.min(axis=0)), QPointF(*piece.max(axis=0))) for piece in pieces)
        return [rect.adjusted(-_REACH, -_REACH, _REACH, _REACH) for rect in rects]


class DirectWire(Wire):
    """A wire that is led around nothing: a single cubic, which is drawn much faster than a curve through points."""

    def __init__(self, parent: str, child: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.parent = parent
        self.child = child
        self.corners = handles(start, end)

    @cached_property
    def _points(self) -> Points:  # type: ignore[override]
        return curved(self.corners)

    @cached_property
    def path(self) -> QPainterPath:
        (x, y), first, second, (right, level) = self.corners
        path = QPainterPath(QPointF(x, y))
        path.cubicTo(*first, *second, right - _SHORTER, level)
        return path

    @cached_property
    def bounds(self) -> QRectF:
        (x, y), (first, _), (second, _), (right, level) = self.corners
        left, width = min(x, second), abs(max(right, first) - min(x, second))
        return QRectF(left, min(y, level), width, abs(level - y)).adjusted(-_REACH, -_REACH, _REACH, _REACH)


@dataclass(frozen=True, slots=True)
class Chip:
    """The local derivative on its wire; ``rect`` is in the coordinates of the picture."""

    edge: Edge
    formula: Formula
    rect: QRectF


def smooth(points: Points) -> QPainterPath:
    """A curve through the points (Catmull and Rom)."""
    path = QPainterPath(QPointF(*points[0].tolist()))
    padded = np.concatenate([points[:1], points, points[-1:]])
    slopes = (padded[2:] - padded[:-2]) / 6
    for corners in np.hstack([points[:-1] + slopes[:-1], points[1:] - slopes[1:], points[1:]]).tolist():
        path.cubicTo(*corners)
    return path


def width_class(norm: float, largest: float, theme: Theme) -> float:
    """Wire width by the logarithm of a message's norm, in three classes, against the largest norm of the run."""
    thin, middle, thick = theme.widths
    if not norm > 0 or not largest > 0:
        return thin
    share = math.log10(norm / largest) if math.isfinite(norm) else 0.0
    return thick if share > _THICK else middle if share > _MIDDLE else thin


def place_chips(
    wires: Iterable[Wire], formulas: Mapping[Edge, Formula], px: float, cards: list[QRectF]
) -> dict[Edge, Chip]:
    """A chip for every wire that has room for one: near the child, off the cards and off the other chips."""
    chips: dict[Edge, Chip] = {}
    taken = [card.adjusted(-3, -3, 3, 3) for card in cards]
    for wire in wires:
        formula = formulas.get((wire.parent, wire.child))
        if formula is None:
            continue
        width = formula.width(px) + 2 * _CHIP_POINT + 12
        if wire.length < width + _BARE:
            continue
        height = max(CHIP_HEIGHT, formula.height(px) + 10)
        for share in (0.78, 0.7, 0.62, 0.54, 0.46, 0.38, 0.3, 0.86, 0.22):
            (x1, y1), (x2, y2) = at(wire.points, share), at(wire.back, share)
            rect = QRectF((x1 + x2 - width) / 2, (y1 + y2 - height) / 2, width, height)
            if not any(rect.intersects(other) for other in taken):
                chips[wire.parent, wire.child] = Chip((wire.parent, wire.child), formula, rect)
                taken.append(rect.adjusted(-4, -4, 4, 4))
                break
    return chips


Look = tuple[str, float, tuple[float, ...]]
"""Ink, width in units, and dashes."""


class Strokes:
    """Lines and heads of many wires, gathered by how they look: what looks alike is one call of the painter.

    ``alone`` draws every wire by itself, as pictures want it that are taken apart elsewhere.
    """

    def __init__(self, painter: QPainter, alone: bool) -> None:
        self._painter = painter
        self._alone = alone
        self._lines: dict[Look, QPainterPath] = {}
        self._heads: dict[Look, QPainterPath] = {}

    def add(self, look: Look, line: QPainterPath, head: QPolygonF | None) -> None:
        """A wire, and its head unless that is out of view."""
        if look in self._lines:
            self._lines[look].addPath(line)
        else:
            self._lines[look] = QPainterPath(line)
        if head is not None:
            heads = self._heads.setdefault(look, QPainterPath())
            heads.setFillRule(Qt.FillRule.WindingFill)
            heads.addPolygon(head)
            heads.closeSubpath()
        if self._alone:
            self.paint()

    def paint(self) -> None:
        """Draws what has been gathered, each look in the order in which it came first."""
        for look, line in self._lines.items():
            ink, width, dashes = look
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.setPen(pen(ink, width, dashes))
            self._painter.drawPath(line)
            if look in self._heads:
                self._painter.setPen(Qt.PenStyle.NoPen)
                self._painter.setBrush(colour(ink))
                self._painter.drawPath(self._heads[look])
        self._lines, self._heads = {}, {}


def add_forward(
    strokes: Strokes, wire: Wire, pose: WirePose, theme: Theme, zoom: float = 1.0, exposed: QRectF | None = None
) -> None:
    """The line and its head. ``exposed`` is what is in view: heads far out of it are dear and seen by nobody."""
    ink = mix(mix(theme.wire, theme.forward, pose.forward), theme.canvas, 0.6 * pose.dim)
    width = theme.idle + (theme.strong - theme.idle) * pose.active
    there = zoom >= DETAILED and _in_view(wire.points[-1], exposed)
    head = _head(wire.points[-1], wire.points[-2], theme.head) if there else None
    strokes.add((ink, max(width, 0.7 / zoom), ()), wire.path, head)


def add_backward(
    strokes: Strokes,
    wire: Wire,
    pose: WirePose,
    width: float,
    theme: Theme,
    zoom: float = 1.0,
    exposed: QRectF | None = None,
) -> None:
    """The dashed curve as far as the message has come, with its head at the parent once it is there."""
    ink = mix(theme.backward, theme.canvas, 0.6 * pose.dim)
    dashes = _DASHES if zoom >= DETAILED else ()
    if pose.message >= 1:
        head = None
        if zoom >= DETAILED and _in_view(wire.back[0], exposed):
            scale = 0.8 + 0.2 * width / theme.idle
            head = _head(wire.back[0], wire.back[1], (theme.head[0] * scale, theme.head[1] * scale))
        strokes.add((ink, width, dashes), wire.back_path, head)
        return
    reached = wire.back[::-1][: max(2, round(pose.message * (len(wire.back) - 1)) + 1)]
    strokes.add((ink, width, dashes), smooth(reached), None)


def paint_chip(
    painter: QPainter, chip: Chip, pose: WirePose, px: float, theme: Theme, crisp: bool, hovered: bool = False
) -> None:
    rect, point = chip.rect, _CHIP_POINT
    middle = rect.center().y()
    outline = QPolygonF(
        [
            QPointF(rect.left(), middle),
            QPointF(rect.left() + point, rect.top()),
            QPointF(rect.right() - point, rect.top()),
            QPointF(rect.right(), middle),
            QPointF(rect.right() - point, rect.bottom()),
            QPointF(rect.left() + point, rect.bottom()),
        ]
    )
    veil = 0.6 * pose.dim
    painter.setPen(pen(theme.text if hovered else mix(theme.chip_edge, theme.canvas, veil), 1.2))
    painter.setBrush(colour(mix(theme.chip, theme.canvas, veil)))
    painter.drawPolygon(outline)
    formula = chip.formula
    x = rect.center().x() - formula.width(px) / 2
    baseline = middle + (formula.ascent(px) - formula.descent(px)) / 2
    formula.draw(painter, x, baseline, px, mix(theme.text, theme.canvas, veil), crisp)


def _in_view(tip: Points, exposed: QRectF | None) -> bool:
    return exposed is None or exposed.adjusted(-20, -20, 20, 20).contains(float(tip[0]), float(tip[1]))


def _without_head(points: Points) -> Points:
    result = points.copy()
    step = result[-1] - result[-2]
    size = math.hypot(float(step[0]), float(step[1])) or 1.0
    result[-1] -= step / size * min(_SHORTER, size * 0.9)
    return result


def _head(tip: Points, before: Points, size: tuple[float, float]) -> QPolygonF:
    x, y = float(tip[0]), float(tip[1])
    # A head stands level at its port: the bend that a wire may still have there would make it look crooked.
    direction = 1.0 if x >= float(before[0]) else -1.0
    back, half = x - direction * size[0], size[1] / 2
    return QPolygonF([QPointF(x, y), QPointF(back, y - half), QPointF(back, y + half)])
