"""Dragging a frame by its title bar."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from gui.canvas.gestures.gesture import Board
from gui.canvas.gestures.move_cards import MoveCards


class MoveFrame(MoveCards):
    """Moves the nodes of a frame, which are selected, and with them the frame; one step of undo."""

    def __init__(self, board: Board, start: QPoint, words: str) -> None:
        super().__init__(board, start)
        self.words = words
