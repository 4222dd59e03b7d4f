"""The inbox: where the messages of several children arrive, one slot a child, and become a sum."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath

from gui.drawing.colours import colour, mix
from gui.drawing.easing import clamp
from gui.drawing.faces import Face
from gui.drawing.fonts import text_width
from gui.drawing.grids import Grid
from gui.drawing.mathematics import Formula, Typesetter
from gui.drawing.matrices import BlockLook, paint_block
from gui.drawing.numbers import arithmetic
from gui.drawing.states import CardPose
from gui.drawing.strokes import pen, text
from gui.drawing.theme import Theme
from gui.drawing.values import Block, Values

ROWS = 4
"""Slots shown one by one; of more, the largest three and a strip."""

_PLUS = 30.0
_HEADER = 34.0
_STRIP = 40.0
_NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands left of a slot: the child's name and the formula of its message, typeset."""

    child: str
    via: Formula
    formula: Formula
    bar: Formula


@dataclass(frozen=True, slots=True)
class Inbox:
    """A measured inbox, in the coordinates of its card; ``rows`` are the tops of the slots' blocks."""

    top: float
    height: float
    header: float
    left: float
    block_x: float
    rows: tuple[float, ...]
    strip: float | None
    rule: float
    total: float
    note: float
    silent: float | None
    labels: tuple[Label, ...]
    head: Formula
    bar: Formula

    @property
    def hidden(self) -> int:
        """How many slots only the strip shows."""
        return len(self.labels) - len(self.rows)


def inbox_labels(face: Face, typesetter: Typesetter) -> tuple[Label, ...]:
    return tuple(
        Label(
            slot.child,
            typesetter.formula(slot.via.latex, slot.via.plain),
            typesetter.formula(slot.formula.latex, slot.formula.plain),
            typesetter.formula(slot.bar.latex, slot.bar.plain),
        )
        for slot in face.slots
    )


def inbox_head(face: Face, loss: str, typesetter: Typesetter) -> Formula:
    """``Ā = ∂L/∂A``."""
    latex = rf"{face.bar.latex} = \partial {loss}/\partial {face.symbol.latex}"
    return typesetter.formula(latex, f"{face.bar.plain} = ∂{loss}/∂{face.symbol.plain}")


def inbox_width(labels: tuple[Label, ...], head: Formula, face: Face, cells: Grid, theme: Theme) -> float:
    """The least width of a card that holds this inbox."""
    metrics = theme.metrics
    label = max(
        *(_via_width(one, theme) for one in labels),
        *(one.formula.width(metrics.formula) for one in labels),
        text_width("so far", metrics.text) + 30,
    )
    rows = 2 * metrics.pad + label + _PLUS + cells.size[0]
    header = (
        2 * metrics.pad
        + head.width(metrics.formula)
        + 18
        + text_width(_count(len(labels), len(labels)), metrics.small, 600)
    )
    notes = max(text_width(words, metrics.small) for words in _notes(face)) + 2 * metrics.pad
    return max(rows, header, notes)


def measure_inbox(
    face: Face,
    labels: tuple[Label, ...],
    head: Formula,
    bar: Formula,
    cells: Grid,
    top: float,
    width: float,
    theme: Theme,
) -> Inbox:
    """Places everything of the inbox below ``top`` in a card of this width."""
    pad = theme.metrics.pad
    header_height = max(_HEADER, head.height(theme.metrics.formula) + 14)
    block = cells.size[1]
    tallest = max(one.formula.height(theme.metrics.formula) for one in labels)
    row = max(block, 22 + tallest) + theme.metrics.gap + 2
    shown = len(labels) if len(labels) <= ROWS else ROWS - 1
    y = top + header_height
    rows = tuple(y + k * row + (row - theme.metrics.gap - 2 - block) / 2 for k in range(shown))
    y += shown * row
    strip = y if shown < len(labels) else None
    y += _STRIP if strip is not None else 0.0
    silent = y + 6 if face.silent else None
    y += 16 if face.silent else 0.0
    rule = y + 2
    total = rule + theme.metrics.gap
    note = total + block + 15
    return Inbox(
        top=top, height=note + 15 - top, header=top + header_height / 2, left=pad, block_x=width - pad - cells.size[0],
        rows=rows, strip=strip, rule=rule, total=total, note=note, silent=silent, labels=labels, head=head, bar=bar,
    )  # fmt: skip


def shown_slots(inbox: Inbox, parent: str, values: Values) -> tuple[int, ...]:
    """The slots drawn as rows, in order of arrival: all, or the three with the largest messages."""
    if not inbox.hidden:
        return tuple(range(len(inbox.labels)))
    norms = values.norms(parent)
    ranked = sorted(range(len(inbox.labels)), key=lambda k: -norms.get(inbox.labels[k].child, 0.0))
    return tuple(sorted(ranked[: len(inbox.rows)]))


def paint_inbox(
    painter: QPainter, inbox: Inbox, face: Face, width: float, radius: float, cells: Grid, pose: CardPose,
    values: Values, theme: Theme, zoom: float, crisp: bool,
) -> None:  # fmt: skip
    """Draws the inbox in the coordinates of its card."""
    _paint_ground(painter, inbox, width, radius, pose, theme)
    ink = mix(theme.muted, theme.backward, pose.open)
    metrics = theme.metrics
    size = metrics.formula
    middle = inbox.header + (inbox.head.ascent(size) - inbox.head.descent(size)) / 2
    inbox.head.draw(painter, inbox.left, middle, size, ink, crisp)
    arrived = sum(1 for share in pose.received if share >= 1)
    words = _count(arrived, len(inbox.labels)) if pose.open else f"a sum of {_numeral(len(inbox.labels))}"
    weight = 600 if pose.open else 400
    text(painter, width - metrics.pad, inbox.header, words, metrics.small, ink, weight, align=1)
    look = BlockLook(theme.backward, digits=values.digits, decimals=values.decimals(face.name)[0], crisp=crisp)
    places = shown_slots(inbox, face.name, values)
    for place, slot in enumerate(places):
        _paint_slot(painter, inbox, face, slot, place, cells, pose, values, look, theme, zoom)
    if inbox.strip is not None:
        _paint_strip(painter, inbox, face, width, places, pose, values, theme)
    if inbox.silent is not None:
        text(painter, inbox.left, inbox.silent, _silence(face), metrics.small, theme.muted)
    rule = mix(theme.edge, theme.backward, pose.open)
    painter.fillRect(QRectF(metrics.pad, inbox.rule, width - 2 * metrics.pad, theme.hairline), colour(rule))
    _paint_total(painter, inbox, face, cells, pose, values, look, theme, zoom)
    note = _note(face, pose, values, width - 2 * metrics.pad, theme)
    text(painter, inbox.left, inbox.note, note, metrics.small, theme.muted)


def _paint_ground(painter: QPainter, inbox: Inbox, width: float, radius: float, pose: CardPose, theme: Theme) -> None:
    """The tint of an open inbox, inside the outline of its card."""
    edge = theme.hairline
    rect = QRectF(edge, inbox.top, width - 2 * edge, inbox.height - edge)
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(0, -2 * radius, 0, 0), radius - edge, radius - edge)
    painter.save()
    painter.setClipRect(rect)
    painter.fillPath(path, colour(mix(theme.card, theme.backward_tint, pose.open)))
    painter.restore()
    painter.fillRect(
        QRectF(edge, inbox.top, width - 2 * edge, 1), colour(mix(theme.edge, theme.backward_tint, pose.open))
    )


def _paint_slot(
    painter: QPainter, inbox: Inbox, face: Face, slot: int, place: int, cells: Grid, pose: CardPose, values: Values,
    look: BlockLook, theme: Theme, zoom: float,
) -> None:  # fmt: skip
    label, y = inbox.labels[slot], inbox.rows[place]
    metrics = theme.metrics
    height = cells.cells[1] + 6
    arrived = pose.received[slot] if slot < len(pose.received) else 0.0
    near = max(arrived, 1.0 if pose.awaited == slot else 0.0)
    ink = mix(theme.faint, theme.text, near)
    total = 18 + label.formula.height(metrics.formula)
    top = y + (height - total) / 2
    text(painter, inbox.left, top + 6, "via", metrics.text, ink, 600)
    x = inbox.left + text_width("via ", metrics.text, 600) + 1
    label.via.draw(painter, x, top + 6 + metrics.text * 0.36, metrics.text + 3, ink, look.crisp)
    baseline = top + 18 + label.formula.ascent(metrics.formula)
    label.formula.draw(
        painter, inbox.left, baseline, metrics.formula, mix(theme.faint, theme.backward, near), look.crisp
    )
    if place:
        plus = mix(theme.faint, theme.backward, pose.open)
        _paint_plus(painter, inbox.block_x - _PLUS / 2, y + height / 2, plus, theme)
    words, tail = ("on its way", None) if pose.awaited == slot else ("waits for", label.bar)
    empty = BlockLook(look.edge, 0.0, words if pose.open else "—", tail if pose.open else None, crisp=look.crisp)
    paint_block(painter, inbox.block_x, y, cells, None, empty, theme, zoom)
    if arrived > 0:
        opacity = painter.opacity()
        painter.setOpacity(opacity * arrived)
        paint_block(painter, inbox.block_x, y, cells, values.message(face.name, label.child), look, theme, zoom)
        painter.setOpacity(opacity)


def _paint_strip(
    painter: QPainter, inbox: Inbox, face: Face, width: float, places: tuple[int, ...], pose: CardPose, values: Values,
    theme: Theme,
) -> None:  # fmt: skip
    """A bar a slot, as high as the logarithm of its norm, and how many have no row of their own."""
    norms = values.norms(face.name)
    top = inbox.strip or 0.0
    largest = max(norms.values(), default=0.0)
    left, right = width / 2, width - theme.metrics.pad
    step = (right - left) / len(inbox.labels)
    foot = top + _STRIP - 12
    for k, label in enumerate(inbox.labels):
        arrived = k < len(pose.received) and pose.received[k] >= 1
        height = 22 * norm_share(norms.get(label.child, 0.0), largest) if arrived else 2
        ink = theme.backward if k in places else mix(theme.backward, theme.card, 0.45)
        bar = QRectF(left + k * step, foot - height, max(1.0, step - min(2.0, step / 3)), height)
        painter.fillRect(bar, colour(ink if arrived else theme.faint))
    text(painter, inbox.left, foot - 7, f"and {inbox.hidden} more", theme.metrics.text, theme.muted, 500)


def _paint_total(
    painter: QPainter, inbox: Inbox, face: Face, cells: Grid, pose: CardPose, values: Values, look: BlockLook,
    theme: Theme, zoom: float,
) -> None:  # fmt: skip
    metrics = theme.metrics
    middle = inbox.total + (cells.cells[1] + 6) / 2
    ink = mix(theme.faint, theme.backward, pose.open)
    opacity = painter.opacity()
    if pose.merged < 1:
        painter.setOpacity(opacity * (1 - pose.merged))
        text(painter, inbox.left, middle, "Σ", metrics.text + 5, ink, 700)
        if pose.open:
            text(painter, inbox.left + 26, middle, "so far", metrics.text, theme.muted)
    if pose.merged > 0:
        painter.setOpacity(opacity * pose.merged)
        size = metrics.equation
        inbox.bar.draw(painter, inbox.left, middle + inbox.bar.ascent(size) / 2 - 1, size, theme.backward, look.crisp)
    painter.setOpacity(opacity)
    whole = tuple(one.child for one, share in zip(inbox.labels, pose.received, strict=False) if share >= 1)
    coming = tuple(one.child for one, share in zip(inbox.labels, pose.received, strict=False) if share > 0)
    before = values.so_far(face.name, whole)
    empty = BlockLook(theme.backward, crisp=look.crisp)
    paint_block(painter, inbox.block_x, inbox.total, cells, before, look if before else empty, theme, zoom)
    if coming != whole:
        share = next(s for s in pose.received if 0 < s < 1)
        painter.setOpacity(opacity * share)
        paint_block(painter, inbox.block_x, inbox.total, cells, values.so_far(face.name, coming), look, theme, zoom)
        painter.setOpacity(opacity)
    if pose.merged > 0:
        width, height = cells.cells
        painter.setPen(pen(mix(theme.backward_tint, theme.backward, pose.merged), theme.strong))
        painter.setBrush(colour(theme.card, 0.0))
        painter.drawRoundedRect(QRectF(inbox.block_x - 2, inbox.total - 2, width + 10, height + 10), 5, 5)


def _paint_plus(painter: QPainter, x: float, y: float, code: str, theme: Theme) -> None:
    painter.fillRect(QRectF(x - 4.5, y - 0.9, 9, 1.8), colour(code))
    painter.fillRect(QRectF(x - 0.9, y - 4.5, 1.8, 9), colour(code))


def norm_share(norm: float, largest: float) -> float:
    """The height of a bar: 1 for the largest norm, less by a sixth for every power of ten below, 0.04 at the least."""
    if not norm > 0 or not largest > 0 or not math.isfinite(norm):
        return 0.04
    return max(0.04, clamp(1 + math.log10(norm / largest) / 6))


def _via_width(label: Label, theme: Theme) -> float:
    return text_width("via ", theme.metrics.text, 600) + 1 + label.via.width(theme.metrics.text + 3)


def _numeral(count: int) -> str:
    return _NUMERALS[count] if count < len(_NUMERALS) else str(count)


def _count(arrived: int, slots: int) -> str:
    return f"{arrived} of {slots} received"


def _silence(face: Face) -> str:
    verb = "send" if len(face.silent) > 1 else "sends"
    return f"{', '.join(face.silent)} {verb} nothing: not on the way to {face.derivative}"


def _waiting(face: Face) -> str:
    count = len(face.slots)
    if count < 3:
        return "not final: needs " + ("its one message" if count == 1 else "both children")
    return f"not final: needs all {_numeral(count)} children"


def _notes(face: Face) -> tuple[str, ...]:
    return (_waiting(face), "one message from each child", *((_silence(face),) if face.silent else ()))


def _note(face: Face, pose: CardPose, values: Values, room: float, theme: Theme) -> str:
    """What stands at the foot: why the sum is not final, or one entry of it spelled out."""
    if not pose.open:
        return "one message from each child"
    if pose.merged < 1:
        return _waiting(face)
    messages = [block for slot in face.slots if (block := values.message(face.name, slot.child)) is not None]
    total = values.adjoint(face.name, shared=True)
    if total is None or len(messages) > ROWS:
        return f"the sum of {len(face.slots)} messages"
    line, exact = spelled_out(messages, total, values.digits)
    for words in (line, line.removeprefix("entry ")):
        if text_width(words, theme.metrics.small) <= room:
            return (
                words if exact or text_width(words + ", rounded", theme.metrics.small) > room else words + ", rounded"
            )
    return f"the sum of {_numeral(len(face.slots))} messages"


def spelled_out(messages: list[Block], total: Block, digits: int) -> tuple[str, bool]:
    """One entry of a sum, ``entry (1,1): −1.11 + 3.42 + 9.43 = 11.74``, and whether the figures add up."""
    line, exact = arithmetic([float(m.cells[0, 0]) for m in messages], float(total.cells[0, 0]), digits)
    return (f"entry (1,1): {line}" if total.cells.size > 1 else line), exact
