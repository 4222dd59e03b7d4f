"""A row of the palette dragged over a wire, to be put on it as a new node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from graph.editing import Change
from graph.errors import GraphError
from gui.adding.changes import taken_on_wire
from gui.adding.offers import Offer
from gui.canvas.inserting import insert_on_wire
from gui.canvas.onto_wire import MOST_TRIED
from gui.canvas.sockets import NEAREST, Edge, nearest_wire

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_REACH = 14.0
"""Pixels on screen between a wire and the pointer from which the pointer is on it."""


class OfferOnWire(QObject):
    """``edge`` is the wire that what is dragged would go on, lit by the canvas; None where a drop is one beside it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self.edge: Edge | None = None
        self._tried: dict[tuple[str, Edge], Change | GraphError] = {}

    def follow(self, wanted: Offer, point: QPoint) -> None:
        """What is dragged is at a point of the viewport."""
        edge = self._under(wanted, point)
        found = self._change(wanted, edge) if edge is not None else None
        self._light(edge if isinstance(found, Change) else None)
        refused = isinstance(found, GraphError)
        words = found.words if isinstance(found, Change) else found.problems[0].message if refused else ""
        self._view.wiring.note(point, words, refused)

    def drop(self, wanted: Offer, point: QPoint) -> bool:
        """Puts it on the wire there, in one step of undo, or says why it does not fit; False where no wire is."""
        edge = self._under(wanted, point)
        found = self._change(wanted, edge) if edge is not None else None
        self.let_go()
        if isinstance(found, GraphError):
            self._view.wiring.say(found)
        elif found is not None and edge is not None:
            insert_on_wire(self._view, found, edge, self._view.mapToScene(point))
            self._view.window().activateWindow()
        return edge is not None

    def let_go(self) -> None:
        """What was dragged is elsewhere, or dropped."""
        self._light(None)
        self._tried.clear()
        self._view.wiring.note(QPoint(), "", False)

    def _light(self, edge: Edge | None) -> None:
        if edge != self.edge:
            self._view.layers.repaint_marks((), {one for one in (edge, self.edge) if one is not None})
            self.edge = edge

    def _under(self, wanted: Offer, point: QPoint) -> Edge | None:
        view, picture, graph = self._view, self._view.stage.picture, self._view.document.graph
        if not wanted.inputs or picture is None or graph is None or view.zoom < NEAREST or view.document.stale:
            return None
        there = view.mapToScene(point)
        if len(graph.nodes) > MOST_TRIED or picture.card_at(there.x(), there.y()) is not None:
            return None
        return nearest_wire(picture, there, _REACH / view.zoom)

    def _change(self, wanted: Offer, edge: Edge) -> Change | GraphError:
        if (wanted.key, edge) not in self._tried:
            try:
                self._tried[wanted.key, edge] = taken_on_wire(self._view.document.current, wanted, *edge)
            except GraphError as error:
                self._tried[wanted.key, edge] = error
        return self._tried[wanted.key, edge]
