"""The bar above the canvas: what is open, which sweep is looked at, add a node, export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gui.document import OpenDocument
from gui.drawing.fonts import text_font
from gui.playhead import Playhead

_ROOMY = 1200

_FEW_MENUS = 160
"""Pixels that the menus keep in a narrow window; those that have no room are behind a mark at the end."""


class TopBar(QWidget):
    """Menus, title and edited mark, Values | Adjoints, Export: one row, so that the canvas has the height."""

    def __init__(
        self,
        document: OpenDocument,
        playhead: Playhead,
        menus: QMenuBar,
        export: QMenu,
        add: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._playhead = playhead
        self.menus = menus
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.menus.setMinimumWidth(_FEW_MENUS)
        self.title = QLabel()
        self.title.setFont(text_font(15, 600))
        self.title.setAccessibleName("Document")
        self.title.setMinimumWidth(24)
        self.edited = QLabel("edited")
        self.edited.setProperty("muted", True)
        self.edited.setMinimumWidth(1)
        self.values = self._phase("Values", "forward", playhead.jump_to_values)
        self.adjoints = self._phase("Adjoints", "backward", playhead.jump_to_end)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        for button in (self.values, self.adjoints):
            self._group.addButton(button)
        self.add = QToolButton()
        self.add.setText("+ Node")
        self.add.setAccessibleName("Add a node")
        self.add.setToolTip("Add a node or an equation (N)")
        self.add.clicked.connect(add)
        self.export = QToolButton()
        self.export.setText("Export ▾")
        self.export.setAccessibleName("Export")
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setMenu(export)
        self._lay_out()
        document.title_changed.connect(self._show)
        document.reading_changed.connect(self._show)
        document.graph_changed.connect(self._show)
        playhead.t_changed.connect(self._show)
        playhead.story_changed.connect(self._show)
        self._show()

    def _phase(self, words: str, sweep: str, go: object) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setProperty("phase", True)
        button.setProperty("sweep", sweep)
        button.setToolTip(f"Go to all {words.lower()}")
        button.clicked.connect(go)
        button.clicked.connect(self._show)
        return button

    def _lay_out(self) -> None:
        left, middle, right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.menus)
        for widget in (self.title, self.edited):
            left.addWidget(widget)
        left.addStretch(1)
        middle.setSpacing(2)
        for widget in (self.values, self.adjoints):
            middle.addWidget(widget)
        right.addStretch(1)
        right.addWidget(self.add)
        right.addWidget(self.export)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 12, 6)
        for column, layout in enumerate((left, middle, right)):
            grid.addLayout(layout, 0, column, Qt.AlignmentFlag.AlignVCenter)
        self._grid = grid
        self.setFixedHeight(46)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The phases stand in the middle, or, where there is no room for that, farther right than left."""
        super().resizeEvent(event)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 1 if self.width() >= _ROOMY else 0)

    def _show(self) -> None:
        document, playhead = self._document, self._playhead
        self.title.setText(document.name)
        self.edited.setVisible(document.edited)
        self.values.setEnabled(bool(playhead.length))
        self.adjoints.setEnabled(playhead.length > playhead.forward_length)
        step = playhead.step
        phase = step.phase if step else None
        self.values.setChecked(phase == "forward")
        self.adjoints.setChecked(phase == "backward")
        self.export.setEnabled(document.graph is not None and not document.stale)
