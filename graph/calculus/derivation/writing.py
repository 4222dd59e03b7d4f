"""Canonical forms as expressions to be read: in natural order, with few signs and brackets."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.calls import is_linear
from graph.calculus.derivation.factors import Factor, Form, Rational, Term, content, divided, magnitude
from graph.expression import Apply, Expression, Name, Number, apply, is_call
from graph.operations import Operation
from graph.shapes import Shape, broadcast, is_column, is_row

Task = tuple[Factor, bool]
Piece = tuple[bool, Expression]
"""Whether it is taken off, and what stands behind its sign."""

Writing = Generator[Task, Expression, Expression]


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
            return apply("zeros", shape=_lengths(shape)) if shape else Number(0)
        (first_negative, first), *others = positive_first(pieces)
        parts = [_negated(first) if first_negative else first]
        parts.extend(apply("neg", e) if negative else e for negative, e in others)
        return parts[0] if len(parts) == 1 else apply("add", *parts)

    # One term

    def term(self, term: Term) -> Piece:
        """Whether the term is taken off, and what stands behind its sign."""
        turned = self._to_turn(term) if term.coefficient < 0 else None
        negative = term.coefficient < 0 and turned is None
        scalars = list(term.scalars)
        dot = next((f for f, e in scalars if f.kind == "chain" and e == 1), None) if term.core is None else None
        if dot is not None:
            # Without a core a dot product needs no brackets: 2 wᵀ v.
            scalars.remove((dot, 1))
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
        factors = self._core(dot or term.core, turned)
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
        """Whether it is better written 0.2 than 1/5: where it came from such numbers."""
        return self.decimals and number.denominator % 5 == 0 and Fraction(repr(float(number))) == number

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
        if term.core is not None:
            candidates.extend(term.core.parts if term.core.kind == "chain" else [term.core])
        return next((f for f in candidates if candidates.count(f) == 1 and _can_turn(f)), None)

    def _core(self, core: Factor | None, turned: Factor | None) -> list[Expression]:
        """The factors of a core, to be multiplied from the left."""
        if core is None:
            return []
        if core.kind == "chain":
            return self._chain(core, turned)
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
            if (inner, True) not in self._done and _can_turn(inner):
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
        if turned:
            return self._turned(factor)
        if kind == "name":
            return Name(parts[0], shape)
        if kind == "constant":
            return Number(*parts)
        if kind == "transpose":
            return apply("transpose", self._done[parts[0], False])
        if kind == "inverse":
            return apply("inv", self._done[parts[0], False])
        if kind == "ones":
            return _ones(shape)
        if kind == "eye":
            return apply("eye", n=shape[0])
        if kind == "chain":
            return _product(self._chain(factor, None))
        if kind == "entrywise":
            return self._entrywise(parts, None)
        return self._call(factor)

    def _turned(self, factor: Factor) -> Expression:
        """The negative of a product entry by entry or of a linear operation: by turning a sum inside."""
        if factor.kind == "entrywise":
            inside = next(f for f, e in factor.parts if e % 2 == 1 and _can_turn(f))
            return self._entrywise(factor.parts, inside)
        operation, inputs, options = factor.parts
        place = next(i for i, form in enumerate(inputs) if _form_can_turn(form))
        written = [self.form(self.algebra.scaled(x, -1) if i == place else x) for i, x in enumerate(inputs)]
        return _called(operation, written, options)

    def _call(self, factor: Factor) -> Expression:
        operation, inputs, options = factor.parts
        return _called(operation, [self.form(form) for form in inputs], options)

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
            inverse = part.kind == "inverse" and part.parts[0].kind == "name"
            if same > 1 and (part.kind == "name" or inverse):
                base = self.factor(part.parts[0] if inverse else part)
                written.append(apply("matpower", base, exponent=-same if inverse else same))
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


def _called(operation: Operation, inputs: Sequence[Expression], options: Sequence[tuple[str, Any]]) -> Expression:
    shapes = {key for key, option in operation.options.items() if option.kind == "shape"}
    plain = {key: _lengths(value) if key in shapes and value is not None else value for key, value in options}
    return apply(operation.name, *inputs, **plain)


def _negated(e: Expression) -> Expression:
    """−2 x rather than −(2 x)."""
    above: list[Apply] = []
    left = e
    while isinstance(left, Apply) and left.operation.name in ("product", "quotient", "hadamard", "divide"):
        above.append(left)
        left = left.inputs[0]
    if not isinstance(left, Number):
        return apply("neg", e)
    result: Expression = Number(-left.value)
    for call in reversed(above):
        result = apply(call.operation.name, result, *call.inputs[1:])
    return result


def _turned(term: Term) -> Term:
    return Term(-term.coefficient, term.scalars, term.core)


def _can_turn(factor: Factor) -> bool:
    """Whether its negative is as short: a minus inside can change places with the plus."""
    if factor.kind == "sum":
        return any(t.coefficient < 0 for t in factor.parts)
    if factor.kind == "entrywise":
        return any(e % 2 == 1 and f.kind == "sum" and _can_turn(f) for f, e in factor.parts)
    if factor.kind == "call" and is_linear(factor.parts[0], factor.parts[1]):
        return any(_form_can_turn(form) for form in factor.parts[1])
    return False


def _form_can_turn(form: Form) -> bool:
    return len(form.terms) > 1 and any(t.coefficient < 0 for t in form.terms)


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
        return apply("product", e, _ones((1, shape[1])))
    if len(shape) == 2 and is_row(e.shape) and e.shape[1] == shape[1]:
        return apply("product", _ones((shape[0], 1)), e)
    return apply("hadamard", e, _ones(shape))


def _ones(shape: Shape) -> Expression:
    return apply("ones", shape=_lengths(shape))


def _lengths(shape: Shape) -> Shape:
    """A shape as it is written: of a column, its one length."""
    return shape[:1] if is_column(shape) else shape
