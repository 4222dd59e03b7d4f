"""Paints a card: its ground, its words and mathematics, its blocks, and what marks it at the moment."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from gui.drawing.cards import TAB, Card, Point
from gui.drawing.colours import colour, mix
from gui.drawing.facecache import FaceCache
from gui.drawing.fonts import text_width
from gui.drawing.grids import FRAME
from gui.drawing.holes import paint_ring, waiting_words
from gui.drawing.inbox_painting import paint_inbox
from gui.drawing.mathematics import Formula
from gui.drawing.matrices import BlockLook
from gui.drawing.numbers import number_text
from gui.drawing.states import CardPose, Settled
from gui.drawing.strokes import box, cross, hatch, pen
from gui.drawing.surface import Surface
from gui.drawing.theme import Theme
from gui.drawing.values import Values

MARGIN = 10.0
"""How far halo, focus ring and shadow reach over the card; the warning hangs ``WARNING`` below it and may
reach ``WARNING_ASIDE`` over its right edge, into the gap between columns."""

WARNING = 24.0
WARNING_ASIDE = 90.0

FULL, TITLE = 0.45, 0.22
"""Zooms from which a card is drawn in full, and from which as its title and its colours; below, as a box."""


def paint_card(
    painter: QPainter,
    card: Card,
    pose: CardPose,
    values: Values,
    theme: Theme,
    *,
    zoom: float = 1.0,
    crisp: bool = False,
    warning: str = "",
    cache: FaceCache | None = None,
) -> None:
    """Draws the card with its corner at the origin. ``zoom`` is pixels on screen a unit and picks the level of detail.

    ``crisp`` draws mathematics as outlines, for exports. ``warning`` is what went wrong at this node, in words.
    ``cache`` keeps the face as an image for the next time.
    """
    surface = Surface(painter, values, theme, zoom, crisp)
    settled = _settled(surface, card, pose)
    if cache is not None:
        cache.paint(surface, card, pose, settled, paint_plate, paint_numbers)
    else:
        paint_plate(surface, card, pose, settled)
        paint_numbers(surface, card, pose, settled)
    _paint_outline(surface, card, pose)
    if warning:
        _paint_warning(surface, card, warning)
    paint_veil(painter, card, pose, theme)
    if zoom >= TITLE:
        _paint_holes(surface, card)
    if pose.focused:
        _paint_focus(surface, card)


def paint_plate(surface: Surface, card: Card, _pose: CardPose, settled: Settled) -> None:
    """What a card says whatever its numbers are: with the frames of those that are all there."""
    _paint_ground(surface, card)
    if surface.zoom >= FULL:
        _paint_header(surface, card)
        _paint_frames(surface, card, settled)
    elif surface.zoom < TITLE:
        _paint_symbol(surface, card)


def paint_numbers(surface: Surface, card: Card, pose: CardPose, settled: Settled) -> None:
    """What a card says at this moment, without its marks (outline, warning, veil, focus)."""
    if surface.zoom >= FULL:
        if card.face.scalar_loss:
            _paint_loss(surface, card, pose)
        else:
            _paint_slots(surface, card, pose, settled)
    elif surface.zoom >= TITLE:
        _paint_overview(surface, card, pose)


def _settled(surface: Surface, card: Card, pose: CardPose) -> Settled:
    if surface.zoom < FULL or card.face.scalar_loss:
        return Settled(False, False)
    values = surface.values
    return Settled(
        pose.value >= 1 and "value" not in card.face.hides and values.value(card.name) is not None,
        pose.adjoint >= 1 and card.adjoint is not None and values.adjoint(card.name) is not None,
    )


def paint_box(painter: QPainter, size: QSizeF, theme: Theme) -> None:
    """A card of which nothing is known yet but its size."""
    box(painter, QRectF(QPointF(), size), theme.metrics.radius, theme.card, theme.edge, theme.idle * 0.8)


def paint_veil(painter: QPainter, card: Card, pose: CardPose, theme: Theme) -> None:
    """Dims the card to 40 % of its strength: the ground of the canvas laid over it, as opacity would."""
    if pose.dim > 0:
        reach = theme.hairline
        rect = _rect(card).adjusted(-reach, -reach, reach, reach)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.canvas, 0.6 * pose.dim))
        painter.drawRoundedRect(rect, theme.metrics.radius + reach, theme.metrics.radius + reach)


def paint_halo(painter: QPainter, card: Card, pose: CardPose, theme: Theme) -> None:
    """The ring about an active card; below the wires, whose heads would vanish under it."""
    if pose.active > 0:
        reach = 5.0
        rect = _rect(card).adjusted(-reach, -reach, reach, reach)
        box(painter, rect, theme.metrics.radius + reach, None, theme.halo, (reach + 1) * pose.active)


def _rect(card: Card) -> QRectF:
    return QRectF(0, 0, card.width, card.height)


def _inks(card: Card, theme: Theme) -> tuple[str, str, str]:
    """Ground, ink and muted ink of this card: the loss is drawn the other way round."""
    if card.face.scalar_loss:
        return theme.loss, theme.on_loss, theme.on_loss_muted
    return theme.card, theme.text, theme.muted


def _paint_ground(surface: Surface, card: Card) -> None:
    painter, theme = surface.painter, surface.theme
    radius = theme.metrics.radius
    if theme.shadows and surface.zoom >= FULL:
        # A soft edge below, drawn as two boxes: effects are dear and do not print.
        for reach, strength in ((1.0, 0.07), (2.0, 0.04)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("#000000", strength * (2.5 if theme.dark else 1.0)))
            painter.drawRoundedRect(_rect(card).adjusted(-0.5, 1, 0.5, reach), radius, radius)
    box(painter, _rect(card), radius, _inks(card, theme)[0])


def _paint_header(surface: Surface, card: Card) -> None:
    theme, metrics = surface.theme, surface.theme.metrics
    _, ink, muted = _inks(card, theme)
    x, baseline = card.title_at
    if card.face.parameter:
        tab = QRectF(metrics.pad, baseline - 0.34 * metrics.equation - TAB / 2, TAB, TAB)
        box(surface.painter, tab, 4.5, theme.parameter)
        surface.text(tab.center().x(), tab.center().y(), "P", metrics.small, theme.on_parameter, 700, align=0.5)
    surface.formula(card.title, x, baseline, card.title_px, ink)
    if card.face.scalar_loss or "shape" in card.face.hides:
        return
    size = metrics.text + 1
    left, line = card.space_at
    surface.formula(card.space, left, line, size, muted)
    if card.subtitle:
        surface.text(left + card.space.width(size) + 5, line - 0.34 * size, card.subtitle, metrics.small, muted)


def _paint_frames(surface: Surface, card: Card, settled: Settled) -> None:
    """Border and symbol of slots whose numbers are all there."""
    if settled.value:
        surface.frame(*card.value, card.cells, surface.look(surface.theme.forward))
        _paint_slot_symbol(surface, card, card.symbol, card.value, surface.theme.forward)
    if settled.adjoint:
        surface.frame(*card.adjoint, card.cells, surface.look(surface.theme.backward))
        _paint_slot_symbol(surface, card, card.bar, card.adjoint, surface.theme.backward)


def _paint_slots(surface: Surface, card: Card, pose: CardPose, settled: Settled) -> None:
    """VALUE and ADJOINT, each with its symbol: direction is carried by slot, notation and colour."""
    theme = surface.theme
    if settled.value:
        look = surface.look(theme.forward, framed=True)
        surface.block(*card.value, card.cells, surface.values.value(card.name), look)
    elif "value" not in card.face.hides:
        _paint_value(surface, card, pose)
    if card.inbox is not None:
        paint_inbox(surface, card, card.inbox, pose)
    if settled.adjoint:
        look = surface.look(theme.backward, framed=True)
        surface.block(*card.adjoint, card.cells, surface.values.adjoint(card.name), look)
    elif card.adjoint is not None:
        _paint_adjoint(surface, card, pose, *card.adjoint)
        ink = mix(theme.faint, theme.backward, max((pose.adjoint, *pose.received)))
        _paint_slot_symbol(surface, card, card.bar, card.adjoint, ink)


def _paint_slot_symbol(surface: Surface, card: Card, symbol: Formula, corner: Point, ink: str) -> None:
    """The symbol of a slot, left of its block."""
    size, half = surface.theme.metrics.symbol, (card.cells.cells[1] + 2 * FRAME) / 2
    x, y = corner
    surface.formula(symbol, x - 9 - symbol.width(size), y + half + 0.26 * size, size, ink)


def _paint_value(surface: Surface, card: Card, pose: CardPose) -> None:
    theme = surface.theme
    shown = surface.values.value(card.name) if pose.value > 0 else None
    look = surface.look(theme.forward, pose.value)
    if card.face.waits:
        look = replace(look, words=waiting_words(card.face, card.cells, theme))
    surface.block(*card.value, card.cells, shown, look)
    _paint_slot_symbol(surface, card, card.symbol, card.value, mix(theme.faint, theme.forward, pose.value))


def _paint_adjoint(surface: Surface, card: Card, pose: CardPose, x: float, y: float) -> None:
    """The slot of a node with one child: dashed while its message has come but the sweep has not taken it up."""
    received = max(pose.received, default=0.0)
    shown = surface.values.adjoint(card.name) if max(pose.adjoint, received) > 0 else None
    settled = surface.look(surface.theme.backward, pose.adjoint)
    if received <= 0 or pose.adjoint >= 1:
        surface.block(x, y, card.cells, shown, settled)
        return
    if received < 1:
        surface.block(x, y, card.cells, None, settled)
    arrived = BlockLook(settled.edge, digits=settled.digits, dashed=True, crisp=surface.crisp)
    with surface.faded(received):
        surface.block(x, y, card.cells, shown, arrived)
    if pose.adjoint > 0:
        with surface.faded(pose.adjoint):
            surface.block(x, y, card.cells, shown, surface.look(settled.edge))


def _paint_loss(surface: Surface, card: Card, pose: CardPose) -> None:
    if "value" not in card.face.hides:
        _paint_number(surface, card, pose)
    if "adjoint" not in card.face.hides:
        _paint_seed(surface, card, pose)


def _paint_number(surface: Surface, card: Card, pose: CardPose) -> None:
    """The loss itself."""
    theme = surface.theme
    ground, ink, muted = _inks(card, theme)
    rect = card.value_rect()
    middle = rect.center()
    block = surface.values.value(card.name) if pose.value > 0 else None
    if block is None:
        hatch(surface.painter, rect, ground, mix(ground, ink, 0.28))
        surface.text(middle.x(), middle.y(), "—", theme.metrics.text, muted, align=0.5)
    else:
        words = number_text(float(block.cells[0, 0]), surface.values.digits)
        size = theme.metrics.text + 8
        while text_width(words, size, 700) > card.width - theme.metrics.pad and size > 8:
            size -= 1
        with surface.faded(pose.value):
            surface.text(middle.x(), middle.y(), words, size, ink, 700, align=0.5)


def _paint_seed(surface: Surface, card: Card, pose: CardPose) -> None:
    """``L̄ = 1`` at the foot of the loss."""
    theme, size = surface.theme, surface.theme.metrics.symbol
    baseline = card.height - theme.metrics.pad - card.bar.descent(size)
    ink = mix(_inks(card, theme)[2], theme.on_loss_backward, pose.adjoint)
    surface.formula(card.bar, theme.metrics.pad, baseline, size, ink)
    block = surface.values.adjoint(card.name) if pose.adjoint > 0 else None
    words = "=  " + (f"{float(block.cells[0, 0]):g}" if block is not None else "—")
    x = theme.metrics.pad + card.bar.width(size) + 7
    surface.text(x, baseline - 0.3 * size, words, theme.metrics.text + 1, ink, 500)


def _paint_overview(surface: Surface, card: Card, pose: CardPose) -> None:
    """Seen from afar: the name, large, and the colours of value and adjoint."""
    theme, values, pad = surface.theme, surface.values, surface.theme.metrics.pad
    size = min(15 / surface.zoom, 0.3 * card.height, (card.width - 2 * pad) / max(0.1, card.symbol.width(1.0)))
    top = card.value[1]
    size = min(size, max(8.0, top - 8) / max(0.1, card.symbol.height(1.0)))
    surface.formula(card.symbol, pad, (top + card.symbol.ascent(size)) / 2, size, _inks(card, theme)[1])
    if "value" not in card.face.hides:
        shown = values.value(card.name) if pose.value > 0 else None
        surface.block(*card.value, card.cells, shown, BlockLook(theme.forward, pose.value, words=""))
    place = card.adjoint_rect()
    if place is not None:
        shown = values.adjoint(card.name, card.inbox is not None) if pose.adjoint > 0 else None
        look = BlockLook(theme.backward, pose.adjoint, words="")
        surface.block(place.x(), place.y(), card.cells, shown, look)


def _paint_symbol(surface: Surface, card: Card) -> None:
    size = min(14 / surface.zoom, 0.6 * card.height, 0.7 * card.width / max(0.1, card.symbol.width(1.0)))
    x = (card.width - card.symbol.width(size)) / 2
    baseline = (card.height + card.symbol.ascent(size) - card.symbol.descent(size)) / 2
    surface.formula(card.symbol, x, baseline, size, _inks(card, surface.theme)[1])


def _paint_outline(surface: Surface, card: Card, pose: CardPose) -> None:
    theme = surface.theme
    edge, width = theme.outline if pose.hovered else theme.edge, theme.idle * 0.8
    if pose.selected:
        edge, width = theme.focus, theme.strong
    elif pose.receiving > 0:
        edge, width = mix(theme.edge, theme.backward, pose.receiving), theme.strong
    elif pose.active > 0:
        edge, width = mix(theme.edge, theme.text, pose.active), theme.strong
    elif card.face.loss:
        edge, width = theme.text, theme.strong
    box(surface.painter, _rect(card), theme.metrics.radius, None, edge, max(width, 0.6 / surface.zoom))


def _paint_warning(surface: Surface, card: Card, warning: str) -> None:
    """✕ and words on a tag below the card; as many words as its width holds."""
    theme, size = surface.theme, surface.theme.metrics.small
    room = card.width + WARNING_ASIDE - 30
    words = warning
    while words and text_width(words + "…" * (words != warning), size, 500) > room:
        words = words[:-1]
    words += "…" if words != warning else ""
    tag = QRectF(0, card.height + 3, text_width(words, size, 500) + 30, WARNING - 4)
    box(surface.painter, tag, 5, theme.error_tint, theme.error, 1.0)
    cross(surface.painter, tag.left() + 12, tag.center().y(), 3.5, theme.error, 1.8)
    surface.text(tag.left() + 22, tag.center().y(), words, size, theme.error, 500)


def _paint_holes(surface: Surface, card: Card) -> None:
    for hole in card.face.holes:
        paint_ring(surface.painter, QPointF(*card.ins[hole]), hole, surface.theme, surface.theme.muted)


def _paint_focus(surface: Surface, card: Card) -> None:
    reach, theme = 4.0, surface.theme
    radius = theme.metrics.radius + reach
    surface.painter.setBrush(Qt.BrushStyle.NoBrush)
    surface.painter.setPen(pen(theme.focus, max(2.0, 1.5 / surface.zoom)))
    surface.painter.drawRoundedRect(_rect(card).adjusted(-reach, -reach, reach, reach), radius, radius)
