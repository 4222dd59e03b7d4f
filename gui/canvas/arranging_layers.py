"""What is drawn of arranging: the bends of the wires that are pointed at, and the pins of cards that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gui.canvas.bending import NEAREST
from gui.canvas.items import Layer
from gui.drawing.colours import colour
from gui.drawing.picture import Picture
from gui.drawing.strokes import pen
from gui.drawing.theme import Theme

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_BEND, _CHOSEN = 4.0, 5.5
"""Radii in pixels on screen."""

_PIN = 8.0
_CLEAR = 3.0


class BendsLayer(Layer):
    """The bends of the wires that are selected or under the pointer, as handles."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.stage, 0.5)
        self._view = view

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        if zoom < NEAREST:
            return
        bending, theme = self._view.bending, self.stage.look.theme
        chosen = bending.chosen
        for wire in bending.shown():
            for index, place in enumerate(wire.bends):
                taken = chosen == ((wire.parent, wire.child), index)
                painter.setPen(pen(theme.focus, 1.5 / zoom))
                painter.setBrush(colour(theme.focus if taken else theme.card))
                radius = (_CHOSEN if taken else _BEND) / zoom
                painter.drawEllipse(QPointF(*place), radius, radius)


class PinsLayer(Layer):
    """A pin at the corner of every card that Tidy leaves alone."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.stage, 0.6)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        if zoom < NEAREST:
            return
        near = exposed.adjusted(-2 * _PIN, -2 * _PIN, 2 * _PIN, 2 * _PIN)
        for name in picture.annotations.pinned:
            if name in picture.cards and picture.rect(name).intersects(near):
                painter.setOpacity(1 - 0.6 * self.stage.pose.card(name).dim)
                paint_pin(painter, picture.rect(name).topRight() + QPointF(-_CLEAR, _CLEAR), self.stage.look.theme)
        painter.setOpacity(1.0)


def paint_pin(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """A drawing pin in a small disc, its middle ``at`` a point."""
    painter.setPen(pen(theme.outline, 1.0))
    painter.setBrush(colour(theme.card))
    painter.drawEllipse(at, _PIN, _PIN)
    x, y = at.x(), at.y()
    painter.setPen(pen(theme.text, 1.4))
    painter.drawLine(QLineF(x, y + 0.5, x, y + 5.2))
    painter.drawLine(QLineF(x - 3.6, y + 0.5, x + 3.6, y + 0.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.text))
    painter.drawRoundedRect(QRectF(x - 2.2, y - 5.0, 4.4, 5.2), 1.2, 1.2)
