"""One open bracket: the operands and operators that stand in it, and how they become a tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.language.faults import Span
from graph.language.syntax import (
    Argument,
    Bars,
    Called,
    Compared,
    Group,
    Infix,
    Listed,
    Negative,
    Raised,
    Rows,
    RunningSum,
    Sum,
    Syntax,
)
from graph.language.tokens import Token

COMPARE, ADD, TERM, HAD, SUMMED, PRODUCT, UNARY, POWER = 5, 10, 15, 20, 25, 30, 40, 50
"""How strongly operators bind. TERM is a sign at the start of a sum, SUMMED the Σ of a running sum."""

FRACTION = "frac"


@dataclass(slots=True)
class Operator:
    binding: int
    sign: str
    token: Token
    prefix: bool = False
    run: tuple[str, int, int] = ("", 0, 0)


@dataclass(slots=True)
class Level:
    """An open bracket and what stands in it so far; the outermost has no closer."""

    opener: Token
    closer: str
    function: Token | None = None
    power: Syntax | None = None
    operands: list[Syntax] = field(default_factory=list)
    operators: list[Operator] = field(default_factory=list)
    rows: list[list[Syntax]] = field(default_factory=lambda: [[]])
    named: list[Argument] = field(default_factory=list)
    name: Token | None = None
    separated: bool = False

    def reduce(self, binding: int, *, right: bool = False) -> None:
        """Apply what binds more strongly than an operator of ``binding`` that comes next."""
        operators = self.operators
        while operators and (operators[-1].binding > binding or (operators[-1].binding == binding and not right)):
            if operators[-1].binding == ADD == binding:
                break
            self.apply_last()

    def reduce_powers(self) -> None:
        """A postfix belongs to the whole power before it: A^-1' is (A^-1)'."""
        operators = self.operators
        while operators and (
            operators[-1].binding >= POWER
            or (operators[-1].prefix and len(operators) > 1 and operators[-2].sign in ("^", ".^"))
        ):
            self.apply_last()

    def finish(self) -> Syntax:
        """The one expression that everything here makes."""
        while self.operators:
            self.apply_last()
        return self.operands.pop()

    def end_item(self) -> None:
        """One entry of a call or of square brackets is complete."""
        syntax = self.finish()
        if self.name is not None:
            self.named.append(Argument(self.name.text, self.name.span, syntax))
            self.name = None
        else:
            self.rows[-1].append(syntax)

    def apply_last(self) -> None:
        operator = self.operators.pop()
        right = self.operands.pop()
        if operator.prefix and operator.sign != FRACTION:
            self.operands.append(_prefixed(operator, right))
            return
        if operator.binding == ADD:
            self._add(operator, right)
            return
        left = self.operands.pop()
        span = left.span.to(right.span)
        if operator.binding == COMPARE:
            self.operands.append(Compared(span, operator.sign, left, right))
        elif operator.sign in ("^", ".^"):
            self.operands.append(Raised(span, left, right, operator.sign == ".^"))
        elif operator.sign == FRACTION:
            span = operator.token.span.to(right.span)
            self.operands.append(Group(span, Infix(span, "/", left, right)))
        else:
            self.operands.append(Infix(span, operator.sign, left, right))

    def _add(self, operator: Operator, right: Syntax) -> None:
        """All terms of a sum at once: its pluses wait on the stack until the sum ends."""
        terms = [_signed(operator, right)]
        while self.operators and self.operators[-1].binding == ADD:
            terms.append(_signed(self.operators.pop(), self.operands.pop()))
        terms.append(self.operands.pop())
        terms.reverse()
        self.operands.append(Sum(terms[0].span.to(terms[-1].span), terms))

    def closed(self, closing: Token) -> Syntax:
        """The tree of the whole bracket, once it is closed."""
        span = (self.function or self.opener).span.to(closing.span)
        items = self.rows[0]
        if self.function is not None:
            return self._called(span, items)
        if self.closer in ("‖", "|"):
            return Bars(span, self.closer, items[0])
        if self.closer == ")" and self.separated:
            return Listed(span, items)
        if self.closer == "]" and self.separated:
            return Rows(span, self.rows)
        if self.closer == "]" and isinstance(items[0], Compared):
            return Compared(span, items[0].operator, items[0].left, items[0].right)
        return Group(span, items[0])

    def _called(self, span: Span, items: list[Syntax]) -> Syntax:
        assert self.function is not None
        assert self.function.spelled is not None
        called = Called(span, self.function.spelled.name, self.function.span, items, self.named)
        return called if self.power is None else Raised(span, called, self.power, entrywise=True)


def _signed(operator: Operator, term: Syntax) -> Syntax:
    return term if operator.sign == "+" else Negative(operator.token.span.to(term.span), term)


def _prefixed(operator: Operator, operand: Syntax) -> Syntax:
    span = operator.token.span.to(operand.span)
    if operator.sign == "Σ":
        return RunningSum(span, *operator.run, operand)
    return operand if operator.sign == "+" else Negative(span, operand)
