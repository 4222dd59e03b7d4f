"""Canonical forms as expressions to be read: in natural order, with few signs and brackets."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.factors import Factor, Form, Rational, Term, content, divided, magnitude
from graph.expression import Expression, Name, Number, apply, is_call
from graph.shapes import Shape, broadcast, is_column, is_row

Task = tuple[Factor, bool]
Piece = tuple[bool, Expression]
"""Whether it is taken off, and what stands behind its sign."""

Writing = Generator[Task, Expression, Expression]

COMPOSITE = ("sum", "chain", "entrywise")


class Writer:
    """Makes expressions of forms. With ``decimals`` a number such as 0.2 is not written 1/5.

    A factor is written as it is or with its sign turned, where that spares a minus in front.
    """

    def __init__(self, algebra: Algebra, decimals: bool = False) -> None:
        self.algebra = algebra
        self.decimals = decimals
        self._done: dict[Task, Expression] = {}

    def form(self, form: Form) -> Expression:
        """The expression of a form, in its shape."""
        return self.add(self.pieces(form), form.shape)

    def pieces(self, form: Form) -> list[Piece]:
        """The terms of a form as they are printed; one piece where a number stands before the whole."""
        if len(form.terms) > 1:
            number = content([term.coefficient for term in form.terms])
            if number != 1 and self._shorter_in_front(form, number):
                return [self.term(self.algebra.as_term(form))]
        return [self.term(term) for term in form.terms]

    def _shorter_in_front(self, form: Form, number: Rational) -> bool:
        """Whether a common number stands better before the whole than before each term."""
        inside = [Term(divided(t.coefficient, number), t.scalars, t.core) for t in form.terms]
        if all(t.length <= 3 for t in inside):
            return True
        front = Term(number, (), None).length + 3
        return form.length - (sum(3 + t.length for t in inside) - 3 + front) >= 4

    def sum(self, terms: Sequence[Term], turned: bool = False) -> Expression:
        """The terms, each with its sign, a positive one first where there is one."""
        return self.add([self.term(_turned(term) if turned else term) for term in terms])

    @staticmethod
    def add(pieces: Sequence[Piece], shape: Shape = ()) -> Expression:
        """A sum of pieces; one that is added comes first. Of none, zero in ``shape``."""
        if not pieces:
            return apply("zeros", shape=shape) if shape else Number(0)
        parts = [apply("neg", e) if negative else e for negative, e in positive_first(pieces)]
        return parts[0] if len(parts) == 1 else apply("add", *parts)

    # One term

    def term(self, term: Term) -> Piece:
        """Whether the term is taken off, and what stands behind its sign."""
        turned = self._to_turn(term) if term.coefficient < 0 else None
        negative = term.coefficient < 0 and turned is None
        scalars = [(f, e) for f, e in term.scalars]
        above = [self._powered(self.factor(f, f is turned), e) for f, e in scalars if e > 0]
        below = [self._powered(self.factor(f, f is turned), -e) for f, e in scalars if e < 0]
        above.sort(key=lambda e: not isinstance(e, Name))
        number = magnitude(term.coefficient)
        if below and isinstance(number, Fraction) and not self._is_decimal(number):
            below.insert(0, Number(number.denominator))
            number = number.numerator
        if term.core is not None and not above and number != 1 and term.core.kind == "entrywise":
            divided_number = self._number_divided(term.core, number)
            if divided_number is not None:
                return negative, self._over(divided_number, below)
        factors = self._core(term.core, turned)
        if number != 1 or not (above or factors):
            above = self._with_number(number, above, factors)
        return negative, self._over(_product([*above, *factors]), below)

    def _with_number(self, number: Rational, above: list[Expression], factors: list[Expression]) -> list[Expression]:
        if isinstance(number, int) or self._is_decimal(number):
            return [Number(float(number)), *above]
        below = Number(number.denominator)
        if above and not factors:
            first = above if number.numerator == 1 else [Number(number.numerator), *above]
            return [apply("quotient", _product(first), below)]
        return [apply("quotient", Number(number.numerator), below), *above]

    def _is_decimal(self, number: Fraction) -> bool:
        return self.decimals and Fraction(repr(float(number))) == number

    def _over(self, above: Expression, below: list[Expression]) -> Expression:
        return apply("quotient", above, _product(below)) if below else above

    def _number_divided(self, core: Factor, number: Rational) -> Expression | None:
        """c ⊘ x in place of c (1 ⊘ x)."""
        if any(e > 0 for _, e in core.parts) or not isinstance(number, int):
            return None
        return self._entrywise_over(Number(number), core.parts, None)

    def _to_turn(self, term: Term) -> Factor | None:
        """A sum in the term that can take the minus: one that has a minus inside."""
        candidates = [f for f, e in term.scalars if e % 2 == 1]
        core = term.core
        if core is not None:
            if core.kind == "chain":
                candidates.extend(core.parts)
            elif core.kind == "entrywise":
                candidates.extend(f for f, e in core.parts if e % 2 == 1)
            candidates.append(core)
        for factor in candidates:
            if factor.kind == "sum" and any(t.coefficient < 0 for t in factor.parts) and candidates.count(factor) == 1:
                return factor
        return None

    def _core(self, core: Factor | None, turned: Factor | None) -> list[Expression]:
        """The factors of a core, to be multiplied from the left."""
        if core is None:
            return []
        if core.kind == "chain":
            return self._chain(core, turned)
        if core.kind == "entrywise" and turned is not None and turned is not core:
            return [self._entrywise(core.parts, turned)]
        return [self.factor(core, core is turned)]

    # Factors

    def factor(self, factor: Factor, turned: bool = False) -> Expression:
        """The expression of a factor, or of its negative; what is inside is written first, without recursion."""
        stack = [(factor, turned)]
        waiting: dict[Task, Writing] = {}
        while stack:
            task = stack[-1]
            if task in self._done:
                stack.pop()
                continue
            writing = waiting.get(task)
            try:
                if writing is None:
                    writing = waiting[task] = self._write(*task)
                    needed = next(writing)
                else:
                    needed = writing.send(None)  # type: ignore[arg-type]
                stack.append(needed)
            except StopIteration as finished:
                self._done[task] = finished.value
                stack.pop()
        return self._done[factor, turned]

    def _write(self, factor: Factor, turned: bool) -> Writing:
        """Asks for every factor inside, then writes; what was asked for is then at hand."""
        flipped = self._flipped(factor)
        if flipped is not None:
            sign, other = flipped
            other_turned = turned != (sign < 0)
            yield other, other_turned
            return apply("transpose", self._done[other, other_turned])
        for inner in factor.inside():
            if (inner, False) not in self._done:
                yield inner, False
            if inner.kind == "sum" and (inner, True) not in self._done:
                yield inner, True
        return self._plain(factor, turned)

    def _flipped(self, factor: Factor) -> tuple[Rational, Factor] | None:
        """The transpose of a sum or product entry by entry, where (…)ᵀ is shorter."""
        if factor.kind not in ("sum", "entrywise") or not factor.shape:
            return None
        sign, other = self.algebra.transpose(factor)
        return (sign, other) if other.length + 1 < factor.length else None

    def _plain(self, factor: Factor, turned: bool) -> Expression:
        kind, parts, shape = factor.kind, factor.parts, factor.shape
        if kind == "sum":
            return self.sum(parts, turned)
        assert not turned, "only a sum turns its sign"
        if kind == "name":
            return Name(parts[0], shape)
        if kind == "constant":
            return Number(*parts)
        if kind == "transpose":
            return apply("transpose", self._done[parts[0], False])
        if kind == "inverse":
            return apply("inv", self._done[parts[0], False])
        if kind == "ones":
            return apply("ones", shape=shape)
        if kind == "eye":
            return apply("eye", n=shape[0])
        if kind == "chain":
            return _product(self._chain(factor, None))
        if kind == "entrywise":
            return self._entrywise(parts, None)
        return self._call(factor)

    def _call(self, factor: Factor) -> Expression:
        operation, inputs, options = factor.parts
        return apply(operation.name, *(self.form(form) for form in inputs), **dict(options))

    def _chain(self, factor: Factor, turned: Factor | None) -> list[Expression]:
        """Factors from the left; a run of four or more transposed ones is written as (…)ᵀ, A A as A²."""
        written: list[Expression] = []
        parts: Sequence[Factor] = factor.parts
        place = 0
        while place < len(parts):
            part = parts[place]
            run = next((i for i in range(place, len(parts)) if parts[i].kind != "transpose"), len(parts)) - place
            if run >= 4:
                inner = _product([self.factor(f.parts[0]) for f in reversed(parts[place : place + run])])
                written.append(apply("transpose", inner))
                place += run
                continue
            same = next((i for i in range(place, len(parts)) if parts[i] is not part), len(parts)) - place
            if same > 1 and part.kind == "name":
                written.append(apply("matpower", self.factor(part), exponent=same))
                place += same
                continue
            written.append(self.factor(part, part is turned))
            place += 1
        return written

    def _entrywise(self, parts: Sequence[tuple[Factor, Rational]], turned: Factor | None) -> Expression:
        ones = next((f for f, _ in parts if f.kind == "ones"), None)
        rest = [(f, e) for f, e in parts if f.kind != "ones"]
        above = [self._powered(self.factor(f, f is turned), e) for f, e in rest if e > 0]
        written = self._entrywise_over(_hadamard(above) if above else Number(1), rest, turned)
        return written if ones is None else _copied(written, ones.shape)

    def _entrywise_over(
        self, above: Expression, parts: Sequence[tuple[Factor, Rational]], turned: Factor | None
    ) -> Expression:
        below = [self._powered(self.factor(f, f is turned), -e) for f, e in parts if e < 0]
        return apply("divide", above, _hadamard(below)) if below else above

    def _powered(self, e: Expression, exponent: Rational) -> Expression:
        if exponent == 1:
            return e
        if exponent == Fraction(1, 2):
            return apply("sqrt", e)
        if exponent == 2 and is_call(e, "norm"):
            return apply("sqnorm", *e.inputs)
        power = "dotpower" if e.shape else "power"
        return apply(power, e, Number(float(exponent)))


def positive_first(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the first that is added in front, as they are printed."""
    first = next((i for i, (negative, _) in enumerate(pieces) if not negative), 0)
    return [*pieces[first : first + 1], *pieces[:first], *pieces[first + 1 :]]


def _turned(term: Term) -> Term:
    return Term(-term.coefficient, term.scalars, term.core)


def _product(factors: Sequence[Expression]) -> Expression:
    return reduce(lambda a, b: apply("product", a, b), factors)


def _hadamard(factors: Sequence[Expression]) -> Expression:
    return reduce(lambda a, b: apply("hadamard", a, b), factors)


def _copied(e: Expression, shape: Shape) -> Expression:
    """A vector copied along the other axis is its product with ones."""
    assert e.shape is not None
    if broadcast(e.shape, shape) == e.shape:
        return e
    if len(shape) == 2 and is_column(e.shape) and e.shape[0] == shape[0]:
        return apply("product", e, apply("ones", shape=(1, shape[1])))
    if len(shape) == 2 and is_row(e.shape) and e.shape[1] == shape[1]:
        return apply("product", apply("ones", shape=(shape[0], 1)), e)
    ones: Any = apply("ones", shape=shape)
    return apply("hadamard", e, ones)
