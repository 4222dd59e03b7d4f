"""Families of equations, ``c_t = … for t = 1..3``: their members in a graph, and their line as mathematics."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.expression import Expression, Name, postorder, rebuild
from graph.model import Equation, Graph
from graph.notation import Style, expression_text, name_text
from gui.drawing.faces import Written

_RANGE = re.compile(r"\bfor\s+(\w+)\s*=\s*([^.\s]+)\s*\.\.\s*([^\s,#]+)")
_SUBSCRIPTS = re.compile(r"_(\{[^}]*\}|[^_{]+)")


@dataclass(frozen=True, slots=True)
class Family:
    """The nodes of one line, in the order of their letter, which runs from ``first`` to ``last`` as written."""

    head: str
    names: tuple[str, ...]
    letter: str = ""
    first: str = ""
    last: str = ""

    @property
    def running(self) -> str:
        """``t = 1..3``."""
        return f"{self.letter} = {self.first}..{self.last}" if self.letter else ""

    def at(self, name: str) -> str:
        """``t = 2``, for the second of them from 1."""
        start = int(self.first) if self.first.lstrip("-").isdigit() else 1
        place = self.names.index(name) + start
        return f"{self.letter} = {place}" if self.letter else f"{place}"


def families(graph: Graph) -> dict[str, Family]:
    """The families of two nodes or more, by the name of their first node."""
    lines: dict[str, list[str]] = {}
    for name, node in graph.nodes.items():
        if isinstance(node, Equation) and node.family is not None:
            lines.setdefault(node.family, []).append(name)
    found = {}
    for line, names in lines.items():
        if len(names) > 1:
            names.sort(key=_index)
            said = _RANGE.search(line)
            found[names[0]] = Family(names[0], tuple(names), *(said.groups() if said else ()))
    return found


def family_of(graph: Graph, name: str) -> Family | None:
    """The family a node is in."""
    return next((family for family in families(graph).values() if name in family.names), None)


def family_title(graph: Graph, family: Family) -> Written:
    """``c_t = tanh(W_c c_{t-1} + W_x x_t + b)``: what two of its equations have in common, with the letter between."""
    first, second = (graph.nodes[name] for name in family.names[:2])
    assert isinstance(first, Equation)
    assert isinstance(second, Equation)
    general = {name: name for name in first.parents}
    general.update(_generalised(first.expression, second.expression, first.name, family))
    name = _with_letter(first.name, second.name, first.name, family)
    tree = rebuild(first.expression, lambda e: Name(general[e.name], e.shape) if isinstance(e, Name) else None)

    def write(style: Style) -> str:
        return f"{name_text(name, style)} = {expression_text(tree, style)}"

    return Written(write("latex"), lambda: write("unicode"))


def _generalised(first: Expression, second: Expression, head: str, family: Family) -> dict[str, str]:
    pairs = zip(postorder(first), postorder(second), strict=False)
    return {
        one.name: _with_letter(one.name, two.name, head, family)
        for one, two in pairs
        if isinstance(one, Name) and isinstance(two, Name)
    }


def _with_letter(one: str, two: str, head: str, family: Family) -> str:
    """``c_{t-1}`` for c_0 and c_1, where the first of the family is c_1."""
    if one == two or not family.letter:
        return one
    start = _index(head)

    def written(match: re.Match[str]) -> str:
        subscript = match[1].strip("{}")
        if not subscript.isdigit() or start is None:
            return match[0]
        away = int(subscript) - start
        return f"_{{{family.letter}{away:+d}}}" if away else f"_{family.letter}"

    return _SUBSCRIPTS.sub(written, one)


def _index(name: str) -> int:
    """The last number among the subscripts of a name."""
    numbers = [part.strip("{}") for part in _SUBSCRIPTS.findall(name)]
    return int(next((number for number in reversed(numbers) if number.isdigit()), 0))
