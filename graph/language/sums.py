"""Sums: of terms, and of one term for every value of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import shapes
from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.language import identity
from graph.language.identity import Identity
from graph.language.ordering import MOST_TERMS
from graph.language.syntax import RunningSum, Sum, Syntax
from graph.shapes import Shape, is_column, is_vector, matrix

if TYPE_CHECKING:
    from graph.language.elaboration import Elaborator, Read


DEEPEST_SUM = 4
"""Running sums that may stand in one another."""


def read_sum(reader: Elaborator, node: Sum, parts: list[Read]) -> Read:
    return add(reader, node, list(node.terms), parts)


def add(reader: Elaborator, node: Syntax, terms: list[Syntax], parts: list[Read]) -> Read:
    """The sum of ``parts``, told at the term that does not fit the ones before it."""
    if any(isinstance(part, Identity) for part in parts):
        sized = _with_identities(reader, parts)
        if isinstance(sized, Identity):
            return sized
        parts = sized
    if not _fit(reader, terms, parts) or None in parts:
        return None
    inputs = tuple(part for part in parts if isinstance(part, Expression))
    warn_of_column(reader, node, inputs)
    return reader.build(node, "add", tuple(terms), inputs)


def _with_identities(reader: Elaborator, parts: list[Read]) -> list[Read] | Identity:
    """The terms with every I sized by the first term that is no scalar; still waiting if all are scalars."""
    found = [part for part in parts if isinstance(part, Identity)]
    shape = next((part.shape for part in parts if isinstance(part, Expression) and part.shape), None)
    if shape is not None:
        return [identity.beside(reader, p, shape, "both") if isinstance(p, Identity) else p for p in parts]
    if any(part is None or (isinstance(part, Expression) and part.shape is None) for part in parts):
        return [None if isinstance(part, Identity) else part for part in parts]
    return Identity(
        found[0].span,
        lambda n: apply("add", *(p.of_size(n) if isinstance(p, Identity) else p for p in parts if p is not None)),
    )


def _fit(reader: Elaborator, terms: list[Syntax], parts: list[Read]) -> bool:
    """Whether the terms that could be read fit one another."""
    so_far: Shape = ()
    for index, part in enumerate(parts):
        if not isinstance(part, Expression) or not part.shape or part.shape == so_far:
            continue
        try:
            so_far = shapes.broadcast(so_far, part.shape)
        except ShapeError as error:
            _tell_misfit(reader, terms, parts, index, error)
            return False
    return True


def _tell_misfit(reader: Elaborator, terms: list[Syntax], parts: list[Read], index: int, error: ShapeError) -> None:
    part = parts[index]
    assert isinstance(part, Expression)
    assert part.shape is not None
    other, hint = 0, error.hint
    for before in range(index):
        shape = getattr(parts[before], "shape", None)
        if shape and not fit_entrywise(shape, part.shape):
            other = before
            break
    other_part = parts[other]
    shape = other_part.shape if isinstance(other_part, Expression) else None
    facts = reader.facts((terms[other], shape), (terms[index], part.shape))
    if error.kind == "shape":
        hint = entrywise_hint(reader, terms[index], shape or (), part.shape)
        reader.fault("shape", f"{facts}: they do not fit entry by entry", terms[index].span, hint)
    else:
        reader.fault(error.kind, f"{facts}: {error.message}", terms[index].span, hint)


def fit_entrywise(left: Shape, right: Shape) -> bool:
    """Whether two shapes are equal where neither has a length of 1 or lacks the axis."""
    try:
        shapes.broadcast(left, right)
    except ShapeError:
        return False
    return True


def entrywise_hint(reader: Elaborator, term: Syntax, left: Shape, right: Shape) -> str:
    """How the right one could fit the left one."""
    shown = reader.shown(term, "the right side")
    if is_vector(left) and is_vector(right):
        return f"give {shown} {max(left)} entries"
    if len(right) == 2 and fit_entrywise(left, right[::-1]):
        return f"transpose it: {shown}'" if shown.isalnum() else f"transpose it: ({shown})'"
    return f"give {shown} the shape {shapes.written(left)}"


def warn_of_column(reader: Elaborator, node: Syntax, inputs: tuple[Expression, ...]) -> None:
    """Where NumPy would spread an array of one axis over the rows, and here a column goes to every column."""
    columns = {e.shape for e in inputs if e.shape and is_column(e.shape)}
    for expression in inputs if columns else ():
        shape = expression.shape
        if shape and not is_vector(shape):
            rows, length = matrix(shape)
            if rows == length and (rows, 1) in columns:
                reader.note(
                    "the column is added to every column; NumPy would add an array of one axis to every row", node.span
                )
                return


def read_running_sum(reader: Elaborator, node: RunningSum, parts: list[Read]) -> Read:
    if reader.sums_open >= DEEPEST_SUM:
        reader.fault("too-deep", f"more than {DEEPEST_SUM} sums run at once", node.span, "name the inner sum")
        return None
    if node.last - node.first + 1 > reader.terms_left:
        message = f"the running sums have more than {MOST_TERMS:,} terms"
        reader.fault("too-large", message, node.span, "use smaller ranges")
        return None
    reader.sums_open += 1
    letters, terms = reader.letters, []
    for value in range(node.first, node.last + 1):
        reader.terms_left -= 1
        terms.append(reader.elaborate(node.operand, {**letters, node.letter: value}))
        if reader.terms_left <= 0:
            break
    reader.sums_open -= 1
    if len(terms) == 1:
        return terms[0]
    return add(reader, node, [node.operand] * len(terms), terms)
