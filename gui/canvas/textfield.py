"""A line of text typed over the canvas: a title, taken with Enter or by going elsewhere, dropped with Esc."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

LEAST = (140, 24)
"""Pixels a field has at least, however far the canvas is zoomed out."""


class TextField(QLineEdit):
    """Signals: ``entered(str)``; ``given_up()``."""

    entered = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.hide()

    def begin(self, text: str, place: QRect) -> None:
        """Opens over a place of the viewport with this text, all of it selected."""
        self.setText(text)
        self.stand(place)
        self.show()
        self.selectAll()
        self.setFocus()

    def stand(self, place: QRect) -> None:
        width, height = max(place.width(), LEAST[0]), max(place.height(), LEAST[1])
        self.setGeometry(QRect(place.left(), place.top(), width, height))

    def end(self, canvas: QWidget) -> None:
        """Closes; the focus goes back to the canvas, not on to whatever comes next."""
        if self.hasFocus():
            canvas.setFocus()
        self.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:  # no shortcut may take a key that is typed here
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.text())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and is_for_good(event):
            self.entered.emit(self.text())


def is_for_good(event: QFocusEvent) -> bool:
    """Whether who types went on to something else: not into a menu of the field, nor to another window."""
    return event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
