"""Sockets of wires, and a wire under the hand."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath

from gui.drawing.colours import colour
from gui.drawing.fonts import text_font
from gui.drawing.routes import handles
from gui.drawing.strokes import box, cross, pen
from gui.drawing.theme import Theme

State = Literal["idle", "near", "fits", "refused", "aimed", "wrong"]
"""``idle`` on hover, ``near`` under the pointer; during a pull ``fits`` is lit, ``refused`` dim; under its loose end
``aimed``, or ``wrong`` where it is refused."""

_RADIUS = 5.5
_WIDEST = 330.0


def paint_plug(painter: QPainter, at: QPointF, state: State, theme: Theme, zoom: float) -> None:
    """A circle, never smaller than 11 pixels on screen."""
    radius = _RADIUS / min(1.0, zoom)
    lit = state in ("fits", "aimed")
    if lit:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.halo, 0.9 if state == "aimed" else 0.55))
        painter.drawEllipse(at, radius * 1.7, radius * 1.7)
    edge, ground = _tones(state, theme)
    painter.setPen(pen(edge, 1.6 / min(1.0, zoom)))
    painter.setBrush(colour(ground))
    painter.drawEllipse(at, radius, radius)


def _tones(state: State, theme: Theme) -> tuple[str, str]:
    """Edge and ground of a circle."""
    tones = {
        "near": (theme.text, theme.text),
        "aimed": (theme.text, theme.text),
        "fits": (theme.text, theme.forward_tint),
        "refused": (theme.faint, theme.canvas),
        "wrong": (theme.error, theme.error_tint),
    }
    return tones.get(state, (theme.outline, theme.card))


def paint_ring_mark(painter: QPainter, at: QPointF, state: State, theme: Theme, radius: float) -> None:
    """About a hole, whose own ring and label stay readable."""
    if state in ("fits", "aimed", "near", "wrong"):
        ink = theme.text if state == "near" else theme.error if state == "wrong" else theme.halo
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(ink, 4.5 if state == "aimed" else 3.0))
        painter.drawEllipse(at, radius + 3, radius + 3)
    elif state == "refused":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.canvas, 0.6))
        painter.drawEllipse(at, radius + 1, radius + 1)


def rubber(start: QPointF, end: QPointF) -> QPainterPath:
    """The curve of a wire from an out-port to wherever its end is held."""
    (x, y), first, second, (right, level) = handles((start.x(), start.y()), (end.x(), end.y()))
    path = QPainterPath(QPointF(x, y))
    path.cubicTo(*first, *second, right, level)
    return path


def paint_rubber(painter: QPainter, path: QPainterPath, held: bool, refused: bool, theme: Theme, zoom: float) -> None:
    """Solid where a drop would plug it in; dashed in the void and where it is refused."""
    held = held and not refused
    ink = theme.error if refused else theme.forward if held else theme.wire
    painter.strokePath(path, pen(theme.canvas, max(5.0, 4.0 / zoom)))
    painter.strokePath(path, pen(ink, max(2.2, 1.8 / zoom), () if held else (6.0, 4.0)))


def paint_note(painter: QPainter, at: QPointF, words: str, refused: bool, theme: Theme, area: QRectF) -> None:
    """A tag beside the pointer, within ``area``; in pixels."""
    font = text_font(theme.metrics.text, 500)
    metrics = QFontMetricsF(font)
    mark = 18.0 if refused else 0.0
    flags = Qt.TextFlag.TextWordWrap
    size = metrics.boundingRect(QRectF(0, 0, _WIDEST, 400), flags, words).size()
    tag = QRectF(at.x() + 16, at.y() + 14, size.width() + 22 + mark, size.height() + 14)
    tag.moveLeft(max(area.left() + 4, min(tag.left(), area.right() - tag.width() - 4)))
    if tag.bottom() > area.bottom() - 4:
        tag.moveBottom(at.y() - 12)
    edge, ground = (theme.error, theme.error_tint) if refused else (theme.outline, theme.card)
    box(painter, tag, 6, ground, edge, 1.2)
    if refused:
        cross(painter, tag.left() + 14, tag.top() + 15, 3.8, theme.error, 1.9)
    painter.setFont(font)
    painter.setPen(colour(theme.error if refused else theme.text))
    painter.drawText(tag.adjusted(11 + mark, 7, -8, -5), flags, words)
