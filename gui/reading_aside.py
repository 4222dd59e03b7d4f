"""Texts that take long to read are read in the first pause of typing, while the window stays in use."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from graph.language import Reading
from gui.calculating import Newest, Outcome
from gui.rereading import read_ahead

_PAUSE = 150
"""Milliseconds without a key."""


class ReadingAside(QObject):
    """Reads what ``question`` says then: the arguments of ``read_ahead``. What is typed meanwhile is read after it.

    Signals: ``done(Reading, float)``, with the seconds it took.
    """

    done = Signal(Reading, float)

    def __init__(self, question: Callable[[], tuple[Any, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._question = question
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._work = Newest(self)
        self._work.done.connect(self._answered)

    def soon(self) -> None:
        """In the first pause from now."""
        self._work.forget()
        self._pause.start()

    def forget(self) -> None:
        self._pause.stop()
        self._work.forget()

    def close(self) -> None:
        """Ends what is running; to be called before the application ends."""
        self._pause.stop()
        self._work.close()

    def _ask(self) -> None:
        question = self._question()

        def work() -> Outcome:
            began = time.perf_counter()
            return Outcome((read_ahead(*question), time.perf_counter() - began))

        self._work.ask(work)

    def _answered(self, outcome: Outcome) -> None:
        if outcome.result is not None:
            self.done.emit(*outcome.result)
