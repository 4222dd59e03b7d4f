"""A matrix with names for its rows and columns: cells with numbers, or heat, and one entry pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.drawing.colours import colour
from gui.drawing.fonts import cap_height, text_font, text_width
from gui.drawing.grids import FRAME, NUMBER, Grid
from gui.drawing.matrices import BlockLook, paint_block, paint_lit
from gui.drawing.painter import painting
from gui.drawing.values import Block
from gui.theming import Look

TALLEST = 320.0
"""Pixels that the cells take at most in height; wider than the page they never are."""

_PX = 12.0
_HEAT = 22.0
_GAP = 6.0
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class MatrixView(QWidget):
    """As large as fits its width. The pointer or the arrows choose an entry.

    Signals: ``pointed(place)``: row and column from 0, or None where nothing is pointed at.
    """

    pointed = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._block: Block | None = None
        self._names: tuple[Sequence[str], Sequence[str]] = (), ()
        self._grid: Grid | None = None
        self._hovered: tuple[int, int] | None = None
        self._marked: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._lay_out)

    # --- what it shows

    def show_matrix(self, matrix: Any, rows: Sequence[str] = (), columns: Sequence[str] = ()) -> None:
        """An array of two axes; without names it has none. The entry that is chosen stays, where there is one."""
        self._block = None if matrix is None else Block(np.asarray(matrix))
        self._names = rows, columns
        self._hovered = None
        if self._marked is not None and not self._has(self._marked):
            self._marked = None
        self._lay_out()

    @property
    def place(self) -> tuple[int, int] | None:
        """The entry under the pointer, else the one chosen by key or click."""
        return self._hovered or self._marked

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The entry that was chosen by key or click."""
        return self._marked

    @property
    def cells(self) -> Grid | None:
        return self._grid

    def rect_of(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a cell in the widget."""
        assert self._grid is not None
        x, y, width, height = self._grid.cell_rect(row, column)
        return x + self._left, y + self._top, width, height

    def _has(self, place: tuple[int, int]) -> bool:
        return self._block is not None and all(i < n for i, n in zip(place, self._block.cells.shape, strict=True))

    # --- how large

    @property
    def _left(self) -> float:
        names = self._names[0]
        longest = [max(names, key=len), names[-1]] if names else []
        return max((text_width(name, _PX) for name in longest), default=-_GAP) + _GAP

    @property
    def _top(self) -> float:
        return 18.0 if self._names[1] else 0.0

    def _lay_out(self) -> None:
        self._grid = None
        if self._block is not None:
            self._grid = _cells(self._block.cells.shape, self.width() - self._left - 2 * FRAME - 1, self._look)
        height = 0.0 if self._grid is None else self._top + self._grid.size[1] + 4
        self.setFixedHeight(round(height))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    # --- pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place is not None:
            self._mark(place)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() in (*_STEPS, *_ENDS):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._marked is None and self._has((0, 0)) and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._mark((0, 0))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._block is None or key not in (*_STEPS, *_ENDS):
            super().keyPressEvent(event)
            return
        rows, columns = self._block.cells.shape
        row, column = self._marked or (0, 0)
        if key in _STEPS:
            down, right = _STEPS[key] if self._marked is not None else (0, 0)
            row, column = min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
        else:
            row, column = (0, 0) if key == Qt.Key.Key_Home else (rows - 1, columns - 1)
        self._hovered = None
        self._mark((row, column))

    def _at(self, point: QPointF) -> tuple[int, int] | None:
        return None if self._grid is None else self._grid.cell_at(point.x() - self._left, point.y() - self._top)

    def _hover(self, place: tuple[int, int] | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self._tell()

    def _mark(self, place: tuple[int, int]) -> None:
        self._marked = place
        self._tell()

    def _tell(self) -> None:
        self.pointed.emit(self.place)
        self.update()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._grid is None or self._block is None:
            return
        theme = self._look.theme
        with painting(self) as painter:
            self._paint_names(painter, self._grid)
            edge = theme.focus if self.hasFocus() else theme.backward
            block_look = BlockLook(edge, digits=self._look.digits)
            paint_block(painter, self._left, self._top, self._grid, self._block, block_look, theme)
            if self.place is not None:
                row, column = self.place
                rows, columns = range(row, row + 1), range(column, column + 1)
                paint_lit(painter, self._left, self._top, self._grid, rows, columns, theme)

    def _paint_names(self, painter: QPainter, cells: Grid) -> None:
        """Every name where there is room, else every second, every fifth, …"""
        rows, columns = self._names
        theme = self._look.theme
        painter.setFont(text_font(_PX))
        lit = self.place or (-1, -1)
        step = _every((_PX + 2) / cells.cell_height)
        for row, name in enumerate(rows):
            if row % step == 0:
                _x, y, _width, height = self.rect_of(row, 0)
                painter.setPen(colour(theme.text if row == lit[0] else theme.muted))
                x = self._left - _GAP - text_width(name, _PX)
                painter.drawText(QPointF(x, y + height / 2 + cap_height(_PX) / 2), name)
        widest = max((text_width(name, _PX) for name in (columns[0], columns[-1])), default=0.0) if columns else 0.0
        step = _every((widest + 5) / cells.cell_width)
        for column, name in enumerate(columns):
            x, _y, width, _height = self.rect_of(0, column)
            left = x + width / 2 - text_width(name, _PX) / 2
            if column % step == 0 and left + text_width(name, _PX) <= self.width() + 1:
                painter.setPen(colour(theme.text if column == lit[1] else theme.muted))
                painter.drawText(QPointF(left, self._top - 5), name)


def _every(share: float) -> int:
    """1, 2, 5, 10, 20 …: how many cells a name takes."""
    step = 1
    while step < share:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def _cells(shape: tuple[int, int], width: float, look: Look) -> Grid:
    """Cells with numbers where they fit into ``width``; else heat cells, square as far as that goes."""
    rows, columns = shape
    most_wide, most_high = look.theme.metrics.cell
    most_wide += look.theme.metrics.per_digit * max(0, look.digits - 3)
    wide, high = min(most_wide, width / columns), min(most_high, TALLEST / rows)
    if wide >= NUMBER[0] and high >= NUMBER[1]:
        return Grid(rows, columns, wide, high, rows)
    side = min(_HEAT, wide, high)
    wide, high = (min(wide, max(side, 40 / columns)), min(high, max(side, 26 / rows)))
    return Grid(rows, columns, _whole(wide), _whole(high), rows)


def _whole(side: float) -> float:
    return float(int(side)) if side >= 2 else side
