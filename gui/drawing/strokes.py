"""The small marks that everything is drawn with: text in a box, hatching, rounded boxes, crosses."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.drawing.colours import colour
from gui.drawing.fonts import cap_height, text_font, text_width

HINTS = (
    QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing | QPainter.RenderHint.SmoothPixmapTransform
)
"""What a painter needs for all painting here."""

_HATCH = 7.0


def pen(code: str, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    """A pen ``width`` units wide; ``dashes`` are lengths in units, not in multiples of the width."""
    result = QPen(colour(code), width)
    result.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    result.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        result.setDashPattern([dash / width for dash in dashes])
    return result


def box(
    painter: QPainter, rect: QRectF, radius: float, fill: str | None, edge: str | None = None, width: float = 1.0
) -> None:
    """A rounded box whose outer edge is ``rect``."""
    painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
    if edge and width > 0:
        painter.setPen(pen(edge, width))
        half = width / 2
        painter.drawRoundedRect(
            rect.adjusted(half, half, -half, -half), max(0.0, radius - half), max(0.0, radius - half)
        )
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)


def text(
    painter: QPainter, x: float, middle: float, words: str, px: float, code: str, weight: int = 400, align: float = 0.0
) -> None:
    """One line, capitals centred on ``middle``; ``align`` 0 starts at ``x``, 0.5 centres on it, 1 ends there."""
    painter.setFont(text_font(px, weight))
    painter.setPen(colour(code))
    left = x - align * text_width(words, px, weight) if align else x
    painter.drawText(QPointF(left, middle + cap_height(px, weight) / 2), words)


def hatch(painter: QPainter, rect: QRectF, fill: str, code: str, radius: float = 3.0) -> None:
    """The mark of what is not computed: slanted lines, drawn as lines so that they scale and print."""
    box(painter, rect, radius, fill)
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    lines = []
    offset = _HATCH / 2
    while offset < rect.width() + rect.height():
        # The line x - left + y - top = offset, cut to the box.
        x1, y1 = (left + offset, top) if offset <= rect.width() else (right, top + offset - rect.width())
        x2, y2 = (left, top + offset) if offset <= rect.height() else (left + offset - rect.height(), bottom)
        lines.append(QLineF(x1, y1, x2, y2))
        offset += _HATCH
    painter.setPen(pen(code, 1.0))
    painter.drawLines(lines)


def cross(painter: QPainter, x: float, y: float, arm: float, code: str, width: float = 1.5) -> None:
    """✕, as two strokes, so that no font can lack it."""
    painter.setPen(pen(code, width))
    painter.drawLines([QLineF(x - arm, y - arm, x + arm, y + arm), QLineF(x - arm, y + arm, x + arm, y - arm)])
