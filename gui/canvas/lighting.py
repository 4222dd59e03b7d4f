"""Messages lit on the canvas: those that the derivation points at, and the one under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QMouseEvent, QPainter

from gui.canvas.items import Layer
from gui.drawing.lighting import Message, message_at, paint_lit_slots, paint_lit_wires
from gui.drawing.picture import Picture

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class _LitWires(Layer):
    """Below the wires, so that they stay what they are."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.stage, -1.5)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        paint_lit_wires(painter, picture, self.stage.selection.lit, self.stage.look.theme, zoom)


class _LitSlots(Layer):
    """Above the cards."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.stage, 1.5)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        stage = self.stage
        paint_lit_slots(painter, picture, stage.selection.lit, stage.values, stage.look.theme, zoom)


class Lighting(QObject):
    """Lights the message whose wire or slot the pointer is on, and draws whatever is lit."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._own: frozenset[Message] = frozenset()
        for layer in (_LitWires(view), _LitSlots(view)):
            view.scene().addItem(layer)
        view.selection.lit_changed.connect(view.viewport().update)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove and not event.buttons():
            self._light(self._under(event))
        elif event.type() == QEvent.Type.Leave:
            self._light(frozenset())
        return False

    def _under(self, event: QMouseEvent) -> frozenset[Message]:
        view, picture = self._view, self._view.stage.picture
        point = event.position().toPoint()
        wire = view.wiring.wire_at(point)
        if wire is not None:
            parent, child = wire
            return frozenset(((child, parent),))
        found = message_at(picture, view.mapToScene(point), view.stage.values) if picture is not None else None
        return frozenset((found,)) if found is not None else frozenset()

    def _light(self, messages: frozenset[Message]) -> None:
        """What another has lit stays until the pointer is on a message here."""
        if messages != self._own:
            self._own = messages
            self._view.selection.light(messages)
