"""One entry of an expression in symbols: ``A₁₁ x₁ + A₁₂ x₂``."""

from __future__ import annotations

from graph.expression import Apply, Expression, Name, is_call
from graph.notation import expression_text, name_text
from graph.shapes import Shape
from graph.story.phrases import Formula

Place = tuple[int, ...]

_SMALL = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")
_MOST_TERMS = 4


def first(shape: tuple[int, ...]) -> Place:
    """The entry that is shown of an array: the first."""
    return (0,) * len(shape)


def copied(at: Place, shape: tuple[int, ...]) -> Place:
    """The entry of an input of ``shape`` that goes into the entry ``at`` of an entrywise result."""
    return tuple(0 if length == 1 else i for i, length in zip(at[len(at) - len(shape) :], shape, strict=True))


def symbol(e: Expression, at: Place) -> Formula:
    """``x₂``, ``(u ⊙ v)₁``, ``A₁₁``: an entry, columns and rows with one index."""
    shape = e.shape or ()
    if not shape:
        return Formula(_operand(e, "unicode"), _operand(e, "latex"))
    index = _index(shape, at)
    unicode, latex = _operand(e, "unicode", indexed=True), _operand(e, "latex", indexed=True)
    return Formula(unicode + index.translate(_SMALL), f"{latex}_{{{index}}}")


def _index(shape: Shape, at: Place) -> str:
    if len(shape) == 2 and 1 in shape:
        return str(max(at) + 1)
    separator = "," if max(at) > 8 else ""
    return separator.join(str(i + 1) for i in at)


def _operand(e: Expression, style: str, indexed: bool = False) -> str:
    if isinstance(e, Name):
        text = name_text(e.name, style)
        below = "_" in e.name
        return f"({text})" if indexed and below else text
    text = expression_text(e, style)
    if not isinstance(e, Apply) or text.startswith(("[", r"\left[", r"\begin")):
        return text
    return f"({text})" if indexed or e.operation.notation.binding < 60 else text


def written(e: Expression, at: Place) -> Formula:
    """The entry ``at`` of ``e`` through the entries of its inputs, where that takes no long line."""
    if isinstance(e, Apply):
        if is_call(e, "transpose"):
            return written(e.inputs[0], (*at[:-2], at[-1], at[-2]) if at else at)
        if is_call(e, "product"):
            return _product(e, at)
        if is_call(e, "hadamard"):
            left, right = (symbol(x, copied(at, x.shape or ())) for x in e.inputs)
            return _joined([left, right], " · ", r" \cdot ")
    return symbol(e, at)


def _product(e: Apply, at: Place) -> Formula:
    left, right = e.inputs
    if left.shape == () or right.shape == ():
        factors = [_turned(x, at if x.shape else ()) for x in e.inputs]
        return _joined(factors, " · ", r" \cdot ")
    inner = (left.shape or ())[-1]
    if len(e.shape or ()) > 2 or inner > _MOST_TERMS:
        return symbol(e, at)
    i, j = at or (0, 0)
    terms = [_joined([_turned(left, (i, k)), _turned(right, (k, j))], " · ", r" \cdot ") for k in range(inner)]
    return _joined(terms, " + ", " + ")


def _turned(e: Expression, at: Place) -> Formula:
    """An entry of a transpose is an entry of what is transposed."""
    while is_call(e, "transpose") and e.shape:
        e, at = e.inputs[0], (*at[:-2], at[-1], at[-2])
    return symbol(e, at)


def _joined(parts: list[Formula], unicode: str, latex: str) -> Formula:
    return Formula(unicode.join(p.unicode for p in parts), latex.join(p.latex for p in parts))
