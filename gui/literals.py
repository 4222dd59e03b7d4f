"""The numbers that a text itself gives a leaf, ``A: 2x2 = [1 2; 3 4]``: where they stand, and other ones in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.language import parse

INLINE = 64
"""Numbers that a text carries at most; more of them stand beside it in the file."""

_HEAD = re.compile(r"\s*(?P<name>[^\s:∈,=~]+)\s*(?::|∈|in\b)")
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Literal:
    """The part of a text that gives one leaf its numbers: from the ``=`` or ``~`` to the end of the declaration."""

    start: int
    end: int
    source: str


def literals(text: str) -> dict[str, Literal]:
    """For every leaf that is declared alone and with numbers or an initialiser, where these stand."""
    found: dict[str, Literal] = {}
    for start, end in _statements(text):
        head = _HEAD.match(text, start, end)
        sign = _sign(text, head.end(), end) if head else None
        if head is None or sign is None:
            continue
        stop = start + len(text[start:end].rstrip())
        found[_node(head["name"])] = Literal(sign, stop, text[sign:stop])
    return found


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


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Where the statements stand: between line ends and semicolons outside of brackets, without comments."""
    depth, start, at = 0, 0, 0
    while at < len(text):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char == "#":
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
            if not depth:
                yield start, at
                start = line_end
            at = line_end
            continue
        elif (char == "\n" or char == ";") and not depth:
            yield start, at
            start = at + 1
        at += 1
    yield start, len(text)


def _sign(text: str, start: int, end: int) -> int | None:
    """Where the ``=`` or ``~`` of a declaration stands."""
    depth = 0
    for at in range(start, end):
        if text[at] in _OPEN:
            depth += 1
        elif text[at] in _CLOSE:
            depth -= 1
        elif text[at] in "=~≔←" and not depth:
            return at
    return None


def _node(spelled: str) -> str:
    """The node's name for a name as somebody spelled it, such as ``alpha``; as it is where it is no name."""
    graph = parse(f"{spelled}: scalar").graph
    return next(iter(graph.nodes)) if graph is not None else spelled
