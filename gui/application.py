"""The application: one window, its look, and what happens to errors that nobody foresaw."""

from __future__ import annotations

import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from graph.files import Document
from gui.collecting import Collecting
from gui.examples import examples
from gui.settings import Settings
from gui.window import Window


def run(path: Path | None = None, document: Document | None = None) -> int:
    """Opens the window, with a file, a document or the first example; returns its exit status when it is closed."""
    application = make_application()
    window = Window(Settings())
    sys.excepthook = Mishap(window)
    signal.signal(signal.SIGINT, lambda *_: window.close())
    awake = QTimer(application)  # or Python would see no Ctrl+C while Qt waits
    awake.start(500)
    awake.timeout.connect(lambda: None)
    window.show()
    begin(window, path, document)
    Collecting(window.document).begin()
    return application.exec()


def make_application() -> QApplication:
    """The QApplication, in Fusion, whose palette is ours on every desktop."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("adjoint")
    QGuiApplication.setDesktopFileName("adjoint")
    application.setStyle("fusion")
    return application


def begin(window: Window, path: Path | None, document: Document | None = None) -> None:
    """Opens ``path``, or ``document`` as a fresh one; without either, the first example. Nothing moves."""
    if document is not None:
        window.document.new(document)
    elif path is None:
        window.filing.open_example(examples()[0].path)
    elif not window.filing.open_path(path):
        window.document.new()


class Mishap:
    """The last resort: says in words that the program has a fault, and leaves every file alone."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._telling = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(report)
        if self._telling or issubclass(kind, KeyboardInterrupt):
            return
        self._telling = True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("Adjoint")
        box.setText("Something went wrong inside Adjoint.")
        box.setInformativeText(
            "It is a fault of the program, not of your equations. No file has been changed. "
            "You can go on; if you have unsaved work, save it under a new name to be safe."
        )
        copy = box.addButton("Copy a report", QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(report)
        self._telling = False
