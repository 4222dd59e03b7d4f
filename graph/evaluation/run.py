"""The record of one evaluation: values, adjoints, messages and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from graph.errors import GraphError, Problem
from graph.evaluation.diagnosis import diagnose, may_be_singular
from graph.evaluation.given import leaf_values, require_values, seed_of, wanted
from graph.evaluation.norms import norms
from graph.evaluation.plan import Plan, message_program, plan
from graph.expression import Expression
from graph.lazy import LazyMapping
from graph.model import Array, Graph


class Run:
    """What one evaluation gave. Arrays are float64, in the node's shape, and read-only: a run is a record.

    ``loss_name`` is the node that was differentiated, None where the graph has no equation. ``waiting`` are the
    nodes that depend on a hole; they are in none of the mappings.
    """

    def __init__(self, g: Graph, made: Plan, loss: str | None, arrays: Mapping[str, Array]) -> None:
        self.graph = g
        self.loss_name = loss
        self.waiting = made.waiting
        self._plan = made
        self._arrays = arrays
        self._slots, self._flagged = made.program.run(arrays)

    @cached_property
    def loss(self) -> float | Array | None:
        """The value of the loss: a float where it is a scalar, None where it waits for a hole."""
        if self.loss_name is None or self.loss_name in self.waiting:
            return None
        value = self.values[self.loss_name]
        return float(value) if value.ndim == 0 else value

    @cached_property
    def values(self) -> Mapping[str, Array]:
        """The value of every node."""
        slots, place = self._slots, self._plan.values
        return LazyMapping(place, lambda name: _shown(slots[place[name]]))

    @cached_property
    def adjoints(self) -> Mapping[str, Array | None]:
        """∂ loss / ∂ node for every node, or for those on the way to ``wrt``; None for a constant.

        Zeros where the node does not reach the loss. Empty where there is no loss to differentiate.
        """
        return LazyMapping(self._with_adjoint, self._adjoint)

    @cached_property
    def messages(self) -> Mapping[str, Mapping[str, Array]]:
        """For every node in ``adjoints``, what each of its children sent it; calculated when looked at.

        The children stand in the order of the sweep; those that send nothing are not in it. They sum to the adjoint.
        A constant is sent nothing.
        """
        return LazyMapping(self._with_adjoint, self._messages_to)

    @cached_property
    def norms(self) -> Mapping[str, Mapping[str, float]]:
        """The Euclidean norm of every message, by parent and child."""
        swept = self._plan.gradient
        edges: list[tuple[str, str]] = []
        arrays: list[Array] = []
        for parent, sent in swept.messages.items() if swept is not None else ():
            edges += [(parent, child) for child in sent]
            slot = self._plan.adjoints.get(parent)
            if len(sent) == 1 and slot is not None:  # the message is the adjoint, which is there already
                arrays.append(self._slots[slot])
                continue
            for child in sent:
                kept = self._plan.sent.get((parent, child))
                arrays.append(self._slots[kept[0]] if kept is not None else self.messages[parent][child])
        found: dict[str, dict[str, float]] = {name: {} for name in self._with_adjoint}
        for (parent, child), norm in zip(edges, norms(arrays), strict=True):
            found[parent][child] = norm
        return found

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What is not finite, first cause first, each with its node; what merely follows from it is not repeated."""
        for name in self._plan.later:
            tuple(self.messages[name].values())  # these raise flags too
        if self._flagged or not self._starts_finite() or may_be_singular(self._plan.program.tape):
            swept = self._plan.gradient
            wrt, seeded = (None, False) if swept is None else (swept.wrt, swept.seeded)
            whole = plan(self.graph, self.loss_name, wrt, seeded=seeded, whole=True)
            return diagnose(self.graph, whole, self._arrays)
        return ()

    def _starts_finite(self) -> bool:
        """Whether all leaves are: from finite numbers nothing else comes without a flag."""
        return all(np.isfinite(self._arrays[name]).all() for name in self._plan.program.tape.leaves)

    @cached_property
    def _with_adjoint(self) -> tuple[str, ...]:
        swept = self._plan.gradient
        if swept is None:
            return ()
        nodes = self._plan.values
        return tuple(n for n in nodes if swept.wrt is None or n in swept.wrt or n in swept.bars)

    def _adjoint(self, name: str) -> Array | None:
        if self.graph.nodes[name].is_constant:
            return None
        if name in self._plan.later:
            return _shown(sum(self.messages[name].values()))
        slot = self._plan.adjoints.get(name)
        return _shown(np.zeros(self.values[name].shape) if slot is None else self._slots[slot])

    def _messages_to(self, parent: str) -> Mapping[str, Array]:
        swept = self._plan.gradient
        assert swept is not None
        expressions = swept.messages.get(parent, {})
        return LazyMapping(expressions, lambda child: self._message(parent, child, expressions[child]))

    def _message(self, parent: str, child: str, message: Expression) -> Array:
        """One message: what the sweep added up, or, where that is gone, its pull calculated again."""
        if (parent, child) in self._plan.sent:
            slot, negative = self._plan.sent[parent, child]
            return _shown(np.negative(self._slots[slot]) if negative else self._slots[slot])
        ready, slot = message_program(self.graph, message)
        symbols = self._plan.symbols
        slots, flagged = ready.run({name: self._slots[symbols[name]] for name in ready.tape.leaves})
        self._flagged = self._flagged or flagged
        return _shown(slots[slot])


def evaluate(
    g: Graph,
    values: Mapping[str, Any] | None = None,
    *,
    seed: Any = None,
    wrt: str | Iterable[str] | None = None,
    loss: str | None = None,
) -> Run:
    """Values of all nodes, and adjoints of all or of ``wrt`` and what lies between.

    ``values`` takes array-likes for leaves, in place of the graph's own. ``loss`` is any node; one that is no
    scalar needs a ``seed`` of its shape. Raises GraphError for names the graph has not, for arrays that do not fit,
    for leaves without a value, and, kind ``non-scalar-loss``, where the seed is missing.
    """
    given = leaf_values(g, values)
    if given:
        g = g.with_values(given)
    require_values(g)
    if loss is None:
        loss = g.loss
    elif loss not in g.nodes:
        raise GraphError([Problem("undefined", f"there is no node {loss} to be the loss")])
    asked = wanted(g, wrt)
    shape = None if loss is None else g.nodes[loss].shape
    start = None if loss is None or shape is None else seed_of(loss, shape, seed)
    made = plan(g, loss, asked, seeded=start is not None)
    arrays = g.values if made.seed is None or start is None else {**g.values, made.seed: start}
    return Run(g, made, loss, arrays)


def _shown(value: Any) -> Array:
    """A result as the outside sees it: always an array, and read-only, for several names can share one."""
    array = np.asarray(value).view()
    array.flags.writeable = False
    return array
