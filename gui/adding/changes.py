"""An offer taken: what it would be, and the change that adds it, wired to where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph.editing import Change, Port, add_leaf, add_operation, ports, wire
from graph.editing.fitting import below, tried
from graph.editing.naming import name_of_equation, name_of_leaf
from graph.editing.source import source_of
from graph.errors import GraphError, Problem, ShapeError
from graph.expression import Apply, Hole, Name
from graph.files import Document
from graph.model import Equation, Graph, Leaf, Node
from graph.notation import name_text
from graph.shapes import Shape
from gui.adding.fitting import Fitting, fitting_of
from gui.adding.guessing import usual_length
from gui.adding.offers import Offer
from gui.adding.proposals import after


@dataclass(frozen=True, slots=True)
class Origin:
    """The loose end of a wire: out of a node, or into a port of one."""

    node: str
    side: Literal["out", "in"] = "out"
    port: Port | None = None


def wired(document: Document, make: Callable[[Document], Change], origin: Origin | None) -> Change:
    """A change, with what it adds last wired into the port that the loose wire leads to; one step.

    Raises GraphError where that does not fit.
    """
    change = make(document)
    if origin is None or origin.side != "in" or origin.port is None or not change.added:
        return change
    new = change.added[-1]
    last = wire(after(document, change), new, origin.node, origin.port)
    words = f"{change.words} and {last.words}"
    renamed = {**change.renamed, **last.renamed}
    return replace(last, words=words, added=(*change.added, *last.added), renamed=renamed)


def taken(document: Document, offer: Offer, origin: Origin | None = None, beside: str | None = None) -> Change:
    """An operation as a new node, its inputs holes but for the one that a wire comes from, or ``beside``, where that
    fits. Raises GraphError where it cannot be wired as the origin wants it.
    """
    graph = document.graph
    inputs, options = inputs_of(graph, offer, origin, beside)

    def make(doc: Document) -> Change:
        change = add_operation(doc, offer.operation, inputs, None, **options)
        sources = [name_text(name) for name in inputs if name is not None]
        return replace(change, words=f"{change.words} from {sources[0]}") if sources else change

    return wired(document, make, origin)


def leaf_taken(document: Document, shape: Shape, origin: Origin | None) -> Change:
    """A leaf of this shape, under a free name. Raises GraphError."""
    return wired(document, lambda doc: add_leaf(doc, None, shape), origin)


def taken_on_wire(document: Document, offer: Offer, parent: str, child: str) -> Change:
    """An operation as a new node on the wire from ``parent`` to ``child``: the parent goes where it fits best, its
    other inputs are holes. One step. Raises GraphError where it does not fit.
    """
    shape = document.graph.nodes[parent].shape if document.graph is not None else None
    found = fitting_of(offer, shape)
    if found is None:
        words = f"{offer.title} does not take {name_text(parent)}: {offer.rule}"
        raise GraphError([Problem("shape", words, node=parent)])
    inputs: list[str | None] = [None] * offer.inputs
    inputs[found.place] = parent
    change = add_operation(document, offer.operation, inputs, None, **dict(found.options))
    new = change.added[-1]
    last = wire(after(document, change), new, child, Port("parent", parent))
    said = f" with {found.said}" if found.said else ""
    words = f"insert {name_text(new)}{said} between {name_text(parent)} and {name_text(child)}"
    return replace(last, words=words, added=(*change.added, *last.added), renamed={**change.renamed, **last.renamed})


def inputs_of(
    graph: Graph | None, offer: Offer, origin: Origin | None, beside: str | None
) -> tuple[list[str | None], dict[str, Any]]:
    """The inputs that an offer gets, None for a hole, and its options."""
    inputs: list[str | None] = [None] * offer.inputs
    source = beside if origin is None else origin.node if origin.side == "out" else None
    if source is not None and graph is not None and source in graph.nodes:
        found = fitting_of(offer, graph.nodes[source].shape)
        if found is not None:
            inputs[found.place] = source
            return inputs, dict(found.options)
    return inputs, offer.options


def preview(graph: Graph | None, offer: Offer, origin: Origin | None, beside: str | None) -> Node | None:
    """The node that an operation would be; None where it does not fit."""
    inputs, options = inputs_of(graph, offer, origin, beside)
    several = inputs.count(None) > 1
    numbers = iter(range(1, len(inputs) + 1))
    parts = tuple(
        Hole(str(next(numbers)) if several else "") if name is None or graph is None
        else Name(name, graph.nodes[name].shape)
        for name in inputs
    )  # fmt: skip
    try:
        expression = Apply(offer.record, parts, tuple(options.items()))
    except ShapeError:
        return None
    return Equation(name_of_equation(_names(graph)), expression)


def leaf_preview(graph: Graph | None, shape: Shape) -> Leaf:
    return Leaf(name_of_leaf(_names(graph), shape), shape)


def _names(graph: Graph | None) -> set[str]:
    return set(graph.nodes) if graph is not None else set()


def fitting(graph: Graph | None, offer: Offer, origin: Origin | None) -> Fitting | None:
    """How an offer hangs on a loose wire; None where it cannot."""
    if origin is None or origin.side == "in" or graph is None:
        return Fitting(0)
    return fitting_of(offer, graph.nodes[origin.node].shape)


def wanted_shape(document: Document, origin: Origin | None) -> Shape | None:
    """The shape that a leaf must have in the port of the origin; None where none of the likely ones fits."""
    graph = document.graph
    if graph is None or origin is None or origin.port is None:
        return None
    source, port = source_of(document), origin.port
    key = f"?{port.name}" if port.kind == "hole" else port.name
    for shape in _likely(graph, origin.node, port):
        found = tried(source, origin.node, {key: shape})
        if found is None:
            continue
        same = found.shape == graph.nodes[origin.node].shape
        if same or below(source, origin.node, found.shape) is None:
            return shape
    return None


def _likely(graph: Graph, child: str, port: Port) -> list[Shape]:
    """Shapes of what stands in the port and beside it, and those made of their lengths."""
    near = [graph.nodes[p.name].shape for p in ports(graph, child) if p.kind == "parent" and p != port]
    own = graph.nodes[port.name].shape if port.kind == "parent" else None
    lengths = dict.fromkeys([n for shape in near for n in shape or () if n > 1] or [usual_length(graph)])
    square = [(n, n) for n in lengths]
    columns = [(n, 1) for n in lengths]
    matrices = [(m, n) for m in lengths for n in lengths]
    rows = [(1, n) for n in lengths]
    first = [own] if own is not None else []
    same = [shape for shape in near if shape is not None]
    return list(dict.fromkeys([*first, *same, *columns, *square, *matrices, *rows, ()]))
