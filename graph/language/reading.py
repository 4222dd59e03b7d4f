"""Text to a Reading: what it says, all that is wrong with it, and the graph where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.errors import GraphError, Notice, Problem
from graph.language.compiling import Compiler
from graph.language.faults import Places
from graph.language.remembered import Remembered
from graph.language.rows import Row
from graph.language.statements import Statement
from graph.language.tokens import Token, canonical
from graph.model import Graph, Node

MOST_TYPED_CHARACTERS = 100_000
MOST_TYPED_LINES = 2_000


@dataclass(frozen=True)
class Reading:
    """What a text says.

    ``graph`` is None where there are ``problems``; ``nodes`` then still holds every leaf and equation that could be
    read. ``tokens`` cover the text without gaps, ``statements`` are its declarations and equations.
    """

    text: str
    graph: Graph | None
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]
    tokens: tuple[Token, ...] = ()
    statements: tuple[Statement, ...] = ()
    nodes: Mapping[str, Node] = field(default_factory=dict)
    remembered: Remembered = field(default_factory=Remembered, repr=False, compare=False)

    @property
    def rows(self) -> Sequence[Row]:
        """The lines of the text; one that says what it said in the text read before is the same object."""
        return self.remembered.rows

    @cached_property
    def _statement_of(self) -> Mapping[str, Statement]:
        return {name: statement for statement in reversed(self.statements) for name in statement.names}

    def statement_of(self, name: str) -> Statement | None:
        """The statement that defines a node; None for a leaf that only has a value."""
        return self._statement_of.get(name)


def parse(
    text: str,
    values: Mapping[str, Any] | None = None,
    *,
    typed: bool = False,
    before: Reading | None = None,
    watch: Callable[[float], None] | None = None,
) -> Reading:
    """Read ``text``; never raises on what it says.

    ``values`` gives leaves their numbers, any array-like by name, before those in the text. ``typed`` applies the
    limits for text that is typed or pasted. ``before`` is an earlier reading, mostly of the same lines: equations that
    stand as they were are taken over from it, which is faster and says the same. ``watch`` is told now and then what
    share is read; an exception that it raises ends the reading and comes out here.
    """
    too_long = _too_long(text) if typed else None
    if too_long is not None:
        return Reading(text, None, (too_long,), ())
    given = {canonical(str(name)): value for name, value in (values or {}).items()}
    compiler = Compiler(text, given, before.remembered if before is not None else Remembered())
    if watch is not None:
        compiler.watch = watch
    compiler.run()
    places = Places(text, [row.start for row in compiler.rows])
    problems = places.problems(compiler.faults)
    said = dict.fromkeys(compiler.notices)
    notices = tuple(Notice(message) if span is None else places.notice(message, span) for message, span in said)
    nodes = compiler.nodes
    graph = None
    if not problems:
        graph = Graph(list(nodes.values()), compiler.loss, compiler.values, notices)
    tokens = tuple(token for row in compiler.rows for token in row.tokens)
    statements = tuple(compiler.statements)
    return Reading(text, graph, problems, notices, tokens, statements, nodes, compiler.remembered())


def read(text: str, values: Mapping[str, Any] | None = None) -> Graph:
    """The graph that ``text`` says; raises GraphError with all its problems where it says none."""
    reading = parse(text, values)
    if reading.graph is None:
        raise GraphError(reading.problems)
    return reading.graph


def _too_long(text: str) -> Problem | None:
    if len(text) > MOST_TYPED_CHARACTERS:
        message = f"the text has {len(text):,} characters, more than {MOST_TYPED_CHARACTERS:,}"
    elif (lines := len(text.splitlines())) > MOST_TYPED_LINES:
        message = f"the text has {lines:,} lines, more than {MOST_TYPED_LINES:,}"
    else:
        return None
    return Problem("too-long", message, 1, 1, hint="save it as a file and open that")
