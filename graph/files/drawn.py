"""What a document's view says about its nodes (chosen, framed, tagged, bent); each change of it can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

ARROW = "→"
"""Between parent and child in the name of a wire."""

DRAWN = ("loss", "pinned", "frames", "notes", "tags", "bends", "slots", "opened", "rolled", "untied")
"""The keys of ``Document.view`` that are part of the work; the others (zoom, digits) only say how it was looked at."""


def drawn(view: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a view that is work."""
    return {key: view[key] for key in DRAWN if key in view}


def followed(parts: Mapping[str, Any], renamed: Mapping[str, str], removed: Set[str]) -> dict[str, Any]:
    """``drawn`` after nodes were renamed or removed; what says nothing any more is gone. Malformed parts stay."""
    found = {key: _follow(key, part, renamed, removed) for key, part in parts.items()}
    return {key: part for key, part in found.items() if part not in (None, {}, [])}


def _follow(key: str, part: Any, renamed: Mapping[str, str], removed: Set[str]) -> Any:
    if key == "loss" and isinstance(part, str):
        return None if part in removed else renamed.get(part, part)
    if key in ("pinned", "opened", "rolled") and isinstance(part, list):
        return _names(part, renamed, removed)
    if key == "untied" and isinstance(part, Mapping):
        return _untied(part, renamed, removed)
    if key in ("tags", "slots") and isinstance(part, Mapping):
        return {renamed.get(name, name): said for name, said in part.items() if name not in removed}
    if key == "bends" and isinstance(part, Mapping):
        return _bends(part, renamed, removed)
    if key == "frames" and isinstance(part, Mapping):
        return {name: _frame(frame, renamed, removed) for name, frame in part.items()}
    return part


def _untied(part: Mapping[str, Any], renamed: Mapping[str, str], removed: Set[str]) -> dict[str, Any]:
    """Copies of a leaf by its name: a sum as long as there are two."""
    copies = {name: _names(found, renamed, removed) for name, found in part.items() if isinstance(found, list)}
    return {name: found for name, found in copies.items() if len(found) > 1}


def _names(part: list[Any], renamed: Mapping[str, str], removed: Set[str]) -> list[Any]:
    kept = [name for name in part if not isinstance(name, str) or name not in removed]
    return [renamed.get(name, name) if isinstance(name, str) else name for name in kept]


def _frame(frame: Any, renamed: Mapping[str, str], removed: Set[str]) -> Any:
    if not isinstance(frame, Mapping) or not isinstance(frame.get("nodes"), list):
        return frame
    return {**frame, "nodes": _names(frame["nodes"], renamed, removed)}


def _bends(part: Mapping[str, Any], renamed: Mapping[str, str], removed: Set[str]) -> dict[str, Any]:
    found = {}
    for wire, points in part.items():
        ends = wire.split(ARROW)
        if removed.isdisjoint(ends):
            found[ARROW.join(renamed.get(end, end) for end in ends)] = points
    return found
