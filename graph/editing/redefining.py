"""Another right side for an equation or a declaration, as it is typed."""

from __future__ import annotations

from dataclasses import replace

from graph.editing.change import Change
from graph.editing.concluding import concluded
from graph.editing.deleting import without
from graph.editing.families import alone, noted
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, spliced
from graph.editing.source import is_empty, reading_of, refused, source_of
from graph.errors import GraphError, Problem
from graph.files import Document
from graph.language.statements import split
from graph.language.tokens import tokenise
from graph.model import Leaf
from graph.notation import name_text


def redefine(doc: Document, name: str, typed: str) -> Change:
    """``name`` equal to what is typed. Raises GraphError with places in ``typed`` where that cannot be read."""
    source = source_of(doc)
    source.equation(name)
    typed = _one_statement(name, typed)
    doc, heads = alone(doc, name)
    source = source_of(doc)
    sentence = source.sentence(name)
    assert sentence is not None
    new = spliced(sentence.text, [Piece(sentence.body.start, sentence.body.end, typed)])
    rewriting = Rewriting(source)
    rewriting.replace(sentence, new)
    text = rewriting.text()
    reading = reading_of(text, doc.values, source.reading)
    if reading.graph is None and not is_empty(reading):
        statement = source.reading.statement_of(name)
        assert statement is not None
        column = statement.column + new.index(typed, sentence.body.start)
        raise GraphError([_placed(p, statement.line, column, typed) for p in reading.problems])
    return concluded(source, text, noted(f"redefine {name_text(name)}", heads))


def redeclare(doc: Document, name: str, typed: str) -> Change:
    """What is said of one leaf, as it stands behind ∈ or a colon: its shape, its properties, its numbers.

    A leaf that shares its line with others gets one of its own. Raises GraphError where what uses it would not fit.
    """
    source = source_of(doc)
    if not isinstance(source.node(name), Leaf):
        shown = name_text(name)
        raise refused(f"{shown} is an equation: its shape follows from it", "declare a leaf", node=name)
    typed = _one_statement(name, typed)
    doc, heads = alone(doc, name)
    source = source_of(doc)
    rewriting = Rewriting(source)
    own = source.sentence(name)
    if own is not None and own.names == (name,):
        rewriting.replace(own, spliced(own.text, [Piece(own.body.start, own.body.end, typed)]))
    else:
        style = source.style if own is None else source.style_in(own)
        line = f"{source.spelled(name, style)}{' ∈ ' if style == 'unicode' else ': '}{typed}"
        if own is None:
            rewriting.insert_first([line])
        else:
            rewriting.replace(own, without(own, [name]))
            rewriting.insert_behind(own, [line])
    values = doc.values
    if name in values and any(token.value in ("=", "~") for token in tokenise(typed).tokens):
        values = {key: array for key, array in values.items() if key != name}
    return concluded(source, rewriting.text(), noted(f"declare {name_text(name)}", heads), values=values)


def _one_statement(name: str, typed: str) -> str:
    """What is typed, without the spaces and the comment around it; raises GraphError where it is not one line."""
    statements = split(tokenise(typed).tokens)
    if len(statements) != 1:
        message = "nothing is typed" if not statements else "more than one line is typed"
        raise refused(message, f"write what {name_text(name)} is, in one line", node=name)
    return typed[statements[0][0].start : statements[0][-1].end]


def _placed(problem: Problem, line: int, column: int, typed: str) -> Problem:
    """A problem with its place in what was typed, where it stands there; else without the words of another place."""
    at = problem.column
    if problem.line != line or at is None or not column <= at <= column + len(typed):
        return replace(problem, line=None, column=None, message=f"then {problem.source}: {problem.message}")
    return replace(problem, line=1, column=at - column + 1, source=typed)
