"""What this program is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from gui.drawing.fonts import text_font
from gui.theming import Look
from gui.writing.formulas import Mathematics
from gui.writing.typeset import PhraseLabel


class About(QDialog):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Adjoint")
        name = QLabel("Adjoint")
        name.setFont(text_font(24, 600))
        words = PhraseLabel(look, px=14)
        words.set_phrase(
            "Equations in, animated values and adjoints out. The adjoint of a node ",
            Mathematics("x", "x"),
            " is ",
            Mathematics("x̄ = ∂L/∂x", r"\bar{x} = \partial L/\partial x"),
            ": what the loss gains for every little that the node gains.",
        )
        facts = QLabel(f"Version {_version()} · Qt {qVersion()} · MIT licence · faces Inter and STIX Two (OFL)")
        facts.setProperty("muted", True)
        facts.setWordWrap(True)
        facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 18)
        layout.setSpacing(14)
        for widget in (name, words, facts, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(460)


def _version() -> str:
    try:
        return version("adjoint")
    except PackageNotFoundError:
        return "from a checkout"
