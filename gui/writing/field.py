r"""A field for one line of the equation language, or for a name: ``\sigma`` completes as in the equations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.drawing.fonts import serif_font
from gui.writing.completion import Candidate, CompletionList, candidates

SIZE = 18
"""Pixels of what is typed."""

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class MathField(QLineEdit):
    """Keys without a modifier are its own, whatever the window does with them.

    ``host`` is the widget in which its completions float, the window where none is given.
    Signals: ``entered()`` by Enter, ``given_up()`` by Esc, ``moved(int)`` by the arrows up (-1) and down (1).
    """

    entered = Signal()
    given_up = Signal()
    moved = Signal(int)

    def __init__(
        self,
        names: Callable[[], Iterable[str]] = list,
        parent: QWidget | None = None,
        host: QWidget | None = None,
        single_words: bool = True,
    ) -> None:
        super().__init__(parent)
        self._names = names
        self._host = host
        self._single_words = single_words
        self._list: CompletionList | None = None
        self.setFont(serif_font(SIZE, italic=False))
        self.textEdited.connect(self._offer)

    @property
    def completions(self) -> CompletionList:
        if self._list is None:
            self._list = CompletionList(self._host or self.window())
            self._list.taken.connect(self._complete)
        return self._list

    @property
    def completing(self) -> bool:
        """Whether something is offered at the cursor."""
        return self._list is not None and self._list.isVisible()

    def _offer(self) -> None:
        before = self.text()[: self.cursorPosition()]
        found = candidates(before, self._names()) if self.hasFocus() else []
        if not self._single_words and before.isidentifier():
            found = []
        if found or self._list is not None:
            host = self._host or self.window()
            place = self.mapTo(host, QPoint(self.cursorRect().center().x(), self.height()))
            self.completions.offer(found, place)

    def _complete(self, candidate: Candidate) -> None:
        end = self.cursorPosition()
        self.setSelection(end - candidate.typed, candidate.typed)
        self.insert(candidate.inserted)
        self.completions.hide()
        self.textEdited.emit(self.text())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.modifiers() in _PLAIN:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            tab = event.key() == Qt.Key.Key_Tab
            if event.type() == QEvent.Type.KeyPress and tab and self.completing:
                return self.completions.key(event.key(), event.text())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.completing and self.completions.key(event.key(), event.text()):
            event.accept()
            return
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._list is not None:
            self._list.hide()
