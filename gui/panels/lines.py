"""Widgets beside each other, on further lines where there is no room for all on one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QComboBox, QLayout, QLayoutItem, QWidget


class Lines(QLayout):
    """Each widget as wide as it likes, but no wider than a line. With ``apart`` the last one of all ends the first
    line, if it has room on it.
    """

    def __init__(self, *widgets: QWidget, across: int = 6, down: int = 4, apart: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._across, self._down, self._apart = across, down, apart
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((rect.bottom() + 1 for _item, rect in self._placed(width)), default=0)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._across * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        for item, rect in self._placed(area.width()):
            item.setGeometry(rect.translated(area.topLeft()))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _placed(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        """Where everything goes in an area of this width at the origin, centred on its line."""
        lines: list[list[tuple[QLayoutItem, QRect]]] = []
        x = 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(width, 10_000)).expandedTo(item.minimumSize())
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((item, QRect(QPoint(x, 0), size)))
            x += size.width() + self._across
        if self._apart and len(lines) == 1:
            lines[0][-1][1].moveLeft(width - lines[0][-1][1].width())
        top = 0
        for line in lines:
            height = max(rect.height() for _item, rect in line)
            for _item, rect in line:
                rect.moveTop(top + (height - rect.height()) // 2)
            top += height + self._down
        return [placed for line in lines for placed in line]


def chooser(words: str) -> QComboBox:
    """A box to choose a name in, as wide as the longest one, but no wider than a line."""
    box = QComboBox()
    box.setAccessibleName(words)
    # Else the width is that of the box while it was empty, until a change of the theme measures it again.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumContentsLength(3)
    box.setMinimumWidth(52)
    return box
