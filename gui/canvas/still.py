"""What stands still while cards are dragged: painted once, and from then on copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from gui.drawing.strokes import HINTS


class Still:
    """The picture of one layer without what moves, as large as what it is painted on."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._key: Any = None

    def drop(self) -> None:
        """Nothing moves any more."""
        self._pixmap = self._key = None

    def paint(self, painter: QPainter, exposed: QRectF, key: Any, make: Callable[[QPainter, QRectF], None]) -> None:
        """Copies what is in ``exposed``. ``make(painter, area)`` paints it; again where ``key`` or the view changed."""
        transform = painter.deviceTransform()
        ratio = transform.m11() / painter.worldTransform().m11()
        view = transform.mapRect(on_view(painter))
        pixels = view.toAlignedRect()  # at a scale of 150 % a view may begin in the middle of a pixel
        key = (transform.m11(), transform.dx(), transform.dy(), pixels, key)
        if self._pixmap is None or self._key != key:
            self._pixmap, self._key = QPixmap(pixels.size()), key
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            shift = (view.topLeft() - QPointF(pixels.topLeft())) / ratio
            own = QPainter(self._pixmap)
            own.setRenderHints(HINTS)
            own.setWorldTransform(painter.worldTransform() * QTransform.fromTranslate(shift.x(), shift.y()))
            make(own, on_view(painter))
            own.end()
        place = transform.mapRect(exposed).toAlignedRect() & pixels
        painter.save()
        painter.resetTransform()
        painter.setWorldTransform(painter.deviceTransform().inverted()[0])  # whole pixels to whole pixels
        painter.drawPixmap(QRectF(place), self._pixmap, QRectF(place.translated(-pixels.topLeft())))
        painter.restore()


def on_view(painter: QPainter) -> QRectF:
    """All of what is painted on, in the coordinates of the painter."""
    device = painter.device()
    return painter.worldTransform().inverted()[0].mapRect(QRectF(0, 0, device.width(), device.height()))
