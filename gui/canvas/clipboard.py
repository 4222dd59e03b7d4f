"""Copy, cut, paste, duplicate and delete: of nodes as equations, and of the numbers of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolTip

from graph.editing import Change, add_leaf, copy, delete, duplicate, paste
from graph.editing.concluding import listed
from graph.editing.typed import names_defined
from graph.errors import GraphError
from graph.language.reading import MOST_TYPED_CHARACTERS
from graph.language.tokens import with_newlines
from graph.layout import ROW_GAP
from graph.layout.room import Room
from graph.model import Leaf
from gui.canvas.alignment import around
from gui.canvas.clips import Clip, Point, packed, unpacked, within_limit
from gui.canvas.copied_look import look_of, with_look
from gui.writing.blocks import BlockError, read_block

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_STEP = 36.0
"""Units right and down that a copy goes on where it would hide another card exactly."""

_ELSEWHERE = 40
"""Pixels that the pointer has to have gone since the copy was made, for a paste to go where it is."""

_LEAF = (120.0, 100.0)
"""About the size of the card of a leaf that is pasted."""

_SIGNS = ("=", "≔", "←", ":", "∈")


class Clipboard:
    """What Edit does with the nodes selected. Each change is one step of undo; what cannot be is said, and is none."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._document = view.document
        self._copied: tuple[str, QPoint | None] = ("", None)

    # --- out

    def copy(self) -> None:
        """The equations of the nodes selected: as text for any editor, with places and numbers for this program."""
        names = self._view.selection.selected
        if names:
            self._try("copied", lambda: self._copy(names))

    def cut(self) -> None:
        names = self._view.selection.selected
        if names:
            self._try("cut", lambda: self._cut(names))

    def copy_numbers(self) -> None:
        """The numbers of the node selected last, as a spreadsheet takes them."""
        run, name = self._view.stage.values.run, self._view.selection.current
        if run is not None and name is not None and name in run.values:
            self._view.editing.copy(run.values[name])

    def delete(self) -> None:
        """The nodes selected go; what used them has holes. So does what a selected wire went into."""
        if self._view.selection.selected_wire is not None:
            self._view.wiring.cut()
        else:
            self._delete(heal=False)

    def delete_healing(self) -> None:
        """The nodes selected go; what used one uses its one parent instead, where that fits."""
        self._delete(heal=True)

    # --- in

    def paste(self) -> None:
        """Numbers go into the leaf selected; equations become nodes, with holes for what they used elsewhere."""
        self._paste(wired=False)

    def paste_wired(self) -> None:
        """As paste, with the wires from nodes that were not copied, where nodes of these names are here."""
        self._paste(wired=True)

    def duplicate(self) -> None:
        """The nodes selected once more beside them, wired to the same parents."""
        names = self._view.selection.selected
        if names:
            self._try("duplicated", lambda: self._duplicate(names))

    # --- how

    def _try(self, what: str, act: Callable[[], None]) -> None:
        try:
            act()
        except GraphError as error:
            self._say(f"Not {what}: {_words(error)}")
        except (BlockError, ValueError) as error:
            self._say(f"Not {what}: {error}")

    def _copy(self, names: Sequence[str]) -> None:
        view, graph = self._view, self._document.graph
        rects = {name: view.rect(name) for name in names}
        whole = around(rects)
        places = {name: rect.topLeft().toTuple() for name, rect in rects.items()}
        leaves = [name for name in names if graph is not None and isinstance(graph.nodes.get(name), Leaf)]
        values = {name: graph.values[name] for name in leaves} if graph is not None else {}
        text = copy(self._document.current, names)
        carried = within_limit(values)
        look = look_of(self._document.drawn, names)
        QGuiApplication.clipboard().setMimeData(packed(text, places, whole.size().toTuple(), carried, look))
        self._copied = text, view.pointer
        left = tuple(name for name in values if name not in carried)
        if left:
            self._say(f"The numbers of {listed(left)} are too many for the clipboard: a copy elsewhere has other ones")

    def _cut(self, names: Sequence[str]) -> None:
        change = delete(self._document.current, names)
        self._copy(names)
        self._document.apply(change, words=f"cut {listed(tuple(names))}")

    def _delete(self, heal: bool) -> None:
        names = self._view.selection.selected
        if names:
            self._try("deleted", lambda: self._document.apply(delete(self._document.current, names, heal)))

    def _duplicate(self, names: Sequence[str]) -> None:
        change = duplicate(self._document.current, names)
        copies = dict(zip(names, change.added, strict=True))
        rects = {name: self._view.rect(name) for name in names}
        places = {copies[name]: rect.topLeft().toTuple() for name, rect in rects.items()}
        there = self._beside(places, around(rects).size().toTuple())
        before = {name: places[copies[name]] for name in names}
        look = look_of(self._document.drawn, names)
        self._put(change, there, with_look(self._document.drawn, look, copies, before, there))

    def _paste(self, wired: bool) -> None:
        data = QGuiApplication.clipboard().mimeData() or QMimeData()  # Qt has none for an empty clipboard
        clip = unpacked(data)
        if clip is not None:
            self._try("pasted", lambda: self._paste_clip(clip, wired))
        else:
            self._try("pasted", lambda: self._paste_text(data.text()))

    def _paste_clip(self, clip: Clip, wired: bool) -> None:
        change = paste(self._document.current, clip.text, wired)
        copies = dict(zip(names_defined(clip.text), change.added, strict=False))
        there = {new: clip.placement[old] for old, new in copies.items() if old in clip.placement}
        text, before = self._copied
        near = text == clip.text and _near(before, self._view.pointer)
        places = self._beside(there, clip.size) if near else self._at_pointer(there, clip.size)
        drawn = with_look(self._document.drawn, clip.look, copies, clip.placement, places)
        self._put(_with_numbers(change, clip, copies), places, drawn)

    def _paste_text(self, text: str) -> None:
        chosen = self._view.selection.selected
        if len(chosen) == 1 and not _equations(text):
            self._view.editing.paste(chosen[0], text)
            return
        if len(text) > MOST_TYPED_CHARACTERS:
            raise BlockError(f"it is longer than {MOST_TYPED_CHARACTERS} characters: open it as a file")
        if not any(sign in text for sign in _SIGNS):
            try:
                block = read_block(text)
            except BlockError:
                if not text.strip():
                    raise
            else:
                shape = () if block.size == 1 else block.shape
                change = add_leaf(self._document.current, None, shape, block.reshape(shape))
                self._put(change, self._at_pointer(dict.fromkeys(change.added, (0.0, 0.0)), _LEAF))
                return
        self._put(paste(self._document.current, with_newlines(text)), {})

    def _put(self, change: Change, places: Mapping[str, Point], drawn: Mapping[str, Any] | None = None) -> None:
        """One step of undo, after which what is new is selected and in view."""
        view = self._view
        self._document.apply(change, placement=places, drawn=drawn)
        view.selection.select(*change.added)
        cards = view.stage.picture.cards if view.stage.picture is not None else {}
        area = around({name: view.rect(name) for name in change.added if name in cards})
        if not area.isEmpty():
            view.ensureVisible(area, 24, 24)

    # --- where

    def _at_pointer(self, places: Mapping[str, Point], size: Point) -> dict[str, Point]:
        """The places moved as a whole to the pointer, or to the middle of the view."""
        if not places:
            return {}
        middle = self._view.mapToScene(self._view.pointer or self._view.viewport().rect().center())
        moved = _from(places, (middle.x() - size[0] / 2, middle.y() - size[1] / 2))
        picture = self._view.stage.picture
        taken = {(round(x), round(y)) for x, y in picture.placement.values()} if picture is not None else set()
        while any((round(x), round(y)) in taken for x, y in moved.values()):  # it would hide a card exactly
            moved = {name: (x + _STEP, y + _STEP) for name, (x, y) in moved.items()}
        return moved

    def _beside(self, places: Mapping[str, Point], size: Point) -> dict[str, Point]:
        """The places moved as a whole above or below everything that stands there, whichever is nearer."""
        room, picture = Room(ROW_GAP), self._view.stage.picture
        for name in picture.cards if picture is not None else ():
            rect = self._view.rect(name)
            room.take(rect.topLeft().toTuple(), rect.size().toTuple())
        return _from(places, room.nearest(_corner(places), size))

    def _say(self, words: str) -> None:
        view, name = self._view, self._view.selection.current
        at = view.pointer or view.viewport().rect().center()
        if name is not None:
            at = view.mapFromScene(view.rect(name)).boundingRect().bottomLeft()
        QToolTip.showText(view.viewport().mapToGlobal(at), words, view.viewport())


def _corner(places: Mapping[str, Point]) -> Point:
    return min((x for x, _ in places.values()), default=0.0), min((y for _, y in places.values()), default=0.0)


def _from(places: Mapping[str, Point], corner: Point) -> dict[str, Point]:
    """The places moved as a whole, the leftmost and the topmost to the corner."""
    left, top = _corner(places)
    return {name: (round(x - left + corner[0], 2), round(y - top + corner[1], 2)) for name, (x, y) in places.items()}


def _near(before: QPoint | None, now: QPoint | None) -> bool:
    return now is None or (before is not None and (now - before).manhattanLength() < _ELSEWHERE)


def _with_numbers(change: Change, clip: Clip, copies: Mapping[str, str]) -> Change:
    """The change with the numbers that came along, where the text does not give the same ones."""
    graph = change.reading.graph if change.reading is not None else None
    values = dict(change.values)
    for old, new in copies.items():
        array, now = clip.array(old), graph.values.get(new) if graph is not None else None
        fits = array is not None and now is not None and array.shape == now.shape
        if array is not None and fits and not np.array_equal(array, now, equal_nan=True):
            values[new] = array
    return replace(change, values=values, reading=None)


def _equations(text: str) -> bool:
    """Whether a text is meant as equations, where numbers would do as well."""
    try:
        read_block(text)
    except BlockError:
        first = text.strip()[:1]
        return any(sign in text for sign in _SIGNS) or first.isalpha() or first in ("‖", "(")
    return False


def _words(error: GraphError) -> str:
    """The first problem, with its place, and what to do about it."""
    problem = error.problems[0]
    place = f"line {problem.line}, column {problem.column}: " if problem.line is not None else ""
    more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
    return f"{place}{problem.message}" + (f"; {problem.hint}" if problem.hint else "") + more
