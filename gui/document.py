"""The open document: what the file holds, what its text says, and every change of it with its undo."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from graph.expression import same
from graph.files import Document, load, save
from graph.language import parse
from graph.model import Equation, Graph, Leaf
from gui.literals import literals, with_literal

if TYPE_CHECKING:
    from graph.language import Reading

Array = np.ndarray[Any, np.dtype[np.float64]]
Place = tuple[float, float]

TYPED_CAP = 100_000
"""Characters beyond which a text is no longer taken for one that somebody types."""

READ_AT_ONCE = 1_500
"""Characters up to which a text is read at every key, whatever it takes."""

PATIENCE = 0.05
"""Seconds: a longer text is read at every key while that, and all that follows from it, takes no longer than this;
else in the first pause, so that typing never waits."""

PAUSE = 1.0
"""Seconds without a key that end one undo step of typing."""


class Edit(QUndoCommand):
    """One change: some parts of the document before and after. Everything that can fail ran before it was made."""

    def __init__(
        self,
        document: OpenDocument,
        words: str,
        before: dict[str, Any],
        after: dict[str, Any],
        gesture: object | None = None,
    ) -> None:
        super().__init__(words)
        self._document = document
        self._before = before
        self._after = after
        self._gesture = gesture

    def redo(self) -> None:
        self._document._install(self._after)

    def undo(self) -> None:
        self._document._install(self._before)

    def id(self) -> int:
        return -1 if self._gesture is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Edit) or other._gesture != self._gesture:
            return False
        self._before = {**other._before, **self._before}
        self._after = {**self._after, **other._after}
        return True


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
        title_changed: name, path or the edited mark.
    """

    opened = Signal()
    changed = Signal()
    text_changed = Signal()
    reading_changed = Signal()
    graph_changed = Signal()
    values_changed = Signal()
    placement_changed = Signal()
    title_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self.title_changed)
        self.path: Path | None = None
        self._untitled = "untitled"
        self._current = Document(text="")
        self._reading: Reading = parse("")
        self._graph: Graph | None = None
        self._typing = 0
        self._typed_at = 0.0
        self._took = 0.0
        self._read_later = QTimer(self)
        self._read_later.setSingleShot(True)
        self._read_later.setInterval(150)
        self._read_later.timeout.connect(self._read)

    # --- what is open

    @property
    def current(self) -> Document:
        """What a save would write, but for values that no node has any more (see ``tidy``)."""
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
    def reading(self) -> Reading:
        """What the text of this moment says; its graph is None where it says nothing whole."""
        return self._reading

    @property
    def graph(self) -> Graph | None:
        """The last graph that the text gave, with the numbers of this moment."""
        return self._graph

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
        """The document without values and places of nodes that are gone; all of them while the text is unread."""
        graph = self._reading.graph
        if graph is None:
            return self._current
        values = {name: array for name, array in self._current.values.items() if _fits(graph, name, array)}
        placement = {name: place for name, place in self._current.placement.items() if name in graph.nodes}
        return replace(self._current, values=values, placement=placement)

    def _open(self, document: Document, path: Path | None, name: str) -> None:
        reading = _read(document.text, document.values)
        self._read_later.stop()
        self.undo_stack.clear()
        self._current, self._reading, self._graph = document, reading, reading.graph
        self.path, self._untitled = path, name
        for signal in (self.opened, self.text_changed, self.reading_changed, self.graph_changed, self.title_changed):
            signal.emit()

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
        overridden = _rewritten(self.text, text) & self._current.values.keys() if self._current.values else set()
        if overridden:
            values = self._current.values.items()
            parts["values"] = {name: array for name, array in values if name not in overridden}
        self._push(words, parts, gesture=("text", self._typing, words))

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

    def place(self, places: Mapping[str, Place], words: str = "", gesture: object | None = None) -> None:
        """Nodes put somewhere by hand. Calls with one ``gesture`` (a drag) are one undo step."""
        words = words or "move " + ", ".join(list(places)[:3]) + (" …" if len(places) > 3 else "")
        placed = {**self._current.placement, **places}
        if placed != dict(self._current.placement):
            self._push(words, {"placement": placed}, gesture and ("place", gesture))

    def choose_loss(self, name: str | None) -> None:
        """The node whose derivative is taken; None for the one the language takes."""
        view = {key: value for key, value in self.view.items() if key != "loss"}
        if name is not None:
            if self._graph is None or name not in self._graph.nodes:
                raise ValueError(f"there is no node {name}")
            view["loss"] = name
        if view != dict(self.view):
            self._push(f"take {name or 'the last equation'} as the loss", {"view": view})

    def remember_view(self, **view: Any) -> None:
        """What the file says about the look (zoom, digits): no undo step, no edited mark."""
        self._current = replace(self._current, view={**self.view, **view})

    def _push(self, words: str, parts: dict[str, Any], gesture: object | None = None) -> None:
        before = {key: getattr(self._current, key) for key in parts}
        self.undo_stack.push(Edit(self, words, before, parts, gesture))

    # --- what a change entails

    def _install(self, parts: Mapping[str, Any]) -> None:
        """Makes these parts of the document the current ones, and says what follows."""
        before, loss = self._current, self.loss
        if "view" in parts:  # what is no undo step stays as it is now
            kept = {key: value for key, value in before.view.items() if key != "loss"}
            chosen = {key: value for key, value in parts["view"].items() if key == "loss"}
            parts = {**parts, "view": {**kept, **chosen}}
        self._current = replace(before, **parts)
        if self._current.text != before.text:
            self.text_changed.emit()
        if "text" in parts or "values" in parts:
            self._follow(before, "values" in parts)
        if self._current.placement != before.placement:
            self.placement_changed.emit()
        if self.loss != loss and "view" in parts:
            self.graph_changed.emit()
        self.changed.emit()

    def _follow(self, before: Document, numbers: bool) -> None:
        if self._current.text == before.text and self._only_numbers(before):
            self.values_changed.emit()
        elif numbers or len(self.text) <= READ_AT_ONCE or self._took <= PATIENCE:
            self._read()
        else:
            self._read_later.start()

    def _only_numbers(self, before: Document) -> bool:
        """Takes new numbers into the graph without reading the text again; False where that is not possible."""
        now, then = self._current.values, before.values
        new = {name: array for name, array in now.items() if array is not then.get(name)}
        graph = self._graph
        if graph is None or self.stale or then.keys() - now.keys():
            return False
        if not all(_fits(graph, name, array) for name, array in new.items()):
            return False
        self._graph = graph.with_values(new)
        return True

    def _read(self) -> None:
        """Reads the text, and keeps the graph, with its programs and its story, where only numbers differ."""
        began = time.perf_counter()
        self._read_later.stop()
        self._reading = _read(self.text, self._current.values)
        new, old, loss = self._reading.graph, self._graph, self.loss
        signals = [self.reading_changed]
        if new is not None and old is not None and _same_structure(old, new):
            if any(not np.array_equal(old.values[name], new.values[name], equal_nan=True) for name in new.values):
                self._graph = old.with_values(new.values)
                signals.append(self.values_changed)
        elif new is not None or (old is not None and not self.text.strip()):
            self._graph = new  # a text with nothing in it is no mistake that the graph before would have to outlast
            signals.append(self.graph_changed)
        if self.loss != loss and self.graph_changed not in signals:
            signals.append(self.graph_changed)
        for signal in signals:
            signal.emit()
        self._took = time.perf_counter() - began


def _read(text: str, values: Mapping[str, Array]) -> Reading:
    """Reads a text with the values that still fit it.

    Numbers typed for a leaf wait while its shape is another one: they return with the shape.
    """
    typed = len(text) <= TYPED_CAP
    reading = parse(text, values, typed=typed)
    if not values or not any(problem.kind in ("shape", "value") for problem in reading.problems):
        return reading
    alone = parse(text, typed=typed)
    if alone.graph is None:
        return alone if len(alone.problems) < len(reading.problems) else reading
    fitting = {name: array for name, array in values.items() if _fits(alone.graph, name, array)}
    return parse(text, fitting, typed=typed) if fitting else alone


def _rewritten(before: str, after: str) -> set[str]:
    """The leaves for which a text gives other numbers than it did: these count, whatever was set elsewhere."""
    old, new = literals(before), literals(after)
    return {name for name, literal in new.items() if name not in old or old[name].source != literal.source}


def _fits(graph: Graph, name: str, array: Array) -> bool:
    node = graph.nodes.get(name)
    return isinstance(node, Leaf) and node.shape == array.shape


def _same_structure(old: Graph, new: Graph) -> bool:
    """Whether two graphs differ in their numbers at most."""
    if old.loss != new.loss or list(old.nodes) != list(new.nodes):
        return False
    return all(_same_node(old.nodes[name], new.nodes[name]) for name in old.nodes)


def _same_node(old: Leaf | Equation, new: Leaf | Equation) -> bool:
    if isinstance(old, Equation) and isinstance(new, Equation):
        return old.family == new.family and same(old.expression, new.expression)
    return old == new
