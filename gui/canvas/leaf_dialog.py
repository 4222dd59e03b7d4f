"""The dialog for a new leaf: its name, shape, role, properties and the numbers it begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from graph.editing import Change, add_leaf
from graph.errors import GraphError
from graph.files import Document
from graph.language.declarations import PROPERTIES, ROLES
from graph.notation import name_text
from graph.shapes import Shape
from gui.adding.guessing import usual_length
from gui.adding.shapes import read_shape, typed_shape
from gui.canvas.leaf_numbers import FILTER, NumbersError, read_numbers, shaped, typed_numbers
from gui.theming import Look
from gui.writing.field import MathField
from gui.writing.formulas import declaration_formula
from gui.writing.typeset import PhraseLabel

_BEGINNINGS = (
    ("From a seed made of the name", None, False),
    ("Zeros", "zeros", False),
    ("Ones", "ones", False),
    ("Identity", "eye", False),
    ("Uniform in [−1, 1]", "uniform", True),
    ("Normal, mean 0 and deviation 1", "normal", True),
    ("Typed", "typed", False),
    ("From a file", "file", False),
)
"""Words, what they mean to ``add_leaf``, and whether there is a seed."""

LONGEST = 4_096


class LeafDialog(QDialog):
    """``change`` is what it would add; None while something is wrong, which is said as it is typed."""

    def __init__(
        self, document: Document, look: Look, shape: Shape | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add a leaf")
        self._document = document
        self._file: tuple[Path, Any] | None = None
        self.change: Change | None = None
        n = usual_length(document.graph)
        first = tuple(n if length > 1 else length for length in shape) if shape is not None else (n, n)
        self.name = MathField(parent=self, single_words=False)
        self.name.setAccessibleName("Name")
        self.shape = MathField(parent=self)
        self.shape.setAccessibleName("Shape")
        self.shape.setAccessibleDescription("3 for a column, 3x4 for a matrix, or scalar")
        self.rows, self.columns = _number("Rows", 1, LONGEST), _number("Columns", 1, LONGEST)
        self.role = _choice("Role", [role.capitalize() for role in ROLES])
        self.properties = [QCheckBox(word) for word in PROPERTIES]
        self.beginning = _choice("Numbers", [words for words, _key, _seed in _BEGINNINGS])
        self.seed = _number("Seed", 0, 2**31 - 1)
        self.typed = QPlainTextEdit()
        self.typed.setPlaceholderText("1 2; 3 4   or lines out of a spreadsheet")
        self.typed.setAccessibleName("Typed numbers")
        self.typed.setTabChangesFocus(True)
        self.typed.setFixedHeight(84)
        self.pick = QPushButton("Choose a .npy or .csv file…")
        self.echo = PhraseLabel(look, px=14, tone="text")
        self.problem = PhraseLabel(look, px=12.5, tone="error")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Add")
        self._lay_out()
        self._connect()
        self.shape.setText(typed_shape(first))
        self._from_text()
        self.name.setText(name_text(self.change.added[0]) if self.change is not None else "")
        self.name.selectAll()
        self._check()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("&Name", self.name)
        lengths = QHBoxLayout()
        lengths.setSpacing(8)
        lengths.addWidget(self.shape, 1)
        lengths.addWidget(self.rows)
        lengths.addWidget(QLabel("×"))
        lengths.addWidget(self.columns)
        form.addRow("&Shape", lengths)
        form.labelForField(lengths).setBuddy(self.shape)  # type: ignore[attr-defined]
        form.addRow("&Role", self.role)
        words = QHBoxLayout()
        words.setSpacing(14)
        for box in self.properties:
            words.addWidget(box)
        words.addStretch(1)
        form.addRow("Properties", words)
        form.addRow("N&umbers", self.beginning)
        form.addRow("See&d", self.seed)
        form.addRow("", self.typed)
        form.addRow("", self.pick)
        self._form = form
        for field in (self.seed, self.typed, self.pick):
            form.setRowVisible(field, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self.echo)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        self.setMinimumWidth(460)

    def _connect(self) -> None:
        self.name.textEdited.connect(self._check)
        self.shape.textEdited.connect(self._from_text)
        for field in (self.name, self.shape):
            field.entered.connect(self._accept_if_right)
            field.given_up.connect(self.reject)
        for box in (self.rows, self.columns):
            box.valueChanged.connect(self._from_lengths)
        self.role.currentIndexChanged.connect(self._check)
        for check in self.properties:
            check.toggled.connect(self._check)
        self.beginning.currentIndexChanged.connect(self._begin_otherwise)
        self.seed.valueChanged.connect(self._check)
        self.typed.textChanged.connect(self._check)
        self.pick.clicked.connect(self._choose_file)
        self.buttons.accepted.connect(self._accept_if_right)
        self.buttons.rejected.connect(self.reject)

    # --- the shape, said twice

    def _from_text(self) -> None:
        shape = read_shape(self.shape.text())
        plain = not isinstance(shape, str) and len(shape) in (0, 2) and max((0, *shape)) <= LONGEST
        for box, length in zip((self.rows, self.columns), shape if plain and shape else (1, 1), strict=True):
            box.blockSignals(True)
            box.setValue(int(length))
            box.blockSignals(False)
            box.setEnabled(plain)
        self._check()

    def _from_lengths(self) -> None:
        rows, columns = self.rows.value(), self.columns.value()
        self.shape.setText(typed_shape(() if rows == columns == 1 else (rows, columns)))
        self._check()

    # --- the numbers

    @property
    def _beginning(self) -> tuple[str, str | None, bool]:
        return _BEGINNINGS[self.beginning.currentIndex()]

    def _begin_otherwise(self) -> None:
        _words, key, seeded = self._beginning
        for field, wanted in ((self.seed, seeded), (self.typed, key == "typed"), (self.pick, key == "file")):
            self._form.setRowVisible(field, wanted)
        if key == "file" and self._file is None:
            self._choose_file()
        self._check()

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self, "Numbers", "", FILTER)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """The numbers of a file, and the shape that they have."""
        try:
            numbers = read_numbers(path)
        except NumbersError as error:
            self._file = None
            self._say(str(error))
            return
        self._file = (path, numbers)
        self.pick.setText(f"{path.name}, choose another…")
        self.shape.setText(typed_shape(numbers.shape))
        self._from_text()

    def _initial(self, shape: Shape) -> Any:
        key = self._beginning[1]
        if key == "typed":
            if not self.typed.toPlainText().strip():
                raise NumbersError("type the numbers, for example 1 2; 3 4")
            return shaped(typed_numbers(self.typed.toPlainText()), shape, "what is typed")
        if key == "file":
            if self._file is None:
                raise NumbersError("choose a .npy or .csv file")
            return shaped(self._file[1], shape, self._file[0].name)
        return key

    # --- what it would be

    def _check(self) -> None:
        self.change = None
        shape = read_shape(self.shape.text())
        if isinstance(shape, str):
            self._say(shape)
            return
        role = list(ROLES)[self.role.currentIndex()]
        chosen = [box.text() for box in self.properties if box.isChecked()]
        seed = self.seed.value() if self._beginning[2] else None
        name = self.name.text()
        try:
            initial = self._initial(shape)
            self.change = add_leaf(self._document, name or None, shape, initial, ROLES[role], chosen, seed=seed)
        except NumbersError as error:
            self._say(str(error))
        except GraphError as error:
            first = error.problems[0]
            self._say(first.words)
        else:
            self._say("")
            graph = self.change.reading.graph if self.change.reading is not None else None
            leaf = graph.nodes[self.change.added[0]] if graph is not None else None
            self.echo.set_phrase(declaration_formula([leaf]), *([f"  {' '.join(chosen)}"] if chosen else []))

    def _say(self, problem: str) -> None:
        self.problem.set_phrase(*([f"✕ {problem}"] if problem else []))
        self.echo.setVisible(not problem)
        self.problem.setVisible(bool(problem))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not problem)

    def _accept_if_right(self) -> None:
        if self.change is not None:
            self.accept()


def _number(name: str, least: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setAccessibleName(name)
    box.lineEdit().setTextMargins(6, 0, 0, 0)  # a style sheet's padding does not reach it
    return box


def _choice(name: str, words: list[str]) -> QComboBox:
    box = QComboBox()
    box.addItems(words)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
