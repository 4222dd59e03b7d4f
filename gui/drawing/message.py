"""The message card in flight: from the child along its wire into the slot of its parent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt

from gui.drawing.cards import Card, Point
from gui.drawing.colours import mix
from gui.drawing.easing import mixed
from gui.drawing.grids import Grid
from gui.drawing.inbox import Label
from gui.drawing.picture import Picture
from gui.drawing.routes import at
from gui.drawing.states import MessagePose
from gui.drawing.strokes import box, pen
from gui.drawing.surface import Surface
from gui.drawing.theme import Theme

_HEAD = 33.0
_PAD = 10.0
_BADGE = 9.5
_WIDEST = 190.0
_IN_STRIP = 0.15


def message_rect(picture: Picture, message: MessagePose) -> QRectF:
    """Where the message is, in the coordinates of the picture."""
    card = picture.cards[message.parent]
    width, height = _size(card, _label(picture, message), picture.theme)
    scale = _scale(card.cells)
    wire = picture.wires[message.parent, message.child]
    x, y = at(wire.back, 1 - message.along)
    (slot_x, slot_y), final = _landing_place(picture, message)
    left, top = slot_x - (width - card.cells.size[0]) / 2 * final, slot_y - _HEAD * final
    share = message.landing
    size = mixed(scale, final, share)
    return QRectF(
        mixed(x - width * scale / 2, left, share),
        mixed(y - height * scale / 2, top, share),
        width * size,
        height * size,
    )


def paint_message(surface: Surface, picture: Picture, message: MessagePose) -> None:
    """The card in flight: formula, number among its parent's messages, matrix."""
    theme, card, label = surface.theme, picture.cards[message.parent], _label(picture, message)
    rect = message_rect(picture, message)
    width, height = _size(card, label, picture.theme)
    frame = QRectF(0, 0, width, height)
    size = theme.metrics.formula
    with surface.faded(message.opacity), surface.moved(rect.x(), rect.y(), rect.width() / width):
        if theme.shadows:
            _paint_shadow(surface, frame)
        box(surface.painter, frame, 8, theme.card, theme.backward, theme.strong)
        baseline = _HEAD / 2 + (label.formula.ascent(size) - label.formula.descent(size)) / 2
        surface.formula(label.formula, _PAD + 1, baseline, size, theme.backward)
        _paint_number(surface, width - _PAD - _BADGE, _HEAD / 2, message.number)
        block = surface.values.message(message.parent, message.child)
        x = (width - card.cells.size[0]) / 2
        surface.block(x, _HEAD, card.cells, block, surface.inbox_look(message.parent))


def _paint_shadow(surface: Surface, frame: QRectF) -> None:
    for reach, strength in ((5, 0.04), (3, 0.05)):
        edge = mix(surface.theme.canvas, "#000000", strength)
        box(surface.painter, frame.adjusted(1 - reach, 3 - reach, reach - 1, reach + 1), 11, None, edge, reach)


def _paint_number(surface: Surface, x: float, y: float, number: int) -> None:
    """The number in a ring, drawn, since no font has them all."""
    theme, wide = surface.theme, 4.0 if number > 9 else 0.0
    surface.painter.setBrush(Qt.BrushStyle.NoBrush)
    surface.painter.setPen(pen(theme.backward, 1.4))
    ring = QRectF(x - _BADGE - wide, y - _BADGE, 2 * _BADGE + wide, 2 * _BADGE)
    surface.painter.drawRoundedRect(ring, _BADGE, _BADGE)
    surface.text(x - wide / 2, y, str(number), 12, theme.backward, 600, align=0.5)


def _label(picture: Picture, message: MessagePose) -> Label:
    return picture.cards[message.parent].labels[message.number - 1]


def _size(card: Card, label: Label, theme: Theme) -> Point:
    formula = label.formula.width(theme.metrics.formula)
    return max(card.cells.size[0], formula + 14 + 2 * _BADGE) + 2 * _PAD, _HEAD + card.cells.size[1] + _PAD


def _scale(cells: Grid) -> float:
    return min(1.0, _WIDEST / cells.size[0], _WIDEST / cells.size[1])


def _landing_place(picture: Picture, message: MessagePose) -> tuple[Point, float]:
    """Where the block of a message comes to rest, and how large it then is."""
    card = picture.cards[message.parent]
    fold = picture.folds.get(picture.hidden.get(message.parent, ""))
    if fold is not None and fold.family is None:  # it vanishes into the card that stands for its parent
        middle = fold.rect.center()
        return (middle.x(), middle.y()), _IN_STRIP
    left, top = picture.corner(message.parent)
    if "adjoint" in card.face.hides:
        return (left + card.width / 2, top + card.height / 2), _IN_STRIP
    inbox = card.inbox
    if inbox is None:
        x, y = card.adjoint or card.value
        return (left + x, top + y), 1.0
    if not inbox.hidden:
        return (left + inbox.block_x, top + inbox.rows[message.number - 1]), 1.0
    share = (message.number - 0.5) / len(inbox.labels)
    return (left + card.width / 2 * (1 + share) - 10, top + (inbox.strip or inbox.top) + 12), _IN_STRIP
