"""Messages that a formula points at: their wires and their slots, lit on the picture."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gui.drawing.inbox import shown_slots
from gui.drawing.picture import Picture
from gui.drawing.strokes import pen
from gui.drawing.theme import Theme
from gui.drawing.values import Values

Message = tuple[str, str]
"""A message by its child, which sends it, and its parent, which gets it."""

_GLOW = 8.0
_INK = 1.2
_AROUND = 5.0


def paint_lit_wires(painter: QPainter, picture: Picture, lit: Iterable[Message], theme: Theme, zoom: float) -> None:
    """A glow along the way back of every message, in the colour of what is active, with an edge of ink."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for child, parent in lit:
        wire = picture.wires.get((parent, child))
        if wire is not None:
            width = max(_GLOW, 4.0 / zoom)
            painter.strokePath(wire.back_path, pen(theme.text, width + 2 * max(_INK, 0.8 / zoom)))
            painter.strokePath(wire.back_path, pen(theme.halo, width))
    painter.restore()


def paint_lit_slots(
    painter: QPainter, picture: Picture, lit: Iterable[Message], values: Values, theme: Theme, zoom: float
) -> None:
    """Around what stands for every message in its parent's card: its slot, or the adjoint that is this message."""
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for message in lit:
        rect = slot_rect(picture, message, values)
        if rect is not None:
            for ink, width in ((theme.text, 4.0), (theme.halo, 2.5)):
                painter.setPen(pen(ink, max(width, width / 2 / zoom)))
                painter.drawRoundedRect(rect, 6, 6)
    painter.restore()


def slot_rect(picture: Picture, message: Message, values: Values) -> QRectF | None:
    """Where a message stands in its parent's card, in the coordinates of the picture; None where it is not shown."""
    child, parent = message
    if parent not in picture.cards or parent in picture.hidden:
        return None
    card, (x, y) = picture.cards[parent], picture.placement[parent]
    inbox = card.inbox
    if inbox is None:
        rect = card.adjoint_rect()
        shown = rect is not None and not rect.isEmpty() and any(one.child == child for one in card.labels)
        return rect.translated(x, y).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) if shown and rect else None
    for place, slot in enumerate(shown_slots(inbox, parent, values)):
        if inbox.labels[slot].child == child:
            height = max(card.cells.size[1], 40.0)
            top = inbox.rows[place] + card.cells.size[1] / 2 - height / 2
            rect = QRectF(inbox.left, top, card.width - 2 * inbox.left, height)
            return rect.translated(x, y).adjusted(-_AROUND, -_AROUND + 1, _AROUND, _AROUND - 1)
    return None


def message_at(picture: Picture, point: QPointF, values: Values) -> Message | None:
    """The message whose slot is under a point of the picture."""
    name = picture.card_at(point.x(), point.y())
    if name is None:
        return None
    for label in picture.cards[name].labels:
        rect = slot_rect(picture, (label.child, name), values)
        if rect is not None and rect.contains(point):
            return label.child, name
    return None
