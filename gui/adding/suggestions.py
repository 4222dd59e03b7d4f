"""What a few letters can mean where something is to be added: rows to choose from, each with the change it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from graph.editing import Change, Port, fit, ports, wire
from graph.editing.concluding import listed
from graph.files import Document
from graph.model import Graph, Node
from graph.notation import name_text, shape_text
from graph.shapes import Shape, is_column, is_row
from gui.adding.changes import Origin, fitting, leaf_preview, leaf_taken, preview, taken, wired
from gui.adding.guessing import usual_length
from gui.adding.likeliest import likeliest_first
from gui.adding.offers import LEAVES, Offer, matching
from gui.adding.proposals import Proposal
from gui.adding.shapes import typed_shape
from gui.searching import names_with
from gui.writing.formulas import node_formula
from gui.writing.rows import Row

MOST_NODES = 6
"""Nodes that are listed, of those that fit."""

LOOKED_AT = 200
"""Nodes that are asked whether they fit, in the order of the search."""


@dataclass(frozen=True, slots=True)
class Taking:
    """A row that adds something: ``change`` makes it when it is taken. ``nodes`` would be new, ``words`` what else."""

    change: Callable[[], Change]
    nodes: Callable[[], tuple[Node, ...]] = tuple
    words: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """A row that writes a line to be finished; ``start`` and ``end`` bound what is selected in it then."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asking:
    """The typed line, whose missing names want shapes first."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where something is added: the document, its graph, the loose wire or the node selected, the shape it wants."""

    document: Document
    graph: Graph | None
    origin: Origin | None = None
    beside: str | None = None
    wanted: Shape | None = None


def rows(setting: Setting, query: str, proposal: Proposal) -> list[Row]:
    """The rows for what is typed: the line itself where it can be read, nodes, operations, leaves."""
    typed = _typed(setting, query, proposal)
    found = [*typed]
    if any(sign in query for sign in "=:∈~") or (typed and not query.isidentifier()):
        return found
    origin = setting.origin
    if origin is not None:
        found += _nodes(setting, query, origin)
    found += _offers(setting, query)
    if query.isidentifier() and not typed and (origin is None or origin.side == "in"):
        found.append(_new_leaf(setting, query))
    return found


def _typed(setting: Setting, query: str, proposal: Proposal) -> list[Row]:
    if proposal.missing and not query.isidentifier():
        names = ", ".join(name_text(leaf.name) for leaf in proposal.missing)
        return [Row("add the equation", about=f"with {names} of the shape above", thing=Asking())]
    if not proposal.nodes or proposal.missing:
        return []
    title = f"add {listed([node.name for node in proposal.nodes])}"
    make = partial(wired, setting.document, proposal.change, setting.origin)
    return [Row(title, thing=Taking(make, lambda: proposal.nodes))]


def _offers(setting: Setting, query: str) -> Iterator[Row]:
    for offer in _in_order(setting, query):
        found = fitting(setting.graph, offer, setting.origin)
        if found is None:
            continue
        if offer.family == LEAVES:
            yield from _leaf(setting, offer)
            continue
        make = partial(taken, setting.document, offer, setting.origin, setting.beside)
        thing = Taking(make, partial(_previewed, setting, offer))
        about = f"with {found.said} · {offer.rule}" if found is not None and found.said else offer.rule
        yield Row(offer.title, offer.formula, about, tip=offer.summary, thing=thing)


def _in_order(setting: Setting, query: str) -> list[Offer]:
    found, origin = matching(query), setting.origin
    if query or origin is None or origin.side == "in" or setting.graph is None:
        return found
    return likeliest_first(found, setting.graph.nodes[origin.node].shape)


def _previewed(setting: Setting, offer: Offer) -> tuple[Node, ...]:
    node = preview(setting.graph, offer, setting.origin, setting.beside)
    return (node,) if node is not None else ()


def _leaf(setting: Setting, offer: Offer) -> Iterator[Row]:
    """A leaf to be finished by its shape; at a port, one of the shape that fits there."""
    assert offer.shape is not None
    if setting.origin is None:
        length = usual_length(setting.graph)
        shape = tuple(length if n > 1 else n for n in offer.shape)
        name = name_text(leaf_preview(setting.graph, shape).name)
        yield Row(offer.title, offer.formula, offer.rule, thing=_filling(name, shape))
    elif setting.wanted is not None and _kind(setting.wanted) == offer.title:
        wanted = setting.wanted
        make = partial(leaf_taken, setting.document, wanted, setting.origin)
        thing = Taking(make, lambda: (leaf_preview(setting.graph, wanted),))
        yield Row(offer.title, offer.formula, f"a new leaf of shape {typed_shape(wanted)}", thing=thing)


def _new_leaf(setting: Setting, query: str) -> Row:
    """A name that nothing has yet."""
    n = usual_length(setting.graph)
    guess = (n, n) if query[:1].isupper() else (n, 1)
    shape = setting.wanted if setting.wanted is not None else guess
    return Row(f"a leaf named {query}", about="finish its shape", thing=_filling(query, shape))


def _filling(name: str, shape: Shape) -> Filling:
    line = f"{name}: {typed_shape(shape)}"
    return Filling(line, len(name) + 2, len(line))


def _kind(shape: Shape) -> str:
    """The title of the offer of such a leaf."""
    if not shape:
        return "scalar"
    return "vector" if is_column(shape) else "row vector" if is_row(shape) else "matrix"


def _nodes(setting: Setting, query: str, origin: Origin) -> Iterator[Row]:
    """Nodes that are there already and that the wire can end at."""
    graph, document = setting.graph, setting.document
    if graph is None:
        return
    names = names_with(query, graph.nodes)
    for name, port in islice(_ends(document, graph, names, origin), MOST_NODES):
        node = graph.nodes[name]
        shape = shape_text(node.shape, "unicode") if node.shape else "scalar" if node.shape == () else "waits"
        incoming = origin.side == "in"
        parent, child = (name, origin.node) if incoming else (origin.node, name)
        about = f"{shape} · is here already" if incoming else f"fills {port} of {name_text(name)}"
        words = f"wires {name_text(parent)} into {name_text(child)}"
        thing = Taking(partial(wire, document, parent, child, port), words=words)
        yield Row(name_text(name), node_formula(node), about, thing=thing)


def _ends(document: Document, graph: Graph, names: list[str], origin: Origin) -> Iterator[tuple[str, Port]]:
    for name in islice(names, LOOKED_AT):
        if origin.side == "in":
            if origin.port is not None and fit(document, name, origin.node, origin.port).fits:
                yield name, origin.port
            continue
        for port in ports(graph, name):
            if port.kind == "hole" and fit(document, origin.node, name, port).fits:
                yield name, port
