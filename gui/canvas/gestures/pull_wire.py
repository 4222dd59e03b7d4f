"""Pulling a wire out of a socket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, Qt

from gui.canvas.gestures.gesture import Board, Gesture
from gui.canvas.sockets import Socket


class Puller(Protocol):
    """What the gesture asks of whoever keeps the wires."""

    def begin(self, socket: Socket) -> None: ...
    def follow(self, point: QPoint) -> None: ...
    def drop(self, point: QPoint) -> None: ...
    def let_go(self) -> None: ...


class PullWire(Gesture):
    """A wire from a socket to wherever it is dropped; one step of undo. A press without a drag is ``clicked``."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, board: Board, start: QPoint, puller: Puller, socket: Socket, clicked: Callable[[], None]):
        super().__init__(board, start)
        self._puller = puller
        self._socket = socket
        self._clicked = clicked
        self._pulled = False
        self._point = start

    def follow(self, point: QPoint) -> None:
        if not self._pulled:
            self._puller.begin(self._socket)
            self._pulled = True
        self._point = point
        self._puller.follow(point)

    def end(self) -> bool:
        if self.moved:
            self._puller.drop(self._point)
        else:
            self._clicked()
        return self.moved

    def cancel(self) -> None:
        self._puller.let_go()
