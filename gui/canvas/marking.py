"""Colours given to what is chosen, and slots of cards hidden or shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.document import listed

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_ALL = "*"
_WORDS = {"value": "values", "adjoint": "adjoints", "shape": "shapes"}


class Marking(QObject):
    """What menus and keys do to the note or the frame that was clicked last, else to the nodes selected."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view

    # --- colours

    def violet(self) -> None:
        self.paint("violet")

    def teal(self) -> None:
        self.paint("teal")

    def olive(self) -> None:
        self.paint("olive")

    def rose(self) -> None:
        self.paint("rose")

    def umber(self) -> None:
        self.paint("umber")

    def slate(self) -> None:
        self.paint("slate")

    def paint(self, name: str) -> None:
        """Colours the note clicked, or the frame, or tags the nodes selected."""
        view = self._view
        if view.noting.current in view.noting.notes:
            view.noting.paint(name)
        elif view.framing.clicked is not None:
            view.framing.paint(name)
        elif view.selection.selected:
            nodes = view.selection.selected
            self._keep({**self._tags(), **dict.fromkeys(nodes, name)}, f"tag {listed(nodes)} {name}")

    def untag(self) -> None:
        """Takes the tags off the nodes selected."""
        tags, nodes = self._tags(), self._view.selection.selected
        if not tags.keys().isdisjoint(nodes):
            rest = {node: said for node, said in tags.items() if node not in nodes}
            self._keep(rest, f"take the tag off {listed(nodes)}")

    def _tags(self) -> dict[str, str]:
        return dict(self._view.document.drawn.get("tags", {}))

    def _keep(self, tags: dict[str, str], words: str) -> None:
        self._view.document.change(words, drawn={"tags": tags})

    # --- slots

    def value(self) -> None:
        self._toggle("value")

    def adjoint(self) -> None:
        self._toggle("adjoint")

    def shape(self) -> None:
        self._toggle("shape")

    def all_values(self) -> None:
        self._toggle_all("value")

    def all_adjoints(self) -> None:
        self._toggle_all("adjoint")

    def all_shapes(self) -> None:
        self._toggle_all("shape")

    def show_everything(self) -> None:
        """Every slot of every card."""
        if self._slots():
            self._view.document.change("show all slots", drawn={"slots": {}})

    def _slots(self) -> dict[str, dict[str, bool]]:
        return dict(self._view.document.drawn.get("slots", {}))

    def _shown(self, node: str, slot: str) -> bool:
        slots = self._slots()
        return slots.get(node, {}).get(slot, slots.get(_ALL, {}).get(slot, True))

    def _toggle(self, slot: str) -> None:
        """Hides a slot of the nodes selected, or, where none of them shows it, shows it again."""
        nodes = self._view.selection.selected
        if nodes:
            shown = not any(self._shown(node, slot) for node in nodes)
            words = f"{'show' if shown else 'hide'} the {slot} of {listed(nodes)}"
            self._put(nodes, slot, shown, words)

    def _toggle_all(self, slot: str) -> None:
        """The same for all cards; what was said of single ones is forgotten."""
        shown = not self._shown(_ALL, slot)
        slots = {node: {k: on for k, on in said.items() if k != slot} for node, said in self._slots().items()}
        slots[_ALL] = {**slots.get(_ALL, {}), slot: shown}
        self._say(slots, f"{'show' if shown else 'hide'} all {_WORDS[slot]}")

    def _put(self, nodes: Iterable[str], slot: str, shown: bool, words: str) -> None:
        slots = self._slots()
        for node in nodes:
            slots[node] = {**slots.get(node, {}), slot: shown}
        self._say(slots, words)

    def _say(self, slots: dict[str, dict[str, bool]], words: str) -> None:
        """Keeps what differs from the rule: a slot of a node that is as on all cards needs no saying."""
        general = {slot: on for slot, on in slots.pop(_ALL, {}).items() if not on}
        told = {}
        for node, said in slots.items():
            differing = {slot: on for slot, on in said.items() if on is not general.get(slot, True)}
            if differing:
                told[node] = differing
        self._view.document.change(words, drawn={"slots": {**({_ALL: general} if general else {}), **told}})
