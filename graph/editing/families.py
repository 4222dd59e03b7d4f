"""Families: one line for several equations, written out where an edit does not hold for all of them."""

from __future__ import annotations

from dataclasses import replace

from graph.editing.concluding import concluded
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, Sentence, spliced
from graph.editing.source import Source, source_of
from graph.files import Document
from graph.model import Leaf
from graph.notation import expression_text, name_text


def alone(doc: Document, *names: str) -> tuple[Document, str]:
    """The document with a line of its own for each of these equations, and what to say of it.

    Where a family is written out, its numbers and equations stay what they are.
    """
    note = ""
    for name in names:
        source = source_of(doc)
        sentence = source.sentence(name) if name in source.graph.nodes else None
        if sentence is None or not sentence.is_family:
            continue
        heads = " and ".join(token.text for token in sentence.line.targets)
        note += f", with {heads} written out line by line"
        doc = written_out(doc, source, sentence)
    return doc, note


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
    return replace(doc, text=change.text, values=change.values)


def _declaration(source: Source, sentence: Sentence) -> str:
    style = source.style_in(sentence)
    names = ", ".join(name_text(name, style) for name in sentence.names)
    first, last = sentence.line.targets[0], sentence.line.targets[-1]
    body = sentence.text[: sentence.body.end]
    return spliced(body, [Piece(first.start, last.end, names)])


def line_of(source: Source, sentence: Sentence, index: int) -> str:
    """One node of a line, as the line says it with the running letter replaced by its number."""
    if not sentence.is_family:
        return sentence.text
    style, name = source.style_in(sentence), sentence.names[index]
    target = sentence.line.targets[0]
    pieces = [Piece(target.start, target.end, name_text(name, style))]
    for span, sets in sentence.uses:
        if len(sets[index]) > 1 and len(set(sets)) > 1:
            return _printed(source, sentence, index)
        if len(sets[index]) == 1:
            (used,) = sets[index]
            number = sentence.line.letters[index].get(used) if used not in source.graph.nodes else None
            if number is not None:
                pieces.append(Piece(span.start, span.end, str(number) if number >= 0 else f"({number})"))
            elif len(set(sets)) > 1:
                pieces.append(Piece(span.start, span.end, name_text(used, style)))
    return spliced(sentence.text[: sentence.body.end], sorted(pieces, key=lambda piece: piece.start))


def _printed(source: Source, sentence: Sentence, index: int) -> str:
    """A sum runs over subscripts with the letter of the family in them: its terms are written out too."""
    name = sentence.names[index]
    style = source.style_in(sentence)
    right = expression_text(source.equation(name).expression, style, source.graph.nodes)
    return f"{name_text(name, style)} = {right}"
