"""Frames collapsed into one card, families of equations rolled into one: pressed, turned over, opened again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF

from gui.canvas.gestures.gesture import Gesture
from gui.canvas.gestures.move_frame import MoveFrame
from gui.drawing.families import Family, families, family_of

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Folding(QObject):
    """What menus, keys and the mouse do to cards that stand for several nodes."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view

    # --- commands

    def toggle(self) -> None:
        """Collapses the current frame into one card, or expands it again."""
        key = self._view.framing.current
        if key is not None:
            self.collapse(key, not self._view.framing.frames[key].collapsed)

    def collapse(self, key: str, collapsed: bool = True) -> None:
        frame = self._view.framing.frames[key]
        words = f"{'collapse' if collapsed else 'expand'} “{frame.title}”"
        self._view.framing.keep({key: replace(frame, collapsed=collapsed)}, words)

    def in_family(self, name: str) -> bool:
        graph = self._view.document.graph
        return graph is not None and name in graph.nodes and family_of(graph, name) is not None

    def roll(self) -> None:
        """Rolls the family of the node selected into one card, or unrolls it."""
        graph, name = self._view.document.graph, self._view.selection.current
        family = family_of(graph, name) if graph is not None and name is not None else None
        if family is not None:
            self._roll(family, family.head not in self._rolled())

    def roll_all(self) -> None:
        """Rolls every family, or, where all are, unrolls them."""
        graph = self._view.document.graph
        heads = list(families(graph)) if graph is not None else []
        if heads:
            there = self._rolled()
            rolled = [] if set(heads) <= set(there) else heads
            self._view.document.change(
                "roll all families" if rolled else "unroll all families", drawn={"rolled": rolled}
            )

    def _rolled(self) -> list[str]:
        picture = self._view.stage.picture
        return list(picture.annotations.rolled) if picture is not None else []

    def _roll(self, family: Family, rolled: bool) -> None:
        rest = [head for head in self._rolled() if head != family.head]
        words = f"{'roll' if rolled else 'unroll'} {family.names[0]} to {family.names[-1]}"
        self._view.document.change(words, drawn={"rolled": [*rest, family.head] if rolled else rest})

    def expand(self, key: str) -> None:
        """Shows the nodes of a fold again."""
        picture = self._view.stage.picture
        if picture is None or key not in picture.folds:
            return
        family = picture.folds[key].family
        if family is not None:
            self._roll(family, False)
        else:
            self.collapse(key, False)

    # --- the mouse

    def at(self, point: QPoint) -> str | None:
        """The fold under a point of the viewport."""
        picture, there = self._view.stage.picture, self._view.mapToScene(point)
        return picture.fold_at(there.x(), there.y()) if picture is not None else None

    def pressed(self, key: str, point: QPoint, adding: bool) -> Gesture | None:
        """What a press on a fold begins; what a press alone does is done here."""
        view, there = self._view, QPointF(self._view.mapToScene(point))
        assert view.stage.picture is not None
        fold = view.stage.picture.folds[key]
        if fold.chevron.contains(there):
            self.expand(key)
            return None
        way = self._button(key, there)
        if way:
            view.stage.turn(key, way)
            return None
        if adding:
            view.select(view.selected() ^ frozenset(fold.nodes))
            return None
        if not frozenset(fold.nodes) <= view.selected():
            view.select(fold.nodes)
        return MoveFrame(view, point, f"move “{fold.title}”" if fold.title else "")

    def double_clicked(self, point: QPoint) -> None:
        key = self.at(point)
        if key is None:
            return
        way = self._button(key, QPointF(self._view.mapToScene(point)))
        if way:
            self._view.stage.turn(key, way)
        else:
            self.expand(key)

    def _button(self, key: str, there: QPointF) -> int:
        """−1 and 1 on the buttons that turn a family over, else 0."""
        assert self._view.stage.picture is not None
        buttons = self._view.stage.picture.folds[key].buttons
        if buttons is None:
            return 0
        return -1 if buttons[0].contains(there) else 1 if buttons[1].contains(there) else 0
