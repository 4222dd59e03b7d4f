"""A few nodes of a large graph as a document of their own, to see at once whether an edit of them fits.

What feeds them stands in it as leaves of its shapes, so that the text of the whole need not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.errors import GraphError, Problem
from graph.expression import Hole
from graph.files import Document
from graph.model import Equation, Graph, Leaf, Node
from graph.notation import name_text, write

READ_AT_ONCE = 150
"""Nodes up to which the whole is read to see whether an edit fits: 30 ms."""


def nearby(graph: Graph, names: Iterable[str]) -> Document:
    """The nodes named, and their parents without what those are made of."""
    wanted = frozenset(names)
    inner = [graph.nodes[name] for name in sorted(wanted, key=places(graph).__getitem__)]
    outer = dict.fromkeys(parent for node in inner for parent in node.parents if parent not in wanted)
    return Document(text=write(Graph([*(_alone(graph.nodes[name]) for name in outer), *inner])))


def _alone(node: Node) -> Node:
    """A node as it is seen by those that use it: its name and its shape."""
    return Leaf(node.name, node.shape) if node.shape is not None else Equation(node.name, Hole(""))


def no_cycle(graph: Graph, node: str, parent: str, child: str) -> None:
    """Raises GraphError where ``node`` cannot stand between the two, as it is needed for the one or needs the other."""
    for above, below in ((node, parent), (child, node)):
        if _needs(graph, below, above):
            words = f"{name_text(below)} is made of {name_text(above)}: that would be a cycle"
            raise GraphError([Problem("cycle", words, node=node)])


def _needs(graph: Graph, below: str, above: str) -> bool:
    """Whether ``below`` is made of ``above``: looked for only among what stands between them in the order."""
    place = places(graph)
    first, seen, waiting = place[above], {below}, [below]
    while waiting and graph.children(above):
        name = waiting.pop()
        if name == above:
            return True
        near = [one for one in graph.nodes[name].parents if one not in seen and place[one] >= first]
        seen.update(near)
        waiting.extend(near)
    return False


def places(graph: Graph) -> Mapping[str, int]:
    """Where each node stands in the order of the graph; counted once a structure."""
    if "places in order" not in graph.memo:
        graph.memo["places in order"] = {name: place for place, name in enumerate(graph.order)}
    found: Mapping[str, int] = graph.memo["places in order"]
    return found
