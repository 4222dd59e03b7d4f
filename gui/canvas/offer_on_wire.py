"""A row of the palette dragged over a wire, to be put on it as a new node."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF

from graph.editing import Change
from graph.errors import GraphError
from graph.notation import name_text
from gui.adding.changes import taken_on_wire
from gui.adding.offers import Offer
from gui.canvas.inserting import insert_on_wire
from gui.canvas.lit_wire import LitWire
from gui.canvas.nearby import READ_AT_ONCE, nearby
from gui.canvas.sockets import NEAREST, Edge, nearest_wire

_REACH = 14.0
"""Pixels on screen between a wire and the pointer from which the pointer is on it."""


class OfferOnWire(LitWire):
    """While a row of the palette is dragged."""

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
            self._insert(wanted, edge, self._view.mapToScene(point), found)
        return edge is not None

    def _insert(self, wanted: Offer, edge: Edge, place: QPointF, found: Change) -> None:
        view = self._view
        graph = view.document.graph

        def put(change: Change) -> None:
            insert_on_wire(view, change, edge, place)
            view.window().activateWindow()

        if graph is None or len(graph.nodes) <= READ_AT_ONCE:
            put(found)
        else:
            words = f"Putting {wanted.title} on the wire from {name_text(edge[0])} to {name_text(edge[1])}"
            view.late_edit.make(words, lambda document: taken_on_wire(document, wanted, *edge), put)

    def _under(self, wanted: Offer, point: QPoint) -> Edge | None:
        view, picture, graph = self._view, self._view.stage.picture, self._view.document.graph
        if not wanted.inputs or picture is None or graph is None or view.zoom < NEAREST or view.document.stale:
            return None
        there = view.mapToScene(point)
        if picture.card_at(there.x(), there.y()) is not None:
            return None
        return nearest_wire(picture, there, _REACH / view.zoom)

    def _change(self, wanted: Offer, edge: Edge) -> Change | GraphError:
        return self._try((wanted.key, edge), lambda: self._attempt(wanted, edge))

    def _attempt(self, wanted: Offer, edge: Edge) -> Change:
        """What a drop would do; in a large graph tried with what is about the wire alone. Raises GraphError."""
        document = self._view.document
        graph = document.graph
        if graph is None or len(graph.nodes) <= READ_AT_ONCE:
            return taken_on_wire(document.current, wanted, *edge)
        change = taken_on_wire(nearby(graph, edge), wanted, *edge)
        words = f"insert {wanted.title} between {name_text(edge[0])} and {name_text(edge[1])}"
        return replace(change, words=words)  # the name will be another one, free in the whole graph
