"""What a typed line would add: its nodes, or what is wrong, or which names are missing and could be leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.editing import Change, add, add_leaf, free_name
from graph.editing.naming import name_of_equation
from graph.errors import Problem
from graph.files import Document
from graph.language import Reading, parse
from graph.language.faults import Refused
from graph.language.statements import cut, split
from graph.language.tokens import Token, canonical, tokenise
from graph.model import Graph, Leaf, Node
from graph.notation import name_text
from graph.shapes import Shape
from gui.adding.excerpt import declared, excerpt
from gui.adding.guessing import guessed

_MOST_MISSING = 6
"""Names that can be missing in one line and still be taken for new leaves."""

_WAITING = ("undefined", "unknown-function", "shape")
"""Kinds of problems that may go when the missing names are there."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that is used and defined nowhere: the leaf it could be, and what else can have been meant."""

    name: str
    shape: Shape
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``nodes`` are what the line would add, those of ``missing`` names first; none where there are ``problems``."""

    typed: str
    nodes: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: tuple[Missing, ...] = ()

    def change(self, document: Document) -> Change:
        """The line, and before it the leaves it misses, in one step. Raises GraphError."""
        now = document
        for leaf in self.missing:
            now = after(now, add_leaf(now, leaf.name, leaf.shape))
        last = add(now, self.typed)
        if not self.missing:
            return last
        names = [leaf.name for leaf in self.missing]
        words = f"{last.words} with {_listed([name_text(name) for name in names])}"
        return replace(last, words=words, added=(*names, *last.added))


def proposed(graph: Graph | None, typed: str, said: Mapping[str, Shape]) -> Proposal:
    """Reads a line as an addition to the graph. ``said`` are shapes that the user gave to missing names."""
    if not typed.strip():
        return Proposal(typed)
    line = _named(graph, typed)
    taken = _taken(graph, line)
    if taken:
        return Proposal(typed, problems=taken)
    known = excerpt(graph, line)
    reading = parse("\n".join([*known, line]))
    if reading.graph is not None:
        return Proposal(typed, _new(reading, len(known)))
    hints = _undefined(reading.problems)
    if not 0 < len(hints) <= _MOST_MISSING or any(p.kind not in _WAITING for p in reading.problems):
        return Proposal(typed, problems=reading.problems)
    wanted = {name: shape for name, shape in said.items() if name in hints}
    shapes = guessed(graph, line, list(hints), wanted)
    missing = tuple(Missing(name, shapes[name], hints[name]) for name in hints)
    leaves = declared({leaf.name: leaf.shape for leaf in missing})
    reading = parse("\n".join([*known, *leaves, line]))
    nodes = _new(reading, len(known)) if reading.graph is not None else ()
    return Proposal(typed, nodes, reading.problems, missing)


def _new(reading: Reading, known: int) -> tuple[Node, ...]:
    """The nodes defined below the lines that stand for the graph."""
    names = (name for statement in reading.statements if statement.line > known for name in statement.names)
    return tuple(reading.nodes[name] for name in names)


def _named(graph: Graph | None, typed: str) -> str:
    """``typed``, with a free letter before every expression that has no name."""
    taken = {*(graph.nodes if graph is not None else ())}
    parts, end = [], 0
    for tokens in split(tokenise(typed).tokens):
        taken |= {token.spelled.name for token in tokens if token.spelled is not None}
        if not _has_sign(typed, tokens):
            name = name_of_equation(taken)
            taken.add(name)
            parts += [typed[end : tokens[0].start], f"{name} = "]
            end = tokens[0].start
    return "".join([*parts, typed[end:]])


def _has_sign(typed: str, tokens: list[Token]) -> bool:
    if any(token.value in ("=", "==", ":", "∈", "~") for token in tokens):
        return True
    try:
        cut(typed, tokens)
    except Refused:
        return False
    return True


def _taken(graph: Graph | None, line: str) -> tuple[Problem, ...]:
    """What the line defines and the graph has already."""
    names = [name for statement in parse(line).statements for name in statement.names]
    found = []
    for name in names:
        if graph is not None and name in graph.nodes:
            what = "a leaf" if isinstance(graph.nodes[name], Leaf) else "an equation"
            hint = f"take another name, for example {name_text(free_name(graph, name))}"
            found.append(Problem("redefinition", f"{name_text(name)} is {what} already", hint=hint))
    return tuple(found)


def after(document: Document, change: Change) -> Document:
    """The document as a change leaves it, for the next one."""
    return replace(document, text=change.text, values=change.values)


def _undefined(problems: tuple[Problem, ...]) -> dict[str, str]:
    """The names that are not defined, each with what else can have been meant."""
    found: dict[str, str] = {}
    for problem in problems:
        if problem.kind not in ("undefined", "unknown-function") or problem.column is None:
            continue
        name = canonical(problem.source[problem.column - 1 : problem.column - 1 + problem.length])
        called = problem.kind == "unknown-function"
        if called and len(name.partition("_")[0]) > 1:
            return {}  # a mistyped function, where A (x + y) is a product
        found.setdefault(name, problem.hint if problem.hint.startswith("did you mean") else "")
    return found


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
