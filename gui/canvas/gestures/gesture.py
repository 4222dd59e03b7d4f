"""What a mouse gesture on the canvas is: one object with start, move, end, and cancel on Esc."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QScrollBar

from gui.drawing.theme import Theme

Sketch = Callable[[QPainter, Theme, float], None]
"""Paints in the scene what a gesture shows while it lasts, given the theme and the zoom."""


class Board(Protocol):
    """What gestures may ask of the canvas."""

    @property
    def zoom(self) -> float: ...
    @property
    def snaps(self) -> bool: ...

    def mapToScene(self, point: QPoint, /) -> QPointF: ...
    def horizontalScrollBar(self) -> QScrollBar: ...
    def verticalScrollBar(self) -> QScrollBar: ...

    def places(self) -> dict[str, QPointF]: ...
    def selected(self) -> frozenset[str]: ...
    def lifted(self) -> frozenset[str]: ...
    def select(self, names: frozenset[str]) -> None: ...
    def cards_in(self, area: QRectF) -> frozenset[str]: ...
    def show_places(self, places: dict[str, QPointF]) -> None: ...
    def keep_places(self, places: dict[str, QPointF], words: str = "") -> None: ...
    def drop_places(self) -> None: ...
    def show_band(self, area: QRectF | None) -> None: ...
    def show_sketch(self, sketch: Sketch | None, areas: Sequence[QRectF] | None = None) -> None: ...
    def rect(self, name: str) -> QRectF: ...
    def place(self, name: str) -> QPointF: ...
    def rects_beside(self, names: Collection[str]) -> list[QRectF]: ...


class Gesture:
    """The base: a gesture that does nothing. Points are in the viewport; ``end`` answers whether anything moved.

    ``origin`` is where in the scene it began: the view may scroll meanwhile. ``keys`` are those held down now.
    """

    cursor = Qt.CursorShape.ArrowCursor
    scrolls = True
    """Whether the view scrolls when the pointer comes to its edge."""

    def __init__(self, board: Board, start: QPoint) -> None:
        self.board = board
        self.start = start
        self.origin = board.mapToScene(start)
        self.keys = Qt.KeyboardModifier.NoModifier
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
