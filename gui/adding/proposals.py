"""What a typed line would add: the change, or what is wrong, or which names are missing and could be leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.editing import Change, add, add_leaf
from graph.errors import GraphError, Problem
from graph.files import Document
from graph.language import Reading, parse
from graph.language.tokens import canonical
from graph.model import Node
from graph.notation import name_text
from graph.shapes import Shape
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
    """``change`` is None where the line cannot be added as it is; ``problems`` say why.

    With ``missing`` names, ``change`` adds them as leaves of those shapes in the same step.
    """

    typed: str
    change: Change | None = None
    problems: tuple[Problem, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What would be new, as the reading has it."""
        graph = self.change.reading.graph if self.change is not None and self.change.reading is not None else None
        return tuple(graph.nodes[name] for name in self.change.added) if graph is not None and self.change else ()


def proposed(document: Document, typed: str, said: Mapping[str, Shape]) -> Proposal:
    """Reads a line as an addition to the document. ``said`` are shapes that the user gave to missing names."""
    if not typed.strip():
        return Proposal(typed)
    try:
        return Proposal(typed, add(document, typed))
    except GraphError as error:
        problems = error.problems
    hints = _undefined(problems)
    if not 0 < len(hints) <= _MOST_MISSING or any(p.kind not in _WAITING for p in problems):
        return Proposal(typed, problems=problems)
    return _with_leaves(document, typed, hints, said)


def _with_leaves(document: Document, typed: str, hints: Mapping[str, str], said: Mapping[str, Shape]) -> Proposal:
    wanted = {name: shape for name, shape in said.items() if name in hints}
    shapes = guessed(document.graph, typed, list(hints), wanted)
    missing = tuple(Missing(name, shapes[name], hints[name]) for name in hints)
    try:
        return Proposal(typed, _added(document, typed, missing), missing=missing)
    except GraphError as error:
        return Proposal(typed, problems=error.problems, missing=missing)


def _added(document: Document, typed: str, missing: tuple[Missing, ...]) -> Change:
    """The leaves and the line as one change. Raises GraphError where they do not fit."""
    now = document
    for leaf in missing:
        now = after(now, add_leaf(now, leaf.name, leaf.shape))
    last = add(now, typed)
    names = [leaf.name for leaf in missing]
    words = f"{last.words} with {_listed([name_text(name) for name in names])}"
    return replace(last, words=words, added=(*names, *last.added))


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


def reading_of(change: Change) -> Reading:
    """What the text says after a change."""
    return change.reading if change.reading is not None else parse(change.text, change.values)
