"""A node under another name, wherever it stands."""

from __future__ import annotations

from graph.editing.change import Change
from graph.editing.concluding import concluded
from graph.editing.exchanging import with_names
from graph.editing.families import apart, noted
from graph.editing.family_names import family_renamed
from graph.editing.naming import new_name
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source, source_of
from graph.files import Document
from graph.model import Leaf
from graph.notation import name_text


def rename(doc: Document, old: str, new: str) -> Change:
    """The node ``old`` as ``new``, which may be typed in any way, everywhere; its numbers stay.

    A node of a family is renamed by itself, and with the running letter, as in d_t for c_1, the whole family is.
    """
    source = source_of(doc)
    node = source.node(old)
    whole = family_renamed(doc, old, new)
    if whole is not None:
        return whole
    name = new_name(source, new, but={old})
    doc, heads = apart(doc, old)
    source = source_of(doc)
    rewriting = Rewriting(source)
    own = source.sentence(old)
    for sentence in (*([own] if own is not None else []), *source.users(old)):
        rewriting.replace(sentence, _renamed(source, sentence, old, name, new.strip()))
    values = {name if key == old else key: array for key, array in doc.values.items() if key != name or key == old}
    numbers = {name: old} if isinstance(node, Leaf) else {}
    words = noted(f"rename {name_text(old)} to {name_text(name)}", heads)
    moved = {old: name} if old != name else {}
    return concluded(source, rewriting.text(), words, values=values, renamed=moved, numbers=numbers)


def _renamed(source: Source, sentence: Sentence, old: str, name: str, typed: str) -> str:
    """The line with the new name: as it was typed where the script of the line allows; a new spelling anywhere."""
    if old == name and (pieces := sentence.swaps({old: typed})) is not None:
        targets = [sentence.target(old)] if old in sentence.names else []
        return sentence.with_pieces([*pieces, *(Piece(token.start, token.end, typed) for token in targets)])
    if old in sentence.names:
        target, style = sentence.target(old), source.style_in(sentence)
        spelled = typed if style == "unicode" or typed.isascii() else name_text(name, style)
        return sentence.with_pieces([Piece(target.start, target.end, spelled)])
    return with_names(source, sentence, {old: name}, {name: typed})
