"""What lies beside the cards: cards that stand for several nodes, notes, frames; pressed and clicked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from gui.canvas.gestures.gesture import Gesture
from gui.canvas.gestures.move_frame import MoveFrame

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


def pressed_beside(view: CanvasView, point: QPoint, adding: bool) -> tuple[bool, Gesture | None]:
    """Whether something is under a point of the viewport where no card is, and the gesture it begins, if any."""
    if (fold := view.folding.at(point)) is not None:
        return True, view.folding.pressed(fold, point, adding)
    if (note := view.noting.at(point)) is not None:
        return True, view.noting.pressed(note, point)
    view.noting.current = None
    if (opened := view.opening.at(point)) is not None:
        return True, view.opening.pressed(opened, point)
    frame = view.framing.at(point)
    if frame is None:
        return False, None
    if view.framing.on_chevron(frame, point):
        view.folding.collapse(frame)
        return True, None
    view.framing.choose(frame)
    return True, MoveFrame(view, point, f"move the frame “{view.framing.frames[frame].title}”")


def double_clicked_beside(view: CanvasView, point: QPoint) -> bool:
    """What a second click does where no card is; False where nothing is drawn."""
    if view.folding.at(point) is not None:
        view.folding.double_clicked(point)
    elif (note := view.noting.at(point)) is not None:
        view.noting.edit(note)
    elif (opened := view.opening.at(point)) is not None:
        view.opening.close(opened)
    elif (frame := view.framing.at(point)) is not None:
        if not view.framing.on_chevron(frame, point):
            view.framing.edit_title(frame)
    else:
        return False
    return True
