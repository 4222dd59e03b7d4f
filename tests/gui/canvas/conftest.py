"""A whole window with the shared-A example, its formulas typeset, and a hand on its canvas."""

from functools import cache

import pytest
from PySide6.QtWidgets import QApplication

from graph.files import Document
from gui.application import begin
from gui.drawing import mathematics
from gui.settings import Settings
from gui.window import Window
from tests.gui.canvas.hand import Hand


@pytest.fixture(scope="session")
def _outlines_once():
    """Each formula is typeset once for all tests: its outline depends on nothing but its LaTeX."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mathematics, "outline", cache(mathematics.outline))
        yield


@pytest.fixture
def open_window(qtbot, _outlines_once):
    """Opens windows, and closes them without a question; ``path`` is a file, else it is the example."""
    opened = []

    def open_one(path=None):
        settings = Settings()
        settings.theme = "light"
        window = Window(settings)
        window.look.typesetter.synchronous = True
        window.resize(1400, 900)
        begin(window, path)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        window.canvas.setFocus()
        qtbot.waitUntil(window.canvas.hasFocus)
        opened.append(window)
        return window

    yield open_one
    for window in opened:
        window.document.undo_stack.setClean()
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.fixture
def canvas(window):
    return window.canvas


@pytest.fixture
def hand(window, qtbot):
    QApplication.clipboard().clear()
    return Hand(window, qtbot)


@pytest.fixture
def open_text(window, hand):
    """Shows these equations."""

    def show(text):
        window.document.new(Document(text=text))
        window.canvas.setFocus()

    return show


@pytest.fixture
def empty(window, canvas):
    """The window with no equations at all."""
    window.document.new()
    canvas.setFocus()
    return window
