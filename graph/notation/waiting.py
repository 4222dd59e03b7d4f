"""What a node waits for: the holes it depends on, its own first."""

from __future__ import annotations

from collections.abc import Iterator

from graph.expression import Hole, postorder
from graph.model import Equation, Graph
from graph.notation.names import name_text

_LISTED = 3


def own_holes(graph: Graph, name: str) -> tuple[str, ...]:
    """The labels of the holes in one equation, in order of first use; a bare ``?`` has the empty label."""
    node = graph.nodes[name]
    if not isinstance(node, Equation) or node.shape is not None:
        return ()
    return tuple(dict.fromkeys(part.label for part in postorder(node.expression) if isinstance(part, Hole)))


def waits_for(graph: Graph, name: str) -> tuple[tuple[str, str], ...]:
    """The holes that ``name`` depends on, as (node, label), nearest first; none where it has a value."""
    return tuple(_upwards(graph, name)) if graph.nodes[name].shape is None else ()


def waiting_words(graph: Graph, name: str) -> str:
    """``waits for ?1 of z``; its own holes need no name. Empty where the node waits for nothing."""
    found = waits_for(graph, name)
    if not found:
        return ""
    words = [f"?{label}" if node == name else f"?{label} of {name_text(node)}" for node, label in found[:_LISTED]]
    if len(found) > _LISTED:
        words.append(f"{len(found) - _LISTED} more")
    return "waits for " + (" and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0])


def _upwards(graph: Graph, name: str) -> Iterator[tuple[str, str]]:
    seen, ring = {name}, [name]
    while ring:
        following: list[str] = []
        for node in ring:
            yield from ((node, label) for label in own_holes(graph, node))
            for parent in graph.nodes[node].parents:
                if parent not in seen and graph.nodes[parent].shape is None:
                    seen.add(parent)
                    following.append(parent)
        ring = following
