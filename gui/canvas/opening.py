"""Equations opened into their operations, and closed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtWidgets import QToolTip

from graph.editing import opened
from graph.model import Equation
from graph.notation import name_text
from gui.canvas.gestures.gesture import Gesture
from gui.canvas.gestures.move_frame import MoveFrame
from gui.document import listed
from gui.drawing.openings import mark_rect, opening_at, opening_rect

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Opening(QObject):
    """What menus, keys and the mouse do to the insides of equations."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view

    def toggle(self) -> None:
        """Opens the equations selected, or, where all of them are open, closes them."""
        names = [name for name in self._view.selection.selected if self.can_open(name)]
        there = self._names()
        if names and set(names) <= set(there):
            self._keep([name for name in there if name not in names], f"close {listed(names)}")
        elif names:
            self._keep([*there, *(name for name in names if name not in there)], f"open {listed(names)}")
        elif self._view.selection.current is not None:
            self._say(self._view.selection.current)

    def close_all(self) -> None:
        """Closes every equation that is open."""
        if self._names():
            self._keep([], "close all equations")

    def can_open(self, name: str) -> bool:
        """Whether a node is an equation of more than one operation."""
        graph = self._view.document.graph
        return graph is not None and name in graph.nodes and len(opened(graph, (name,)).nodes) > len(graph.nodes)

    def is_equation(self, name: str) -> bool:
        graph = self._view.document.graph
        return graph is not None and isinstance(graph.nodes.get(name), Equation)

    def close(self, name: str) -> None:
        self._keep([other for other in self._names() if other != name], f"close {name}")

    def _names(self) -> list[str]:
        return list(self._view.document.drawn.get("opened", []))

    def _keep(self, names: list[str], words: str) -> None:
        self._view.document.change(words, drawn={"opened": names})

    def _say(self, name: str) -> None:
        """Why there is nothing to open."""
        view, graph = self._view, self._view.document.graph
        if view.stage.picture is None or graph is None or name not in view.stage.picture.cards:
            return
        what = "one operation" if isinstance(graph.nodes[name], Equation) else "a leaf"
        place = view.mapFromScene(view.stage.picture.rect(name).bottomLeft())
        words = f"{name_text(name)} is {what}: there is nothing to open"
        QToolTip.showText(view.viewport().mapToGlobal(place), words, view.viewport())

    # --- the mouse

    def at(self, point: QPoint) -> str | None:
        """The open equation whose title is under a point of the viewport."""
        picture, there = self._view.stage.picture, self._view.mapToScene(point)
        return opening_at(picture, there.x(), there.y()) if picture is not None else None

    def pressed(self, name: str, point: QPoint) -> Gesture | None:
        """A press on the title: its mark closes the equation, the rest moves it."""
        view = self._view
        assert view.stage.picture is not None
        if mark_rect(opening_rect(view.stage.picture, name)).contains(QPointF(view.mapToScene(point))):
            self.close(name)
            return None
        view.selection.select(name)
        return MoveFrame(view, point, f"move {name}")
