"""The reverse sweep in canonical forms: every adjoint in closed form, or behind a name where it gets long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.factors import Form
from graph.calculus.derivation.folding import Names
from graph.calculus.derivation.letters import Letters
from graph.calculus.derivation.simplifying import Simplifier, Stage
from graph.calculus.gradient import Gradient, gradient
from graph.expression import Expression
from graph.model import Equation, Graph, Leaf

LONGEST = 110
"""About how many characters an adjoint may take before it is given a name of its own."""

LONGEST_EXPANDED = 2000
MOST_EXPANDED = 40_000
"""The same where no names are wanted, for one adjoint and for all together."""

LONGEST_PART = 300
"""About how many characters a part of one message may take before it is given a name."""

LONGEST_LOSS = 30
"""Up to this length the loss is written out in its own gradient."""

MessageName = tuple[str, str]
"""A message by its child, which sends it, and its parent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What ``child`` sends ``parent``: as its pull says, and in stages up to the closed form."""

    child: str
    parent: str
    pulled: Expression
    stages: tuple[Stage, ...]

    @property
    def form(self) -> Form:
        return self.stages[-1].form


@dataclass
class Closed:
    """Every adjoint on the way from the loss to ``wrt``.

    ``sent`` has the messages to every node, by child. ``known`` is what stands for an adjoint wherever it is used,
    by its bar: its whole form, or the name in ``defined``, which maps nodes to the names of their adjoints. ``cuts``
    are names for parts of very long expressions.
    """

    gradient: Gradient
    algebra: Algebra
    names: Names
    wrt: tuple[str, ...]
    assuming: bool
    sent: dict[str, dict[str, Sent]] = field(default_factory=dict)
    known: dict[str, Form] = field(default_factory=dict)
    totals: dict[str, Form] = field(default_factory=dict)
    defined: dict[str, str] = field(default_factory=dict)
    cuts: dict[str, Form] = field(default_factory=dict)

    def cut(self, form: Form) -> Form:
        """A form, or, where it is long, a name for it: so that no form grows with the depth of an expression."""
        if form.length <= LONGEST_PART:
            return form
        name = self._cut_names.get(form)
        if name is None:
            name = self._cut_names[form] = self.letters.letter(form.shape)
            self.cuts[name] = form
        return self.algebra.of(self.algebra.name(name, form.shape))

    @cached_property
    def letters(self) -> Letters:
        """Where new names come from."""
        return Letters((*self.gradient.source.nodes, *self.gradient.bars.values()))

    @cached_property
    def _cut_names(self) -> dict[Form, str]:
        return {}

    def messages_behind(self, child: str, parent: str) -> tuple[MessageName, ...]:
        """The message and all that are written out in it, up to adjoints that have a name."""
        found: dict[MessageName, None] = {(child, parent): None}
        seen: set[str] = set()
        stack = [child]
        while stack:
            node = stack.pop()
            if node in seen or node in self.defined:
                continue
            seen.add(node)
            for above in self.sent.get(node, {}):
                found.setdefault((above, node))
                stack.append(above)
        return tuple(found)

    def messages_of(self, node: str) -> tuple[MessageName, ...]:
        """All messages behind the adjoint of a node."""
        behind = (self.messages_behind(child, node) for child in self.sent.get(node, {}))
        return tuple(dict.fromkeys(name for names in behind for name in names))

    def on_the_way(self) -> Iterator[str]:
        """The nodes with messages, in the order of the sweep."""
        yield from (name for name in self.gradient.bars if self.sent.get(name))


Style = Literal["named", "expanded", "bars"]
"""How adjoints stand in others: written out where they are short, written out up to pages, or always by their bars."""


def closed(
    g: Graph,
    loss: str | None,
    wrt: tuple[str, ...],
    style: Style = "named",
    *,
    assuming: bool = True,
    generic: bool = True,
) -> Closed:
    """The sweep towards ``wrt``.

    While not ``assuming`` it holds for all values, not only those with the declared properties; while not
    ``generic`` it holds also where a divisor is 0 and a matrix singular.
    """
    swept = gradient(g, loss, wrt)
    properties = {n.name: n.properties for n in g.nodes.values() if isinstance(n, Leaf) and n.properties}
    algebra = Algebra(properties)
    algebra.generic = generic
    for name, node in g.nodes.items():
        if node.shape is not None:
            algebra.name(name, node.shape)
    names = Names(algebra, g, swept.loss)
    made = Closed(swept, algebra, names, wrt, assuming)
    _sweep(made, style)
    return made


def _longest(style: Style, nodes: int) -> int:
    if style == "bars":
        return -1
    return max(LONGEST, min(LONGEST_EXPANDED, MOST_EXPANDED // nodes)) if style == "expanded" else LONGEST


def _sweep(made: Closed, style: Style) -> None:
    swept, algebra = made.gradient, made.algebra
    simplifier = Simplifier(algebra, made.names, made.cut)
    known = made.known
    known.update(_loss_written_out(made, simplifier))
    longest = _longest(style, len(swept.bars))
    for name, bar in swept.bars.items():
        if name == swept.loss:
            if not swept.seeded:
                known[bar] = algebra.number(1)
            continue
        sent = made.sent[name] = {}
        for child, message in swept.messages[name].items():
            sent[child] = Sent(child, name, message, tuple(simplifier.stages(message, known, made.assuming)))
        shape = swept.source.nodes[name].shape
        assert shape is not None
        forms = [s.form for s in sent.values()]
        total = made.totals[name] = forms[0] if len(forms) == 1 else algebra.plus(forms, shape)
        if total.length > longest:
            made.defined[name] = bar if style == "bars" else made.letters.delta(name)
            known[bar] = algebra.of(algebra.name(made.defined[name], shape))
        else:
            known[bar] = total


def _loss_written_out(made: Closed, simplifier: Simplifier) -> dict[str, Form]:
    """The loss as a short expression: x/‖x‖ reads better than x/L."""
    swept = made.gradient
    node = swept.source.nodes[swept.loss]
    if isinstance(node, Equation) and not swept.seeded:
        form = simplifier.stages(node.expression, {}, made.assuming)[-1].form
        if form.length <= LONGEST_LOSS and len(form.terms) == 1:
            return {swept.loss: form}
    return {}
