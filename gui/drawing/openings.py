"""Open equations: their operations stand in a block of their own, behind them a frame with the equation as title."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from graph.editing import closed, inside
from graph.layout import make_room
from graph.model import Graph
from graph.notation import Style, expression_text, name_text
from gui.drawing.colours import mix
from gui.drawing.faces import Written
from gui.drawing.mathematics import Formula, Typesetter
from gui.drawing.strokes import box, pen
from gui.drawing.theme import Theme

if TYPE_CHECKING:
    from gui.drawing.cards import Point
    from gui.drawing.picture import Picture

HEADER = 34.0
_PAD = 16.0
_ACROSS, _DOWN = 62.0, 22.0
"""Between the columns of a block, and between cards that stand above each other in it."""

_CHEVRON = 26.0
_RADIUS = 12.0


@dataclass(frozen=True)
class Opening:
    """One open equation: its operations and itself, last, and the whole of it typeset."""

    nodes: tuple[str, ...]
    title: Formula


def openings(graph: Graph, typesetter: Typesetter) -> dict[str, Opening]:
    """The open equations of a graph that is shown, by name."""
    found = {}
    for name, parts in inside(graph).items():
        written = whole_equation(graph, name)
        found[name] = Opening((*parts, name), typesetter.formula(written.latex, written.text))
    return found


def whole_equation(graph: Graph, name: str) -> Written:
    """``z = A (u ⊙ v)``, however far it is taken apart."""
    expression = closed(graph, name)

    def write(style: Style) -> str:
        return name_text(name, style) + (f" = {expression_text(expression, style)}" if expression is not None else "")

    return Written(write("latex"), lambda: write("unicode"))


def standing(
    graph: Graph,
    sizes: Mapping[str, Point],
    known: Mapping[str, Point],
    rooms: Mapping[str, Point],
    together: Collection[frozenset[str]] = (),
) -> dict[str, Point]:
    """Where cards stand that have a place. What outgrew its room pushes others aside, and so does the block of an
    equation that is open and none of whose operations was put anywhere yet: it begins where the equation stands.
    Pairs that are ``together`` were put upon each other and stay so.
    """
    blocks = {name: parts for name, parts in inside(graph).items() if name in known and known.keys().isdisjoint(parts)}
    if not blocks:
        return make_room(sizes, known, rooms, together)
    grown, offsets, then = dict(sizes), dict[str, dict[str, "Point"]](), dict(rooms)
    for name, parts in blocks.items():
        offsets[name], grown[name] = _block(graph, (*parts, name), sizes)
        then.setdefault(name, sizes[name])
    places = make_room(grown, known, then, together)
    for name, inner in offsets.items():
        x, y = places[name]
        places.update({part: (x + right, y + down) for part, (right, down) in inner.items()})
    return places


def _block(graph: Graph, names: tuple[str, ...], sizes: Mapping[str, Point]) -> tuple[dict[str, Point], Point]:
    """Corners of the cards in their block, column by column as they need each other, and the size of the block."""
    column: dict[str, int] = {}
    for name in names:
        column[name] = max((column[parent] + 1 for parent in graph.nodes[name].parents if parent in column), default=0)
    columns = [[name for name in names if column[name] == k] for k in range(max(column.values()) + 1)]
    heights = [sum(sizes[name][1] for name in one) + _DOWN * (len(one) - 1) for one in columns]
    corners: dict[str, Point] = {}
    x = _PAD
    for one, height in zip(columns, heights, strict=True):
        y = HEADER + _PAD + (max(heights) - height) / 2
        for name in one:
            corners[name] = (x, y)
            y += sizes[name][1] + _DOWN
        x += max(sizes[name][0] for name in one) + _ACROSS
    return corners, (x - _ACROSS + _PAD, HEADER + 2 * _PAD + max(heights))


def opening_rect(picture: Picture, name: str) -> QRectF:
    """The frame of an open equation."""
    opening, about = picture.openings[name], QRectF()
    for part in opening.nodes:
        about = about.united(QRectF(*picture.placement[part], *picture.cards[part].size))
    about = about.adjusted(-_PAD, -_PAD - HEADER, _PAD, _PAD)
    size = picture.theme.metrics.formula + 2
    about.setWidth(max(about.width(), _CHEVRON + opening.title.width(size) + _PAD))
    return about


def opening_title(picture: Picture, name: str) -> QRectF:
    """Where the title of an open equation is written."""
    rect, title = opening_rect(picture, name), picture.openings[name].title
    width = _CHEVRON + title.width(picture.theme.metrics.formula + 2) + 8
    return QRectF(rect.left(), rect.top(), width, HEADER)


def opening_at(picture: Picture, x: float, y: float) -> str | None:
    """The open equation whose title is under a point."""
    for name in picture.openings:
        rect = opening_rect(picture, name)
        if QRectF(rect.left(), rect.top(), rect.width(), HEADER).contains(x, y):
            return name
    return None


def mark_rect(rect: QRectF) -> QRectF:
    """What closes the equation when it is clicked."""
    return QRectF(rect.left(), rect.top(), _CHEVRON, HEADER)


def paint_openings(painter: QPainter, picture: Picture, theme: Theme, crisp: bool = False) -> None:
    """The frames of all open equations; to be painted before the wires."""
    for name, opening in picture.openings.items():
        rect = opening_rect(picture, name)
        box(painter, rect, _RADIUS, mix(theme.canvas, theme.card, 0.55))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(theme.outline, 1.2, (2.0, 4.0)))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        painter.setPen(pen(theme.edge, 1.0))
        painter.drawLine(QLineF(rect.left(), rect.top() + HEADER, rect.right(), rect.top() + HEADER))
        _paint_mark(painter, mark_rect(rect), theme)
        size = picture.theme.metrics.formula + 2
        baseline = rect.top() + (HEADER + opening.title.ascent(size) - opening.title.descent(size)) / 2
        opening.title.draw(painter, rect.left() + _CHEVRON, baseline, size, theme.text, crisp)


def _paint_mark(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """A box with a minus: what is open can be closed."""
    side = QRectF(rect.center().x() - 6, rect.center().y() - 6, 12, 12)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(theme.muted, 1.3))
    painter.drawRoundedRect(side, 2.5, 2.5)
    painter.drawLine(QLineF(side.left() + 3, side.center().y(), side.right() - 3, side.center().y()))
