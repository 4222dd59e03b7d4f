"""Names for what would be written more than once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.calculus.derivation.canonical import made_again, rebuilt_factor
from graph.calculus.derivation.closed import Closed
from graph.calculus.derivation.factors import Factor, Form, below, divided, factors_of

SAVING = 5
"""Characters that a name has to spare."""

OVERHEAD = 6
"""What a definition costs beside its right side."""

NAMED_KINDS = ("entrywise", "sum", "chain", "call", "inverse")


class Naming:
    """Chooses what to name in some forms, and writes them with the names.

    ``definitions`` maps each new name to its form and to the node whose adjoint it is, if it is one; a definition
    stands behind those it uses.
    """

    def __init__(self, made: Closed, roots: Sequence[Form]) -> None:
        self._made = made
        self.definitions: dict[str, tuple[Form, str | None]] = {}
        self._done: dict[Factor, Form] = {}
        self._changed: set[Factor] = set()
        factors = [f for root in roots for f in factors_of(root.terms)]
        self._chosen = set(_repeated(factors))
        self._adjoints = self._find_adjoints() if self._chosen else {}
        self._run(factors)

    def form(self, form: Form) -> Form:
        """A form with the names in it."""
        algebra = self._made.algebra
        roots = list(factors_of(form.terms))
        self._run(roots)
        if not any(root in self._changed for root in roots):
            return form
        return algebra.plus((made_again(algebra, t, self._done, form.shape) for t in form.terms), form.shape)

    def _run(self, roots: Sequence[Factor]) -> None:
        algebra = self._made.algebra
        for factor in below(roots, self._done):
            start = form = algebra.of(factor)
            if any(inner in self._changed for inner in factor.inside()):
                form = rebuilt_factor(algebra, factor, self._done)
            if factor in self._chosen:
                form = self._define(factor, form, self._adjoints.get(factor))
            self._done[factor] = form
            if form is not start:
                self._changed.add(factor)

    def _define(self, factor: Factor, form: Form, node: str | None) -> Form:
        algebra = self._made.algebra
        if node is None:
            name = self._made.letters.letter(factor.shape)
            self.definitions[name] = form, None
            return algebra.of(algebra.name(name, factor.shape))
        name = self._made.letters.delta(node)
        term = algebra.as_term(self._made.totals[node])
        self.definitions[name] = algebra.scaled(form, term.coefficient), node
        return algebra.of(algebra.name(name, factor.shape), divided(1, term.coefficient))

    def _find_adjoints(self) -> dict[Factor, str]:
        """The nodes by what their adjoints are up to a number."""
        found: dict[Factor, str] = {}
        for node, total in self._made.totals.items():
            term = self._made.algebra.as_term(total)
            if term.core is not None and not term.scalars and node not in self._made.wrt:
                found.setdefault(term.core, node)
        return found


def _repeated(roots: Sequence[Factor]) -> Iterator[Factor]:
    """What stands in several places and is long enough for a name to help."""
    uses: dict[Factor, int] = {}
    for factor in roots:
        uses[factor] = uses.get(factor, 0) + 1
    for factor in below(roots):
        for inner in factor.inside():
            uses[inner] = uses.get(inner, 0) + 1
    for factor, times in uses.items():
        saved = (times - 1) * (factor.length - 2) - OVERHEAD
        if times > 1 and factor.kind in NAMED_KINDS and saved >= SAVING:
            yield factor
