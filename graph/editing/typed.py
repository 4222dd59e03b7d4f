"""Lines as somebody types them: what they define, names for those that have none, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from graph.editing.naming import name_of_equation
from graph.editing.source import refused
from graph.errors import GraphError, Problem
from graph.language.faults import Refused
from graph.language.statements import cut, split
from graph.language.tokens import Kind, Token, tokenise


def names_defined(typed: str) -> tuple[str, ...]:
    """The nodes that lines make, as far as they can be read."""
    found: dict[str, None] = {}
    for tokens in split(tokenise(typed).tokens):
        try:
            line = cut(typed, tokens)
        except Refused:
            continue  # the whole text says better what is wrong with it
        for token in line.targets:
            for letters in line.letters:
                if token.spelled is not None:
                    found.setdefault(token.spelled.under(letters))
    return tuple(found)


def named(typed: str, taken: Collection[str]) -> str:
    """``typed``, with a free letter as the name of every expression that has none.

    Raises GraphError where nothing is typed.
    """
    statements = split(tokenise(typed).tokens)
    if not statements:
        raise refused("nothing is typed", "write for example y = A x or A: 3x3", kind="empty")
    used = {*taken, *(t.spelled.name for tokens in statements for t in tokens if t.spelled is not None)}
    parts, end = [], 0
    for tokens in statements:
        if sign(tokens) is None and not any(token.value in ("==", "~") for token in tokens):
            name = name_of_equation(used)
            used.add(name)
            parts += [typed[end : tokens[0].start], f"{name} = "]
            end = tokens[0].start
    return "".join([*parts, typed[end:]])


def sign(tokens: Sequence[Token]) -> str | None:
    """The first = or : or ∈ of a statement that is in no bracket."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.acts == Kind.BRACKET:
            depth += 1 if token.value in "([{" else -1
        elif depth <= 0 and token.acts == Kind.OPERATOR and token.value in ("=", ":", "∈"):
            return token.value
        elif depth <= 0 and index and token.text == "in":
            return "in"
    return None


def declares_only(typed: str) -> bool:
    """Whether lines are declarations alone, with no comment among them."""
    statements = split(tokenise(typed).tokens)
    return "#" not in typed and all(sign(tokens) in (":", "∈", "in") for tokens in statements)


def error_in(typed: str, text: str, problems: Sequence[Problem]) -> GraphError:
    """The problems of a text, with the lines counted in the part of it that was typed."""
    first = text[: text.index(typed)].count("\n") if typed in text else 0
    last = first + typed.count("\n") + 1
    return GraphError(
        [replace(p, line=p.line - first) if p.line is not None and first < p.line <= last else p for p in problems]
    )
