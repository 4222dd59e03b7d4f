"""Scrolling while something is dragged to the edge of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from gui.canvas.gestures.gesture import Gesture

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

MARGIN = 28
"""Pixels from the edge within which the view scrolls."""

_FASTEST = 14.0
"""Pixels a tick, at the edge and beyond."""

_SETS_OFF = 60
"""Ticks until it is as fast as that: who only touches the edge does not lose sight of where he was."""

_TICK = 16


class EdgeScroll(QObject):
    """Scrolls on while the pointer rests at the edge, and tells the gesture that the scene moved under it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._gesture: Gesture | None = None
        self._point = QPoint()
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._scroll)

    def follow(self, gesture: Gesture, point: QPoint) -> None:
        """The pointer is at ``point`` of the viewport, dragging."""
        self._gesture, self._point = gesture, point
        if gesture.scrolls and gesture.moved and self._speed() != (0.0, 0.0):
            if not self._timer.isActive():
                self._ticks = 0
                self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        self._timer.stop()
        self._gesture = None

    def _scroll(self) -> None:
        if self._gesture is None:
            self.stop()
            return
        self._ticks += 1
        haste = min(1.0, self._ticks / _SETS_OFF)
        right, down = self._speed()
        self._view.scroll_by(right * haste, down * haste)
        self._gesture.move(self._point)

    def _speed(self) -> tuple[float, float]:
        size = self._view.viewport().size()
        start = self._gesture.start if self._gesture is not None else self._point
        return (
            _push(self._point.x(), start.x(), size.width()),
            _push(self._point.y(), start.y(), size.height()),
        )


def _push(place: int, start: int, length: int) -> float:
    """Pixels a tick, negative towards the beginning. What began at the edge scrolls once it goes farther out."""
    if place < MARGIN and place < start:
        return -_FASTEST * min(1.0, (MARGIN - place) / MARGIN)
    if place > length - MARGIN and place > start:
        return _FASTEST * min(1.0, (place - length + MARGIN) / MARGIN)
    return 0.0
