"""What the parser makes of an expression: trees that still know where in the text they stand.

Nothing is decided here that needs a shape; names may still have running letters in their subscripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.language.faults import Span
from graph.language.names import Spelled


@dataclass(slots=True, eq=False)
class Syntax:
    span: Span

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return ()


@dataclass(slots=True, eq=False)
class Literal(Syntax):
    """A number, with the digits it was written with."""

    value: float
    text: str


@dataclass(slots=True, eq=False)
class Word(Syntax):
    """A name."""

    spelled: Spelled


@dataclass(slots=True, eq=False)
class Text(Syntax):
    """A string, which only an option can be."""

    value: str


@dataclass(slots=True, eq=False)
class Open(Syntax):
    """A hole."""

    label: str


@dataclass(slots=True, eq=False)
class Broken(Syntax):
    """What was refused and reported, so that what stands around it can still be read."""

    inner: tuple[Syntax, ...] = ()

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return self.inner


@dataclass(slots=True, eq=False)
class Group(Syntax):
    """Brackets around one expression."""

    inner: Syntax

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return (self.inner,)


@dataclass(slots=True, eq=False)
class Negative(Syntax):
    operand: Syntax

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return (self.operand,)


@dataclass(slots=True, eq=False)
class Sum(Syntax):
    """Terms added; one that is subtracted is a Negative."""

    terms: list[Syntax]

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return tuple(self.terms)


@dataclass(slots=True, eq=False)
class Infix(Syntax):
    """Two operands of one of ``* @ · × /`` or, empty, of juxtaposition, or of ``⊙ ⊘ ∗ ⊗``."""

    operator: str
    left: Syntax
    right: Syntax

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(slots=True, eq=False)
class Transposed(Syntax):
    operand: Syntax

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return (self.operand,)


@dataclass(slots=True, eq=False)
class Raised(Syntax):
    """A power: ``entrywise`` for .^ and for the power of a function, tanh²(X)."""

    base: Syntax
    exponent: Syntax
    entrywise: bool

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return (self.base, self.exponent)


@dataclass(slots=True, eq=False)
class Bars(Syntax):
    """‖x‖ or \\|x\\|, with the index behind the closing bar, if any."""

    bar: str
    operand: Syntax
    index: str = ""

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return (self.operand,)


@dataclass(slots=True, eq=False)
class Compared(Syntax):
    """A mask: two operands of > ≥ < ≤ = ≠."""

    operator: str
    left: Syntax
    right: Syntax

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(slots=True, eq=False)
class Rows(Syntax):
    """A matrix written out, row by row."""

    rows: list[list[Syntax]]

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return tuple(entry for row in self.rows for entry in row)


@dataclass(slots=True, eq=False)
class Listed(Syntax):
    """(3, 4) among the arguments of a call: a shape."""

    items: list[Syntax]

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return tuple(self.items)


@dataclass(slots=True, eq=False)
class Argument:
    """What a call is given under a name."""

    name: str
    place: Span
    value: Syntax


@dataclass(slots=True, eq=False)
class Called(Syntax):
    function: str
    place: Span
    arguments: list[Syntax]
    named: list[Argument]

    @property
    def parts(self) -> tuple[Syntax, ...]:
        return tuple(self.arguments)


@dataclass(slots=True, eq=False)
class RunningSum(Syntax):
    """Σ_{t=1..3} and the product that follows, which is read once for every t and so is no part of this."""

    letter: str
    first: int
    last: int
    operand: Syntax


def walk(root: Syntax) -> Iterator[Syntax]:
    """Every part of ``root``, parts before what they are part of."""
    stack: list[tuple[Syntax, bool]] = [(root, False)]
    while stack:
        node, ready = stack.pop()
        parts = () if ready else node.parts
        if ready or not parts:
            yield node
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(parts))


def constant(root: Syntax) -> float | None:
    """The number that an expression of numbers alone says, None for any other. Overflow is infinity."""
    done: dict[int, float] = {}
    for node in walk(root):
        value = _constant(node, [done[id(part)] for part in node.parts if id(part) in done])
        if value is None:
            return None
        done[id(node)] = value
    return done[id(root)]


def _constant(node: Syntax, parts: list[Any]) -> float | None:
    try:
        match node:
            case Literal():
                return node.value
            case Group():
                return float(parts[0])
            case Negative():
                return -float(parts[0])
            case Sum():
                return float(sum(parts))
            case Raised():
                return float(parts[0] ** parts[1])
            case Infix(operator="/"):
                return float(parts[0] / parts[1])
            case Infix(operator=("*" | "" | "·" | "×")):
                return float(parts[0] * parts[1])
            case _:
                return None
    except OverflowError:
        return float("inf")
    except (ZeroDivisionError, TypeError, ValueError):
        return None
