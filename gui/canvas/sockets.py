"""Where a wire can be plugged in: the out-port at the right of a card, its in-ports and holes at the left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from graph.editing import Port
from graph.notation import name_text, owner
from gui.drawing.picture import Picture

REACH = 7.5
"""Pixels on screen about a socket that count as on it: 15 across."""

NEAREST = 0.3
"""The zoom from which there are sockets: below, they would cover each other."""

_WIRE = 5.0
"""Pixels on screen about a wire that count as on it."""

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Socket:
    """A place on the card ``name``; ``port`` is None for the out-port."""

    name: str
    port: Port | None = None

    @property
    def is_out(self) -> bool:
        return self.port is None

    @property
    def is_hole(self) -> bool:
        return self.port is not None and self.port.kind == "hole"

    @property
    def edge(self) -> Edge | None:
        """The wire that ends here."""
        return (self.port.name, self.name) if self.port is not None and self.port.kind == "parent" else None

    def __str__(self) -> str:
        return name_text(self.name) if self.port is None else f"{self.port} of {name_text(self.name)}"


def sockets(picture: Picture, name: str) -> Iterator[tuple[Socket, QPointF]]:
    """The sockets of a card and where they are in the scene; the out-port first. Within an open equation are none, nor
    on a card that another one stands for.
    """
    if owner(name) != name or name in picture.hidden:
        return
    yield Socket(name), out_place(picture, name)
    card, corner = picture.cards[name], QPointF(*picture.placement[name])
    for port in card.face.ports:
        if port.kind == "hole":
            yield Socket(name, port), corner + QPointF(*card.ins[str(port)])
        elif (port.name, name) in picture.wires and owner(port.name) == port.name:
            yield Socket(name, port), QPointF(*picture.wires[port.name, name].points[-1].tolist())


def out_place(picture: Picture, name: str) -> QPointF:
    """In the middle of the right edge; where an inbox has its slots there, beside the value."""
    card, (x, y) = picture.cards[name], picture.placement[name]
    height = card.height / 2 if card.inbox is None else card.value[1] + card.cells.size[1] / 2
    return QPointF(x + card.width, y + height)


def place_of(picture: Picture, socket: Socket) -> QPointF:
    """Where a socket is in the scene."""
    return dict(sockets(picture, socket.name)).get(socket, out_place(picture, socket.name))


def socket_at(picture: Picture | None, point: QPointF, zoom: float) -> Socket | None:
    """The nearest socket within reach of a point of the scene."""
    if picture is None or zoom < NEAREST:
        return None
    reach = REACH / zoom
    best: tuple[float, Socket] | None = None
    for name in picture.cards_in(_around(point, reach)):
        for socket, place in sockets(picture, name):
            away = math.hypot(place.x() - point.x(), place.y() - point.y())
            if away <= reach and (best is None or away < best[0]):
                best = (away, socket)
    return best[1] if best is not None else None


def wire_at(picture: Picture | None, point: QPointF, zoom: float) -> Edge | None:
    """The wire, as (parent, child), at a point of the scene; none where a card is."""
    if picture is None or zoom < NEAREST or picture.card_at(point.x(), point.y()) is not None:
        return None
    return nearest_wire(picture, point, _WIRE / zoom)


def nearest_wire(picture: Picture, point: QPointF, reach: float, without: str = "") -> Edge | None:
    """The wire nearest to a point of the scene within ``reach``, of those that do not end at ``without``."""
    best: tuple[float, Edge] | None = None
    for wire in picture.wires_in(_around(point, reach)):
        ends = wire.parent, wire.child
        if without in ends or any(owner(end) != end for end in ends):
            continue
        away = _distance(wire.points.tolist(), point)
        if away <= reach and (best is None or away < best[0]):
            best = (away, (wire.parent, wire.child))
    return best[1] if best is not None else None


def _around(point: QPointF, reach: float) -> QRectF:
    return QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)


def _distance(points: list[list[float]], point: QPointF) -> float:
    """From a point to a line of straight pieces."""
    x, y = point.x(), point.y()
    nearest = math.inf
    for (x1, y1), (x2, y2) in pairwise(points):
        dx, dy = x2 - x1, y2 - y1
        long = dx * dx + dy * dy
        share = min(1.0, max(0.0, ((x - x1) * dx + (y - y1) * dy) / long)) if long else 0.0
        nearest = min(nearest, math.hypot(x - x1 - share * dx, y - y1 - share * dy))
    return nearest
