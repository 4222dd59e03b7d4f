"""Which gesture a press of the mouse begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from gui.canvas.beside import double_clicked_beside, pressed_beside
from gui.canvas.gestures.band import Band
from gui.canvas.gestures.carry_card import CarryCard, PullOut
from gui.canvas.gestures.gesture import Gesture
from gui.canvas.gestures.loop import Loop
from gui.canvas.gestures.move_bend import MoveBend
from gui.canvas.gestures.move_cards import MoveCards
from gui.canvas.gestures.pan import Pan
from gui.canvas.gestures.pull_wire import PullWire

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Button = Qt.MouseButton
Keys = Qt.KeyboardModifier


def pressed(view: CanvasView, point: QPoint, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> Gesture | None:
    """The gesture that begins at a point of the viewport, if any; what a press alone does is done here."""
    if button == Button.MiddleButton or (button == Button.LeftButton and view.keyboard.space):
        return Pan(view, point)
    if button != Button.LeftButton:
        return None
    if view.choosing.looping:
        return Loop(view, point, view.selected() if keys & (Keys.ShiftModifier | Keys.ControlModifier) else frozenset())
    bend = view.bending.at(point)
    if bend is not None:
        view.bending.choose(*bend)
        return MoveBend(view, point, *bend)
    socket = view.wiring.socket_at(point)
    if socket is not None:
        return PullWire(view, point, view.wiring, socket, lambda: view.wiring.take(socket))
    spot = view.spot(point)
    adding = bool(keys & (Keys.ShiftModifier | Keys.ControlModifier))
    if spot is None:
        found, gesture = pressed_beside(view, point, adding)
        if found:
            return gesture
    wire = view.wiring.wire_at(point) if spot is None else None
    if wire is not None:
        if keys & Keys.ControlModifier:
            view.wiring.cut(wire)
        else:
            view.bending.choose(wire, None)
        return None
    if spot is None:
        return Band(view, point, view.selected() if adding else frozenset())
    alone = view.stage.picture is None or spot.name not in view.stage.picture.openings
    if keys & Keys.ShiftModifier and alone:
        return PullOut(view, point, spot.name, view.off_wires, lambda: view.selection.toggle(spot.name))
    if adding:
        view.selection.toggle(spot.name)
        return None
    if spot.name not in view.selection.selected:
        view.selection.select(spot.name)
    if view.selection.selected == (spot.name,) and alone:
        return CarryCard(view, point, spot.name, view.onto_wire)
    return MoveCards(view, point)


def double_pressed(view: CanvasView, point: QPoint) -> bool:
    """What the second press of the left button does at a point of the viewport; False where it is one like any."""
    spot, socket, bend = view.spot(point), view.wiring.socket_at(point), view.bending.at(point)
    if bend is not None:
        view.bending.take_out(*bend)
    elif socket is not None and socket.edge is None:
        view.wiring.ask(socket, point)
    elif spot is not None:
        if not spot.block and view.opening.is_equation(spot.name):
            view.selection.select(spot.name)
            view.opening.toggle()
            return True
        if spot.block != "value" or spot.cell is None:
            return False
        view.editing.begin(spot.name, *spot.cell)
    elif not double_clicked_beside(view, point):
        wire = view.wiring.wire_at(point)
        if wire is not None:
            view.bending.bend(wire, view.mapToScene(point))
        else:
            view.quick_add.open(point)
    return True
