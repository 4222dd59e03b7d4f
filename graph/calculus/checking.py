"""Adjoints and messages against central differences of the forward calculation alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.calculus.differences import LeafCheck, Point, check_leaf
from graph.calculus.gradient import Gradient, gradient
from graph.evaluation import Run, evaluate
from graph.evaluation.program import program
from graph.evaluation.tape import Tape
from graph.expression import Apply, Expression, Name, names, postorder, rebuild
from graph.model import Array, Equation, Graph, Leaf, Node


@dataclass(frozen=True, slots=True)
class Check:
    """What was compared, by leaf; of ``check_messages`` by ``parent ← child``."""

    leaves: Mapping[str, LeafCheck]

    @property
    def passed(self) -> bool:
        """Whether every leaf was compared somewhere and agreed everywhere it was."""
        return bool(self.leaves) and all(leaf.passed for leaf in self.leaves.values())

    @property
    def error(self) -> float:
        """The largest relative error of any leaf."""
        return max((leaf.error for leaf in self.leaves.values()), default=0.0)

    @property
    def compared(self) -> int:
        return sum(leaf.compared for leaf in self.leaves.values())

    @property
    def summary(self) -> str:
        """One line a leaf, and a last one with the verdict."""
        lines = [_line(name, leaf) for name, leaf in self.leaves.items()]
        if not self.compared:
            verdict = "nothing was compared, so nothing is known: failed"
        elif self.passed:
            verdict = f"passed: {self.compared} compared, largest relative error {self.error:.1e}"
        else:
            failed = [name for name, leaf in self.leaves.items() if not leaf.passed]
            verdict = f"failed: {', '.join(failed)}"
        return "\n".join([*lines, verdict])


def check(
    g: Graph,
    values: Mapping[str, Any] | None = None,
    *,
    loss: str | None = None,
    watch: Callable[[], None] = lambda: None,
) -> Check:
    """The adjoint of every leaf but constants against central differences of fourth order.

    A loss that is no scalar is weighted with random numbers. ``watch`` is called before every calculation of the loss;
    what it raises ends the check. Raises GraphError as ``evaluate`` does, and where the loss waits for a hole.
    """
    run, weights = _run(g, values, loss)
    objective = _Objective(run.graph, run.loss_name, weights, watch)
    leaves = {}
    for name in g.leaves:
        adjoint = run.adjoints[name]
        if adjoint is not None:
            leaves[name] = objective.check(name, adjoint)
    return Check(leaves)


def check_messages(g: Graph, values: Mapping[str, Any] | None = None, *, loss: str | None = None) -> Check:
    """Every message against the differences of its parent untied: replaced, in that child alone, by a new leaf."""
    run, weights = _run(g, values, loss)
    found = {}
    for parent, messages in run.messages.items():
        for child, message in messages.items():
            untied, leaf = _untied(run, parent, child)
            found[f"{parent} ← {child}"] = _Objective(untied, run.loss_name, weights).check(leaf, message)
    return Check(found)


def _run(g: Graph, values: Mapping[str, Any] | None, loss: str | None) -> tuple[Run, Array | None]:
    """A run, seeded with weights where the loss is no scalar."""
    swept = gradient(g, loss)
    weights = loss_weights(g, swept.loss)
    return evaluate(g, values, seed=weights, loss=swept.loss), weights


def check_adjoint(
    g: Graph, name: str, adjoint: Array, *, loss: str | None = None, watch: Callable[[], None] = lambda: None
) -> LeafCheck:
    """An adjoint that came from elsewhere against differences; that of an equation, as if it were a leaf.

    ``adjoint`` is that of the loss weighted with ``loss_weights`` where the loss is no scalar.
    """
    swept = gradient(g, loss)
    node = g.nodes[name]
    if isinstance(node, Equation):
        shape = node.shape
        assert shape is not None
        value = evaluate(g, wrt=(), loss=swept.loss, seed=loss_weights(g, swept.loss)).values[name]
        nodes: list[Node] = [Leaf(name, shape) if n.name == name else n for n in g.nodes.values()]
        g = Graph(nodes, g.loss, {**g.values, name: value})
    return _Objective(g, swept.loss, loss_weights(g, swept.loss), watch).check(name, adjoint)


def loss_weights(g: Graph, loss: str) -> Array | None:
    """What the entries of a loss that is no scalar are weighted with in a check."""
    shape = g.nodes[loss].shape
    return np.random.default_rng(1).normal(size=shape) if shape else None


def turning(g: Graph, loss: str, wrt: Iterable[str]) -> tuple[str, ...]:
    """The nodes between ``wrt`` and the loss that have kinks or jumps somewhere, in the order of the text."""
    swept = gradient(g, loss)
    below = set(wrt)
    for name in g.order:
        if any(parent in below for parent in g.nodes[name].parents):
            below.add(name)
    found = {node for node, e in _branches(swept, g.upstream(loss)) if below.intersection(names(e))}
    return tuple(name for name in g.nodes if name in found)


class _Objective:
    """The forward calculation up to the loss, and the branches that it and its derivative take."""

    def __init__(
        self, g: Graph, loss: str | None, weights: Array | None, watch: Callable[[], None] = lambda: None
    ) -> None:
        swept = gradient(g, loss)
        upstream = g.upstream(swept.loss)
        tape = Tape()
        for name in g.order:
            node = g.nodes[name]
            if name in upstream and isinstance(node, Leaf):
                tape.leaf(name, node.shape)
            elif name in upstream and isinstance(node, Equation):
                tape.equation(name, node.expression)
        value = tape.named[swept.loss]
        branches = [(node, tape.value(e)) for node, e in _branches(swept, upstream)]
        self._program = program(tape, [value, *(branch for _, branch in branches)])
        self._loss = self._program.slots[value]
        self._branches = [(node, self._program.slots[branch]) for node, branch in branches]
        self._arrays = {name: g.values[name] for name in tape.leaves}
        self._weights = weights
        self._watch = watch

    def check(self, name: str, adjoint: Array) -> LeafCheck:
        if name not in self._arrays:
            # The loss does not depend on it: nothing to calculate, the adjoint has to be 0.
            return LeafCheck(float("inf") if np.any(adjoint) else 0.0, adjoint.size)
        return check_leaf(lambda moved: self._at(name, moved), self._arrays[name], adjoint)

    def _at(self, name: str, moved: Array) -> Point:
        """With another array in one leaf."""
        self._watch()
        slots, _ = self._program.run({**self._arrays, name: moved})
        value = slots[self._loss]
        total = float(value if self._weights is None else np.sum(self._weights * value))
        met = 0.0 if total else max((float(np.max(np.abs(array))) for array in slots if array is not None), default=0.0)
        return Point(total, tuple((node, slots[slot]) for node, slot in self._branches), met)


def _branches(swept: Gradient, upstream: frozenset[str]) -> Iterator[tuple[str, Expression]]:
    """What is flat but for jumps, with its node: masks and signs in the equations and in their pulls.

    The pull of whatever has a kink holds the mask that says on which side it is, so kinks need no list.
    """
    bars = frozenset(swept.bars.values())
    seen: set[Expression] = set()
    equations = [node for node in swept.source.nodes.values() if isinstance(node, Equation) and node.name in upstream]
    roots = [(node.name, node.expression) for node in equations]
    roots += [(child, message) for sent in swept.messages.values() for child, message in sent.items()]
    for node, root in roots:
        for e in postorder(root):
            if e not in seen and isinstance(e, Apply) and _is_flat(e) and bars.isdisjoint(names(e)):
                yield node, e
            seen.add(e)


def _is_flat(e: Apply) -> bool:
    """Whether an operation depends on its inputs only by jumps: its pull sends nothing to any."""
    if not e.inputs or e.operation.kind not in ("E", "G"):
        return False
    pulled = e.operation.pull(Name("", e.shape), e, *e.inputs, **dict(e.options))
    return all(message is None for message in pulled)


def _untied(run: Run, parent: str, child: str) -> tuple[Graph, str]:
    """The graph in which ``child`` reads a leaf of its own in place of ``parent``, and that leaf's name."""
    g = run.graph
    leaf = parent
    while leaf in g.nodes:
        leaf += "_untied"
    value = run.values[parent]
    own = Name(leaf, value.shape)

    def replace(e: Expression) -> Expression | None:
        return own if isinstance(e, Name) and e.name == parent else None

    nodes: list[Node] = [Leaf(leaf, value.shape)]
    for node in g.nodes.values():
        if isinstance(node, Equation) and node.name == child:
            nodes.append(Equation(child, rebuild(node.expression, replace)))
        else:
            nodes.append(node)
    return Graph(nodes, g.loss, {**g.values, leaf: value}), leaf


def _line(name: str, leaf: LeafCheck) -> str:
    sampled = " (sampled entries, and random directions)" if leaf.sampled else ""
    parts = [f"{name}: {leaf.compared} compared{sampled}, relative error {leaf.error:.1e}"]
    if not leaf.compared:
        parts = [f"{name}: not compared"]
    if leaf.skipped:
        more = f" and {len(leaf.skipped) - 2} more" if len(leaf.skipped) > 2 else ""
        parts.append(f"skipped {'; '.join(leaf.skipped[:2])}{more}")
    return "; ".join(parts) + ("" if leaf.passed else "  ✗")
