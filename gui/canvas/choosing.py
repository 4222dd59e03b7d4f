"""Selecting by what the graph says, all, the others, everything downstream, and by a loop drawn by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from gui.canvas.walking import Direction, along_wires

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Choosing:
    """What Edit ▸ Select does. ``looping`` is whether the next drag draws a loop around nodes."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self.looping = False

    def all(self) -> None:
        self._view.select(self._view.names())

    def none(self) -> None:
        self._view.selection.select()

    def invert(self) -> None:
        self._view.select(frozenset(self._view.names()) - self._view.selected())

    def parents(self) -> None:
        """What the nodes selected are computed from."""
        self._neighbours(self._parents)

    def children(self) -> None:
        """What is computed from the nodes selected."""
        self._neighbours(self._children)

    def upstream(self) -> None:
        """The nodes selected, and all that they are computed from."""
        self._reach(self._parents)

    def downstream(self) -> None:
        """The nodes selected, and all that is computed from them."""
        self._reach(self._children)

    def below(self, name: str) -> set[str]:
        """A node, and all that is computed from it."""
        return _reached((name,), self._children)

    def loop(self) -> None:
        """The next drag draws a loop: what it encloses is selected."""
        self.looping = True
        self._view.show_cursor()

    def walk(self, direction: Direction) -> None:
        """To the neighbour along the wires; it alone is selected."""
        self._view.go(self._neighbour(direction))

    def extend(self, direction: Direction) -> None:
        """To the neighbour along the wires, which joins what is selected; a step back takes the last one out again."""
        chosen, target = self._view.selection.selected, self._neighbour(direction)
        back = len(chosen) > 1 and target == chosen[-2]
        self._view.go(target, chosen[:-1] if back else chosen)

    def _neighbour(self, direction: Direction) -> str | None:
        picture, name, graph = self._view.stage.picture, self._view.selection.current, self._view.document.graph
        if picture is None or graph is None or name not in picture.cards:
            return None
        centres = {other: picture.rect(other).center().toTuple() for other in picture.cards}
        return along_wires(graph, centres, name, direction)

    def _parents(self, name: str) -> Iterable[str]:
        graph = self._view.document.graph
        return graph.nodes[name].parents if graph is not None else ()

    def _children(self, name: str) -> Iterable[str]:
        graph = self._view.document.graph
        return graph.children(name) if graph is not None else ()

    def _neighbours(self, step: Callable[[str], Iterable[str]]) -> None:
        chosen = self._view.selected()
        found = dict.fromkeys(other for name in chosen for other in step(name))
        if found:
            self._view.select(found)

    def _reach(self, step: Callable[[str], Iterable[str]]) -> None:
        self._view.select(_reached(self._view.selected(), step))


def _reached(names: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    found = set(names)
    waiting = list(found)
    while waiting:
        new = set(step(waiting.pop())) - found
        found |= new
        waiting += new
    return found
