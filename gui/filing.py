"""New, open, save, close as on any desktop, with the question before unsaved work is dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from graph.errors import GraphError
from graph.files import Document, gradient_document, hessian_document, load
from gui.document import OpenDocument
from gui.opening import LARGE_FILE, Opened, Opening
from gui.settings import Settings

SUFFIX = ".adjoint"
FILTER = "Adjoint files (*.adjoint);;Equations as text (*.txt);;All files (*)"
TEXT_SUFFIXES = (".txt", ".text", ".eq")


class Filing(QObject):
    """What happens between the document and the disk. Every method tells whether it was done."""

    def __init__(self, document: OpenDocument, opening: Opening, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._opening = opening
        opening.done.connect(self._opened)
        opening.failed.connect(lambda path, error: self.tell(f"{path.name} cannot be opened", error))
        self._settings = settings
        self._window = window

    def new(self) -> bool:
        if not self.may_drop():
            return False
        self._opening.cancel()
        self._document.new()
        return True

    def open(self) -> bool:
        """Asks for a file and opens it."""
        if not self.may_drop():
            return False
        chosen, _filter = QFileDialog.getOpenFileName(self._window, "Open", str(self._settings.folder), FILTER)
        return bool(chosen) and self._read(Path(chosen))

    def open_path(self, path: Path) -> bool:
        """Opens this file, after the question about unsaved work."""
        return self.may_drop() and self._read(path)

    def open_example(self, path: Path) -> bool:
        """Opens a copy of what ships: saving it asks where."""
        if not self.may_drop():
            return False
        self._opening.cancel()
        try:
            self._document.new(load(path), path.stem)
        except GraphError as error:
            self.tell(f"{path.stem} cannot be opened", error)
            return False
        return True

    def open_gradient(self) -> bool:
        """Opens the gradient of what is open as a document of its own, in which every adjoint is an equation."""
        return self._open_made("gradient", gradient_document)

    def open_hessian(self, wrt: str, entry: tuple[int, ...] | None = None) -> bool:
        """Opens the gradient times a vector, 1 at ``entry``: the adjoint of ``wrt`` is then that row of the Hessian."""
        return self._open_made("Hessian", lambda document: hessian_document(document, wrt, entry))

    def _open_made(self, what: str, make: Callable[[Document], Document]) -> bool:
        try:
            made = make(self._document.tidy())
        except GraphError as error:
            self.tell(f"The {what} cannot be opened", error)
            return False
        if not self.may_drop():
            return False
        self._document.new(made, f"{Path(self._document.name).stem}-{what.lower()}")
        return True

    def save(self) -> bool:
        return self.save_as() if self._document.path is None else self._write(self._document.path)

    def save_as(self) -> bool:
        proposed = self._document.path or self._settings.folder / self._document.name
        if proposed.suffix != SUFFIX:
            proposed = proposed.with_name(proposed.name + SUFFIX)
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window, "Save as", str(proposed), "Adjoint files (*.adjoint)"
        )
        if not chosen:
            return False
        path = Path(chosen)
        if not path.suffix:
            path = path.with_name(path.name + SUFFIX)
            if path.exists() and not self._may_replace(path):
                return False
        return self._write(path)

    def may_drop(self) -> bool:
        """Whether the open document may go: it is saved, or the user saved it now, or wants to lose the changes."""
        if not self._document.edited:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Unsaved changes")
        box.setText(f"Save the changes to {self._document.name}?")
        box.setInformativeText("They are lost if you discard them.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        for button, words in ((buttons.Save, "&Save"), (buttons.Discard, "&Discard"), (buttons.Cancel, "&Cancel")):
            box.button(button).setText(words)
        box.setDefaultButton(buttons.Save)
        box.setEscapeButton(buttons.Cancel)
        answer = box.exec()
        if answer == buttons.Save:
            return self.save()
        return bool(answer == buttons.Discard)

    def tell(self, headline: str, error: GraphError) -> None:
        """Says what went wrong, in words."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Adjoint")
        box.setText(headline)
        words = [problem.message + (f"\n{problem.hint}" if problem.hint else "") for problem in error.problems[:5]]
        box.setInformativeText("\n".join(words))
        box.exec()

    def _read(self, path: Path) -> bool:
        self._opening.cancel()
        if _large(path):
            self._opening.begin(path)
            return True
        try:
            if path.suffix.lower() in TEXT_SUFFIXES:
                self._document.new(load(path), path.stem)
            else:
                self._document.open(path)
        except GraphError as error:
            self.tell(f"{path.name} cannot be opened", error)
            return False
        if self._document.path is not None:
            self._settings.opened(path)
        return True

    def _opened(self, opened: Opened) -> None:
        """A large file is there; what was done meanwhile to the document before it is not lost unasked."""
        if not self.may_drop():
            return
        text = opened.path.suffix.lower() in TEXT_SUFFIXES
        name = opened.path.stem if text else opened.path.name
        self._document.take(opened.document, opened.reading, None if text else opened.path, name)
        if not text:
            self._settings.opened(opened.path)

    def _write(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except GraphError as error:
            self.tell(f"{path.name} cannot be saved", error)
            return False
        self._settings.opened(path)
        return True

    def _may_replace(self, path: Path) -> bool:
        answer = QMessageBox.question(self._window, "Save as", f"{path.name} exists already. Replace it?")
        return bool(answer == QMessageBox.StandardButton.Yes)


def _large(path: Path) -> bool:
    """Whether a file takes long enough to open for a plate that says how far it is."""
    try:
        return path.stat().st_size >= LARGE_FILE
    except OSError:
        return False
