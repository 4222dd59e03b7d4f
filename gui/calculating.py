"""Calculations off the GUI thread, of which only the newest counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from graph.errors import GraphError, Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one calculation gave: a result or the problems that stood in its way."""

    result: Any
    problems: tuple[Problem, ...] = ()
    fault: Exception | None = None
    """A fault of the program itself, to be raised where it is seen."""


class Cancelled(Exception):
    """Raised in a calculation that nobody wants any more."""


class Newest(QObject):
    """Runs calculations one at a time off the GUI thread; of those that wait, only the newest is ever begun.

    A thread lives only as long as there is work. Signals: ``done(Outcome)``, only for the newest question.
    """

    done = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._wanted: Callable[[], Outcome] | None = None
        self._question = 0
        self._arrived.connect(self._finished, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def ask(self, work: Callable[[], Outcome]) -> None:
        """Calculates ``work`` as soon as what runs is done; forgets every earlier question."""
        self._question += 1
        self._wanted = work
        if self._thread is None:
            self._begin()

    def forget(self) -> None:
        """Nobody wants the answer any more."""
        self._question += 1
        self._wanted = None

    def close(self) -> None:
        """Waits for the calculation that runs, and drops its answer."""
        self.forget()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _begin(self) -> None:
        work, question = self._wanted, self._question
        self._wanted = None
        if work is not None:
            self._thread = threading.Thread(
                target=lambda: self._arrived.emit(question, _whole(work)), name="calculating", daemon=True
            )
            self._thread.start()

    def _finished(self, question: int, outcome: Outcome) -> None:
        if self._thread is None:  # closed meanwhile
            return
        self._thread.join()
        self._thread = None
        self._begin()
        if question == self._question:
            self.done.emit(outcome)
        if outcome.fault is not None:
            raise outcome.fault


def attempt(work: Callable[[], Any], what: str = "run") -> Outcome:
    """What ``work`` gives, or the problems that stood in its way; ``what`` is what there was not enough memory for."""
    try:
        return Outcome(work())
    except GraphError as error:
        return Outcome(None, error.problems)
    except Cancelled:
        return Outcome(None)
    except MemoryError:
        return Outcome(None, (Problem("too-large", f"there is not enough memory for this {what}"),))


def _whole(work: Callable[[], Outcome]) -> Outcome:
    try:
        return work()
    except Exception as fault:
        return Outcome(None, fault=fault)
