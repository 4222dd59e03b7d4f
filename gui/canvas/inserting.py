"""What is added goes to its place, is selected, and comes into view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from graph.layout.room import Room
from graph.model import Graph, Leaf
from gui.canvas.stage import LAID_OUT_AGAIN
from gui.drawing.estimates import estimated_sizes

if TYPE_CHECKING:
    from graph.editing import Change
    from gui.canvas.view import CanvasView
    from gui.drawing.wires import Edge

GRIP = (44.0, 22.0)
"""Where under the pointer a card is put: left and below of its corner, in its title."""

SPACE = (160.0, 190.0)
"""The room that is looked for, for a card that is not measured yet."""

GAP = 30.0

WAY = 48.0
"""Of a wire into a card, and out of it, at least."""

EDGE = 6.0

NEXT = 150.0
"""Free pixels right of a new card, for the wire that is pulled out of it next."""

READABLE = 0.6
"""The zoom from which cards can be read."""

RECOGNISED = 0.5
"""The zoom from which cards can be told apart and wired."""

COLUMN = 72.0
"""Between what is new and the leaves that come with it: room for wires."""


def insert(view: CanvasView, change: Change, place: QPointF | None = None) -> None:
    """One step of undo. ``place`` is a point of the scene that the last node added stands under; without it the
    layout puts it beside its parents, or, where it has none, into free ground near the one selected.
    """
    name = change.added[-1] if change.added else None
    places: dict[str, tuple[float, float]] = {}
    if name is not None and place is not None:
        places = _around(view, change, _corner(view, place))
    elif not view.document.placement and len(view.places()) <= LAID_OUT_AGAIN:
        view.stage.lay_out_afresh()
    elif name is not None and (corner := _free(view, change, name)) is not None:
        places = {name: corner}
    seen = (view.mapFromScene(place), view.zoom) if place is not None else None
    view.document.apply(change, places)
    if place is not None and seen is not None:
        view.hold(place, *seen)
    if name is not None and place is not None:
        _keep_in_view(view, (name,))
        view.selection.select(name)
    elif name is not None:
        show_new(view, name)


def insert_on_wire(view: CanvasView, change: Change, edge: Edge, at: QPointF) -> None:
    """One step of undo: the node added stands on the wire it was put on, near ``at`` of the scene. Where its ends
    stand too close for it, the child goes right with all that is computed from it.
    """
    picture, name = view.stage.picture, change.added[-1]
    graph = change.reading.graph if change.reading is not None else None
    if picture is None or graph is None or not {*edge} <= picture.cards.keys():
        insert(view, change, at)
        return
    wide, high = estimated_sizes(graph, None, view.look.theme.metrics, view.look.digits)[name]
    above, below = picture.rect(edge[0]), picture.rect(edge[1])
    gap = below.left() - above.right()
    missing = max(0.0, wide + 2 * WAY - gap) if gap > 0 else 0.0
    first, last = above.right() + WAY, below.left() + missing - WAY - wide
    left = max(first, min(at.x() - wide / 2 + missing / 2, last)) if gap > 0 else at.x() - wide / 2
    places = {name: (left, at.y() - high / 2)}
    for other in view.choosing.below(edge[1]) if missing else ():
        x, y = picture.placement[other]
        places[other] = (x + missing, y)
    seen = view.mapFromScene(at), view.zoom
    view.document.apply(change, places)
    view.hold(at, *seen)
    _keep_in_view(view, places)
    view.selection.select(name)


def _keep_in_view(view: CanvasView, names: Iterable[str]) -> None:
    """Cards that stick out of the view come into it, with room for the next one: with all the others as long as they
    can be told apart.
    """
    picture, rect = view.stage.picture, QRectF()
    for name in names:
        if picture is not None and name in picture.cards:
            rect = rect.united(picture.rect(name))
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    if rect.isNull() or seen.contains(rect):
        return
    room, whole = NEXT / view.zoom, view.content()
    zoom = view.fitting(whole, NEXT)
    if zoom >= view.zoom:
        view.ensureVisible(whole.adjusted(0, 0, room, 0), 0, 0)
    elif zoom >= RECOGNISED:
        view.bring(whole.adjusted(0, 0, NEXT / zoom, 0), zoom)
        view.look_elsewhere()
    else:
        view.ensureVisible(rect, round(NEXT), round(GAP))


def show_new(view: CanvasView, name: str) -> None:
    """Selects a node that is new, and brings it into view once it has a card."""
    view.go(name)
    if view.stage.picture is None or name not in view.stage.picture.cards:
        view.selection.select(name)


def _corner(view: CanvasView, place: QPointF) -> tuple[float, float]:
    """Of a card that is held at ``place``; not farther up or left than the view."""
    first = view.mapToScene(view.viewport().rect().topLeft())
    x = max(place.x() - GRIP[0], min(place.x(), first.x() + EDGE))
    return x, max(place.y() - GRIP[1], min(place.y(), first.y() + EDGE))


def _around(view: CanvasView, change: Change, corner: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """The last node at ``corner``, what else is new left of it, under each other, clear of the cards there are."""
    *others, last = change.added
    sizes = _sizes(view, change)
    places = {last: corner}
    room = _taken(view)
    room.take(corner, SPACE)
    whole = sum(sizes.get(name, SPACE)[1] + GAP for name in others) - GAP
    top = corner[1] + SPACE[1] / 2 - whole / 2
    right = corner[0] - COLUMN
    for name in others:
        size = sizes.get(name, SPACE)
        places[name] = room.nearest((right - size[0], top), size)
        room.take(places[name], size)
        top = places[name][1] + size[1] + GAP
    return places


def _sizes(view: CanvasView, change: Change) -> Mapping[str, tuple[float, float]]:
    """About how large the cards of the new leaves will be."""
    graph = change.reading.graph if change.reading is not None else None
    nodes = [graph.nodes[name] for name in change.added] if graph is not None else []
    leaves = Graph([node for node in nodes if isinstance(node, Leaf)])
    return estimated_sizes(leaves, None, view.look.theme.metrics, view.look.digits)


def _taken(view: CanvasView) -> Room:
    """The ground that cards stand on."""
    room, picture = Room(GAP), view.stage.picture
    for name in picture.cards if picture is not None else ():
        room.take(picture.placement[name], picture.cards[name].size)
    return room


def _free(view: CanvasView, change: Change, name: str) -> tuple[float, float] | None:
    """Free ground right of the node selected for one without neighbours; None where the layout knows better."""
    picture = view.stage.picture
    graph = change.reading.graph if change.reading is not None else None
    if picture is None or graph is None or graph.nodes[name].parents or graph.children(name):
        return None
    room = _taken(view)
    near = view.selection.current
    if near in picture.cards:
        rect = picture.rect(near)
        wanted = (rect.left(), rect.bottom() + GAP)
    else:
        middle = view.mapToScene(view.viewport().rect().center())
        wanted = (middle.x() - SPACE[0] / 2, middle.y() - SPACE[1] / 2)
    return room.nearest(wanted, SPACE)
