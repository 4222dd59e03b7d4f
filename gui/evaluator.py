"""From the document's graph to its run and its story: the newest edit wins, large graphs off the GUI thread."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from graph.calculus.checking import check
from graph.errors import Problem
from graph.model import Graph
from graph.shapes import entries
from graph.story import story
from gui.calculating import Cancelled, Newest, Outcome, attempt
from gui.document import OpenDocument
from gui.drawing.shown_run import shown_run

if TYPE_CHECKING:
    from graph.calculus.checking import Check
    from graph.evaluation import Run
    from graph.story import Story

LARGE = 200_000
"""Numbers in all nodes together, or 100 times the nodes, beyond which a run leaves the GUI thread."""

REST = 400
"""Milliseconds without an edit before the derivatives are checked."""

CHECKED_BY_ITSELF = 20_000
"""Numbers in all nodes together up to which the check runs without being asked."""


class Evaluator(QObject):
    """The run, the story and the check that belong to the document's graph.

    Signals:
        story_changed: another structure or another loss; the run follows.
        run_changed: new numbers.
        busy_changed(bool): a large calculation began or ended; the run of before stands meanwhile.
        check_changed: the check began, ended or was dropped.
    """

    story_changed = Signal()
    run_changed = Signal()
    busy_changed = Signal(bool)
    check_changed = Signal()

    def __init__(self, document: OpenDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._graph: Graph | None = None
        self._story: Story | None = None
        self._run: Run | None = None
        self._check: Check | None = None
        self._problems: tuple[Problem, ...] = ()
        self._story_problems: tuple[Problem, ...] = ()
        self._check_problems: tuple[Problem, ...] = ()
        self._size = 0
        self._runs = Newest(self)
        self._runs.done.connect(self._take_run)
        self._stop_check = threading.Event()
        self._checks = Newest(self)
        self._checks.done.connect(self._take_check)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.check_now)
        self._stale = document.stale
        document.text_changed.connect(self._put_off_check)
        document.reading_changed.connect(self._follow_reading)
        document.graph_changed.connect(self._new_structure)
        document.values_changed.connect(self._new_numbers)
        self._new_structure()

    # --- what is known

    @property
    def graph(self) -> Graph | None:
        """The graph that ``run`` belongs to; older than the document's while a large one is calculated."""
        return self._graph

    @property
    def story(self) -> Story | None:
        return self._story

    @property
    def run(self) -> Run | None:
        return self._run

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why there is no run, in words."""
        return self._problems

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What happened in the run: division by zero, log of a negative; each with its node."""
        return tuple(self._run.warnings) if self._run else ()

    @property
    def busy(self) -> bool:
        return self._runs.busy

    @property
    def check(self) -> Check | None:
        """The comparison with central differences at the numbers of this moment, once it is done."""
        return self._check

    @property
    def check_problems(self) -> tuple[Problem, ...]:
        return self._check_problems

    @property
    def stale(self) -> bool:
        """Whether what is known belongs to an older text, because this one cannot be read."""
        return self._stale

    @property
    def checking(self) -> bool:
        return self._checks.busy or self._rest.isActive()

    # --- what happens

    def check_now(self) -> None:
        """Compares the adjoints with central differences in the background."""
        self._rest.stop()
        graph, loss = self._document.graph, self._document.loss
        if graph is None or loss is None:
            return
        # The check has its own copy, so that no plan of a program is shared between threads.
        alone = Graph(list(graph.nodes.values()), loss, graph.values, graph.notices)
        self._stop_check.set()
        stop = self._stop_check = threading.Event()

        def watch() -> None:
            if stop.is_set():
                raise Cancelled
            time.sleep(0)  # whoever waits for the interpreter, the window above all, has it now

        self._checks.ask(lambda: attempt(lambda: check(alone, watch=watch)))
        self.check_changed.emit()

    def close(self) -> None:
        """Stops all that runs; to be called before the application ends."""
        self._rest.stop()
        self._stop_check.set()
        self._runs.close()
        self._checks.close()

    def _new_structure(self) -> None:
        graph, loss = self._document.shown, self._document.loss
        told = attempt(lambda: story(graph, loss) if graph is not None and graph.nodes else None)
        self._story, self._story_problems = told.result, told.problems
        self._run = None
        self._size = cost(graph)
        self.story_changed.emit()
        self._new_numbers()

    def _new_numbers(self) -> None:
        graph, loss = self._document.shown, self._document.loss
        self._drop_check()
        if graph is None or self._story is None:
            self._runs.forget()
            self._graph, self._run, self._problems = graph, None, self._story_problems
            self.run_changed.emit()
            return

        def work() -> Outcome:
            return attempt(lambda: (graph, _evaluate(graph, loss)))

        if self._size <= LARGE and not self._runs.busy:
            self._take_run(work())
        else:
            self._runs.ask(work)
            self.busy_changed.emit(True)

    def _take_run(self, outcome: Outcome) -> None:
        self._graph, self._run = outcome.result or (self._document.shown, None)
        self._problems = outcome.problems
        self.run_changed.emit()
        if not self._runs.busy:
            self.busy_changed.emit(False)
        swept = self._story.gradient if self._story is not None else None
        if self._run is not None and swept is not None and self._size <= CHECKED_BY_ITSELF:
            self._rest.start()

    def _follow_reading(self) -> None:
        if self._stale != self._document.stale:
            self._stale = self._document.stale
            self.check_changed.emit()

    def _put_off_check(self) -> None:
        """Somebody types: a check that runs would slow every key, and begins anew when they rest."""
        if self._checks.busy and self._check is None and not self._check_problems:
            self._stop_check.set()
            self._checks.forget()
            self._rest.start()

    def _drop_check(self) -> None:
        self._rest.stop()
        self._stop_check.set()
        self._checks.forget()
        if self._check is not None or self._check_problems:
            self._check, self._check_problems = None, ()
        self.check_changed.emit()

    def _take_check(self, outcome: Outcome) -> None:
        self._check, self._check_problems = outcome.result, outcome.problems
        self.check_changed.emit()


def _evaluate(graph: Graph, loss: str | None) -> Run:
    run = shown_run(graph, loss)
    _ = run.warnings  # looked for here, where a large graph does not hold up the window
    return run


def cost(graph: Graph | None) -> int:
    """What a run costs, roughly, in numbers; counted once a structure."""
    if graph is None:
        return 0
    if "cost" not in graph.memo:
        graph.memo["cost"] = sum(max(100, entries(node.shape or ())) for node in graph.nodes.values())
    found: int = graph.memo["cost"]
    return found
