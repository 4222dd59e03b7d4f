"""Expressions read as canonical forms, and forms built again under other assumptions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from graph.calculus.derivation.algebra import Algebra, Fired
from graph.calculus.derivation.calls import call, complement
from graph.calculus.derivation.factors import Factor, Form, Term, below, factors_of, simple
from graph.calculus.derivation.matrices import inverse, multiply
from graph.expression import Apply, Expression, Name, Number, is_call, is_number, postorder

_EXACT = 40
"""Powers of ten beyond which a number is a symbol: exact arithmetic with it would be all zeros."""

Replacing = Callable[[Factor], Form | None]


def read(
    algebra: Algebra, root: Expression, known: Mapping[str, Form], cut: Callable[[Form], Form] = lambda form: form
) -> Form:
    """The canonical form of an expression; a name in ``known`` is its form, any other a symbol.

    ``cut`` answers what stands for a form in what is built upon it.
    """
    forms: dict[int, Form] = {}
    for e in postorder(root):
        if isinstance(e, Name):
            form = known.get(e.name)
            if form is None:
                assert e.shape is not None
                form = algebra.of(algebra.name(e.name, e.shape))
        elif isinstance(e, Number):
            form = _number(algebra, e)
        else:
            assert isinstance(e, Apply)
            inputs = tuple(forms[id(x)] for x in e.inputs)
            form = cut(_guarded(algebra, e, forms) or call(algebra, e.operation, inputs, e.options))
        forms[id(e)] = form
    return forms[id(root)]


def _number(algebra: Algebra, e: Number) -> Form:
    value = e.value
    if value == 0:
        return algebra.zero(())
    fits = math.isfinite(value) and abs(math.log10(abs(value))) < _EXACT
    if not fits or e.text in ("π", "pi", "e"):
        return algebra.of(algebra.table.factor("constant", (), (value, e.text)))
    return algebra.number(int(value) if value == int(value) else simple(Fraction(repr(value))))


def _guarded(algebra: Algebra, e: Apply, forms: Mapping[int, Form]) -> Form | None:
    """A sum that only keeps a divisor from being 0, and 1 less a mask, said more simply.

    y + [y = 0] is y, and p − [p ≠ 0] is p − 1, wherever these are not 0.
    """
    if e.operation.name != "add" or len(e.inputs) != 2:
        return None
    first, second = e.inputs
    inner = second.inputs[0] if is_call(second, "neg") else None
    if is_number(first, 1) and isinstance(inner, Apply) and inner.operation.name.startswith("mask_"):
        return complement(algebra, inner.operation, tuple(forms[id(x)] for x in inner.inputs))
    if not algebra.generic:
        return None
    if is_call(second, "mask_eq") and second.inputs[0] is first and is_number(second.inputs[1], 0):
        algebra.require(forms[id(first)])
        algebra.fire("guard")
        return forms[id(first)]
    if inner is not None and is_call(inner, "mask_ne") and inner.inputs[0] is first:
        algebra.require(forms[id(first)])
        algebra.fire("guard")
        return algebra.plus((forms[id(first)], algebra.number(-1, first.shape or ())), first.shape or ())
    return None


class Rewriting:
    """One way to make forms again: ``replacing`` answers for every factor, after what is inside it was made again.

    Without ``replacing`` everything is made again under what the algebra assumes now. What a factor becomes is
    remembered, so that a factor of many forms is looked at once; so are the rules that did it.
    """

    def __init__(self, algebra: Algebra, replacing: Replacing | None = None) -> None:
        self._algebra = algebra
        self._replacing = replacing
        self._memories: dict[bool, tuple[dict[Factor, Form], dict[Factor, tuple[Fired, ...]]]] = {}

    def __call__(self, form: Form) -> Form:
        algebra = self._algebra
        done, changed = self._memories.setdefault(algebra.assuming, ({}, {}))
        roots = list(factors_of(form.terms))
        for factor in below(roots, done):
            self._make(factor, done, changed)
        if not any(root in changed for root in roots):
            return form
        for root in roots:
            for rule, about in changed.get(root, ()):
                algebra.fire(rule, about)
        return algebra.plus((made_again(algebra, term, done, form.shape) for term in form.terms), form.shape)

    def _make(self, factor: Factor, done: dict[Factor, Form], changed: dict[Factor, tuple[Fired, ...]]) -> None:
        algebra = self._algebra
        before, algebra.fired = algebra.fired, {}
        start = form = algebra.of(factor)
        inner = [changed[f] for f in factor.inside() if f in changed]
        if inner or self._replacing is None:
            form = rebuilt_factor(algebra, factor, done)
        if self._replacing is not None:
            form = _replaced(algebra, form, self._replacing)
        done[factor] = form
        if form is not start:
            changed[factor] = tuple(dict.fromkeys((*(rule for rules in inner for rule in rules), *algebra.fired)))
        algebra.fired = before


def _replaced(algebra: Algebra, form: Form, replacing: Replacing) -> Form:
    term = algebra.as_term(form)
    core = term.core
    scalars = term.scalars
    if core is None and len(scalars) == 1 and scalars[0][1] == 1:
        core, scalars = scalars[0][0], ()
    new = None if core is None else replacing(core)
    if new is None:
        return form
    return algebra.times(algebra.single(term.coefficient, scalars, None, ()), new)


def made_again(algebra: Algebra, term: Term, done: Mapping[Factor, Form], shape: tuple[int, ...]) -> Form:
    """A term from the forms that its factors have become."""
    result = algebra.number(term.coefficient)
    for factor, exponent in term.scalars:
        power = algebra.power(done[factor], exponent)
        # What is under a root has become a product: the root of the whole stays.
        result = algebra.times(result, algebra.of(factor, power=exponent) if power is None else power)
    if term.core is not None:
        result = algebra.times(result, done[term.core])
    return result if result.shape == shape or term.core is None else algebra.times(result, algebra.number(1, shape))


def rebuilt_factor(algebra: Algebra, factor: Factor, done: Mapping[Factor, Form]) -> Form:
    """A factor from the forms that what is inside it has become."""
    kind, parts = factor.kind, factor.parts
    if kind == "transpose":
        return algebra.transposed(done[parts[0]])
    if kind == "inverse":
        return inverse(algebra, done[parts[0]])
    if kind == "sum":
        return algebra.plus((made_again(algebra, t, done, factor.shape) for t in parts), factor.shape)
    if kind == "entrywise":
        return _entrywise_again(algebra, factor, done)
    if kind == "chain":
        result = done[parts[0]]
        for part in parts[1:]:
            result = multiply(algebra, result, done[part])
        return result
    if kind == "call":
        operation, inputs, options = parts
        again = tuple(algebra.plus((made_again(algebra, t, done, x.shape) for t in x.terms), x.shape) for x in inputs)
        return call(algebra, operation, again, options)
    return algebra.of(factor)


def _entrywise_again(algebra: Algebra, factor: Factor, done: Mapping[Factor, Form]) -> Form:
    result = algebra.number(1)
    for part, exponent in factor.parts:
        power = algebra.power(done[part], exponent)
        if power is None:
            return algebra.of(factor)
        result = algebra.times(result, power)
    return result if result.shape == factor.shape else algebra.times(result, algebra.number(1, factor.shape))
