"""What is said while the adjoints run back."""

from __future__ import annotations

from functools import cached_property

from graph.calculus.gradient import Gradient
from graph.expression import Apply, Expression, Name, apply
from graph.model import Equation, Graph, Leaf
from graph.story import phrases
from graph.story.fitting import fit
from graph.story.phrases import Formula, Phrase, counted, described, kind, listed, word_for
from graph.story.routes import Route, Stage, route

_MOST_STAGES = 4


class Backward:
    """Tells the sweep backwards over one graph."""

    def __init__(self, graph: Graph, swept: Gradient) -> None:
        self.graph = graph
        self.swept = swept

    # What is written

    def label(self, kind: str, node: str, parent: str | None) -> Formula:
        if parent is None:
            return self.bar(node)
        child, receiver = phrases.name(node), phrases.name(parent)
        return Formula(f"{child.unicode}→{receiver.unicode}", rf"{child.latex} {{\to}} {receiver.latex}")

    def formula(self, kind: str, node: str, parent: str | None) -> Formula:
        bar = self.bar(node)
        if parent is not None:
            return self._update(node, parent)
        if kind == "collect":
            return phrases.relation(bar, "=", self._written(self.swept.adjoints[node]))
        if self.swept.seeded:
            return phrases.relation(bar, "∈", phrases.space(self.graph.nodes[node].shape or ()))
        loss = phrases.derivative(self.swept.loss, node)
        return phrases.relation(bar, "=", phrases.relation(loss, "=", Formula("1", "1")))

    def shapes(self, kind: str, node: str, parent: str | None) -> str:
        return "" if parent is None else fit(self.swept.messages[parent][node])

    def bar(self, node: str) -> Formula:
        return phrases.name(self.swept.bars[node])

    def _written(self, e: Expression) -> Formula:
        return phrases.expression(e, self._defined)

    @cached_property
    def _defined(self) -> frozenset[str]:
        return frozenset((*self.graph.nodes, *self.swept.bars.values()))

    def _update(self, node: str, parent: str) -> Formula:
        """``Ā ← w̄ zᵀ`` of the first message, ``Ā ← Ā + z̄ (u ⊙ v)ᵀ`` of every further one."""
        message = self.swept.messages[parent][node]
        if next(iter(self.swept.messages[parent])) != node:
            shape = self.graph.nodes[parent].shape
            message = apply("add", Name(self.swept.bars[parent], shape), message)
        return phrases.relation(self.bar(parent), "←", self._written(message))

    # What is said

    def sentence(self, kind: str, node: str, parent: str | None) -> Phrase:
        if parent is not None:
            return self._sent(node, parent)
        return self._collected(node) if kind == "collect" else self._seeded(node)

    def note(self, kind: str, node: str, parent: str | None) -> Phrase:
        if parent is not None:
            return self._count_of_messages(parent)
        return self._what_goes_on(node) if kind == "collect" else self._unreached()

    def _seeded(self, node: str) -> Phrase:
        at = phrases.name(node)
        if self.swept.seeded:
            shape = self.graph.nodes[node].shape
            why = f" is {described(shape)}" + ("" if shape == () else ", not a scalar")
            return (at, why, ": its adjoint ", self.bar(node), " is the seed, given from outside.")
        return (at, " is the loss. When ", at, " changes, the loss changes by just as much: its adjoint is 1.")

    def _sent(self, node: str, parent: str) -> Phrase:
        at = self.graph.nodes[node]
        assert isinstance(at, Equation)
        way = route(at, parent)
        head: Phrase = (
            phrases.equation(at, self.graph.nodes) if len(way.stages) < _MOST_STAGES else phrases.name(node),
            " sends its message to ",
            phrases.name(parent),
        )
        told = self._told(way)
        if node == self.swept.loss and not self.swept.seeded:
            told = (*told, " Its adjoint is 1.")
        if way.uses > 1:
            times = "twice" if way.uses == 2 else counted(way.uses, "time")
            return (*head, f", which it uses {times}: one term for each use. For one of them: ", *told)
        return (*head, ": ", *told)

    def _told(self, way: Route) -> Phrase:
        """What happens to the adjoint on its way in."""
        stages = way.stages
        if not stages:
            return ("its adjoint as it is.",)
        if len(stages) == 1:
            return (*self._explained(stages[0]), ".")
        if len(stages) > _MOST_STAGES:
            last = self._explained(stages[-1], "what arrives")
            return (f"through {len(stages)} operations from the outside in, at the end ", *last, ".")
        told: list[str | Formula] = []
        for place, stage in enumerate(stages):
            told.append(f"{'; then' if place else 'first'}{_place(stage.operation)} ")
            told.extend(self._explained(stage, "what arrives" if place else "its adjoint"))
        return (*told, ".")

    def _explained(self, stage: Stage, adjoint: str = "its adjoint") -> Phrase:
        """The record's own words, with the names in them."""
        e, slot = stage.operation, stage.slot
        x = e.inputs[slot]
        if e.operation.name == "add" and x.shape == e.shape:
            return (f"{adjoint} as it is",)
        if e.operation.name == "product":
            return self._through_product(e, slot, adjoint)
        explain = e.operation.explain
        words = explain[slot if slot < len(explain) else -1].replace("its adjoint", adjoint)
        parts: list[str | Formula] = []
        for place, piece in enumerate(words.split("{parent}")):
            parts.extend((self._written(x), piece) if place else (piece,))
        return tuple(part for part in parts if part != "")

    def _through_product(self, e: Apply, slot: int, adjoint: str) -> Phrase:
        """``its adjoint, a column, times the transpose of what A was multiplied with, a row``."""
        x, other = e.inputs[slot], e.inputs[1 - slot]
        shown = adjoint == "its adjoint"
        what = f"{adjoint}, {kind(e.shape)}," if shown else adjoint
        if other.shape == ():
            return (f"{what} times ", self._written(other))
        if x.shape == ():
            return (f"the sum over all entries of {adjoint} times ", self._written(other), ", entry by entry")
        factor: Phrase = ("the transpose of what ", self._written(x), " was multiplied with")
        if shown and other.shape is not None:
            factor = (*factor, f", {kind((*other.shape[:-2], other.shape[-1], other.shape[-2]))}")
        if slot == 0:
            return (f"{what} times ", *factor)
        return (*factor, f", times {what.removesuffix(',')}")

    def _collected(self, node: str) -> Phrase:
        at, total = phrases.name(node), phrases.derivative(self.swept.loss, node)
        count = len(self.swept.messages[node])
        if count == 1:
            return (at, " has received its only message: it is the whole of ", total, ".")
        which = "both" if count == 2 else f"all {word_for(count)}"
        return (at, f" has received {which} messages: their sum is ", total, ".")

    def _count_of_messages(self, parent: str) -> Phrase:
        at, children = phrases.name(parent), self.graph.children(parent)
        count = len(self.swept.messages[parent])
        silent = self._silent(parent)
        if count == 1:
            head: Phrase = (at, " gets no other message, so this one is its whole adjoint.")
            return (*head, *silent)
        before = "both are" if count == 2 else f"all {word_for(count)} are"
        has = f" has {counted(len(children), 'child', 'children')}"
        if silent:
            has += f", {word_for(count)} of which send"
        total = f"{has}, so its adjoint is a sum of {counted(count, 'message')}. Nothing "
        is_leaf = isinstance(self.graph.nodes[parent], Leaf)
        verb: Phrase = ("is final",) if is_leaf else ("leaves ", at)
        return (at, total, *verb, f" before {before} in.", *silent)

    def _silent(self, parent: str) -> Phrase:
        """Children that send nothing, and why."""
        messages = self.swept.messages[parent]
        quiet = [child for child in self.graph.children(parent) if child not in messages]
        lost = [child for child in quiet if child not in self.swept.bars]
        flat = [child for child in quiet if child in self.swept.bars]
        parts: list[str | Formula] = []
        if lost:
            verb = "does" if len(lost) == 1 else "do"
            parts += [" ", *listed(lost), f" {verb} not reach ", phrases.name(self.swept.loss)]
            parts.append(f" and send{'s' if len(lost) == 1 else ''} nothing.")
        if flat:
            verb = "sends" if len(flat) == 1 else "send"
            depends = "it depends" if len(flat) == 1 else "they depend"
            parts += [" ", *listed(flat), f" {verb} nothing: {depends} on ", phrases.name(parent)]
            parts.append(" only through a step, and a step is flat.")
        return tuple(parts)

    def _what_goes_on(self, node: str) -> Phrase:
        """What a node does with its whole adjoint."""
        at = self.graph.nodes[node]
        if isinstance(at, Leaf):
            return (phrases.name(node), " comes from nowhere else, so nothing is sent on.")
        told = [parent for parent in at.parents if node in self.swept.messages.get(parent, ())]
        constant = [parent for parent in at.parents if self.graph.nodes[parent].is_constant]
        parts: list[str | Formula] = []
        if told:
            each = "" if len(told) == 1 else "one message each "
            parts += [f"Only now it can send {each or 'its message '}to ", *listed(told), "."]
        if constant:
            verb, what, them = ("is", "a constant", "it") if len(constant) == 1 else ("are", "constants", "them")
            parts += [" " if parts else "", *listed(constant), f" {verb} {what}: nothing is sent to {them}."]
        return tuple(part for part in parts if part != "")

    def _unreached(self) -> Phrase:
        upstream = self.graph.upstream(self.swept.loss)
        lost = [name for name in self.graph.nodes if name not in upstream]
        parts: list[str | Formula] = []
        if lost:
            verb, their = ("does", "its adjoint is") if len(lost) == 1 else ("do", "their adjoints are")
            sends = "it sends" if len(lost) == 1 else "they send"
            parts += [*listed(lost), f" {verb} not reach ", phrases.name(self.swept.loss)]
            parts.append(f": {their} zero, and {sends} nothing.")
        return tuple(parts)


def _place(e: Apply) -> str:
    """Where a message passes an operation that its words do not name."""
    notation = e.operation.notation
    if notation.form == "call":
        return f", at {notation.unicode},"
    place = _PLACES.get(e.operation.name)
    return f", at {place}," if place else ""


_PLACES = {
    "add": "the sum",
    "inv": "the inverse",
    "matpower": "the power",
    "power": "the power",
    "dotpower": "the power",
    "sqnorm": "the sum of squares",
    "norm": "the norm",
    "conv": "the convolution",
    "kron": "the Kronecker product",
    "abs": "the absolute value",
    "stack": "the matrix",
}
