"""A message in words, from what the records say of their pulls."""

from __future__ import annotations

from collections.abc import Container, Iterator

from graph.expression import Apply, Expression, Name, postorder
from graph.model import Equation
from graph.notation import expression_text, name_text

LONGEST_ROUTE = 3
"""Operations between a child and a parent that are told one by one."""


def pull_words(child: Equation, parent: str, defined: Container[str]) -> str:
    """``w sends A its adjoint times the transpose of what A was multiplied with``."""
    start = f"{name_text(child.name)} sends {name_text(parent)} "
    routes = list(_routes(child.expression, parent))
    if len(routes) == 1 and len(routes[0]) <= LONGEST_ROUTE:
        return start + ", from that ".join(_phrase(e, slot, defined) for e, slot in routes[0])
    operations = dict.fromkeys(e.operation.name for route in routes for e, _ in route)
    uses = f" over its {len(routes)} uses" if len(routes) > 1 else ""
    return f"{start}what comes back through {', '.join(operations) or 'nothing'}{uses}"


def _phrase(e: Apply, slot: int, defined: Container[str]) -> str:
    explain = e.operation.explain
    inner = e.inputs[slot]
    text = expression_text(inner, "unicode", defined)
    shown = text if isinstance(inner, Name) or len(text) > 40 else f"({text})"
    return explain[min(slot, len(explain) - 1)].replace("{parent}", shown)


def _routes(root: Expression, parent: str) -> Iterator[list[tuple[Apply, int]]]:
    """The ways from the root to each use of ``parent``, each as operations and slots; at most a handful."""
    holds: set[int] = set()
    for e in postorder(root):
        if (isinstance(e, Name) and e.name == parent) or any(id(x) in holds for x in e.inputs):
            holds.add(id(e))
    stack: list[tuple[Expression, list[tuple[Apply, int]]]] = [(root, [])]
    found = 0
    while stack and found < 4:
        e, route = stack.pop()
        if isinstance(e, Name):
            if e.name == parent:
                found += 1
                yield route
        elif isinstance(e, Apply):
            for slot in reversed(range(len(e.inputs))):
                if id(e.inputs[slot]) in holds:
                    stack.append((e.inputs[slot], [*route, (e, slot)]))
