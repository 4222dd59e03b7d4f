"""Mouse gestures on the canvas: each one object with start, move, end, and cancel on Esc."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication, QScrollBar


class Board(Protocol):
    """What gestures may ask of the canvas."""

    def mapToScene(self, point: QPoint, /) -> QPointF: ...
    def horizontalScrollBar(self) -> QScrollBar: ...
    def verticalScrollBar(self) -> QScrollBar: ...

    def places(self) -> dict[str, QPointF]: ...
    def selected(self) -> frozenset[str]: ...
    def select(self, names: frozenset[str]) -> None: ...
    def cards_in(self, area: QRectF) -> frozenset[str]: ...
    def show_places(self, places: dict[str, QPointF]) -> None: ...
    def keep_places(self, places: dict[str, QPointF]) -> None: ...
    def drop_places(self) -> None: ...
    def show_band(self, area: QRectF | None) -> None: ...


class Gesture:
    """The base: a gesture that does nothing. Points are in the viewport; ``end`` answers whether anything moved."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, board: Board, start: QPoint) -> None:
        self.board = board
        self.start = start
        self.moved = False

    def move(self, point: QPoint) -> None:
        self.moved = self.moved or (point - self.start).manhattanLength() >= QApplication.startDragDistance()
        if self.moved:
            self.follow(point)

    def follow(self, point: QPoint) -> None:
        """The pointer is at ``point``, and has left the place where it went down."""

    def end(self) -> bool:
        return self.moved

    def cancel(self) -> None:
        """All is again as it was before the gesture."""


class Pan(Gesture):
    """Drags the view over the scene."""

    cursor = Qt.CursorShape.ClosedHandCursor

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


class MoveCards(Gesture):
    """Moves the selected cards together; one step of undo."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, board: Board, start: QPoint) -> None:
        super().__init__(board, start)
        self.before = {name: place for name, place in board.places().items() if name in board.selected()}

    def follow(self, point: QPoint) -> None:
        way = self.board.mapToScene(point) - self.board.mapToScene(self.start)
        self.board.show_places({name: place + way for name, place in self.before.items()})

    def end(self) -> bool:
        if self.moved:
            after = self.board.places()
            self.board.keep_places({name: after[name] for name in self.before if name in after})
        return self.moved

    def cancel(self) -> None:
        self.board.drop_places()


class Band(Gesture):
    """Draws a band; the cards it touches are selected, added to those ``kept``."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, board: Board, start: QPoint, kept: frozenset[str]) -> None:
        super().__init__(board, start)
        self.before = board.selected()
        self.kept = kept

    def follow(self, point: QPoint) -> None:
        view = self.board
        area = QRectF(view.mapToScene(self.start), view.mapToScene(point)).normalized()
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
