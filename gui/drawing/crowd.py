"""The cards and the wires of a large picture: estimated at first, and measured when somebody looks at them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from graph.model import Graph
from gui.drawing.bends import BentWire
from gui.drawing.cards import Card, Point, measure
from gui.drawing.faces import face, hiding
from gui.drawing.mathematics import Typesetter
from gui.drawing.plain import PlainTypesetter
from gui.drawing.ports import in_ports, out_ports
from gui.drawing.theme import Theme
from gui.drawing.wires import Bends, DirectWire, Edge, Wire

if TYPE_CHECKING:
    from graph.calculus.gradient import Gradient
    from gui.drawing.afar import Afar

_KEPT = 3_000
"""Measured cards that are kept of each kind, the last looked at."""


class Follower(Protocol):
    """What is made of the sizes and the ports of cards."""

    def follow_card(self, name: str) -> None: ...


class Crowd(Mapping[str, Card]):
    """Cards by name. ``sizes`` are estimates until a card turns out larger: a card never is smaller than its place.

    ``crowd[name]`` is the card with its mathematics as plain text, unless the typeset one is there or the typesetter
    answers at once; ``typeset(name)`` asks for that. ``followers`` are told of every card that was measured anew.
    """

    def __init__(
        self, graph: Graph, gradient: Gradient | None, sizes: dict[str, Point], theme: Theme, typesetter: Typesetter,
        digits: int, hides: Mapping[str, frozenset[str]],
    ) -> None:  # fmt: skip
        self._hides = hides
        self.afar: Afar | None = None
        """How it is seen from afar, where that was made ahead."""
        self.graph, self.gradient, self.theme, self.digits = graph, gradient, theme, digits
        self.sizes = sizes
        self.typesetter = typesetter
        self.followers: WeakSet[Follower] = WeakSet()
        self._plain: OrderedDict[str, Card] = OrderedDict()
        self._typeset: OrderedDict[str, Card] = OrderedDict()

    @cached_property
    def _text(self) -> PlainTypesetter:
        """Made where cards are measured, in the window's own thread: that may not be where the crowd was made."""
        return PlainTypesetter(synchronous=True)

    def __getitem__(self, name: str) -> Card:
        if self.typesetter.synchronous:
            return self.typeset(name)
        card = self._typeset.get(name) or self._plain.get(name)
        return card if card is not None else self._measure(name, self._text, self._plain)

    def __iter__(self) -> Iterator[str]:
        return iter(self.graph.order)

    def __len__(self) -> int:
        return len(self.graph.nodes)

    def __contains__(self, name: object) -> bool:
        return name in self.graph.nodes

    def typeset(self, name: str) -> Card:
        """The card as it is seen from near."""
        card = self._typeset.get(name)
        return card if card is not None else self._measure(name, self.typesetter, self._typeset)

    def measured(self, name: str) -> bool:
        """Whether the card is there at no cost."""
        return name in self._typeset or name in self._plain

    def typesetting_done(self) -> None:
        """Formulas came in: cards that waited for them are measured when they are looked at again."""
        for name in [name for name, card in self._typeset.items() if not card.settled]:
            del self._typeset[name]

    def _measure(self, name: str, typesetter: Typesetter, kept: OrderedDict[str, Card]) -> Card:
        if name not in self.graph.nodes:
            raise KeyError(name)
        known = self._plain.get(name) or self._typeset.get(name)
        found = known.face if known is not None else hiding(face(self.graph, self.gradient, name), self._hides)
        card = kept[name] = measure(found, self.theme, typesetter, self.digits, self.sizes[name])
        while len(kept) > _KEPT:
            kept.popitem(last=False)
        self.sizes[name] = card.size
        for follower in self.followers:
            follower.follow_card(name)
        return card


class CrowdWires(Mapping[Edge, Wire]):
    """Wires by (parent, child), made when they are asked for; none is led around anything, some are bent by hand."""

    def __init__(self, crowd: Crowd, placement: Mapping[str, Point], bends: Mapping[Edge, Bends]) -> None:
        self.crowd = crowd
        self.placement = placement
        self.bends = bends
        self._made: dict[Edge, Wire] = {}
        self._outs: dict[str, dict[str, Point]] = {}
        self._ins: dict[str, dict[str, Point]] = {}

    def __getitem__(self, edge: Edge) -> Wire:
        wire = self._made.get(edge)
        if wire is None:
            parent, child = edge
            if edge not in self:
                raise KeyError(edge)
            start, end, bends = self.outs_of(parent)[child], self.ins_of(child)[parent], self.bends.get(edge, ())
            wire = BentWire(parent, child, start, end, bends) if bends else DirectWire(parent, child, start, end)
            self._made[edge] = wire
        return wire

    def __contains__(self, edge: object) -> bool:
        nodes = self.crowd.graph.nodes
        return isinstance(edge, tuple) and edge[1] in nodes and edge[0] in nodes[edge[1]].parents

    def __iter__(self) -> Iterator[Edge]:
        nodes = self.crowd.graph.nodes
        return ((parent, child) for child in self.crowd for parent in nodes[child].parents)

    def __len__(self) -> int:
        return sum(len(node.parents) for node in self.crowd.graph.nodes.values())

    def forget(self, name: str) -> None:
        """A card has other ports now: its wires are made anew."""
        self._outs.pop(name, None)
        self._ins.pop(name, None)
        graph = self.crowd.graph
        for child in graph.children(name):
            self._ins.pop(child, None)
            self._made.pop((name, child), None)
        for parent in graph.nodes[name].parents:
            self._made.pop((parent, name), None)

    def moved(self, placement: Mapping[str, Point], names: Iterable[str], bends: Mapping[Edge, Bends]) -> CrowdWires:
        """The wires when the cards named stand elsewhere, or are bent in another way; all others stay as they are."""
        wires = CrowdWires(self.crowd, placement, bends)
        wires._made, wires._outs, wires._ins = dict(self._made), dict(self._outs), dict(self._ins)
        for name in names:
            wires.forget(name)
        for edge in self.bends.keys() | bends.keys():
            if self.bends.get(edge) != bends.get(edge):
                wires._made.pop(edge, None)
        return wires

    def outs_of(self, name: str) -> dict[str, Point]:
        """Where the wires to each of its children leave a card."""
        if name not in self._outs:
            places, sizes = self.placement, self.crowd.sizes
            self._outs[name] = out_ports(
                self.crowd[name], places[name], lambda child: places[child][1] + sizes[child][1] / 2
            )
        return self._outs[name]

    def ins_of(self, name: str) -> dict[str, Point]:
        """Where the wires of each of its parents come into a card."""
        if name not in self._ins:
            starts = {parent: self.outs_of(parent) for parent in self.crowd.graph.nodes[name].parents}
            self._ins[name] = in_ports(self.crowd[name], self.placement[name], starts)
        return self._ins[name]
