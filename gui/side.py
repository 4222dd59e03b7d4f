"""The left side of the window: the equations, and below them the drawer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST, _MOST = 0.38, 0.6
"""Shares of the height between which the parts above the last one stay."""


class Side(QSplitter):
    """Parts above each other; it goes where all of them are hidden, and comes with the first that is shown.

    The last one gives way to what the first ones need, within bounds, until somebody moves the handle.
    """

    def __init__(self, *parts: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._by_hand = False
        self.splitterMoved.connect(self._moved)
        for part in parts:
            self.addWidget(part)
            part.installEventFilter(self)

    def share(self, needed: int) -> None:
        """The parts above the last one need so many pixels."""
        if not self._by_hand and not self.widget(self.count() - 1).isHidden():
            height = self.height()
            upper = round(max(_LEAST * height, min(needed, _MOST * height)))
            self.setSizes([upper, *[0] * (self.count() - 2), height - upper])

    def _moved(self) -> None:
        self._by_hand = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(any(not self.widget(place).isHidden() for place in range(self.count())))
        return False
