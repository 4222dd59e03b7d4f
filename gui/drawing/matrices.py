"""Blocks of cells: numbers on tints where they fit, heat cells where not, hatched where nothing is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gui.drawing.colours import colour
from gui.drawing.easing import stagger
from gui.drawing.fonts import cap_height, figures_width, text_font, text_width
from gui.drawing.grids import FRAME, GAPPED, MARKED, Grid, grid
from gui.drawing.mathematics import Formula
from gui.drawing.numbers import fixed_text, number_text
from gui.drawing.strokes import box, cross, hatch, pen, text
from gui.drawing.theme import Theme
from gui.drawing.values import Block

_RADIUS = 3.5
_MARKS = 4000
"""Zeros and the like that get a mark of their own; beyond, the colours must do."""


@dataclass(frozen=True, slots=True)
class BlockLook:
    """How a block is drawn besides its numbers.

    ``edge`` is the colour of its border, ``dashed`` where it is not settled; ``reveal`` 0 to 1 fills the cells one
    after the other; ``words``, and mathematics after them, stand in the hatching of an empty one; ``decimals`` fixes
    the decimals (of a sum). ``framed`` is one whose border is there already.
    """

    edge: str
    reveal: float = 1.0
    words: str = "—"
    tail: Formula | None = None
    digits: int = 3
    decimals: int | None = None
    dashed: bool = False
    crisp: bool = False
    framed: bool = False


def block_size(shape: tuple[int, ...], theme: Theme, digits: int = 3) -> tuple[float, float]:
    """Width and height of a block at 100 %, border and badge included."""
    return grid(shape, theme.metrics, digits).size


def paint_block(
    painter: QPainter,
    x: float,
    y: float,
    cells: Grid,
    block: Block | None,
    look: BlockLook,
    theme: Theme,
    zoom: float = 1.0,
) -> None:
    """Draws a block, outer corner at (x, y). ``zoom`` is pixels on screen a unit; it decides what cells show."""
    outer = _outer(x, y, cells)
    inner = outer.adjusted(FRAME, FRAME, -FRAME, -FRAME)
    if block is None or look.reveal <= 0:
        _paint_empty(painter, outer, look, theme)
        return
    if look.reveal < 1:
        hatch(painter, outer, theme.card, theme.hatch, _RADIUS)
    elif not look.framed:
        # The border covers the corners, and a plain rectangle is filled many times as fast as a round one.
        painter.fillRect(outer.adjusted(1, 1, -1, -1), colour(theme.card))
    if cells.numbered(zoom):
        _paint_numbers(painter, inner, cells, block, look, theme)
    else:
        _paint_heat(painter, inner, cells, block, look, theme, zoom)
    if not look.framed:
        _paint_border(painter, outer, look, theme)
    if cells.badged:
        _paint_badge(painter, outer, cells, block, theme, zoom)


def paint_frame(painter: QPainter, x: float, y: float, cells: Grid, look: BlockLook, theme: Theme) -> None:
    """The border of a block by itself, on the ground of a card: for numbers that come over it later."""
    _paint_border(painter, _outer(x, y, cells), look, theme)


def paint_lit(painter: QPainter, x: float, y: float, cells: Grid, rows: range, columns: range, theme: Theme) -> None:
    """Lights the rows and columns of a block that made the entry under the pointer."""
    left, top, _, _ = cells.cell_rect(rows.start, columns.start)
    rect = QRectF(x + left, y + top, len(columns) * cells.cell_width, len(rows) * cells.cell_height)
    box(painter, rect.adjusted(-1, -1, 1, 1), 2.5, None, theme.text, 3.5)
    box(painter, rect, 2, None, theme.halo, 1.5)


def _outer(x: float, y: float, cells: Grid) -> QRectF:
    """The cells with the border around them."""
    width, height = cells.cells
    return QRectF(x, y, width + 2 * FRAME, height + 2 * FRAME)


def _paint_empty(painter: QPainter, outer: QRectF, look: BlockLook, theme: Theme) -> None:
    hatch(painter, outer, theme.card, theme.hatch, _RADIUS)
    box(painter, outer, _RADIUS, None, theme.edge, 1.0)
    size = theme.metrics.text
    tail = look.tail.width(size + 2) + 4 if look.tail is not None else 0.0
    width = text_width(look.words, size) + tail
    if width > outer.width() - 6:
        look, tail, width = replace(look, words="—", tail=None), 0.0, text_width("—", size)
    middle, left = outer.center(), outer.center().x() - width / 2
    # The words stand on the ground of the card, or the hatching would run through them.
    ground = QRectF(left - 4, middle.y() - 8, width + 8, 16) & outer.adjusted(2, 2, -2, -2)
    painter.fillRect(ground, colour(theme.card))
    text(painter, left, middle.y(), look.words, size, theme.muted, 500)
    if look.tail is not None:
        baseline = middle.y() + cap_height(size) / 2
        look.tail.draw(painter, left + width - tail + 4, baseline, size + 2, theme.muted, look.crisp)


def _paint_border(painter: QPainter, outer: QRectF, look: BlockLook, theme: Theme) -> None:
    half = theme.hairline / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(look.edge, theme.hairline, (4.0, 3.0) if look.dashed else ()))
    painter.drawRoundedRect(outer.adjusted(half, half, -half, -half), _RADIUS, _RADIUS)


def _paint_numbers(painter: QPainter, inner: QRectF, cells: Grid, block: Block, look: BlockLook, theme: Theme) -> None:
    opacity, font, ink = painter.opacity(), 0.0, None
    wide, high, gap = cells.cell_width, cells.cell_height, 0.5
    diagonal = max(1, cells.rows + cells.columns - 2)
    for row, values in enumerate(block.cells[: cells.rows].tolist()):
        top = inner.top() + row * high
        for column, value in enumerate(values[: cells.columns]):
            if look.reveal < 1:
                shown = stagger(look.reveal, (row + column) / diagonal)
                if shown <= 0:
                    continue
                painter.setOpacity(opacity * shown)
            left = inner.left() + column * wide
            tint, digits = theme.cell_colours(value, block.scale)
            painter.fillRect(QRectF(left + gap, top + gap, wide - 2 * gap, high - 2 * gap), tint)
            if value != value:
                cross(painter, left + wide / 2, top + high / 2, 3.5, theme.error, 2.0)
                ink = None
                continue
            words, size, width = _fitted(value, wide - 2 * gap - 3, look, theme)
            # A painter takes longer to be told of a font or a pen than to see that it is the same.
            if size != font:
                font = size
                painter.setFont(text_font(size, 500))
            if digits is not ink:
                ink = digits
                painter.setPen(ink)
            painter.drawText(QPointF(left + (wide - width) / 2, top + (high + cap_height(size, 500)) / 2), words)
    painter.setOpacity(opacity)
    for row in range(cells.slice_rows, cells.rows, cells.slice_rows):
        painter.fillRect(QRectF(inner.left(), inner.top() + row * high - 0.75, inner.width(), 1.5), colour(theme.text))


def _fitted(value: float, room: float, look: BlockLook, theme: Theme) -> tuple[str, float, float]:
    """The number as fully as the cell allows, its size and its width: first smaller type, then fewer figures."""
    size, words, width = theme.metrics.number, "", 0.0
    for words in _attempts(value, look):
        for px in (size, size - 1, size - 2):
            width = figures_width(words, px, 500)
            if width <= room:
                return words, px, width
    return words, size - 3, figures_width(words, size - 3, 500)


def _attempts(value: float, look: BlockLook) -> Iterator[str]:
    if look.decimals is not None and value != 0:
        yield fixed_text(value, look.decimals)
    for digits in range(look.digits, 0, -1):
        yield number_text(value, digits)


def _paint_heat(
    painter: QPainter, inner: QRectF, cells: Grid, block: Block, look: BlockLook, theme: Theme, zoom: float
) -> None:
    rows, columns = cells.reduction(zoom)
    image = block.image(theme, rows, columns)
    # The last block of a reduction may reach over the edge: its cells do not exist.
    target = QRectF(
        inner.left(), inner.top(), image.width() * columns * cells.cell_width, image.height() * rows * cells.cell_height
    )
    painter.save()
    shown = QRectF(inner)
    if look.reveal < 1:
        if cells.rows >= cells.columns:
            shown.setHeight(inner.height() * look.reveal)
        else:
            shown.setWidth(inner.width() * look.reveal)
    painter.setClipRect(shown, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(target, image)
    side = min(cells.cell_width, cells.cell_height) * zoom
    if side >= GAPPED:
        _paint_gaps(painter, inner, cells, theme, zoom)
    if side >= MARKED:
        _paint_marks(painter, inner, cells, block, theme)
    painter.restore()


def _paint_gaps(painter: QPainter, inner: QRectF, cells: Grid, theme: Theme, zoom: float) -> None:
    gap = 1.0 / zoom
    ground = colour(theme.card)
    for column in range(1, cells.columns):
        painter.fillRect(
            QRectF(inner.left() + column * cells.cell_width - gap / 2, inner.top(), gap, inner.height()), ground
        )
    for row in range(1, cells.rows):
        painter.fillRect(
            QRectF(inner.left(), inner.top() + row * cells.cell_height - gap / 2, inner.width(), gap), ground
        )


def _paint_marks(painter: QPainter, inner: QRectF, cells: Grid, block: Block, theme: Theme) -> None:
    """A centre dot for exact zero, × for NaN, a ring for infinity."""
    width, height = cells.cell_width, cells.cell_height

    def centres(where: np.ndarray) -> list[QPointF]:
        found = np.argwhere(where)[:_MARKS]
        return [QPointF(inner.left() + (c + 0.5) * width, inner.top() + (r + 0.5) * height) for r, c in found]

    dot = min(1.6, min(width, height) / 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.muted))
    painter.drawRects([QRectF(p.x() - dot, p.y() - dot, 2 * dot, 2 * dot) for p in centres(block.cells == 0)])
    for p in centres(np.isnan(block.cells)):
        cross(painter, p.x(), p.y(), 2 * dot, theme.error_tint, 1.2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for p in centres(np.isinf(block.cells)):
        painter.setPen(pen("#FFFFFF" if not theme.dark else "#000000", 1.2))
        painter.drawEllipse(p, 2 * dot, 2 * dot)


def _paint_badge(painter: QPainter, outer: QRectF, cells: Grid, block: Block, theme: Theme, zoom: float) -> None:
    finite = block.cells[np.isfinite(block.cells)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (float("nan"), float("nan"))
    rows, columns = cells.reduction(zoom)
    spread = f"min {number_text(low)} · max {number_text(high)}"
    share = "" if rows * columns == 1 else f"÷{rows}" if rows == columns else f"÷{rows}×{columns}"
    lines = [" · ".join(filter(None, (spread, share)))] if cells.badge_lines == 1 else [spread, share]
    for k, words in enumerate(lines):
        middle = outer.bottom() + 9 + 13 * k
        text(painter, outer.center().x(), middle, words, theme.metrics.small, theme.muted, align=0.5)
