"""What moves above the cards: the message on its wire, and an inbox fanned out into its sum."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui.drawing.cards import Card, Point
from gui.drawing.colours import mix
from gui.drawing.easing import mixed
from gui.drawing.fonts import text_width
from gui.drawing.grids import Grid
from gui.drawing.inbox import Label, shown_slots, spelled_out
from gui.drawing.mathematics import Formula
from gui.drawing.matrices import BlockLook, paint_block, paint_lit
from gui.drawing.picture import Picture
from gui.drawing.routes import at
from gui.drawing.states import FanPose, MessagePose
from gui.drawing.strokes import box, pen, text
from gui.drawing.theme import Theme
from gui.drawing.values import Block, Values

_HEAD = 33.0
_PAD = 10.0
_BADGE = 9.5
_WIDEST = 190.0
_SIGN = 30.0
_FAN_WIDEST = 640.0
_FAN_HEAD = 30.0
_FAN_FOOT = 34.0
_ASIDE = 26.0


def message_rect(picture: Picture, message: MessagePose) -> QRectF:
    """Where the message is, in the coordinates of the picture."""
    card = picture.cards[message.parent]
    width, height = _message_size(picture, message)
    scale = _message_scale(card.cells)
    wire = picture.wires[message.parent, message.child]
    x, y = at(wire.back, 1 - message.along)
    centre = QRectF(x - width * scale / 2, y - height * scale / 2, width * scale, height * scale)
    slot, final = _landing_place(picture, message)
    block = card.cells.size
    landed = QRectF(slot[0] - (width - block[0]) / 2 * final, slot[1] - _HEAD * final, width * final, height * final)
    share = message.landing
    return QRectF(
        mixed(centre.x(), landed.x(), share), mixed(centre.y(), landed.y(), share),
        mixed(centre.width(), landed.width(), share), mixed(centre.height(), landed.height(), share),
    )  # fmt: skip


def paint_message(
    painter: QPainter, picture: Picture, message: MessagePose, values: Values, theme: Theme, zoom: float, crisp: bool
) -> None:
    """The card in flight: formula, number among its parent's messages, matrix."""
    card = picture.cards[message.parent]
    rect = message_rect(picture, message)
    width, height = _message_size(picture, message)
    scale = rect.width() / width
    formula = _message_formula(picture, message)
    size = theme.metrics.formula
    painter.save()
    painter.setOpacity(painter.opacity() * message.opacity)
    painter.translate(rect.topLeft())
    painter.scale(scale, scale)
    frame = QRectF(0, 0, width, height)
    for reach, strength in ((5, 0.04), (3, 0.05)) if theme.shadows else ():
        box(
            painter,
            frame.adjusted(-reach + 1, -reach + 3, reach - 1, reach + 1),
            11,
            None,
            mix(theme.canvas, "#000000", strength),
            reach,
        )
    box(painter, frame, 8, theme.card, theme.backward, theme.strong)
    baseline = _HEAD / 2 + (formula.ascent(size) - formula.descent(size)) / 2
    formula.draw(painter, _PAD + 1, baseline, size, theme.backward, crisp)
    _paint_number(painter, width - _PAD - _BADGE, _HEAD / 2, message.number, theme)
    block = values.message(message.parent, message.child)
    look = BlockLook(theme.backward, digits=values.digits, decimals=values.decimals(message.parent)[0], crisp=crisp)
    x = (width - card.cells.size[0]) / 2
    paint_block(painter, x, _HEAD, card.cells, block, look, theme, zoom * scale)
    painter.restore()


def fan_rect(picture: Picture, fan: FanPose) -> QRectF:
    """The panel of a fanned out inbox."""
    layout = _fan_layout(picture, fan.parent)
    return QRectF(*layout.corner, layout.width * layout.scale, layout.height * layout.scale)


def paint_fan(
    painter: QPainter, picture: Picture, fan: FanPose, values: Values, theme: Theme, zoom: float, crisp: bool
) -> None:
    """The messages side by side with + and =, one entry of the sum spelled out, then joined into the sum."""
    card, layout = picture.cards[fan.parent], _fan_layout(picture, fan.parent)
    assert card.inbox is not None
    opacity = painter.opacity()
    painter.save()
    painter.translate(*layout.corner)
    painter.scale(layout.scale, layout.scale)
    painter.setOpacity(opacity * fan.opacity * min(1.0, fan.spread * 2))
    box(painter, QRectF(0, 0, layout.width, layout.height), 10, theme.card, theme.backward, theme.strong)
    look = BlockLook(theme.backward, digits=values.digits, decimals=values.decimals(fan.parent)[0], crisp=crisp)
    slots = shown_slots(card.inbox, fan.parent, values)
    _paint_fan_sum(painter, card, layout, fan, values, look, theme, zoom, opacity)
    messages: list[Block] = []
    for place, slot in enumerate(slots):
        label = card.inbox.labels[slot]
        block = values.message(fan.parent, label.child)
        if block is not None:
            messages.append(block)
        _paint_term(painter, picture, layout, place, slot, label, block, fan, look, theme, zoom, opacity)
    total = values.adjoint(fan.parent, shared=True)
    if total is not None and not card.inbox.hidden and card.cells.numbered(1.0):
        _paint_arithmetic(painter, layout, card.cells, messages, total, fan, theme, values.digits, opacity)
    painter.restore()


@dataclass(frozen=True, slots=True)
class _Fan:
    """A fan: its panel, and the corner of every block in it, the sum's last."""

    corner: Point
    width: float
    height: float
    scale: float
    places: tuple[Point, ...]
    more: float | None


def _fan_layout(picture: Picture, parent: str) -> _Fan:
    card, theme = picture.cards[parent], picture.theme
    inbox = card.inbox
    assert inbox is not None
    block_width, block_height = card.cells.size
    size = theme.metrics.formula
    widest = max(inbox.bar.width(size), *(label.formula.width(size) for label in inbox.labels))
    step = max(block_width, widest)
    x = 16.0
    places = []
    for _ in inbox.rows:
        places.append((x + (step - block_width) / 2, 16 + _FAN_HEAD))
        x += step + _SIGN
    more = None
    if inbox.hidden:
        more = x - _SIGN / 2
        x += 74 + _SIGN
    places.append((x + (step - block_width) / 2, 16 + _FAN_HEAD))
    width, height = x + step + 16, 16 + _FAN_HEAD + block_height + _FAN_FOOT
    scale = min(1.0, _FAN_WIDEST / width)
    left, top = picture.placement[parent]
    middle = top + inbox.top + inbox.height / 2
    return _Fan((left + card.width + _ASIDE, middle - height * scale / 2), width, height, scale, tuple(places), more)


def _paint_term(
    painter: QPainter, picture: Picture, layout: _Fan, place: int, slot: int, label: Label, block: Block | None,
    fan: FanPose, look: BlockLook, theme: Theme, zoom: float, opacity: float,
) -> None:  # fmt: skip
    """One message, on its way out of the card, at its place, or on its way into the sum."""
    card = picture.cards[fan.parent]
    assert card.inbox is not None
    corner = picture.placement[fan.parent]
    home = ((corner[0] + card.inbox.block_x - layout.corner[0]) / layout.scale,
            (corner[1] + card.inbox.rows[place] - layout.corner[1]) / layout.scale)  # fmt: skip
    out, total = layout.places[place], layout.places[-1]
    x = mixed(mixed(home[0], out[0], fan.spread), total[0], fan.joined)
    y = mixed(mixed(home[1], out[1], fan.spread), total[1], fan.joined)
    painter.setOpacity(opacity * fan.opacity * (1 - fan.joined**3))
    paint_block(painter, x, y, card.cells, block, look, theme, zoom * layout.scale)
    painter.setOpacity(opacity * fan.opacity * fan.spread * (1 - fan.joined))
    middle = out[0] + card.cells.size[0] / 2
    size = theme.metrics.formula
    _paint_above(painter, label.formula, middle, out[1], size, theme, look.crisp)
    if place:
        before = layout.places[place - 1]
        gap = (before[0] + card.cells.size[0] + out[0]) / 2
        text(painter, gap, out[1] + card.cells.cells[1] / 2 + 3, "+", 19, theme.backward, 600, align=0.5)


def _paint_fan_sum(
    painter: QPainter, card: Card, layout: _Fan, fan: FanPose, values: Values, look: BlockLook, theme: Theme,
    zoom: float, opacity: float,
) -> None:  # fmt: skip
    assert card.inbox is not None
    x, y = layout.places[-1]
    middle = y + card.cells.cells[1] / 2 + 3
    painter.setOpacity(opacity * fan.opacity * fan.spread)
    width = card.cells.size[0]
    _paint_above(painter, card.inbox.bar, x + width / 2, y, theme.metrics.formula + 1, theme, look.crisp)
    before = layout.more + 74 if layout.more is not None else layout.places[-2][0] + width
    text(painter, (before + x) / 2, middle, "=", 19, theme.backward, 600, align=0.5)
    if layout.more is not None:
        words = f"+ {card.inbox.hidden} more"
        text(painter, layout.more + 37, middle, words, theme.metrics.text, theme.backward, 600, align=0.5)
    empty = BlockLook(theme.backward, crisp=look.crisp)
    paint_block(painter, x, y, card.cells, None, empty, theme, zoom * layout.scale)
    painter.setOpacity(opacity * fan.opacity * fan.joined)
    paint_block(painter, x, y, card.cells, values.adjoint(card.name, shared=True), look, theme, zoom * layout.scale)


def _paint_arithmetic(painter: QPainter, layout: _Fan, cells: Grid, messages: list[Block], total: Block, fan: FanPose, theme: Theme, digits: int,
    opacity: float,
) -> None:  # fmt: skip
    """One entry, spelled out below, and lit in every block while it is."""
    line, exact = spelled_out(messages, total, digits)
    words = line if exact else line + "  (rounded)"
    size = theme.metrics.text + 1
    while text_width(words, size, 500) > layout.width - 16 and size > 8:
        size -= 1
    painter.setOpacity(opacity * fan.opacity * fan.told * (1 - fan.joined))
    for x, y in layout.places[:-1]:
        paint_lit(painter, x, y, cells, range(1), range(1), theme)
    painter.setOpacity(opacity * fan.opacity * fan.told)
    text(painter, layout.width / 2, layout.height - _FAN_FOOT / 2 + 1, words, size, theme.text, 500, align=0.5)


def _paint_above(
    painter: QPainter, formula: Formula, middle: float, top: float, size: float, theme: Theme, crisp: bool
) -> None:
    formula.draw(
        painter, middle - formula.width(size) / 2, top - 11 - formula.descent(size), size, theme.backward, crisp
    )


def _paint_number(painter: QPainter, x: float, y: float, number: int, theme: Theme) -> None:
    """The number in a ring, drawn, since no font has them all."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(theme.backward, 1.4))
    wide = 4.0 if number > 9 else 0.0
    painter.drawRoundedRect(QRectF(x - _BADGE - wide, y - _BADGE, 2 * _BADGE + wide, 2 * _BADGE), _BADGE, _BADGE)
    text(painter, x - wide / 2, y, str(number), 12, theme.backward, 600, align=0.5)


def _message_formula(picture: Picture, message: MessagePose) -> Formula:
    return picture.cards[message.parent].labels[message.number - 1].formula


def _message_size(picture: Picture, message: MessagePose) -> Point:
    card = picture.cards[message.parent]
    formula = _message_formula(picture, message)
    width = max(card.cells.size[0], formula.width(picture.theme.metrics.formula) + 14 + 2 * _BADGE) + 2 * _PAD
    return width, _HEAD + card.cells.size[1] + _PAD


def _message_scale(cells: Grid) -> float:
    return min(1.0, _WIDEST / cells.size[0], _WIDEST / cells.size[1])


def _landing_place(picture: Picture, message: MessagePose) -> tuple[Point, float]:
    """Where the block of a message comes to rest, and how large it then is."""
    card = picture.cards[message.parent]
    left, top = picture.placement[message.parent]
    inbox = card.inbox
    if inbox is None:
        x, y = card.adjoint or card.value
        return (left + x, top + y), 1.0
    if not inbox.hidden:
        return (left + inbox.block_x, top + inbox.rows[message.number - 1]), 1.0
    share = (message.number - 0.5) / len(inbox.labels)
    strip = inbox.strip or inbox.top
    return (left + card.width / 2 * (1 + share) - 10, top + strip + 12), 0.15
