"""A node carried over a wire, to be put on it; or carried away from its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF

from graph.editing import Change, cut_out, insert, ports
from graph.errors import GraphError
from graph.files import Document
from graph.files.document import Place
from graph.notation import name_text
from gui.canvas.lit_wire import LitWire
from gui.canvas.nearby import READ_AT_ONCE, nearby, no_cycle
from gui.canvas.sockets import NEAREST, Edge, nearest_wire

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_REACH = 16.0
"""Pixels on screen between a wire and the pointer, or the middle of the card, from which the card is on the wire."""


class OntoWire(LitWire):
    """While one card is carried."""

    def follow(self, name: str, point: QPoint) -> None:
        """The card of ``name`` is under the hand at a point of the viewport."""
        view = self._view
        edge = self._under(name, point)
        found = self._change(name, edge) if edge is not None else None
        self._light(edge if isinstance(found, Change) else None)
        words = found.words if isinstance(found, Change) else ""
        refused = isinstance(found, GraphError) and self._has_hole(name)
        view.wiring.note(point, str(found.problems[0].message) if refused else words, refused)

    def drop(self, name: str, place: Place) -> bool:
        """Puts the card on the wire that is lit, in one step of undo with its new place. Answers whether one was."""
        edge, view = self.edge, self._view
        self.let_go()
        if edge is None:
            return False
        words = f"Putting {name_text(name)} on the wire from {name_text(edge[0])} to {name_text(edge[1])}"
        view.late_edit.make(
            words,
            lambda document: insert(document, name, *edge),
            lambda change: view.document.apply(change, placement={name: place}),
        )
        return True

    def _under(self, name: str, point: QPoint) -> Edge | None:
        view, picture = self._view, self._view.stage.picture
        if picture is None or view.zoom < NEAREST or view.document.stale:
            return None
        for place in (view.mapToScene(point), picture.rect(name).center()):
            edge = nearest_wire(picture, QPointF(place), _REACH / view.zoom, without=name)
            if edge is not None:
                return edge
        return None

    def _change(self, name: str, edge: Edge) -> Change | GraphError:
        return self._try(edge, lambda: insert(self._document(name, edge), name, *edge))

    def _document(self, name: str, edge: Edge) -> Document:
        """What the wire is tried in; of a large graph only what is about it. Raises GraphError for a cycle."""
        document = self._view.document
        graph = document.graph
        if graph is None or len(graph.nodes) <= READ_AT_ONCE:
            return document.current
        no_cycle(graph, name, *edge)
        return nearby(graph, (name, edge[1]))

    def _has_hole(self, name: str) -> bool:
        graph = self._view.document.graph
        return graph is not None and any(port.kind == "hole" for port in ports(graph, name))


class OffWires(QObject):
    """While one card is pulled out of its wires: what its going would heal, or why it cannot go."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._change: Change | GraphError | None = None

    def follow(self, name: str, point: QPoint) -> None:
        """The card of ``name`` is under the hand at a point of the viewport."""
        if self._change is None:
            try:
                self._change = cut_out(self._view.document.current, name)
            except GraphError as error:
                self._change = error
        refused = isinstance(self._change, GraphError)
        words = self._change.problems[0].message if isinstance(self._change, GraphError) else self._change.words
        self._view.wiring.note(point, words, refused)

    def drop(self, name: str, place: Place) -> bool:
        """The card is out, and stands where it was put; or everything is as before."""
        change = self._change
        self.let_go()
        if isinstance(change, GraphError):
            self._view.wiring.say(change)
        elif change is not None:
            self._view.document.apply(change, placement={name: place})
        return isinstance(change, Change)

    def let_go(self) -> None:
        self._change = None
        self._view.wiring.note(QPoint(), "", False)
