"""Dragging a note, and its right edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from gui.canvas.gestures.gesture import Board, Gesture
from gui.drawing.annotations import LEAST_NOTE

if TYPE_CHECKING:
    from gui.canvas.noting import Noting


class MoveNote(Gesture):
    """Moves one note; one step of undo."""

    cursor = Qt.CursorShape.SizeAllCursor
    words = "move a note"

    def __init__(self, board: Board, start: QPoint, notes: Noting, key: str) -> None:
        super().__init__(board, start)
        self.notes = notes
        self.key = key
        self.before = notes.notes[key]
        self.parts: dict[str, float] = {}

    def follow(self, point: QPoint) -> None:
        way = self.board.mapToScene(point) - self.board.mapToScene(self.start)
        self.parts = self.changed(way.x(), way.y())
        self.notes.show(self.key, **self.parts)

    def changed(self, right: float, down: float) -> dict[str, float]:
        """What of the note is other when the pointer has gone so far."""
        return {"x": round(self.before.x + right, 1), "y": round(self.before.y + down, 1)}

    def end(self) -> bool:
        if self.moved:
            self.notes.change(self.key, self.words, **self.parts)
        return self.moved

    def cancel(self) -> None:
        self.notes.drop()


class WidenNote(MoveNote):
    """Makes a note wider or narrower; its lines are broken anew."""

    cursor = Qt.CursorShape.SizeHorCursor
    words = "make a note wider or narrower"

    def changed(self, right: float, down: float) -> dict[str, float]:
        return {"width": max(LEAST_NOTE, round(self.before.width + right, 1))}
