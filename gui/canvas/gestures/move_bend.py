"""Dragging a bend of a wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from gui.canvas.gestures.gesture import Gesture
from gui.drawing.wires import Bends, Edge

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_CATCHES = 6.0
"""Pixels on screen within which a bend comes level with the stop before or after it, or straight above it."""


class MoveBend(Gesture):
    """The wire follows its bend; one step of undo."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, view: CanvasView, start: QPoint, edge: Edge, index: int) -> None:
        super().__init__(view, start)
        self.view = view
        self.edge, self.index = edge, index
        wire = view.bending.wire(edge)
        assert wire is not None
        self.before: Bends = wire.bends
        stops = [tuple(wire.points[0].tolist()), *wire.bends, tuple(wire.points[-1].tolist())]
        self.beside = (stops[index], stops[index + 2])
        self.after = self.before

    def follow(self, point: QPoint) -> None:
        way = self.view.mapToScene(point) - self.origin
        x, y = self.before[self.index]
        place = x + way.x(), y + way.y()
        if self.view.snaps and not self.keys & Qt.KeyboardModifier.ControlModifier:
            place = (self._caught(place, 0), self._caught(place, 1))
        self.after = (*self.before[: self.index], place, *self.before[self.index + 1 :])
        self.view.stage.show_bends(self.edge, self.after)

    def _caught(self, place: tuple[float, float], axis: int) -> float:
        nearest = min((stop[axis] for stop in self.beside), key=lambda line: abs(line - place[axis]))
        return nearest if abs(nearest - place[axis]) <= _CATCHES / self.view.zoom else place[axis]

    def end(self) -> bool:
        if self.moved:
            self.view.bending.keep(self.edge, self.after, "move a bend of")
        return self.moved

    def cancel(self) -> None:
        self.view.stage.redraw()
