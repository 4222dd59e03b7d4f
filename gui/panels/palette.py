"""The palette: all that can be added, by family, to be searched and dragged onto the canvas."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from gui.adding.offers import MIME, Offer, matching, offers
from gui.panels.messages import rule
from gui.theming import Look
from gui.writing.rows import Row, RowList


class Palette(QWidget):
    """A field that searches and the list of offers, each with its symbol, its name and its shape rule.

    Signals: ``wanted(Offer)``, by Enter or a double click; what is dragged carries its key.
    """

    wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Palette")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: tanh, ⊙, norm, matrix …")
        self.search.setAccessibleName("Search the palette")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.list = RowList(look, parent=self)
        self.list.setAccessibleName("Operations and leaves")
        self.list.setAccessibleDescription("Enter adds the one chosen; drag it onto the canvas to say where")
        self.list.rows.dragged = _mime
        self.list.setDragEnabled(True)
        self.nothing = QLabel("Nothing of that name.\nFewer or other letters may find it.")
        self.nothing.setProperty("muted", True)
        self.nothing.setContentsMargins(12, 4, 12, 4)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("muted", True)
        self.about.setAccessibleName("About the one chosen")
        self.about.setContentsMargins(12, 2, 12, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        field = QVBoxLayout()
        field.setContentsMargins(12, 0, 12, 0)
        field.addWidget(self.search)
        layout.addLayout(field)
        layout.addWidget(self.nothing)
        layout.addWidget(self.list, 1)
        layout.addWidget(rule())
        layout.addWidget(self.about)
        self.list.current_changed.connect(self._describe)
        self.search.textChanged.connect(self._show)
        self.list.taken.connect(lambda row: self.wanted.emit(row.thing))
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(288, 380)

    def focus(self) -> None:
        """Where the focus goes when the palette is called for."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show(self) -> None:
        query = self.search.text().strip()
        found = [_row(offer) for offer in matching(query)] if query else [*_by_family()]
        self.list.set_rows(found)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)

    def _describe(self) -> None:
        """What the chosen one is, its whole shape rule, an example."""
        row = self.list.current
        offer = row.thing if row is not None else None
        self.about.setText(f"{offer.summary}\nShape: {offer.rule}\nExample: {offer.example}" if offer else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter go on from the field to the list."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in (*ways, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                elif event.key() in ways:
                    self.list.move_current(ways[Qt.Key(event.key())])
                else:
                    self.list.take_current()
                return True
        return False


def _by_family() -> list[Row]:
    rows = []
    for family, together in groupby(offers(), key=lambda offer: offer.family):
        rows += [Row(family, heading=True), *map(_row, together)]
    return rows


def _row(offer: Offer) -> Row:
    tip = f"{offer.summary}\nFor example  {offer.example}"
    return Row(offer.title, offer.formula, offer.rule, tip=tip, thing=offer)


def _mime(row: Row) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, row.thing.key.encode())
    data.setText(row.thing.example)
    return data
