"""An expression taken apart into its primitive operations."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count

from graph.expression import Apply, Expression, Hole, Name, is_call, postorder
from graph.model import Equation, Graph, Node


def primitives(root: Expression, names: Iterator[str]) -> list[tuple[str, Expression]]:
    """The operations inside ``root`` as equations, inputs first, under ``names``; the last one has the name "" and is
    ``root`` over the others.

    What holds no node, as ½ or 2 eye(3), stays where it stands, and so does the sign of a term: x − b is one operation.
    """
    found: list[tuple[str, Expression]] = []
    inside = _with_nodes(root)
    signs = {id(part) for e in postorder(root) if is_call(e, "add") for part in e.inputs if is_call(part, "neg")}

    def step(part: Expression) -> Expression | None:
        if not isinstance(part, Apply) or id(part) not in inside:
            return None
        inputs = tuple(parts[id(x)] for x in part.inputs)
        own = Apply(part.operation, inputs, part.options)
        if part is root:
            found.append(("", own))
        elif id(part) not in signs:
            name = next(names)
            found.append((name, own))
            return Name(name, own.shape)
        return own

    parts: dict[int, Expression] = {}
    for part in postorder(root):
        parts[id(part)] = step(part) or part
    return found


def _with_nodes(root: Expression) -> set[int]:
    """The parts of a tree in which a node or a hole stands."""
    inside: set[int] = set()
    for part in postorder(root):
        if isinstance(part, Name | Hole) or any(id(x) in inside for x in part.inputs):
            inside.add(id(part))
    return inside


def opened(graph: Graph, names: Collection[str]) -> Graph:
    """The graph with the primitive operations of these equations as nodes ``z.1``, ``z.2``, …, and z last.

    For showing, not for writing: no text can have such names. What is no equation, or one operation, stays as it is.
    """
    nodes: list[Node] = []
    for name, node in graph.nodes.items():
        if isinstance(node, Equation) and name in names:
            parts = primitives(node.expression, (f"{name}.{number}" for number in count(1)))
            nodes += [Equation(part or name, expression) for part, expression in parts[:-1]]
            node = Equation(name, parts[-1][1], node.family) if parts else node
        nodes.append(node)
    return Graph(nodes, graph.loss, graph.values, graph.notices)
