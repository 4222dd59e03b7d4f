"""Selecting by a band."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt

from gui.canvas.gestures.gesture import Board, Gesture


class Band(Gesture):
    """Draws a band; the cards it touches are selected, added to those ``kept``."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, board: Board, start: QPoint, kept: frozenset[str]) -> None:
        super().__init__(board, start)
        self.before = board.selected()
        self.kept = kept

    def follow(self, point: QPoint) -> None:
        area = QRectF(self.origin, self.board.mapToScene(point)).normalized()
        self.board.show_band(area)
        self.board.select(self.kept | self.board.cards_in(area))

    def end(self) -> bool:
        self.board.show_band(None)
        if not self.moved:
            self.board.select(self.kept)
        return self.moved

    def cancel(self) -> None:
        self.board.show_band(None)
        self.board.select(self.before)
