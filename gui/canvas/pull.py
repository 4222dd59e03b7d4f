"""A wire under the hand: into which sockets it fits, why not into the others, and what a drop would change."""

from __future__ import annotations

from functools import cached_property

from graph.editing import Change, Fit, Port, appends, cut, fit, ports, wire
from graph.editing.concluding import after
from graph.files import Document
from graph.model import Graph
from graph.notation import name_text
from gui.canvas.sockets import Socket

Offer = tuple[str, Change]
"""What one click would do, in words, and the change that does it."""


class Pull:
    """One end stays plugged into ``anchor``: an out-port, or a hole. ``drawn_from`` is the in-port that the other
    end was drawn out of, if any.

    Answers are worked out when they are asked for, once each. Methods raise GraphError where an edit cannot be.
    """

    def __init__(self, document: Document, graph: Graph, anchor: Socket, drawn_from: Socket | None = None) -> None:
        self.graph = graph
        self.anchor = anchor
        self.drawn_from = drawn_from
        self._document = document
        self._fits: dict[Socket, Fit] = {}
        self._offers: dict[str, tuple[Offer, ...]] = {}

    @cached_property
    def unplugged(self) -> Change | None:
        """The wire taken off the in-port it was drawn from."""
        edge = self.drawn_from.edge if self.drawn_from is not None else None
        return cut(self._document, *edge) if edge is not None else None

    @cached_property
    def document(self) -> Document:
        """The document with this wire unplugged."""
        return after(self._document, self.unplugged) if self.unplugged is not None else self._document

    def fits_kind(self, socket: Socket) -> bool:
        """Whether the socket is of the kind that the loose end looks for, at another place."""
        return socket.is_out != self.anchor.is_out and socket != self.drawn_from

    def fit(self, socket: Socket) -> Fit:
        if socket not in self._fits:
            self._fits[socket] = fit(self.document, *self._ends(socket))
        return self._fits[socket]

    def knows(self, socket: Socket) -> bool:
        """Whether ``fit`` costs nothing."""
        return socket in self._fits

    def words(self, socket: Socket) -> str:
        """What a drop would do there, or why it cannot be."""
        found = self.fit(socket)
        if not found.fits:
            return found.reason
        parent, child, port = self._ends(socket)
        above, under = name_text(parent), name_text(child)
        if port.kind == "hole":
            return f"wire {above} into {port} of {under}" if port.name else f"wire {above} into {under}"
        return f"wire {above} into {under}, in place of {port}"

    def change(self, socket: Socket) -> Change:
        """The wire plugged in there."""
        return wire(self.document, *self._ends(socket))

    def words_of_change(self, change: Change) -> str:
        """What the step of undo is called: moving a wire is one step."""
        if self.unplugged is None or self.drawn_from is None or change is self.unplugged:
            return change.words
        return f"{change.words}, out of {name_text(self.drawn_from.name)}"

    def of_card(self, name: str) -> Socket | None:
        """The one socket that a drop on the card itself means: its out-port, or its only hole that fits."""
        if not self.anchor.is_out:
            return Socket(name)
        fitting = [socket for socket in self._inputs(name, "hole") if self.fit(socket).fits]
        return fitting[0] if len(fitting) == 1 else None

    def offers(self, name: str) -> tuple[Offer, ...]:
        """What a drop on the card itself could mean, where it is not plain."""
        if name not in self._offers:
            self._offers[name] = self._offered(name)
        return self._offers[name]

    def _offered(self, name: str) -> tuple[Offer, ...]:
        found = [(self.words(one), self.change(one)) for one in self._inputs(name, "hole") if self.fit(one).fits]
        if found:
            return tuple(found)
        for socket in self._inputs(name, "hole"):
            found += self.fit(socket).fixes
        if found:
            return tuple(found)
        found = [(self.words(one), self.change(one)) for one in self._inputs(name, "parent") if self.fit(one).fits]
        return (*appends(self.document, self.anchor.name, name), *found)

    def why_not(self, name: str) -> str:
        """Why nothing on this card takes the wire."""
        inputs = [*self._inputs(name, "hole"), *self._inputs(name, "parent")]
        if not inputs:
            return f"{name_text(name)} is a leaf: it takes no inputs"
        return self.fit(inputs[0]).reason

    def _inputs(self, name: str, kind: str) -> list[Socket]:
        return [Socket(name, port) for port in ports(self.graph, name) if port.kind == kind]

    def _ends(self, socket: Socket) -> tuple[str, str, Port]:
        """Parent, child and port, with holes called as they are once the wire is unplugged."""
        out, into = (self.anchor, socket) if self.anchor.is_out else (socket, self.anchor)
        assert into.port is not None
        port = into.port
        if self.drawn_from is not None and into.name == self.drawn_from.name and self.document.graph is not None:
            before, now = ports(self.graph, into.name), ports(self.document.graph, into.name)
            port = now[before.index(port)]
        return out.name, into.name, port
