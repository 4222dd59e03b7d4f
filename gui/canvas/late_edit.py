"""An edit of a graph whose text takes seconds to be read: made off the GUI thread, applied when it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from graph.errors import GraphError
from gui.calculating import Newest, Outcome, attempt

if TYPE_CHECKING:
    from graph.editing import Change
    from graph.files import Document
    from gui.canvas.view import CanvasView

AT_ONCE = 500
"""Nodes up to which an edit is made at once: a tenth of a second."""


class LateEdit(QObject):
    """One edit on its way, or none; ``words`` say what it is. It is dropped where the document changes meanwhile.

    Signals: ``busy_changed()``.
    """

    busy_changed = Signal()

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._edits = Newest(self)
        self._edits.done.connect(self._take)
        self._then: Callable[[Change], None] = lambda _change: None
        self.words = ""
        view.document.changed.connect(self.cancel)
        view.document.opened.connect(self.cancel)

    @property
    def busy(self) -> bool:
        return bool(self.words)

    def make(self, words: str, edit: Callable[[Document], Change], then: Callable[[Change], None]) -> None:
        """Makes an edit of the document and gives it to ``then``, at once where the graph is small; else says why it
        cannot be.
        """
        document, graph = self._view.document.current, self._view.document.graph
        self.cancel()
        self._then = then
        if graph is None or len(graph.nodes) <= AT_ONCE:
            self._take(attempt(lambda: edit(document), "edit"))
            return
        self.words = words
        self._edits.ask(lambda: attempt(lambda: edit(document), "edit"))
        self.busy_changed.emit()

    def cancel(self) -> None:
        """Nobody wants it any more."""
        if self.busy:
            self._edits.forget()
            self.words = ""
            self.busy_changed.emit()

    def close(self) -> None:
        """Ends what is running; to be called before the application ends."""
        self.cancel()
        self._edits.close()

    def _take(self, outcome: Outcome) -> None:
        if self.busy:
            self.words = ""
            self.busy_changed.emit()
        if outcome.problems:
            self._view.wiring.say(GraphError(list(outcome.problems)))
        elif outcome.result is not None:
            self._then(outcome.result)
