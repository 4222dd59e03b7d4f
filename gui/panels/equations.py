"""The panel on the left: the text, what it was read as, what is wrong with it, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gui.document import OpenDocument
from gui.evaluator import Evaluator
from gui.panels.adjoints import AdjointList
from gui.panels.checking import CheckLine
from gui.panels.echoes import Echo, Echoes, Lines, changed_lines
from gui.panels.editor import EquationEditor
from gui.panels.problems import ProblemList
from gui.playhead import Playhead
from gui.selection import Selection
from gui.theming import Look
from gui.writing.typeset import PhraseLabel, heading

LEAST = 130
"""Pixels the editor has at least."""

_BELOW = 150
"""Pixels below the editor for the echo, a notice or two and the first of the adjoints."""


class EquationsPanel(QWidget):
    """Equations, their problems, the derived adjoints and the check."""

    def __init__(
        self,
        document: OpenDocument,
        evaluator: Evaluator,
        playhead: Playhead,
        selection: Selection,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._evaluator = evaluator
        self._playhead = playhead
        self._selection = selection
        self._reading = document.reading
        self._lines = Lines(document.reading)
        self._echoes: Mapping[int, Echo] = {}
        self.setAccessibleName("Equations panel")
        self.status = QLabel()
        self.status.setAccessibleName("Reading")
        self.editor = EquationEditor(look, self._names)
        self.echo = PhraseLabel(look, px=14, tone="muted", mathematics="text")
        self.problems = ProblemList(look)
        self.adjoints = AdjointList(playhead, selection, look)
        self.adjoints_title = heading("Derived adjoints")
        self.check = CheckLine(evaluator, look)
        self._lay_out()
        self._connect()
        self._take_text()
        self._take_reading()

    def sizeHint(self) -> QSize:
        return QSize(288, 600)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(20, 16, 12, 6)
        top.addWidget(heading("Equations"))
        top.addStretch(1)
        top.addWidget(self.status)
        self.echo.setFixedHeight(34)
        self._echo_row = QWidget()
        echo = QHBoxLayout(self._echo_row)
        echo.setContentsMargins(20, 2, 12, 6)
        echo.addWidget(self.echo)
        title = QHBoxLayout()
        title.setContentsMargins(20, 12, 12, 4)
        title.addWidget(self.adjoints_title)
        self._problem_area = QScrollArea()
        self._problem_area.setWidget(self.problems)
        self._problem_area.setWidgetResizable(True)
        self._problem_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._problem_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._problem_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._problem_area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.editor)
        layout.addWidget(self._echo_row)
        layout.addWidget(self._problem_area)
        layout.addLayout(title)
        layout.addWidget(self.adjoints)
        layout.addWidget(self.check)
        layout.addStretch()
        self.editor.setMinimumHeight(LEAST)
        self.adjoints.setMinimumHeight(56)

    def _connect(self) -> None:
        document = self._document
        document.text_changed.connect(self._take_text)
        document.reading_changed.connect(self._take_reading)
        document.graph_changed.connect(self._fit)
        document.opened.connect(self._opened)
        self.editor.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.editor.edited.connect(document.set_text)
        self.editor.line_changed.connect(self._show_echo)
        self.problems.wanted.connect(self.editor.go_to)
        self._playhead.t_changed.connect(self._follow)
        self._playhead.story_changed.connect(self._follow)
        self._selection.selected_changed.connect(self._follow)

    def _names(self) -> list[str]:
        graph = self._document.graph
        return list(graph.nodes) if graph is not None else []

    # --- what the document says

    def _opened(self) -> None:
        self._take_text()
        self.editor.go_to_start()

    def _take_text(self) -> None:
        self.editor.take_text(self._document.text)

    def _take_reading(self) -> None:
        reading = self._document.reading
        self._lines = Lines(reading)
        self._echoes = Echoes(reading)
        empty = not self._document.text.strip()
        waiting = reading.graph is not None and reading.graph.waits
        problems = () if empty else reading.problems
        self.editor.show_reading(reading.rows, problems, self._echoes, changed_lines(self._reading, reading))
        self._reading = reading
        count = len(reading.problems)
        if empty:
            self.status.setText("")
        elif reading.graph is None:
            self.status.setText(f"✕ {count} problem" + ("" if count == 1 else "s"))
        else:
            self.status.setText("an input is missing" if waiting else "✓ shapes agree")
        tones = {"good": reading.graph is not None and not waiting, "bad": reading.graph is None}
        if any(self.status.property(tone) != on for tone, on in tones.items()):
            for tone, on in tones.items():
                self.status.setProperty(tone, on)
            self.status.style().polish(self.status)
        self.problems.show_problems(problems, reading.notices)
        self._show_echo()
        self._follow()
        self._fit()

    def _show_echo(self) -> None:
        """What the cursor's line is read as, at once: the cure for every ambiguity."""
        echo = self._echoes.get(self.editor.line) if self.editor.hasFocus() else None
        wrong = self.editor.line in {problem.line for problem in self._document.reading.problems}
        self._echo_row.setVisible(self.editor.hasFocus())
        if echo is None or wrong:
            self.echo.set_phrase()
        else:
            self.echo.set_phrase("reads ", echo.formula)

    def _follow(self) -> None:
        step = self._playhead.step
        node = self._selection.current or (step.node if step else None)
        self.editor.show_active(self._lines.of(node), step.phase if step else "forward")

    # --- room

    def wanted_height(self) -> int:
        """Pixels in which all equations are seen, with the line that says how the last one was read."""
        return self.editor.geometry().top() + self.editor.content_height() + _BELOW

    def _fit(self) -> None:
        """The editor is as high as its text where there is room; the rest belongs to the adjoints."""
        self.editor.setMaximumHeight(max(LEAST, self.editor.content_height()))
        self.editor.updateGeometry()
        wanted = self.problems.heightForWidth(max(120, self.width())) if self.problems.isVisibleTo(self) else 0
        self._problem_area.setFixedHeight(min(max(0, wanted), self.height() // 3))
        story = self._evaluator.story
        for widget in (self.adjoints_title, self.adjoints, self.check):
            widget.setVisible(story is not None and story.gradient is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
