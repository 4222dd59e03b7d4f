"""What stands still while cards are dragged: painted once, and from then on copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

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
        device, transform = painter.device(), painter.worldTransform()
        key = (transform.m11(), transform.dx(), transform.dy(), device.width(), device.height(), key)
        if self._pixmap is None or self._key != key:
            ratio = device.devicePixelRatioF()
            self._pixmap, self._key = QPixmap(round(device.width() * ratio), round(device.height() * ratio)), key
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            own = QPainter(self._pixmap)
            own.setRenderHints(HINTS)
            own.setWorldTransform(transform)
            make(own, on_view(painter))
            own.end()
        ratio = self._pixmap.devicePixelRatio()
        place = QRectF(transform.mapRect(exposed).toAlignedRect())
        place &= QRectF(0, 0, device.width(), device.height())
        source = QRectF(place.topLeft() * ratio, place.size() * ratio)
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(place, self._pixmap, source)
        painter.restore()


def on_view(painter: QPainter) -> QRectF:
    """All of what is painted on, in the coordinates of the painter."""
    device = painter.device()
    return painter.worldTransform().inverted()[0].mapRect(QRectF(0, 0, device.width(), device.height()))
