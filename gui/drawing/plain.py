"""Mathematics as plain text: measured and drawn at once, for cards that are seen from afar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath

from gui.drawing.colours import colour
from gui.drawing.fonts import serif_font
from gui.drawing.mathematics import Formula, Typesetter

_MEASURED = 40.0
"""The size at which widths are measured; they are scaled from there."""

_ASCENT, _DESCENT = 0.72, 0.24


class PlainFormula(Formula):
    """What a formula says, in its text. It never waits for a typesetter, and ``ready`` is True."""

    def __init__(self, latex: str, plain: str | Callable[[], str]) -> None:
        self.latex = latex
        self._plain = plain
        self.ready = True
        self._width: float | None = None

    def width(self, px: float) -> float:
        if self._width is None:
            self._width = QFontMetricsF(serif_font(_MEASURED)).horizontalAdvance(self.plain) / _MEASURED
        return self._width * px

    def ascent(self, px: float) -> float:
        return _ASCENT * px

    def descent(self, px: float) -> float:
        return _DESCENT * px

    def path(self, px: float) -> QPainterPath:
        path = QPainterPath()
        path.addText(0, 0, serif_font(px), self.plain)
        return path

    def draw(self, painter: QPainter, x: float, baseline: float, px: float, code: str, crisp: bool = False) -> None:
        painter.setFont(serif_font(px))
        painter.setPen(colour(code))
        painter.drawText(QPointF(x, baseline), self.plain)


class PlainTypesetter(Typesetter):
    """Answers every formula with its text."""

    def formula(self, latex: str, plain: str | Callable[[], str] = "") -> Formula:
        return PlainFormula(latex, plain)
