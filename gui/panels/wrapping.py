"""Lines that are shown as mathematics take one line of room, however long they are as they were typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit


class Wrapping(QObject):
    """Lets a line of a text wrap, or keeps it from that, once the painting that asks for it is over."""

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._wanted: dict[int, bool] = {}
        self.changing = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._change)

    def show(self, block: QTextBlock, wraps: bool) -> None:
        """How a line is shown now."""
        layout, whole = block.layout(), block.blockFormat().nonBreakableLines()
        wrapped = layout is not None and layout.lineCount() > 1
        if (wraps and whole) or (not wraps and wrapped and not whole):
            self._wanted[block.blockNumber()] = wraps
            self._soon.start()

    def _change(self) -> None:
        wanted, self._wanted = self._wanted, {}
        self.changing = True
        for number, wraps in wanted.items():
            block = self._editor.document().findBlockByNumber(number)
            if block.isValid():
                cursor = QTextCursor(block)
                form = cursor.blockFormat()
                form.setNonBreakableLines(not wraps)
                cursor.setBlockFormat(form)
        self.changing = False
