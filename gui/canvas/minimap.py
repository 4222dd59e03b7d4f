"""The whole picture in a corner of the canvas, with a frame around what is in view: to see where one is, and go on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.canvas.navigation import NOTCH, NavigableView
from gui.canvas.stage import Stage
from gui.drawing.colours import colour
from gui.drawing.overview import Overview
from gui.drawing.painter import painting
from gui.drawing.strokes import box, pen

LARGEST, LEAST = (220.0, 150.0), (90.0, 56.0)
"""Width and height in pixels between which it takes the proportions of the picture."""

_CORNER, _INSIDE = 12, 6.0
_REST = 120
"""Milliseconds after a change before it is drawn again: what moves meanwhile is looked at on the canvas."""

_STEP = 0.25
"""How far an arrow key goes, in widths and heights of what is in view."""

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Minimap(QWidget):
    """Shows itself where it is ``wanted`` and something of the picture is out of view.

    A press or a drag moves the view there, the wheel zooms it; with the focus the arrows move it, + and − zoom.
    """

    def __init__(self, view: NavigableView, stage: Stage, overview: Overview) -> None:
        super().__init__(view)
        self._view = view
        self._stage = stage
        self._overview = overview
        self._drawn: QPixmap | None = None
        self._whole = QRectF()
        self._hold = QPointF()
        self.wanted = True
        self._covered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Minimap")
        self.setAccessibleDescription("The whole graph; the arrow keys move what is in view, plus and minus zoom it")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._redraw)
        stage.picture_changed.connect(self._rest.start)
        stage.posed.connect(lambda _before: self._rest.start())
        view.zoom_changed.connect(self._follow)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._follow)
        view.installEventFilter(self)
        self.hide()

    def set_wanted(self, wanted: bool) -> None:
        """Whether the user wants to see it at all."""
        self.wanted = wanted
        self._redraw()

    def set_covered(self, covered: bool) -> None:
        """Whether something that is asked needs the room."""
        self._covered = covered
        self._follow()

    # --- where things are

    @property
    def seen(self) -> QRectF:
        """What is in view, in the coordinates of the picture."""
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def _scale(self) -> float:
        return min(
            (self.width() - 2 * _INSIDE) / max(1.0, self._whole.width()),
            (self.height() - 2 * _INSIDE) / max(1.0, self._whole.height()),
        )

    def place_of(self, point: QPointF) -> QPointF:
        """Where a point of the picture is on the map."""
        return QRectF(self.rect()).center() + (point - self._whole.center()) * self._scale()

    def point_at(self, place: QPointF) -> QPointF:
        """The point of the picture at a place of the map."""
        return self._whole.center() + (place - QRectF(self.rect()).center()) / self._scale()

    def _frame(self) -> QRectF:
        seen = self.seen
        frame = QRectF(self.place_of(seen.topLeft()), self.place_of(seen.bottomRight()))
        grow = QSizeF(max(0.0, 6 - frame.width()) / 2, max(0.0, 6 - frame.height()) / 2)
        return frame.adjusted(-grow.width(), -grow.height(), grow.width(), grow.height())

    # --- following

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """The view went elsewhere."""
        whole = self._whole
        shown = (
            self.wanted
            and not self._covered
            and not whole.isEmpty()
            and not self.seen.adjusted(-1, -1, 1, 1).contains(whole)
        )
        if shown and not self.isVisible():
            self._rest.start()
            self._arrange()
        self.setVisible(shown or (self.hasFocus() and not self._covered))
        if shown:
            self._arrange()
            self.update()

    def _arrange(self) -> None:
        whole = self._whole
        scale = min(LARGEST[0] / max(1.0, whole.width()), LARGEST[1] / max(1.0, whole.height()))
        width = round(max(LEAST[0], whole.width() * scale) + 2 * _INSIDE)
        height = round(max(LEAST[1], whole.height() * scale) + 2 * _INSIDE)
        port = self._view.viewport().geometry()
        corner = port.right() - width - _CORNER, port.bottom() - height - _CORNER
        if (*corner, width, height) != self.geometry().getRect():
            self.setGeometry(*corner, width, height)

    def _redraw(self) -> None:
        """The picture is another: the map keeps to what it was while things move, and follows when they rest."""
        self._drawn = None
        self._whole = self._view.content()
        self._follow()

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._stage.look.theme
        if self._drawn is None:
            self._drawn = self._map()
        with painting(self) as painter:
            painter.setOpacity(0.94)
            box(painter, QRectF(self.rect()), 7, theme.card, theme.focus if self.hasFocus() else theme.edge, 1.0)
            painter.setOpacity(1.0)
            painter.drawPixmap(0, 0, self._drawn)
            painter.setClipRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
            painter.setPen(pen(theme.focus, 1.5))
            painter.setBrush(colour(theme.focus, 0.1))
            painter.drawRoundedRect(self._frame(), 2, 2)

    def _map(self) -> QPixmap:
        """The picture at the size of the map."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        picture = self._stage.picture
        if picture is None:
            return pixmap
        painter = QPainter(pixmap)
        centre, scale = self._whole.center(), self._scale()
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-centre)
        self._overview.take(picture)
        self._overview.paint(painter, self._stage.pose, self._stage.look.theme, self._whole)
        painter.end()
        return pixmap

    # --- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Inside the frame it takes hold of the frame; elsewhere the frame comes to the pointer."""
        event.accept()
        frame = self._frame()
        inside = frame.contains(event.position())
        self._hold = event.position() - frame.center() if inside else QPointF()
        if not inside:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position() - self._hold)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        middle = QRectF(self._view.viewport().rect()).center()
        self._view.zoom_at(middle, NOTCH ** (event.angleDelta().y() / 120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WAYS:
            right, down = _WAYS[Qt.Key(event.key())]
            port = self._view.viewport().rect()
            self._view.look_elsewhere()
            self._view.scroll_by(right * _STEP * port.width(), down * _STEP * port.height())
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._view.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self._view.zoom_out()
        elif event.key() == Qt.Key.Key_Escape:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        keys = {*_WAYS, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal, Qt.Key.Key_Escape}
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._follow()

    def _go(self, place: QPointF) -> None:
        """Brings what is at a place of the map into the middle of the view."""
        self._view.look_elsewhere()
        way = self._view.mapFromScene(self.point_at(place)) - self._view.viewport().rect().center()
        self._view.scroll_by(way.x(), way.y())
