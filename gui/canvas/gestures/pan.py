"""Dragging the view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from gui.canvas.gestures.gesture import Board, Gesture


class Pan(Gesture):
    """Drags the view over the scene."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = False

    def __init__(self, board: Board, start: QPoint) -> None:
        super().__init__(board, start)
        bars = board.horizontalScrollBar(), board.verticalScrollBar()
        self.bars = [(bar, bar.value()) for bar in bars]

    def follow(self, point: QPoint) -> None:
        for (bar, before), way in zip(self.bars, (point.x() - self.start.x(), point.y() - self.start.y()), strict=True):
            bar.setValue(before - way)

    def cancel(self) -> None:
        for bar, before in self.bars:
            bar.setValue(before)
