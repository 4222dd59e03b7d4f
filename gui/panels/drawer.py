"""The lower part of the left side: pages behind tabs, shown one at a time or not at all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget


class Drawer(QWidget):
    """Pages are widgets with ``focus()``, which puts the focus where typing begins. Signals: ``closed()``."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Pages of the drawer")
        self.pages = QStackedWidget()
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName("Close the drawer")
        close.setToolTip("Close")
        close.clicked.connect(self._close)
        top = QHBoxLayout()
        top.setContentsMargins(20, 4, 8, 0)
        top.addWidget(self.tabs, 1)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.setMinimumHeight(160)
        self.hide()

    def add_page(self, title: str, page: QWidget) -> None:
        page.setObjectName(title.casefold())
        self.pages.addWidget(page)
        self.tabs.addTab(title)

    def show_page(self, title: str) -> None:
        """Opens the drawer at a page; the focus stays."""
        self.tabs.setCurrentIndex(self._place(title))
        self.show()

    def call(self, title: str) -> None:
        """Opens it at a page and goes there; called from there, closes it."""
        page = self.pages.widget(self._place(title))
        if self.isVisible() and self.pages.currentWidget() is page and page.isAncestorOf(self.focusWidget() or self):
            self._close()
            return
        self.show_page(title)
        page.focus()

    def toggle_palette(self) -> None:
        self.call("Palette")

    def toggle_outline(self) -> None:
        self.call("Outline")

    def _place(self, title: str) -> int:
        return next(place for place in range(self.tabs.count()) if self.tabs.tabText(place) == title)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
