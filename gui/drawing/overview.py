"""A picture from afar: plain boxes and thin wires, all drawn in a few calls, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from graph.notation import name_text
from gui.drawing.colours import colour, mix
from gui.drawing.fonts import serif_font
from gui.drawing.picture import Picture
from gui.drawing.pose import taking_part
from gui.drawing.states import Pose
from gui.drawing.theme import Theme
from gui.drawing.whereabouts import Numbers

AFAR = 0.22
"""The zoom below which a picture is drawn like this."""

_NAMED = 0.09
"""The zoom from which boxes have names."""

_BOXED, _CURVED = 5.0, 0.05
"""Pixels that a typical box is wide at least to have an edge, and the zoom from which wires are curved."""

_BATCH = 1_000
"""Wires that are one path."""

_LONG = 6_000.0
"""Units from which a wire does not share a path with those that are drawn only near their ends."""

_NAME_PX = 13.0
_VEIL = 0.6


@dataclass(eq=False)
class _Batch:
    """Some wires, by their rows: the area they are in, and their paths as far as they were drawn."""

    rows: np.ndarray[Any, np.dtype[np.intp]]
    bounds: QRectF
    sends: Numbers
    """The steps in which their messages are sent, in ascending order; ``rows`` are in the same order."""
    paths: dict[tuple[bool, int], QPainterPath] = field(default_factory=dict)


class Overview:
    """What is drawn of a picture from afar; ``take`` goes over to another, at little cost where few cards moved."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._boxes: list[QRectF] = []
        self._lines: Numbers = np.empty((0, 4))
        self._batches: list[_Batch] = []
        self._values: Numbers = np.empty(0)
        self._adjoints: Numbers = np.empty(0)
        self._names: list[str] = []

    def take(self, picture: Picture) -> None:
        """Draws this picture from now on."""
        before, self._picture = self._picture, picture
        if before is picture:
            return
        found = picture.whereabouts
        if before is None or before.cards is not picture.cards or len(self._boxes) != len(found.names):
            self._begin(picture)
            return
        old = before.whereabouts
        moved = np.flatnonzero((old.cards != found.cards).any(axis=1)).tolist()
        for place in moved:
            self._boxes[place] = _rect(found.cards[place])
        touched = [found.wires_at(found.names[place]) for place in moved]
        wires = np.unique(np.concatenate(touched)) if touched else np.empty(0, dtype=np.intp)
        self._lines[wires] = _lines(found.cards, found.ends[wires])
        for batch in self._batches:
            if np.isin(batch.rows, wires, assume_unique=True).any():
                batch.paths.clear()
                batch.bounds = _bounds(found.wires[batch.rows])

    def _begin(self, picture: Picture) -> None:
        found, times = picture.whereabouts, picture.times
        never = np.inf
        nodes = picture.graph.nodes
        self._boxes = [_rect(box) for box in found.cards]
        self._names = [name_text(name) for name in found.names]
        self._lines = _lines(found.cards, found.ends)
        self._values = np.array([times.values.get(n, never) if nodes[n].parents else 0.0 for n in found.names])
        self._adjoints = np.array([times.adjoints.get(name, never) for name in found.names])
        sends = np.array([times.sends.get((child, parent), never) for parent, child in found.edges])
        order = np.arange(len(found.edges))
        wide = found.wires[:, 2] - found.wires[:, 0] > _LONG
        parts = [rows[k : k + _BATCH] for rows in (order[~wide], order[wide]) for k in range(0, len(rows), _BATCH)]
        self._batches = []
        for part in parts:
            rows = part[np.argsort(sends[part], kind="stable")]
            self._batches.append(_Batch(rows, _bounds(found.wires[rows]), sends[rows]))

    # --- painting

    def paint(
        self, painter: QPainter, pose: Pose, theme: Theme, exposed: QRectF, selected: Iterable[str] = (),
        hovered: str | None = None,
    ) -> None:  # fmt: skip
        """Draws what is in ``exposed``, in the coordinates of the picture."""
        if self._picture is None:
            return
        zoom = painter.worldTransform().m11()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, zoom >= _CURVED)
        self._paint_wires(painter, pose, theme, zoom, exposed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_boxes(painter, pose, theme, zoom, exposed)
        self._paint_marked(painter, pose, theme, zoom, selected, hovered)
        if zoom >= _NAMED:
            self._paint_names(painter, pose, theme, zoom, exposed)
        painter.restore()

    def _paint_wires(self, painter: QPainter, pose: Pose, theme: Theme, zoom: float, exposed: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        seen = [batch for batch in self._batches if batch.bounds.intersects(exposed)]
        curved = zoom >= _CURVED
        # Thin by a paler ink: one that lets through takes ten times as long.
        pale = 0.2 if curved else 1 - max(0.25, 0.55 * zoom / _CURVED)
        for ink, backward in ((theme.wire, False), (theme.backward, True)):
            painter.setPen(QPen(colour(mix(ink, theme.canvas, max(pale, _VEIL * pose.dim))), 0))
            for batch in seen:
                count = int(np.searchsorted(batch.sends, pose.t + 1e-9, side="right")) if backward else len(batch.rows)
                if count:
                    painter.drawPath(self._path(batch, curved, count))

    def _path(self, batch: _Batch, curved: bool, count: int) -> QPainterPath:
        """The first wires of a batch, straight or curved."""
        key = (curved, count)
        if key not in batch.paths:
            partial = [k for k in batch.paths if k[0] == curved and k[1] != len(batch.rows)]
            for old in partial:  # a path that grows with the sweep is kept for one moment alone
                del batch.paths[old]
            batch.paths[key] = _path_of(self._lines[batch.rows[:count]], curved)
        return batch.paths[key]

    def _paint_boxes(self, painter: QPainter, pose: Pose, theme: Theme, zoom: float, exposed: QRectF) -> None:
        assert self._picture is not None
        rows = self._picture.whereabouts.card_rows(exposed)
        boxes, values, adjoints = self._boxes, self._values[rows], self._adjoints[rows]
        done = pose.t + 1e-9
        back = adjoints <= done
        states = ((theme.card, ~back & (values > done)), (theme.forward_tint, ~back & (values <= done)),
                  (theme.backward_tint, back))  # fmt: skip
        boxed = self._typical * zoom >= _BOXED
        veil = _VEIL * pose.dim
        if boxed:
            painter.setPen(QPen(colour(mix(theme.edge, theme.canvas, veil)), 0))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        for ground, there in states:
            # Boxes too small for an edge are drawn in its colour, or they would be lost on the canvas.
            fill = ground if boxed else mix(ground, theme.outline, 0.55)
            painter.setBrush(colour(mix(fill, theme.canvas, veil)))
            painter.drawRects([boxes[row] for row in rows[there].tolist()])

    @property
    def _typical(self) -> float:
        return self._boxes[len(self._boxes) // 2].width() if self._boxes else 0.0

    def _paint_marked(
        self, painter: QPainter, pose: Pose, theme: Theme, zoom: float, selected: Iterable[str], hovered: str | None
    ) -> None:
        """The loss, what the step is about, what is selected: never lost in the crowd."""
        assert self._picture is not None
        picture, index = self._picture, self._picture.whereabouts.index
        least = 5 / zoom

        def mark(name: str, fill: str | None, edge: str | None, width: float) -> None:
            if name in index:
                box = self._boxes[index[name]]
                grow = max(0.0, least - box.width()) / 2
                painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colour(edge), width / zoom) if edge else Qt.PenStyle.NoPen)
                painter.drawRect(box.adjusted(-grow, -grow, grow, grow))

        loss = next((step.node for step in picture.steps[picture.times.forward :][:1]), picture.graph.loss)
        if loss is not None:
            mark(loss, theme.loss, None, 0)
        if pose.step is not None and pose.dim > 0:
            for name in taking_part(picture, range(pose.step, pose.step + 1))[0]:
                row = index[name]
                done = self._adjoints[row] <= pose.t, self._values[row] <= pose.t
                mark(name, theme.backward_tint if done[0] else theme.forward_tint if done[1] else theme.card, None, 0)
                if pose.card(name).active > 0 or pose.card(name).receiving > 0:
                    mark(name, None, theme.halo if pose.card(name).active > 0 else theme.backward, 3)
        for name in selected:
            mark(name, None, theme.focus, 2)
        if hovered is not None:
            mark(hovered, None, theme.outline, 1.5)

    def _paint_names(self, painter: QPainter, pose: Pose, theme: Theme, zoom: float, exposed: QRectF) -> None:
        assert self._picture is not None
        transform = painter.worldTransform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(serif_font(_NAME_PX))
        loss = self._picture.graph.loss
        signs = painter.fontMetrics().averageCharWidth()
        painter.setPen(colour(mix(theme.text, theme.canvas, _VEIL * pose.dim)))
        for row in self._picture.whereabouts.card_rows(exposed).tolist():
            middle, words = transform.map(self._boxes[row].center()), self._names[row]
            wide = signs * len(words)
            if wide < self._boxes[row].width() * zoom - 4 and self._picture.whereabouts.names[row] != loss:
                painter.drawText(QPointF(middle.x() - wide / 2, middle.y() + 0.35 * _NAME_PX), words)
        painter.setWorldTransform(transform)


def _rect(box: Any) -> QRectF:
    left, top, right, bottom = box.tolist()
    return QRectF(left, top, right - left, bottom - top)


def _bounds(boxes: Numbers) -> QRectF:
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return QRectF(left, top, right - left, bottom - top)


def _lines(cards: Numbers, ends: Any) -> Numbers:
    """From the middle of the right edge of a card to the middle of the left edge of another: x, y, x, y."""
    parents, children = cards[ends[:, 0]], cards[ends[:, 1]]
    return np.stack(
        [parents[:, 2], (parents[:, 1] + parents[:, 3]) / 2, children[:, 0], (children[:, 1] + children[:, 3]) / 2],
        axis=1,
    )


def _path_of(lines: Numbers, curved: bool) -> QPainterPath:
    path = QPainterPath()
    if curved:
        bends = np.clip((lines[:, 2] - lines[:, 0]) / 2, 26.0, 170.0)
        for (x, y, right, level), bend in zip(lines.tolist(), bends.tolist(), strict=True):
            path.moveTo(x, y)
            path.cubicTo(x + bend, y, right - bend, level, right, level)
    else:
        for x, y, right, level in lines.tolist():
            path.moveTo(x, y)
            path.lineTo(right, level)
    return path
