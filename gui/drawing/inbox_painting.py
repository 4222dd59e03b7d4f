"""Paints an inbox: its slots, what has arrived, the sum so far, and the adjoint it becomes."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath

from gui.drawing.cards import Card
from gui.drawing.colours import colour, mix
from gui.drawing.easing import clamp
from gui.drawing.fonts import text_width
from gui.drawing.grids import FRAME
from gui.drawing.inbox import PLUS, STRIP, Inbox, shown_slots
from gui.drawing.inbox_words import count, note, numeral, silence
from gui.drawing.matrices import BlockLook
from gui.drawing.states import CardPose
from gui.drawing.strokes import pen
from gui.drawing.surface import Surface


def paint_inbox(surface: Surface, card: Card, inbox: Inbox, pose: CardPose) -> None:
    """Draws the inbox in the coordinates of its card."""
    theme, metrics = surface.theme, surface.theme.metrics
    _paint_ground(surface, card, inbox, pose)
    _paint_head(surface, card, inbox, pose)
    look = surface.inbox_look(card.name)
    places = shown_slots(inbox, card.name, surface.values)
    for place, slot in enumerate(places):
        _paint_slot(surface, card, inbox, pose, look, slot, place)
    if inbox.strip is not None:
        _paint_strip(surface, card, inbox, pose, places)
    if inbox.silent is not None:
        surface.text(inbox.left, inbox.silent, silence(card.face), metrics.small, theme.muted)
    rule = mix(theme.edge, theme.backward, pose.open)
    surface.painter.fillRect(
        QRectF(metrics.pad, inbox.rule, card.width - 2 * metrics.pad, theme.hairline), colour(rule)
    )
    _paint_total(surface, card, inbox, pose, look)
    room = card.width - 2 * metrics.pad
    wordings = note(card.face, pose, surface.values)
    words = next((line for line in wordings if text_width(line, metrics.small) <= room), wordings[-1])
    surface.text(inbox.left, inbox.note, words, metrics.small, theme.muted)


def norm_share(norm: float, largest: float) -> float:
    """The height of a bar: 1 for the largest norm, less by a sixth for every power of ten below, 0.04 at the least."""
    if not norm > 0 or not largest > 0 or not math.isfinite(norm):
        return 0.04
    return max(0.04, clamp(1 + math.log10(norm / largest) / 6))


def _paint_ground(surface: Surface, card: Card, inbox: Inbox, pose: CardPose) -> None:
    """The tint of an open inbox, inside the outline of its card."""
    painter, theme = surface.painter, surface.theme
    edge, radius = theme.hairline, theme.metrics.radius
    rect = QRectF(edge, inbox.top, card.width - 2 * edge, inbox.height - edge)
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(0, -2 * radius, 0, 0), radius - edge, radius - edge)
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.fillPath(path, colour(mix(theme.card, theme.backward_tint, pose.open)))
    painter.restore()
    rule = mix(theme.edge, theme.backward_tint, pose.open)
    painter.fillRect(QRectF(edge, inbox.top, card.width - 2 * edge, 1), colour(rule))


def _paint_head(surface: Surface, card: Card, inbox: Inbox, pose: CardPose) -> None:
    theme, size = surface.theme, surface.theme.metrics.formula
    ink = mix(theme.muted, theme.backward, pose.open)
    baseline = inbox.header + (inbox.head.ascent(size) - inbox.head.descent(size)) / 2
    surface.formula(inbox.head, inbox.left, baseline, size, ink)
    slots = len(inbox.labels)
    arrived = sum(1 for share in pose.received if share >= 1)
    words, weight = (count(arrived, slots), 600) if pose.open else (f"a sum of {numeral(slots)}", 400)
    surface.text(card.width - theme.metrics.pad, inbox.header, words, theme.metrics.small, ink, weight, align=1)


def _paint_slot(
    surface: Surface, card: Card, inbox: Inbox, pose: CardPose, look: BlockLook, slot: int, place: int
) -> None:
    theme, label, y = surface.theme, inbox.labels[slot], inbox.rows[place]
    arrived = pose.received[slot] if slot < len(pose.received) else 0.0
    middle = y + (card.cells.cells[1] + 2 * FRAME) / 2
    _paint_label(surface, inbox, slot, middle, max(arrived, float(pose.awaited == slot)))
    if place:
        _paint_plus(surface, inbox.block_x - PLUS / 2, middle, mix(theme.faint, theme.backward, pose.open))
    if arrived < 1:
        words, tail = ("on its way", None) if pose.awaited == slot else ("waits for", label.bar)
        if not pose.open:
            words, tail = "—", None
        empty = BlockLook(look.edge, 0.0, words, tail, crisp=surface.crisp)
        surface.block(inbox.block_x, y, card.cells, None, empty)
    if arrived > 0:
        with surface.faded(arrived):
            surface.block(inbox.block_x, y, card.cells, surface.values.message(card.name, label.child), look)


def _paint_label(surface: Surface, inbox: Inbox, slot: int, middle: float, near: float) -> None:
    """``via z`` above the formula of the message, in full ink once it is on its way."""
    theme, metrics, label = surface.theme, surface.theme.metrics, inbox.labels[slot]
    size = metrics.formula * min(1.0, inbox.label_width / max(1.0, label.formula.width(metrics.formula)))
    top = middle - (18 + label.formula.height(size)) / 2
    ink = mix(theme.faint, theme.text, near)
    surface.text(inbox.left, top + 6, "via", metrics.text, ink, 600)
    x = inbox.left + text_width("via ", metrics.text, 600) + 1
    surface.formula(label.via, x, top + 6 + metrics.text * 0.36, metrics.text + 3, ink)
    baseline = top + 18 + label.formula.ascent(size)
    surface.formula(label.formula, inbox.left, baseline, size, mix(theme.faint, theme.backward, near))


def _paint_strip(surface: Surface, card: Card, inbox: Inbox, pose: CardPose, places: tuple[int, ...]) -> None:
    """A bar a slot, as high as the logarithm of its norm, and how many have no row of their own."""
    theme, metrics = surface.theme, surface.theme.metrics
    norms = surface.values.norms(card.name)
    largest = max(norms.values(), default=0.0)
    left, right = card.width / 2, card.width - metrics.pad
    step = (right - left) / len(inbox.labels)
    foot = (inbox.strip or 0.0) + STRIP - 12
    for k, label in enumerate(inbox.labels):
        arrived = k < len(pose.received) and pose.received[k] >= 1
        height = 22 * norm_share(norms.get(label.child, 0.0), largest) if arrived else 2.0
        ink = theme.backward if k in places else mix(theme.backward, theme.card, 0.45)
        bar = QRectF(left + k * step, foot - height, max(1.0, step - min(2.0, step / 3)), height)
        surface.painter.fillRect(bar, colour(ink if arrived else theme.faint))
    surface.text(inbox.left, foot - 7, f"and {inbox.hidden} more", metrics.text, theme.muted, 500)


def _paint_total(surface: Surface, card: Card, inbox: Inbox, pose: CardPose, look: BlockLook) -> None:
    """The sum of what has arrived, which becomes the adjoint when the inbox is full."""
    values, theme = surface.values, surface.theme
    _paint_total_label(surface, card, inbox, pose)
    pairs = list(zip(inbox.labels, pose.received, strict=False))
    whole = tuple(label.child for label, share in pairs if share >= 1)
    coming = next((share for _, share in pairs if 0 < share < 1), 0.0)
    before = values.so_far(card.name, whole)
    empty = BlockLook(theme.backward, words="" if coming else "—", crisp=surface.crisp)
    x, y = inbox.block_x, inbox.total
    if before is None or coming:
        surface.block(x, y, card.cells, None, empty)
    # The old sum goes before the new one comes: figures laid over figures cannot be read.
    if before is not None:
        with surface.faded(clamp(1 - 2 * coming)):
            surface.block(x, y, card.cells, before, look)
    if coming > 0.5:
        children = tuple(label.child for label, share in pairs if share > 0)
        with surface.faded(2 * coming - 1):
            surface.block(x, y, card.cells, values.so_far(card.name, children), look)
    if pose.merged > 0:
        width, height = card.cells.cells
        reach = 2.0
        ring = QRectF(inbox.block_x, inbox.total, width + 2 * FRAME, height + 2 * FRAME)
        surface.painter.setPen(pen(mix(theme.backward_tint, theme.backward, pose.merged), theme.strong))
        surface.painter.setBrush(Qt.BrushStyle.NoBrush)
        surface.painter.drawRoundedRect(ring.adjusted(-reach, -reach, reach, reach), 5, 5)


def _paint_total_label(surface: Surface, card: Card, inbox: Inbox, pose: CardPose) -> None:
    theme, metrics = surface.theme, surface.theme.metrics
    middle = inbox.total + (card.cells.cells[1] + 2 * FRAME) / 2
    if pose.merged < 1:
        with surface.faded(1 - pose.merged):
            ink = mix(theme.faint, theme.backward, pose.open)
            surface.text(inbox.left, middle, "Σ", metrics.text + 5, ink, 700)
            if pose.open:
                surface.text(inbox.left + 26, middle, "so far", metrics.text, theme.muted)
    if pose.merged > 0:
        with surface.faded(pose.merged):
            size = metrics.equation
            surface.formula(inbox.bar, inbox.left, middle + inbox.bar.ascent(size) / 2 - 1, size, theme.backward)


def _paint_plus(surface: Surface, x: float, y: float, ink: str) -> None:
    surface.painter.fillRect(QRectF(x - 4.5, y - 0.9, 9, 1.8), colour(ink))
    surface.painter.fillRect(QRectF(x - 0.9, y - 4.5, 1.8, 9), colour(ink))
