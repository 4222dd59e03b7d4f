"""Sums multiplied out, but only where something cancels: the shorter form wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial, reduce
from itertools import product
from math import prod

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.factors import Factor, Form, Rational, Term
from graph.calculus.derivation.matrices import multiply
from graph.shapes import Shape

MOST_TERMS = 32
"""Terms that multiplying out may come to."""

LONGEST = 400
"""Length beyond which a sum is not multiplied out as a whole."""


def multiplied_out(algebra: Algebra, form: Form) -> Form:
    """The form with one sum multiplied out, or all, as long as names cancel and it becomes no longer."""
    while True:
        if form.length > LONGEST or not _promising(form):
            return form
        candidates = [c for c in _candidates(algebra, form) if c is not None]
        candidates = [c for c in candidates if c.leaves < form.leaves and c.length <= form.length]
        if not candidates:
            return form
        best = min(candidates, key=lambda c: (c.length, c.leaves))
        algebra.fire("distribution")
        form = best


def _promising(form: Form) -> bool:
    """Whether something could cancel: opposite powers of one factor, or several terms with the same factors."""
    seen: set[Factor] = set()
    sums = 0
    for term in form.terms:
        own = set(_atoms(term))
        inside = {atom for s, _ in _sums_in(term) for t in s.parts for atom in _atoms(t)}
        if inside:
            sums += 1
            if inside & own:
                return True
        if sums and len(form.terms) > 1 and seen & (own | inside):
            return True
        seen |= own | inside
    return False


def _atoms(term: Term) -> Iterator[Factor]:
    """What a term is a product of; of an inverse, what it is the inverse of."""
    yield from (f for f, _ in term.scalars)
    core = term.core
    if core is None:
        return
    parts: Sequence[Factor] = core.parts if core.kind == "chain" else (core,)
    for part in parts:
        if part.kind == "entrywise":
            yield from (f for f, _ in part.parts)
        elif part.kind == "transpose" and part.parts[0].kind == "inverse":
            yield part.parts[0].parts[0]
        else:
            yield part.parts[0] if part.kind == "inverse" else part


def _sums_in(term: Term) -> Iterator[tuple[Factor, Rational]]:
    """The sums that a term can be multiplied out by."""
    for factor, exponent in _factors(term):
        if factor.kind == "sum" and exponent == 1:
            yield factor, exponent


def _factors(term: Term) -> Iterator[tuple[Factor, Rational]]:
    yield from term.scalars
    core = term.core
    if core is None:
        return
    if core.kind == "chain":
        yield from ((f, 1) for f in core.parts)
    elif core.kind == "entrywise":
        yield from core.parts
    else:
        yield core, 1


def _candidates(algebra: Algebra, form: Form) -> Iterator[Form | None]:
    sums = dict.fromkeys(s for term in form.terms for s, _ in _sums_in(term))
    if len(sums) > 1:
        for factor in sums:
            yield _expanded(algebra, form, {factor})
    yield _polynomial(algebra, form)


def _polynomial(algebra: Algebra, form: Form) -> Form | None:
    """Everything multiplied out; None where that is too much."""
    while True:
        sums = {s for term in form.terms for s, _ in _sums_in(term)}
        if not sums:
            return form
        expanded = _expanded(algebra, form, sums)
        if expanded is None or expanded is form:
            return expanded
        form = expanded


def _expanded(algebra: Algebra, form: Form, sums: set[Factor]) -> Form | None:
    """The form with these sums multiplied out in every term."""
    results = []
    for term in form.terms:
        result = _expanded_term(algebra, term, sums, form.shape)
        if result is None:
            return None
        results.append(result)
        if sum(len(r.terms) for r in results) > MOST_TERMS:
            return None
    return algebra.plus(results, form.shape)


def _expanded_term(algebra: Algebra, term: Term, sums: set[Factor], shape: Shape) -> Form | None:
    """The sum over all choices of one term from each sum; other factors stay whole."""
    factors = list(_factors(term))
    choices = [_choices(algebra, f, e, sums) for f, e in factors]
    if prod(map(len, choices)) > MOST_TERMS:
        return None
    scalars = len(term.scalars)
    matrix = term.core is not None and term.core.kind == "chain"
    products = []
    for chosen in product(*choices):
        result = algebra.number(term.coefficient)
        for form in chosen[:scalars]:
            result = algebra.times(result, form)
        if chosen[scalars:]:
            combine = multiply if matrix else _times
            result = algebra.times(result, reduce(partial(combine, algebra), chosen[scalars:]))
        products.append(algebra.times(result, algebra.number(1, shape)) if result.shape != shape else result)
    return algebra.plus(products, shape)


def _times(algebra: Algebra, left: Form, right: Form) -> Form:
    return algebra.times(left, right)


def _choices(algebra: Algebra, factor: Factor, exponent: Rational, sums: set[Factor]) -> list[Form]:
    if factor in sums and exponent == 1:
        return [algebra.spread_terms([t], factor.shape) for t in factor.parts]
    return [algebra.of(factor, power=exponent)]
