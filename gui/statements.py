"""A text cut into its statements, and which nodes each of them defines: by tokens alone, so also while it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.language.tokens import Kind, Token

_EMPTY = (Kind.SPACE, Kind.COMMENT, Kind.NEWLINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One declaration or equation: its tokens without blanks and comments, and the names it defines, as spelled."""

    tokens: tuple[Token, ...]
    names: tuple[str, ...]
    declares: bool
    running: bool
    """Whether it stands for several: ``for t = 1..3``."""

    @property
    def line(self) -> int:
        return self.tokens[0].line

    @property
    def last_line(self) -> int:
        return self.tokens[-1].line


def statements(tokens: Iterable[Token]) -> Iterator[Statement]:
    """What stands between line ends and semicolons outside of brackets."""
    depth = 0
    found: list[Token] = []
    for token in tokens:
        if token.kind == Kind.BRACKET:
            depth = max(0, depth + (1 if token.text in "([{" else -1))
        ends = token.kind == Kind.NEWLINE or token.text == ";"
        if ends and not depth:
            if found:
                yield _statement(found)
            found = []
        elif token.kind not in _EMPTY:
            found.append(token)
    if found:
        yield _statement(found)


def _statement(tokens: list[Token]) -> Statement:
    names: list[str] = []
    declares = False
    for token in tokens:
        if token.value in (":", "∈", "in", "="):
            declares = token.value != "="
            break
        if token.spelled is not None:
            names.append(token.spelled.name)
        elif token.value != ",":
            names = []
            break
    else:
        names = []
    running = any(token.value == "for" for token in tokens)
    return Statement(tuple(tokens), tuple(names), declares, running)
