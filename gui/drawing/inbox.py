"""The inbox: where the messages of several children arrive, one slot a child, and become a sum."""

from __future__ import annotations

from dataclasses import dataclass

from gui.drawing.faces import Face, Slot, Written
from gui.drawing.fonts import text_width
from gui.drawing.grids import Grid
from gui.drawing.inbox_words import count, notes
from gui.drawing.mathematics import Formula, Typesetter
from gui.drawing.theme import Theme
from gui.drawing.values import Values

ROWS = 4
"""Slots shown one by one; of more, the largest three and a strip."""

PLUS = 30.0
"""The room of the + left of a block."""

STRIP = 40.0
"""The height of the strip of norms."""

_HEADER = 34.0


@dataclass(frozen=True, slots=True)
class Label:
    """What stands left of a slot: the child's name and the formula of its message, typeset when they are asked for."""

    slot: Slot
    typesetter: Typesetter

    @property
    def child(self) -> str:
        return self.slot.child

    @property
    def via(self) -> Formula:
        return self._typeset(self.slot.via)

    @property
    def formula(self) -> Formula:
        return self._typeset(self.slot.formula)

    @property
    def bar(self) -> Formula:
        return self._typeset(self.slot.bar)

    @property
    def ready(self) -> bool:
        return self.via.ready and self.formula.ready and self.bar.ready

    def _typeset(self, written: Written) -> Formula:
        return self.typesetter.formula(written.latex, written.text)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A measured inbox, in the coordinates of its card; ``rows`` are the tops of the slots' blocks.

    ``label_width`` is the room left of them.
    """

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
    label_width: float
    head: Formula
    bar: Formula

    @property
    def hidden(self) -> int:
        """How many slots only the strip shows."""
        return len(self.labels) - len(self.rows)


def measured(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """The labels that an inbox makes room for: all, or of more than it has rows those with the longest formulas.

    A leaf may have a thousand children; typesetting what nobody sees would take seconds.
    """
    if len(labels) <= ROWS:
        return labels
    return tuple(sorted(labels, key=lambda label: -len(label.slot.formula.latex))[:ROWS])


def inbox_head(face: Face, typesetter: Typesetter) -> Formula:
    """``Ā = ∂L/∂A``."""
    latex = rf"{face.bar.latex} = \partial {face.derivative.latex}/\partial {face.symbol.latex}"
    return typesetter.formula(latex, lambda: f"{face.bar.plain} = ∂{face.derivative.plain}/∂{face.symbol.plain}")


def inbox_width(labels: tuple[Label, ...], head: Formula, face: Face, cells: Grid, theme: Theme) -> float:
    """The least width of a card that holds this inbox."""
    metrics = theme.metrics
    label = max(
        *(_via_width(one, theme) for one in measured(labels)),
        *(one.formula.width(metrics.formula) for one in measured(labels)),
        text_width("so far", metrics.text) + 30,
    )
    rows = 2 * metrics.pad + label + PLUS + cells.size[0]
    header = (
        2 * metrics.pad
        + head.width(metrics.formula)
        + 18
        + text_width(count(len(labels), len(labels)), metrics.small, 600)
    )
    foot = max(text_width(words, metrics.small) for words in notes(face)) + 2 * metrics.pad
    return max(rows, header, foot)


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
    tallest = max(one.formula.height(theme.metrics.formula) for one in measured(labels))
    row = max(block, 22 + tallest) + theme.metrics.gap + 2
    shown = len(labels) if len(labels) <= ROWS else ROWS - 1
    y = top + header_height
    rows = tuple(y + k * row + (row - theme.metrics.gap - 2 - block) / 2 for k in range(shown))
    y += shown * row
    strip = y if shown < len(labels) else None
    y += STRIP if strip is not None else 0.0
    silent = y + 6 if face.silent else None
    y += 16 if face.silent else 0.0
    rule = y + 2
    total = rule + theme.metrics.gap
    note = total + block + 15
    return Inbox(
        top=top, height=note + 15 - top, header=top + header_height / 2, left=pad, block_x=width - pad - cells.size[0],
        rows=rows, strip=strip, rule=rule, total=total, note=note, silent=silent, labels=labels,
        label_width=width - 2 * pad - PLUS - cells.size[0], head=head, bar=bar,
    )  # fmt: skip


def shown_slots(inbox: Inbox, parent: str, values: Values) -> tuple[int, ...]:
    """The slots drawn as rows, in order of arrival: all, or the three with the largest messages."""
    if not inbox.hidden:
        return tuple(range(len(inbox.labels)))
    norms = values.norms(parent)
    ranked = sorted(range(len(inbox.labels)), key=lambda k: -norms.get(inbox.labels[k].child, 0.0))
    return tuple(sorted(ranked[: len(inbox.rows)]))


def _via_width(label: Label, theme: Theme) -> float:
    return text_width("via ", theme.metrics.text, 600) + 1 + label.via.width(theme.metrics.text + 3)
