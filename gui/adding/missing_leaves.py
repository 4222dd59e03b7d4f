"""The question for the shapes of names that a typed equation uses and nothing defines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from graph.notation import name_text
from graph.shapes import Shape
from gui.adding.proposals import Missing
from gui.adding.shapes import read_shape, typed_shape
from gui.theming import Look
from gui.writing.field import MathField
from gui.writing.formulas import name_formula
from gui.writing.typeset import PhraseLabel


class MissingLeaves(QWidget):
    """A field a name, filled with a shape that fits; what the user has typed there stays.

    Signals: ``changed()`` with every key, ``entered()``, ``given_up()``.
    """

    changed = Signal()
    entered = Signal()
    given_up = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.fields: dict[str, MathField] = {}
        self._labels: list[QWidget] = []
        self._own: set[str] = set()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)

    @property
    def said(self) -> dict[str, Shape]:
        """The shapes that the user has typed himself."""
        found = {name: read_shape(self.fields[name].text()) for name in self.fields if name in self._own}
        return {name: shape for name, shape in found.items() if not isinstance(shape, str)}

    @property
    def problem(self) -> str:
        """What is wrong with a shape, in words; empty where all can be read."""
        wrong = (read_shape(field.text()) for field in self.fields.values())
        return next((said for said in wrong if isinstance(said, str)), "")

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """A field for each of them, with the shapes that fit now in those that the user has not touched."""
        if [leaf.name for leaf in missing] != list(self.fields):
            self._rebuild(missing)
        for leaf in missing:
            if leaf.name not in self._own:
                self.fields[leaf.name].setText(typed_shape(leaf.shape))

    def forget(self) -> None:
        self._own.clear()
        self._rebuild(())

    def ask(self) -> None:
        """Puts the focus into the first field."""
        for field in self.fields.values():
            field.setFocus(Qt.FocusReason.TabFocusReason)
            field.selectAll()
            return

    def _rebuild(self, missing: Sequence[Missing]) -> None:
        kept = {name: field.text() for name, field in self.fields.items() if name in self._own}
        for widget in (*self._labels, *self.fields.values()):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._labels, self.fields = [], {}
        for row, leaf in enumerate(missing):
            label = PhraseLabel(self._look, px=13, tone="muted", mathematics="text")
            hint = f" ({leaf.hint})" if leaf.hint else ""
            label.set_phrase(name_formula(leaf.name), f" is not defined{hint}: add it as a leaf of shape")
            field = MathField(parent=self)
            field.setFixedWidth(96)
            field.setText(kept.get(leaf.name, typed_shape(leaf.shape)))
            field.setAccessibleName(f"Shape of {name_text(leaf.name)}")
            field.setAccessibleDescription("3 for a column, 3x4 for a matrix, or scalar")
            field.textEdited.connect(lambda _text, name=leaf.name: self._touched(name))
            field.entered.connect(self.entered)
            field.given_up.connect(self.given_up)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(field, row, 1)
            for widget in (label, field):
                widget.show()
            self._labels.append(label)
            self.fields[leaf.name] = field
        self._own &= self.fields.keys()

    def _touched(self, name: str) -> None:
        self._own.add(name)
        self.changed.emit()
