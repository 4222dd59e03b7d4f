"""A few nodes of a large graph as a document of their own, to see at once whether an edit of them fits.

What feeds them stands in it as leaves of its shapes, so that the text of the whole need not be read.
"""

from __future__ import annotations

from collections.abc import Iterable

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
    inner = [graph.nodes[name] for name in graph.order if name in wanted]
    outer = dict.fromkeys(parent for node in inner for parent in node.parents if parent not in wanted)
    return Document(text=write(Graph([*(_alone(graph.nodes[name]) for name in outer), *inner])))


def _alone(node: Node) -> Node:
    """A node as it is seen by those that use it: its name and its shape."""
    return Leaf(node.name, node.shape) if node.shape is not None else Equation(node.name, Hole(""))


def no_cycle(graph: Graph, node: str, parent: str, child: str) -> None:
    """Raises GraphError where ``node`` cannot stand between the two, as it is needed for the one or needs the other."""
    for above, below in ((node, parent), (child, node)):
        if above in graph.upstream(below):
            words = f"{name_text(below)} is made of {name_text(above)}: that would be a cycle"
            raise GraphError([Problem("cycle", words, node=node)])
