"""The one tape on which a graph's values and adjoints are calculated, made once for a structure and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.calculus.gradient import Gradient, gradient
from graph.evaluation.program import Program, keeping_all, program
from graph.evaluation.tape import Fragment, Origin, Tape, fragment, signed
from graph.expression import Expression, Name, postorder
from graph.model import Graph, Leaf
from graph.shapes import entries

SMALL = 20_000
"""Numbers in all values together up to which every one is kept to the end of a run."""

Sent = dict[tuple[str, str], tuple[int, bool]]
"""The value of each message, by parent and child, and whether it is taken off the sum: then it is the negative."""


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """``values`` and ``adjoints`` give the slot of every node that has one; ``waiting`` are those behind a hole.

    ``symbols`` gives the slot of whatever a message can name: a node, or the adjoint of one. ``gradient`` is None
    where there is no loss, or where the loss waits. ``later`` are inputs, usually data, whose adjoints nobody may
    want: they have no slot but are the sum of their messages, made when somebody looks. ``sent`` has the messages that
    are kept to the end: all where arrays are small, else none.
    """

    program: Program
    gradient: Gradient | None
    values: Mapping[str, int]
    adjoints: Mapping[str, int]
    symbols: Mapping[str, int]
    waiting: tuple[str, ...]
    later: frozenset[str]
    sent: Sent

    @property
    def seed(self) -> str | None:
        """The name of the leaf that holds the adjoint of the loss, where it is not the number 1."""
        return None if self.gradient is None or not self.gradient.seeded else self.gradient.bars[self.gradient.loss]


def plan(
    g: Graph, loss: str | None, wrt: frozenset[str] | None = None, *, seeded: bool = False, whole: bool = False
) -> Plan:
    """The plan for ``loss``, with the adjoints of all nodes or only those on the way to ``wrt``.

    Of all, those of inputs are left for later, unless the plan is to be ``whole``.
    """
    key = ("plan", loss, wrt, seeded, whole)
    made: Plan | None = g.memo.get(key)
    if made is None:
        made = g.memo[key] = _plan(g, loss, wrt, seeded, whole)
    return made


def _plan(g: Graph, loss: str | None, wrt: frozenset[str] | None, seeded: bool, whole: bool) -> Plan:
    tape = Tape()
    for name in g.order:
        node = g.nodes[name]
        if isinstance(node, Leaf):
            tape.leaf(name, node.shape)
        elif node.shape is not None:
            tape.origin = Origin(name)
            tape.named[name] = tape.put(_fragment(g, node.expression))
    values = dict(tape.named)
    swept = None
    later: frozenset[str] = frozenset()
    adjoints: dict[str, int] = {}
    sent: Sent = {}
    if loss in values:
        swept = gradient(g, loss, wrt, seeded=seeded)
        if wrt is None and not whole:
            later = frozenset(name for name in swept.bars if name != loss and _is_input(g, name))
        adjoints, sent = _reverse(tape, swept, later)
    small = sum(map(entries, tape.shapes)) <= SMALL
    made = keeping_all(tape) if small else program(tape, [*values.values(), *adjoints.values()])
    places = {name: made.slots[value] for name, value in values.items()}
    sums = {name: made.slots[value] for name, value in adjoints.items()}
    symbols = places | {swept.bars[name]: slot for name, slot in sums.items() if swept}
    waiting = tuple(name for name in g.nodes if name not in values)
    return Plan(made, swept, places, sums, symbols, waiting, later, sent if small else {})


def _is_input(g: Graph, name: str) -> bool:
    node = g.nodes[name]
    return isinstance(node, Leaf) and node.role == "input"


def _reverse(tape: Tape, swept: Gradient, later: frozenset[str]) -> tuple[dict[str, int], Sent]:
    """The sweep: every message is added to its parent's sum as soon as its child's adjoint is complete. The values of
    the sums, and those of the messages.
    """
    sums: dict[str, int] = {}
    sent: Sent = {}
    for child, bar in swept.bars.items():
        if child in later:
            continue
        node = swept.source.nodes[child]
        if child == swept.loss:
            assert node.shape is not None
            sums[child] = tape.leaf(bar, node.shape) if swept.seeded else tape.number(1)
        tape.named[bar] = sums[child]
        for parent in node.parents:
            message = swept.messages[parent].get(child)
            if message is not None and parent not in later:
                tape.origin = Origin(child, parent)
                term, negative = signed(message)
                value = tape.put(_fragment(swept.source, term))
                sent[parent, child] = value, negative
                sums[parent] = tape.plus(sums.get(parent), value, negative)
    return sums, sent


def _fragment(g: Graph, expression: Expression) -> Fragment:
    return g.kept.get(("fragment", expression), lambda: fragment(expression))


def message_program(g: Graph, message: Expression) -> tuple[Program, int]:
    """The program that calculates one message from the values and adjoints it names, and the slot of its result."""
    return g.kept.get(("message", message), lambda: _message_program(message))


def _message_program(message: Expression) -> tuple[Program, int]:
    tape = Tape()
    for e in postorder(message):
        if isinstance(e, Name) and e.name not in tape.leaves and e.shape is not None:
            tape.leaf(e.name, e.shape)
    value = tape.value(message)
    ready = program(tape, [value])
    return ready, ready.slots[value]
