"""Renaming a node where it stands: a field over its title, which says at every key whether the name can be had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from graph.editing import rename
from graph.editing.naming import new_name
from graph.editing.source import source_of
from graph.errors import GraphError, Problem
from graph.notation import name_text
from gui.canvas.box import wanted_height
from gui.writing.field import MathField
from gui.writing.typeset import PhraseLabel

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

LEAST = 150
"""Pixels the field is wide at least."""


class RenameField(QFrame):
    """The field, and under it what is wrong."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAutoFillBackground(True)
        self.field = MathField(parent=self, host=view.viewport(), single_words=False)
        self.field.setAccessibleName("New name")
        self.problem = PhraseLabel(view.look, px=12, tone="error")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addWidget(self.problem)
        self.hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return True  # nowhere: Tab neither renames nor leaves

    def fit(self, corner: QPoint, width: int) -> None:
        self.setFixedWidth(max(LEAST, width))
        self.resize(self.width(), wanted_height(self))
        self.move(corner)
        self.raise_()


class Renaming(QObject):
    """One node being renamed, or none. Enter renames it everywhere, in one step of undo."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._name: str | None = None
        self.box = RenameField(view)
        self.box.field.textEdited.connect(self._check)
        self.box.field.entered.connect(self._take)
        self.box.field.given_up.connect(self.close)
        self.box.field.installEventFilter(self)
        view.document.graph_changed.connect(self.close)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._follow)
        view.zoom_changed.connect(self._follow)

    def begin(self) -> None:
        """Opens over the node selected last, or over the title of the frame that was clicked."""
        if self._view.framing.clicked is not None:
            self._view.framing.rename()
            return
        name = self._view.selection.current
        if name is None or self._view.document.stale or self._place(name) is None:
            return
        self._name = name
        self._view.ensureVisible(self._view.stage.picture.rect(name), 24, 24)
        self.box.field.setAccessibleDescription(f"of {name_text(name)}; Enter renames it everywhere")
        self.box.field.setText(name)
        self.box.problem.set_phrase()
        self.box.problem.hide()
        self.box.show()
        self._follow()
        self.box.field.selectAll()
        self.box.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Closes; nothing is renamed."""
        if self._name is None:
            return
        self._name = None
        if self.box.field.hasFocus():
            self._view.setFocus()
        self.box.hide()

    def _place(self, name: str) -> QRect | None:
        picture = self._view.stage.picture
        if picture is None or name not in picture.cards:
            return None
        return self._view.mapFromScene(picture.rect(name)).boundingRect()

    def _follow(self) -> None:
        card = self._place(self._name) if self._name is not None else None
        if card is not None:
            self.box.fit(card.topLeft(), min(card.width(), 320))

    def _check(self) -> None:
        """Whether the name can be had: not taken, not used for something else, a name at all."""
        try:
            if self._name is not None:
                new_name(source_of(self._view.document.current), self.box.field.text(), but={self._name})
        except GraphError as error:
            self._say(error.problems)
        else:
            self._say(())

    def _say(self, problems: Sequence[Problem]) -> None:
        said = [f"✕ {problem.words}" for problem in problems[:1]]
        self.box.problem.set_phrase(*said)
        self.box.problem.setVisible(bool(said))
        self._follow()

    def _take(self) -> None:
        name, view = self._name, self._view
        if name is None:
            return
        try:
            change = rename(view.document.current, name, self.box.field.text())
        except GraphError as error:
            self._say(error.problems)
            return
        self.close()
        if change.text != view.document.text:
            view.document.apply(change)
            view.selection.select(change.renamed.get(name, name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self._leaves():
            self.close()
        return False

    def _leaves(self) -> bool:
        window: QWidget = self._view.window()
        return window.isActiveWindow()
