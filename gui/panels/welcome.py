"""What lies on the canvas while there is nothing to draw: how to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.drawing.fonts import text_font

WAYS = (
    ("Double-click, or press Esc, then N", "and type a name, a leaf or a whole equation: y = A x"),
    ("Drag from the palette", "an operation or a leaf, to where it shall stand"),
    ("Write on the left", "one line is one equation, or a declaration such as A: 2x2"),
)


class Welcome(QWidget):
    """The ways to begin, and the examples, each with its title and what it shows.

    It floats over ``canvas`` and stays in its middle; what is pressed or dropped beside its buttons is the canvas's.
    """

    def __init__(
        self,
        examples: list[tuple[str, str, Path]],
        open_example: Callable[[Path], object],
        canvas: QWidget,
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.title = QLabel("Begin with a node")
        self.title.setFont(text_font(20, 600))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.setAlignment(self.title, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        ways = QGridLayout()
        ways.setHorizontalSpacing(16)
        ways.setVerticalSpacing(7)
        for row, (gesture, words) in enumerate(WAYS):
            strong, muted = QLabel(gesture), QLabel(words)
            strong.setProperty("strong", True)
            muted.setProperty("muted", True)
            ways.addWidget(strong, row, 0, Qt.AlignmentFlag.AlignRight)
            ways.addWidget(muted, row, 1)
        layout.addLayout(ways)
        layout.addSpacing(22)
        other = QLabel("Or open an example")
        other.setProperty("muted", True)
        layout.addWidget(other)
        layout.setAlignment(other, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(_shelf(examples, open_example))
        canvas.installEventFilter(self)
        self._centre()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._centre()
        return False

    def moveEvent(self, event: QMoveEvent) -> None:
        """A canvas that is scrolled takes along what lies on it."""
        self._centre()

    def showEvent(self, event: QEvent) -> None:
        self._centre()

    def _centre(self) -> None:
        size = self.sizeHint()
        room = self._canvas.size()
        self.setGeometry(
            max(0, (room.width() - size.width()) // 2), max(0, (room.height() - size.height()) * 2 // 5),
            min(size.width(), room.width()), min(size.height(), room.height()),
        )  # fmt: skip


def _shelf(examples: list[tuple[str, str, Path]], open_example: Callable[[Path], object]) -> QGridLayout:
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
    return table
