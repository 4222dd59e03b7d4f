"""Entries of context menus for frames, notes, open equations and cards that stand for several nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Groups = tuple[tuple[str, ...], ...]

COLOURS = tuple(f"canvas.marking.{name}" for name in ("violet", "teal", "olive", "rose", "umber", "slate"))
"""Rows of ``gui.actions`` by name."""

FRAME: Groups = (("canvas.framing.rename", "canvas.folding.toggle"), ("canvas.framing.ungroup",))
FOLD: Groups = (("canvas.folding.toggle",), ("canvas.framing.rename", "canvas.framing.ungroup"))
FAMILY: Groups = (("canvas.folding.roll", "canvas.folding.roll_all"),)
NOTE: Groups = (("canvas.noting.edit_chosen",), ("canvas.noting.delete",))
OPEN: Groups = (("canvas.opening.toggle", "canvas.opening.close_all"),)


def groups_beside(view: CanvasView, point: QPoint) -> tuple[Groups, bool]:
    """The entries for what is drawn at a point of the viewport, and whether it has a colour; it becomes the current
    one. None where nothing is drawn.
    """
    picture = view.stage.picture
    if picture is not None and (fold := view.folding.at(point)) is not None:
        if picture.folds[fold].family is not None:
            view.select(picture.folds[fold].nodes)
            return FAMILY, False
        view.framing.choose(fold)
        return FOLD, True
    if (note := view.noting.at(point)) is not None:
        view.noting.choose(note)
        return NOTE, True
    if (name := view.opening.at(point)) is not None:
        view.selection.select(name)
        return OPEN, False
    if (frame := view.framing.at(point)) is not None:
        view.framing.choose(frame)
        return FRAME, True
    return (), False


def groups_of_node(view: CanvasView, name: str) -> Groups:
    """What can be done with a node, beside what can be done with any."""
    inside = ("canvas.opening.toggle",) if view.opening.can_open(name) else ()
    rolled = ("canvas.folding.roll",) if view.folding.in_family(name) else ()
    framed = any(name in frame.nodes for frame in view.framing.frames.values())
    return ((*inside, *rolled, *(("canvas.framing.take_out",) if framed else ())),)


def frames_to_join(view: CanvasView, name: str) -> list[tuple[str, Callable[[], object]]]:
    """The frames that a node could be put into."""
    return [
        (frame.title, lambda key=key: view.framing.put_in(key))  # type: ignore[misc]
        for key, frame in view.framing.frames.items()
        if name not in frame.nodes
    ]
