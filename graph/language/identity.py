"""The identity matrix ``I``, which has no size until a neighbour gives it one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.expression import Expression
from graph.language.faults import Span
from graph.shapes import Shape, matrix

if TYPE_CHECKING:
    from graph.language.elaboration import Elaborator


@dataclass(frozen=True, slots=True)
class Identity:
    """An expression that waits for its size: ``I``, or what was made of it with scalars alone, as in 2 I."""

    span: Span
    of_size: Callable[[int], Expression]

    def then(self, change: Callable[[Expression], Expression]) -> Identity:
        return Identity(self.span, lambda n: change(self.of_size(n)))


def refuse(reader: Elaborator, found: Identity) -> None:
    reader.fault("undefined", "I has no neighbour to take its size from", found.span, "write eye(3), with its size")


def settled(reader: Elaborator, read: Expression | Identity | None) -> Expression | None:
    """``read`` where no neighbour can give a size: an identity is refused there."""
    if isinstance(read, Identity):
        refuse(reader, read)
        return None
    return read


def settled_all(reader: Elaborator, parts: Sequence[Expression | Identity | None]) -> tuple[Expression, ...] | None:
    """All of ``parts``, each of which must stand by itself; None if any is wrong."""
    inputs = [settled(reader, part) for part in parts]
    found = tuple(read for read in inputs if read is not None)
    return found if len(found) == len(inputs) else None


def beside(reader: Elaborator, found: Identity, shape: Shape | None, side: str) -> Expression | None:
    """The identity beside an operand of ``shape``: ``side`` is which of the operand's lengths it must have,
    ``rows``, ``columns``, or ``both`` where the operand must be square.
    """
    if not shape:
        refuse(reader, found)
        return None
    rows, columns = matrix(shape)
    if side == "both" and rows != columns:
        hint = "write eye(n) with a size, or make its neighbour square"
        reader.fault("not-square", f"I is square, its neighbour is {rows}×{columns}", found.span, hint)
        return None
    return found.of_size(columns if side == "columns" else rows)
