"""The right side of the window: the inspector and the derivation behind tabs, one at a time or none."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget


class Aside(QWidget):
    """Shows the page that was shown last, goes where it is hidden, and comes with the next one that is shown.

    Signals: ``changed()`` where another page is shown, or none.
    """

    changed = Signal()

    def __init__(self, pages: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = list(pages.values())
        self._shown: QWidget | None = self._pages[0]
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setProperty("narrow", True)  # or the last tab has no room in a small window
        self.tabs.setAccessibleName("Pages of the right side")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(20, 6, 2, 0)
        top.addWidget(self.tabs)
        top.addStretch(1)
        layout.addLayout(top)
        for title, page in pages.items():
            self.tabs.addTab(title)
            layout.addWidget(page, 1)
            page.setVisible(page is self._shown)
            page.installEventFilter(self)
        self.tabs.currentChanged.connect(lambda place: self._pages[place].setVisible(True))

    def sizeHint(self) -> QSize:
        return QSize(350, 600)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShowToParent and isinstance(watched, QWidget):
            self._take(watched)
        elif event.type() == QEvent.Type.HideToParent and watched is self._shown:
            self._take(None)
        return False

    def _take(self, page: QWidget | None) -> None:
        if page is self._shown:
            return
        before, self._shown = self._shown, page
        if page is not None:
            self.tabs.setCurrentIndex(self._pages.index(page))
            if before is not None:
                before.hide()
        self.setVisible(page is not None)
        self.changed.emit()
