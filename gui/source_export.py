"""File ▸ Export: the graph as a program for NumPy, JAX or PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from graph.errors import GraphError
from gui.document import OpenDocument
from gui.filing import Filing
from gui.settings import Settings

if TYPE_CHECKING:
    from graph.operations.code import Library

_TITLES = {"numpy": "NumPy", "jax": "JAX", "pytorch": "PyTorch"}


class SourceExport(QObject):
    """Asks where to, writes, and says what kept it from being written."""

    def __init__(self, document: OpenDocument, filing: Filing, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._filing = filing
        self._settings = settings
        self._window = window

    def numpy(self) -> None:
        self._export("numpy")

    def jax(self) -> None:
        self._export("jax")

    def jax_parallel(self) -> None:
        self._export("jax", parallel=True)

    def pytorch(self) -> None:
        self._export("pytorch")

    def pytorch_parallel(self) -> None:
        self._export("pytorch", parallel=True)

    def _export(self, library: Library, parallel: bool = False) -> None:
        document = self._document
        stem = Path(document.name).stem
        folder = document.path.parent if document.path else self._settings.folder
        proposed = folder / f"{stem.replace('-', '_').replace(' ', '_')}_{library}.py"
        title = f"Export {_TITLES[library]} source"
        chosen, _filter = QFileDialog.getSaveFileName(self._window, title, str(proposed), "Python (*.py)")
        if not chosen or document.graph is None:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_name(path.name + ".py")
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            from graph.sources import source

            made = source(document.graph, library, loss=document.loss, name=stem, parallel=parallel)
            made.save(path)
        except GraphError as error:
            QGuiApplication.restoreOverrideCursor()
            self._filing.tell("The source was not written", error)
            return
        QGuiApplication.restoreOverrideCursor()
