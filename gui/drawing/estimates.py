"""How large a card will be, from its text alone: what a large picture is laid out by, before any card is measured."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from graph.editing import ports
from graph.model import Equation, Graph, Leaf
from graph.notation import expression_text, name_text
from gui.drawing.cards import LONG, LONGEST, SHRUNK
from gui.drawing.grids import grid
from gui.drawing.inbox import PLUS, ROWS, STRIP
from gui.drawing.theme import Metrics

if TYPE_CHECKING:
    from graph.calculus.gradient import Gradient

Size = tuple[float, float]

_WIDE = {
    " ": 0.25,
    "=": 1.2,
    "+": 1.1,
    "-": 1.1,
    "−": 1.1,
    "⊙": 1.1,
    "·": 0.6,
    "(": 0.36,
    ")": 0.36,
    "m": 0.8,
    "w": 0.72,
}
_SMALL = "₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹₊₋ᵀ⁻,_{}^"
_LETTER, _INDEX, _CAPITAL = 0.56, 0.36, 0.72
"""Widths of signs, in units of the size of the type."""

_SHAPE, _ASCENT, _BELOW = 46.0, 16.0, 6.0
_TAB, _CHILDREN = 26.0, 80.0

_SURE = 1.2
"""How much longer or shorter than the limit a title has to look for it to be so."""

_HEADER, _LABEL_GAP = 34.0, 22.0


def estimated_sizes(graph: Graph, gradient: Gradient | None, metrics: Metrics, digits: int) -> dict[str, Size]:
    """Width and height of the card of every node, seldom less than what it measures and some 10 % more at most.

    What an edit leaves as it was is not estimated again.
    """
    found, messages = {}, gradient.messages if gradient is not None else {}
    for name in graph.order:
        said = graph.nodes[name], graph.children(name), tuple(messages.get(name, {}).items())
        loss = gradient.loss == name if gradient is not None else None
        make = partial(_size, graph, gradient, name, metrics, digits)
        found[name] = graph.kept.get(("size", *said, loss, metrics, digits), make)
    return found


def text_em(text: str) -> float:
    """The width of mathematics that reads like this, in units of the size of its type."""
    return sum(map(_sign_em, text))


@lru_cache(maxsize=4096)
def _sign_em(sign: str) -> float:
    if sign in _SMALL:
        return _INDEX
    return _WIDE.get(sign, _CAPITAL if sign.isupper() else _LETTER)


@lru_cache(maxsize=4096)
def _cells(shape: tuple[int, ...], metrics: Metrics, digits: int) -> Size:
    return grid(shape, metrics, digits).size


def _size(graph: Graph, gradient: Gradient | None, name: str, metrics: Metrics, digits: int) -> Size:
    node = graph.nodes[name]
    title = name_text(name)
    if isinstance(node, Equation):
        title += " = " + expression_text(node.expression, "unicode")
    block = _cells(node.shape or (), metrics, digits)
    em = text_em(title)
    wide = max(SHRUNK, min(metrics.equation, LONGEST / max(1.0, em))) * em + 2 * metrics.pad
    if isinstance(node, Leaf) and node.role == "parameter":
        wide += _TAB
    header = metrics.pad + _ASCENT + _BELOW + metrics.gap
    children = graph.children(name)
    least = 15.0 * (min(30, max(len(ports(graph, name)), len(children))) + 1)
    if gradient is not None and name == gradient.loss and node.shape == ():
        foot = 2 * metrics.gap + metrics.symbol + metrics.pad
        return _rounded(max(metrics.least, wide), max(least, header + 2 + block[1] + foot))
    constant = isinstance(node, Leaf) and node.role == "constant"
    sent = () if gradient is None or constant else tuple(gradient.messages.get(name, {}).items())
    title_width = wide - 2 * metrics.pad
    if title_width > LONG / _SURE:
        header += _BELOW + metrics.text
    if title_width < LONG * _SURE:  # about the limit it may be either: there is room for both
        wide += _SHAPE + (_CHILDREN if len(children) > 1 and sent else 0.0)
    gutter = metrics.symbol * (text_em(name_text(name)) + 0.1) + 9
    width = max(metrics.least, wide, block[0] + gutter + 2 * metrics.pad)
    height = header + block[1]
    if len(children) > 1 and sent:
        formulas = sorted((expression_text(e, "unicode") for _, e in sent), key=len)[-ROWS:]
        inner = max(text_em(text) for text in formulas) * metrics.formula
        width = max(width, 2 * metrics.pad + max(inner, 80.0) + PLUS + block[0])
        row = max(block[1], _LABEL_GAP + 1.15 * metrics.formula) + metrics.gap + 2
        rows = len(sent) if len(sent) <= ROWS else ROWS - 1
        height += metrics.gap + 2 + _HEADER + rows * row + (STRIP if len(sent) > ROWS else 0.0)
        height += (16.0 if len(sent) < len(children) else 0.0) + 2 + metrics.gap + block[1] + 30 + metrics.pad
    else:
        height += metrics.pad + (0.0 if constant else metrics.gap - 2 + block[1])
    return _rounded(width, max(least, height))


def _rounded(width: float, height: float) -> Size:
    return float(round(width)), float(round(height))
