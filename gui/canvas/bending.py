"""Points that somebody puts on a wire to lead it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRectF

from graph.notation import name_text
from gui.drawing.annotations import MOST_BENDS, said_of_bends
from gui.drawing.bends import Point, bend_near, carried, with_bend
from gui.drawing.routes import at
from gui.drawing.wires import Bends, Edge, Wire

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

REACH = 8.0
"""Pixels on screen within which a bend is taken hold of."""

NEAREST = 0.25
"""The zoom from which bends can be seen and taken hold of."""


class Bending:
    """What is done with the bends of wires; each change is one step of undo.

    ``chosen`` is the bend taken hold of last, as its wire and its number along it, while its wire is selected.
    """

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._chosen: tuple[Edge, int] | None = None

    @property
    def chosen(self) -> tuple[Edge, int] | None:
        if self._chosen is None or self._view.selection.selected_wire != self._chosen[0]:
            return None
        wire = self.wire(self._chosen[0])
        return self._chosen if wire is not None and self._chosen[1] < len(wire.bends) else None

    def choose(self, edge: Edge, index: int | None) -> None:
        """Selects a wire, and one of its bends."""
        self._chosen = None if index is None else (edge, index)
        self._view.selection.select_wire(*edge)
        self._view.viewport().update()

    def wire(self, edge: Edge) -> Wire | None:
        picture = self._view.stage.picture
        return picture.wires[edge] if picture is not None and edge in picture.wires else None

    def shown(self) -> list[Wire]:
        """The wires whose bends show: the one selected, and the one under the pointer."""
        edges = dict.fromkeys((self._view.selection.selected_wire, self._view.wiring.wire))
        wires = [self.wire(edge) for edge in edges if edge is not None]
        return [wire for wire in wires if wire is not None and wire.bends]

    def at(self, point: QPoint) -> tuple[Edge, int] | None:
        """The bend at a point of the viewport, of whatever wire."""
        picture, zoom = self._view.stage.picture, self._view.zoom
        if picture is None or zoom < NEAREST or not picture.annotations.bends or self._view.document.stale:
            return None
        here, reach = self._view.mapToScene(point), REACH / zoom
        for wire in picture.wires_in(QRectF(here.x() - reach, here.y() - reach, 2 * reach, 2 * reach)):
            index = bend_near(wire, here.x(), here.y(), reach)
            if index is not None:
                return (wire.parent, wire.child), index
        return None

    def following(self, places: Mapping[str, Point]) -> dict[str, Any]:
        """What a document says of bends when nodes are put elsewhere; nothing where it says the same."""
        before = self._view.stage.settled
        if before is None or not before.annotations.bends:
            return {}
        bends = before.annotations.bends
        after = carried(bends, before.placement, places)
        return {"bends": said_of_bends(after)} if after != dict(bends) else {}

    # --- changes

    def bend(self, edge: Edge, place: QPointF) -> None:
        """Puts a bend on a wire."""
        wire = self.wire(edge)
        if wire is not None and len(wire.bends) < MOST_BENDS:
            bends, index = with_bend(wire, place.x(), place.y())
            self.keep(edge, bends, "bend")
            self.choose(edge, index)

    def bend_selected(self) -> None:
        """Puts a bend on the wire selected, in the middle of its longest piece."""
        edge = self._view.selection.selected_wire
        wire = self.wire(edge) if edge is not None else None
        if edge is not None and wire is not None:
            self.bend(edge, QPointF(*_middle(wire)))

    def take_out(self, edge: Edge, index: int) -> None:
        """A wire has one bend less."""
        wire = self.wire(edge)
        if wire is not None and index < len(wire.bends):
            self.keep(edge, wire.bends[:index] + wire.bends[index + 1 :], "take a bend out of")

    def straighten(self) -> None:
        """The wire selected runs without bends, as the others do."""
        edge = self._view.selection.selected_wire
        wire = self.wire(edge) if edge is not None else None
        if edge is not None and wire is not None and wire.bends:
            self.keep(edge, (), "straighten")

    def keep(self, edge: Edge, bends: Bends, what: str) -> None:
        """The bends of a wire, in the document."""
        picture = self._view.stage.picture
        if picture is not None:
            parent, child = map(name_text, edge)
            said = said_of_bends({**picture.annotations.bends, edge: bends})
            self._view.document.change(f"{what} the wire from {parent} to {child}", drawn={"bends": said})


def _middle(wire: Wire) -> tuple[float, float]:
    """Half way along the longest piece between two bends or ends."""
    points = wire.points.tolist()
    stops = [0.0]
    for x, y in wire.bends:
        nearest = min(range(len(points)), key=lambda k: (points[k][0] - x) ** 2 + (points[k][1] - y) ** 2)
        stops.append(nearest / (len(points) - 1))
    pieces = list(zip(stops, [*stops[1:], 1.0], strict=True))
    start, end = max(pieces, key=lambda piece: piece[1] - piece[0])
    return at(wire.points, (start + end) / 2)
