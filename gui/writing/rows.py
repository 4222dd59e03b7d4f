"""Lists of things to choose from: a formula, a name, a line about it, and what stands aside, such as its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDrag, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.drawing.colours import colour
from gui.drawing.fonts import text_font
from gui.drawing.strokes import box
from gui.theming import Look
from gui.writing.typeset import Written

HEIGHT, LOW, HEADING = 42, 30, 30
"""Pixels of a row with a line about it, of one without, and of a title."""

PAD = 12

_ABOVE = 8
"""Pixels between the pointer and what it carries."""

FORMULA = 96
"""Pixels that formulas have at the left."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; a ``heading`` cannot be chosen. ``thing`` is what it stands for."""

    title: str
    formula: Written | None = None
    about: str = ""
    aside: str = ""
    tip: str = ""
    heading: bool = False
    enabled: bool = True
    thing: Any = None

    @property
    def said(self) -> str:
        """What a screen reader says."""
        formula = self.formula.unicode if self.formula is not None else ""
        return ", ".join(filter(None, (self.title, formula, self.about, self.aside)))


class RowModel(QAbstractListModel):
    """The rows, for a view; ``rows`` are replaced as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.dragged: Callable[[Row], QMimeData] | None = None
        """What is dragged with a row; rows stay where they are without it."""

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.said
        return row.tip or None if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.rows[index.row()] if index.isValid() else None
        if row is None or row.heading:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self.dragged is not None else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        assert self.dragged is not None
        return self.dragged(self.rows[indexes[0].row()])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction


class RowPainter(QStyledItemDelegate):
    """Draws a row in the colours of the theme."""

    def __init__(self, look: Look, formulas: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._formulas = formulas

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = _row(index)
        return QSize(120, HEADING if row.heading else HEIGHT if row.about else LOW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme, rect = _row(index), self._look.theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            _words(painter, rect.adjusted(PAD, 6, -PAD, 0), row.title.upper(), 11, theme.muted, 600)
        else:
            self._back(painter, option)
            inside = rect.adjusted(PAD, 0, -PAD, 0)
            if row.formula is not None:
                self._formula(painter, row.formula, inside, row.enabled)
            if self._formulas:
                inside = inside.adjusted(self._formulas, 0, 0, 0)
            self._texts(painter, row, inside)
        painter.restore()

    def _back(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme = self._look.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme.focus, 0.13) if chosen else colour(theme.canvas))
            painter.drawRoundedRect(option.rect.adjusted(4, 1, -4, -1), 6, 6)
        if chosen:
            painter.fillRect(QRect(option.rect.left(), option.rect.top() + 4, 3, option.rect.height() - 8),
                             colour(theme.focus))  # fmt: skip

    def _formula(self, painter: QPainter, written: Written, rect: QRect, enabled: bool) -> None:
        formula = self._look.typesetter.formula(written.latex, written.unicode)
        room = (self._formulas or rect.width()) - 10
        px = min(17.0, 17.0 * room / max(1.0, formula.width(17.0)), 17.0 * 34 / max(1.0, formula.height(17.0)))
        middle = rect.center().y() + (formula.ascent(px) - formula.descent(px)) / 2
        tone = self._look.theme.text if enabled else self._look.theme.faint
        formula.draw(painter, rect.left(), middle, px, tone)

    def _texts(self, painter: QPainter, row: Row, rect: QRect) -> None:
        theme = self._look.theme
        if row.aside:
            wide = QFontMetricsF(text_font(12)).horizontalAdvance(row.aside) + 12
            side = QRect(rect.right() - round(wide), rect.top(), round(wide), rect.height())
            _words(painter, side, row.aside, 12, theme.muted, align=Qt.AlignmentFlag.AlignRight)
            rect = rect.adjusted(0, 0, -round(wide), 0)
        tone = theme.text if row.enabled else theme.faint
        if row.about:
            upper, lower = rect.adjusted(0, 5, 0, -20), rect.adjusted(0, 21, 0, -4)
            _words(painter, upper, row.title, 13, tone)
            _words(painter, lower, row.about, 11, theme.muted if row.enabled else theme.faint)
        else:
            _words(painter, rect, row.title, 13, tone)


class RowList(QListView):
    """A list of rows. Signals: ``taken(Row)`` by Enter or a double click, ``current_changed()``."""

    taken = Signal(object)
    current_changed = Signal()

    def __init__(self, look: Look, formulas: int = FORMULA, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(look, formulas, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())
        look.typesetter.ready.connect(self.viewport().update)
        look.changed.connect(self.viewport().update)

    @property
    def current(self) -> Row | None:
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def set_rows(self, rows: Sequence[Row], chosen: int | None = 0) -> None:
        """Shows these; the one at ``chosen``, counted without headings, is current."""
        self.rows.set_rows(rows)
        places = [place for place, row in enumerate(rows) if not row.heading]
        if chosen is not None and places:
            self.setCurrentIndex(self.rows.index(places[min(chosen, len(places) - 1)], 0))
        self.scrollToTop()

    def move_current(self, way: int) -> None:
        """To the next row or the one before, round and round; headings are passed over."""
        rows = self.rows.rows
        places = [place for place, row in enumerate(rows) if not row.heading]
        if not places:
            return
        now = self.currentIndex().row()
        at = places.index(now) + way if now in places else (0 if way > 0 else -1)
        self.setCurrentIndex(self.rows.index(places[at % len(places)], 0))

    def showEvent(self, event: QShowEvent) -> None:
        """The first one has its heading above it."""
        super().showEvent(event)
        if not any(not row.heading for row in self.rows.rows[: max(0, self.currentIndex().row())]):
            self.executeDelayedItemsLayout()
            self.scrollToTop()

    def height_of_rows(self, most: int) -> int:
        """Pixels that all rows take, or the first ``most``."""
        return sum(self.sizeHintForRow(row) for row in range(min(most, len(self.rows.rows)))) + 2 * self.frameWidth()

    def take_current(self) -> None:
        if self.current is not None:
            self.taken.emit(self.current)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """The formula goes along above the pointer, small enough that what is under the pointer is seen."""
        row = self.current
        if row is None or self.rows.dragged is None:
            return
        drag = QDrag(self)
        drag.setMimeData(self.rows.dragged(row))
        chip = _chip(row, self._look, self.devicePixelRatioF())
        drag.setPixmap(chip)
        size = chip.deviceIndependentSize()
        drag.setHotSpot(QPoint(round(size.width() / 2), round(size.height()) + _ABOVE))
        drag.exec(actions, Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_current()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.rows.rows[index.row()].heading:
            self.setCurrentIndex(index)
            self.take_current()


def _chip(row: Row, look: Look, ratio: float) -> QPixmap:
    """A row as it is carried: its formula, or its title."""
    theme, px = look.theme, 16.0
    formula = look.typesetter.formula(row.formula.latex, row.formula.unicode) if row.formula is not None else None
    wide = formula.width(px) if formula is not None else QFontMetricsF(text_font(13)).horizontalAdvance(row.title)
    size = QSize(round(wide) + 2 * PAD, 34)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box(painter, QRectF(1, 1, size.width() - 2, size.height() - 2), 8, theme.card, theme.focus, 1.5)
    if formula is not None:
        middle = size.height() / 2 + (formula.ascent(px) - formula.descent(px)) / 2
        formula.draw(painter, PAD, middle, px, theme.text)
    else:
        _words(painter, QRect(PAD, 0, round(wide), size.height()), row.title, 13, theme.text)
    painter.end()
    return pixmap


def _row(index: Index) -> Row:
    model = index.model()
    assert isinstance(model, RowModel)
    return model.rows[index.row()]


def _words(
    painter: QPainter,
    rect: QRect,
    words: str,
    px: float,
    tone: str,
    weight: int = 400,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(text_font(px, weight))
    painter.setPen(colour(tone))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
