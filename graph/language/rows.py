"""The lines of a text, each cut into its statements by itself, and taken over from the text before where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.language.faults import Fault, Refused, Span
from graph.language.statements import Line, Statement, cut, split
from graph.language.tokens import BYTE_ORDER_MARK, Kind, Token, lines, tokenise_line


@dataclass(slots=True, eq=False)
class Row:
    """One line of the text: its ``tokens``, the statements in it, and the ``words`` that can be names.

    ``faults`` are what is wrong with it before anything is understood. Reading a text colours the tokens and completes
    the statements; a row in which that left nothing wrong is ``sound`` and can stand in the next text as it is.
    """

    text: str
    start: int
    number: int
    tokens: list[Token]
    statements: list[Line]
    words: frozenset[str]
    faults: list[Fault]
    sound: bool = False
    defined: Mapping[str, Any] = field(default_factory=dict)
    """The nodes that its statements make, none of them made elsewhere; empty until the names are collected."""
    said: tuple[Statement, ...] = ()
    """Its statements as the reading tells them, once the names are collected."""

    def moved(self, start: int, number: int) -> Row:
        """The same row in another place."""
        by = start - self.start
        there = {
            id(t): Token(t.kind, t.text, t.start + by, number, t.column, t.value, t.acts, t.spelled)
            for t in self.tokens
        }
        statements = [
            replace(
                line,
                span=Span(line.span.start + by, line.span.end + by),
                targets=[there[id(token)] for token in line.targets],
                sign=there[id(line.sign)],
                body=[there[id(token)] for token in line.body],
                declaration=line.declaration if line.declaration is not None and line.declaration.bare else None,
            )
            for line in self.statements
        ]
        return Row(self.text, start, number, list(there.values()), statements, self.words, [], True)


def row(text: str, start: int, number: int, whole: str) -> Row:
    """One line of the text ``whole``, cut."""
    tokens, faults = tokenise_line(text, start, number)
    statements = []
    for part in split(tokens):
        line: Line | None
        try:
            line = cut(whole, part)
        except Refused as refused:
            if not any(token.kind == Kind.ERROR for token in part):
                faults.append(refused.fault)
            line = _broken(part)
        else:
            faults.extend((*line.faults, *_still(line)))
        if line is not None:
            statements.append(line)
    words = frozenset(token.spelled.name for token in tokens if token.spelled is not None)
    return Row(text, start, number, tokens, statements, words, faults)


def _still(line: Line) -> list[Fault]:
    """The first name left of the sign without the letter of ``for``, which every one must have as a subscript."""
    letter = line.run[0] if line.run is not None else ""
    for token in line.targets if letter else ():
        if token.spelled is not None and not token.spelled.runs_with(letter):
            line.readable, line.run = False, None
            message = f"{token.text} is the same for every {letter}"
            return [Fault("syntax", message, token.span, f"write {token.text}_{letter}")]
    return []


def _broken(tokens: list[Token]) -> Line | None:
    """What a line that cannot be cut would have defined is not missed elsewhere."""
    sign = next((token for token in tokens if token.value in ("=", ":", "∈")), None)
    targets = [t for t in tokens if t.acts == Kind.NAME and sign is not None and t.start < sign.start]
    if not targets and (sign is not None or tokens[0].acts != Kind.NAME):
        return None
    span = tokens[0].span.to(tokens[-1].span)
    return Line("equation", span, targets or tokens[:1], tokens[0], [], readable=False)


def rows(text: str, before: Sequence[Row] = ()) -> list[Row]:
    """The rows of a text; sound ones at its head and at its foot that stood in ``before`` are taken from there."""
    texts = lines(text)
    most = min(len(texts), len(before))
    head = next((k for k in range(most) if before[k].text != texts[k]), most)
    foot = next((k for k in range(most - head) if before[-1 - k].text != texts[-1 - k]), most - head)
    found: list[Row] = []
    start = 0
    for index, line in enumerate(texts):
        below = len(texts) - index
        known = before[index] if index < head else before[-below] if below <= foot else None
        if known is None or not known.sound or (index and line.startswith(BYTE_ORDER_MARK)):
            known = row(line, start, index + 1, text)
        elif known.start != start or known.number != index + 1:
            known = known.moved(start, index + 1)
        found.append(known)
        start += len(line)
    return found
