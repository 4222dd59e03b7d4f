"""Dragging cards."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from gui.canvas.gestures.gesture import Board, Gesture


class MoveCards(Gesture):
    """Moves the selected cards together; one step of undo."""

    cursor = Qt.CursorShape.SizeAllCursor
    words = ""
    """What the step of undo is called, where the names of the nodes do not say it."""

    def __init__(self, board: Board, start: QPoint) -> None:
        super().__init__(board, start)
        self.before = {name: place for name, place in board.places().items() if name in board.selected()}

    def follow(self, point: QPoint) -> None:
        way = self.board.mapToScene(point) - self.board.mapToScene(self.start)
        self.board.show_places({name: place + way for name, place in self.before.items()})

    def end(self) -> bool:
        if self.moved:
            after = self.board.places()
            self.board.keep_places({name: after[name] for name in self.before if name in after}, self.words)
        return self.moved

    def cancel(self) -> None:
        self.board.drop_places()
