"""Opening a large file off the GUI thread: read, told, measured and laid out before the window takes it over."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from graph.editing import inside
from graph.errors import GraphError, Problem
from graph.files import Document, load
from graph.files.drawn import drawn
from graph.language import Reading
from graph.model import Graph
from graph.story import Story, story
from gui.calculating import Cancelled, Newest, Outcome
from gui.drawing.annotations import annotations
from gui.drawing.large import arrange_ahead
from gui.drawing.picture import CROWD
from gui.drawing.shown_run import shown_run
from gui.evaluator import LARGE, cost
from gui.rereading import read_again
from gui.theming import Look

LARGE_FILE = 12_000
"""Bytes from which a file is opened like this: some 400 equations, a tenth of a second."""

# Shares of the whole at which the parts begin, as measured with 10 000 equations.
_READ, _TELL, _LAY_OUT = 0.04, 0.5, 0.65


@dataclass(frozen=True, slots=True)
class Opened:
    """A document from a file, and what its text says."""

    path: Path
    document: Document
    reading: Reading


class Opening(QObject):
    """One file on its way into the window, or none; the newest wins.

    Signals: ``begun(str)``, the file's name; ``told(str, float)``, what is being done and the share of the whole that
    is done; ``done(Opened)``; ``failed(Path, GraphError)``; ``ended()`` after either, and after a cancel.
    """

    begun = Signal(str)
    told = Signal(str, float)
    done = Signal(object)
    failed = Signal(object, object)
    ended = Signal()

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._path: Path | None = None
        self._stop = threading.Event()
        self._work = Newest(self)
        self._work.done.connect(self._take)

    @property
    def busy(self) -> bool:
        return self._path is not None

    def begin(self, path: Path) -> None:
        """Begins to open ``path``; what is open stays until it is there."""
        self.cancel()
        stop = self._stop = threading.Event()
        theme, typesetter, digits = self._look.theme, self._look.typesetter, self._look.digits
        self._path = path

        def watch(words: str, share: float) -> None:
            if stop.is_set():
                raise Cancelled
            self.told.emit(words, share)

        def lay_out(document: Document, reading: Reading, told: Story | None) -> None:
            graph = reading.graph
            if graph is not None and len(graph.nodes) > CROWD:
                hides = annotations(drawn(document.view)).hides
                arrange_ahead(graph, told, theme, typesetter, document.placement, digits, hides, stop.is_set)

        self._work.ask(lambda: _attempt(path, watch, lay_out))
        self.begun.emit(path.name)

    def cancel(self) -> None:
        """The document that is open stays."""
        if self.busy:
            self._stop.set()
            self._work.forget()
            self._path = None
            self.ended.emit()

    def close(self) -> None:
        """Ends what is running; to be called before the application ends."""
        self._stop.set()
        self._path = None
        self._work.close()

    def _take(self, outcome: Outcome) -> None:
        path, self._path = self._path, None
        if path is None:
            return
        self.ended.emit()
        if outcome.problems:
            self.failed.emit(path, GraphError(outcome.problems))
        elif outcome.result is not None:
            self.done.emit(outcome.result)


def _attempt(
    path: Path, watch: Callable[[str, float], None], lay_out: Callable[[Document, Reading, Story | None], None]
) -> Outcome:
    # The collector would look through all that is being read again and again: half of the time; and once more in the
    # window, which would stand still for seconds. It never looks at what was opened here. (To unfreeze that later is no
    # way out: a collection after it crashed.)
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Outcome(_opened(path, watch, lay_out))
    except Cancelled:
        return Outcome(None)
    except GraphError as error:
        return Outcome(None, tuple(error.problems))
    except MemoryError:
        return Outcome(None, (Problem("too-large", "there is not enough memory to open it"),))
    finally:
        if collecting:
            gc.freeze()
            gc.enable()


def _opened(
    path: Path, watch: Callable[[str, float], None], lay_out: Callable[[Document, Reading, Story | None], None]
) -> Opened:
    watch("reading the file", 0.0)
    document = load(path)

    def read(share: float) -> None:
        watch("reading the equations", _READ + (_TELL - _READ) * share)

    read(0.0)
    reading = read_again(document.text, document.values, watch=read, filed=True)
    told = None
    if reading.graph is not None:
        watch("finding the adjoints", _TELL)
        try:
            loss = document.loss_in(reading.graph)
            told = story(reading.graph, loss) if loss is not None else None
        except GraphError:  # there is no story to tell; the window says why
            told = None
    watch("laying out the cards", _LAY_OUT)
    lay_out(document, reading, told)
    if reading.graph is not None:
        _ask_ahead(reading.graph, document.loss_in(reading.graph))
    watch("laying out the cards", 1.0)
    return Opened(path, document, reading)


def _ask_ahead(graph: Graph, loss: str | None) -> None:
    """Has the graph know what panels and canvas ask it first, so that the window does not wait for the answers."""
    _ = inside(graph), graph.waits, graph.order
    if cost(graph) <= LARGE:  # else the window has it calculated elsewhere
        with suppress(GraphError):  # the window says why
            _ = shown_run(graph, loss).warnings
