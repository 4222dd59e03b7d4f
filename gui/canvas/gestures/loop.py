"""Selecting by a loop drawn by hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gui.canvas.gestures.gesture import Board, Gesture
from gui.canvas.ground import paint_loop
from gui.drawing.theme import Theme


class Loop(Gesture):
    """Draws a loop; the cards whose middle it encloses are selected, added to those ``kept``."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, board: Board, start: QPoint, kept: frozenset[str]) -> None:
        super().__init__(board, start)
        self.before = board.selected()
        self.kept = kept
        self.line = QPolygonF([self.origin])

    def follow(self, point: QPoint) -> None:
        self.line.append(self.board.mapToScene(point))
        self.board.show_sketch(self._sketch)
        near = self.board.cards_in(self.line.boundingRect())
        rule = Qt.FillRule.WindingFill
        self.board.select(
            self.kept | {name for name in near if self.line.containsPoint(self.board.rect(name).center(), rule)}
        )

    def _sketch(self, painter: QPainter, theme: Theme, zoom: float) -> None:
        paint_loop(painter, self.line, theme, zoom)

    def end(self) -> bool:
        self.board.show_sketch(None)
        if not self.moved:
            self.board.select(self.kept)
        return self.moved

    def cancel(self) -> None:
        self.board.show_sketch(None)
        self.board.select(self.before)
