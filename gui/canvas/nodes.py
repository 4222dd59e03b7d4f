"""What can be done to a node as a whole: split, merged, tied, untied, cut out of its wires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from graph.editing import Change, cut, cut_out, merge, split, tie, untie
from graph.editing.concluding import after
from graph.errors import GraphError, Problem
from graph.notation import name_text

if TYPE_CHECKING:
    from graph.files import Document
    from gui.canvas.view import CanvasView


Drawn = Callable[[Change], Mapping[str, Any]]
"""What is drawn once a change is made."""


class NodeEdits(QObject):
    """The commands on the nodes selected in one canvas, each one step of undo; what cannot be says why."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view

    def split(self) -> None:
        """The selected node into equations of one operation each."""
        self._one(split)

    def merge(self) -> None:
        """The selected node into the only node that uses it, which is selected then."""
        graph, name = self._view.document.graph, self._view.selection.current
        children = graph.children(name) if graph is not None and name in graph.nodes else ()
        if self._one(merge) and children:
            self._view.selection.select(children[0])

    def tie(self) -> None:
        """The two selected leaves into the one selected first, where the left one of them stands: what uses it is right
        of it.
        """
        names = self._view.selection.selected
        if len(names) != 2:
            self._say(f"{len(names) or 'no'} node{'s are' if len(names) != 1 else ' is'} selected", "select two leaves")
            return
        kept, gone = names
        stands = self._view.stage.picture.placement
        left = kept not in self._view.document.placement and stands[gone][0] < stands[kept][0]
        if self._make(lambda document: tie(document, kept, gone), placement={kept: stands[gone]} if left else {}):
            self._view.selection.select(kept)

    def untie(self) -> None:
        """The selected leaf into a copy for each node that uses it; they are selected then, and their sum shown."""
        name, drawn = self._view.selection.current, self._view.document.drawn

        def kept(change: Change) -> Mapping[str, Any]:
            copies = [*change.renamed.values(), *change.added]
            return {"untied": {**drawn.get("untied", {}), str(name): copies}}

        self._one(untie, kept)

    def cut_out(self) -> None:
        """The selected node off its wires, which are healed."""
        self._one(cut_out)

    def cut_inputs(self) -> None:
        """All wires into the selected node: holes remain."""
        graph, name = self._view.document.graph, self._view.selection.current
        parents = graph.nodes[name].parents if graph is not None and name in graph.nodes else ()
        if name is None or not parents:
            self._say("no wire goes into it" if name is not None else "no node is selected", "take a node with inputs")
            return

        def all_cut(document: Document) -> Change:
            change = cut(document, parents[0], name)
            for parent in parents[1:]:
                change = cut(after(document, change), parent, name)
            return change

        self._make(all_cut, f"cut all wires into {name_text(name)}")

    def _one(self, edit: Callable[[Document, str], Change], drawn: Drawn | None = None) -> bool:
        name = self._view.selection.current
        if name is None:
            self._say("no node is selected", "select one first")
            return False
        return self._make(lambda document: edit(document, name), drawn=drawn)

    def _make(
        self,
        edit: Callable[[Document], Change],
        words: str = "",
        drawn: Drawn | None = None,
        placement: Mapping[str, tuple[float, float]] | None = None,
    ) -> bool:
        document = self._view.document
        try:
            change = edit(document.current)
        except GraphError as error:
            self._view.wiring.say(error)
            return False
        document.apply(change, placement, words, drawn=drawn(change) if drawn is not None else None)
        if change.added:
            self._view.selection.select(*change.renamed.values(), *change.added)
        return True

    def _say(self, message: str, hint: str) -> None:
        self._view.wiring.say(GraphError([Problem("value", message, hint=hint)]))
