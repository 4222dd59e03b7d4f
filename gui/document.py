"""The open document: what the file holds, what its text says, and every change of it with its undo."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from graph.files import Document, load, save
from graph.files.drawn import DRAWN, drawn, followed
from graph.language import parse
from graph.language.reading import MOST_TYPED_LINES
from graph.model import Graph, Leaf
from gui.literals import with_literal
from gui.reading_aside import ReadingAside
from gui.rereading import fits, read_again, rewritten, same_structure
from gui.showing import Showing, followed_places
from gui.undo import Edit

if TYPE_CHECKING:
    from graph.editing import Change
    from graph.language import Reading

Array = np.ndarray[Any, np.dtype[np.float64]]
Place = tuple[float, float]

READ_AT_ONCE = 1_500
"""Characters up to which a text is read at every key, whatever it takes."""

PATIENCE = 0.1
"""Seconds: a longer text is read at every key while that, and all that follows from it, takes no longer than this;
else in the first pause, so that typing never waits."""

PAUSE = 1.0
"""Seconds without a key that end one undo step of typing."""


class OpenDocument(QObject):
    """The current ``graph.Document``, its reading, the last graph that could be read, and the undo stack.

    Signals:
        opened: another document is here; path, text, graph, everything changed.
        changed: a part of what the file holds changed.
        text_changed: the text changed, by typing, undo or a literal rewritten.
        reading_changed: the text was read again: problems, tokens, ``stale``.
        graph_changed: the structure changed (other nodes or equations, other loss).
        values_changed: only numbers changed, ``graph`` shares all else with the one before.
        placement_changed: nodes were moved.
        drawn_changed: frames, notes, tags, bends, slots or what else is drawn beside the graph.
        title_changed: name, path or the edited mark.
        renamed: nodes go on under other names (new ones by old ones), said before anything changes.
    """

    opened = Signal()
    changed = Signal()
    text_changed = Signal()
    reading_changed = Signal()
    graph_changed = Signal()
    values_changed = Signal()
    placement_changed = Signal()
    drawn_changed = Signal()
    title_changed = Signal()
    renamed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self.title_changed)
        self.path: Path | None = None
        self._untitled = "untitled"
        self.standing: Callable[[], Mapping[str, Place]] = dict
        """What the canvas says of where cards stand that the file shall open with, beside what was put by hand."""
        self._current = self._asked = Document(text="")
        self._filed = False
        self._reading: Reading = parse("")
        self._graph: Graph | None = None
        self._showing = Showing()
        self._typing = 0
        self._typed_at = 0.0
        self._keyed = False
        self._read_already: Reading | None = None
        self._took = 0.0
        self._aside = ReadingAside(self._to_read, self)
        self._aside.done.connect(self._take_aside)

    # --- what is open

    @property
    def current(self) -> Document:
        """What a save would write, but for values that no node has any more (see ``tidy``)."""
        if not self.stale and not self._current.is_read and self._reading.text == self.text:
            self._current.take_reading(replace(self._reading, graph=self._graph))
        return self._current

    @property
    def text(self) -> str:
        return self._current.text

    @property
    def placement(self) -> Mapping[str, Place]:
        """Where nodes were put by hand: top-left corners in scene units."""
        return self._current.placement

    @property
    def view(self) -> Mapping[str, Any]:
        return self._current.view

    @property
    def drawn(self) -> Mapping[str, Any]:
        """The part of the view that is work, each change of which can be undone (see ``graph.files.drawn``)."""
        return drawn(self.view)

    @property
    def reading(self) -> Reading:
        """What the text of this moment says; its graph is None where it says nothing whole."""
        return self._reading

    @property
    def graph(self) -> Graph | None:
        """The last graph that the text gave, with the numbers of this moment."""
        return self._graph

    @property
    def shown(self) -> Graph | None:
        """The graph as it is looked at: with the operations of the equations that are open as nodes of their own."""
        return self._showing.of(self._graph, self.view) if self._graph is not None else None

    @property
    def stale(self) -> bool:
        """Whether ``graph`` is older than the text, because the text cannot be read now."""
        return self._reading.graph is None

    @property
    def loss(self) -> str | None:
        """The node chosen as the loss, else the one that the language takes."""
        return self._current.loss_in(self._graph) if self._graph is not None else None

    @property
    def name(self) -> str:
        """The file's name, or what an unsaved document goes by."""
        return self.path.name if self.path else self._untitled

    @property
    def edited(self) -> bool:
        return not self.undo_stack.isClean()

    # --- new, open, save

    def new(self, document: Document | None = None, name: str = "untitled") -> None:
        """A fresh document without a file: empty, or what is given (an example)."""
        self._open(document or Document(text=""), None, name)

    def open(self, path: Path) -> None:
        """Opens a file. Raises GraphError, the open document untouched, where it cannot be."""
        self._open(load(path), path.absolute(), path.name)

    def take(self, document: Document, reading: Reading, path: Path | None, name: str) -> None:
        """Opens a document that was read elsewhere; ``reading`` is what its text says with its values."""
        self._open(document, path and path.absolute(), name, reading)

    def save(self, path: Path | None = None) -> None:
        """Writes to ``path``, or to the file it came from. Raises GraphError; the file is then as it was."""
        target = path.absolute() if path else self.path
        if target is None:
            raise ValueError("a document without a file needs a path")
        save(self.tidy(), target)
        self.path = target
        self.undo_stack.setClean()
        self.title_changed.emit()

    def tidy(self) -> Document:
        """The document as a file shall have it: with the places in which its cards are seen, without values and places
        of nodes that are gone; as it is while the text is unread.
        """
        graph = self._reading.graph
        if graph is None:
            return self._current
        values = {name: array for name, array in self._current.values.items() if fits(graph, name, array)}
        there = self._showing.of(graph, self.view).nodes
        placed = {**self._current.placement, **self.standing()}
        placement = {name: place for name, place in placed.items() if name in there}
        return replace(self._current, values=values, placement=placement)

    def _open(self, document: Document, path: Path | None, name: str, reading: Reading | None = None) -> None:
        self._filed = document.text.count("\n") >= MOST_TYPED_LINES  # nobody typed that: the limit is not for it
        reading = reading or read_again(document.text, document.values, filed=self._filed)
        self._aside.forget()
        self.undo_stack.clear()
        closed = self._graph
        self._current, self._reading, self._graph = document, reading, reading.graph
        self.path, self._untitled = path, name
        for signal in (self.opened, self.text_changed, self.reading_changed, self.graph_changed, self.title_changed):
            signal.emit()
        if closed is not None:
            closed.memo.clear()  # its story knows the graph that keeps it: nothing else would let go of the two

    # --- changes, each one undo step

    def set_text(self, text: str, words: str = "type") -> None:
        """The text of the editor. Keys in one breath on one line are one undo step."""
        if text == self.text:
            return
        now = time.monotonic()
        if now - self._typed_at > PAUSE or text.count("\n") != self.text.count("\n"):
            self._typing += 1
        self._typed_at = now
        parts: dict[str, Any] = {"text": text}
        overridden = rewritten(self.text, text) & self._current.values.keys() if self._current.values else set()
        if overridden:
            values = self._current.values.items()
            parts["values"] = {name: array for name, array in values if name not in overridden}
        self._keyed = True
        self._push(words, parts, gesture=("text", self._typing, words))
        self._keyed = False

    def set_value(self, name: str, array: Any, gesture: object | None = None) -> None:
        """Other numbers in a leaf. Where the text itself gives them, the text is rewritten: there is one truth.

        Raises ValueError in words where ``name`` is no leaf or the shape differs.
        """
        leaf = self._graph.nodes.get(name) if self._graph else None
        if not isinstance(leaf, Leaf):
            raise ValueError(f"{name} is no leaf: its numbers come from its equation")
        if self.stale:
            raise ValueError("the equations cannot be read as they stand; numbers wait until they can")
        value = np.array(array, dtype=np.float64)
        if value.size != int(np.prod(leaf.shape)):
            raise ValueError(f"{name} has shape {leaf.shape}, the new numbers {value.shape}")
        value = value.reshape(leaf.shape)
        text = with_literal(self.text, name, value)
        values = dict(self._current.values)
        parts: dict[str, Any] = {"values": values}
        if text is None:
            values[name] = value
        else:
            values.pop(name, None)
            parts["text"] = text
        self._push(f"change {name}", parts, gesture and ("value", name, gesture))

    def place(
        self,
        places: Mapping[str, Place],
        words: str = "",
        gesture: object | None = None,
        drawn: Mapping[str, Any] | None = None,
    ) -> None:
        """Nodes put somewhere by hand, and what is ``drawn`` goes along. Calls with one ``gesture`` (a drag) are one
        undo step.
        """
        words = words or f"move {listed(list(places))}"
        placement = {**self._current.placement, **places}
        self.change(words, placement=placement, drawn=drawn, gesture=gesture and ("place", gesture))

    def choose_loss(self, name: str | None) -> None:
        """The node whose derivative is taken; None for the one the language takes."""
        if name is not None and (self._graph is None or name not in self._graph.nodes):
            raise ValueError(f"there is no node {name}")
        self.change(f"take {name or 'the last equation'} as the loss", drawn={"loss": name})

    def change(
        self,
        words: str,
        *,
        text: str | None = None,
        values: Mapping[str, Array] | None = None,
        placement: Mapping[str, Place] | None = None,
        drawn: Mapping[str, Any] | None = None,
        gesture: object | None = None,
    ) -> None:
        """Other parts of the document, together one step of undo; nothing where they say what is there already.

        ``text``, ``values`` and ``placement`` are the whole new ones; ``drawn`` replaces the keys it has, an empty
        value removes one. Calls with one ``gesture`` are one step.
        """
        parts: dict[str, Any] = {}
        if text is not None and text != self.text:
            parts["text"] = text
        if values is not None and not _same_arrays(values, self._current.values):
            parts["values"] = dict(values)
        if placement is not None and dict(placement) != dict(self.placement):
            parts["placement"] = dict(placement)
        if drawn is not None:
            said = {key: part for key, part in {**self.drawn, **drawn}.items() if part not in (None, {}, [])}
            if said != self.drawn:
                parts["drawn"] = said
        if parts:
            self._push(words, parts, gesture and ("change", gesture))

    def apply(
        self,
        change: Change,
        placement: Mapping[str, Place] | None = None,
        words: str = "",
        gesture: object | None = None,
        drawn: Mapping[str, Any] | None = None,
    ) -> None:
        """An edit of the graph as one step of undo. Places, frames, tags and the like follow nodes that were renamed
        and forget those that were removed; ``placement`` says where new ones stand, ``drawn`` what else is drawn then.
        """
        removed = frozenset(change.removed)
        renamed = change.renamed
        places = followed_places(self.placement, renamed, removed)
        said = followed(self.drawn, renamed, removed)
        gone = dict.fromkeys(self.drawn.keys() - said.keys())
        self._read_already = change.reading
        if renamed:
            self.renamed.emit(renamed)
        self.change(
            words or change.words,
            text=change.text,
            values=change.values,
            placement={**places, **(placement or {})},
            drawn={**said, **gone, **(drawn or {})},
            gesture=gesture,
        )
        self._read_already = None

    def remember_view(self, **view: Any) -> None:
        """What the file says about the look (zoom, digits): no undo step, no edited mark."""
        self._current = replace(self._current, view={**self.view, **view})

    def _push(self, words: str, parts: dict[str, Any], gesture: object | None = None) -> None:
        before = {key: getattr(self if key == "drawn" else self._current, key) for key in parts}
        self.undo_stack.push(Edit(self, words, before, parts, gesture))

    # --- what a change entails

    def install(self, parts: Mapping[str, Any]) -> None:
        """Makes these parts of the document the current ones, and says what follows."""
        before, loss, opened = self._current, self.loss, self._showing.opened
        if "drawn" in parts:  # what is no undo step stays as it is now
            kept = {key: value for key, value in before.view.items() if key not in DRAWN}
            parts = {**{key: part for key, part in parts.items() if key != "drawn"}, "view": {**kept, **parts["drawn"]}}
        self._current = replace(before, **parts)
        if self._current.text != before.text:
            self.text_changed.emit()
        if "text" in parts or "values" in parts:
            self._follow(before, "values" in parts)
        if self._current.placement != before.placement:
            self.placement_changed.emit()
        if "view" in parts:
            self.drawn_changed.emit()
            if self.loss != loss or self._showing.opened_in(self._graph, self.view) != opened:
                self.graph_changed.emit()
        self.changed.emit()

    def _follow(self, before: Document, numbers: bool) -> None:
        if self._current.text == before.text and self._only_numbers(before):
            self.values_changed.emit()
        elif numbers or not self._keyed or len(self.text) <= READ_AT_ONCE or self._took <= PATIENCE:
            self._read()
        else:
            self._aside.soon()

    def _only_numbers(self, before: Document) -> bool:
        """Takes new numbers into the graph without reading the text again; False where that is not possible."""
        now, then = self._current.values, before.values
        new = {name: array for name, array in now.items() if array is not then.get(name)}
        graph = self._graph
        if graph is None or self.stale or then.keys() - now.keys():
            return False
        if not all(fits(graph, name, array) for name, array in new.items()):
            return False
        self._graph = graph.with_values(new)
        return True

    def _to_read(self) -> tuple[Any, ...]:
        self._asked = self._current
        return self.text, self._current.values, self._reading, self._graph, self.view.get("loss"), self._filed

    def _take_aside(self, reading: Reading, took: float) -> None:
        if reading.text == self.text and self._asked.values is self._current.values:
            self._read_already = reading
            self._read()
            self._took += took

    def close(self) -> None:
        """Ends what is being read; to be called before the application ends."""
        self._aside.close()

    def _read(self) -> None:
        """Reads the text, and keeps the graph, with its programs and its story, where only numbers differ."""
        began = time.perf_counter()
        self._aside.forget()
        already, self._read_already = self._read_already, None
        if already is None or already.text != self.text:
            already = read_again(self.text, self._current.values, self._reading, filed=self._filed)
        self._reading = already
        new, old, loss = self._reading.graph, self._graph, self.loss
        signals = [self.reading_changed]
        if new is not None and old is not None and same_structure(old, new):
            if any(not np.array_equal(old.values[name], new.values[name], equal_nan=True) for name in new.values):
                self._graph = old.with_values(new.values)
                signals.append(self.values_changed)
        elif new is not None or (old is not None and not self.text.strip()):
            # A text with nothing in it is no mistake that the graph before would have to outlast.
            self._graph = new.after(old) if new is not None and old is not None else new
            signals.append(self.graph_changed)
        if self.loss != loss and self.graph_changed not in signals:
            signals.append(self.graph_changed)
        for signal in signals:
            signal.emit()
        self._took = time.perf_counter() - began


def _same_arrays(left: Mapping[str, Array], right: Mapping[str, Array]) -> bool:
    return left.keys() == right.keys() and all(left[name] is right[name] for name in left)


def listed(names: Sequence[str]) -> str:
    """Names as the words of an undo step have them: the first three."""
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
