"""The numbers that a text itself gives a leaf, ``A: 2x2 = [1 2; 3 4]``: where they stand, and other ones in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.language.statements import split
from graph.language.tokens import Token, tokenise

INLINE = 64
"""Numbers that a text carries at most; more of them stand beside it in the file."""


_CANDIDATE = re.compile(r"(?::|∈|\bin\b).*[=~≔←]")


@dataclass(frozen=True, slots=True)
class Literal:
    """The part of a text that gives one leaf its numbers: from the ``=`` or ``~`` to the end of the declaration."""

    start: int
    end: int
    source: str


def literals(text: str) -> dict[str, Literal]:
    """For every leaf that is declared alone and with numbers or an initialiser, where these stand."""
    found: dict[str, Literal] = {}
    start = 0
    for line in text.splitlines(keepends=True):
        if _CANDIDATE.search(line):  # most lines are equations, and need not be cut into tokens
            for tokens in split(tokenise(line).tokens):
                _take(tokens, text, start, found)
        start += len(line)
    return found


def _take(tokens: list[Token], text: str, line_start: int, found: dict[str, Literal]) -> None:
    """Keeps what a statement gives its leaf, if it is a declaration of one leaf that gives something."""
    name = tokens[0].spelled
    if name is None or len(tokens) < 3 or tokens[1].value not in (":", "∈", "in"):
        return
    sign = next((token for token in tokens if token.value in ("=", "~")), None)
    if sign is not None and tokens[-1] is not sign:
        start, end = line_start + sign.start, line_start + tokens[-1].end
        found[name.name] = Literal(start, end, text[start:end])


def with_literal(text: str, name: str, array: np.ndarray[Any, Any]) -> str | None:
    """The text with other numbers for ``name``; None where it gives none for it alone, or there are too many."""
    literal = literals(text).get(name)
    if literal is None or array.size > INLINE or array.ndim > 2 or not np.isfinite(array).all():
        return None
    return text[: literal.start] + "= " + literal_text(array) + text[literal.end :]


def literal_text(array: np.ndarray[Any, Any]) -> str:
    """``3``, ``[1, 2, 3]`` for a column, ``[1 2; 3 4]`` for a matrix, with every digit."""
    if array.ndim == 0:
        return _digits(array[()])
    rows = [" ".join(map(_digits, row)) for row in array]
    if array.shape[1] == 1:
        return f"[{', '.join(rows)}]"
    return f"[{'; '.join(rows)}]" if len(rows) > 1 else f"[{rows[0]};]"


def _digits(number: Any) -> str:
    number = float(number)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
