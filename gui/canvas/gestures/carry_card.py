"""Carrying one card: put down on a wire, it goes into it; with Shift it is pulled out of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint

from gui.canvas.gestures.gesture import Board, Gesture
from gui.canvas.gestures.move_cards import MoveCards


class Wires(Protocol):
    """What the gesture asks of whoever puts nodes on wires."""

    def follow(self, name: str, point: QPoint) -> None: ...
    def drop(self, name: str, place: tuple[float, float]) -> bool: ...
    def let_go(self) -> None: ...


class CarryCard(MoveCards):
    """Moves the one card that is selected; over a wire that it fits, the wire lights up and takes it."""

    def __init__(self, board: Board, start: QPoint, name: str, wires: Wires) -> None:
        super().__init__(board, start)
        self._name = name
        self._wires = wires

    def follow(self, point: QPoint) -> None:
        super().follow(point)
        self._wires.follow(self._name, point)

    def end(self) -> bool:
        place = self.board.rect(self._name).topLeft()
        if self.moved and self._wires.drop(self._name, (place.x(), place.y())):
            self.board.show_sketch(None)
            self.board.drop_places()
            return True
        self._wires.let_go()
        return super().end()

    def cancel(self) -> None:
        self._wires.let_go()
        super().cancel()


class PullOut(Gesture):
    """Pulls a card out of its wires, which heal. A press without a drag is ``clicked``."""

    cursor = MoveCards.cursor

    def __init__(self, board: Board, start: QPoint, name: str, wires: Wires, clicked: Callable[[], None]) -> None:
        super().__init__(board, start)
        self._name = name
        self._wires = wires
        self._clicked = clicked
        self._before = board.selected()
        self._carried: MoveCards | None = None

    def follow(self, point: QPoint) -> None:
        if self._carried is None:
            self.board.select(frozenset((self._name,)))
            self._carried = MoveCards(self.board, self.start)
        self._carried.follow(point)
        self._wires.follow(self._name, point)

    def end(self) -> bool:
        if self._carried is None:
            self._clicked()
            return False
        place = self.board.rect(self._name).topLeft()
        self._wires.drop(self._name, (place.x(), place.y()))
        self._carried.cancel()
        return True

    def cancel(self) -> None:
        self._wires.let_go()
        if self._carried is not None:
            self._carried.cancel()
            self.board.select(self._before)
