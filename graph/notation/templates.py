"""Templates of the operations' code, read once: where their inputs stand, and how strongly each must hold together."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

TEST, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = 0, 5, 10, 20, 30, 40, 50
"""How strongly a piece of Python holds together."""

_OPERATORS: dict[type[ast.AST], tuple[str, int]] = {
    ast.Add: ("+", SUM),
    ast.Sub: ("-", SUM),
    ast.Mult: ("*", PRODUCT),
    ast.Div: ("/", PRODUCT),
    ast.MatMult: ("@", PRODUCT),
    ast.Pow: ("**", POWER),
}
_PLACES = {"x": 0, "y": 1, "z": 2}
ALL = -1
"""The index of ``*xs``: all inputs, with commas between them."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an input stands: its index, the least binding it needs there, the operator it is an operand of.

    ``argument`` says that it is an argument of a function, which wants arrays; ``truth`` that it is a condition.
    """

    index: int
    least: int = TEST
    operator: str = ""
    argument: bool = False
    truth: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template: text and slots in turn, its own binding and operator, the functions it calls by a bare name."""

    literals: tuple[str, ...]
    slots: tuple[Slot, ...]
    binding: int
    operator: str
    calls: frozenset[str]


@lru_cache(maxsize=4096)
def pattern(template: str) -> Pattern:
    """The template, taken apart."""
    root = ast.parse(template, mode="eval").body
    found = sorted(_slots(root, None), key=lambda place: place[0])
    literals, slots, end = [], [], 0
    for start, stop, slot in found:
        literals.append(template[end:start])
        slots.append(slot)
        end = stop
    literals.append(template[end:])
    calls = {n.func.id for n in ast.walk(root) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    binding, operator = _holds(root)
    return Pattern(tuple(literals), tuple(slots), binding, operator, frozenset(calls - {"truth"}))


def _holds(node: ast.expr) -> tuple[int, str]:
    if isinstance(node, ast.BinOp):
        operator, binding = _OPERATORS[type(node.op)]
        return binding, operator
    if isinstance(node, ast.UnaryOp):
        return SIGN, "-"
    if isinstance(node, ast.Compare):
        return COMPARISON, "<"
    return ATOM, ""


def _slots(node: ast.AST, parent: ast.AST | None) -> Iterator[tuple[int, int, Slot]]:
    index = _index(node)
    if index is not None and isinstance(node, ast.expr):
        yield node.col_offset, node.end_col_offset or 0, _slot(index, node, parent)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "truth":
        yield node.col_offset, node.end_col_offset or 0, Slot(_index(node.args[0]) or 0, truth=True)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _slots(child, node)


def _index(node: ast.AST) -> int | None:
    if isinstance(node, ast.Name):
        return _PLACES.get(node.id)
    if isinstance(node, ast.Starred) and isinstance(node.value, ast.Name) and node.value.id == "xs":
        return ALL
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "xs":
        return int(ast.literal_eval(node.slice))
    return None


def _slot(index: int, node: ast.expr, parent: ast.AST | None) -> Slot:
    if isinstance(parent, ast.BinOp):
        operator, binding = _OPERATORS[type(parent.op)]
        if operator == "**":
            return Slot(index, ATOM if parent.left is node else SIGN, operator)
        return Slot(index, binding + (parent.right is node), operator)
    if isinstance(parent, ast.UnaryOp):
        return Slot(index, SIGN, "-")
    if isinstance(parent, ast.Compare):
        return Slot(index, SUM, "<")
    if isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is node:
        return Slot(index, ATOM, ".")
    return Slot(index, argument=parent is not None)
