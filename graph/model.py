"""Leaf, Equation and Graph: what a text says, with nothing evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from graph.errors import Notice
from graph.expression import Expression, names, same
from graph.shapes import Shape

if TYPE_CHECKING:
    import networkx

T = TypeVar("T")
Array = np.ndarray[Any, np.dtype[np.float64]]
Role = Literal["parameter", "input", "constant"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A parameter, input or constant: a name and a shape."""

    name: str
    shape: Shape
    role: Role = "parameter"
    properties: frozenset[str] = frozenset()

    @property
    def parents(self) -> tuple[str, ...]:
        """None: a leaf is computed from nothing."""
        return ()

    @property
    def is_constant(self) -> bool:
        """Whether it has no adjoint, for nobody asks how the loss follows it."""
        return self.role == "constant"


@dataclass(frozen=True, slots=True)
class Equation:
    """A name and an expression over other nodes. ``family`` is the line of the text it was unrolled from, if any."""

    name: str
    expression: Expression
    parents: tuple[str, ...] = field(init=False)
    family: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "parents", names(self.expression))

    @property
    def shape(self) -> Shape | None:
        """``None`` where the equation waits for a hole."""
        return self.expression.shape

    @property
    def is_constant(self) -> bool:
        """Never: only leaves are declared constant."""
        return False


Node = Leaf | Equation


class Kept:
    """What was made for single nodes, kept from one graph to the next for as long as it is asked for.

    An edit leaves most equations the same objects (see ``Graph.after``), so what follows from them need not be made
    again. Keys name the kind of thing and hold every object it follows from.
    """

    def __init__(self, before: Kept | None = None) -> None:
        self._now: dict[Any, Any] = {}
        self._before: dict[Any, Any] = before._now if before is not None else {}

    def follows(self, before: Kept) -> bool:
        """Whether it takes over what was kept in ``before``."""
        return self._before is before._now

    def get(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was made for ``key``, or what ``make`` makes now."""
        found: T | None = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            self._now[key] = found = make() if found is None else found
        return found


class Graph:
    """A DAG of nodes, with the values of its leaves and the node chosen as the loss.

    ``nodes`` keeps the order of the text. Immutable; ``with_values`` shares all but the numbers.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        loss: str | None = None,
        values: Mapping[str, Array] | None = None,
        notices: Sequence[Notice] = (),
    ) -> None:
        self.nodes: Mapping[str, Node] = MappingProxyType({node.name: node for node in nodes})
        self.loss = loss
        self.values: Mapping[str, Array] = MappingProxyType(dict(values or {}))
        self.notices = tuple(notices)
        self.memo: dict[Any, Any] = {}
        """What is derived from the structure alone and dear to make (programs); shared by ``with_values``."""
        self.kept = Kept()

    def with_values(self, values: Mapping[str, Array]) -> Graph:
        """The same graph with other numbers in the leaves named; programs made once are kept."""
        new = object.__new__(Graph)
        new.__dict__.update(self.__dict__)
        new.values = MappingProxyType({**self.values, **values})
        return new

    def after(self, before: Graph) -> Graph:
        """The same graph, its nodes the objects of ``before`` wherever they say the same: what was kept holds.

        Where it has come after ``before`` already, it is itself.
        """
        if self.kept.follows(before.kept):
            return self
        nodes = [_unchanged(before.nodes.get(node.name), node) for node in self.nodes.values()]
        new = Graph(nodes, self.loss, self.values, self.notices)
        new.kept = Kept(before.kept)
        return new

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        return tuple(name for name, node in self.nodes.items() if isinstance(node, Leaf))

    @cached_property
    def waits(self) -> bool:
        """Whether a node has no shape yet, as it depends on a hole."""
        return any(node.shape is None for node in self.nodes.values())

    @cached_property
    def network(self) -> networkx.DiGraph[str]:
        """The nodes as a networkx graph, an edge from every parent to its child."""
        import networkx  # 20 MB and a tenth of a second, for the few who ask

        network: networkx.DiGraph[str] = networkx.DiGraph()
        network.add_nodes_from(self.nodes)
        network.add_edges_from((parent, node.name) for node in self.nodes.values() for parent in node.parents)
        return network

    @cached_property
    def order(self) -> tuple[str, ...]:
        """A topological order: leaves just before their first use, equations as the text has them where it can."""
        seen: set[str] = set()
        order: list[str] = []
        for root in self.nodes:
            if isinstance(self.nodes[root], Leaf):
                continue
            stack = [(root, False)]
            while stack:
                name, ready = stack.pop()
                if name in seen:
                    continue
                if ready:
                    seen.add(name)
                    order.append(name)
                else:
                    stack.append((name, True))
                    stack.extend((parent, False) for parent in reversed(self.nodes[name].parents))
        order.extend(name for name in self.nodes if name not in seen)
        return tuple(order)

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {name: [] for name in self.nodes}
        for name in self.order:
            for parent in self.nodes[name].parents:
                children[parent].append(name)
        return {name: tuple(found) for name, found in children.items()}

    def children(self, name: str) -> tuple[str, ...]:
        """The nodes computed directly from ``name``, in topological order."""
        return self._children[name]

    def upstream(self, name: str) -> frozenset[str]:
        """``name`` and every node it depends on."""
        found = {name}
        stack = [name]
        while stack:
            for parent in self.nodes[stack.pop()].parents:
                if parent not in found:
                    found.add(parent)
                    stack.append(parent)
        return frozenset(found)


def _unchanged(old: Node | None, new: Node) -> Node:
    if old is new:
        return new
    if isinstance(old, Equation) and isinstance(new, Equation):
        return old if old.family == new.family and same(old.expression, new.expression, digits=True) else new
    return old if old is not None and old == new else new
