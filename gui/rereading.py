"""Reading the open document's text again, and telling what changed by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from graph.errors import GraphError
from graph.evaluation.plan import plan
from graph.expression import same
from graph.language import Reading, parse
from graph.language.reading import MOST_TYPED_CHARACTERS
from graph.model import Array, Equation, Graph, Leaf
from graph.story import story
from gui.literals import literals


def read_again(
    text: str,
    values: Mapping[str, Array],
    before: Reading | None = None,
    watch: Callable[[float], None] | None = None,
    filed: bool = False,
) -> Reading:
    """Reads a text with the values that still fit it; where it was ``filed``, however long it is.

    Numbers typed for a leaf wait while its shape is another one: they return with the shape.
    """
    typed = not filed and len(text) <= MOST_TYPED_CHARACTERS  # beyond, nobody typed it
    reading = parse(text, values, typed=typed, before=before, watch=watch)
    if not values or not any(problem.kind in ("shape", "value") for problem in reading.problems):
        return reading
    alone = parse(text, typed=typed, before=before, watch=watch)
    if alone.graph is None:
        return alone if len(alone.problems) < len(reading.problems) else reading
    fitting = {name: array for name, array in values.items() if fits(alone.graph, name, array)}
    return parse(text, fitting, typed=typed, before=before, watch=watch) if fitting else alone


def read_ahead(
    text: str, values: Mapping[str, Array], before: Reading, old: Graph | None, loss: str | None, filed: bool
) -> Reading:
    """``read_again``, with what follows from a new structure and takes long: what was kept of the ``old`` graph, the
    story of the ``loss`` chosen (None for the graph's own), the plan of its run.
    """
    reading = read_again(text, values, before, filed=filed)
    graph = reading.graph
    if graph is None or (old is not None and same_structure(old, graph)):
        return reading
    if old is not None:
        graph = graph.after(old)
    of = loss if loss in graph.nodes else graph.loss
    with suppress(GraphError):  # said by whoever asks for it
        story(graph, of)
        shape = graph.nodes[of].shape if of is not None else None
        plan(graph, of, seeded=bool(shape))
    return replace(reading, graph=graph)


def rewritten(before: str, after: str) -> set[str]:
    """The leaves for which a text gives other numbers than it did: these count, whatever was set elsewhere."""
    old, new = literals(before), literals(after)
    return {name for name, literal in new.items() if name not in old or old[name].source != literal.source}


def fits(graph: Graph, name: str, array: Array) -> bool:
    node = graph.nodes.get(name)
    return isinstance(node, Leaf) and node.shape == array.shape


def same_structure(old: Graph, new: Graph) -> bool:
    """Whether two graphs differ in their numbers at most."""
    if old.loss != new.loss or list(old.nodes) != list(new.nodes):
        return False
    pairs = zip(old.nodes.values(), new.nodes.values(), strict=True)
    return all(one is other or _same_node(one, other) for one, other in pairs)


def _same_node(old: Leaf | Equation, new: Leaf | Equation) -> bool:
    if isinstance(old, Equation) and isinstance(new, Equation):
        return old.family == new.family and same(old.expression, new.expression, digits=True)
    return old == new
