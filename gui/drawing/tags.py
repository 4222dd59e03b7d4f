"""Colour tags: a ribbon at the top edge of a card."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gui.drawing.colours import colour, mix
from gui.drawing.picture import Picture
from gui.drawing.states import Pose
from gui.drawing.theme import Theme
from gui.drawing.tints import tint

_WIDE, _HIGH, _NOTCH = 12.0, 20.0, 4.0
_ASIDE = 15.0
"""How far the ribbon hangs from the left edge of its card."""

_SEEN = 4.5
"""Pixels that it is wide at least, however far off."""


def paint_tags(
    painter: QPainter, picture: Picture, pose: Pose, theme: Theme, zoom: float = 1.0, exposed: QRectF | None = None
) -> None:
    """The tags of all cards of a picture that are in view; to be painted over the cards."""
    painter.setPen(Qt.PenStyle.NoPen)
    for name, said in picture.annotations.tags.items():
        if name not in picture.placement or name in picture.hidden:
            continue
        rect = picture.rect(name)
        if exposed is not None and not rect.adjusted(-20, -20, 20, 20).intersects(exposed):
            continue
        ink = mix(tint(said, theme), theme.canvas, 0.6 * pose.card(name).dim)
        painter.setBrush(colour(ink))
        painter.drawPolygon(_ribbon(rect, max(1.0, _SEEN / (_WIDE * zoom))))


def _ribbon(rect: QRectF, scale: float) -> QPolygonF:
    """A ribbon that hangs half over the top edge, where neither title nor wires are."""
    right = rect.right() - _ASIDE * min(scale, 2.0)
    left, top = right - _WIDE * scale, rect.top() - 0.6 * _HIGH * scale
    low, notch = top + _HIGH * scale, _NOTCH * scale
    return QPolygonF(
        [
            QPointF(left, top),
            QPointF(right, top),
            QPointF(right, low),
            QPointF((left + right) / 2, low - notch),
            QPointF(left, low),
        ]
    )
