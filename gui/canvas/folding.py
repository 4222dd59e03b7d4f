"""Frames collapsed into one card, families of equations rolled into one: pressed, turned over, opened again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF

from graph.layout import make_room
from gui.canvas.gestures.gesture import Gesture
from gui.canvas.gestures.move_frame import MoveFrame
from gui.drawing.families import Family, families, family_of
from gui.drawing.folding import ground

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


Margins = tuple[float, float, float, float]

_BARE: Margins = (0.0, 0.0, 0.0, 0.0)
_FRAMED: Margins = (-20.0, -50.0, 20.0, 20.0)
"""What a frame has about its nodes, its title above."""

_GROUND = "the ground of a fold"
"""No node has a blank in its name."""


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
        places = {} if collapsed else self._room_for(frame.nodes, _FRAMED)
        self._view.framing.keep({key: replace(frame, collapsed=collapsed)}, words, places)

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
        places = {} if rolled else self._room_for(family.names, _BARE)
        document = self._view.document
        document.change(
            words,
            drawn={"rolled": [*rest, family.head] if rolled else rest},
            placement={**document.placement, **places},
        )

    def _room_for(self, nodes: Collection[str], around: Margins) -> dict[str, tuple[float, float]]:
        """Where cards go if some stand upon nodes that are folded now: those begin where the card of the fold does,
        and the others go right or down of them, whichever is less. What lay about the nodes before lies there again.
        """
        picture = self._view.stage.picture
        inside = [name for name in nodes if picture is not None and name in picture.placement]
        if picture is None or not inside:
            return {}
        area, whole = ground(picture, inside).adjusted(*around), picture.unfolded
        beside = [name for name in picture.cards if name not in picture.hidden and name not in inside]
        if not any(picture.rect(other).intersects(whole.rect(name)) for other in beside for name in inside):
            return {}
        right = picture.rect(inside[0]).left() - area.left()
        corner, size = area.translated(right, 0).topLeft().toTuple(), area.size().toTuple()
        sizes = {_GROUND: size, **{name: picture.cards[name].size for name in beside}}
        places = {_GROUND: corner, **{name: picture.placement[name] for name in beside}}
        moved = make_room(sizes, places, {**sizes, _GROUND: (0.0, 0.0)})
        found = {name: at for name, at in moved.items() if at != places[name]}
        for name in inside:
            x, y = picture.placement[name]
            found[name] = (x + right, y)
        return found

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
