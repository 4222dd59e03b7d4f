"""Nodes taken out of a graph; what used them gets holes, or the node that stood behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.editing.change import Change
from graph.editing.concluding import concluded, listed
from graph.editing.exchanging import opened_up
from graph.editing.families import alone
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source, source_of
from graph.files import Document


def delete(doc: Document, names: Iterable[str], heal: bool = False) -> Change:
    """The graph without these nodes and their values.

    What used one gets a hole in its place, or, with ``heal``, the one parent of the node where that fits.
    """
    gone = tuple(dict.fromkeys(names))
    source = source_of(doc)
    for name in gone:
        source.node(name)
    doc, note = _apart(doc, source, gone)
    source = source_of(doc)
    rewriting = Rewriting(source)
    for sentence in source.sentences:
        kept = [name for name in sentence.names if name not in gone]
        if not kept:
            rewriting.remove(sentence)
        elif len(kept) < len(sentence.names):
            rewriting.replace(sentence, without(sentence, gone))
        elif any(one & set(gone) for _, sets in sentence.uses for one in sets):
            rewriting.replace(sentence, opened_up(source, sentence, gone))
    values = {name: array for name, array in doc.values.items() if name not in gone}
    return concluded(source, rewriting.text(), f"delete {listed(gone)}{note}", values=values, removed=gone)


def _apart(doc: Document, source: Source, gone: Sequence[str]) -> tuple[Document, str]:
    """The document with every family written out that the deletion does not meet as a whole."""
    note = ""
    for sentence in source.sentences:
        if not sentence.is_family or all(name in gone for name in sentence.names):
            continue
        partly = any(name in gone for name in sentence.names)
        if partly or sentence.swaps(dict.fromkeys(gone, "?")) is None:
            doc, said = alone(doc, sentence.names[0])
            note += said
    return doc, note


def without(sentence: Sentence, names: Sequence[str]) -> str:
    """A declaration of several leaves without some of them."""
    targets = [token for token in sentence.line.targets if token.spelled is not None]
    pieces = []
    kept_before = False
    for index, token in enumerate(targets):
        if token.spelled is None or token.spelled.name not in names:
            kept_before = True
        elif kept_before:
            pieces.append(Piece(targets[index - 1].end, token.end, ""))
        else:
            pieces.append(Piece(token.start, targets[index + 1].start, ""))
    return sentence.with_pieces(pieces)
