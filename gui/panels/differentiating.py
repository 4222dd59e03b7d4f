"""The Hessian that its page shows: worked out off the GUI thread, anew whenever what it is of has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from graph.calculus.hessian import hessian
from graph.errors import Problem
from graph.model import Equation, Graph
from gui.calculating import Cancelled, Newest, Outcome, attempt
from gui.document import OpenDocument
from gui.evaluator import REST

if TYPE_CHECKING:
    from graph.calculus.differences import LeafCheck
    from graph.calculus.hessian import Hessian

AFTER = 40
"""Milliseconds after new numbers, so that a number that is dragged asks once for several of its moves."""

SIMPLE = 200
"""Nodes up to which the formula comes with the numbers; beyond, with the check."""

TURN = 0.005
"""Seconds of work after which others have theirs."""

LONG = 0.3
"""Seconds that a Hessian nobody wants any more may still take; then it is given up."""


class Differentiator(QObject):
    """Of two nodes, or twice the same. It works only while ``active``.

    Signals:
        changed: another Hessian, another question, or problems.
        finished: its formula and its check are there.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, document: OpenDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._nodes: tuple[str, str] | None = None
        self._active = self._stale = False
        self._alone: Graph | None = None
        self._waiting = False
        self._running: _Running | None = None
        self.hessian: Hessian | None = None
        self.checked: LeafCheck | None = None
        self.problems: tuple[Problem, ...] = ()
        self.stopped = False
        """Whether the user ended it; it begins again when asked, or when something changes."""
        self.rows = 0
        """How many rows are done of the one that is worked out."""
        self._work = Newest(self)
        self._work.done.connect(self._take)
        self._rest = self._timer(REST, self._check)
        self._soon = self._timer(AFTER, self._ask)
        document.graph_changed.connect(self._new_structure)
        document.values_changed.connect(self._new_numbers)

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    # --- the question

    @property
    def nodes(self) -> tuple[str, str] | None:
        """Rows by the entries of the first, columns by those of the second."""
        return self._nodes

    @property
    def waiting(self) -> bool:
        """Whether a Hessian is under way."""
        return self._waiting

    @property
    def formula_known(self) -> bool:
        """Whether it is known if there is a closed form."""
        made = self.hessian
        return made is not None and (self.checked is not None or len(made.graph.nodes) <= SIMPLE)

    def choices(self) -> list[str]:
        """The nodes to differentiate by: leaves first, then equations, no constants and not the loss."""
        graph, loss = self._document.graph, self._document.loss
        if graph is None:
            return []
        moving = [n for n in graph.leaves if not graph.nodes[n].is_constant]
        equations = [n for n, node in graph.nodes.items() if isinstance(node, Equation) and node.shape is not None]
        return moving + [name for name in equations if name != loss]

    def ask(self, wrt: str, by: str) -> None:
        """Of other nodes."""
        if (wrt, by) != self._nodes:
            self._nodes = wrt, by
            self.hessian = self.checked = None
            self._ask()

    def again(self) -> None:
        """Once more, after it was stopped."""
        self._ask()

    def stop(self) -> None:
        """Gives up what is under way."""
        self._end()
        self.stopped = True
        self.changed.emit()

    def set_active(self, active: bool) -> None:
        """Whether anybody looks; what has changed meanwhile is worked out then."""
        self._active = active
        if active and self._stale:
            self._ask()

    def close(self) -> None:
        """Stops; to be called before the application ends."""
        self._end()
        self._work.close()

    # --- the answer

    def _new_structure(self) -> None:
        self._alone = None
        self.hessian = self.checked = None
        self._ask()

    def _new_numbers(self) -> None:
        self._stale = True
        self._rest.stop()
        if self._active and not self._soon.isActive():
            self._soon.start()

    def _end(self) -> None:
        self._rest.stop()
        self._soon.stop()
        self._work.forget()
        self._waiting = False
        if self._running is not None:
            self._running.stop.set()

    def _ask(self) -> None:
        self._rest.stop()
        self._soon.stop()
        self._stale = True
        if not self._active:
            return
        self._stale = self.stopped = False
        graph, choices = self._own_graph(), self.choices()
        if self._nodes is None or not {*self._nodes} <= {*choices}:
            self._nodes = (choices[0], choices[0]) if choices else None
        if graph is None or self._nodes is None:
            self._end()
            self.hessian, self.checked, self.problems = None, None, ()
        else:
            self._begin(graph, *self._nodes)
        self.changed.emit()

    def _own_graph(self) -> Graph | None:
        """A copy for the other thread, whose programs are kept as long as only numbers change."""
        graph = self._document.graph
        if graph is None:
            return None
        if self._alone is None:
            self._alone = Graph(list(graph.nodes.values()), self._document.loss, graph.values)
        return self._alone.with_values(graph.values)

    def _begin(self, graph: Graph, wrt: str, by: str) -> None:
        running = self._running
        if running is not None and (running.checks or time.monotonic() - running.since > LONG):
            running.stop.set()
        self._waiting = True
        self.rows = 0

        def watch() -> None:
            self.rows += 1

        def work() -> tuple[str, Hessian]:
            own = self._running = _Running()
            made = hessian(graph, wrt, by, watch=lambda: own.heed(watch))
            if len(graph.nodes) <= SIMPLE:
                _ = made.formula
            return "hessian", made

        self._work.ask(lambda: attempt(work, "Hessian"))

    def _take(self, outcome: Outcome) -> None:
        kind, found = outcome.result or ("hessian", None)
        if kind == "check":
            if found is not None and found[0] is self.hessian:
                self.checked = found[1]
                self.finished.emit()
            return
        self._waiting = False
        self.hessian, self.checked, self.problems = found, None, outcome.problems
        self.changed.emit()
        if found is not None:
            self._rest.start()

    def _check(self) -> None:
        """Compares with differences, once nothing has changed for a while; finds a formula that takes long."""
        made = self.hessian
        if made is None or not self._active:
            return

        def work() -> tuple[str, tuple[Hessian, LeafCheck]]:
            own = self._running = _Running(checks=True)
            _ = made.formula
            return "check", (made, made.check(own.heed))

        self._work.ask(lambda: attempt(work, "Hessian"))


class _Running:
    """What runs in the other thread, since when, and how it is ended."""

    def __init__(self, checks: bool = False) -> None:
        self.checks = checks
        self.since = self._yielded = time.monotonic()
        self.stop = threading.Event()

    def heed(self, then: Callable[[], None] = lambda: None) -> None:
        """Raises Cancelled where nobody wants it any more."""
        if self.stop.is_set():
            raise Cancelled
        if time.monotonic() - self._yielded > TURN:
            time.sleep(0)  # whoever waits for the interpreter, the window above all, has it now
            self._yielded = time.monotonic()
        then()
