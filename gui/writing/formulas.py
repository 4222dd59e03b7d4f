"""Nodes as formulas for the panels."""

from __future__ import annotations

from dataclasses import dataclass

from graph.expression import Expression
from graph.model import Graph, Leaf, Node
from graph.notation import expression_text, name_text, shape_text
from graph.notation.waiting import waiting_words


@dataclass(frozen=True, slots=True)
class Mathematics:
    """A formula for a line of text and for the typesetter."""

    unicode: str
    latex: str


def name_formula(name: str) -> Mathematics:
    return Mathematics(name_text(name, "unicode"), name_text(name, "latex"))


def expression_formula(expression: Expression) -> Mathematics:
    return Mathematics(expression_text(expression, "unicode"), expression_text(expression, "latex"))


def node_formula(node: Node) -> Mathematics:
    """``z = A (u ⊙ v)``, or the name of a leaf."""
    name = name_formula(node.name)
    if isinstance(node, Leaf):
        return name
    right = expression_formula(node.expression)
    return Mathematics(f"{name.unicode} = {right.unicode}", f"{name.latex} = {right.latex}")


def declaration_formula(leaves: list[Leaf]) -> Mathematics:
    """``A, B ∈ ℝ²ˣ²``: leaves of one shape."""
    formulas = [name_formula(leaf.name) for leaf in leaves]
    shape = leaves[0].shape
    unicode, latex = (", ".join(getattr(f, style) for f in formulas) for style in ("unicode", "latex"))
    if not shape:
        return Mathematics(f"{unicode} ∈ ℝ", rf"{latex} \in \mathbb{{R}}")
    return Mathematics(f"{unicode} ∈ {shape_text(shape, 'unicode')}", rf"{latex} \in {shape_text(shape, 'latex')}")


def described(graph: Graph, name: str) -> list[str | Mathematics]:
    """``equation · ℝ² · parents A, u, v · child w``, with the names as mathematics."""
    node = graph.nodes[name]
    kind = node.role if isinstance(node, Leaf) else "equation"
    shape = shape_text(node.shape, "unicode") if node.shape else "scalar"
    if node.shape is None:
        shape = waiting_words(graph, name)
    parts: list[str | Mathematics] = [f"{kind} · {shape}"]
    if isinstance(node, Leaf) and node.properties:
        parts.append(" · " + ", ".join(sorted(node.properties)))
    for one, many, found in (("parent", "parents", node.parents), ("child", "children", graph.children(name))):
        if found:
            parts.append(f" · {one if len(found) == 1 else many} ")
            parts.extend(_listed(found))
    return parts


def _listed(names: tuple[str, ...]) -> list[str | Mathematics]:
    parts: list[str | Mathematics] = []
    for index, name in enumerate(names[:6]):
        parts.extend([", "] if index else [])
        parts.append(name_formula(name))
    if len(names) > 6:
        parts.append(f" and {len(names) - 6} more")
    return parts
