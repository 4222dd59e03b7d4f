"""The derivation that the panel shows: worked out off the GUI thread, anew whenever what it is of has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from graph.calculus.derivation import derive
from graph.errors import Problem
from graph.model import Equation, Graph
from gui.calculating import Newest, Outcome, attempt
from gui.document import OpenDocument
from gui.evaluator import REST

if TYPE_CHECKING:
    from graph.calculus.derivation import Derivation
    from graph.calculus.derivation.derivation import Reading


class Deriver(QObject):
    """Of one node, in one reading. It works only while ``active``.

    Signals:
        changed: another derivation, another question, or problems.
        finished: the steps and the check of the derivation are there.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, document: OpenDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._wrt: str | None = None
        self._reading: Reading = "closed"
        self._named = True
        self._active = self._stale = False
        self.derivation: Derivation | None = None
        self.problems: tuple[Problem, ...] = ()
        self.complete = False
        """Whether its steps and its check are there; until then both are worked on in another thread."""
        self._formulas = Newest(self)
        self._formulas.done.connect(self._take)
        self._checks = Newest(self)
        self._checks.done.connect(self._take_check)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._ask)
        document.graph_changed.connect(self._ask)
        document.values_changed.connect(self._rest_first)

    # --- the question

    @property
    def wrt(self) -> str | None:
        return self._wrt

    @property
    def reading(self) -> Reading:
        return self._reading

    @property
    def named(self) -> bool:
        return self._named

    @property
    def waiting(self) -> bool:
        return self._formulas.busy

    def choices(self) -> list[str]:
        """The nodes that have a gradient: leaves first, then equations, no constants."""
        graph = self._document.graph
        if graph is None:
            return []
        moving = [n for n in graph.leaves if not graph.nodes[n].is_constant]
        return moving + [n for n, node in graph.nodes.items() if isinstance(node, Equation) and node.shape is not None]

    def ask(self, *, wrt: str | None = None, reading: Reading | None = None, named: bool | None = None) -> None:
        """Another node, another reading, or with other names."""
        asked = (wrt or self._wrt, reading or self._reading, self._named if named is None else named)
        if asked != (self._wrt, self._reading, self._named):
            self._wrt, self._reading, self._named = asked
            self._ask()

    def set_active(self, active: bool) -> None:
        """Whether anybody looks; what has changed meanwhile is worked out then."""
        self._active = active
        if active and self._stale:
            self._ask()

    def close(self) -> None:
        """Stops; to be called before the application ends."""
        self._rest.stop()
        self._formulas.close()
        self._checks.close()

    # --- the answer

    def _rest_first(self) -> None:
        self._stale = True
        if self._active:
            self._rest.start()

    def _ask(self) -> None:
        self._rest.stop()
        self._stale = True
        if not self._active:
            return
        self._stale = False
        graph, loss = self._document.graph, self._document.loss
        choices = self.choices()
        if self._wrt not in choices:
            self._wrt = choices[0] if choices else None
        wrt, reading, named = self._wrt, self._reading, self._named
        self._checks.forget()
        if graph is None or wrt is None:
            self._formulas.forget()
            self.derivation, self.problems, self.complete = None, (), False
            self.changed.emit()
            return
        # A copy of its own, so that nothing that is made on demand is shared between threads.
        alone = Graph(list(graph.nodes.values()), loss, graph.values)
        self._formulas.ask(lambda: attempt(lambda: _derived(alone, wrt, reading, named), "derivation"))
        self.changed.emit()

    def _take(self, outcome: Outcome) -> None:
        self.derivation, self.problems, self.complete = outcome.result, outcome.problems, False
        self.changed.emit()
        if self.derivation is not None:
            self._checks.ask(lambda made=self.derivation: attempt(lambda: _completed(made), "derivation"))

    def _take_check(self, outcome: Outcome) -> None:
        if outcome.result is self.derivation and self.derivation is not None:
            self.complete = True
            self.finished.emit()


def _derived(graph: Graph, wrt: str, reading: Reading, named: bool) -> Derivation:
    """The derivation, with all that the panel shows at once written out."""
    made = derive(graph, wrt, named=named, reading=reading)
    for shown in (made.left, made.formula, *made.terms, *made.defined):
        _ = shown.unicode, shown.latex
    for term in (*made.terms, *made.defined):
        _ = term.messages
    return made


def _completed(made: Derivation) -> Derivation:
    _ = made.steps, made.checked
    return made
