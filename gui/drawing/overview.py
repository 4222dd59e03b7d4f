"""A picture from afar: plain boxes and thin wires, all drawn in a few calls, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.drawing.afar import Afar
from gui.drawing.colours import colour, mix
from gui.drawing.crowd import Crowd
from gui.drawing.fonts import serif_font
from gui.drawing.picture import Picture
from gui.drawing.pose import taking_part
from gui.drawing.states import Pose
from gui.drawing.theme import Theme

AFAR = 0.22
"""The zoom below which a picture is drawn like this."""

_NAMED = 0.09
"""The zoom from which boxes have names."""

_BOXED, _CURVED = 5.0, 0.05
"""Pixels that a typical box is wide at least to have an edge, and the zoom from which wires are curved."""

_NAME_PX = 13.0
_VEIL = 0.6


class Overview:
    """What is drawn of a picture from afar; ``take`` goes over to another, at little cost where few cards moved."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._afar: Afar | None = None

    def take(self, picture: Picture) -> None:
        """Draws this picture from now on."""
        before, self._picture = self._picture, picture
        if before is picture:
            return
        afar, found = self._afar, picture.whereabouts
        alike = afar is not None and afar.picture.cards is picture.cards and afar.fits(found)
        if not alike:
            self._afar = _made_ahead(picture)
            if self._afar is None or not self._afar.fits(found):
                self._afar = Afar(picture)
        self._afar.follow(picture)

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
        curved, lines = zoom >= _CURVED, self._afar.lines
        sent = [(batch, batch.sent(pose.t)) for batch in self._afar.batches if batch.bounds.intersects(exposed)]
        # Thin by a paler ink: one that lets through takes ten times as long.
        pale = max(0.2 if curved else 1 - max(0.25, 0.55 * zoom / _CURVED), _VEIL * pose.dim)
        painter.setPen(QPen(colour(mix(theme.wire, theme.canvas, pale)), 0))
        for batch, count in sent:
            if count < len(batch.rows):  # else the way back covers all of them
                painter.drawPath(batch.path(lines, curved, len(batch.rows)))
        painter.setPen(QPen(colour(mix(theme.backward, theme.canvas, pale)), 0))
        for batch, count in sent:
            if count:
                painter.drawPath(batch.path(lines, curved, count))

    def _paint_boxes(self, painter: QPainter, pose: Pose, theme: Theme, zoom: float, exposed: QRectF) -> None:
        assert self._picture is not None
        rows = self._picture.whereabouts.card_rows(exposed)
        boxes, values, adjoints = self._afar.boxes, self._afar.values[rows], self._afar.adjoints[rows]
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
        return self._afar.boxes[len(self._afar.boxes) // 2].width() if self._afar.boxes else 0.0

    def _paint_marked(
        self, painter: QPainter, pose: Pose, theme: Theme, zoom: float, selected: Iterable[str], hovered: str | None
    ) -> None:
        """The loss, what the step is about, what is selected: never lost in the crowd."""
        assert self._picture is not None
        picture, index = self._picture, self._picture.whereabouts.index
        least = 5 / zoom

        def mark(name: str, fill: str | None, edge: str | None, width: float) -> None:
            if name in index:
                box = self._afar.boxes[index[name]]
                grow = max(0.0, least - box.width()) / 2
                painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colour(edge), width / zoom) if edge else Qt.PenStyle.NoPen)
                painter.drawRect(box.adjusted(-grow, -grow, grow, grow))

        forward, steps = picture.times.forward, picture.steps
        loss = steps[forward].node if forward < len(steps) else picture.graph.loss
        if loss is not None:
            mark(loss, theme.loss, None, 0)
        if pose.step is not None and pose.dim > 0:
            for name in taking_part(picture, range(pose.step, pose.step + 1))[0]:
                row = index[name]
                done = self._afar.adjoints[row] <= pose.t, self._afar.values[row] <= pose.t
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
            middle, words = transform.map(self._afar.boxes[row].center()), self._afar.names[row]
            wide = signs * len(words)
            if wide < self._afar.boxes[row].width() * zoom - 4 and self._picture.whereabouts.names[row] != loss:
                painter.drawText(QPointF(middle.x() - wide / 2, middle.y() + 0.35 * _NAME_PX), words)
        painter.setWorldTransform(transform)


def _made_ahead(picture: Picture) -> Afar | None:
    """What was made while the file was opened; it is given away, as it changes with whoever draws it."""
    crowd = picture.cards
    if not isinstance(crowd, Crowd):
        return None
    found, crowd.afar = crowd.afar, None
    return found
