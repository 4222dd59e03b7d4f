"""Paints a card: its ground, its words and mathematics, its blocks, and what marks it at the moment."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from gui.drawing.cards import TAB, Card
from gui.drawing.colours import colour, mix
from gui.drawing.fonts import text_width
from gui.drawing.inbox import paint_inbox
from gui.drawing.matrices import BlockLook, paint_block
from gui.drawing.numbers import number_text
from gui.drawing.states import CardPose
from gui.drawing.strokes import box, cross, hatch, pen, text
from gui.drawing.theme import Theme
from gui.drawing.values import Values

MARGIN = 10.0
"""How far halo, focus ring and shadow reach over the card; the warning hangs ``WARNING`` below it."""

WARNING = 24.0

FULL, TITLE = 0.45, 0.22
"""Zooms from which a card is drawn in full, and from which as its title and its colours; below, as a box."""


def paint_card(
    painter: QPainter, card: Card, pose: CardPose, values: Values, theme: Theme, *, zoom: float = 1.0,
    crisp: bool = False, warning: str = "",
) -> None:  # fmt: skip
    """Draws the card with its corner at the origin. ``zoom`` is pixels on screen a unit and picks the level of detail.

    ``crisp`` draws mathematics as outlines, for exports. ``warning`` is what went wrong at this node, in words.
    """
    _paint_ground(painter, card, pose, theme, zoom)
    if zoom >= FULL:
        _paint_header(painter, card, theme, crisp)
        _paint_blocks(painter, card, pose, values, theme, zoom, crisp)
    elif zoom >= TITLE:
        _paint_overview(painter, card, pose, values, theme, zoom, crisp)
    else:
        _paint_symbol(painter, card, theme, zoom, crisp)
    _paint_outline(painter, card, pose, theme)
    if warning:
        _paint_warning(painter, card, warning, theme, zoom)
    paint_veil(painter, card, pose, theme)
    _paint_marks(painter, card, pose, theme, zoom)


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
    if card.face.loss:
        return theme.loss, theme.on_loss, theme.on_loss_muted
    return theme.card, theme.text, theme.muted


def _paint_ground(painter: QPainter, card: Card, pose: CardPose, theme: Theme, zoom: float) -> None:
    radius = theme.metrics.radius
    if theme.shadows and zoom >= FULL:
        # A soft edge below, drawn as two outlines: effects are dear and do not print.
        for reach, strength in ((1.0, 0.07), (2.0, 0.04)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("#000000", strength * (2.5 if theme.dark else 1.0)))
            painter.drawRoundedRect(_rect(card).adjusted(-0.5, 1, 0.5, reach), radius, radius)
    box(painter, _rect(card), radius, _inks(card, theme)[0])


def _paint_header(painter: QPainter, card: Card, theme: Theme, crisp: bool) -> None:
    _, ink, muted = _inks(card, theme)
    metrics = theme.metrics
    x, baseline = card.title_at
    if card.face.parameter:
        tab = QRectF(metrics.pad, baseline - 0.34 * metrics.equation - TAB / 2, TAB, TAB)
        box(painter, tab, 4.5, theme.parameter)
        text(painter, tab.center().x(), tab.center().y(), "P", metrics.small, theme.on_parameter, 700, align=0.5)
    card.title.draw(painter, x, baseline, card.title_px, ink, crisp)
    if card.face.loss and card.face.shape == ():
        return
    size = metrics.text + 1
    left, line = card.space_at
    card.space.draw(painter, left, line, size, muted, crisp)
    if card.subtitle:
        text(painter, left + card.space.width(size) + 5, line - 0.34 * size, card.subtitle, metrics.small, muted)


def _paint_blocks(
    painter: QPainter, card: Card, pose: CardPose, values: Values, theme: Theme, zoom: float, crisp: bool
) -> None:
    face = card.face
    if face.loss and face.shape == ():
        _paint_loss(painter, card, pose, values, theme, crisp)
        return
    size = theme.metrics.symbol
    middle = (card.cells.cells[1] + 6) / 2
    x, y = card.value
    look = BlockLook(theme.forward, pose.value, digits=values.digits, crisp=crisp)
    shown = values.value(face.name) if pose.value > 0 else None
    paint_block(painter, x, y, card.cells, shown, look, theme, zoom)
    ink = mix(theme.faint, theme.forward, pose.value)
    card.symbol.draw(painter, x - 9 - card.symbol.width(size), y + middle + 0.26 * size, size, ink, crisp)
    if card.inbox is not None:
        paint_inbox(
            painter, card.inbox, face, card.width, theme.metrics.radius, card.cells, pose, values, theme, zoom, crisp
        )
    if card.adjoint is not None:
        x, y = card.adjoint
        _paint_adjoint(painter, card, pose, values, theme, zoom, crisp)
        ink = mix(theme.faint, theme.backward, max(pose.adjoint, *pose.received, 0.0, 0.0))
        card.bar.draw(painter, x - 9 - card.bar.width(size), y + middle + 0.26 * size, size, ink, crisp)


def _paint_adjoint(
    painter: QPainter, card: Card, pose: CardPose, values: Values, theme: Theme, zoom: float, crisp: bool
) -> None:
    """The slot of a node with one child: dashed while its message has come but the sweep has not taken it up."""
    x, y = card.adjoint or (0.0, 0.0)
    look = BlockLook(theme.backward, pose.adjoint, digits=values.digits, crisp=crisp)
    received = max(pose.received, default=0.0)
    shown = values.adjoint(card.name) if max(pose.adjoint, received) > 0 else None
    if received <= 0 or pose.adjoint >= 1:
        paint_block(painter, x, y, card.cells, shown, look, theme, zoom)
        return
    paint_block(painter, x, y, card.cells, None, look, theme, zoom)
    opacity = painter.opacity()
    painter.setOpacity(opacity * received)
    arrived = BlockLook(theme.backward, digits=values.digits, dashed=True, crisp=crisp)
    paint_block(painter, x, y, card.cells, shown, arrived, theme, zoom)
    painter.setOpacity(opacity)


def _paint_loss(painter: QPainter, card: Card, pose: CardPose, values: Values, theme: Theme, crisp: bool) -> None:
    ground, ink, muted = _inks(card, theme)
    rect = card.value_rect()
    block = values.value(card.name) if pose.value > 0 else None
    if block is None:
        hatch(painter, rect, ground, mix(ground, ink, 0.28))
        text(painter, rect.center().x(), rect.center().y(), "—", theme.metrics.text, muted, align=0.5)
    else:
        opacity = painter.opacity()
        painter.setOpacity(opacity * pose.value)
        words = number_text(float(block.cells[0, 0]), values.digits)
        size = theme.metrics.text + 8
        while text_width(words, size, 700) > card.width - theme.metrics.pad and size > 8:
            size -= 1
        text(painter, rect.center().x(), rect.center().y(), words, size, ink, 700, align=0.5)
        painter.setOpacity(opacity)
    _paint_seed(painter, card, pose, values, theme, crisp)


def _paint_seed(painter: QPainter, card: Card, pose: CardPose, values: Values, theme: Theme, crisp: bool) -> None:
    """``L̄ = 1`` at the foot of the loss."""
    muted = _inks(card, theme)[2]
    size = theme.metrics.symbol
    baseline = card.height - theme.metrics.pad - card.bar.descent(size)
    ink = mix(muted, theme.on_loss_backward, pose.adjoint)
    card.bar.draw(painter, theme.metrics.pad, baseline, size, ink, crisp)
    block = values.adjoint(card.name) if pose.adjoint > 0 else None
    words = "=  " + (f"{float(block.cells[0, 0]):g}" if block is not None else "—")
    x = theme.metrics.pad + card.bar.width(size) + 7
    text(painter, x, baseline - 0.3 * size, words, theme.metrics.text + 1, ink, 500)


def _paint_overview(
    painter: QPainter, card: Card, pose: CardPose, values: Values, theme: Theme, zoom: float, crisp: bool
) -> None:
    """Seen from afar: the name, large, and the colours of value and adjoint."""
    ink = _inks(card, theme)[1]
    size = min(15 / zoom, 0.3 * card.height)
    size = min(size, (card.width - 2 * theme.metrics.pad) / max(0.1, card.symbol.width(1.0)))
    baseline = theme.metrics.pad + card.symbol.ascent(size)
    card.symbol.draw(painter, theme.metrics.pad, baseline, size, ink, crisp)
    look = BlockLook(theme.forward, pose.value, words="", crisp=crisp)
    paint_block(
        painter, *card.value, card.cells, values.value(card.name) if pose.value > 0 else None, look, theme, zoom
    )
    place = card.adjoint_rect()
    if place is not None:
        look = BlockLook(theme.backward, pose.adjoint, words="", crisp=crisp)
        shown = values.adjoint(card.name, card.inbox is not None) if pose.adjoint > 0 else None
        paint_block(painter, place.x(), place.y(), card.cells, shown, look, theme, zoom)


def _paint_symbol(painter: QPainter, card: Card, theme: Theme, zoom: float, crisp: bool) -> None:
    size = min(14 / zoom, 0.6 * card.height, 0.7 * card.width / max(0.1, card.symbol.width(1.0)))
    x = (card.width - card.symbol.width(size)) / 2
    baseline = (card.height + card.symbol.ascent(size) - card.symbol.descent(size)) / 2
    card.symbol.draw(painter, x, baseline, size, _inks(card, theme)[1], crisp)


def _paint_outline(painter: QPainter, card: Card, pose: CardPose, theme: Theme) -> None:
    edge, width = theme.edge if not pose.hovered else theme.outline, theme.idle * 0.8
    if pose.selected:
        edge, width = theme.focus, theme.strong
    elif pose.receiving > 0:
        edge, width = mix(theme.edge, theme.backward, pose.receiving), theme.strong
    elif pose.active > 0:
        edge, width = mix(theme.edge, theme.text, pose.active), theme.strong
    elif card.face.loss and not theme.dark:
        edge, width = theme.text, theme.strong
    box(painter, _rect(card), theme.metrics.radius, None, edge, width)


def _paint_warning(painter: QPainter, card: Card, warning: str, theme: Theme, zoom: float) -> None:
    """✕ and words on a tag below the card; as many words as its width holds."""
    size = theme.metrics.small
    room = max(card.width, 150.0) - 30
    words = warning
    while words and text_width(words + "…" * (words != warning), size, 500) > room:
        words = words[:-1]
    words += "…" if words != warning else ""
    tag = QRectF(0, card.height + 3, text_width(words, size, 500) + 30, WARNING - 4)
    box(painter, tag, 5, theme.error_tint, theme.error, 1.0)
    cross(painter, tag.left() + 12, tag.center().y(), 3.5, theme.error, 1.8)
    text(painter, tag.left() + 22, tag.center().y(), words, size, theme.error, 500)


def _paint_marks(painter: QPainter, card: Card, pose: CardPose, theme: Theme, zoom: float) -> None:
    if pose.focused:
        reach = 4.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(theme.focus, max(2.0, 1.5 / zoom)))
        radius = theme.metrics.radius + reach
        painter.drawRoundedRect(_rect(card).adjusted(-reach, -reach, reach, reach), radius, radius)
