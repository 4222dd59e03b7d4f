"""What a user drew beside the graph, read from a document's view: frames, notes, tags, and what is folded or opened."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.files.drawn import ARROW
from gui.drawing.tints import DEFAULT
from gui.drawing.wires import Bends, Edge

MOST_BENDS = 100
"""Bends of one wire, at most."""

_FAR = 1e6

SLOTS = ("value", "adjoint", "shape")
"""What of a card can be hidden."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Some nodes with a title about them; ``collapsed``, one card stands for all of them."""

    title: str
    nodes: tuple[str, ...]
    collapsed: bool = False
    colour: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Note:
    """A text on the canvas, its corner and its width in units of the picture; ``$…$`` in it is mathematics."""

    text: str
    x: float
    y: float
    width: float
    colour: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything that is drawn beside the graph, by id, by node, or by wire as (parent, child)."""

    frames: Mapping[str, Frame] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    rolled: tuple[str, ...] = ()
    """The families shown as one card, by their first node."""
    hides: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What of ``value``, ``adjoint`` and ``shape`` is not drawn, by node; ``*`` is for all that are not named."""
    pinned: frozenset[str] = frozenset()
    bends: Mapping[Edge, Bends] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.frames or self.notes or self.tags or self.rolled or self.pinned or self.bends)


NOTHING = Annotations()


def annotations(drawn: Mapping[str, Any]) -> Annotations:
    """What a view says; parts of it that make no sense (a file from elsewhere) are left out, and never an error."""
    return Annotations(
        {key: frame for key, said in _items(drawn, "frames") if (frame := _frame(said)) is not None},
        {key: note for key, said in _items(drawn, "notes") if (note := _note(said)) is not None},
        {node: colour for node, colour in _items(drawn, "tags") if isinstance(colour, str)},
        _names(drawn, "rolled"),
        _hides(drawn),
        _pinned(drawn.get("pinned")),
        {edge: points for key, said in _items(drawn, "bends") for edge, points in _bends(key, said)},
    )


def said_of_frame(frame: Frame) -> dict[str, Any]:
    """A frame as a view says it."""
    return {
        "title": frame.title,
        "nodes": list(frame.nodes),
        "colour": frame.colour,
        **({"collapsed": True} if frame.collapsed else {}),
    }


def said_of_note(note: Note) -> dict[str, Any]:
    """A note as a view says it."""
    return {"text": note.text, "x": note.x, "y": note.y, "width": note.width, "colour": note.colour}


def said_of_bends(bends: Mapping[Edge, Bends]) -> dict[str, list[list[float]]]:
    """The bends of wires as a view says them; wires without any are left out."""
    return {
        ARROW.join(edge): [[round(x, 2), round(y, 2)] for x, y in points] for edge, points in bends.items() if points
    }


def _pinned(said: Any) -> frozenset[str]:
    return frozenset(name for name in said if isinstance(name, str)) if isinstance(said, list) else frozenset()


def _bends(key: str, said: Any) -> list[tuple[Edge, Bends]]:
    """One wire with its bends; nothing where any of it is none."""
    ends = key.split(ARROW)
    if len(ends) != 2 or not isinstance(said, list) or not 0 < len(said) <= MOST_BENDS:
        return []
    points = [_point(one) for one in said]
    found = tuple(point for point in points if point is not None)
    return [((ends[0], ends[1]), found)] if len(found) == len(points) else []


def _point(said: Any) -> tuple[float, float] | None:
    if not isinstance(said, list) or len(said) != 2:
        return None
    x, y = (_number({"": part}, "") for part in said)
    return (x, y) if x is not None and y is not None and abs(x) < _FAR and abs(y) < _FAR else None


def _items(drawn: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    part = drawn.get(key)
    return list(part.items()) if isinstance(part, Mapping) else []


def _hides(drawn: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    said = {node: slots for node, slots in _items(drawn, "slots") if isinstance(slots, Mapping)}
    general = said.get("*", {})
    return {
        node: frozenset(slot for slot in SLOTS if slots.get(slot, general.get(slot, True)) is False)
        for node, slots in said.items()
    }


def _names(drawn: Mapping[str, Any], key: str) -> tuple[str, ...]:
    part = drawn.get(key)
    return tuple(name for name in part if isinstance(name, str)) if isinstance(part, list) else ()


def _frame(said: Any) -> Frame | None:
    if not isinstance(said, Mapping) or not isinstance(said.get("nodes"), list):
        return None
    nodes = tuple(dict.fromkeys(name for name in said["nodes"] if isinstance(name, str)))
    return Frame(_text(said, "title"), nodes, said.get("collapsed") is True, _text(said, "colour", DEFAULT))


def _note(said: Any) -> Note | None:
    if not isinstance(said, Mapping):
        return None
    x, y, width = (_number(said, key) for key in ("x", "y", "width"))
    if x is None or y is None:
        return None
    return Note(_text(said, "text"), x, y, max(LEAST_NOTE, width or 0.0), _text(said, "colour", DEFAULT))


LEAST_NOTE = 60.0
"""The least width of a note."""


def _text(said: Mapping[str, Any], key: str, otherwise: str = "") -> str:
    found = said.get(key, otherwise)
    return found if isinstance(found, str) else otherwise


def _number(said: Mapping[str, Any], key: str) -> float | None:
    found = said.get(key)
    fits = isinstance(found, (int, float)) and not isinstance(found, bool) and math.isfinite(found)
    return float(found) if fits else None
