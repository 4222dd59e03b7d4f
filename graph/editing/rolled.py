"""Wires of a family as a whole: one edit of its line, for every node that the line makes."""

from __future__ import annotations

from graph.editing.change import Port
from graph.editing.exchanging import exchanged, filled
from graph.editing.sentences import Sentence
from graph.editing.source import Source


def cut_in_all(sentence: Sentence, parent: str, child: str) -> str | None:
    """The line with a hole where ``child`` uses ``parent``, and the others what stands in the same place.

    None where that place is not one for all of them.
    """
    opened = _together(sentence, parent, child)
    return exchanged(sentence, {}, opened) if opened else None


def wired_in_all(source: Source, sentence: Sentence, parent: str, child: str, port: Port) -> str | None:
    """The line with ``parent`` in a port; where that is in a family over the same range, each node gets its own."""
    new = _running(source, sentence, parent)
    if port.kind == "hole":
        return sentence.with_pieces(filled(sentence, port.name, new))
    swapped = _together(sentence, port.name, child)
    return exchanged(sentence, dict.fromkeys(swapped, new), ()) if swapped else None


def _together(sentence: Sentence, parent: str, child: str) -> set[str]:
    """What stands in the places of ``parent`` in any node of the line."""
    index = sentence.names.index(child)
    return {name for _, sets in sentence.uses if sets[index] == {parent} for one in sets for name in one}


def _running(source: Source, sentence: Sentence, parent: str) -> str:
    own = source.sentence(parent)
    if own is not None and own.line.run is not None and own.line.run == sentence.line.run:
        return own.target(parent).text
    return source.spelled(parent, source.style_in(sentence))
