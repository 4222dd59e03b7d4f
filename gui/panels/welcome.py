"""What stands in place of the canvas while there is nothing to draw: how to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.drawing.fonts import text_font


class Welcome(QWidget):
    """One sentence and the examples, each with its title and what it shows."""

    def __init__(
        self,
        examples: list[tuple[str, str, Path]],
        open_example: Callable[[Path], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel("Write an equation on the left")
        self.title.setFont(text_font(20, 600))
        words = QLabel(
            "One line is one equation, y = A x, or a declaration, A: 2x2.\n"
            "The graph grows as you type. Or begin with an example:"
        )
        words.setProperty("muted", True)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        for label in (self.title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(8)
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(8)
        for row, (title, about, path) in enumerate(examples):
            button = QPushButton(title)
            button.setMinimumWidth(150)
            button.setAccessibleDescription(about)
            button.clicked.connect(lambda _checked=False, path=path: open_example(path))
            shown = QLabel(about)
            shown.setProperty("muted", True)
            table.addWidget(button, row, 0)
            table.addWidget(shown, row, 1)
        layout.addLayout(table)
        layout.setAlignment(table, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
