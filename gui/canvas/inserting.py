"""What is added goes to its place, is selected, and comes into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from graph.layout.room import Room

if TYPE_CHECKING:
    from graph.editing import Change
    from gui.canvas.view import CanvasView

GRIP = (44.0, 22.0)
"""Where under the pointer a card is put: left and below of its corner, in its title."""

SPACE = (150.0, 150.0)
"""The room that is looked for, for a card that is not measured yet."""

GAP = 30.0


def insert(view: CanvasView, change: Change, place: QPointF | None = None) -> None:
    """One step of undo. ``place`` is a point of the scene that the last node added stands under; without it the
    layout puts it beside its parents, or, where it has none, into free ground near the one selected.
    """
    name = change.added[-1] if change.added else None
    places = {}
    if name is not None:
        corner = (place.x() - GRIP[0], place.y() - GRIP[1]) if place is not None else _free(view, change, name)
        places = {name: corner} if corner is not None else {}
    view.document.apply(change, places)
    if name is not None:
        show_new(view, name)


def show_new(view: CanvasView, name: str) -> None:
    """Selects a node that is new, and brings it into view once it has a card."""
    view.go(name)
    if view.stage.picture is None or name not in view.stage.picture.cards:
        view.selection.select(name)


def _free(view: CanvasView, change: Change, name: str) -> tuple[float, float] | None:
    """Free ground right of the node selected for one without neighbours; None where the layout knows better."""
    picture = view.stage.picture
    graph = change.reading.graph if change.reading is not None else None
    if picture is None or graph is None or graph.nodes[name].parents or graph.children(name):
        return None
    room = Room(GAP)
    for other in picture.cards:
        room.take(picture.placement[other], picture.cards[other].size)
    near = view.selection.current
    if near in picture.cards:
        rect = picture.rect(near)
        wanted = (rect.left(), rect.bottom() + GAP)
    else:
        middle = view.mapToScene(view.viewport().rect().center())
        wanted = (middle.x() - SPACE[0] / 2, middle.y() - SPACE[1] / 2)
    return room.nearest(wanted, SPACE)
