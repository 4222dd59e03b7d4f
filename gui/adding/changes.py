"""An offer taken: the change that adds it, wired to where it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from graph.editing import Change, Port, add_leaf, add_operation, fit, ports, wire
from graph.errors import GraphError
from graph.files import Document
from graph.model import Graph
from graph.notation import name_text
from graph.shapes import Shape
from gui.adding.fitting import place_for
from gui.adding.guessing import usual_length
from gui.adding.offers import Offer
from gui.adding.proposals import after


@dataclass(frozen=True, slots=True)
class Origin:
    """The loose end of a wire: out of a node, or into a port of one."""

    node: str
    side: Literal["out", "in"] = "out"
    port: Port | None = None


def wired(document: Document, change: Change, origin: Origin | None) -> Change:
    """The change, with what it adds last wired into the port that the loose wire leads to; one step.

    Raises GraphError where that does not fit.
    """
    if origin is None or origin.side != "in" or origin.port is None or not change.added:
        return change
    new = change.added[-1]
    last = wire(after(document, change), new, origin.node, origin.port)
    words = f"{change.words} and {last.words}"
    renamed = {**change.renamed, **last.renamed}
    return replace(last, words=words, added=(*change.added, *last.added), renamed=renamed)


def taken(document: Document, offer: Offer, origin: Origin | None = None, beside: str | None = None) -> Change:
    """An offer as a new node, its inputs holes but for the one that a wire comes from, or ``beside``, where it fits.

    Raises GraphError where it cannot be wired as the origin wants it.
    """
    if offer.shape is not None:
        shape = wanted_shape(document, origin) if origin is not None and origin.side == "in" else None
        return wired(document, add_leaf(document, None, shape if shape is not None else offer.shape), origin)
    source = origin.node if origin is not None and origin.side == "out" else beside if origin is None else None
    inputs: list[str | None] = [None] * offer.inputs
    graph = document.graph
    if source is not None and graph is not None and source in graph.nodes:
        place = place_for(offer, graph.nodes[source].shape)
        if place is not None:
            inputs[place] = source
    change = add_operation(document, offer.operation, inputs, None, **offer.options)
    if source in inputs and source is not None:
        change = replace(change, words=f"{change.words} from {name_text(source)}")
    return wired(document, change, origin)


def fitting(graph: Graph, offer: Offer, origin: Origin | None) -> bool:
    """Whether an offer can hang on a loose wire."""
    if origin is None:
        return True
    if origin.side == "in":
        return True
    return place_for(offer, graph.nodes[origin.node].shape) is not None


def wanted_shape(document: Document, origin: Origin) -> Shape | None:
    """The shape that a leaf must have in the port of the origin; None where none of the likely ones fits."""
    graph = document.graph
    if graph is None or origin.port is None:
        return None
    return next((shape for shape in _likely(graph, origin) if _would_fit(document, origin, shape)), None)


def _likely(graph: Graph, origin: Origin) -> list[Shape]:
    """Shapes of what stands in the port and beside it, and those made of their lengths."""
    port = origin.port
    beside = [graph.nodes[p.name].shape for p in ports(graph, origin.node) if p.kind == "parent" and p != port]
    own = graph.nodes[port.name].shape if port is not None and port.kind == "parent" else None
    lengths = dict.fromkeys([n for shape in beside for n in shape or () if n > 1] or [usual_length(graph)])
    square = [(n, n) for n in lengths]
    columns = [(n, 1) for n in lengths]
    matrices = [(m, n) for m in lengths for n in lengths]
    rows = [(1, n) for n in lengths]
    first = [own] if own is not None else []
    same = [shape for shape in beside if shape is not None]
    return list(dict.fromkeys([*first, *same, *square, *columns, *matrices, *rows, ()]))


def _would_fit(document: Document, origin: Origin, shape: Shape) -> bool:
    assert origin.port is not None
    try:
        change = add_leaf(document, None, shape, "zeros")
        return fit(after(document, change), change.added[0], origin.node, origin.port).fits
    except GraphError:
        return False
