"""A full inbox fanned out: the messages side by side with + and =, one entry spelled out, joined into the sum."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from gui.drawing.cards import Card, Point
from gui.drawing.easing import clamp, mixed
from gui.drawing.fonts import text_width
from gui.drawing.inbox import Inbox, measured, shown_slots
from gui.drawing.inbox_words import spelled_out
from gui.drawing.mathematics import Formula
from gui.drawing.matrices import BlockLook, paint_lit
from gui.drawing.picture import Picture
from gui.drawing.states import FanPose
from gui.drawing.strokes import box
from gui.drawing.surface import Surface
from gui.drawing.values import Block

_SIGN = 30.0
_PAD = 16.0
_HEAD = 30.0
_FOOT = 34.0
_MORE = 74.0
_ASIDE = 26.0
_WIDEST = 640.0
_SIGN_SIZE = 19.0


@dataclass(frozen=True, slots=True)
class _Fan:
    """A fan: its panel in the picture, and in the panel the corner of every block, the sum's last.

    ``home`` is the corner of the first slot's block in the card, seen from the panel; ``more`` the left edge of the
    words for what is not shown.
    """

    card: Card
    inbox: Inbox
    corner: Point
    width: float
    height: float
    scale: float
    places: tuple[Point, ...]
    homes: tuple[Point, ...]
    more: float | None

    @property
    def middle(self) -> float:
        """The height of the middle of all blocks."""
        return self.places[0][1] + self.card.cells.size[1] / 2


def fan_rect(picture: Picture, fan: FanPose) -> QRectF:
    """The panel of a fanned out inbox, in the coordinates of the picture; empty where a node has none."""
    layout = _layout(picture, fan.parent)
    if layout is None:
        return QRectF()
    return QRectF(*layout.corner, layout.width * layout.scale, layout.height * layout.scale)


def paint_fan(surface: Surface, picture: Picture, fan: FanPose) -> None:
    layout = _layout(picture, fan.parent)
    if layout is None:
        return
    theme, values = surface.theme, surface.values
    look = surface.inbox_look(fan.parent)
    messages: list[Block] = []
    with surface.faded(fan.opacity), surface.moved(*layout.corner, layout.scale):
        with surface.faded(min(1.0, fan.spread * 2)):
            panel = QRectF(0, 0, layout.width, layout.height)
            box(surface.painter, panel, 10, theme.card, theme.backward, theme.strong)
            _paint_sum(surface, layout, fan, look)
        for place, slot in enumerate(shown_slots(layout.inbox, fan.parent, values)):
            label = layout.inbox.labels[slot]
            block = values.message(fan.parent, label.child)
            messages += [block] if block is not None else []
            _paint_term(surface, layout, fan, look, place, label.formula, block)
        total = values.adjoint(fan.parent, shared=True)
        if total is not None and messages and layout.more is None and layout.card.cells.numbered(1.0):
            _paint_arithmetic(surface, layout, fan, messages, total)


def _layout(picture: Picture, parent: str) -> _Fan | None:
    card, size = picture.cards[parent], picture.theme.metrics.formula
    inbox = card.inbox
    if inbox is None:
        return None
    width, height = card.cells.size
    step = max(width, inbox.bar.width(size), *(label.formula.width(size) for label in measured(inbox.labels)))
    top, x = _PAD + _HEAD, _PAD
    places = []
    for _ in inbox.rows:
        places.append((x + (step - width) / 2, top))
        x += step + _SIGN
    more = x - _SIGN / 2 if inbox.hidden else None
    x += _MORE + _SIGN if inbox.hidden else 0.0
    places.append((x + (step - width) / 2, top))
    whole, high = x + step + _PAD, top + height + _FOOT
    scale = min(1.0, _WIDEST / whole)
    left, above = picture.corner(parent)
    corner = (left + card.width + _ASIDE, above + inbox.top + inbox.height / 2 - high * scale / 2)
    homes = tuple(((left + inbox.block_x - corner[0]) / scale, (above + y - corner[1]) / scale) for y in inbox.rows)
    return _Fan(card, inbox, corner, whole, high, scale, tuple(places), homes, more)


def _paint_term(
    surface: Surface, layout: _Fan, fan: FanPose, look: BlockLook, place: int, formula: Formula, block: Block | None
) -> None:
    """One message, on its way out of the card, at its place, or on its way into the sum."""
    home, out, total = layout.homes[place], layout.places[place], layout.places[-1]
    x = mixed(mixed(home[0], out[0], fan.spread), total[0], fan.joined)
    y = mixed(mixed(home[1], out[1], fan.spread), total[1], fan.joined)
    with surface.faded(1 - fan.joined**3):
        surface.block(x, y, layout.card.cells, block, look)
    with surface.faded(fan.spread * _signs(fan)):
        _paint_above(surface, layout, formula, out)
        if place:
            gap = (layout.places[place - 1][0] + layout.card.cells.size[0] + out[0]) / 2
            surface.text(gap, layout.middle, "+", _SIGN_SIZE, surface.theme.backward, 600, align=0.5)


def _paint_sum(surface: Surface, layout: _Fan, fan: FanPose, look: BlockLook) -> None:
    """The = and its right side: empty until the messages join there."""
    theme, cells = surface.theme, layout.card.cells
    x, y = layout.places[-1]
    _paint_above(surface, layout, layout.inbox.bar, (x, y))
    before = layout.places[-2][0] + cells.size[0]
    if layout.more is not None:
        words = f"+ {layout.inbox.hidden} more"
        middle = layout.more + _MORE / 2
        surface.text(middle, layout.middle, words, theme.metrics.text, theme.backward, 600, align=0.5)
        before = layout.more + _MORE
    with surface.faded(_signs(fan)):
        surface.text((before + x) / 2, layout.middle, "=", _SIGN_SIZE, theme.backward, 600, align=0.5)
    surface.block(x, y, cells, None, BlockLook(theme.backward, crisp=surface.crisp))
    shown = max(fan.joined, fan.summed)
    if shown > 0:
        with surface.faded(shown):
            surface.block(x, y, cells, surface.values.adjoint(fan.parent, shared=True), look)


def _paint_arithmetic(surface: Surface, layout: _Fan, fan: FanPose, messages: list[Block], total: Block) -> None:
    """One entry spelled out below, and lit in every block meanwhile."""
    theme = surface.theme
    if total.cells.size > 1:
        with surface.faded(fan.told * _signs(fan)):
            for x, y in layout.places[:-1]:
                paint_lit(surface.painter, x, y, layout.card.cells, range(1), range(1), theme)
    line, exact = spelled_out(messages, total, surface.values.digits)
    words = line if exact else line + "  (rounded)"
    size = theme.metrics.text + 1
    while text_width(words, size, 500) > layout.width - _PAD and size > 8:
        size -= 1
    with surface.faded(fan.told):
        middle = layout.height - _FOOT / 2 + 1
        surface.text(layout.width / 2, middle, words, size, theme.text, 500, align=0.5)


def _signs(fan: FanPose) -> float:
    """How much there is to see of what stands between the blocks: gone before they meet."""
    return clamp(1 - 8 * fan.joined)


def _paint_above(surface: Surface, layout: _Fan, formula: Formula, place: Point) -> None:
    """A formula centred over a block."""
    size = surface.theme.metrics.formula
    x = place[0] + (layout.card.cells.size[0] - formula.width(size)) / 2
    surface.formula(formula, x, place[1] - 11 - formula.descent(size), size, surface.theme.backward)
