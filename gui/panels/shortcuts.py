"""The sheet of shortcuts, made of the table of commands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.actions import Sheet, shortcut_sheets
from gui.writing.typeset import heading

_FRAME = QSize(24, 64)
"""What the frame of a window takes of the screen."""


class ShortcutSheet(QDialog):
    """All keys and gestures on one page, which scrolls where the screen is smaller."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 18, 0)
        columns.setSpacing(40)
        for sheets in _columns(shortcut_sheets(), 3):
            column = QVBoxLayout()
            column.setSpacing(8)
            for sheet in sheets:
                column.addWidget(heading(sheet.title))
                column.addLayout(_table(sheet))
                column.addSpacing(12)
            column.addStretch(1)
            columns.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 18)
        layout.setSpacing(12)
        self.area = QScrollArea()
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        layout.addWidget(self.area)
        layout.addWidget(buttons)
        bar, inside = self.area.verticalScrollBar().sizeHint().width(), page.sizeHint()
        wanted = inside.grownBy(layout.contentsMargins()) + QSize(bar, layout.spacing() + buttons.sizeHint().height())
        self.resize(wanted.boundedTo(self.screen().availableSize() - _FRAME))


def _table(sheet: Sheet) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(18)
    table.setVerticalSpacing(4)
    table.setColumnStretch(1, 1)
    for row, (keys, words) in enumerate(sheet.rows):
        key_label, word_label = QLabel(keys), QLabel(words)
        key_label.setProperty("strong", True)
        word_label.setProperty("muted", True)
        table.addWidget(key_label, row, 0, Qt.AlignmentFlag.AlignTop)
        table.addWidget(word_label, row, 1, Qt.AlignmentFlag.AlignTop)
    return table


def _columns(sheets: list[Sheet], count: int) -> list[list[Sheet]]:
    """Sheets dealt out so that the columns are about equally long."""
    columns: list[list[Sheet]] = [[] for _ in range(count)]
    for sheet in sorted(sheets, key=lambda sheet: -len(sheet.rows)):
        shortest = min(columns, key=lambda column: sum(len(other.rows) + 2 for other in column))
        shortest.append(sheet)
    return columns
