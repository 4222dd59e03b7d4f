"""A whole graph as text: declarations and equations in the order of the text, one a line."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from graph.model import Array, Equation, Graph, Leaf, Node
from graph.notation.names import name_text
from graph.notation.printer import Printer
from graph.notation.scripts import MINUS, Style, number_piece, shape_text
from graph.shapes import Shape

LARGEST_LITERAL = 64
"""Entries of a leaf that are written out where values are asked for."""


def write(graph: Graph, style: Style = "unicode", *, values: bool = False) -> str:
    """The graph in the language (unicode, ascii), which reads back as the same graph, or as an aligned block of LaTeX.

    Families are written unrolled. ``values`` writes the numbers of small leaves with their declarations.
    """
    printer = Printer(style, graph.nodes)
    lines: list[tuple[str, str, str]] = []
    for _, run in groupby(enumerate(graph.nodes.values()), key=lambda item: _alike(graph, values, *item)):
        nodes = [node for _, node in run]
        first = nodes[0]
        if isinstance(first, Leaf):
            left = ", ".join(name_text(node.name, style) for node in nodes)
            lines.append((left, _IS_IN[style], _declared(graph, first, style, values)))
        else:
            lines.extend(
                (name_text(node.name, style), " = ", printer.text(node.expression))
                for node in nodes
                if isinstance(node, Equation)
            )
    if style == "latex":
        block = " \\\\\n".join(f"{left} &{sign.strip()} {right}" for left, sign, right in lines)
        return f"\\begin{{aligned}}\n{block}\n\\end{{aligned}}"
    return "".join(f"{left}{sign}{right}\n" for left, sign, right in lines)


_IS_IN = {"unicode": " ∈ ", "ascii": ": ", "latex": r" \in "}


def _alike(graph: Graph, values: bool, place: int, node: Node) -> object:
    """Equal for neighbours that share a line: leaves of one declaration."""
    if not isinstance(node, Leaf):
        return None
    alone = place if values and _is_small(graph.values.get(node.name)) else -1
    return node.shape, node.role, node.properties, alone


def _is_small(value: Array | None) -> bool:
    return (
        value is not None and value.ndim in (0, 2) and value.size <= LARGEST_LITERAL and bool(np.isfinite(value).all())
    )


def _declared(graph: Graph, leaf: Leaf, style: Style, values: bool) -> str:
    words: list[str] = [leaf.role] if leaf.role != "parameter" else []
    words.extend(sorted(leaf.properties))
    if style == "latex":
        kind = rf"\quad\text{{{', '.join(words)}}}" if words else ""
        return shape_text(leaf.shape, style) + kind
    text = " ".join([shape_text(leaf.shape, style), *words])
    value = graph.values.get(leaf.name)
    if values and value is not None and _is_small(value):
        text += f" = {_literal(np.asarray(value), leaf.shape, style)}"
    return text


def _literal(value: Array, shape: Shape, style: Style) -> str:
    def entry(x: float) -> str:
        return number_piece(float(x), "", style, ()).text.replace("−", MINUS["ascii"])

    if not shape:
        return entry(float(value))
    rows = [" ".join(map(entry, row)) for row in value.tolist()]
    return f"[[{', '.join(map(entry, value[0].tolist()))}]]" if len(rows) == 1 else f"[{'; '.join(rows)}]"
