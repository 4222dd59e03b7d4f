"""What a few letters can mean where something is to be added: rows to choose from, each with the change it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from graph.editing import Change, fit, ports, wire
from graph.editing.change import Port
from graph.files import Document
from graph.model import Graph
from graph.notation import name_text, shape_text
from gui.adding.changes import Origin, fitting, taken, wanted_shape, wired
from gui.adding.guessing import usual_length
from gui.adding.offers import LEAVES, Offer, matching
from gui.adding.proposals import Proposal
from gui.adding.shapes import typed_shape
from gui.searching import best
from gui.writing.formulas import node_formula
from gui.writing.rows import Row

MOST_NODES = 6
"""Nodes that are listed, of those that fit."""

LOOKED_AT = 400
"""Nodes that are asked whether they fit, in the order of the search."""


@dataclass(frozen=True, slots=True)
class Taking:
    """A row that adds something."""

    change: Callable[[], Change]


@dataclass(frozen=True, slots=True)
class Filling:
    """A row that writes a line to be finished; ``start`` and ``end`` bound what is selected in it then."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asking:
    """The typed line, whose missing names want shapes first."""


def rows(document: Document, query: str, proposal: Proposal, origin: Origin | None, beside: str | None) -> list[Row]:
    """The rows for what is typed: the line itself where it can be read, nodes, operations, leaves."""
    typed = _typed(document, query, proposal, origin)
    found = [*typed]
    if any(sign in query for sign in "=:∈~") or (typed and not query.isidentifier()):
        return found
    if origin is not None:
        found += _nodes(document, query, origin)
    found += _offers(document, query, origin, beside)
    if query.isidentifier() and not typed and (origin is None or origin.side == "in"):
        found += _new_leaf(document, query, origin)
    return found


def _typed(document: Document, query: str, proposal: Proposal, origin: Origin | None) -> list[Row]:
    if proposal.missing and not query.isidentifier():
        names = ", ".join(name_text(leaf.name) for leaf in proposal.missing)
        return [Row("add the equation", about=f"Enter asks for the shape of {names}", thing=Asking())]
    change = proposal.change
    if change is None or proposal.missing:
        return []
    nodes = proposal.nodes
    title = change.words if nodes else "add what is typed"
    return [Row(title, thing=Taking(lambda: wired(document, change, origin)))]


def _offers(document: Document, query: str, origin: Origin | None, beside: str | None) -> Iterator[Row]:
    graph = document.graph
    for offer in matching(query):
        if graph is not None and not fitting(graph, offer, origin):
            continue
        if offer.family == LEAVES:
            if origin is None or origin.side == "in":
                yield from _leaf(document, offer, origin)
        else:
            thing = Taking(partial(taken, document, offer, origin, beside))
            yield Row(offer.title, offer.formula, offer.rule, tip=offer.summary, thing=thing)


def _leaf(document: Document, offer: Offer, origin: Origin | None) -> Iterator[Row]:
    assert offer.shape is not None
    if origin is None:
        n = usual_length(document.graph)
        shape = tuple(n if length > 1 else length for length in offer.shape)
        change = taken(document, offer)
        name = name_text(change.added[0], "unicode")
        said = typed_shape(shape) if shape else "scalar"
        line = f"{name}: {said}"
        yield Row(offer.title, offer.formula, offer.rule, thing=Filling(line, len(line) - len(said), len(line)))
    else:
        shape_wanted = wanted_shape(document, origin)
        if shape_wanted is not None and _kind(shape_wanted) == offer.title:
            about = f"a leaf of shape {typed_shape(shape_wanted)}"
            yield Row(offer.title, offer.formula, about, thing=Taking(partial(taken, document, offer, origin)))


def _kind(shape: tuple[int, ...]) -> str:
    if not shape:
        return "scalar"
    return "vector" if shape[-1] == 1 else "row vector" if shape[-2] == 1 else "matrix"


def _new_leaf(document: Document, query: str, origin: Origin | None) -> Iterator[Row]:
    """A name that nothing has yet."""
    graph = document.graph
    wanted = wanted_shape(document, origin) if origin is not None and origin.side == "in" else None
    n = usual_length(graph)
    guess = (n, n) if query[:1].isupper() else (n, 1)
    said = typed_shape(wanted if wanted is not None else guess)
    line = f"{query}: {said}"
    yield Row(f"a leaf named {query}", about="finish its shape", thing=Filling(line, len(line) - len(said), len(line)))


def _nodes(document: Document, query: str, origin: Origin) -> Iterator[Row]:
    """Nodes that are there already and that the wire can end at."""
    graph = document.graph
    if graph is None:
        return
    names = best(query, graph.nodes, lambda name: (name_text(name), name))
    pairs = _ends(document, graph, names, origin)
    for name, port in islice(pairs, MOST_NODES):
        node = graph.nodes[name]
        shape = shape_text(node.shape, "unicode") if node.shape else "scalar" if node.shape == () else "waits"
        into = f"{shape} · is here already"
        if origin.side == "in":
            change = partial(wire, document, name, origin.node, port)
        else:
            change = partial(wire, document, origin.node, name, port)
            into = f"fills {port} of {name_text(name)}"
        yield Row(name_text(name), node_formula(node), into, thing=Taking(change))


def _ends(document: Document, graph: Graph, names: list[str], origin: Origin) -> Iterator[tuple[str, Port]]:
    for name in islice(names, LOOKED_AT):
        if origin.side == "in":
            if origin.port is not None and fit(document, name, origin.node, origin.port).fits:
                yield name, origin.port
            continue
        for port in ports(graph, name):
            if port.kind == "hole" and fit(document, origin.node, name, port).fits:
                yield name, port
