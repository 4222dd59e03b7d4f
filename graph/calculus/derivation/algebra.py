"""Sums, scalings, products entry by entry and transposes of canonical forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from graph.calculus.derivation.factors import (
    Factor,
    Form,
    Rational,
    Scalars,
    Table,
    Term,
    content,
    divided,
    in_order,
    magnitude,
    merged,
    simple,
)
from graph.shapes import Shape, broadcast

Fired = tuple[str, str]
"""A rule, and the name that it is about, if any."""

DEEPEST = 60
"""Levels of nesting to which transposes are pushed down; below that they stay in front."""


NOT_NEGATIVE = ("norm", "abs", "exp", "sigmoid", "softmax", "softplus", "relu", "cosh")

HIGHEST = 64
"""The highest power that is taken of what a factor is made of."""


class Algebra:
    """Builds canonical forms; ``fired`` are the rules that did something since it was last cleared.

    ``properties`` are those declared of names. They are used only while ``assuming``: a gradient is derived first
    without them, for an adjoint treats every entry as free. While ``generic``, what is right wherever some forms are
    not 0 counts as right; ``required`` are these forms. ``properties`` can be added to where the graph shows them.
    """

    def __init__(self, properties: Mapping[str, frozenset[str]]) -> None:
        self.table = Table()
        self.properties = dict(properties)
        self.declared = frozenset(properties)
        self.assuming = False
        self.fired: dict[Fired, None] = {}
        self.generic = True
        self.required: dict[Form, None] = {}
        self._terms: dict[Form, Term] = {}
        self._transposed: dict[tuple[Factor, bool], tuple[Rational, Factor, tuple[Fired, ...]]] = {}

    def fire(self, rule: str, about: str = "") -> None:
        """Notes that a rule did something, where it is one about a name with that name."""
        self.fired.setdefault((rule, about))

    def require(self, form: Form) -> None:
        """What is said now holds where no entry of ``form`` is 0."""
        self.required.setdefault(form)

    # Leaves of the algebra

    def name(self, name: str, shape: Shape) -> Factor:
        return self.table.factor("name", shape, (name,))

    def has(self, factor: Factor, *properties: str) -> bool:
        """Whether a name was declared one of these, and that may be used now."""
        if not self.assuming or factor.kind != "name":
            return False
        return any(word in self.properties.get(factor.parts[0], ()) for word in properties)

    def fire_property(self, factor: Factor, *properties: str) -> None:
        """Notes which property of a name was used, and whether it was declared or found."""
        name = factor.parts[0]
        word = next(word for word in properties if word in self.properties[name])
        self.fire(word if name in self.declared else f"found {word}", name)

    def ones(self, shape: Shape) -> Factor | None:
        return self.table.factor("ones", shape, ()) if shape else None

    def eye(self, n: int) -> Factor | None:
        return self.table.factor("eye", (n, n), ()) if n > 1 else None

    def form(self, terms: Sequence[Term], shape: Shape) -> Form:
        return self.table.form(terms, shape)

    def zero(self, shape: Shape) -> Form:
        return self.form((), shape)

    def number(self, value: Rational, shape: Shape = ()) -> Form:
        return self.form((Term(value, (), self.ones(shape)),) if value else (), shape)

    def of(self, core: Factor, coefficient: Rational = 1, scalars: Scalars = (), power: Rational = 1) -> Form:
        """The form that is one factor, times a number and powers of scalars."""
        if core.shape == ():
            return self.single(coefficient, merged(scalars, ((core, power),)), None, ())
        if power != 1:
            core = self.table.factor("entrywise", core.shape, ((core, power),))
        return self.single(coefficient, scalars, core, core.shape)

    def single(self, coefficient: Rational, scalars: Scalars, core: Factor | None, shape: Shape) -> Form:
        """A form of one term, spread to ``shape``; a sum that stands alone becomes terms again."""
        if not coefficient:
            return self.zero(shape)
        if core is None and shape:
            core = self.ones(shape)
        if core is None and len(scalars) == 1 and scalars[0][1] == 1 and scalars[0][0].kind == "sum":
            core, scalars = scalars[0][0], ()
        if core is not None and core.kind == "sum" and not scalars and core.shape == shape:
            return self.scaled(self.form(core.parts, shape), coefficient)
        if core is not None and core.shape != shape:
            return self.entrywise_of(coefficient, scalars, {core: 1}, shape)
        return self.form((Term(simple(coefficient), scalars, core),), shape)

    # Sums

    def scaled(self, form: Form, coefficient: Rational) -> Form:
        if coefficient == 1 or not form.terms:
            return form
        if not coefficient:
            return self.zero(form.shape)
        terms = [Term(simple(t.coefficient * coefficient), t.scalars, t.core) for t in form.terms]
        return self.form(terms, form.shape)

    def plus(self, forms: Iterable[Form], shape: Shape) -> Form:
        """The sum, like terms collected, zeros dropped."""
        collected: dict[tuple[Scalars, Factor | None], Rational] = {}
        for form in forms:
            for term in form.terms:
                key = (term.scalars, term.core)
                if key in collected:
                    self.fire("like terms")
                collected[key] = collected.get(key, 0) + term.coefficient
        terms = [Term(simple(c), *key) for key, c in collected.items() if c]
        return self.spread_terms(terms, shape)

    def spread_terms(self, terms: Sequence[Term], shape: Shape) -> Form:
        """Terms of any shapes as a sum of ``shape``: ones stand only where no term has the whole shape."""
        if not terms:
            return self.zero(shape)
        if shape and len(terms) > 1:
            terms = self._without_idle_ones(terms, shape)
        if len(terms) == 1:
            return self.single(*terms[0], shape)
        return self.form(terms, shape)

    def _without_idle_ones(self, terms: Sequence[Term], shape: Shape) -> Sequence[Term]:
        bare = [term for old in terms for term in self._bare(old)]
        if _together(term.shape for term in bare) == shape:
            collected: dict[tuple[Scalars, Factor | None], Rational] = {}
            for term in bare:
                key = (term.scalars, term.core)
                collected[key] = collected.get(key, 0) + term.coefficient
            terms = [Term(simple(c), *key) for key, c in collected.items() if c]
        if not terms or _together(term.shape for term in terms) == shape:
            return terms
        return [*self.single(*terms[0], shape).terms, *terms[1:]]

    def _bare(self, term: Term) -> Sequence[Term]:
        """The term without a factor of ones; a sum that then stands alone is its terms."""
        core = term.core
        if core is None or core.kind not in ("ones", "entrywise"):
            return (term,)
        if core.kind == "ones":
            return (Term(term.coefficient, term.scalars, None),)
        items = {f: e for f, e in core.parts if f.kind != "ones"}
        if len(items) == len(core.parts):
            return (term,)
        return self.entrywise_of(term.coefficient, term.scalars, items, None).terms

    def as_term(self, form: Form) -> Term:
        """A form as one term, its sum kept together, its number in front.

        Of a sum and its negative, the one that was made first stands for both: so signs stay as the user wrote them.
        """
        if len(form.terms) == 1:
            return form.terms[0]
        if not form.terms:
            return Term(0, (), self.ones(form.shape))
        known = self._terms.get(form)
        if known is None:
            known = self._terms[form] = self._kept_together(form)
        return known

    def _kept_together(self, form: Form) -> Term:
        number = content([term.coefficient for term in form.terms])
        terms = _divided(form.terms, number)
        if not self.table.has("sum", form.shape, terms):
            turned = _divided(form.terms, -number)
            if self.table.has("sum", form.shape, turned) or all(t.coefficient < 0 for t in terms):
                terms, number = turned, -number
        factor = self.table.factor("sum", form.shape, terms)
        return Term(number, (), factor) if form.shape else Term(number, ((factor, 1),), None)

    # Products entry by entry

    def times(self, left: Form, right: Form) -> Form:
        """Entry by entry, with broadcasting; scaling where one side is a scalar."""
        shape = _together((left.shape, right.shape))
        if not left.terms or not right.terms:
            self.fire("zero")
            return self.zero(shape)
        a, b = self.as_term(left), self.as_term(right)
        coefficient, scalars = a.coefficient * b.coefficient, merged(a.scalars, b.scalars)
        if a.core is None or b.core is None:
            return self.single(coefficient, scalars, a.core or b.core, shape)
        powers = self._powers(a.core)
        for factor, exponent in self._powers(b.core).items():
            if factor in powers and factor.kind != "ones":
                self.fire("exponents")
            powers[factor] = powers.get(factor, 0) + exponent
        return self.entrywise_of(coefficient, scalars, powers, shape)

    def _powers(self, core: Factor) -> dict[Factor, Rational]:
        return dict(core.parts) if core.kind == "entrywise" else {core: 1}

    def entrywise_of(
        self, coefficient: Rational, scalars: Scalars, powers: Mapping[Factor, Rational], shape: Shape | None
    ) -> Form:
        """The product of powers of factors, in ``shape``; None for the shape that they have."""
        kept: dict[Factor, Rational] = {}
        for factor, exponent in powers.items():
            exponent = simple(self._idempotent(factor, exponent))
            if exponent and factor.kind != "ones":
                kept[factor] = exponent
        here = _together(factor.shape for factor in kept)
        shape = here if shape is None else shape
        if here != shape:
            ones = self.ones(shape)
            assert ones is not None
            kept[ones] = 1
        elif any(f.kind == "ones" for f in powers):
            self.fire("ones")
        if not kept:
            return self.single(coefficient, scalars, None, shape)
        if len(kept) == 1:
            ((factor, exponent),) = kept.items()
            if exponent == 1:
                return self.single(coefficient, scalars, factor, shape)
        core = self.table.factor("entrywise", shape, tuple(kept.items()))
        return self.form((Term(simple(coefficient), scalars, core),), shape)

    def _idempotent(self, factor: Factor, exponent: Rational) -> Rational:
        """Powers of what is 0 or 1 are itself."""
        if exponent > 1 and factor.kind == "call" and factor.parts[0].name.startswith("mask_"):
            self.fire("mask")
            return 1
        if exponent > 1 and self.has(factor, "onehot"):
            self.fire("onehot squares", factor.parts[0])
            return 1
        return exponent

    def power(self, form: Form, exponent: Rational) -> Form | None:
        """Entry by entry; None where it is no product of powers."""
        if exponent == 1:
            return form
        if not form.terms:
            return form if exponent > 0 else None
        term = self.as_term(form)
        if not isinstance(exponent, int) and not self._has_roots(term):
            return None
        if magnitude(exponent) > HIGHEST:
            return None
        coefficient = simple(Fraction(term.coefficient) ** exponent) if isinstance(exponent, int) else 1
        scalars = in_order({f: simple(e * exponent) for f, e in term.scalars})
        powers = {f: simple(e * exponent) for f, e in self._powers(term.core).items()} if term.core is not None else {}
        return self.entrywise_of(coefficient, scalars, powers, form.shape)

    def _has_roots(self, term: Term) -> bool:
        """Whether any power can be taken factor by factor: of one to the power 1, or of what is nowhere negative."""
        powers = list(term.scalars) + ([] if term.core is None else list(self._powers(term.core).items()))
        if term.coefficient != 1:
            return False
        return [e for _, e in powers] == [1] or all(f.calls(*NOT_NEGATIVE) for f, _ in powers)

    # Transposes

    def transposed(self, form: Form) -> Form:
        if form.shape == ():
            return form
        shape = (*form.shape[:-2], form.shape[-1], form.shape[-2])
        terms = []
        for term in form.terms:
            if term.core is None:
                terms.append(term)
            else:
                sign, core = self.transpose(term.core)
                terms.append(Term(term.coefficient * sign, term.scalars, core))
        return self.form(terms, shape)

    def transpose(self, factor: Factor) -> tuple[Rational, Factor]:
        """A factor transposed, and the number that came out of it: 1, or −1 where a sum turned its sign."""
        key = (factor, self.assuming)
        done = self._transposed.get(key)
        if done is None:
            before, self.fired = self.fired, {}
            sign, turned = self._transpose(factor)
            done = self._transposed[key] = sign, turned, tuple(self.fired)
            self._transposed.setdefault((turned, self.assuming), (sign, factor, done[2]))
            self.fired = before
        for fired in done[2]:
            self.fired.setdefault(fired)
        return done[:2]

    def _transpose(self, factor: Factor) -> tuple[Rational, Factor]:
        kind, parts = factor.kind, factor.parts
        shape = (*factor.shape[:-2], factor.shape[-1], factor.shape[-2]) if factor.shape else ()
        if not shape or kind == "eye" or (factor.calls("diag") and shape[0] == shape[1]):
            return 1, factor
        if kind == "transpose":
            self.fire("double transpose")
            return 1, parts[0]
        if kind == "ones":
            return 1, self.table.factor("ones", shape, ())
        if kind == "name" and self.has(factor, "symmetric", "diagonal"):
            self.fire_property(factor, "symmetric", "diagonal")
            return 1, factor
        if factor.depth <= DEEPEST:
            if kind == "chain":
                self.fire("transpose of product")
                return self._transposed_each(parts[::-1], shape)
            if kind == "entrywise":
                return self._transposed_powers(parts, shape)
            if kind == "sum":
                term = self.as_term(self.transposed(self.form(parts, factor.shape)))
                assert term.core is not None
                return term.coefficient, term.core
            if kind == "inverse":
                sign, inside = self.transpose(parts[0])
                if inside is parts[0]:
                    self.fire("inverse of symmetric")
                    return sign, factor
        return 1, self.table.factor("transpose", shape, (factor,))

    def _transposed_each(self, parts: Sequence[Factor], shape: Shape) -> tuple[Rational, Factor]:
        turned = [self.transpose(part) for part in parts]
        sign: Rational = 1
        for s, _ in turned:
            sign *= s
        return sign, self.table.factor("chain", shape, tuple(f for _, f in turned))

    def _transposed_powers(self, parts: Sequence[tuple[Factor, Rational]], shape: Shape) -> tuple[Rational, Factor]:
        sign: Rational = 1
        turned = []
        for factor, exponent in parts:
            s, new = self.transpose(factor)
            if s != 1 and isinstance(exponent, int):
                sign = -sign if exponent % 2 else sign
            elif s != 1:
                new = self.table.factor(
                    "transpose", (*factor.shape[:-2], factor.shape[-1], factor.shape[-2]), (factor,)
                )
            turned.append((new, exponent))
        return sign, self.table.factor("entrywise", shape, tuple(turned))


def _divided(terms: Sequence[Term], number: Rational) -> tuple[Term, ...]:
    return tuple(Term(divided(t.coefficient, number), t.scalars, t.core) for t in terms)


def _together(shapes: Iterable[Shape]) -> Shape:
    """What shapes broadcast to; most are alike."""
    different = set(shapes)
    different.discard(())
    if len(different) > 1:
        return broadcast(*different)
    return different.pop() if different else ()
