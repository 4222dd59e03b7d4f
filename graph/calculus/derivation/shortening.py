"""One way to make a form shorter, tried inside of every factor and then on the whole."""

from __future__ import annotations

from collections.abc import Callable, Collection

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.canonical import Rewriting
from graph.calculus.derivation.factors import Factor, Form

Best = Callable[[Algebra, Form], Form]
"""The shortest form that one way leads to; the form itself where it leads to none."""


class Shortening:
    """Applies ``best`` to what factors of the ``kinds`` stand for, and then to the form."""

    def __init__(self, algebra: Algebra, best: Best, kinds: Collection[str]) -> None:
        self._algebra = algebra
        self._best = best
        self._kinds = kinds
        self._inside = Rewriting(algebra, self._shorter)

    def __call__(self, form: Form) -> Form:
        return self._best(self._algebra, self._inside(form))

    def _shorter(self, factor: Factor) -> Form | None:
        if factor.kind not in self._kinds:
            return None
        is_sum = factor.kind == "sum"
        start = self._algebra.form(factor.parts, factor.shape) if is_sum else self._algebra.of(factor)
        best = self._best(self._algebra, start)
        return best if best is not start else None
