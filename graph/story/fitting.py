"""Why shapes fit, in one line."""

from __future__ import annotations

from graph.expression import Apply, Expression, is_call, is_matrix_product
from graph.shapes import written

_DEEPEST = 3


def fit(e: Expression) -> str:
    """``(2×2)(2×1) ⊙ 2×1 → 2×1``; empty where a shape is not known or nothing is combined."""
    if e.shape is None or not isinstance(e, Apply):
        return ""
    return f"{_shapes(e, 0)} → {written(e.shape)}"


def _shapes(e: Expression, depth: int) -> str:
    if isinstance(e, Apply) and depth < _DEEPEST and len(e.inputs) <= 4:
        inputs = [_shapes(x, depth + 1) for x in e.inputs]
        name = e.operation.name
        if name == "product":
            return _product(e, inputs)
        if name in ("hadamard", "divide", "kron", "conv"):
            left_alike = is_call(e.inputs[0], name)
            sides = [
                f"({text})" if " " in text and (place or not left_alike) else text for place, text in enumerate(inputs)
            ]
            return f" {e.operation.notation.unicode} ".join(sides)
        if name == "add" and depth == 0:
            return " + ".join(inputs)
        if name == "neg":
            return inputs[0]
        if depth == 0 and inputs:
            return ", ".join(inputs)
    return written(e.shape or ())


def _product(e: Apply, inputs: list[str]) -> str:
    left, right = e.inputs
    if left.shape == () or right.shape == ():
        return " · ".join(f"({text})" if " " in text else text for text in inputs)
    # The text of a product is a row of brackets already.
    first = inputs[0] if is_matrix_product(left) else f"({inputs[0]})"
    second = written(right.shape or ()) if is_matrix_product(right) else inputs[1]
    return f"{first}({second})"
