"""The Hessian page: second derivatives of the loss by the entries of a node, or of two, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from graph.calculus.curvature import at_kink, closed_form, kinks, meaning, second_name
from graph.calculus.differences import LeafCheck
from graph.calculus.hessian import Hessian
from graph.expression import Name
from graph.notation import name_text
from graph.notation.powers import power_text
from graph.story.entries import symbol
from gui.document import OpenDocument
from gui.drawing.numbers import number_text
from gui.panels.derivation_terms import TermsView, shown_terms
from gui.panels.differentiating import Differentiator
from gui.panels.hessian_matrix import MatrixView
from gui.panels.lines import Lines, chooser
from gui.panels.scrolled import scrolled
from gui.selection import Selection
from gui.theming import Look
from gui.writing.blocks import write_block
from gui.writing.formulas import Mathematics
from gui.writing.typeset import PhraseLabel, heading

FORMS = {"Formula as text": "unicode", "Formula as LaTeX": "latex"}

PATIENCE = 250
"""Milliseconds before the page says that it is at work, and offers to stop."""

MOST_EIGENVALUES = 60
"""Beyond, their range must do."""


class HessianPanel(QWidget):
    """Of the node selected last, or of two that are selected, until others are chosen in it.

    Signals: ``wanted_document(wrt, entry)``: the Hessian times a vector is to be opened, the vector 1 at ``entry``.
    """

    wanted_document = Signal(str, object)

    def __init__(self, document: OpenDocument, selection: Selection, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._selection, self._look = document, selection, look
        self.work = Differentiator(document, self)
        self.setAccessibleName("Hessian")
        self.wrt, self.by = chooser("Rows by the entries of"), chooser("Columns by the entries of")
        self.formula = TermsView(look)
        self.formula.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.matrix = MatrixView(look)
        self.entry = PhraseLabel(look, px=12.5)
        self.eigenvalues_title = heading("Eigenvalues")
        self.eigenvalues = MatrixView(look)
        self.definiteness = PhraseLabel(look, px=13, weight=600)
        self.meaning = PhraseLabel(look, px=13)
        self.kinks = PhraseLabel(look, px=12, tone="muted")
        self.verdict = PhraseLabel(look, px=13, weight=500)
        self.details = PhraseLabel(look, px=12, tone="muted")
        self._make_buttons()
        self._lay_out()
        self._patience = QTimer(self)
        self._patience.setInterval(PATIENCE)
        self._connect()
        self._show()

    # --- building

    def _make_buttons(self) -> None:
        self.copy = QToolButton()
        self.copy.setText("Copy ▾")
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.copy)
        menu.addAction("Numbers, for a spreadsheet").triggered.connect(
            lambda _checked=False: self._copy(self.numbers())
        )
        self.formulas = [menu.addAction(words) for words in FORMS]
        for action, form in zip(self.formulas, FORMS.values(), strict=True):
            action.triggered.connect(lambda _checked=False, form=form: self._copy(self.text(form)))
        self.copy.setMenu(menu)
        self.open = QToolButton()
        self.open.setText("Open as a document")
        self.open.setToolTip("The gradient times a vector v: its adjoint is the Hessian times v, here the chosen row")
        self.stop = QToolButton()
        self.stop.setText("Stop")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 12, 0)
        layout.setSpacing(8)
        self.asked = QLabel()
        self.asked.setBuddy(self.wrt)
        question = Lines(self.asked, self.wrt, QLabel("and"), self.by)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 4, 8, 12)
        inside.setSpacing(9)
        self._parts = (self.entry, self.definiteness, self.meaning, self.kinks)
        for widget in (self.formula, self.matrix, *self._parts):
            inside.addWidget(widget)
        inside.addSpacing(6)
        inside.addWidget(self.eigenvalues_title)
        inside.addWidget(self.eigenvalues)
        inside.addWidget(self.verdict)
        inside.addWidget(self.details)
        inside.addLayout(Lines(self.copy, self.open, self.stop))
        inside.addStretch(1)
        self.area = scrolled(page)
        layout.addLayout(question)
        layout.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.wrt.textActivated.connect(lambda _shown: self._choose())
        self.by.textActivated.connect(lambda _shown: self._choose())
        self.work.changed.connect(self._show)
        self.work.finished.connect(self._finish)
        self._selection.selected_changed.connect(self._follow)
        self.matrix.pointed.connect(lambda _place: self._show_entry())
        self.eigenvalues.pointed.connect(lambda _place: self._show_entry())
        self.stop.clicked.connect(lambda: self.work.again() if self.work.stopped else self.work.stop())
        self.open.clicked.connect(self._open)
        self._patience.timeout.connect(self._say_how_far)
        self._look.changed.connect(self._show_entry)

    def sizeHint(self) -> QSize:
        return QSize(350, 600)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()
        self.work.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.work.set_active(False)

    # --- the question

    def _follow(self) -> None:
        """The node selected last; of two that are selected, the mixed block."""
        selected, choices = self._selection.selected, self.work.choices()
        if len(selected) == 2 and {*selected} <= {*choices}:
            self.work.ask(*selected)
        elif self._selection.current in choices:
            self.work.ask(str(self._selection.current), str(self._selection.current))

    def _choose(self) -> None:
        before, wrt, by = self.work.nodes, self.wrt.currentData(), self.by.currentData()
        if before is not None and before[0] == before[1] and wrt != before[0]:
            by = wrt  # the columns go along, where they were by the same
        self.work.ask(wrt, by)

    def _offer(self) -> None:
        loss = self._document.loss
        self.asked.setText(f"∂²{name_text(loss) if loss is not None else ''} by")
        choices = self.work.choices()
        for box, place in ((self.wrt, 0), (self.by, 1)):
            if choices != [box.itemData(i) for i in range(box.count())]:
                box.clear()
                for name in choices:
                    box.addItem(name_text(name), name)
            if self.work.nodes is not None and self.work.nodes[place] in choices:
                box.setCurrentIndex(choices.index(self.work.nodes[place]))

    # --- what it shows

    def _show(self) -> None:
        self._offer()
        made = self.work.hessian
        for widget in self._parts:
            widget.setVisible(made is not None)
        self.copy.setVisible(made is not None)
        too_large = any(problem.kind == "too-large" for problem in self.work.problems)
        self.open.setVisible(made is not None or too_large)
        self.open.setEnabled(too_large or (made is not None and made.moving))
        self._say_how_far()
        self._show_eigenvalues(made)
        if made is None:
            self.formula.hide()
            self.matrix.show_matrix(None)
            self._say_why_not()
            return
        rows, columns = _names(made.wrt, made.gradient.shape), _names(made.by, made.gradient_by.shape)
        self.matrix.show_matrix(made.matrix, rows, columns)
        self._show_formula(made)
        self._show_entry()
        self._show_meaning(made)
        if self.work.checked is None:
            self.verdict.set_tone("muted")
            self.verdict.set_phrase("comparing with central differences of the gradient …")
            self.details.set_phrase(*_causes(made))
        else:
            self._finish()

    def _show_formula(self, made: Hessian) -> None:
        """In closed form, once it is known that there is one."""
        form = closed_form(made) if self.work.formula_known else None
        self.formula.setVisible(form is not None)
        for action in self.formulas:
            action.setEnabled(form is not None)
        if form is not None:
            left = Mathematics(form.left.unicode, form.left.latex)
            self.formula.show_formula(left, shown_terms(form.right, frozenset()))

    def _show_meaning(self, made: Hessian) -> None:
        checked = self.work.checked
        left_out = kinks(made, checked)
        headline = _headline(made, checked)
        self.definiteness.set_phrase(*headline)
        self.definiteness.setVisible(bool(headline))
        self.meaning.set_phrase(meaning(made, checked))
        self.kinks.set_phrase(*filter(None, [left_out]))
        self.kinks.setVisible(bool(left_out))
        if at_kink(checked):
            self._show_eigenvalues(None)

    def _show_eigenvalues(self, made: Hessian | None) -> None:
        values = made.curvatures if made is not None else None
        shown = values is not None and 1 < values.size <= MOST_EIGENVALUES and bool(np.any(values))
        self.eigenvalues_title.setVisible(shown)
        self.eigenvalues.setVisible(shown)
        if shown and values is not None:
            self.eigenvalues.show_matrix(values[np.newaxis])
            self.eigenvalues.setAccessibleName(f"Eigenvalues: {_spread(values, self._look.digits)}")

    def _show_entry(self) -> None:
        """The entry pointed at in words; else how symmetric it is."""
        made, at = self.work.hessian, self.matrix.place
        if made is None:
            return
        rows, columns = made.matrix.shape
        name = second_name(made).unicode
        self.matrix.setAccessibleName(f"{name}, {rows} by {columns}")
        if self.eigenvalues.isVisible() and self.eigenvalues.place is not None and made.curvatures is not None:
            place = self.eigenvalues.place[1]
            value = number_text(float(made.curvatures[place]), self._look.digits + 3)
            self.entry.set_tone("text")
            self.entry.set_phrase(f"eigenvalue {place + 1} of {made.curvatures.size}: {value}")
        elif at is not None:
            self.entry.set_tone("text")
            self.entry.set_phrase(*_entry(made, at, self._look.digits + 3))
        else:
            self.entry.set_tone("muted")
            self.entry.set_phrase(_symmetry(made))
        self.matrix.setAccessibleDescription(self.entry.accessibleName())

    def _say_why_not(self) -> None:
        problems = self.work.problems
        self.verdict.set_tone("error" if problems else "muted")
        self.details.set_phrase(*(problem.hint for problem in problems[:1] if problem.hint))
        if problems:
            self.verdict.set_phrase("✕ " + problems[0].message)
        elif self.work.stopped:
            self.verdict.set_phrase("stopped")
        elif not self.work.waiting:
            self.verdict.set_phrase("Nothing to differentiate yet: write an equation on the left.")
        else:
            self.verdict.set_phrase("differentiating the gradient …")

    def _say_how_far(self) -> None:
        """What takes long says so, and can be stopped."""
        waiting = self.work.waiting
        late = waiting and self._patience.isActive() and self.sender() is self._patience
        if waiting and not self._patience.isActive():
            self._patience.start()
        elif not waiting:
            self._patience.stop()
        if late:
            self.verdict.set_tone("muted")
            self.verdict.set_phrase(f"differentiating the gradient: {self.work.rows:,} rows …")
            self.details.set_phrase()
        self.stop.setText("Work it out" if self.work.stopped else "Stop")
        self.stop.setVisible(late or self.work.stopped)

    def _finish(self) -> None:
        """The formula and the comparison are there."""
        made, checked = self.work.hessian, self.work.checked
        if made is None or checked is None:
            return
        self._show_formula(made)
        self._show_meaning(made)
        tone, words, details = _verdict(checked)
        self.verdict.set_tone(tone)
        self.verdict.set_phrase(words)
        self.details.set_phrase(*(_causes(made) or ([details] if details else [])))

    # --- taking it away

    def numbers(self) -> str:
        """The matrix as a spreadsheet takes it: every digit."""
        return write_block(self.work.hessian.matrix) if self.work.hessian is not None else ""

    def text(self, form: str) -> str:
        """The formula, ``unicode``, ``ascii`` or ``latex``; empty where there is none."""
        made = self.work.hessian
        found = closed_form(made) if made is not None else None
        return f"{getattr(found.left, form)} = {getattr(found.right, form)}" if found is not None else ""

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def _open(self) -> None:
        made, chosen, nodes = self.work.hessian, self.matrix.chosen, self.work.nodes
        if made is not None and chosen is not None:
            self.wanted_document.emit(made.wrt, tuple(map(int, np.unravel_index(chosen[0], made.gradient.shape))))
        elif nodes is not None:
            self.wanted_document.emit(nodes[0], None)


def _names(name: str, shape: tuple[int, ...]) -> Sequence[str]:
    return [symbol(Name(name, shape), at).unicode for at in np.ndindex(shape)]


def _entry(made: Hessian, at: tuple[int, int], digits: int) -> list[str | Mathematics]:
    """``∂²L / ∂x₁ ∂x₂ = 28.0``."""
    places = [np.unravel_index(i, x.shape) for i, x in zip(at, (made.gradient, made.gradient_by), strict=True)]
    shapes = (made.gradient.shape, made.gradient_by.shape)
    first, second = (
        symbol(Name(name, shape), tuple(map(int, place)))
        for name, shape, place in zip((made.wrt, made.by), shapes, places, strict=True)
    )
    loss = name_text(made.loss), name_text(made.loss, "latex")
    formula = Mathematics(
        f"∂²{loss[0]}/∂{first.unicode}∂{second.unicode}",
        rf"\partial^{{2}} {loss[1]} / \partial {first.latex}\,\partial {second.latex}",
    )
    return [formula, f" = {number_text(float(made.matrix[at]), digits)}"]


def _symmetry(made: Hessian) -> str:
    rows, columns = made.matrix.shape
    size = f"{rows} × {columns}" if made.matrix.size > 1 else "scalar"
    if made.asymmetry is None or made.matrix.size == 1:
        return size
    return f"{size}, symmetric" + (f" to {power_text(made.asymmetry, 0)}" if made.asymmetry else "")


def _headline(made: Hessian, checked: LeafCheck | None) -> list[str]:
    if made.curvatures is None or not made.reached or at_kink(checked):
        return []
    words = made.definiteness[:1].upper() + made.definiteness[1:]
    if made.definiteness == "zero" or made.curvatures.size == 1:
        return [words]
    return [f"{words}: {_spread(made.curvatures, 3)}"]


def _spread(values: np.ndarray, digits: int) -> str:
    return f"{number_text(float(values[0]), digits)} … {number_text(float(values[-1]), digits)}"


def _causes(made: Hessian) -> list[str]:
    return [f"{problem.node}: {problem.words}" for problem in made.problems[:1]]


def _verdict(checked: LeafCheck) -> tuple[str, str, str]:
    """Tone, headline and the line below it."""
    skipped = "; ".join(checked.skipped[:2])
    if not checked.compared:
        return "muted", "could not be compared with central differences", skipped
    error = f"relative error {power_text(checked.error)}"
    if not checked.passed:
        return "error", "✕ does not agree with central differences of the gradient", error
    sampled = " at sampled entries and in random directions" if checked.sampled else ""
    skipped = f"; skipped {skipped}" if skipped else ""
    return "forward", "✓ agrees with central differences of the gradient", error + sampled + skipped
