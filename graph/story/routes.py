"""From the value of an equation inwards to one of its parents: what a message passes on its way."""

from __future__ import annotations

from dataclasses import dataclass

from graph.expression import Apply, Expression, Name, postorder
from graph.model import Equation

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Stage:
    """One operation on the way, and which of its inputs the way goes on through."""

    operation: Apply
    slot: int


@dataclass(frozen=True, slots=True)
class Route:
    """The stages to the first use of the parent, from the outside in, and how many uses there are."""

    stages: tuple[Stage, ...]
    uses: int


def route(node: Equation, parent: str) -> Route:
    """How the message of ``node`` gets to ``parent``. Uses through which nothing flows, such as masks, do not count."""
    ways: dict[Expression, int] = {}
    into: dict[Expression, Stage] = {}
    for e in postorder(node.expression):
        if isinstance(e, Name):
            ways[e] = int(e.name == parent)
            continue
        ways[e] = 0
        if not isinstance(e, Apply) or not _flows(e):
            continue
        for slot, x in enumerate(e.inputs):
            if ways[x] and e not in into:
                into[e] = Stage(e, slot)
            ways[e] = min(MOST_COUNTED, ways[e] + ways[x])
    stages: list[Stage] = []
    at = node.expression
    while at in into:
        stages.append(into[at])
        at = into[at].operation.inputs[into[at].slot]
    return Route(tuple(stages), ways[node.expression])


def _flows(e: Apply) -> bool:
    return e.operation.notation.form != "mask" and e.operation.name != "sign"
