"""Shapes as they are typed into a field of their own."""

from __future__ import annotations

from graph.language import parse
from graph.model import Leaf
from graph.shapes import Shape, is_column

EXAMPLES = "3, 3x4 or scalar"


def typed_shape(shape: Shape) -> str:
    """``3`` for a column, ``3×4`` for a matrix, ``scalar``."""
    if not shape:
        return "scalar"
    return str(shape[0]) if is_column(shape) else "×".join(map(str, shape))


def read_shape(text: str) -> Shape | str:
    """The shape that a text says, in any of the language's ways; else what is wrong with it, in words."""
    text = text.strip()
    if not text:
        return f"the shape is missing: {EXAMPLES}"
    if any(sign in text for sign in "=~:;#\n"):
        return f"{text} is no shape: write {EXAMPLES}"
    reading = parse(f"a: {text}")
    leaf = reading.nodes.get("a")
    if reading.problems or not isinstance(leaf, Leaf) or leaf.role != "parameter" or leaf.properties:
        problem = reading.problems[0] if reading.problems else None
        said = problem.message if problem is not None else f"{text} is no shape"
        return f"{said}: write {EXAMPLES}"
    return leaf.shape
