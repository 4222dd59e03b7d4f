"""Syntax to expressions: every reading that depends on the shapes of the operands.

A part that is wrong is reported once and reads as None; what contains it reads as None too, in silence, and what
stands beside it is still read, so that each fault of a line is told and none twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import ShapeError
from graph.expression import Expression, Hole, Name, Number, apply
from graph.language import calls, identity, powers, products, sums, syntax
from graph.language.faults import Fault, Span
from graph.language.identity import Identity
from graph.language.ordering import MOST_TERMS
from graph.language.syntax import Syntax, walk
from graph.shapes import Shape, describe, is_vector

if TYPE_CHECKING:
    from graph.language.scope import Scope

Read = Expression | Identity | None
Handler = Callable[["Elaborator", Any, list[Read]], Read]

LONGEST_SHOWN = 30


class Elaborator:
    """Reads syntax trees in a scope of names; collects faults and notices."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.faults: list[Fault] = []
        self.notices: list[tuple[str, Span]] = []
        self.terms_left = MOST_TERMS
        self.sums_open = 0
        self.letters: Mapping[str, int] = {}

    def read(self, root: Syntax, letters: Mapping[str, int] | None = None) -> Expression | None:
        """The expression of a whole line, None where anything in it is wrong."""
        found = self.elaborate(root, letters or {})
        if isinstance(found, Identity):
            identity.refuse(self, found)
            return None
        return found

    def elaborate(self, root: Syntax, letters: Mapping[str, int]) -> Read:
        outer, self.letters = self.letters, letters
        done: dict[int, Read] = {}
        for node in walk(root):
            handler = _HANDLERS[type(node)]
            done[id(node)] = handler(self, node, [done[id(part)] for part in node.parts])
        self.letters = outer
        return done[id(root)]

    # What the rules in the neighbouring files use

    def fault(self, kind: str, message: str, span: Span, hint: str = "") -> None:
        self.faults.append(Fault(kind, message, span, hint))

    def note(self, message: str, span: Span) -> None:
        self.notices.append((message, span))

    def shown(self, node: Syntax, otherwise: str = "this") -> str:
        """The text of an operand, for a message."""
        raw = " ".join(self.text[node.span.start : node.span.end].split())
        return raw if len(raw) <= LONGEST_SHOWN else otherwise

    def facts(self, *operands: tuple[Syntax, Shape | None]) -> str:
        """``A is 3×4, x has 3 entries``."""
        said = []
        for index, (node, shape) in enumerate(operands):
            if shape is not None and not (isinstance(node, syntax.Literal)):
                otherwise = ("the left side", "the right side")[index] if len(operands) == 2 else f"input {index + 1}"
                said.append(describe(self.shown(node, otherwise), shape))
        return ", ".join(dict.fromkeys(said[:4]))

    def build(
        self, node: Syntax, name: str, operands: tuple[Syntax, ...], inputs: tuple[Expression, ...], **options: Any
    ) -> Expression | None:
        """The operation ``name`` of ``inputs``, or None with the fault told where the shapes do not fit."""
        try:
            return apply(name, *inputs, **options)
        except ShapeError as error:
            facts = self.facts(*((part, read.shape) for part, read in zip(operands, inputs, strict=True)))
            at = node.span if error.operand is None or error.operand >= len(operands) else operands[error.operand].span
            message = f"{facts}: {error.message}" if facts else error.message
            self.fault(error.kind, message, at, error.hint)
            return None


def _literal(reader: Elaborator, node: syntax.Literal, parts: list[Read]) -> Read:
    return Number(node.value, node.text)


def _open(reader: Elaborator, node: syntax.Open, parts: list[Read]) -> Read:
    return Hole(node.label)


def _text(reader: Elaborator, node: syntax.Text, parts: list[Read]) -> Read:
    return None


def _first(reader: Elaborator, node: Syntax, parts: list[Read]) -> Read:
    return parts[0]


def _broken(reader: Elaborator, node: Syntax, parts: list[Read]) -> Read:
    return None


def _word(reader: Elaborator, node: syntax.Word, parts: list[Read]) -> Read:
    name = node.spelled.under(reader.letters)
    scope = reader.scope
    if name in scope.broken:
        return None
    if name in scope.shapes:
        return Name(name, scope.shapes[name])
    if name in reader.letters and not node.spelled.subscripts:
        return Number(reader.letters[name], str(reader.letters[name]))
    value = scope.constants.get(name)
    if value is not None:
        return Number(value, name)
    if name == "I":
        return Identity(node.span, lambda n: apply("eye", n=n))
    scope.report_undefined(reader, node, name)
    return None


def _negative(reader: Elaborator, node: syntax.Negative, parts: list[Read]) -> Read:
    operand = parts[0]
    if isinstance(operand, Identity):
        return operand.then(lambda matrix: apply("neg", matrix))
    return None if operand is None else apply("neg", operand)


def _transposed(reader: Elaborator, node: syntax.Transposed, parts: list[Read]) -> Read:
    operand = parts[0]
    if isinstance(operand, Identity):
        return operand.then(lambda matrix: apply("transpose", matrix))
    return None if operand is None else reader.build(node, "transpose", node.parts, (operand,))


def _bars(reader: Elaborator, node: syntax.Bars, parts: list[Read]) -> Read:
    operand = identity.settled(reader, parts[0])
    if operand is None:
        return None
    shape = operand.shape
    is_matrix = bool(shape) and not is_vector(shape or ())
    if node.bar == "|":
        if is_matrix:
            inner = reader.shown(node.operand, "A")
            reader.note(f"|{inner}| of a matrix is read entry by entry; the determinant is det({inner})", node.span)
        return reader.build(node, "abs", node.parts, (operand,))
    if node.index == "2" and is_matrix:
        reader.note("‖…‖₂ of a matrix is read as the Frobenius norm", node.span)
    return reader.build(node, "norm1" if node.index == "1" else "norm", node.parts, (operand,))


_MASKS = {">": "gt", "≥": "ge", "<": "lt", "≤": "le", "==": "eq", "=": "eq", "≠": "ne"}


def _compared(reader: Elaborator, node: syntax.Compared, parts: list[Read]) -> Read:
    inputs = identity.settled_all(reader, parts)
    return None if inputs is None else reader.build(node, f"mask_{_MASKS[node.operator]}", node.parts, inputs)


def _rows(reader: Elaborator, node: syntax.Rows, parts: list[Read]) -> Read:
    inputs = identity.settled_all(reader, parts)
    if inputs is None:
        return None
    return reader.build(node, "stack", node.parts, inputs, rows=tuple(len(row) for row in node.rows))


def _listed(reader: Elaborator, node: syntax.Listed, parts: list[Read]) -> Read:
    """A shape; the call that it is given to has taken it, anywhere else it has no meaning."""
    return None


_HANDLERS: Mapping[type[Syntax], Handler] = {
    syntax.Literal: _literal,
    syntax.Open: _open,
    syntax.Text: _text,
    syntax.Group: _first,
    syntax.Broken: _broken,
    syntax.Word: _word,
    syntax.Negative: _negative,
    syntax.Transposed: _transposed,
    syntax.Bars: _bars,
    syntax.Compared: _compared,
    syntax.Rows: _rows,
    syntax.Listed: _listed,
    syntax.Sum: sums.read_sum,
    syntax.RunningSum: sums.read_running_sum,
    syntax.Infix: products.read_infix,
    syntax.Raised: powers.read_power,
    syntax.Called: calls.read_call,
}
