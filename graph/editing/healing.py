"""Which node can take the place of one that is taken away."""

from __future__ import annotations

from collections.abc import Collection

from graph.editing.fitting import fits_with
from graph.editing.source import Source


def heirs(source: Source, child: str, gone: Collection[str]) -> dict[str, str]:
    """For the parents of ``child`` that go, the one node behind each that fits in its place.

    Behind a node stands what it was computed from, and where that goes as well, what that was. Where several fit, it
    is the only one of the same shape, and none if there is no such.
    """
    nodes = source.graph.nodes
    found: dict[str, str] = {}
    for name in nodes[child].parents:
        if name in gone:
            fitting = [b for b in behind(source, name, gone) if _fits(source, child, {name: b})]
            if len(fitting) > 1:
                fitting = [b for b in fitting if nodes[b].shape == nodes[name].shape]
            if len(fitting) == 1:
                found[name] = fitting[0]
    return found if len(found) < 2 or _fits(source, child, found) else {}


def _fits(source: Source, child: str, swaps: dict[str, str]) -> bool:
    nodes = source.graph.nodes
    return fits_with(source, child, {name: nodes[heir].shape for name, heir in swaps.items()})


def behind(source: Source, name: str, gone: Collection[str]) -> tuple[str, ...]:
    """The parents of a node that goes, those that go as well replaced by theirs."""
    found: dict[str, None] = {}
    waiting = list(reversed(source.graph.nodes[name].parents))
    seen = set(waiting)
    while waiting:
        parent = waiting.pop()
        if parent not in gone:
            found.setdefault(parent)
            continue
        for further in reversed(source.graph.nodes[parent].parents):
            if further not in seen:
                seen.add(further)
                waiting.append(further)
    return tuple(found)
