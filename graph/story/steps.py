"""The steps of a graph, when each of them happens, and what there is to see at any time."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from graph.calculus.gradient import Gradient, gradient
from graph.lazy import LazySequence
from graph.model import Graph, Leaf
from graph.story.backward import Backward
from graph.story.forward import Forward, nothing_backwards
from graph.story.phrases import Formula, Phrase
from graph.story.timing import durations

if TYPE_CHECKING:
    from graph.evaluation import Run

StepKind = Literal["leaf", "value", "seed", "send", "collect"]


Happening = tuple[StepKind, str, str | None]
"""What happens in a step: its kind, its node, and the parent that a message goes to."""


@dataclass(frozen=True, eq=False)
class Step:
    """One step, counted from 1; its words are made when they are read.

    ``leaf`` and ``value`` show the value of ``node``; ``seed`` and ``collect`` its adjoint; in ``send`` it sends
    ``parent`` a message.
    """

    number: int
    phase: Literal["forward", "backward"]
    kind: StepKind
    node: str
    parent: str | None = None
    _teller: Forward | Backward | None = field(default=None, repr=False)

    @property
    def _told(self) -> Forward | Backward:
        assert self._teller is not None
        return self._teller

    @cached_property
    def label(self) -> Formula:
        """For a mark on the track of time: ``z``, ``z̄``, ``z→A``."""
        return self._told.label(self.kind, self.node, self.parent)

    @cached_property
    def sentence(self) -> Phrase:
        return self._told.sentence(self.kind, self.node, self.parent)

    @cached_property
    def formula(self) -> Formula:
        return self._told.formula(self.kind, self.node, self.parent)

    @cached_property
    def note(self) -> Phrase:
        return self._told.note(self.kind, self.node, self.parent)

    @cached_property
    def shapes(self) -> str:
        """Why the shapes fit: ``(2×1)(1×2) → 2×2``; empty where nothing is computed."""
        return self._told.shapes(self.kind, self.node, self.parent)


class Steps(LazySequence[Step]):
    """The steps of a story; ``happenings`` says of all what happens in them, without making any."""

    def __init__(self, happenings: Sequence[Happening], forward: Forward, backward: Backward | None) -> None:
        super().__init__(len(happenings))
        self.happenings = happenings
        self._forward, self._backward = forward, backward

    def _make(self, place: int) -> Step:
        kind, node, parent = self.happenings[place]
        if kind in ("leaf", "value"):
            return Step(place + 1, "forward", kind, node, parent, self._forward)
        return Step(place + 1, "backward", kind, node, parent, self._backward)


class Story:
    """Steps forward, then backward. Time t counts steps: step k fills k − 1 to k, and t = k is after it.

    A node that waits for a hole has no step. ``gradient`` is None, and there is no sweep backwards, where there is
    no loss or where it waits; ``waits`` then says in words what the sweep lacks.
    """

    def __init__(self, graph: Graph, loss: str | None, swept: Gradient | None) -> None:
        self.graph = graph
        self.gradient = swept
        self.loss = loss
        self.steps = _steps(graph, loss, swept)
        self.value_step: dict[str, int] = {}
        self.adjoint_step: dict[str, int] = {}
        self.send_step: dict[tuple[str, str], int] = {}
        for number, (kind, node, parent) in enumerate(self.steps.happenings, 1):
            if parent is not None:
                self.send_step[node, parent] = number
            elif kind in ("leaf", "value"):
                self.value_step[node] = number
            else:
                self.adjoint_step[node] = number

    @cached_property
    def forward_length(self) -> int:
        """How many steps belong to the forward sweep."""
        return len(self.value_step)

    @cached_property
    def waits(self) -> str:
        """``L waits for ? of z``; empty where the sweep backwards can be made."""
        if self.gradient is not None:
            return ""
        return nothing_backwards(self.graph, self.loss)

    @cached_property
    def _durations(self) -> Sequence[float]:
        messages = self.gradient.messages if self.gradient is not None else {}
        return durations([(kind, len(messages.get(node, ()))) for kind, node, _ in self.steps.happenings])

    def duration(self, k: int) -> float:
        """Seconds that step ``k`` takes at speed 1, with the pause after it; a long story goes faster."""
        return self._durations[k - 1]

    def at(self, t: float) -> tuple[Step | None, float]:
        """The step that fills the time ``t`` and how much of it has passed; no step at 0."""
        if t <= 0 or not self.steps:
            return None, 0.0
        k = min(len(self.steps), math.ceil(t))
        return self.steps[k - 1], min(1.0, t - (k - 1))

    def again(self, step: Step) -> Step | None:
        """The step in which the same happens as in one of another story."""
        if step.parent is not None:
            number = self.send_step.get((step.node, step.parent))
        else:
            number = (self.value_step if step.phase == "forward" else self.adjoint_step).get(step.node)
        return self.steps[number - 1] if number is not None else None

    def value_shown(self, node: str, t: float) -> float:
        """How much of the value of ``node`` is there at ``t``, 0 to 1."""
        return _passed(self.value_step.get(node), t)

    def adjoint_shown(self, node: str, t: float) -> float:
        """How much of the adjoint of ``node`` is there at ``t``, 0 to 1; of a constant never anything.

        What does not reach the loss has the adjoint zero as soon as the sweep backwards has begun.
        """
        step = self.adjoint_step.get(node)
        if step is None:
            if self.gradient is None:
                return 0.0
            at = self.graph.nodes[node]
            if at.shape is None or at.is_constant:
                return 0.0
            step = self.adjoint_step[self.gradient.loss]
        return _passed(step, t)

    def message_progress(self, child: str, parent: str, t: float) -> float:
        """How far the message from ``child`` to ``parent`` has come at ``t``, 0 to 1."""
        return _passed(self.send_step.get((child, parent)), t)

    def received(self, parent: str, t: float) -> list[str]:
        """The children whose messages have arrived at ``parent`` by ``t``, the first to arrive first."""
        children = list(self.gradient.messages.get(parent, ())) if self.gradient is not None else []
        arrivals = [self.send_step[child, parent] for child in children]
        return children[: bisect_right(arrivals, t)]

    def numbers(self, run: Run, k: int) -> Phrase:
        """One entry of what step ``k`` computes, with the numbers of ``run``: symbols, numbers, result.

        Empty where the run knows nothing of it.
        """
        from graph.story.arithmetic import numbers_of

        step = self.steps[k - 1]
        return numbers_of(self.graph, self.gradient, run, step.kind, step.node, step.parent)


def story(graph: Graph, loss: str | None = None) -> Story:
    """The story of ``graph``, with the adjoints of ``loss`` (the graph's own, if not said).

    Where there is no loss, or where it waits for a hole, it ends with the values. Raises GraphError where the graph
    has no node of that name. Made once a graph and loss.
    """
    chosen = graph.loss if loss is None else loss
    key = ("story", chosen)
    if key not in graph.memo:
        waits = chosen is None or (chosen in graph.nodes and graph.nodes[chosen].shape is None)
        graph.memo[key] = Story(graph, chosen, None if waits else gradient(graph, chosen))
    found: Story = graph.memo[key]
    return found


def _steps(graph: Graph, loss: str | None, swept: Gradient | None) -> Steps:
    known = [name for name in graph.order if graph.nodes[name].shape is not None]
    last = known[-1] if known else None
    forward = Forward(graph, last, "" if swept is not None else nothing_backwards(graph, loss))
    found: list[Happening] = [
        ("leaf" if isinstance(graph.nodes[name], Leaf) else "value", name, None) for name in known
    ]
    if swept is None:
        return Steps(found, forward, None)
    for name in reversed(graph.order):
        if name not in swept.bars:
            continue
        found.append(("seed" if name == swept.loss else "collect", name, None))
        found.extend(
            ("send", name, parent) for parent in graph.nodes[name].parents if name in swept.messages.get(parent, ())
        )
    return Steps(found, forward, Backward(graph, swept))


def _passed(step: int | None, t: float) -> float:
    return 0.0 if step is None else min(1.0, max(0.0, t - (step - 1)))
