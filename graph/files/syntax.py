"""JSON, strictly: no key twice, no NaN, no number that float64 cannot hold, every fault with line and column."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, NoReturn

from graph.files.faults import Damaged

Table = dict[str, Any]

_WIDEST = 120
"""Characters of a line that can be shown with a caret below."""

_DIGITS = 300
"""Digits of the longest whole number that still is a float64."""


def parse(text: str) -> Any:
    """What a JSON text says. Raises Damaged where it says nothing."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_table,
            parse_float=lambda digits: _float(text, digits),
            parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else _too_large(text, digits),
            parse_constant=lambda word: _no_number(text, word),
        )
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            raise _at(text, len(text.rstrip()), "the file ends in the middle", "take it from a backup") from None
        words = error.msg[:1].lower() + error.msg[1:]
        hint = "mend it there, or take it from a backup" if error.pos else "equations as plain text go in a .txt file"
        raise _at(text, error.pos, f"this is no JSON: {words}", hint) from None
    except RecursionError:
        raise Damaged("its tables are nested too deeply", "take it from a backup") from None


def _table(pairs: list[tuple[str, Any]]) -> Table:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Damaged(f'the key "{twice}" stands twice in one table', "delete one of the two")
    return table


def _float(text: str, digits: str) -> float:
    value = float(digits)
    return _too_large(text, digits) if isinf(value) else value


def _too_large(text: str, digits: str) -> NoReturn:
    shown = digits if len(digits) <= 24 else digits[:20] + "…"
    raise _at(text, _bare(text, digits), f"{shown} is too large a number", "the largest is about 1.8e308")


def _no_number(text: str, word: str) -> NoReturn:
    raise _at(text, _bare(text, word), f"{word} is no JSON", 'write "nan", "inf" or "-inf", in quotes')


def _bare(text: str, word: str) -> int:
    """Where ``word`` first stands outside quotes."""
    pattern = rf'"(?:[^"\\]|\\.)*"|(?<![-+.\w])({re.escape(word)})(?![-+.\w])'
    return next((match.start() for match in re.finditer(pattern, text) if match[1]), 0)


def _at(text: str, position: int, message: str, hint: str) -> Damaged:
    start = text.rfind("\n", 0, position) + 1
    line = text[start:].split("\n", 1)[0]
    shown = line if len(line) <= _WIDEST and line.isprintable() else ""
    return Damaged(message, hint, text.count("\n", 0, position) + 1, position - start + 1, shown)
