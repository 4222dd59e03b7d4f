"""Powers: of scalars, of square matrices, entry by entry, and the inverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.expression import Expression, Number, apply
from graph.language import identity
from graph.language.identity import Identity
from graph.language.syntax import Bars, Called, Raised, Syntax
from graph.shapes import Shape, is_vector, matrix, written

if TYPE_CHECKING:
    from graph.language.elaboration import Elaborator, Read

LARGEST_MATRIX_POWER = 1000


def read_power(reader: Elaborator, node: Raised, parts: list[Read]) -> Read:
    base, exponent = parts[0], identity.settled(reader, parts[1])
    if isinstance(base, Identity):
        return _of_identity(reader, base, exponent)
    if base is None or exponent is None:
        return None
    if node.entrywise:
        scalar = isinstance(node.base, Called) and base.shape == () and exponent.shape == ()
        is_function_power = node.exponent.span.end <= node.base.span.end
        name = "power" if scalar and is_function_power else "dotpower"
        return reader.build(node, name, node.parts, (base, exponent))
    if _is_norm(node.base) and isinstance(exponent, Number) and exponent.value == 2:
        return apply("sqnorm", base.inputs[0])
    if base.shape is None or exponent.shape is None:
        return apply("dotpower", base, exponent)
    if exponent.shape:
        _refuse_exponent(reader, node, exponent.shape)
        return None
    if not base.shape:
        return apply("power", base, exponent)
    if is_vector(base.shape):
        return _of_vector(reader, node, base, exponent)
    return _of_matrix(reader, node, base, exponent)


def _of_identity(reader: Elaborator, base: Identity, exponent: Expression | None) -> Read:
    if isinstance(exponent, Number) and exponent.value == int(exponent.value) and abs(exponent.value) <= 100:
        power = int(exponent.value)
        if power == -1:
            return base.then(lambda matrix: apply("inv", matrix))
        return base.then(lambda matrix: apply("matpower", matrix, exponent=power))
    identity.refuse(reader, base)
    return None


def _is_norm(base: Syntax) -> bool:
    if isinstance(base, Bars):
        return base.bar == "‖" and base.index in ("", "2", "F")
    return isinstance(base, Called) and base.function in ("norm", "norm2") and not base.named


def _refuse_exponent(reader: Elaborator, node: Raised, shape: Shape) -> None:
    shown, base = reader.shown(node.exponent, "the exponent"), reader.shown(node.base, "x")
    hint = f"write exp({shown})" if base == "e" else f"write {base} .^ {shown} for powers entry by entry"
    reader.fault("shape", f"{shown} is {written(shape)}: an exponent is a scalar", node.exponent.span, hint)


def _of_vector(reader: Elaborator, node: Raised, base: Expression, exponent: Expression) -> Expression | None:
    shown = reader.shown(node.base, "x")
    if isinstance(exponent, Number) and exponent.value == -1:
        facts = reader.facts((node.base, base.shape))
        hint = f"write 1 ./ {shown} for the reciprocals"
        reader.fault("not-square", f"{facts}: only a square matrix has an inverse", node.span, hint)
        return None
    power = f"{exponent.value:g}" if isinstance(exponent, Number) else reader.shown(node.exponent, "n")
    reader.note(f"{reader.shown(node, 'this power')} of a vector is read entry by entry, {shown}.^{power}", node.span)
    return apply("dotpower", base, exponent)


def _of_matrix(reader: Elaborator, node: Raised, base: Expression, exponent: Expression) -> Expression | None:
    assert base.shape is not None
    shown, power = reader.shown(node.base, "A"), reader.shown(node.exponent, "n")
    facts = reader.facts((node.base, base.shape))
    rows, columns = matrix(base.shape)
    value = exponent.value if isinstance(exponent, Number) else None
    if rows != columns:
        plain = f"{value:g}" if value is not None else power
        what = "an inverse" if value == -1 else "a power"
        hint = (
            f"write {shown}.^{plain} to raise every entry" if value != -1 else f"write 1 ./ {shown} for the reciprocals"
        )
        reader.fault("not-square", f"{facts}: only a square matrix has {what}", node.span, hint)
        return None
    if value is None or value != value or abs(value) == float("inf") or value != int(value):
        message = f"{facts}: the exponent of a matrix is a whole number, {power} is not"
        reader.fault("shape", message, node.exponent.span, f"write {shown}.^{power} to raise every entry")
        return None
    if abs(value) > LARGEST_MATRIX_POWER:
        message = f"{facts}: its power {power} is beyond {LARGEST_MATRIX_POWER}"
        reader.fault("too-large", message, node.exponent.span, "use a smaller exponent")
        return None
    if value == -1:
        return reader.build(node, "inv", (node.base,), (base,))
    return reader.build(node, "matpower", (node.base,), (base,), exponent=int(value))
