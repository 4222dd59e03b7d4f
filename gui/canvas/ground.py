"""What lies behind the cards, and what is said over all of them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gui.drawing.colours import colour
from gui.drawing.fonts import text_font
from gui.drawing.strokes import box, pen, text
from gui.drawing.theme import Theme

_DOTS = 24
_SEEN = 0.5
_OLD = "The equations cannot be read as they stand: this is the graph before"


def paint_ground(painter: QPainter, area: QRectF, theme: Theme, zoom: float) -> None:
    """The canvas and its dots, which go where they would stand too close."""
    painter.fillRect(area, colour(theme.canvas))
    if zoom < _SEEN:
        return
    left, top = int(area.left() // _DOTS * _DOTS), int(area.top() // _DOTS * _DOTS)
    painter.setPen(pen(theme.hatch, 1.2))
    painter.drawPoints(
        [
            QPointF(x, y)
            for x in range(left, int(area.right()) + 1, _DOTS)
            for y in range(top, int(area.bottom()) + 1, _DOTS)
        ]
    )


def paint_band(painter: QPainter, band: QRectF, theme: Theme, zoom: float) -> None:
    painter.setPen(pen(theme.focus, 1.2 / zoom))
    painter.setBrush(colour(theme.focus, 0.08))
    painter.drawRect(band)


def paint_loop(painter: QPainter, line: QPolygonF, theme: Theme, zoom: float) -> None:
    """A loop under way, and how it will close."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.focus, 0.08))
    painter.drawPolygon(line, Qt.FillRule.WindingFill)
    painter.setPen(pen(theme.focus, 1.2 / zoom))
    painter.drawPolyline(line)
    painter.setPen(pen(theme.focus, 1.2 / zoom, (4 / zoom, 4 / zoom)))
    painter.drawLine(line.last(), line.first())


def paint_stale(painter: QPainter, area: QRectF, width: float, theme: Theme) -> None:
    """Dims the graph that is older than its text, and says so; ``width`` is that of the viewport in pixels."""
    painter.fillRect(area, colour(theme.canvas, 0.6))
    painter.save()
    painter.resetTransform()
    painter.setFont(text_font(12))
    said = painter.fontMetrics().horizontalAdvance(_OLD)
    tag = QRectF((width - said) / 2 - 14, 14, said + 28, 28)
    box(painter, tag, 8, theme.error_tint, theme.error, 1.0)
    text(painter, tag.center().x(), tag.center().y(), _OLD, 12, theme.error, 500, align=0.5)
    painter.restore()
