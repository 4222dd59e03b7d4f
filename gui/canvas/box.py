"""A box over the canvas in which something is asked: it opens, keeps what is its own, and goes when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from gui.drawing.colours import colour
from gui.drawing.painter import painting

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_EDGE = 6
"""Pixels between a box and the edge of the canvas, at least."""


class Box(QFrame):
    """Child of the viewport, ``width`` pixels wide. The focus going elsewhere closes it, another document too.

    Neither the mouse nor the wheel nor a key reaches the canvas through it.
    """

    def __init__(self, view: CanvasView, width: int, name: str) -> None:
        super().__init__(view.viewport())
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAccessibleName(name)
        self.setFixedWidth(width)
        view.document.opened.connect(self.close)
        self.hide()

    def lay_out(self, *widgets: QWidget) -> None:
        """Its parts, from above to below."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        for widget in widgets:
            layout.addWidget(widget)

    @property
    def room(self) -> QRect:
        """Where on the viewport it may stand."""
        return self._view.viewport().rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)

    def fit(self) -> None:
        """As high as what is in it."""
        self.resize(self.width(), wanted_height(self))

    def appear(self, first: QWidget) -> None:
        """Opens, with the focus in ``first``."""
        self._view.minimap.set_covered(True)
        self._view.viewport().update()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().focusChanged.connect(self._focus_moved, Qt.ConnectionType.UniqueConnection)

    def close(self) -> bool:
        """Closes, and nothing else happens; whether it was open. The focus goes back to the canvas."""
        if self.isHidden():
            return False
        QApplication.instance().focusChanged.disconnect(self._focus_moved)
        inside = self._holds(QApplication.focusWidget())
        self.hide()
        self._view.minimap.set_covered(False)
        self._view.viewport().update()
        if inside:
            self._view.setFocus(Qt.FocusReason.PopupFocusReason)
        return True

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self._holds(new):
            self.close()

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._view.look.theme
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(theme.outline), 1))
            painter.setBrush(colour(theme.card))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 9, 9)


def wanted_height(box: QWidget) -> int:
    """How high its contents want to be at its width: a layout in which nothing wraps knows no height for a width."""
    layout = box.layout()
    return layout.totalHeightForWidth(box.width()) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
