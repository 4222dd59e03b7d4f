"""Editing a leaf's numbers where they stand: a field over one cell, and blocks by copy and paste."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from graph.model import Leaf
from graph.shapes import written
from gui.canvas.textfield import is_for_good
from gui.document import OpenDocument
from gui.writing.blocks import Block, BlockError, read_block, write_block

LEAST_FIELD = (72, 24)
"""Pixels a field has at least, however small its cell is."""


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class CellField(QLineEdit):
    """The field over one cell.

    Signals: ``entered(str, int, int)``, the text and the rows and columns to go on by; ``pasted(str)``, a block;
    ``given_up()``.
    """

    entered = Signal(str, int, int)
    pasted = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cell")
        self.setAccessibleName("number")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrame(False)
        self.hide()

    def event(self, event: QEvent) -> bool:
        # Tab must arrive as a key, not as a change of focus; nor may a shortcut take a key that means something here.
        plain = isinstance(event, QKeyEvent) and event.modifiers() in _PLAIN
        if event.type() == QEvent.Type.ShortcutOverride and plain:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._go_on(event):
            return True
        return super().event(event)

    def _go_on(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Return: (1, 0),
            Qt.Key.Key_Enter: (1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Tab: (0, 1),
            Qt.Key.Key_Backtab: (0, -1),
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and _several(QGuiApplication.clipboard().text()):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif key in steps:
            self.entered.emit(self.text(), *steps[key])
        else:
            return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and is_for_good(event):
            self.entered.emit(self.text(), 0, 0)


class Cells(Protocol):
    """What editing needs of the canvas: its viewport, and where a cell of a value is on it."""

    def viewport(self) -> QWidget: ...
    def cell_place(self, name: str, row: int, column: int) -> QRect | None: ...
    def setFocus(self) -> None: ...


class ValueEditing(QObject):
    """One leaf being edited, or none. Every number entered and every block pasted is one undo step."""

    def __init__(self, canvas: Cells, document: OpenDocument) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._document = document
        self._cell: tuple[str, int, int] | None = None
        self.field = CellField(canvas.viewport())
        self.field.entered.connect(self._enter)
        self.field.pasted.connect(self._paste_here)
        self.field.given_up.connect(self.close)

    @property
    def open(self) -> bool:
        return self._cell is not None

    def begin(self, name: str, row: int = 0, column: int = 0) -> bool:
        """Opens the field over a cell of a leaf. Answers False where ``name`` is no leaf with numbers."""
        place = self._canvas.cell_place(name, row, column)
        graph = self._document.graph
        if place is None or graph is None or not isinstance(graph.nodes.get(name), Leaf) or self._document.stale:
            return False
        number = float(self._block(name)[row, column])
        self._cell = (name, row, column)
        self.field.setAccessibleDescription(f"{name}, row {row + 1}, column {column + 1}")
        self.field.setText(f"{number:g}" if float(f"{number:g}") == number else repr(number))
        self.field.setGeometry(_at_least(place))
        self.field.show()
        self.field.selectAll()
        self.field.setFocus()
        return True

    def follow(self) -> None:
        """The canvas moved under the field."""
        if self._cell is None:
            return
        place = self._canvas.cell_place(*self._cell)
        if place is None:  # the leaf is gone, or has another shape
            self.close()
        else:
            self.field.setGeometry(_at_least(place))

    def close(self) -> None:
        if self._cell is not None:
            self._cell = None
            QToolTip.hideText()
            if self.field.hasFocus():  # a field hidden with the focus would send it on to the next node
                self._canvas.setFocus()
            self.field.hide()

    def copy(self, array: Block) -> None:
        """Puts the numbers of a node on the clipboard, as a spreadsheet takes them."""
        QGuiApplication.clipboard().setText(write_block(array.reshape(-1, array.shape[-1] if array.ndim else 1)))

    def paste(self, name: str, text: str, corner: tuple[int, int] = (0, 0)) -> None:
        """Puts the block in ``text`` into a leaf, its first number at ``corner``. Raises BlockError in words."""
        graph = self._document.graph
        if graph is None or name not in graph.values:
            raise BlockError(f"{name} is no leaf: its numbers come from its equation")
        old = self._block(name)
        row, column = corner
        new = read_block(text, (old.shape[0] - row, old.shape[1] - column))
        if new.shape != old.shape and new.shape[::-1] == old.shape and 1 in new.shape:
            new = new.T  # a row pasted into a column of as many entries
        if row + new.shape[0] > old.shape[0] or column + new.shape[1] > old.shape[1]:
            start = f" from row {row + 1}, column {column + 1}" if corner != (0, 0) else ""
            raise BlockError(
                f"the block is {written(new.shape)}, {name} is {written(old.shape)}: it does not fit{start}"
            )
        block = old.copy()
        block[row : row + new.shape[0], column : column + new.shape[1]] = new
        self._set(name, block)

    def _block(self, name: str) -> Block:
        graph = self._document.graph
        if graph is None:
            raise BlockError("there is no graph")
        array = graph.values[name]
        return array.reshape(-1, array.shape[-1] if array.ndim else 1)

    def _set(self, name: str, block: Block) -> None:
        graph = self._document.graph
        if graph is not None and not np.array_equal(block, self._block(name), equal_nan=True):
            self._document.set_value(name, block.reshape(graph.values[name].shape))

    def _enter(self, text: str, down: int, right: int) -> None:
        if self._cell is None:
            return
        name, row, column = self._cell
        leaves = not (down or right)
        try:
            number = read_block(text, ())
            if number.shape != (1, 1):
                raise BlockError(f"{written(number.shape)} numbers for one cell")
        except BlockError as error:
            if leaves:
                self.close()
            else:
                self._say(str(error))
            return
        block = self._block(name).copy()
        block[row, column] = number[0, 0]
        self._cell = None if leaves else self._cell
        self._set(name, block)
        if leaves:
            self.field.hide()
        else:
            self._go(name, row, column, down, right)

    def _go(self, name: str, row: int, column: int, down: int, right: int) -> None:
        """To the next cell that way, on to the next row or column at an edge; out at the last one."""
        rows, columns = self._block(name).shape
        place = (row * columns + column + right) if right else (column * rows + row + down)
        if not 0 <= place < rows * columns:
            self.close()
        else:
            self.begin(name, *(divmod(place, columns) if right else divmod(place, rows)[::-1]))

    def _paste_here(self, text: str) -> None:
        if self._cell is None:
            return
        name, row, column = self._cell
        try:
            self.paste(name, text, (row, column))
        except (BlockError, ValueError) as error:
            self._say(str(error))
            return
        self.begin(name, row, column)

    def _say(self, words: str) -> None:
        QToolTip.showText(self.field.mapToGlobal(QPoint(0, self.field.height())), words, self.field)


def _several(text: str) -> bool:
    return len(text.split()) > 1 or any(mark in text for mark in "[;")


def _at_least(place: QRect) -> QRect:
    width, height = max(place.width(), LEAST_FIELD[0]), max(place.height(), LEAST_FIELD[1])
    field = QRect(0, 0, width, height)
    field.moveCenter(place.center())
    return field
