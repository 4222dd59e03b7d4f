"""From new text to a Change: read again, with the numbers that must not move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.editing.change import Change
from graph.editing.source import Source, is_empty, reading_of
from graph.errors import GraphError, Problem
from graph.files import Document
from graph.language import Reading
from graph.language.declarations import read_declaration
from graph.model import Array, Leaf
from graph.notation import Style, name_text, shape_text


def concluded(
    source: Source,
    text: str,
    words: str,
    *,
    values: Mapping[str, Array] | None = None,
    added: Sequence[str] = (),
    removed: Sequence[str] = (),
    renamed: Mapping[str, str] | None = None,
    numbers: Mapping[str, str] | None = None,
) -> Change:
    """The change to ``text``, read again. Raises GraphError where that cannot be read: then nothing is changed.

    ``numbers`` are leaves of the new text, each with the leaf whose numbers it must have: what draws them from a seed
    made of the name would give it others.
    """
    kept: dict[str, Array] = dict(source.values if values is None else values)
    drawn = [(name, old) for name, old in (numbers or {}).items() if name not in kept and _is_drawn(source, old)]
    kept.update((name, source.graph.values[old]) for name, old in drawn)
    reading = _read(text, kept, words, source.reading)
    lost = [name for name in _unused(source, reading) if name not in removed and name not in (renamed or {})]
    if lost:
        text = _declaring(source, text, lost)
        reading = _read(text, kept, words, reading)
    return Change(words, text, kept, tuple(added), tuple(removed), dict(renamed or {}), reading)


def _is_drawn(source: Source, name: str) -> bool:
    """Whether the numbers of a leaf come from a seed that another name, or another place in a family, would change."""
    sentence = source.sentence(name)
    if sentence is None:
        return False
    declared = read_declaration(sentence.text, sentence.line)
    if declared.literal is not None:
        return False
    initialiser = declared.initialiser
    if initialiser is None or initialiser.name not in ("uniform", "normal"):
        return initialiser is None
    return initialiser.seed is None or sentence.is_family


def after(doc: Document, change: Change) -> Document:
    """The document once a change is made, for an edit in several steps."""
    new = replace(doc, text=change.text, values=change.values)
    if change.reading is not None:
        new.take_reading(change.reading)
    return new


def _read(text: str, values: Mapping[str, Array], words: str, before: Reading) -> Reading:
    reading = reading_of(text, values, before)
    if reading.graph is None and not is_empty(reading):
        raise cannot(words, reading.problems)
    return reading


def cannot(words: str, problems: Sequence[Problem]) -> GraphError:
    """The error of an edit whose result could not be read, with what would be wrong with it."""
    return GraphError(
        [Problem(p.kind, f"cannot {words}: {p.message}", hint=p.hint, source=p.source) for p in problems[:3]]
    )


def _unused(source: Source, reading: Reading) -> list[str]:
    """Leaves that only had a value and that nothing uses any more: the text has to say that they are there."""
    nodes = reading.graph.nodes if reading.graph is not None else {}
    return [name for name in source.graph.leaves if source.sentence(name) is None and name not in nodes]


def _declaring(source: Source, text: str, names: Iterable[str]) -> str:
    lines = []
    for name in names:
        leaf = source.graph.nodes[name]
        assert isinstance(leaf, Leaf)
        lines.append(declaration([name_text(name, source.style)], leaf, source.style) + "\n")
    return "".join(lines) + text


def declaration(names: Sequence[str], leaf: Leaf, style: Style) -> str:
    """``A, B ∈ ℝ²ˣ² input``, of names as they are spelled."""
    words = [leaf.role] if leaf.role != "parameter" else []
    sign = " ∈ " if style == "unicode" else ": "
    return ", ".join(names) + sign + " ".join([shape_text(leaf.shape, style), *words, *sorted(leaf.properties)])


def listed(names: Sequence[str], what: str = "nodes") -> str:
    """``y``, ``y and z``, ``3 nodes``: for the words of a change."""
    shown = [name_text(name) for name in names]
    return " and ".join(shown) if len(shown) < 3 else f"{len(shown)} {what}"
