"""A whole family under another name: c_t → d_t, in its line and wherever its nodes are used."""

from __future__ import annotations

from graph.editing.change import Change
from graph.editing.concluding import concluded
from graph.editing.naming import new_name
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source, refused, source_of
from graph.files import Document
from graph.language.names import Spelled, joined
from graph.language.tokens import Token, tokenise
from graph.model import Leaf
from graph.notation import name_text


def family_renamed(doc: Document, old: str, typed: str) -> Change | None:
    """The change, where ``old`` is in a family and ``typed`` has its running letter; else None.

    What shares a place with the family goes along: c_0, where a line has c_{t-1}.
    """
    source = source_of(doc)
    own = source.sentence(old)
    tokens = tokenise(typed.strip()).tokens
    new = tokens[0].spelled if len(tokens) == 1 else None
    if own is None or own.line.run is None or new is None or not new.runs_with(own.line.run[0]):
        return None
    head = own.target(old).spelled
    assert head is not None
    if new.subscripts != head.subscripts:
        hint = f"write {joined(new.base, head.subscripts)}"
        raise refused(f"{typed.strip()} has other subscripts than {own.target(old).text}", hint, kind="bad-name")
    moved = _together(source, own)
    names = {name: new_name(source, new.base + name.removeprefix(head.base), but=moved) for name in moved}
    rewriting = Rewriting(source)
    for sentence in source.sentences:
        pieces = [_piece(token, new) for token in _tokens(sentence) if _names(sentence, token) & moved]
        if pieces:
            rewriting.replace(sentence, sentence.with_pieces(pieces))
    values = {names.get(name, name): array for name, array in doc.values.items()}
    numbers = {names[name]: name for name in moved if isinstance(source.graph.nodes[name], Leaf)}
    words = f"rename {own.target(old).text} to {typed.strip()}"
    renamed = {old: new for old, new in names.items() if old != new}
    return concluded(source, rewriting.text(), words, values=values, renamed=renamed, numbers=numbers)


def _tokens(sentence: Sentence) -> list[Token]:
    """The names that stand in a line, left and right of its sign."""
    starts = {span.start for span, _ in sentence.uses}
    return [*sentence.line.targets, *(token for token in sentence.tokens if token.start in starts)]


def _names(sentence: Sentence, token: Token) -> set[str]:
    """The nodes that a name of a line stands for."""
    for span, sets in sentence.uses:
        if span.start == token.start:
            return {name for one in sets for name in one}
    return {token.spelled.under(letters) for letters in sentence.line.letters if token.spelled is not None}


def _together(source: Source, own: Sentence) -> set[str]:
    """The nodes of a family, and those that some place of the text stands for along with them."""
    places = [_names(sentence, token) for sentence in source.sentences for token in _tokens(sentence)]
    found = set(own.names)
    while True:
        more = {name for place in places if place & found for name in place} - found
        if not more:
            return found & source.graph.nodes.keys()
        found |= more


def _piece(token: Token, new: Spelled) -> Piece:
    assert token.spelled is not None
    name = joined(new.base, token.spelled.subscripts)
    plain = token.text.isascii() and new.base.isascii()
    return Piece(token.start, token.end, name_text(name, "ascii" if plain else "unicode"))
