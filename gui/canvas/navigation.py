"""A view that is moved and zoomed as on any canvas: wheel, touchpad, pinch, middle button, space and drag."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

CLOSEST, FARTHEST = 4.0, 0.02
"""Zoom factors between which the view stays; farther only as far as it takes to see all of a large picture."""

FITTED = 1.25
"""The zoom at which a small picture is fitted into the view."""

NOTCH = 1.2
"""How much one notch of a wheel zooms."""

MARGIN = 20.0
"""Free space around what is fitted into the view, in pixels."""


class NavigableView(QGraphicsView):
    """Signals: ``zoom_changed(float)``, 1 is 100 %."""

    zoom_changed = Signal(float)

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fits = True
        self._closest = FITTED
        self._cropped = False
        """Whether what is fitted into the view otherwise has grown beyond it, as it is to be read."""

    @property
    def zoom(self) -> float:
        return self.transform().m11()

    def content(self) -> QRectF:
        """What Fit brings into view."""
        return self.sceneRect()

    # --- zoom

    def zoom_at(self, point: QPointF, factor: float) -> None:
        """Zooms by ``factor``; what lies under ``point`` of the viewport stays there."""
        target = max(self._farthest(), min(CLOSEST, self.zoom * factor))
        if abs(target - self.zoom) < 1e-9:
            return
        under = self.mapToScene(point.toPoint()) + (point - QPointF(point.toPoint())) / self.zoom
        self._put(under, point, target)
        self._fits = False

    def zoom_in(self) -> None:
        self.zoom_at(self._middle(), NOTCH**2)

    def zoom_out(self) -> None:
        self.zoom_at(self._middle(), NOTCH**-2)

    def zoom_to_actual_size(self) -> None:
        self.zoom_at(self._middle(), 1 / self.zoom)

    def fit(self) -> None:
        """All of the picture, not larger than at 125 %, or as ``fit_at_most`` said."""
        if self.content().isEmpty():
            self._put(self.mapToScene(self.viewport().rect().center()), self._middle(), 1.0)
        self.bring(self.content(), self._closest)
        self._fits, self._cropped = True, False

    def fit_at_most(self, closest: float = FITTED) -> None:
        """All of the picture, now and whenever it is fitted again, as large as there is room but for ``closest``."""
        self._closest = closest
        self.fit()

    def _fit_again(self) -> None:
        """Fits what grew or moved, unless the user looks elsewhere."""
        if self._fits:
            self.fit()

    def crops(self, readable: float) -> bool:
        """Whether the view could be read, and could not any more if all that grew were fitted into it: then it stays
        at its zoom.
        """
        self._cropped = self._fits and self.zoom >= readable > min(self._closest, self.fitting(self.content()))
        return self._cropped

    def fit_to(self, area: QRectF) -> None:
        """Fits what is on its way to ``area``, unless the user looks elsewhere."""
        if self._fits:
            self.bring(area, 1.25)

    def look_elsewhere(self) -> None:
        """From now on the view stays where it is when the picture changes."""
        self._fits = False

    def bring(self, area: QRectF, closest: float = CLOSEST) -> None:
        """Shows ``area`` as large as the window allows, and ``closest`` at most."""
        if area.isEmpty() or self.viewport().width() < 2 * MARGIN or self.viewport().height() < 2 * MARGIN:
            return
        self._put(area.center(), self._middle(), max(self._farthest(), min(closest, self.fitting(area))))

    def fitting(self, area: QRectF, beside: float = 0.0) -> float:
        """The zoom at which an area just fits, with pixels left ``beside`` it."""
        across = (self.viewport().width() - 2 * MARGIN - beside) / max(1.0, area.width())
        return min(across, (self.viewport().height() - 2 * MARGIN) / max(1.0, area.height()))

    def _farthest(self) -> float:
        return min(FARTHEST, max(1e-5, self.fitting(self.content())))

    def hold(self, scene_point: QPointF, point: QPoint, zoom: float) -> None:
        """Keeps a point of the scene under one of the viewport at this zoom, though there is more to fit now."""
        self._fits = False
        self._put(scene_point, QPointF(point), zoom)

    def _middle(self) -> QPointF:
        return QRectF(self.viewport().rect()).center()

    def _put(self, scene_point: QPointF, at: QPointF, zoom: float) -> None:
        """Puts ``scene_point`` at the point ``at`` of the viewport, at this zoom."""
        changed = abs(zoom - self.zoom) > 1e-12
        self.setTransform(QTransform.fromScale(zoom, zoom))
        here = scene_point * zoom
        origin = self.mapFromScene(QPointF(0, 0))
        self.scroll_by(here.x() + origin.x() - at.x(), here.y() + origin.y() - at.y())
        if changed:
            self.zoom_changed.emit(zoom)

    def scroll_by(self, right: float, down: float) -> None:
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(right))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(down))

    # --- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._cropped:
            self._fit_again()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms, a touchpad moves; with Ctrl both zoom, with Shift both move."""
        keys = event.modifiers()
        control = bool(keys & Qt.KeyboardModifier.ControlModifier)
        touchpad = event.device().type() == QInputDevice.DeviceType.TouchPad or not event.pixelDelta().isNull()
        if (touchpad or keys & Qt.KeyboardModifier.ShiftModifier) and not control:
            way = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
            sideways = keys & Qt.KeyboardModifier.ShiftModifier and not way.x()
            self._fits = False
            self.scroll_by(*((-way.y(), 0) if sideways else (-way.x(), -way.y())))
        else:
            notches = (event.angleDelta().y() or event.pixelDelta().y() * 2) / 120
            self.zoom_at(event.position(), NOTCH**notches)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_at(event.position(), 1 + event.value())
            return True
        return super().viewportEvent(event)
