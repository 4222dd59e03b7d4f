"""A whole window with the shared-A example, as a user finds it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox

from gui.application import begin
from gui.settings import Settings
from gui.window import Window


@pytest.fixture
def settings(qapp):
    settings = Settings()
    settings.theme = "light"
    return settings


@pytest.fixture
def window(qtbot, settings):
    window = open_window(qtbot, settings)
    yield window
    close(window)


def open_window(qtbot, settings, path=None, size=(1400, 900)):
    window = Window(settings)
    if size is not None:
        window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    begin(window, path)
    return window


def press(qtbot, window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """A key to the window; this platform does not give the focus back after a dialog, as desktops do."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifiers)


def close(window):
    """Closes without a question, and deletes: styling the widgets of all windows ever opened would take ever longer."""
    window.document.undo_stack.setClean()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def answer(qtbot) -> Callable[[str], list[str]]:
    """Presses a button of the next message box, and keeps what the box said."""

    def prepare(words: str) -> list[str]:
        said: list[str] = []

        def press() -> None:
            box = QApplication.activeModalWidget()
            if not isinstance(box, QMessageBox):
                QTimer.singleShot(20, box or QApplication.instance(), press)
                return
            said.extend((box.text(), box.informativeText()))
            button = next(b for b in box.buttons() if _words(b) == words)
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

        QTimer.singleShot(0, QApplication.instance(), press)
        return said

    return prepare


def _words(button: QAbstractButton) -> str:
    return button.text().replace("&", "")
