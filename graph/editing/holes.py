"""How the holes of one equation are called: ``?`` when there is one in one place, ``?1 ?2`` when there are several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from graph.editing.change import Port
from graph.expression import Expression, Hole, Name, postorder, rebuild
from graph.model import Graph


def ports(graph: Graph, child: str) -> tuple[Port, ...]:
    """One a parent and one a distinct hole of an equation, in order of first use; none of a leaf."""
    node = graph.nodes[child]
    expression = getattr(node, "expression", None)
    return ports_of(expression) if isinstance(expression, Expression) else ()


def ports_of(expression: Expression) -> tuple[Port, ...]:
    """One a parent and one a distinct hole, in the order of their first use."""
    found: dict[Port, None] = {}
    for part in postorder(expression):
        if isinstance(part, Name):
            found.setdefault(Port("parent", part.name))
        elif isinstance(part, Hole):
            found.setdefault(Port("hole", part.label))
    return tuple(found)


def relabelled(places: Sequence[object]) -> Mapping[object, str]:
    """Labels for the holes that stand in an equation, place by place: strings keep theirs, others are new.

    A bare hole (the empty string) gets a number where it is not the only one, or stands in several places.
    """
    distinct = list(dict.fromkeys(places))
    if len(distinct) == 1:
        alone = len(places) == 1
        (only,) = distinct
        return {only: "" if alone else only if isinstance(only, str) and only else "1"}
    taken = {label for label in distinct if isinstance(label, str)}
    free = (str(number) for number in count(1) if str(number) not in taken)
    return {hole: hole if isinstance(hole, str) and hole else next(free) for hole in distinct}


def renumbered(expression: Expression) -> Expression:
    """The holes of an expression as they are written: ``?`` when there is one, ``?1 ?2`` when there are several."""
    places: list[object] = [part.label for part in postorder(expression) if isinstance(part, Hole)]
    if not places:
        return expression
    labels = relabelled([place if isinstance(place, str) and place.isdigit() else (place,) for place in places])

    def label(part: Expression) -> Expression | None:
        if not isinstance(part, Hole):
            return None
        return Hole(labels[part.label if part.label.isdigit() else (part.label,)])

    return rebuild(expression, label)
