"""Places for the cards of a graph, found in a thread where that takes more than a moment; the newest question wins."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from graph.layout import AT_ONCE, place
from graph.model import Graph
from gui.calculating import Newest, Outcome
from gui.drawing.cards import Point


class Waiting(Exception):
    """There is no answer yet; ``ready`` is emitted when there is."""


class Placing(QObject):
    """Signals: ``ready()``, ``place`` now has an answer; ``busy_changed()``."""

    ready = Signal()
    busy_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layouts = Newest(self)
        self._layouts.done.connect(self._take)
        self._question: tuple[object, dict[str, Point]] | None = None
        self._answer: dict[str, Point] | None = None
        self._stop = threading.Event()

    @property
    def busy(self) -> bool:
        return self._question is not None and self._answer is None

    @property
    def cards(self) -> int:
        """How many cards are being placed."""
        return len(self._question[1]) if self.busy and self._question is not None else 0

    def place(self, graph: Graph, sizes: Mapping[str, Point]) -> Mapping[str, Point]:
        """The layout of the whole graph for cards of these sizes. Raises Waiting while it is being found."""
        question = (graph.memo, dict(sizes))
        if self._question is not None and self._question[0] is graph.memo and self._question[1] == question[1]:
            if self._answer is None:
                raise Waiting
            return self._answer
        self.forget()
        if len(graph.nodes) <= AT_ONCE:
            return place(graph, sizes)
        stop = self._stop = threading.Event()
        self._question = question
        self._layouts.ask(lambda: Outcome(place(graph, question[1], cancelled=stop.is_set)))
        self.busy_changed.emit()
        raise Waiting

    def hasten(self) -> None:
        """The simple layout will do: the engine is stopped, and what is quickly found comes instead."""
        self._stop.set()

    def forget(self) -> None:
        """Nobody wants the answer any more."""
        was_busy = self.busy
        self._stop.set()
        self._layouts.forget()
        self._question = self._answer = None
        if was_busy:
            self.busy_changed.emit()

    def close(self) -> None:
        """Ends what is running; to be called before the application ends."""
        self._stop.set()
        self._layouts.close()

    def _take(self, outcome: Outcome) -> None:
        self._answer = outcome.result
        self.busy_changed.emit()
        self.ready.emit()
