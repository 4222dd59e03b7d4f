"""Cards that stand for several nodes: a collapsed frame, a rolled family. Measured here, and painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gui.drawing.cards import Point
from gui.drawing.colours import colour, mix
from gui.drawing.faceplate import paint_card
from gui.drawing.families import Family
from gui.drawing.fonts import text_width
from gui.drawing.mathematics import Formula
from gui.drawing.states import CardPose, Pose
from gui.drawing.strokes import box, text
from gui.drawing.surface import Surface
from gui.drawing.tints import DEFAULT, tint

if TYPE_CHECKING:
    from gui.drawing.picture import Picture
    from gui.drawing.theme import Theme

HEADER = 34.0
ROW = 25.0
_CHEVRON = 26.0
_TITLE = 14.0
_PAD = 14.0
_SHEET = 5.0
_DOT = 4.5
_DOTS = 24
_MORE = 30.0
_MOST_ROWS = 8
_STEPPER = 84.0
_BUTTON = 22.0


@dataclass(frozen=True, slots=True)
class Row:
    """A wire's end on a fold: the node it is about, and its name and shape."""

    name: str
    symbol: Formula
    space: Formula

    def width(self, px: float) -> float:
        return self.symbol.width(px + 2) + 6 + self.space.width(px)


@dataclass(frozen=True, eq=False)
class Fold:
    """One card for the nodes of a collapsed frame, or, with ``family``, of a rolled family.

    ``corner`` and ``size`` are in units of the picture; ``ins`` are the nodes outside that feed it, ``outs`` those of
    its own that feed others, each with its height from the top, and ``rows_in`` and ``rows_out`` the first of them as
    they are written. ``line`` is the family's line, typeset.
    """

    nodes: tuple[str, ...]
    title: str
    corner: Point
    size: Point
    ins: Mapping[str, float]
    outs: Mapping[str, float]
    rows_in: tuple[Row, ...] = ()
    rows_out: tuple[Row, ...] = ()
    colour: str = DEFAULT
    family: Family | None = None
    line: Formula | None = None

    @property
    def rect(self) -> QRectF:
        return QRectF(*self.corner, *self.size)

    @property
    def chevron(self) -> QRectF:
        """What expands it again when it is clicked."""
        return QRectF(*self.corner, _CHEVRON, HEADER)

    @property
    def buttons(self) -> tuple[QRectF, QRectF] | None:
        """Back and on, through the nodes of a family."""
        if self.family is None:
            return None
        right, top = self.corner[0] + self.size[0] - 8, self.corner[1] + (HEADER - _BUTTON) / 2
        return (
            QRectF(right - _STEPPER, top, _BUTTON, _BUTTON),
            QRectF(right - _BUTTON, top, _BUTTON, _BUTTON),
        )

    def start(self, node: str) -> Point:
        """Where the wires of one of its nodes leave it."""
        return self.corner[0] + self.size[0], self.corner[1] + self.outs[node]

    def end(self, parent: str) -> Point:
        """Where the wires of a node outside come in."""
        return self.corner[0], self.corner[1] + self.ins[parent]

    def front(self, picture: Picture, step: int | None, chosen: str | None = None) -> str:
        """The node of a family that shows: the one the story came to last, or the one ``chosen``."""
        if chosen in self.nodes:
            return chosen
        times, now = picture.times, step or 0
        told = picture.steps[now - 1] if 0 < now <= len(picture.steps) else None
        if told is not None and told.parent in self.nodes:
            return told.parent
        came = [(at, name) for name in self.nodes for at in (times.values.get(name), times.adjoints.get(name)) if at]
        return max((pair for pair in came if pair[0] <= now), default=(0, self.nodes[0]))[1]


def frame_size(
    title: str, rows: tuple[tuple[Row, ...], tuple[Row, ...]], counts: tuple[int, int], theme: Theme
) -> Point:
    """How large the card of a collapsed frame is, from the rows it shows and how many there are, on either side."""
    px = theme.metrics.text
    sides = [max((row.width(px) for row in side), default=0.0) for side in rows]
    width = max(150.0, _CHEVRON + text_width(title, _TITLE, 600) + 2 * _PAD + 60, sum(sides) + 2 * _PAD + 34)
    high = max(1, *(min(count, _MOST_ROWS + 1) for count in counts))
    return float(round(width)), HEADER + ROW * high + 34


def family_size(line: Formula, cards: tuple[Point, ...], theme: Theme) -> Point:
    """How large the card of a rolled family is: as the largest of its cards, under its line and its stepper."""
    width = max(width for width, _ in cards)
    wanted = _CHEVRON + line.width(theme.metrics.formula) + _STEPPER + 70
    return float(round(max(width, wanted))), HEADER + max(height for _, height in cards)


def port_heights(names: tuple[str, ...], height: float) -> dict[str, float]:
    """Rows for the first, and one place for all the rest; without rows, spread over the ``height``."""
    if height:
        step = min(34.0, (height - HEADER - 20) / max(1, len(names)))
        middle = HEADER + (height - HEADER) / 2
        return {name: middle + (k - (len(names) - 1) / 2) * step for k, name in enumerate(names)}
    return {name: HEADER + ROW * (min(k, _MOST_ROWS - 1) + 0.5) + 2 for k, name in enumerate(names)}


def shown_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those that have a row of their own; all others share the last one."""
    return names[:_MOST_ROWS]


def fold_pose(fold: Fold, pose: Pose) -> CardPose:
    """The light on a fold: as on the brightest of its nodes."""
    poses = [pose.card(name) for name in fold.nodes]
    return CardPose(
        dim=min(one.dim for one in poses),
        active=max(one.active for one in poses),
        receiving=max(one.receiving for one in poses),
    )


def paint_fold(
    surface: Surface, picture: Picture, fold: Fold, pose: Pose, selected: bool = False, chosen: str | None = None
) -> None:
    """Draws one fold where it stands."""
    painter, theme = surface.painter, surface.theme
    lit = fold_pose(fold, pose)
    rect, radius, hue = fold.rect, theme.metrics.radius, tint(fold.colour, theme)
    if lit.active > 0:
        box(painter, rect.adjusted(-5, -5, 5 + _SHEET, 5 + _SHEET), radius + 5, None, theme.halo, 6 * lit.active)
    edge, width = mix(theme.edge, hue, 0.7), theme.strong * 0.8
    for sheet in (2, 1):
        away = _SHEET * sheet / 2
        box(painter, rect.translated(away, away), radius, mix(theme.card, hue, 0.10), edge, theme.hairline * 0.7)
    box(painter, rect, radius, theme.card)
    painter.save()
    painter.setClipRect(QRectF(rect.left(), rect.top(), rect.width(), HEADER), Qt.ClipOperation.IntersectClip)
    box(painter, rect, radius, mix(theme.card, hue, 0.26 if theme.dark else 0.20))
    painter.restore()
    _paint_header(surface, picture, fold, pose, chosen)
    if fold.family is not None:
        _paint_front(surface, picture, fold, pose, chosen)
    else:
        _paint_rows(surface, fold)
        _paint_dots(surface, fold, pose)
    if selected:
        edge, width = theme.focus, theme.strong
    elif lit.receiving > 0:
        edge, width = mix(edge, theme.backward, lit.receiving), theme.strong
    elif lit.active > 0:
        edge, width = mix(edge, theme.text, lit.active), theme.strong
    box(painter, rect, radius, None, edge, max(width, 0.6 / surface.zoom))
    if lit.dim > 0:
        veil = rect.adjusted(-1, -1, 1 + _SHEET, 1 + _SHEET)
        painter.save()
        if fold.family is not None:  # the card below the header has a veil of its own
            painter.setClipRect(QRectF(veil.left(), veil.top(), veil.width(), HEADER), Qt.ClipOperation.IntersectClip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme.canvas, 0.6 * lit.dim))
        painter.drawRoundedRect(veil, radius + 1, radius + 1)
        painter.restore()


def _paint_header(surface: Surface, picture: Picture, fold: Fold, pose: Pose, chosen: str | None) -> None:
    painter, theme, rect = surface.painter, surface.theme, fold.rect
    middle = rect.top() + HEADER / 2
    x = rect.left() + _CHEVRON / 2 + 1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.muted))
    painter.drawPolygon(
        QPolygonF([QPointF(x - 2.5, middle - 4.5), QPointF(x - 2.5, middle + 4.5), QPointF(x + 3.5, middle)])
    )
    left = rect.left() + _CHEVRON
    count = f"×{len(fold.nodes)}"
    if fold.family is None or fold.line is None:
        surface.text(left, middle, fold.title, _TITLE, theme.text, 600)
        right = rect.right() - _PAD
        words = f"{len(fold.nodes)} node" + "s" * (len(fold.nodes) > 1)
        surface.text(right, middle, words, theme.metrics.small, theme.muted, align=1)
        return
    size = theme.metrics.formula
    baseline = middle + (fold.line.ascent(size) - fold.line.descent(size)) / 2
    surface.formula(fold.line, left, baseline, size, theme.text)
    surface.text(left + fold.line.width(size) + 12, middle, count, theme.metrics.text + 1, theme.muted, 600)
    back, on = fold.buttons or (QRectF(), QRectF())
    shown = fold.family.at(fold.front(picture, pose.step, chosen))
    surface.text((back.right() + on.left()) / 2, middle, shown, theme.metrics.text, theme.text, 500, align=0.5)
    for button, way in ((back, -1.0), (on, 1.0)):
        _paint_tip(painter, button.center() + QPointF(3.5 * way, 0), way, theme)


def _paint_tip(painter: QPainter, tip: QPointF, way: float, theme: Theme) -> None:
    """A small triangle that points right (1) or left (−1)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.muted))
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-6.5 * way, -4.5), tip + QPointF(-6.5 * way, 4.5)]))


def _paint_rows(surface: Surface, fold: Fold) -> None:
    theme, px, rect = surface.theme, surface.theme.metrics.text, fold.rect
    for rows, heights, left in ((fold.rows_in, fold.ins, True), (fold.rows_out, fold.outs, False)):
        for row in rows:
            y = rect.top() + heights[row.name] + 0.3 * px
            x = rect.left() + _PAD if left else rect.right() - _PAD - row.width(px)
            surface.formula(row.symbol, x, y, px + 2, theme.text)
            surface.formula(row.space, x + row.symbol.width(px + 2) + 6, y, px, theme.muted)
        if len(heights) > len(rows):
            y = rect.top() + heights[rows[-1].name] + 14
            x = rect.left() + _PAD if left else rect.right() - _PAD
            words = f"and {len(heights) - len(rows)} more"
            surface.text(x, y, words, theme.metrics.small, theme.muted, align=0 if left else 1)


def _paint_dots(surface: Surface, fold: Fold, pose: Pose) -> None:
    """One dot a node: empty, with its value (green), with its adjoint (a ring about it)."""
    theme, rect = surface.theme, fold.rect
    names = fold.nodes[:_DOTS]
    more = _MORE if len(fold.nodes) > _DOTS else 0.0
    step = min(16.0, (rect.width() - 2 * _PAD - more) / max(1, len(names)))
    y = rect.bottom() - 15
    for k, name in enumerate(names):
        there, at = pose.card(name), QPointF(rect.left() + _PAD + _DOT + k * step, y)
        surface.painter.setPen(Qt.PenStyle.NoPen)
        surface.painter.setBrush(colour(mix(theme.hatch, theme.forward, there.value)))
        surface.painter.drawEllipse(at, _DOT - 1.5, _DOT - 1.5)
        if there.adjoint > 0:
            surface.painter.setBrush(Qt.BrushStyle.NoBrush)
            surface.painter.setPen(colour(theme.backward, there.adjoint))
            surface.painter.drawEllipse(at, _DOT, _DOT)
    if len(fold.nodes) > _DOTS:
        x = rect.left() + _PAD + len(names) * step + 4
        text(surface.painter, x, y, f"+{len(fold.nodes) - _DOTS}", theme.metrics.small, theme.muted)


def _paint_front(surface: Surface, picture: Picture, fold: Fold, pose: Pose, chosen: str | None) -> None:
    """The card of one node of the family, below the header."""
    name = fold.front(picture, pose.step, chosen)
    with surface.moved(*front_corner(fold, picture, name)):
        paint_card(
            surface.painter, picture.cards[name], pose.card(name), surface.values, surface.theme,
            zoom=surface.zoom, crisp=surface.crisp, warning=surface.values.warnings.get(name, ""),
        )  # fmt: skip


def front_corner(fold: Fold, picture: Picture, name: str) -> Point:
    """Where the card of a node of a rolled family stands when it shows."""
    width, _ = picture.cards[name].size
    return fold.corner[0] + (fold.size[0] - width) / 2, fold.corner[1] + HEADER
