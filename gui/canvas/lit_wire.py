"""The wire that what is dragged would go on: lit while it is dragged."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from graph.editing import Change
from graph.errors import GraphError
from gui.canvas.sockets import Edge

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class LitWire(QObject):
    """``edge`` is the wire, None where a drop is none on a wire. What a drop would do is tried once a drag."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self.edge: Edge | None = None
        self._tried: dict[Hashable, Change | GraphError] = {}

    def let_go(self) -> None:
        """What was dragged is elsewhere, or dropped."""
        self._light(None)
        self._tried.clear()
        self._view.wiring.note(QPoint(), "", False)

    def _light(self, edge: Edge | None) -> None:
        if edge != self.edge:
            self._view.layers.repaint_marks((), {one for one in (edge, self.edge) if one is not None})
            self.edge = edge

    def _try(self, key: Hashable, make: Callable[[], Change]) -> Change | GraphError:
        """What ``make`` gives, or why it cannot be, the first time that it was asked for ``key``."""
        if key not in self._tried:
            try:
                self._tried[key] = make()
            except GraphError as error:
                self._tried[key] = error
        return self._tried[key]
