"""The card of a node: equation, shape, value, adjoint or inbox, ports. Measured once, painted often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from gui.drawing.faces import Face
from gui.drawing.fonts import text_width
from gui.drawing.grids import Grid, grid
from gui.drawing.holes import RING, waiting_cells
from gui.drawing.inbox import Inbox, Label, inbox_head, inbox_width, measure_inbox, measured
from gui.drawing.mathematics import Formula, Typesetter
from gui.drawing.theme import Theme

TAB = 18.0
"""The side of the tab that marks a parameter."""

_PORT = 15.0
"""The least room of a port along the edge, so that neither wires nor their heads run into each other."""

_MOST_PORTS = 30
"""Ports that a card grows for; more stand closer."""

SHRUNK = 13.0
LONG = 230.0
LONGEST = 460.0
"""Titles: from this width the shape goes below them; up to this width they keep growing the card."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Card:
    """A measured card; all places are from its own top-left corner, in units (pixels at 100 %).

    ``value`` and ``adjoint`` are the corners of the two blocks; ``adjoint`` is None where an inbox collects it, on
    constants, and on a loss, which writes it. ``labels`` are the messages it gets, in order
    of arrival. ``ins`` are the ports by parent, and by hole (``?1``), ``outs`` by child.
    """

    face: Face
    width: float
    height: float
    cells: Grid
    title: Formula
    title_px: float
    title_at: Point
    space: Formula
    space_at: Point
    subtitle: str
    symbol: Formula
    bar: Formula
    labels: tuple[Label, ...]
    value: Point
    adjoint: Point | None
    inbox: Inbox | None
    ins: Mapping[str, Point]
    outs: Mapping[str, Point]
    size: Point = field(init=False)
    settled: bool = field(init=False)
    """Whether all its mathematics is typeset; if not, measure it again when the typesetter says ready."""

    def __post_init__(self) -> None:
        formulas = [self.title, self.space, self.symbol, self.bar, *((self.inbox.head,) if self.inbox else ())]
        ready = all(formula.ready for formula in formulas) and all(label.ready for label in measured(self.labels))
        object.__setattr__(self, "settled", ready)
        object.__setattr__(self, "size", (self.width, self.height))

    @property
    def name(self) -> str:
        return self.face.name

    def value_rect(self) -> QRectF:
        """Where the value stands; empty where it is hidden."""
        return QRectF(*self.value, *(self.cells.size if "value" not in self.face.hides else (0.0, 0.0)))

    def adjoint_rect(self) -> QRectF | None:
        """Where the adjoint stands: its slot, or the sum of the inbox."""
        if self.inbox is not None:
            return QRectF(self.inbox.block_x, self.inbox.total, *self.cells.size)
        return QRectF(*self.adjoint, *self.cells.size) if self.adjoint is not None else None


def measure(face: Face, theme: Theme, typesetter: Typesetter, digits: int = 3, room: Point = (0.0, 0.0)) -> Card:
    """The card of this face. Its size depends on the face, the theme and the digits, never on the numbers.

    It takes at least the width and height of ``room``.
    """
    metrics = theme.metrics
    cells = grid(face.shape, metrics, digits)
    if face.waits:
        cells = waiting_cells(face, cells, theme)
    words = _words(face, typesetter, theme)
    if face.scalar_loss:
        return _loss_card(face, words, cells, theme, room)
    gutter = max(words.symbol.width(metrics.symbol), words.bar.width(metrics.symbol)) + 9
    gutter += RING if face.holes else 0  # the rings stand half on the card
    width = max(metrics.least, room[0], words.width)
    if not {"value", "adjoint"} <= face.hides:
        width = max(width, cells.size[0] + gutter + 2 * metrics.pad)
    top = words.height
    bottom = top + (cells.size[1] if "value" not in face.hides else 2 - metrics.gap)
    if face.has_inbox:
        head = inbox_head(face, typesetter)
        width = float(round(max(width, inbox_width(words.labels, head, face, cells, theme))))
        inbox = measure_inbox(face, words.labels, head, words.bar, cells, bottom + metrics.gap + 2, width, theme)
        value = (width - metrics.pad - cells.size[0], top)
        return _card(face, words, width, max(room[1], inbox.top + inbox.height), cells, value, None, inbox)
    width = float(round(width))
    x = max(metrics.pad + gutter, (width - cells.size[0]) / 2)
    adjoint = None
    if not face.constant and not face.waits and "adjoint" not in face.hides:
        adjoint = (x, bottom + metrics.gap - 2)
        bottom = adjoint[1] + cells.size[1]
    return _card(face, words, width, max(room[1], bottom + metrics.pad), cells, (x, top), adjoint, None)


@dataclass(frozen=True, slots=True)
class _Words:
    """All that is written on a card, and the place of its header; ``space_at`` counts from the right where negative."""

    title: Formula
    title_px: float
    title_at: Point
    space: Formula
    space_at: Point
    subtitle: str
    symbol: Formula
    bar: Formula
    labels: tuple[Label, ...]
    width: float
    height: float


def _words(face: Face, typesetter: Typesetter, theme: Theme) -> _Words:
    """Title left, shape right of it; below a long title."""
    metrics = theme.metrics
    title, space, symbol, bar = (
        typesetter.formula(written.latex, written.text) for written in (face.title, face.space, face.symbol, face.bar)
    )
    px = metrics.equation
    while px > SHRUNK and title.width(px) > LONGEST:
        px -= 0.5
    x = metrics.pad + (TAB + 8 if face.parameter else 0)
    baseline = metrics.pad + max(title.ascent(px), 0.7 * px)
    bottom = baseline + max(title.descent(px), 0.22 * px)
    shaped = "shape" not in face.hides
    subtitle = f"· {len(face.slots) + len(face.silent)} children" if face.has_inbox and shaped else ""
    shape_width = space.width(metrics.text + 1) + (5 + text_width(subtitle, metrics.small) if subtitle else 0)
    width = x + title.width(px) + metrics.pad
    if not shaped:
        space_at = (x, baseline)
    elif title.width(px) > LONG:
        space_at = (x, bottom + 6 + space.ascent(metrics.text + 1))
        bottom = space_at[1]
    else:
        width += 16 + shape_width
        space_at = (-metrics.pad - shape_width, baseline)
    labels = tuple(Label(slot, typesetter) for slot in face.slots)
    height = bottom + metrics.gap
    return _Words(title, px, (x, baseline), space, space_at, subtitle, symbol, bar, labels, width, height)


def _loss_card(face: Face, words: _Words, cells: Grid, theme: Theme, room: Point) -> Card:
    metrics = theme.metrics
    width = float(
        round(max(metrics.least, room[0], words.title_at[0] + words.title.width(words.title_px) + metrics.pad))
    )
    value = ((width - cells.size[0]) / 2, words.height + 2)
    height = value[1] + metrics.pad
    height += cells.size[1] if "value" not in face.hides else -metrics.gap
    height += metrics.gap + words.bar.height(metrics.symbol) if "adjoint" not in face.hides else 0.0
    return _card(face, words, width, max(room[1], height), cells, value, None, None)


def _card(
    face: Face, words: _Words, width: float, height: float, cells: Grid, value: Point, adjoint: Point | None,
    inbox: Inbox | None,
) -> Card:  # fmt: skip
    ports = min(_MOST_PORTS, max(len(face.ports), len(face.children)))
    height = float(round(max(height, _PORT * (ports + 1))))
    space_at = words.space_at if words.space_at[0] > 0 else (width + words.space_at[0], words.space_at[1])
    return Card(
        face=face, width=width, height=height, cells=cells, title=words.title, title_px=words.title_px,
        title_at=words.title_at, space=words.space, space_at=space_at, subtitle=words.subtitle, symbol=words.symbol,
        bar=words.bar, labels=words.labels, value=value, adjoint=adjoint, inbox=inbox,
        ins=_ports(_inputs(face), 0.0, _PORT, height - _PORT), outs=_outs(face, width, height, cells, inbox),
    )  # fmt: skip


def _inputs(face: Face) -> tuple[str, ...]:
    """Parents by their names, holes as they are written."""
    return tuple(str(port) if port.kind == "hole" else port.name for port in face.ports)


def _outs(face: Face, width: float, height: float, cells: Grid, inbox: Inbox | None) -> dict[str, Point]:
    """A port beside its slot where there is one; the rest shares the right edge."""
    if inbox is None:
        return _ports(face.children, width, _PORT, height - _PORT)
    block = cells.cells[1] + 6
    if inbox.hidden:
        outs = _ports(tuple(one.child for one in inbox.labels), width, inbox.rows[0], inbox.rule - 8)
    else:
        outs = {one.child: (width, y + block / 2) for one, y in zip(inbox.labels, inbox.rows, strict=True)}
    return {**outs, **_ports(face.silent, width, 30.0, inbox.top)}


def _ports(names: tuple[str, ...], x: float, top: float, bottom: float) -> dict[str, Point]:
    """Evenly spaced, at most 34 apart, about the middle between ``top`` and ``bottom``."""
    step = min(34.0, (bottom - top) / max(1, len(names) - 1))
    first = (top + bottom) / 2 - step * (len(names) - 1) / 2
    return {name: (x, first + k * step) for k, name in enumerate(names)}
