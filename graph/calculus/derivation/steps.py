"""The steps of a derivation: messages, adjoints put in, and one rule at a time until the formula stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.calculus.derivation.algebra import Fired
from graph.calculus.derivation.closed import Sent
from graph.calculus.derivation.derivation import DerivationStep
from graph.calculus.derivation.pulls import pull_words
from graph.calculus.derivation.rules import words
from graph.calculus.derivation.text import ClosedText
from graph.calculus.gradient import total
from graph.expression import Expression, Name, Number, names, rebuild
from graph.model import Equation
from graph.notation import name_text


def steps(text: ClosedText, wrt: str) -> Iterator[DerivationStep]:
    """From the loss to the adjoint of ``wrt``."""
    for node in _needed(text, wrt):
        yield from _Adjoint(text, node).steps(last=node == wrt)


def _needed(text: ClosedText, wrt: str) -> list[str]:
    """The nodes whose adjoints the one of ``wrt`` is made of, in the order of the sweep."""
    sent = text.made.sent
    found = {wrt}
    stack = [wrt]
    while stack:
        for child in sent.get(stack.pop(), {}):
            if child not in found:
                found.add(child)
                stack.append(child)
    return [node for node in text.made.on_the_way() if node in found]


class _Adjoint:
    """The steps of one adjoint."""

    def __init__(self, text: ClosedText, node: str) -> None:
        self.text = text
        self.node = node
        self.sent = text.made.sent[node]
        swept = text.made.gradient
        self.left = text.formula(Name(swept.bars[node], swept.source.nodes[node].shape))

    def steps(self, last: bool) -> Iterator[DerivationStep]:
        yield self._messages()
        for sent in self.sent.values():
            yield from self._message(sent)
        named = self.text.made.defined.get(self.node)
        if named is not None:
            yield self._step("name", f"long enough to be called {name_text(named)}", self._whole(), self._whole())
        elif last:
            step = self._step("names", "", self._plain_whole(), self._whole())
            if step.before.unicode != step.after.unicode:
                used = set(names(self._whole()))
                new = [d for d in self.text.definitions_in([self._whole()]) if d.name in used]
                yield replace(step, words="with " + ", ".join(d.unicode for d in new))

    def _messages(self) -> DerivationStep:
        """∂ loss / ∂ node as the sum of what its children send."""
        pulled = [sent.pulled for sent in self.sent.values()]
        swept = self.text.made.gradient
        said = []
        for sent in self.sent.values():
            child = swept.source.nodes[sent.child]
            assert isinstance(child, Equation)
            said.append(pull_words(child, self.node, self.text.defined_names))
        many = f"{self.node} has {len(said)} children, and their messages add up: " if len(said) > 1 else ""
        before = Name(swept.bars[self.node], swept.source.nodes[self.node].shape)
        return self._step("messages", many + "; ".join(said), before, total(pulled))

    def _message(self, sent: Sent) -> Iterator[DerivationStep]:
        """One message: the child's adjoint put in, then a step a stage."""
        current = self._put_in(sent)
        pair = ((sent.child, sent.parent),)
        if current is not sent.pulled:
            said = ", ".join(self._bars_of(sent))
            yield self._step("substitution", f"put in {said}", sent.pulled, current, pair)
        for stage in sent.stages:
            after = self.text.writer.form(stage.form)
            step = self._step(_chief(stage.rules), words(stage.rules), current, after, pair)
            if step.before.unicode != step.after.unicode:
                yield step
            current = after

    def _put_in(self, sent: Sent) -> Expression:
        swept = self.text.made.gradient
        bars = {swept.bars[sent.child]: self._known(sent.child)}

        def replace(e: Expression) -> Expression | None:
            return bars.get(e.name) if isinstance(e, Name) else None

        return rebuild(sent.pulled, replace)

    def _known(self, node: str) -> Expression:
        """What stands for the adjoint of a node in others."""
        made = self.text.made
        known = made.known.get(made.gradient.bars[node])
        if known is None:
            return Name(made.gradient.bars[node], made.gradient.source.nodes[node].shape)
        return self.text.writer.form(known)

    def _bars_of(self, sent: Sent) -> Iterator[str]:
        made = self.text.made
        bar = made.gradient.bars[sent.child]
        if bar in names(sent.pulled):
            yield f"{bar} = {self.text.formula(self._known(sent.child)).unicode}"

    def _whole(self) -> Expression:
        return self.text.expression(self.node)

    def _plain_whole(self) -> Expression:
        """The adjoint before anything in it was given a name."""
        writer = self.text.writer
        pieces = [piece for sent in self.sent.values() for piece in writer.pieces(sent.form)]
        return writer.add(pieces, self.text.made.gradient.source.nodes[self.node].shape or ())

    def _step(
        self,
        rule: str,
        said: str,
        before: Expression | Number,
        after: Expression,
        messages: tuple[tuple[str, str], ...] | None = None,
    ) -> DerivationStep:
        if messages is None:
            messages = tuple((child, self.node) for child in self.sent)
        formula = self.text.formula
        return DerivationStep(rule, said, self.left, formula(before), formula(after), messages)


def _chief(fired: Sequence[Fired]) -> str:
    """The rule that a step is called by: one about a name, else the first."""
    return next((rule for rule, about in fired if about), fired[0][0] if fired else "order")
