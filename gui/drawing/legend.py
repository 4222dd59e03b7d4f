"""What the colours and strokes mean, in one line for the foot of a figure."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gui.drawing.colours import colour
from gui.drawing.fonts import text_width
from gui.drawing.strokes import box, hatch, pen, text
from gui.drawing.theme import Theme

_HEIGHT = 26.0
_KEY = 30.0
_AFTER_KEY = 7.0
_BETWEEN = 22.0

_WORDS = (
    "value, forward",
    "adjoint, backward",
    "local derivative",
    "parameter",
    "not computed",
    "negative to positive",
)

Key = Callable[[QPainter, QRectF, Theme], None]


def legend_size(width: float, theme: Theme) -> tuple[float, float]:
    """Width and height of a legend that may be ``width`` wide, in units of the picture."""
    rows = _rows(width, theme)
    return max(row[-1][1] + _entry(row[-1][0], theme) for row in rows), _HEIGHT * len(rows)


def paint_legend(painter: QPainter, x: float, y: float, width: float, theme: Theme) -> None:
    """Draws the legend with its top left corner at (x, y): black text beside coloured keys."""
    for k, row in enumerate(_rows(width, theme)):
        middle = y + (k + 0.5) * _HEIGHT
        for entry, left in row:
            _KEYS[entry](painter, QRectF(x + left, middle - 7, _KEY, 14), theme)
            text(painter, x + left + _KEY + _AFTER_KEY, middle, _WORDS[entry], theme.metrics.small, theme.text)


def _rows(width: float, theme: Theme) -> list[list[tuple[int, float]]]:
    """The entries of every row with their left edges."""
    rows: list[list[tuple[int, float]]] = [[]]
    left = 0.0
    for entry in range(len(_WORDS)):
        if rows[-1] and left + _entry(entry, theme) > width:
            rows.append([])
            left = 0.0
        rows[-1].append((entry, left))
        left += _entry(entry, theme) + _BETWEEN
    return rows


def _entry(entry: int, theme: Theme) -> float:
    return _KEY + _AFTER_KEY + text_width(_WORDS[entry], theme.metrics.small)


def _forward(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    _line(painter, rect, theme, theme.forward, ())


def _backward(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    _line(painter, rect, theme, theme.backward, (5.0, 3.0))


def _line(painter: QPainter, rect: QRectF, theme: Theme, ink: str, dashes: tuple[float, ...]) -> None:
    painter.setPen(pen(ink, theme.strong, dashes))
    painter.drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y()))


def _chip(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    middle = rect.center().y()
    left, right = rect.left(), rect.right()
    painter.setPen(pen(theme.chip_edge, 1.0))
    painter.setBrush(colour(theme.chip))
    points = [(left, middle), (left + 6, rect.top()), (right - 6, rect.top())]
    points += [(right, middle), (right - 6, rect.bottom()), (left + 6, rect.bottom())]
    painter.drawPolygon(QPolygonF([QPointF(px, py) for px, py in points]))


def _parameter(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    tab = QRectF(rect.right() - 15, rect.center().y() - 7.5, 15, 15)
    box(painter, tab, 4, theme.parameter)
    text(painter, tab.center().x(), tab.center().y(), "P", 10, theme.on_parameter, 700, align=0.5)


def _empty(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    hatch(painter, rect, theme.card, theme.hatch)
    box(painter, rect, 3, None, theme.edge, 1.0)


def _signs(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    steps = 15
    for k in range(steps):
        cell = QRectF(rect.left() + k * rect.width() / steps, rect.top(), rect.width() / steps + 0.3, rect.height())
        painter.fillRect(cell, theme.sign_colour(2 * k / (steps - 1) - 1, 1.0))


_KEYS: tuple[Key, ...] = (_forward, _backward, _chip, _parameter, _empty, _signs)
