"""The steps of a derivation, unfolded one at a time: the rule by its name, what it does here, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.drawing.colours import colour
from gui.drawing.painter import painting
from gui.drawing.strokes import pen
from gui.panels.derivation_terms import TermsView, shown_terms
from gui.panels.lines import Lines
from gui.theming import Look
from gui.writing.typeset import PhraseLabel, heading

if TYPE_CHECKING:
    from graph.calculus.derivation import DerivationStep

MOST = 30
"""Unfolded steps that are kept in sight."""

_KEYS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}


class StepRow(QWidget):
    """One step; pointing at it lights the messages it is about."""

    pointed = Signal(object)

    def __init__(self, number: int, step: DerivationStep, look: Look) -> None:
        super().__init__()
        self._look = look
        self._step = step
        self._current = False
        self.rule = QLabel(f"{number}  {step.rule}")
        self.rule.setProperty("strong", True)
        self.rule.setWordWrap(True)
        self.words = PhraseLabel(look, px=12.5, tone="muted")
        self.words.set_phrase(step.words)
        self.formula = TermsView(look)
        self.formula.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.formula.show_formula(step.left, shown_terms(step.after, frozenset(step.messages)))
        self.formula.pointed.connect(self.pointed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 4, 6)
        layout.setSpacing(1)
        for widget in (self.rule, self.words, self.formula):
            layout.addWidget(widget)

    @property
    def step(self) -> DerivationStep:
        return self._step

    def set_current(self, current: bool) -> None:
        self._current = current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        with painting(self) as painter:
            painter.setPen(pen(theme.backward if self._current else theme.edge, 3))
            painter.drawLine(2, 4, 2, self.height() - 4)
            if self._current:
                painter.fillRect(self.rect().adjusted(4, 0, 0, 0), colour(theme.backward_tint))


class StepsView(QWidget):
    """The steps so far. Buttons, and, with the focus, the arrows, Home and End, go on and back.

    Signals: ``pointed(messages)``: of the step that was unfolded, or is under the pointer; ``unfolded(row)``.
    """

    pointed = Signal(object)
    unfolded = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._steps: Sequence[DerivationStep] = ()
        self._shown = 0
        self._rows: dict[int, StepRow] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Steps of the derivation")
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.back, self.forward, self.all = (
            _button(words, tip)
            for words, tip in (("‹", "One step back (↑)"), ("›", "Next step (↓)"), ("»", "All steps (End)"))
        )
        self.back.clicked.connect(lambda: self.go(-1))
        self.forward.clicked.connect(lambda: self.go(1))
        self.all.clicked.connect(lambda: self.go(len(self._steps)))
        going = QWidget()
        beside = QHBoxLayout(going)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(2)
        for widget in (self.count, self.back, self.forward, self.all):
            beside.addWidget(widget)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(Lines(heading("Step by step"), going, apart=True))
        layout.addLayout(self._list)
        self._follow()

    @property
    def rows(self) -> list[StepRow]:
        """The steps that are unfolded, the newest last."""
        return [self._rows[place] for place in sorted(self._rows)]

    def show_steps(self, steps: Sequence[DerivationStep]) -> None:
        """Other steps, all folded."""
        self._steps, self._shown = steps, 0
        for row in self._rows.values():
            row.deleteLater()
        self._rows = {}
        self._follow()

    def go(self, by: int) -> None:
        """Unfolds so many more steps, or folds them again."""
        shown = max(0, min(len(self._steps), self._shown + by))
        if shown == self._shown:
            return
        self._shown = shown
        wanted = range(max(0, shown - MOST), shown)
        for place in [place for place in self._rows if place not in wanted]:
            self._rows.pop(place).deleteLater()
        for place in wanted:
            if place not in self._rows:
                row = StepRow(place + 1, self._steps[place], self._look)
                row.pointed.connect(self.pointed)
                self._rows[place] = row
                self._list.insertWidget(place - wanted.start, row)
        self._follow()
        current = self._rows.get(shown - 1)
        self.pointed.emit(frozenset(current.step.messages) if current is not None else frozenset())
        if current is not None:
            self.unfolded.emit(current)

    def _follow(self) -> None:
        total = len(self._steps)
        self.count.setText(f"{self._shown} of {total}" if total else "")
        self.back.setEnabled(self._shown > 0)
        for button in (self.forward, self.all):
            button.setEnabled(self._shown < total)
        for place, row in self._rows.items():
            row.set_current(place == self._shown - 1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _KEYS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.go(by)


def _button(words: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
