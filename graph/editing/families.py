"""Families: one line for several equations, written out where an edit does not hold for all of them."""

from __future__ import annotations

from collections.abc import Container, Sequence

from graph.editing.concluding import after, concluded
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, Sentence, spliced
from graph.editing.source import Source, source_of
from graph.files import Document
from graph.model import Leaf
from graph.notation import Style, expression_text, name_text


def alone(doc: Document, *names: str) -> tuple[Document, tuple[str, ...]]:
    """The document with a line of its own for each of these nodes, and the heads of the families written out for it.

    Where a family is written out, its numbers and equations stay what they are.
    """
    heads: list[str] = []
    for name in names:
        source = source_of(doc)
        sentence = source.sentence(name) if name in source.graph.nodes else None
        if sentence is None or not sentence.is_family:
            continue
        heads += [token.text for token in sentence.line.targets]
        doc = written_out(doc, source, sentence)
    return doc, tuple(heads)


def apart(doc: Document, *names: str) -> tuple[Document, tuple[str, ...]]:
    """The document with those families written out that make one of ``names``, or that stand in one place for some of
    them and for others, so that each can be exchanged by itself.
    """
    source = source_of(doc)
    mixed: dict[str, None] = {}
    for name in names:
        own = source.sentence(name)
        if own is not None and own.is_family:
            mixed.setdefault(name)
        for user in source.users(name):
            if user.is_family and user.swaps({name: "?"}) is None:
                mixed.setdefault(user.names[0])
    return alone(doc, *mixed)


def noted(words: str, heads: Sequence[str]) -> str:
    """The words of a change, with the families that it wrote out line by line."""
    return f"{words} ({' and '.join(dict.fromkeys(heads))} written out)" if heads else words


def written_out(doc: Document, source: Source, sentence: Sentence) -> Document:
    """The document with a line for every node of a family."""
    rewriting = Rewriting(source)
    if sentence.line.kind == "declaration":
        rewriting.replace(sentence, _declaration(source, sentence))
    else:
        first, *others = (line_of(source, sentence, index) for index in range(len(sentence.names)))
        rewriting.replace(sentence, first)
        rewriting.insert_behind(sentence, others)
    leaves = {name: name for name in sentence.names if isinstance(source.graph.nodes[name], Leaf)}
    change = concluded(source, rewriting.text(), "write the family out", numbers=leaves)
    return after(doc, change)


def _declaration(source: Source, sentence: Sentence) -> str:
    return declared_alone(sentence, sentence.names, source.style_in(sentence))


def declared_alone(sentence: Sentence, names: Sequence[str], style: Style) -> str:
    """A declaration of leaves of these names, with what the line says of its own as it stands there."""
    first, last = sentence.line.targets[0], sentence.line.targets[-1]
    typed = "".join(token.text for token in sentence.line.targets)
    listed = ", ".join(_like(typed, name, style) for name in names)
    return spliced(sentence.text[: sentence.body.end], [Piece(first.start, last.end, listed)])


def line_of(source: Source, sentence: Sentence, index: int) -> str:
    """One node of a line, as the line says it with the running letter replaced by its number.

    Where a sum runs over subscripts with that letter in them, its terms are written out too.
    """
    if not sentence.is_family:
        return sentence.text
    style = source.style_in(sentence)
    text = member_line(sentence, index, style, source.graph.nodes)
    if text is not None:
        return text
    name = sentence.names[index]
    right = expression_text(source.equation(name).expression, style, source.graph.nodes)
    return f"{name_text(name, style)} = {right}"


def member_line(sentence: Sentence, index: int, style: Style, nodes: Container[str]) -> str | None:
    """One equation of a family, token by token; None where a place stands for several names in it."""
    target = sentence.line.targets[0]
    pieces = [Piece(target.start, target.end, _like(target.text, sentence.names[index], style))]
    for span, sets in sentence.uses:
        runs = len(set(sets)) > 1
        if runs and len(sets[index]) > 1:
            return None
        for used in sets[index] if len(sets[index]) == 1 else ():
            number = sentence.line.letters[index].get(used) if used not in nodes else None
            if number is not None:
                pieces.append(Piece(span.start, span.end, str(number) if number >= 0 else f"({number})"))
            elif runs:
                typed = sentence.text[span.start : span.end]
                pieces.append(Piece(span.start, span.end, _like(typed, used, style)))
    return spliced(sentence.text[: sentence.body.end], sorted(pieces, key=lambda piece: piece.start))


def _like(typed: str, name: str, style: Style) -> str:
    """A name with its subscript as that of another one was typed: c_2 beside c_t."""
    return name_text(name, "ascii" if typed.isascii() else style)
