"""What canonical forms are made of: interned, so that equal is identical.

A form is a sum of terms, a term a number times powers of scalars times a core, and a core one factor: a name, a
chain of matrix factors, a product entry by entry with exponents, a sum that is kept together, or an opaque
operation. Transposes stand at the names, numbers and scalars in front.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Literal, NamedTuple

from graph.operations import Operation
from graph.shapes import Shape

Rational = int | Fraction
"""Coefficients are exact: 0.1 is one tenth, so that 3 · 0.1 prints as 0.3."""

Kind = Literal["name", "constant", "transpose", "inverse", "ones", "eye", "sum", "entrywise", "chain", "call"]


class Factor:
    """One interned factor; two are equal where they are the same object.

    ``parts`` depends on the kind: of a ``name`` its name, of a ``constant`` its value and text, of ``transpose`` and
    ``inverse`` the factor inside, of a ``sum`` its terms, of ``entrywise`` pairs of factor and exponent, of a
    ``chain`` its factors, of a ``call`` the operation, the forms of its inputs and its options. ``number`` counts
    factors in the order of their making; ``length`` is about how many characters it takes to write, ``leaves`` how
    many names.
    """

    __slots__ = ("_held", "depth", "kind", "leaves", "length", "number", "parts", "shape")
    _held: tuple[Factor, ...]
    depth: int
    leaves: int
    length: int

    def __init__(self, kind: Kind, shape: Shape, parts: tuple[Any, ...], number: int) -> None:
        self.kind = kind
        self.shape = shape
        self.parts = parts
        self.number = number
        inside = self._inside()
        self._held = inside
        self.depth = 1 + max((f.depth for f in inside), default=0)
        self.leaves = sum(f.leaves for f in inside) if inside else int(kind != "ones")
        self.length = _length(self)

    def inside(self) -> tuple[Factor, ...]:
        """The factors directly inside."""
        return self._held

    def _inside(self) -> tuple[Factor, ...]:
        if self.kind in ("transpose", "inverse", "chain"):
            return self.parts
        if self.kind == "entrywise":
            return tuple(f for f, _ in self.parts)
        if self.kind == "sum":
            return tuple(factors_of(self.parts))
        if self.kind == "call":
            return tuple(f for form in self.parts[1] for f in factors_of(form.terms))
        return ()

    def calls(self, *names: str) -> bool:
        """Whether it is a call of one of these operations."""
        return self.kind == "call" and self.parts[0].name in names

    def __repr__(self) -> str:
        return f"<{self.kind} {self.number}: {self.shape}>"


Scalars = tuple[tuple[Factor, Rational], ...]
"""Powers of scalars, in the order of their making."""


class Term(NamedTuple):
    """A number times powers of scalars times a core; without a core, a scalar."""

    coefficient: Rational
    scalars: Scalars
    core: Factor | None

    @property
    def length(self) -> int:
        parts = [power_length(f, e) for f, e in self.scalars]
        if self.core is not None:
            parts.append(self.core.length)
        if self.coefficient not in (1, -1) or not parts:
            parts.append(number_length(self.coefficient))
        return _joined(parts, 1)

    @property
    def shape(self) -> Shape:
        return () if self.core is None else self.core.shape


class Form:
    """An interned sum of terms that broadcast to ``shape``; without terms it is zero."""

    __slots__ = ("_length", "number", "shape", "terms")

    def __init__(self, terms: tuple[Term, ...], shape: Shape, number: int) -> None:
        self.terms = terms
        self.shape = shape
        self.number = number
        self._length = 0

    @property
    def length(self) -> int:
        if not self._length:
            self._length = _joined(term.length for term in self.terms) if self.terms else 1
        return self._length

    @property
    def leaves(self) -> int:
        return sum(f.leaves for f in factors_of(self.terms))

    def __repr__(self) -> str:
        return f"<form {self.number}: {len(self.terms)} terms, {self.shape}>"


def factors_of(terms: Iterable[Term]) -> Iterator[Factor]:
    for term in terms:
        yield from (f for f, _ in term.scalars)
        if term.core is not None:
            yield term.core


def below(roots: Iterable[Factor], known: Container[Factor] = ()) -> Iterator[Factor]:
    """Every factor in ``roots`` once, what is inside before what holds it; those ``known``, and theirs, left out."""
    seen: set[Factor] = set()
    stack = [(root, False) for root in reversed(list(roots))]
    while stack:
        factor, ready = stack.pop()
        if ready:
            yield factor
        elif factor not in seen and factor not in known:
            seen.add(factor)
            stack.append((factor, True))
            stack.extend((inner, False) for inner in factor.inside())


class Table:
    """All factors and forms of one derivation."""

    def __init__(self) -> None:
        self._factors: dict[Hashable, Factor] = {}
        self._forms: dict[Hashable, Form] = {}

    def factor(self, kind: Kind, shape: Shape, parts: tuple[Any, ...]) -> Factor:
        key = (kind, shape, frozenset(parts) if kind in ("sum", "entrywise") else parts)
        found = self._factors.get(key)
        if found is None:
            found = self._factors[key] = Factor(kind, shape, parts, len(self._factors))
        return found

    def has(self, kind: Kind, shape: Shape, parts: tuple[Any, ...]) -> bool:
        """Whether that factor was made before."""
        return (kind, shape, frozenset(parts) if kind in ("sum", "entrywise") else parts) in self._factors

    def form(self, terms: Sequence[Term], shape: Shape) -> Form:
        key = (frozenset(terms), shape)
        found = self._forms.get(key)
        if found is None:
            found = self._forms[key] = Form(tuple(terms), shape, len(self._forms))
        return found

    def called(self, operation: Operation, inputs: tuple[Form, ...], options: tuple[tuple[str, Any], ...]) -> Factor:
        shape = operation.shape(*(form.shape for form in inputs), **dict(options))
        return self.factor("call", shape, (operation, inputs, options))


def simple(value: Rational) -> Rational:
    """A whole Fraction as an int."""
    if type(value) is int:  # Fraction is an abstract class's child, and asking for that is slow
        return value
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def magnitude(value: Rational) -> Rational:
    return -value if value < 0 else value


def divided(a: Rational, b: Rational) -> Rational:
    if b == 1:
        return a
    if b == -1:
        return -a
    return simple(Fraction(a) / Fraction(b))


def content(coefficients: Sequence[Rational]) -> Rational:
    """The largest positive number by which all can be divided to whole numbers."""
    if (1 in coefficients or -1 in coefficients) and all(type(c) is int for c in coefficients):
        return 1
    above = gcd(*(c.numerator for c in coefficients))
    return simple(Fraction(above, lcm(*(c.denominator for c in coefficients))))


def merged(left: Scalars, right: Scalars) -> Scalars:
    """The product of two lists of powers."""
    if not left or not right:
        return left or right
    powers: dict[Factor, Rational] = dict(left)
    for factor, exponent in right:
        powers[factor] = simple(powers.get(factor, 0) + exponent)
    return in_order(powers)


def in_order(powers: dict[Factor, Rational]) -> Scalars:
    return tuple(sorted(((f, e) for f, e in powers.items() if e), key=lambda pair: pair[0].number))


def number_length(value: Rational) -> int:
    if isinstance(value, int):
        return len(str(abs(value)))
    return 1 + len(str(abs(value.numerator))) + len(str(value.denominator))


def power_length(factor: Factor, exponent: Rational) -> int:
    bracket = 2 if factor.kind in ("sum", "chain", "entrywise") else 0
    return factor.length + bracket + (0 if exponent == 1 else 1 if magnitude(exponent) < 10 else 3)


def _length(factor: Factor) -> int:
    kind = factor.kind
    parts: tuple[Any, ...] = factor.parts
    if kind == "name":
        return len(str(parts[0]).replace("_", ""))
    if kind in ("transpose", "inverse"):
        return 1 + int(kind == "inverse") + power_length(parts[0], 1)
    if kind == "sum":
        return _joined(term.length for term in parts)
    if kind == "entrywise":
        return _joined(power_length(f, e) for f, e in parts)
    if kind == "chain":
        return _joined((f.length + (2 if f.kind in ("sum", "entrywise") else 0) for f in parts), 1)
    if kind == "call":
        return _name_length(parts[0]) + _joined((form.length for form in parts[1]), 2)
    return 2 if kind == "constant" else 6 if kind == "ones" else 1


def _name_length(operation: Operation) -> int:
    """What a call takes beside its inputs."""
    notation = operation.notation
    if notation.form == "call":
        return len(notation.unicode) + 2
    return len(notation.unicode) if notation.form == "around" else 3


def _joined(lengths: Iterable[int], between: int = 3) -> int:
    return sum(length + between for length in lengths) - between
