"""Nodes taken out of a graph; what used them gets holes, or the node that stood behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.editing.change import Change
from graph.editing.concluding import concluded, listed
from graph.editing.exchanging import exchanged, opened_up
from graph.editing.families import alone, noted
from graph.editing.healing import heirs
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
    doc, heads = _apart(doc, source, gone)
    source = source_of(doc)
    rewriting = Rewriting(source)
    for sentence in source.sentences:
        kept = [name for name in sentence.names if name not in gone]
        if not kept:
            rewriting.remove(sentence)
        elif len(kept) < len(sentence.names):
            rewriting.replace(sentence, without(sentence, gone))
        elif any(one & set(gone) for _, sets in sentence.uses for one in sets):
            rewriting.replace(sentence, _orphaned(source, sentence, gone, heal))
    values = {name: array for name, array in doc.values.items() if name not in gone}
    return concluded(source, rewriting.text(), noted(f"delete {listed(gone)}", heads), values=values, removed=gone)


def _orphaned(source: Source, sentence: Sentence, gone: Sequence[str], heal: bool) -> str:
    """A line without the nodes that go: with what stands behind them, where it is wanted and plain, or holes."""
    found = [heirs(source, name, gone) for name in sentence.names] if heal else []
    swaps = found[0] if found and all(one == found[0] for one in found) else {}
    texts = {old: source.spelled(new, source.style_in(sentence)) for old, new in swaps.items()}
    healed = exchanged(sentence, texts, [name for name in gone if name not in swaps]) if swaps else None
    return healed if healed is not None else opened_up(source, sentence, gone)


def _apart(doc: Document, source: Source, gone: Sequence[str]) -> tuple[Document, tuple[str, ...]]:
    """The document with every family written out that the deletion does not meet as a whole."""
    mixed = []
    for sentence in source.sentences:
        if sentence.is_family and not all(name in gone for name in sentence.names):
            partly = any(name in gone for name in sentence.names)
            if partly or sentence.swaps(dict.fromkeys(gone, "?")) is None:
                mixed.append(sentence.names[0])
    return alone(doc, *mixed)


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
