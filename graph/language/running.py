"""Ranges: ``for t = 1..3`` behind a line, and Σ_{t=1..3} before a product."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.language.faults import Refused, Span
from graph.language.names import Spelled
from graph.language.tokens import Kind, Token

LONGEST_RANGE = 100_000

_RANGE = re.compile(r"\s*([^\W\d_])\s*(?:=|∈|in\b)\s*(.*)", re.DOTALL)
_BOUNDS = re.compile(r"\s*(-?[0-9]{1,30})\s*(?:\.\.\.?|…|:|,\s*…\s*,)\s*(-?[0-9]{1,30})\s*\Z")
_HINT = "write for example t = 1..3"


def bounds(text: str, span: Span) -> tuple[int, int]:
    """First and last of ``1..3``."""
    match = _BOUNDS.match(text)
    if match is None:
        shown = text.strip()[:30] or "nothing"
        raise Refused("syntax", f"{shown} is no range from one whole number to another", span, _HINT)
    first, last = int(match[1]), int(match[2])
    if last < first:
        raise Refused("syntax", f"the range {first}..{last} is empty", span, f"write {last}..{first}")
    if last - first >= LONGEST_RANGE:
        raise Refused("too-large", f"the range {first}..{last} has {last - first + 1:,} steps", span, "use fewer")
    return first, last


def clause(text: str, span: Span) -> tuple[str, int, int]:
    """Letter, first and last of ``t = 1..3``."""
    match = _RANGE.match(text)
    if match is None:
        raise Refused("syntax", "after 'for' stands a letter and its range", span, _HINT)
    return (match[1], *bounds(match[2], span))


def running_sum(tokens: Sequence[Token], place: int) -> tuple[str, int, int, int] | None:
    """Letter, first, last and number of tokens, where the token at ``place`` is a Σ with a range."""
    token = tokens[place]
    spelled = token.spelled
    if spelled is None or spelled.base not in ("Σ", "sum") or len(spelled.subscripts) != 1:
        return None
    match = _RANGE.match(spelled.subscripts[0])
    if match is None:
        return None
    upper, used = _above(tokens, place + 1)
    if upper is None:
        return match[1], *bounds(match[2], token.span), 1
    span = token.span.to(tokens[place + used - 1].span)
    return match[1], *bounds(f"{match[2]}..{upper}", span), used


def _above(tokens: Sequence[Token], place: int) -> tuple[str | None, int]:
    """The upper bound written as an exponent, Σ_{t=1}^{3}, and the tokens up to its end."""
    if place >= len(tokens):
        return None, 1
    value = tokens[place].value
    if value[0] == "^" and len(value) > 1:
        return value[1:], 2
    if value != "^":
        return None, 1
    end = place + 1
    if end < len(tokens) and tokens[end].value == "{":
        while end < len(tokens) and tokens[end].value != "}":
            end += 1
        return "".join(token.text for token in tokens[place + 2 : end]), end - place + 2
    return (tokens[end].text, 3) if end < len(tokens) else ("", 2)


def runs(spelled: Spelled | None, letter: str) -> bool:
    return spelled is not None and spelled.runs_with(letter)


def is_for(token: Token) -> bool:
    return token.kind == Kind.NAME and token.text == "for"
