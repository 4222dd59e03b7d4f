"""Another right side for an equation, as it is typed."""

from __future__ import annotations

from dataclasses import replace

from graph.editing.change import Change
from graph.editing.concluding import concluded
from graph.editing.families import alone, noted
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece, spliced
from graph.editing.source import is_empty, reading_of, refused, source_of
from graph.errors import GraphError, Problem
from graph.files import Document
from graph.language.statements import split
from graph.language.tokens import tokenise
from graph.notation import name_text


def redefine(doc: Document, name: str, typed: str) -> Change:
    """``name`` equal to what is typed. Raises GraphError with places in ``typed`` where that cannot be read."""
    source = source_of(doc)
    source.equation(name)
    statements = split(tokenise(typed).tokens)
    if len(statements) != 1:
        message = "nothing is typed" if not statements else "more than one line is typed"
        raise refused(message, f"write what {name_text(name)} is equal to, in one line", node=name)
    typed = typed[statements[0][0].start : statements[0][-1].end]
    doc, heads = alone(doc, name)
    source = source_of(doc)
    sentence = source.sentence(name)
    assert sentence is not None
    new = spliced(sentence.text, [Piece(sentence.body.start, sentence.body.end, typed)])
    rewriting = Rewriting(source)
    rewriting.replace(sentence, new)
    text = rewriting.text()
    reading = reading_of(text, doc.values)
    if reading.graph is None and not is_empty(reading):
        statement = source.reading.statement_of(name)
        assert statement is not None
        column = statement.column + new.index(typed, sentence.body.start)
        raise GraphError([_placed(p, statement.line, column, typed) for p in reading.problems])
    return concluded(source, text, noted(f"redefine {name_text(name)}", heads))


def _placed(problem: Problem, line: int, column: int, typed: str) -> Problem:
    """A problem with its place in what was typed, where it stands there; else without the words of another place."""
    at = problem.column
    if problem.line != line or at is None or not column <= at <= column + len(typed):
        return replace(problem, line=None, column=None, message=f"then {problem.source}: {problem.message}")
    return replace(problem, line=1, column=at - column + 1, source=typed)
