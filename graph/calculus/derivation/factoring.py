"""What all terms of a sum have in common, taken out where that is shorter."""

from __future__ import annotations

from collections.abc import Iterator

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.factors import Factor, Form, Rational, Term
from graph.calculus.derivation.matrices import chain, multiply

MOST_TERMS = 16

Common = tuple[str, Factor, Rational]
"""Where it stands (``left``, ``right``, ``entrywise``, ``scalar``), the factor, and its power."""


def _can_be_factored(form: Form) -> bool:
    """Whether some factor stands in two terms at the same place."""
    seen: set[Common] = set()
    for term in form.terms:
        own = set(_commons(term))
        if own & seen:
            return True
        seen |= own
    return False


def factored(algebra: Algebra, form: Form) -> Form:
    while 1 < len(form.terms) <= MOST_TERMS and _can_be_factored(form):
        counted: dict[Common, int] = {}
        for term in form.terms:
            for common in _commons(term):
                counted[common] = counted.get(common, 0) + 1
        candidates = [_taken_out(algebra, form, common) for common, n in counted.items() if n > 1]
        best = min((c for c in candidates if c is not None), key=lambda c: c.length, default=form)
        if best is form or best.length > form.length:
            return form
        algebra.fire("common factor")
        form = best
    return form


def _commons(term: Term) -> Iterator[Common]:
    core = term.core
    for factor, exponent in term.scalars:
        yield "scalar", factor, exponent
    if core is None:
        return
    if core.kind == "chain":
        yield "left", core.parts[0], 1
        yield "right", core.parts[-1], 1
    elif core.kind == "entrywise":
        for factor, exponent in core.parts:
            yield "entrywise", factor, exponent


def _taken_out(algebra: Algebra, form: Form, common: Common) -> Form | None:
    """The form with the factor outside a sum of what it leaves of its terms."""
    place, factor, exponent = common
    inside, outside = [], []
    for term in form.terms:
        if common in _commons(term):
            inside.append(_without(algebra, term, common))
        else:
            outside.append(algebra.spread_terms([term], form.shape))
    shapes = {part.shape for part in inside}
    if len(shapes) != 1:
        return None
    rest = algebra.plus(inside, inside[0].shape)
    front = algebra.of(factor, power=exponent)
    if place == "left":
        product = multiply(algebra, front, rest)
    elif place == "right":
        product = multiply(algebra, rest, front)
    else:
        product = algebra.times(rest, front)
    if product.shape != form.shape:
        return None
    return algebra.plus([product, *outside], form.shape)


def _without(algebra: Algebra, term: Term, common: Common) -> Form:
    place, factor, _ = common
    core = term.core
    if place == "scalar":
        scalars = tuple((f, e) for f, e in term.scalars if f is not factor)
        return algebra.single(term.coefficient, scalars, core, term.shape)
    assert core is not None
    if place == "entrywise":
        powers = {f: e for f, e in core.parts if f is not factor}
        return algebra.entrywise_of(term.coefficient, term.scalars, powers, None)
    parts = core.parts[1:] if place == "left" else core.parts[:-1]
    return chain(algebra, term.coefficient, term.scalars, parts)
