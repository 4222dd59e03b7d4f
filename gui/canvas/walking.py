"""Where the keyboard goes from a node: along the topological order and along the wires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from graph.model import Graph

Direction = Literal["left", "right", "up", "down"]
Point = tuple[float, float]


def next_in_order(graph: Graph, name: str | None, step: Literal[1, -1]) -> str | None:
    """The node after (or before) ``name`` in topological order, round and round; the first one where none is given."""
    order = graph.order
    if not order:
        return None
    if name is None or name not in graph.nodes:
        return order[0 if step == 1 else -1]
    return order[(order.index(name) + step) % len(order)]


def along_wires(graph: Graph, centres: Mapping[str, Point], name: str, direction: Direction) -> str | None:
    """The node an arrow key leads to.

    Right leads to a child and left to a parent, the one nearest in height; up and down lead to the nearest of the
    nodes that share a parent or a child with this one, else to the nearest card that way.
    """
    parents, children = graph.nodes[name].parents, graph.children(name)
    if direction in ("left", "right"):
        return _nearest(centres, name, parents if direction == "left" else children)
    kin = {n for parent in parents for n in graph.children(parent)} | {
        n for child in children for n in graph.nodes[child].parents
    }
    return _that_way(centres, name, sorted(kin - {name}), direction) or _that_way(
        centres, name, [other for other in centres if other != name], direction
    )


def _nearest(centres: Mapping[str, Point], name: str, candidates: Sequence[str]) -> str | None:
    here = centres[name]
    return min(candidates, key=lambda other: abs(centres[other][1] - here[1]), default=None)


def _that_way(centres: Mapping[str, Point], name: str, candidates: Sequence[str], direction: Direction) -> str | None:
    x, y = centres[name]
    sign = 1 if direction == "down" else -1
    ahead = [other for other in candidates if (centres[other][1] - y) * sign > 0]
    return min(ahead, key=lambda o: abs(centres[o][1] - y) + 2 * abs(centres[o][0] - x), default=None)
