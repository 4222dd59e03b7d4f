"""A form simplified in stages, each of which is one step of the derivation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.calculus.derivation.algebra import Algebra, Fired
from graph.calculus.derivation.canonical import Rewriting, read
from graph.calculus.derivation.distribution import multiplied_out
from graph.calculus.derivation.factoring import factored
from graph.calculus.derivation.factors import Form, below, factors_of
from graph.calculus.derivation.folding import Names
from graph.calculus.derivation.shortening import Shortening
from graph.expression import Expression


@dataclass(frozen=True, slots=True)
class Stage:
    """What became of a form, and the rules that did it."""

    rules: tuple[Fired, ...]
    form: Form


class Simplifier:
    """Reads expressions and simplifies them: algebra, declared properties, cancelling, factoring, the graph's names."""

    def __init__(self, algebra: Algebra, names: Names, cut: Callable[[Form], Form]) -> None:
        self.algebra = algebra
        self._cut = cut
        self._names = names
        self._assumed = Rewriting(algebra)
        self._distributed = Shortening(algebra, multiplied_out, ("sum", "entrywise", "chain"))
        self._factored = Shortening(algebra, factored, ("sum",))

    def stages(self, expression: Expression, known: dict[str, Form], assuming: bool) -> list[Stage]:
        """The canonical form of an expression, then what each stage made of it; the last is the result."""
        algebra = self.algebra
        algebra.fired.clear()
        try:
            return self._stages(read(algebra, expression, known, self._cut), assuming)
        finally:
            algebra.assuming = False

    def _stages(self, form: Form, assuming: bool) -> list[Stage]:
        algebra = self.algebra
        stages = [Stage(tuple(algebra.fired), form)]
        if assuming and self._has_properties(form):
            algebra.assuming = True
            self._stage(stages, self._assumed)
        self._stage(stages, self._distributed)
        while self._stage(stages, self._factored):
            # What came together may cancel now.
            self._stage(stages, self._distributed)
        self._stage(stages, self._names)
        return stages

    def _has_properties(self, form: Form) -> bool:
        """Whether something is declared of a name in the form."""
        known = self.algebra.properties
        return bool(known) and any(f.kind == "name" and f.parts[0] in known for f in below(factors_of(form.terms)))

    def _stage(self, stages: list[Stage], change: Callable[[Form], Form]) -> bool:
        """One more stage, if it changes something."""
        before = stages[-1].form
        self.algebra.fired.clear()
        after = change(before)
        if after is not before:
            stages.append(Stage(tuple(self.algebra.fired), after))
        return after is not before
