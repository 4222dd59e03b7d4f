"""The inspector: one node whole, what it sends and receives at this moment, and the check of its derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from graph.expression import Expression
from graph.model import Leaf
from gui.drawing.values import Values
from gui.evaluator import Evaluator
from gui.painting import painting
from gui.panels.checking import CheckPage
from gui.panels.formulas import Mathematics, described, name_formula, node_formula
from gui.panels.messages import Entry, EntryRow, message_entry, rule, shape_words
from gui.panels.typeset import PhraseLabel, heading
from gui.playhead import Playhead
from gui.selection import Selection
from gui.theming import Look

if TYPE_CHECKING:
    from graph.story import Story

TITLE = 26.0


class TitleFormula(QWidget):
    """One large formula, made smaller where the panel is narrow."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._formula: Mathematics | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)
        look.typesetter.ready.connect(self.update)

    def show_formula(self, formula: Mathematics | None) -> None:
        self._formula = formula
        self.setAccessibleName(formula.unicode if formula else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 42)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._formula is None:
            return
        with painting(self) as painter:
            formula = self._look.typesetter.formula(self._formula.latex, self._formula.unicode)
            px = min(TITLE, TITLE * self.width() / max(1.0, formula.width(TITLE)))
            px = min(px, px * self.height() / max(1.0, formula.height(px)))
            baseline = (self.height() + formula.ascent(px) - formula.descent(px)) / 2
            formula.draw(painter, 0, baseline, px, self._look.theme.text)


class StepPage(QWidget):
    """What one node sends its parents and gets from its children, as far as the story has come."""

    def __init__(self, evaluator: Evaluator, playhead: Playhead, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evaluator = evaluator
        self._playhead = playhead
        self._look = look
        self._node: str | None = None
        self._values = Values(None)
        self._own: list[tuple[str, EntryRow]] = []
        self._sent: list[tuple[str, EntryRow]] = []
        self._received: list[tuple[str, EntryRow]] = []
        self._sending = PhraseLabel(look, px=12.5, tone="muted")
        self._receiving = PhraseLabel(look, px=12.5, tone="muted")
        self._numbers_title = PhraseLabel(look, px=13, weight=600)
        self._numbers = PhraseLabel(look, px=14)
        self._numbers_rule = rule()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 8)
        self._layout.setSpacing(8)

    def show_node(self, name: str | None) -> None:
        """Rows for another node, or for the same one of another graph."""
        self._node = name
        self._clear()
        graph = self._evaluator.graph
        self._values = Values(self._evaluator.run, self._look.digits)
        if name is not None and graph is not None and name in graph.nodes and graph.nodes[name].shape is not None:
            leaf = isinstance(graph.nodes[name], Leaf)
            parts = [self._add_own, self._add_received] if leaf else [self._add_sent, self._add_received, self._add_own]
            for add in parts:
                add(name)
        for widget in (self._numbers_rule, self._numbers_title, self._numbers):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        self.follow()

    def take_run(self) -> None:
        """New numbers for the same rows."""
        self._values = Values(self._evaluator.run, self._look.digits)
        self.follow()

    def _clear(self) -> None:
        kept = {self._sending, self._receiving, self._numbers_rule, self._numbers_title, self._numbers}
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in kept:
                widget.hide()
                widget.deleteLater()
        self._own, self._sent, self._received = [], [], []
        self._sending.hide()
        self._receiving.hide()

    def _add_own(self, name: str) -> None:
        """Its value and its adjoint."""
        graph, story = self._evaluator.graph, self._evaluator.story
        shape = graph.nodes[name].shape or ()
        formula = name_formula(name)
        self._begin_part()
        entry = Entry("value", formula.latex, formula.unicode, shape_words(shape), shape, "forward")
        self._own.append(("value", self._add(entry)))
        if story is not None and name in story.gradient.reached:
            bar = name_formula(story.gradient.bars[name])
            loss = name_formula(story.loss)
            latex = rf"{bar.latex} = \partial {loss.latex}/\partial {formula.latex}"
            unicode = f"{bar.unicode} = ∂{loss.unicode}/∂{formula.unicode}"
            entry = Entry("adjoint", latex, unicode, shape_words(shape), shape)
            self._own.append(("adjoint", self._add(entry)))

    def _add_sent(self, name: str) -> None:
        """What it sends each parent."""
        graph, story = self._evaluator.graph, self._evaluator.story
        for parent in graph.nodes[name].parents if story is not None else ():
            message = story.gradient.messages.get(parent, {}).get(name)
            if message is not None:
                if not self._sent:
                    self._begin_part(self._sending)
                self._sent.append((parent, self._add_row(f"to {parent}", message, name, parent)))

    def _add_received(self, name: str) -> None:
        """What its children send it, where it is a sum, or the node a leaf."""
        graph, story = self._evaluator.graph, self._evaluator.story
        received = story.gradient.messages.get(name, {}) if story is not None else {}
        if len(received) > 1 or (received and isinstance(graph.nodes[name], Leaf)):
            self._begin_part(self._receiving)
            for child, expression in received.items():
                self._received.append((child, self._add_row(f"via {child}", expression, child, name)))

    def _begin_part(self, title: QWidget | None = None) -> None:
        if self._layout.count():
            self._layout.addWidget(rule())
        if title is not None:
            self._layout.addWidget(title)
            title.show()

    def _add_row(self, title: str, message: Expression, child: str, parent: str) -> EntryRow:
        """The row of one message."""
        story = self._evaluator.story
        return self._add(message_entry(title, message, story.steps[story.send_step[child, parent] - 1].shapes))

    def _add(self, entry: Entry) -> EntryRow:
        row = EntryRow(entry, self._look)
        self._layout.addWidget(row)
        return row

    def follow(self) -> None:
        """Shows the rows at this moment of the story."""
        story, name, t = self._playhead.story, self._node, self._playhead.t
        graph = self._evaluator.graph
        if story is None or name is None or graph is None or name not in graph.nodes:
            self._show_numbers(None)
            return
        for kind, row in self._own:
            value = kind == "value"
            shown = story.value_shown(name, t) if value else story.adjoint_shown(name, t)
            row.show_state(self._values.value(name) if value else self._values.adjoint(name), shown)
        for parent, row in self._sent:
            row.show_state(self._values.message(parent, name), _sent(story.message_progress(name, parent, t)))
        for child, row in self._received:
            progress = story.message_progress(child, name, t)
            words = "on its way" if 0 < progress < 1 else f"waits for {_bar(story, child)}"
            row.show_state(self._values.message(name, child), 1.0 if progress >= 1 else 0.0, words)
        self._tell(story, name, t)
        self._show_numbers(story)

    def _tell(self, story: Story, name: str, t: float) -> None:
        formula = name_formula(name)
        whole = story.adjoint_shown(name, t) > 0
        if self._sent:
            one = "One message to each parent:" if len(self._sent) > 1 else "One message to its parent:"
            if whole:
                self._sending.set_phrase(formula, f" has its whole adjoint. {one}")
            else:
                self._sending.set_phrase(formula, " sends nothing before its own adjoint is complete. Then:")
        if self._received:
            arrived = sum(story.message_progress(child, name, t) >= 1 for child, _row in self._received)
            count = len(self._received)
            if count == 1:
                self._receiving.set_phrase(
                    formula, " has one child on the way to the loss, so its adjoint is this message:"
                )
            else:
                self._receiving.set_phrase(
                    formula,
                    f" has {count} children, so its adjoint is the sum of {count} messages; {arrived} received:",
                )

    def _show_numbers(self, story: Story | None) -> None:
        step, run = self._playhead.step, self._evaluator.run
        phrase: tuple[str | Mathematics, ...] = ()
        if story is not None and run is not None and step is not None and self._node in (step.node, step.parent):
            phrase = tuple(story.numbers(run, step.number))
        self._numbers.set_phrase(*phrase)
        self._numbers_title.set_phrase(*((f"The numbers of step {step.number}",) if phrase and step else ()))
        for widget in (self._numbers_rule, self._numbers_title, self._numbers):
            widget.setVisible(bool(phrase))


class Inspector(QWidget):
    """The panel on the right: of the node selected last, else of the one the story is at, else of the loss."""

    def __init__(
        self, evaluator: Evaluator, playhead: Playhead, selection: Selection, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._evaluator = evaluator
        self._playhead = playhead
        self._selection = selection
        self._node: str | None = None
        self.setAccessibleName("Inspector")
        self.title = TitleFormula(look)
        self.facts = PhraseLabel(look, px=13, tone="muted")
        self.warning = PhraseLabel(look, px=12.5, tone="error")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Inspector pages")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.step_page = StepPage(evaluator, playhead, look)
        self.check_page = CheckPage(evaluator, look)
        self.pages = QStackedWidget()
        for words, page in (("Step", self.step_page), ("Check", self.check_page)):
            self.tabs.addTab(words)
            self.pages.addWidget(_scrolled(page))
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 12, 0)
        layout.setSpacing(7)
        for widget in (heading("Inspector"), self.title, self.facts, self.warning, self.tabs):
            layout.addWidget(widget)
        layout.addWidget(self.pages, 1)
        selection.selected_changed.connect(self._choose)
        playhead.t_changed.connect(self._choose)
        evaluator.story_changed.connect(self._rebuild)
        evaluator.run_changed.connect(self._take_run)
        look.changed.connect(self._rebuild)
        self._rebuild()

    @property
    def node(self) -> str | None:
        """The node that is shown."""
        return self._node

    def sizeHint(self) -> QSize:
        return QSize(350, 600)

    def _wanted(self) -> str | None:
        graph, step = self._evaluator.graph, self._playhead.step
        story = self._evaluator.story
        for name in (self._selection.current, step.node if step else None, story.loss if story else None):
            if name is not None and graph is not None and name in graph.nodes:
                return name
        return None

    def _choose(self) -> None:
        if self._wanted() != self._node:
            self._rebuild()
        else:
            self.step_page.follow()

    def _rebuild(self) -> None:
        self._node = self._wanted()
        graph = self._evaluator.graph
        if self._node is None or graph is None:
            self.title.show_formula(None)
            self.facts.set_phrase("Nothing to show yet: write an equation on the left.")
        else:
            self.title.show_formula(node_formula(graph.nodes[self._node]))
            self.facts.set_phrase(*described(graph, self._node), *self._standing())
        self.step_page.show_node(self._node)
        self._warn()

    def _standing(self) -> tuple[str, ...]:
        """What the node is to the loss."""
        story, graph = self._evaluator.story, self._evaluator.graph
        if story is None or graph is None or self._node is None:
            return ()
        if self._node == story.loss:
            shape = graph.nodes[self._node].shape
            return (" · the loss",) if not shape else (" · the loss; no scalar, its adjoint starts as ones",)
        if self._node not in story.gradient.reached:
            constant = isinstance(graph.nodes[self._node], Leaf) and graph.nodes[self._node].role == "constant"
            return (" · no adjoint: a constant",) if constant else (" · does not reach the loss: its adjoint is zero",)
        return ()

    def _take_run(self) -> None:
        self._choose()
        self.step_page.take_run()
        self._warn()

    def _warn(self) -> None:
        own = [problem for problem in self._evaluator.warnings if problem.node == self._node]
        words = [f"✕ {problem.message}" + (f". {problem.hint}" if problem.hint else "") for problem in own[:3]]
        if not words and self._evaluator.problems:
            words = [f"✕ {problem.message}" for problem in self._evaluator.problems[:2]]
        self.warning.set_phrase(*([" ".join(words)] if words else []))
        self.warning.setVisible(bool(words))


def _sent(progress: float) -> float:
    """A message exists from the moment it is sent."""
    return 1.0 if progress > 0 else 0.0


def _bar(story: Story, child: str) -> str:
    return name_formula(story.gradient.bars[child]).unicode if child in story.gradient.bars else child


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setContentsMargins(0, 0, 8, 0)
    return area
