"""The graph as it is looked at: some equations of the document's graph are open."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from graph.editing.decomposing import opened
from graph.editing.showing import opened_names
from graph.model import Graph
from graph.notation import owner

Place = tuple[float, float]


class Showing:
    """Keeps the graph that was shown last, so that new numbers and small edits cost little."""

    def __init__(self) -> None:
        self.opened: tuple[str, ...] = ()
        """The equations that were open in the graph shown last."""
        self._of: Graph | None = None
        self._shown: Graph | None = None

    def opened_in(self, graph: Graph | None, view: Mapping[str, Any]) -> tuple[str, ...]:
        return opened_names(graph, view) if graph is not None else ()

    def of(self, graph: Graph, view: Mapping[str, Any]) -> Graph:
        """The graph with the operations of its open equations as nodes; itself where none is open."""
        names = opened_names(graph, view)
        if graph is not self._of or names != self.opened or self._shown is None:
            self._shown = self._next(graph, names)
            self._of, self.opened = graph, names
        return self._shown

    def _next(self, graph: Graph, names: tuple[str, ...]) -> Graph:
        if not names:
            return graph
        before = self._shown if self.opened else None
        if before is not None and self._of is not None and self._of.memo is graph.memo and names == self.opened:
            return before.with_values(graph.values)
        new = opened(graph, names)
        return new.after(before) if before is not None else new


def followed_places(places: Mapping[str, Place], renamed: Mapping[str, str], removed: Set[str]) -> dict[str, Place]:
    """Places after nodes were renamed or removed, those of the operations inside them too."""
    found = {}
    for name, at in places.items():
        home = owner(name)
        if home not in removed:
            found[renamed.get(home, home) + name[len(home) :]] = at
    return found
