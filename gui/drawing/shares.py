"""The sum over the copies of a leaf that was untied: their adjoints add up to the adjoint of the one leaf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from graph.notation import bar, name_text
from gui.drawing.cards import Point
from gui.drawing.fonts import text_width
from gui.drawing.grids import Grid, grid
from gui.drawing.mathematics import Formula, Typesetter
from gui.drawing.picture import Picture
from gui.drawing.strokes import box, pen
from gui.drawing.surface import Surface
from gui.drawing.values import Block

_PAD, _AWAY, _REACH = 14.0, 58.0, 22.0


@dataclass(frozen=True, slots=True)
class Share:
    """A measured sum; ``rect`` is in the coordinates of the picture, ``ends`` are where its lines come from."""

    name: str
    copies: tuple[str, ...]
    formula: Formula
    cells: Grid
    words: str
    rect: QRectF
    ends: tuple[Point, ...]


def measure_share(
    picture: Picture, name: str, copies: Sequence[str], words: str, typesetter: Typesetter, digits: int
) -> Share | None:
    """Beside the copies, left of the leftmost; None where one of them is not drawn as a card."""
    if any(copy not in picture.cards or copy in picture.hidden for copy in copies):
        return None
    metrics = picture.theme.metrics
    formula = typesetter.formula(_sum(name, copies, "latex"), lambda: _sum(name, copies, "unicode"))
    cells = grid(picture.cards[copies[0]].face.shape, metrics, digits)
    wide = max(formula.width(metrics.formula), cells.size[0], text_width(words, metrics.small)) + 2 * _PAD
    high = formula.height(metrics.formula) + cells.size[1] + 2 * _PAD + 34
    rects = [picture.rect(copy) for copy in copies]
    left = min(rect.left() for rect in rects)
    middle = (min(rect.top() for rect in rects) + max(rect.bottom() for rect in rects)) / 2
    ends = tuple((rect.left(), rect.center().y()) for rect in rects)
    place = QRectF(left - _AWAY - wide, middle - high / 2, wide, high)
    return Share(name, tuple(copies), formula, cells, words, place, ends)


def paint_share(surface: Surface, share: Share, total: Block | None) -> None:
    """The formula, the sum with its numbers, and what is to be said of it; lines to the copies."""
    painter, theme = surface.painter, surface.theme
    metrics, rect = theme.metrics, share.rect
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(theme.backward, theme.idle, (7.0, 4.0)))
    for x, y in share.ends:
        path = QPointF(x, y)
        painter.drawPath(_brace(path, QPointF(rect.right(), rect.center().y())))
    box(painter, rect, metrics.radius, theme.backward_tint, theme.backward, theme.idle)
    baseline = rect.top() + _PAD + share.formula.ascent(metrics.formula)
    surface.formula(share.formula, rect.left() + _PAD, baseline, metrics.formula, theme.backward)
    top = baseline + share.formula.descent(metrics.formula) + 10
    x = rect.center().x() - share.cells.size[0] / 2
    surface.block(x, top, share.cells, total, surface.look(theme.backward, 1.0 if total is not None else 0.0))
    surface.text(rect.center().x(), rect.bottom() - _PAD, share.words, metrics.small, theme.muted, align=0.5)


def _brace(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    turn = end.x() + _REACH
    path.cubicTo(turn, start.y(), turn, end.y(), end.x(), end.y())
    return path


def _sum(name: str, copies: Sequence[str], style: str) -> str:
    return f"{name_text(bar(name), style)} = " + " + ".join(name_text(bar(copy), style) for copy in copies)
