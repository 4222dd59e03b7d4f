"""Holes: inputs that nothing is wired to yet, as open dashed rings on the edge of their card."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from gui.drawing.colours import colour
from gui.drawing.faces import Face
from gui.drawing.fonts import text_width
from gui.drawing.grids import FRAME, Grid
from gui.drawing.strokes import pen, text
from gui.drawing.theme import Theme

RING = 8.5
"""The radius of a ring."""

_AIR = 22.0
_WIDEST = 250.0
_DASHES = (3.2, 2.2)


def waiting_cells(face: Face, cells: Grid, theme: Theme) -> Grid:
    """One cell in the place of the value, as wide as the words that say what it waits for."""
    wanted = text_width(face.waits, theme.metrics.text, 500) + _AIR
    return replace(cells, cell_width=max(cells.cell_width, min(_WIDEST, wanted) - 2 * FRAME))


def waiting_words(face: Face, cells: Grid, theme: Theme) -> str:
    """As many of them as the cell holds."""
    words, room = face.waits, cells.size[0] - _AIR / 2
    while text_width(words, theme.metrics.text, 500) > room and len(words) > 1:
        words = words.rstrip("…")[:-1] + "…"
    return words


def paint_ring(painter: QPainter, at: QPointF, label: str, theme: Theme, edge: str, ground: str = "") -> None:
    """An open dashed ring about ``at`` with ``?`` or ``?1`` in it."""
    painter.setPen(pen(edge, 1.5, _DASHES))
    painter.setBrush(colour(ground or theme.card))
    painter.drawEllipse(at, RING, RING)
    size = theme.metrics.small + (1.0 if len(label) == 1 else -1.5)
    text(painter, at.x(), at.y(), label, size, theme.text, 700, align=0.5)
