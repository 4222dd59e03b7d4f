"""A sweep in closed form as formulas: adjoints term by term, and the definitions they use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from graph.calculus.derivation.closed import Closed
from graph.calculus.derivation.derivation import Definition
from graph.calculus.derivation.factors import Form
from graph.calculus.derivation.formula import Formula
from graph.calculus.derivation.naming import Naming
from graph.calculus.derivation.writing import Writer, positive_first
from graph.evaluation import evaluate
from graph.evaluation.plan import message_program
from graph.expression import Expression, Name, Number, names, postorder
from graph.language.characters import FRACTIONS
from graph.model import Equation, Graph


class ClosedText:
    """Writes what a sweep found. ``naming`` gives names to what would be written more than once."""

    def __init__(self, made: Closed, naming: bool) -> None:
        self.made = made
        g = made.gradient.source
        # What is declared of a leaf holds in print: Kᵀ is written K.
        made.algebra.assuming = made.assuming
        self.writer = Writer(made.algebra, decimals=_has_decimals(g))
        self._naming = Naming(made, list(self._roots())) if naming else None
        bars = made.gradient.bars.values()
        new = self._naming.definitions if self._naming is not None else {}
        self.defined_names = frozenset((*g.nodes, *bars, *made.defined.values(), *made.cuts, *new))
        self._by_name = {name: node for node, name in made.defined.items()}
        self._definitions: dict[str, Definition] = {}
        self._pieces: dict[str, list[tuple[str, bool, Expression]]] = {}
        self._expressions: dict[str, Expression] = {}

    def _roots(self) -> Iterable[Form]:
        for node in dict.fromkeys((*self.made.defined, *self.made.wrt)):
            yield from (sent.form for sent in self.made.sent.get(node, {}).values())
        yield from self.made.cuts.values()

    def pieces(self, node: str) -> list[tuple[str, bool, Expression]]:
        """The printed terms of an adjoint, a positive one first: child, whether it is taken off, and the rest."""
        found = self._pieces.get(node)
        if found is None:
            found = self._pieces[node] = self._made_pieces(node)
        return found

    def _made_pieces(self, node: str) -> list[tuple[str, bool, Expression]]:
        child_of: dict[int, str] = {}
        pieces = []
        for child, sent in self.made.sent.get(node, {}).items():
            for piece in self.writer.pieces(self._with_names(sent.form)):
                child_of[id(piece)] = child
                pieces.append(piece)
        return [(child_of[id(piece)], *piece) for piece in positive_first(pieces)]

    def expression(self, node: str) -> Expression:
        """The adjoint of a node, written out."""
        found = self._expressions.get(node)
        if found is None:
            found = self._expressions[node] = self._made_expression(node)
        return found

    def _made_expression(self, node: str) -> Expression:
        swept = self.made.gradient
        shape = swept.source.nodes[node].shape or ()
        if node == swept.loss:
            return Name(swept.bars[node], shape) if swept.seeded else Number(1)
        return self.writer.add([(negative, e) for _, negative, e in self.pieces(node)], shape)

    def _with_names(self, form: Form) -> Form:
        return form if self._naming is None else self._naming.form(form)

    def formula(self, e: Expression) -> Formula:
        return Formula(e, self.defined_names)

    def form_text(self, form: Form) -> Formula:
        """A form as it stands, without new names."""
        return self.formula(self.writer.form(form))

    def definitions_in(self, roots: Iterable[Expression]) -> tuple[Definition, ...]:
        """The definitions that expressions use, each behind those it uses itself."""
        ordered: dict[str, Definition] = {}
        stack = [(name, False) for e in roots for name in reversed(names(e))]
        while stack:
            name, ready = stack.pop()
            definition = self._definition(name)
            if definition is None or name in ordered:
                continue
            if ready:
                ordered[name] = definition
            else:
                stack.append((name, True))
                stack.extend((inner, False) for inner in reversed(names(definition.formula.expression)))
        return tuple(ordered.values())

    def _definition(self, name: str) -> Definition | None:
        if name not in self._definitions:
            node = self._by_name.get(name)
            if node is not None:
                formula, of = self.formula(self.expression(node)), node
            elif name in self.made.cuts:
                formula, of = self.formula(self.writer.form(self._with_names(self.made.cuts[name]))), ""
            elif self._naming is not None and name in self._naming.definitions:
                form, found = self._naming.definitions[name]
                formula, of = self.formula(self.writer.form(form)), found or ""
            else:
                return None
            behind = partial(self.made.messages_of, of) if of else tuple
            self._definitions[name] = Definition(name, formula, of or None, behind)
        return self._definitions[name]

    def conditions(self) -> tuple[str, ...]:
        """What the formulas take to be different from 0."""
        return tuple(f"{self.form_text(form).unicode} ≠ 0" for form in self.made.algebra.required)


def _has_decimals(g: Graph) -> bool:
    """Whether the user writes 0.1 rather than 1/10."""
    for node in g.nodes.values():
        if isinstance(node, Equation):
            for e in postorder(node.expression):
                if isinstance(e, Number) and e.value != int(e.value) and e.text not in FRACTIONS:
                    return True
    return False


def holds(made: Closed) -> bool:
    """Whether what the formulas take to be different from 0 is so at the values of the graph."""
    swept = made.gradient
    g = swept.source
    if any(name not in g.values for name in g.leaves):
        return True
    made.algebra.assuming = False
    writer = Writer(made.algebra)
    run = evaluate(g, wrt=(), loss=swept.loss, seed=_any_seed(g, swept.loss))
    for form in made.algebra.required:
        ready, slot = message_program(g, writer.form(form))
        if not all(name in g.nodes for name in ready.tape.leaves):
            continue
        slots, _ = ready.run({name: run.values[name] for name in ready.tape.leaves})
        if not np.all(np.asarray(slots[slot])):
            return False
    return True


def _any_seed(g: Graph, loss: str) -> object:
    shape = g.nodes[loss].shape
    return np.zeros(shape) if shape else None
