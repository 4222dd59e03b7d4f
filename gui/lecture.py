"""Lecture mode: the canvas alone on the whole screen, the sentence of the step below it, a clicker in the hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QSplitter, QWidget

from gui.canvas.view import CanvasView
from gui.drawing.pose import taking_part
from gui.panels.caption import Caption
from gui.playhead import Playhead
from gui.theming import Look

Key = Qt.Key

LARGEST = 3.0
"""How large the canvas is shown at most."""

LEGIBLE = 0.75
"""The zoom below which the view goes along with the story, since nobody could read the whole."""


class Lecture(QObject):
    """Hides everything but the canvas, and brings it back as it was.

    Page down, right, down and space step on, page up, left and up step back, B or the full stop blanks the screen,
    Esc leaves: what presenters' clickers send.
    """

    def __init__(self, window: QWidget, canvas: CanvasView, playhead: Playhead, look: Look) -> None:
        super().__init__(window)
        self._window, self._canvas, self._playhead = window, canvas, playhead
        self._caption = Caption(playhead, look)
        self._caption.hide()
        self.blank = QWidget(window)
        self.blank.setObjectName("blank")
        self.blank.setAutoFillBackground(True)
        self.blank.setPalette(QPalette(Qt.GlobalColor.black))
        self.blank.hide()
        self._hidden: list[QWidget] = []
        self._split = QByteArray()
        self._maximised = self._minimap = False
        self.on = False
        on, back = playhead.step_forward, playhead.step_back
        self._keys: dict[int, Callable[[], object]] = {
            **dict.fromkeys((Key.Key_PageDown, Key.Key_Right, Key.Key_Down, Key.Key_Space), on),
            **dict.fromkeys((Key.Key_PageUp, Key.Key_Left, Key.Key_Up), back),
            **dict.fromkeys((Key.Key_B, Key.Key_Period), self.toggle_blank),
            Key.Key_Escape: self.leave,
        }
        playhead.t_changed.connect(self._follow)

    @property
    def caption(self) -> Caption:
        return self._caption

    def toggle(self) -> None:
        if self.on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Takes the whole screen."""
        splitter = self._splitter()
        if self.on or splitter is None:
            return
        self.on = True
        self._maximised, self._minimap = self._window.isMaximized(), self._canvas.minimap.wanted
        self._split = splitter.saveState()
        beside = [splitter.widget(k) for k in range(splitter.count())]
        self._hidden = [w for w in (*self._around(splitter), *beside) if w is not self._canvas and not w.isHidden()]
        for widget in self._hidden:
            widget.hide()
        layout = splitter.parentWidget().layout()
        layout.addWidget(self._caption)
        self._caption.show()
        self._canvas.minimap.set_wanted(False)
        self._canvas.installEventFilter(self)
        self._window.installEventFilter(self)
        self._window.showFullScreen()
        self._canvas.setFocus()
        self._canvas.fit_at_most(LARGEST)
        self._fill()

    def leave(self) -> None:
        """Everything is again as it was."""
        splitter = self._splitter()
        if not self.on or splitter is None:
            return
        self.on = False
        self.blank.hide()
        self._window.removeEventFilter(self)
        self._canvas.removeEventFilter(self)
        splitter.parentWidget().layout().removeWidget(self._caption)
        self._caption.setParent(None)
        self._caption.hide()
        for widget in self._hidden:
            widget.show()
        self._hidden = []
        splitter.restoreState(self._split)
        self._canvas.minimap.set_wanted(self._minimap)
        if self._maximised:
            self._window.showMaximized()
        else:
            self._window.showNormal()
        self._canvas.fit_at_most()

    def toggle_blank(self) -> None:
        """A black screen, so that all look at the board; and back."""
        if self.on:
            self.blank.setGeometry(self._window.rect())
            self.blank.setVisible(self.blank.isHidden())
            self.blank.raise_()

    def _splitter(self) -> QSplitter | None:
        found = self._canvas.parentWidget()
        return found if isinstance(found, QSplitter) else None

    def _around(self, splitter: QSplitter) -> list[QWidget]:
        """What stands above and below the canvas and its panels."""
        layout = splitter.parentWidget().layout()
        widgets = [layout.itemAt(k).widget() for k in range(layout.count())]
        return [widget for widget in widgets if widget is not None and widget is not splitter]

    # --- keys, size, story

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._fill()
        if watched is not self._canvas or not isinstance(event, QKeyEvent):
            return False
        act = self._keys.get(event.key())
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            if act not in (self.toggle_blank, self.leave):
                self.blank.hide()
            act()
        return True

    def _fill(self) -> None:
        self._caption.fit_to(self._window.height())
        self.blank.setGeometry(self._window.rect())

    def _follow(self) -> None:
        """Goes along with the story where all of it at once would be too small."""
        picture, number = self._canvas.stage.picture, self._playhead.step_number
        if not self.on or picture is None or not number or self._whole_zoom() >= LEGIBLE:
            return
        about = QRectF()
        for name in taking_part(picture, range(number, number + 1))[0]:
            about = about.united(picture.rect(name))
        seen = self._canvas.mapToScene(self._canvas.viewport().rect()).boundingRect()
        if not about.isEmpty() and (not seen.contains(about) or self._canvas.zoom < LEGIBLE):
            self._canvas.bring(about.adjusted(-40, -40, 40, 40), 1.0)

    def _whole_zoom(self) -> float:
        content, room = self._canvas.content(), self._canvas.viewport().rect()
        if content.isEmpty():
            return 1.0
        return min(room.width() / content.width(), room.height() / content.height())
