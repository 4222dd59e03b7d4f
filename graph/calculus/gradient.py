"""The reverse sweep in symbols: what every child sends every parent, built from the records' pulls alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from graph.errors import GraphError, Problem
from graph.expression import Apply, Expression, Name, Number, apply, postorder
from graph.lazy import LazyMapping
from graph.model import Equation, Graph, Leaf, Node
from graph.notation import bar
from graph.notation.waiting import waiting_words


@dataclass(frozen=True, eq=False)
class Gradient:
    """The messages and adjoints of ``loss``, as expressions over the nodes and over their adjoints' names.

    ``messages[parent][child]`` is what the child sends the parent, children in the order of the sweep, the last of
    the graph first. ``bars`` names the adjoint of every node that the sweep reaches. The adjoint of a scalar loss
    is the number 1, folded away in the messages; where the loss is no scalar, or ``seeded``, it is a symbol.
    ``wrt`` are the nodes asked for, None for all.
    """

    source: Graph
    loss: str
    wrt: frozenset[str] | None
    seeded: bool
    bars: Mapping[str, str]
    messages: Mapping[str, Mapping[str, Expression]]

    @cached_property
    def reached(self) -> frozenset[str]:
        """The nodes that have an adjoint: the loss, and whatever got a message."""
        return frozenset(self.bars)

    @cached_property
    def adjoints(self) -> Mapping[str, Expression]:
        """For every reached node the sum of its messages; for the loss 1, or the seed's name."""
        return LazyMapping(self.bars, self._adjoint)

    def _adjoint(self, name: str) -> Expression:
        if name != self.loss:
            return total(list(self.messages[name].values()))
        return Name(self.bars[name], self.source.nodes[name].shape) if self.seeded else Number(1)

    @cached_property
    def graph(self) -> Graph:
        """The forward equations followed by one equation an adjoint, named by ``bars``; a seed is a leaf.

        It can be evaluated and differentiated like any other graph.
        """
        nodes: list[Node] = list(self.source.nodes.values())
        for name, expression in self.adjoints.items():
            shape = self.source.nodes[name].shape
            if name == self.loss and self.seeded and shape is not None:
                nodes.append(Leaf(self.bars[name], shape, "input"))
            else:
                nodes.append(Equation(self.bars[name], expression))
        return Graph(nodes, self.loss, self.source.values)


def gradient(g: Graph, loss: str | None = None, wrt: Iterable[str] | None = None, *, seeded: bool = False) -> Gradient:
    """The reverse sweep from ``loss`` (the graph's own, if not said), for all nodes or only towards ``wrt``.

    ``seeded`` keeps the adjoint of a scalar loss as a symbol too. Raises GraphError where there is no loss or
    where it waits for a hole. Made once a structure, whatever the numbers.
    """
    loss = _loss(g, loss)
    seeded = seeded or g.nodes[loss].shape != ()
    wanted = None if wrt is None else frozenset(wrt)
    key = ("gradient", loss, wanted, seeded)
    made: Gradient | None = g.memo.get(key)
    if made is None:
        made = g.memo[key] = _sweep(g, loss, wanted, seeded)
    return made if made.source is g else replace(made, source=g)


def _sweep(g: Graph, loss: str, wanted: frozenset[str] | None, seeded: bool) -> Gradient:
    towards = _towards(g, wanted)
    upstream = g.upstream(loss)
    messages: dict[str, dict[str, Expression]] = {name: {} for name in g.nodes}
    bars: dict[str, str] = {}
    taken = set(g.nodes)
    for name in reversed(g.order):
        if name not in upstream or not (messages[name] or name == loss):
            continue
        bars[name] = _free(bar(name), taken)
        node = g.nodes[name]
        if isinstance(node, Equation):
            adjoint = Number(1) if name == loss and not seeded else Name(bars[name], node.shape)
            given = bars[name] if isinstance(adjoint, Name) else None
            wanted_here = tuple(parent in towards for parent in node.parents)
            found = g.kept.get(("sent", node, given, wanted_here), partial(sent, node, adjoint, towards))
            for parent, message in found.items():
                messages[parent][name] = message
    return Gradient(g, loss, wanted, seeded, bars, messages)


def sent(node: Equation, adjoint: Expression, towards: frozenset[str]) -> dict[str, Expression]:
    """What an equation sends each of its parents in ``towards``: one sum over all uses in its expression.

    A parent on which the equation depends only through what is flat, such as a mask, gets nothing.
    """
    order = list(postorder(node.expression))
    moving: set[Expression] = set()
    for e in order:
        if (e.name in towards) if isinstance(e, Name) else any(x in moving for x in e.inputs):
            moving.add(e)
    arrived: dict[Expression, list[Expression]] = {node.expression: [adjoint]}
    uses: dict[str, list[Expression]] = {}
    for e in reversed(order):
        if e not in arrived or e not in moving:
            continue
        if isinstance(e, Name):
            uses.setdefault(e.name, []).extend(arrived[e])
        elif isinstance(e, Apply):
            result = Name(node.name, node.shape) if e is node.expression else e
            pulled = e.operation.pull(total(arrived[e]), result, *e.inputs, **dict(e.options))
            for x, message in zip(e.inputs, pulled, strict=True):
                if message is not None and x in moving:
                    arrived.setdefault(x, []).append(message)
    # Uses were met from the last to the first; a sum of them reads in the order of the equation.
    return {parent: total(uses[parent][::-1]) for parent in node.parents if parent in uses}


def total(terms: Sequence[Expression]) -> Expression:
    """The sum of one or more terms of one shape; numbers are added up, zeros dropped, each other term stays whole."""
    if len(terms) == 1:
        return terms[0]
    number = sum(term.value for term in terms if isinstance(term, Number))
    others = [term for term in terms if not isinstance(term, Number)]
    if number or not others:
        others.append(Number(number))
    return others[0] if len(others) == 1 else apply("add", *others)


def _loss(g: Graph, loss: str | None) -> str:
    if loss is None:
        loss = g.loss
    if loss is None:
        raise GraphError([Problem("empty", "there is no equation to be the loss", hint="write one, such as L = ‖x‖²")])
    if loss not in g.nodes:
        raise GraphError([Problem("undefined", f"there is no node {loss} to be the loss")])
    if g.nodes[loss].shape is None:
        raise GraphError([Problem("value", waiting_words(g, loss), node=loss, hint="wire something into the hole")])
    return loss


def _towards(g: Graph, wanted: frozenset[str] | None) -> frozenset[str]:
    """The nodes that messages are for: all but constants, or those that depend on ``wanted``."""
    if wanted is None:
        return frozenset(n.name for n in g.nodes.values() if not n.is_constant)
    towards: set[str] = set()
    for name in g.order:
        node = g.nodes[name]
        if (name in wanted and not node.is_constant) or any(parent in towards for parent in node.parents):
            towards.add(name)
    return frozenset(towards)


def _free(name: str, taken: set[str]) -> str:
    """``name``, or, where the graph has it already, the same with the first free subscript."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    taken.add(free)
    return free
