"""The inspector: one node whole, what it sends and receives at this moment, and the check of its derivatives."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from graph.editing import closed, inside
from graph.errors import Problem
from graph.model import Equation, Graph, Node
from gui.drawing.painter import painting
from gui.evaluator import Evaluator
from gui.panels.checking import CheckPage
from gui.panels.scrolled import scrolled
from gui.panels.step import StepPage
from gui.playhead import Playhead
from gui.selection import Selection
from gui.theming import Look
from gui.writing.formulas import Mathematics, described, node_formula
from gui.writing.typeset import PhraseLabel

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
        self._described: Node | None = None
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
            page.setContentsMargins(0, 0, 8, 0)
            self.pages.addWidget(scrolled(page))
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 12, 0)
        layout.setSpacing(7)
        for widget in (self.title, self.facts, self.warning, self.tabs):
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
        loss = story.loss if story else graph.loss if graph is not None else None
        for name in (self._selection.current, step.node if step else None, loss):
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
        self._described = graph.nodes[self._node] if graph is not None and self._node is not None else None
        if self._described is None or graph is None or self._node is None:
            self.title.show_formula(None)
            self.facts.set_phrase("Nothing to show yet: write an equation on the left.")
        else:
            self.title.show_formula(node_formula(_whole(graph, self._described)))
            self._tell_facts(graph, self._node)
        self.step_page.show_node(self._node)
        self._warn()

    def _tell_facts(self, graph: Graph, name: str) -> None:
        self.facts.set_phrase(*described(graph, name), *self._standing())

    def _standing(self) -> tuple[str, ...]:
        """What the node is to the loss."""
        story, graph = self._evaluator.story, self._evaluator.graph
        if story is None or graph is None or self._node is None:
            return ()
        if self._node == story.loss:
            shape = graph.nodes[self._node].shape
            if story.gradient is None:
                return (" · the loss; no sweep backwards before it has a value",)
            return (" · the loss",) if not shape else (" · the loss; no scalar, its adjoint starts as ones",)
        if story.gradient is None:
            return ()
        if self._node not in story.gradient.reached:
            constant = graph.nodes[self._node].is_constant
            return (" · no adjoint: a constant",) if constant else (" · does not reach the loss: its adjoint is zero",)
        return ()

    def _take_run(self) -> None:
        graph = self._evaluator.graph
        node = graph.nodes.get(self._node) if graph is not None and self._node is not None else None
        if node is not self._described or self._wanted() != self._node:
            self._rebuild()  # also for the run of another text, whose story was here before it
            return
        if graph is not None and self._node is not None:
            self._tell_facts(graph, self._node)  # its children may be others, and it the same
        self.step_page.take_run()
        self._warn()

    def _warn(self) -> None:
        own = [problem for problem in self._evaluator.warnings if problem.node == self._node]
        words = [f"✕ {problem.words}" for problem in own[:3]]
        if not words and self._evaluator.problems:
            words = [f"✕ {_placed(problem)}" for problem in self._evaluator.problems[:2]]
        self.warning.set_phrase(*([" ".join(words)] if words else []))
        self.warning.setVisible(bool(words))


def _placed(problem: Problem) -> str:
    """The message, with the node it is about before it."""
    return f"{problem.node}: {problem.message}" if problem.node else problem.message


def _whole(graph: Graph, node: Node) -> Node:
    """The node, an equation that is open as it was written."""
    expression = closed(graph, node.name)
    return Equation(node.name, expression) if expression is not None and node.name in inside(graph) else node
