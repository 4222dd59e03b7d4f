"""The derivation panel: ∂L/∂ a node as a formula, in three readings, step by step, and whether it was found right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from graph.notation import name_text
from gui.document import OpenDocument
from gui.panels.derivation_steps import StepsView
from gui.panels.derivation_terms import Message, Part, TermsView, shown_terms
from gui.panels.deriving import Deriver
from gui.panels.lines import Lines, chooser
from gui.panels.messages import rule
from gui.panels.scrolled import scrolled
from gui.selection import Selection
from gui.theming import Look
from gui.writing.formulas import Mathematics
from gui.writing.typeset import PhraseLabel

READINGS = {"Closed form": "closed", "Messages": "messages", "Differentials": "differentials"}
SHORT = {"Closed form": "Closed", "Differentials": "Diffs"}
"""What readings are called where there is no room for more, one after the other."""

TAB = 16
"""Pixels of a tab besides its title."""

FORMS = {"Text": "unicode", "ASCII, which can be typed": "ascii", "LaTeX": "latex", "NumPy": "numpy"}
MOST = 40
"""Definitions that are shown; the text that is copied has all."""


class DerivationPanel(QWidget):
    """Of the node selected last, until another is chosen in it.

    Signals: ``wanted_gradient()``: the gradient is to be opened as a document.
    """

    wanted_gradient = Signal()

    def __init__(self, document: OpenDocument, selection: Selection, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._selection, self._look = document, selection, look
        self.deriver = Deriver(document, self)
        self._pointed: frozenset[Message] = frozenset()
        self.setAccessibleName("Derivation")
        self._make_controls()
        self.formula = TermsView(look)
        self.definitions = QWidget()
        self._defined = QVBoxLayout(self.definitions)
        self._defined.setContentsMargins(0, 0, 0, 0)
        self._defined.setSpacing(2)
        self._views: list[TermsView] = []
        self.conditions = PhraseLabel(look, px=12, tone="muted")
        self.verdict = PhraseLabel(look, px=13, weight=500)
        self.details = PhraseLabel(look, px=12, tone="muted")
        self.steps = StepsView(look)
        self._lay_out()
        self._connect()
        self._show()

    # --- building

    def _make_controls(self) -> None:
        self.wrt = chooser("With respect to")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Readings of the gradient")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setProperty("narrow", True)
        for words in READINGS:
            self.tabs.setTabToolTip(self.tabs.addTab(words), words)
        self.named = QCheckBox("Name what repeats")
        self.named.setChecked(True)
        self.copy = QToolButton()
        self.copy.setText("Copy ▾")
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.copy)
        for words, form in FORMS.items():
            menu.addAction(words).triggered.connect(lambda _checked=False, form=form: self._copy(form))
        menu.addSeparator()
        self.save = menu.addAction("Save as a LaTeX document…")
        self.save.triggered.connect(lambda _checked=False: self._save())
        self.copy.setMenu(menu)
        self.gradient = QToolButton()
        self.gradient.setText("Open the gradient")
        self.gradient.setToolTip("A new document in which every adjoint is an equation")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 12, 0)
        layout.setSpacing(8)
        self.asked = QLabel()
        self.asked.setBuddy(self.wrt)
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 4, 8, 12)
        inside.setSpacing(9)
        inside.addWidget(self.formula)
        inside.addWidget(self.definitions)
        inside.addWidget(self.conditions)
        inside.addWidget(self.verdict)
        inside.addWidget(self.details)
        inside.addLayout(Lines(self.copy, self.gradient))
        inside.addWidget(rule())
        inside.addWidget(self.steps)
        inside.addStretch(1)
        self.area = scrolled(page)
        layout.addLayout(Lines(self.asked, self.wrt))
        layout.addWidget(self.tabs)
        layout.addWidget(self.named)
        layout.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.wrt.textActivated.connect(lambda _shown: self.deriver.ask(wrt=self.wrt.currentData()))
        self.tabs.currentChanged.connect(
            lambda place: self.deriver.ask(reading=list(READINGS.values())[place])  # type: ignore[arg-type]
        )
        self.named.toggled.connect(lambda on: self.deriver.ask(named=on))
        self.gradient.clicked.connect(self.wanted_gradient)
        self.deriver.changed.connect(self._show)
        self.deriver.finished.connect(self._finish)
        self._selection.selected_changed.connect(self._follow)
        self._selection.lit_changed.connect(self._light)
        self.formula.pointed.connect(self._point)
        self.steps.pointed.connect(self._point)
        self.steps.unfolded.connect(lambda row: self.area.ensureWidgetVisible(row, 0, 12))

    def sizeHint(self) -> QSize:
        return QSize(350, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._title_tabs()

    def _title_tabs(self) -> None:
        """By their whole words where these have room, else by as many of them as have."""
        margins = self.layout().contentsMargins()
        room = self.width() - margins.left() - margins.right()
        words = self.tabs.fontMetrics()
        titles = dict(zip(READINGS, READINGS, strict=True))
        for title, short in SHORT.items():
            if sum(words.horizontalAdvance(shown) + TAB for shown in titles.values()) > room:
                titles[title] = short
        for place, shown in enumerate(titles.values()):
            self.tabs.setTabText(place, shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()
        self.deriver.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.deriver.set_active(False)
        self._point(frozenset())

    # --- what it shows

    def _follow(self) -> None:
        """The node selected last, where it has a gradient."""
        if self._selection.current in self.deriver.choices():
            self.deriver.ask(wrt=self._selection.current)

    def _show(self) -> None:
        self._offer()
        made = self.deriver.derivation
        self.named.setEnabled(self.deriver.reading != "messages")
        for widget in (self.formula, self.definitions, self.copy, self.gradient, self.steps):
            widget.setVisible(made is not None)
        self.save.setEnabled(False)
        self._clear_definitions()
        self._provided(made.conditions if made is not None else ())
        if made is None:
            self._say_why_not()
            return
        parts = [(t.sign, Part(t.unicode, t.latex, frozenset(t.messages))) for t in made.terms]
        self.formula.show_formula(made.left, parts)
        self._show_definitions()
        self.verdict.set_tone("muted")
        self.verdict.set_phrase("comparing with the sweep and with central differences …")
        self.details.set_phrase()
        self.steps.show_steps(())
        self._point(frozenset())
        if self.deriver.complete:
            self._finish()

    def _provided(self, conditions: Sequence[str]) -> None:
        self.conditions.setVisible(bool(conditions))
        self.conditions.set_phrase("where " + ", ".join(conditions) if conditions else "")

    def _offer(self) -> None:
        """The loss, and the nodes to choose from."""
        loss = self._document.loss
        self.asked.setText(f"∂{name_text(loss) if loss is not None else ''} with respect to")
        choices = self.deriver.choices()
        if choices != [self.wrt.itemData(place) for place in range(self.wrt.count())]:
            self.wrt.clear()
            for name in choices:
                self.wrt.addItem(name_text(name), name)
        if self.deriver.wrt in choices:
            self.wrt.setCurrentIndex(choices.index(self.deriver.wrt))

    def _say_why_not(self) -> None:
        problems = self.deriver.problems
        self.verdict.set_tone("error" if problems else "muted")
        if problems:
            self.verdict.set_phrase("✕ " + problems[0].message)
            self.details.set_phrase(problems[0].hint)
        else:
            words = "deriving …" if self.deriver.waiting else "Nothing to derive yet: write an equation on the left."
            self.verdict.set_phrase(words)
            self.details.set_phrase()

    def _clear_definitions(self) -> None:
        for view in self._views:
            view.deleteLater()
        self._views = []

    def _show_definitions(self) -> None:
        made = self.deriver.derivation
        assert made is not None
        for definition in made.defined[:MOST]:
            view = TermsView(self._look)
            left, _, _ = definition.unicode.partition(" = ")
            latex, _, _ = definition.latex.partition(" = ")
            formula = definition.formula
            terms = shown_terms(formula, frozenset(definition.messages))
            view.show_formula(Mathematics(left, latex), terms)
            view.pointed.connect(self._point)
            self._defined.addWidget(view)
            self._views.append(view)
        self.definitions.setVisible(bool(self._views))

    def _finish(self) -> None:
        """The steps and the verdict are there."""
        made = self.deriver.derivation
        if made is None:
            return
        self.save.setEnabled(True)
        self.steps.show_steps(made.steps)
        self._provided((*made.conditions, *made.declared))
        checked = made.checked
        lines = checked.words.splitlines()
        if checked.passed:
            self.verdict.set_tone("forward")
            self.verdict.set_phrase("✓ agrees with the sweep and with central differences")
        elif any(not point.passed for point in checked.points):
            self.verdict.set_tone("error")
            self.verdict.set_phrase("✕ does not agree with the numbers: do not use this formula")
        else:
            self.verdict.set_tone("error")
            self.verdict.set_phrase("✕ could not be compared everywhere")
        self.details.set_phrase("; ".join(lines))

    # --- pointing

    def _point(self, messages: frozenset[Message]) -> None:
        self._pointed = messages
        self._selection.light(messages)
        self._light()

    def _light(self) -> None:
        """Marks the terms of what a wire on the canvas stands for; what the panel itself points at marks itself."""
        lit = self._selection.lit
        for view in (self.formula, *self._views):
            view.light(frozenset() if lit == self._pointed else lit)

    # --- taking it away

    def text(self, form: str) -> str:
        """The definitions and the equation in one of the forms."""
        made = self.deriver.derivation
        if made is None:
            return ""
        if form == "numpy":
            return made.numpy
        return "\n".join(str(getattr(one, form)) for one in (*made.defined, made.equation))

    def _copy(self, form: str) -> None:
        QGuiApplication.clipboard().setText(self.text(form))

    def _save(self) -> None:
        made = self.deriver.derivation
        if made is None:
            return
        path = self._document.path
        stem = Path(self._document.name).stem
        proposed = (path.parent if path else Path.home()) / f"{stem}-gradient.tex"
        chosen, _filter = QFileDialog.getSaveFileName(self, "Save the derivation", str(proposed), "LaTeX (*.tex)")
        if not chosen:
            return
        out = Path(chosen)
        out = out if out.suffix else out.with_name(out.name + ".tex")
        try:
            out.write_text(made.document(), encoding="utf-8")
        except OSError as error:
            words = f"{out.name} cannot be written: {error.strerror or error}"
            QMessageBox.warning(self, "Save the derivation", words)
