"""What a picture is exported as: which moment, which look, how large."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from graph.errors import GraphError
from gui.document import OpenDocument
from gui.exporting.still import LABEL_PT, export_png
from gui.playhead import Playhead
from gui.theming import Look

LOOKS = {"Figure, for print": "figure", "Light": "light", "Dark": "dark"}

SIZES: dict[str, dict[str, float]] = {
    "Full page width, 178 mm, 300 dpi": {"width": 178, "dpi": 300},
    "Column width, 85 mm, 300 dpi": {"width": 85, "dpi": 300},
    "Column width, 85 mm, 600 dpi": {"width": 85, "dpi": 600},
    "Slide, 254 mm, 192 dpi": {"width": 254, "dpi": 192},
    "Screen, 1×": {"scale": 1},
    "Screen, 2×": {"scale": 2},
}


class ExportDialog(QDialog):
    """Asks, writes, and says what was written."""

    def __init__(
        self, document: OpenDocument, playhead: Playhead, look: Look, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export PNG")
        self._document = document
        self._playhead = playhead
        self._look = look
        self._folder = document.path.parent if document.path else folder
        step = playhead.step_number
        moments = {"All adjoints": {"at": "adjoints"}, "All values": {"at": "values"}}
        if 0 < step < playhead.length:
            moments = {f"After step {step}, as it is now": {"step": step}, **moments}
        self._moments: dict[str, dict[str, Any]] = moments
        self.moment = _choice("Moment", self._moments)
        self.theme = _choice("Look", LOOKS)
        self.size = _choice("Size", SIZES)
        self.transparent = QCheckBox("Transparent ground")
        self.legend = QCheckBox("With a legend")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText("&Save as…")
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setSpacing(12)
        for words, widget in (("&Moment", self.moment), ("&Look", self.theme), ("&Size", self.size)):
            label = QLabel(words)
            label.setBuddy(widget)
            form.addRow(label, widget)
        form.addRow("", self.transparent)
        form.addRow("", self.legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(18)
        layout.addLayout(form)
        layout.addWidget(self.buttons)

    def _save(self) -> None:
        stem = Path(self._document.name).stem
        chosen, _filter = QFileDialog.getSaveFileName(
            self, "Export PNG", str(self._folder / f"{stem}.png"), "PNG pictures (*.png)"
        )
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_name(path.name + ".png")
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            written = export_png(
                self._document.tidy(),
                path,
                **self._moments[self.moment.currentText()],
                **SIZES[self.size.currentText()],
                theme=LOOKS[self.theme.currentText()],
                transparent=self.transparent.isChecked(),
                legend=self.legend.isChecked(),
                digits=self._look.digits,
            )
        except GraphError as error:
            QGuiApplication.restoreOverrideCursor()
            words = "\n".join(f"{problem.message}\n{problem.hint}".strip() for problem in error.problems[:4])
            QMessageBox.warning(self, "Export PNG", f"The picture was not written.\n\n{words}")
            return
        QGuiApplication.restoreOverrideCursor()
        if LOOKS[self.theme.currentText()] == "figure" and written.label_pt < LABEL_PT - 0.05:
            words = f"On paper its labels are {written.label_pt:.1f} pt, under the {LABEL_PT:g} pt of good print."
            hint = "A wider size, or fewer nodes, gives larger ones."
            QMessageBox.information(self, "Export PNG", f"{path.name} is written. {words}\n\n{hint}")
        self.accept()


def _choice(name: str, choices: dict[str, Any]) -> QComboBox:
    box = QComboBox()
    box.addItems(list(choices))
    box.setAccessibleName(name)
    return box
