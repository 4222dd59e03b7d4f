"""The graph that is shown: some of its equations opened, for as long as they stand in sight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.editing.decomposing import opened
from graph.expression import Expression, Name, names, rebuild
from graph.model import Equation, Graph
from graph.notation import owner


def shown(graph: Graph, drawn: Mapping[str, Any]) -> Graph:
    """The graph with the equations taken apart that ``drawn`` (of a document) says are open.

    What is in a collapsed frame or a rolled family stays closed. The graph itself where nothing is open.
    """
    open_ones = opened_names(graph, drawn)
    return opened(graph, open_ones) if open_ones else graph


def opened_names(graph: Graph, drawn: Mapping[str, Any]) -> tuple[str, ...]:
    """The equations that are open, in the order of the graph."""
    wanted = drawn.get("opened")
    if not isinstance(wanted, list) or not wanted:
        return ()
    frames = drawn.get("frames")
    folded: set[Any] = set()
    for frame in frames.values() if isinstance(frames, Mapping) else ():
        if isinstance(frame, Mapping) and frame.get("collapsed") is True and isinstance(frame.get("nodes"), list):
            folded.update(name for name in frame["nodes"] if isinstance(name, str))
    rolled = drawn.get("rolled")
    heads = [graph.nodes.get(head) for head in rolled if isinstance(head, str)] if isinstance(rolled, list) else []
    lines = {head.family for head in heads if isinstance(head, Equation)} - {None}
    return tuple(
        name
        for name, node in graph.nodes.items()
        if name in wanted and isinstance(node, Equation) and name not in folded and node.family not in lines
    )


def inside(graph: Graph) -> dict[str, tuple[str, ...]]:
    """The operations of every open equation in a graph that is shown, in order, without the equation itself."""
    if "inside" not in graph.memo:
        found: dict[str, list[str]] = {}
        for name in graph.nodes:
            if owner(name) != name:
                found.setdefault(owner(name), []).append(name)
        graph.memo["inside"] = {name: tuple(parts) for name, parts in found.items()}
    parts_of: dict[str, tuple[str, ...]] = graph.memo["inside"]
    return parts_of


def closed(graph: Graph, name: str) -> Expression | None:
    """The whole right side of an equation that may be open; None for a leaf."""
    node = graph.nodes[name]
    if not isinstance(node, Equation):
        return None
    expression = node.expression
    while any(owner(used) == name != used for used in names(expression)):
        expression = rebuild(expression, lambda e: _own(graph, e, name))
    return expression


def _own(graph: Graph, e: Expression, name: str) -> Expression | None:
    inner = graph.nodes[e.name] if isinstance(e, Name) and owner(e.name) == name != e.name else None
    return inner.expression if isinstance(inner, Equation) else None
