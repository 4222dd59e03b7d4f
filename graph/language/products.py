"""Products and quotients: which one is meant follows from the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import shapes
from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.language import identity
from graph.language.identity import Identity
from graph.language.sums import fit_entrywise, warn_of_column
from graph.language.syntax import Infix, Literal, Syntax, Transposed, Word
from graph.shapes import Shape, is_column, is_row, is_vector

if TYPE_CHECKING:
    from graph.language.elaboration import Elaborator, Read

_ENTRYWISE = {"⊙": "hadamard", "⊘": "divide", "∗": "conv", "⊗": "kron"}


def read_infix(reader: Elaborator, node: Infix, parts: list[Read]) -> Read:
    if node.operator in _ENTRYWISE:
        return _entrywise(reader, node, parts)
    left, right = parts
    if isinstance(left, Identity) or isinstance(right, Identity):
        return _with_identity(reader, node, left, right)
    if left is None or right is None:
        return None
    _warn(reader, node)
    if node.operator == "/":
        return _quotient(reader, node, left, right)
    return _product(reader, node, left, right)


def _entrywise(reader: Elaborator, node: Infix, parts: list[Read]) -> Read:
    left, right = parts
    if node.operator in "⊙⊘":
        if isinstance(left, Identity) and isinstance(right, Expression):
            left = identity.beside(reader, left, right.shape, "both")
        elif isinstance(right, Identity) and isinstance(left, Expression):
            right = identity.beside(reader, right, left.shape, "both")
    inputs = identity.settled_all(reader, (left, right))
    if inputs is None:
        return None
    if node.operator == "⊙":
        warn_of_column(reader, node, inputs)
    return reader.build(node, _ENTRYWISE[node.operator], node.parts, inputs)


def _with_identity(reader: Elaborator, node: Infix, left: Read, right: Read) -> Read:
    """I beside a scalar still waits for its size; beside a matrix or a column it takes it."""
    if left is None or right is None:
        return None
    if node.operator == "/":
        if isinstance(left, Identity) and isinstance(right, Expression) and right.shape == ():
            return left.then(lambda matrix: apply("quotient", matrix, right))
        identity.settled_all(reader, (left, right))
        return None
    if isinstance(left, Identity) and isinstance(right, Identity):
        return Identity(left.span, lambda n: apply("product", left.of_size(n), right.of_size(n)))
    if isinstance(left, Identity) and isinstance(right, Expression):
        if right.shape == ():
            return left.then(lambda matrix: apply("product", matrix, right))
        sized = identity.beside(reader, left, right.shape, "rows")
        return None if sized is None else reader.build(node, "product", node.parts, (sized, right))
    assert isinstance(left, Expression)
    assert isinstance(right, Identity)
    if left.shape == ():
        return right.then(lambda matrix: apply("product", left, matrix))
    sized = identity.beside(reader, right, left.shape, "columns")
    return None if sized is None else reader.build(node, "product", node.parts, (left, sized))


def _warn(reader: Elaborator, node: Infix) -> None:
    """a/b c is (a/b) c, which not everybody expects; with a number below nobody is surprised. 2 3 may be a slip."""
    if node.operator == "" and isinstance(node.left, Literal) and isinstance(node.right, Literal):
        reader.note(f"{reader.shown(node, 'this')} is read as a product of two numbers", node.span)
    left = node.left
    if node.operator == "" and isinstance(left, Infix) and left.operator == "/" and not isinstance(left.right, Literal):
        shown = reader.shown(left, "a/b")
        reader.note(f"{reader.shown(node, 'a/b c')} is read as ({shown}) {reader.shown(node.right, 'c')}", node.span)


def _quotient(reader: Elaborator, node: Infix, left: Expression, right: Expression) -> Expression | None:
    if not right.shape:
        return apply("quotient", left, right)
    above, below = reader.shown(node.left, "a"), reader.shown(node.right, "b")
    facts = reader.facts((node.left, left.shape), (node.right, right.shape))
    if left.shape is not None and fit_entrywise(left.shape, right.shape):
        hint = f"write {above} ./ {below} to divide entry by entry"
    elif right.shape[-1] == right.shape[-2]:
        hint = f"write {above} inv({below}), or solve({below}, {above})"
    else:
        hint = f"divide by a scalar, or write {above} ./ {below}"
    reader.fault("shape", f"{facts}: / divides by a scalar only", node.span, hint)
    return None


def _multiplies(left: Shape, right: Shape) -> bool:
    try:
        shapes.product(left, right)
    except ShapeError:
        return False
    return True


def _product(reader: Elaborator, node: Infix, left: Expression, right: Expression) -> Expression | None:
    if not left.shape or not right.shape:
        return reader.build(node, "product", node.parts, (left, right))
    if is_column(left.shape) and is_column(right.shape):
        return _of_columns(reader, node, left, right)
    if _multiplies(left.shape, right.shape):
        return apply("product", left, right)
    _refuse(reader, node, left.shape, right.shape)
    return None


def _of_columns(reader: Elaborator, node: Infix, left: Expression, right: Expression) -> Expression | None:
    """Two columns: what the sign between them says, or an error that offers what it could be."""
    assert left.shape is not None
    assert right.shape is not None
    u, v = reader.shown(node.left, "u"), reader.shown(node.right, "v")
    if node.operator == "×":
        facts = reader.facts((node.left, left.shape), (node.right, right.shape))
        hint = f"write {u} .* {v} for the product entry by entry"
        reader.fault("shape", f"{facts}: there is no cross product", node.span, hint)
        return None
    if left.shape != right.shape:
        _refuse(reader, node, left.shape, right.shape)
        return None
    if node.operator == "*":
        reader.note(f"{u} * {v} of two columns is read entry by entry, {u} ⊙ {v}", node.span)
        return apply("hadamard", left, right)
    if node.operator in "@·" and node.operator:
        reader.note(f"{u} {node.operator} {v} of two columns is read as the dot product", node.span)
        return reader.build(node, "dot", node.parts, (left, right))
    _refuse(reader, node, left.shape, right.shape)
    return None


def _refuse(reader: Elaborator, node: Infix, left: Shape, right: Shape) -> None:
    facts = reader.facts((node.left, left), (node.right, right))
    if len(left) > 2 and len(right) > 2 and left[-1] == right[-2]:
        why = "their batches do not fit"
    elif left[-1] == right[-2]:
        why = "the result would be too large"
    else:
        why = f"{_counted(left[-1], 'column')} against {_counted(right[-2], 'row')}"
    kind = "too-large" if left[-1] == right[-2] and len(left) == len(right) == 2 else "shape"
    reader.fault(kind, f"{facts}: {why}", node.span, _hint(reader, node, left, right))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _hint(reader: Elaborator, node: Infix, left: Shape, right: Shape) -> str:
    u, v = _bracketed(reader, node.left, "A"), _bracketed(reader, node.right, "B")
    if is_column(left) and is_column(right):
        if left == right:
            return f"write {u}ᵀ {v} (a scalar), {u} {v}ᵀ (a matrix) or {u} ⊙ {v} (entry by entry)"
        if node.operator == "*":
            return f"write {u} ∗ {v} for the convolution"
        return f"write {u} {v}' for the outer product"
    if node.operator in ("*", "·", "×") and fit_entrywise(left, right):
        return f"write {u} .* {v} to multiply entry by entry"
    if len(left) == 2 and _multiplies(left[::-1], right) and not is_vector(left):
        return f"write {_turned(reader, node.left, 'A')} {v}"
    if len(right) == 2 and _multiplies(left, right[::-1]):
        return f"write {u} {_turned(reader, node.right, 'B')}"
    if len(left) == 2 and _multiplies(left[::-1], right):
        return f"write {_turned(reader, node.left, 'A')} {v}"
    if _multiplies(right, left):
        return f"write {v} {u}"
    if is_row(left) and is_row(right):
        return f"write {_turned(reader, node.left, 'A')} {v} for the outer product"
    return f"give {v} {left[-1]} rows, or {u} {right[-2]} columns"


def _bracketed(reader: Elaborator, node: Syntax, otherwise: str) -> str:
    shown = reader.shown(node, otherwise)
    return shown if isinstance(node, Word) or not set(shown) & set(" +-*") or shown[0] in "([" else f"({shown})"


def _turned(reader: Elaborator, node: Syntax, otherwise: str) -> str:
    """The operand transposed, or, where it is transposed already, as it was."""
    if isinstance(node, Transposed):
        return _bracketed(reader, node.operand, otherwise)
    return _bracketed(reader, node, otherwise) + "'"
