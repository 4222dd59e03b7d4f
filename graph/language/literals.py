"""Numbers in square brackets, where a space separates as a comma does."""

from __future__ import annotations

from collections.abc import Sequence

from graph.language.faults import Refused, Span
from graph.language.syntax import Infix, Literal, Rows, Syntax
from graph.language.tokens import Kind, Token

_SIGNS = ("+", "-")


def numbers_in_brackets(tokens: Sequence[Token], place: int) -> tuple[Rows, int] | None:
    """The matrix that starts with the [ at ``place`` and how many tokens it takes; None where it is not made of
    numbers alone, or is but one number.
    """
    end = _closing(tokens, place)
    if end is None:
        return None
    inner = tokens[place + 1 : end]
    nested = bool(inner) and inner[0].value == "["
    entries = _nested(inner) if nested else _separated(inner)
    if entries is None or (len(entries) == 1 and len(entries[0]) < 2):
        return None
    span = tokens[place].span.to(tokens[end].span)
    if len(entries) == 1 and not nested:
        entries = [[entry] for entry in entries[0]]
    _check_lengths(entries, span)
    return Rows(span, entries), end - place + 1


def _check_lengths(entries: list[list[Syntax]], span: Span) -> None:
    for number, row in enumerate(entries, 1):
        if len(row) != len(entries[0]):
            counts = f"row 1 has {len(entries[0])}, row {number} has {len(row)}"
            raise Refused("bad-shape", f"the rows differ in length: {counts}", span, "give every row as many entries")


def _closing(tokens: Sequence[Token], place: int) -> int | None:
    """The ] that belongs to the [ at ``place``, if nothing but numbers and their separators stands between."""
    depth = 0
    for index in range(place, len(tokens)):
        token = tokens[index]
        if token.value == "[":
            depth += 1
        elif token.value == "]":
            depth -= 1
            if depth == 0:
                return index
        elif not (token.acts in (Kind.NUMBER, Kind.SEPARATOR) or token.value in ("+", "-", "/")):
            return None
        if depth > 2:
            return None
    return None


def _nested(inner: Sequence[Token]) -> list[list[Syntax]] | None:
    """[[1, 2], [3, 4]], as NumPy writes it."""
    found: list[list[Syntax]] = []
    start = None
    for index, token in enumerate(inner):
        if token.value == "[":
            start = index
        elif token.value == "]" and start is not None:
            row = _separated(inner[start + 1 : index])
            if row is None or len(row) != 1:
                return None
            found.append(row[0])
            start = None
        elif start is None and token.value != ",":
            return None
    return found


def _separated(inner: Sequence[Token]) -> list[list[Syntax]] | None:
    found: list[list[Syntax]] = [[]]
    index, due = 0, True
    while index < len(inner):
        token = inner[index]
        if token.acts == Kind.SEPARATOR:
            if due:
                return None
            if token.value == ";":
                found.append([])
            due = True
            index += 1
            continue
        entry = _entry(inner, index, due)
        if entry is None:
            return None
        found[-1].append(entry[0])
        index, due = entry[1], False
    return None if due else found


def _entry(inner: Sequence[Token], index: int, due: bool) -> tuple[Syntax, int] | None:
    """One number with its sign, or a quotient of two; what a minus with room on both sides makes is none."""
    token, start = inner[index], index
    sign = ""
    if not due and inner[index - 1].end == token.start:
        return None
    if token.value in _SIGNS:
        sign = token.value
        index += 1
        if index >= len(inner) or (not due and inner[index].start != token.end):
            return None
    number = inner[index]
    if number.acts != Kind.NUMBER:
        return None
    value = -float(number.value) if sign == "-" else float(number.value)
    literal = Literal(Span(inner[start].start, number.end), value, ("-" if sign == "-" else "") + number.text)
    if index + 2 < len(inner) and inner[index + 1].value == "/" and inner[index + 2].acts == Kind.NUMBER:
        below = inner[index + 2]
        divisor = Literal(below.span, float(below.value), below.text)
        return Infix(Span(literal.span.start, below.end), "/", literal, divisor), index + 3
    return literal, index + 1
