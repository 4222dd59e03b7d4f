"""The parts of a name as they are typed: accents, styles and subscripts."""

from __future__ import annotations

import re

from graph.language.characters import SUBSCRIPTS, is_mark, lookalike, stands_in_word
from graph.language.commands import STYLES
from graph.language.names import ACCENTS, GREEK, accented, scan_small, scan_word, word

_COMMAND = re.compile(r"\\([A-Za-z]+)[ \t]*")
_TO_BRACE = re.compile(r"[^}\n\r\x85\u2028\u2029]*\}?")
_WORDS = re.compile(r"[^\W_][^\W_\u0300-\u036f\u20d0-\u20ff]*[\u0300-\u036f\u20d0-\u20ff]*[^\W_]*")
_INDEX = re.compile(r"[+-]?[^\W_+-][^,+-]*(?:[+-][^\W_][^,+-]*)*\Z")
_RANGE = re.compile(r"=|∈|\bin\b")

MOST_ACCENTS = 4
"""Marks and styles that one name may wear."""

Trouble = tuple[str, str, str] | None
"""Kind, message and hint."""


def refuse_lookalikes(raw: str) -> str:
    """``raw`` with every look-alike replaced by what it looks like: what was meant, to read on with."""
    if raw.isascii():
        return raw
    return "".join((lookalike(c) or c) if stands_in_word(c) else c for c in raw)


def spell(text: str, place: int) -> tuple[str | None, int]:
    """The base of a name that starts with a backslash, and its end; None where the command is not known."""
    marks: list[str] = []
    braces = 0
    while len(marks) + braces <= MOST_ACCENTS and (match := _COMMAND.match(text, place)):
        command = match[1]
        if command not in ACCENTS and command not in STYLES:
            break
        if command in ACCENTS:
            marks.append(command)
        place = match.end()
        if text[place : place + 1] == "{":
            braces += 1
            place += 1
    base, place = _accented_base(text, place, whole=braces > 0 or not marks)
    for mark in reversed(marks):
        base = accented(base, mark) if base else base
    if braces and text[place : place + 1] == "_":
        closing = _TO_BRACE.match(text, place)
        return None, closing.end() if closing is not None else place
    for _ in range(braces):
        if text[place : place + 1] != "}":
            return None, place
        place += 1
    return base or None, place


def _accented_base(text: str, place: int, *, whole: bool) -> tuple[str, int]:
    match = _COMMAND.match(text, place)
    if match is not None:
        end = place + 1 + len(match[1])
        if match[1] in ACCENTS or match[1] in STYLES:
            return "", end
        return GREEK.get(match[1], match[1]), end
    end = scan_word(text, place)
    if not whole and end > place:
        end = place + 1
        while end < len(text) and is_mark(text[end]):
            end += 1
    return word(refuse_lookalikes(text[place:end])), end


def read_subscripts(text: str, place: int) -> tuple[tuple[str, ...], int, Trouble]:
    """The subscripts that start at ``place``, their end, and what is wrong with them."""
    subscripts: list[str] = []
    while place < len(text):
        if text[place] == "_":
            subscript, end, trouble = _one_subscript(text, place + 1)
            if trouble is not None:
                return tuple(subscripts), end, trouble
        elif text[place] in SUBSCRIPTS:
            subscript, end = scan_small(text, place)
        else:
            break
        subscripts.append(subscript)
        place = end
    return tuple(subscripts), place, None


def _one_subscript(text: str, place: int) -> tuple[str, int, Trouble]:
    if text[place : place + 1] == "{":
        end = _closing_brace(text, place)
        if end < 0:
            return "", place + 1, ("unbalanced", "the { of the subscript is not closed", "close it with }")
        raw = re.sub(r"\s+", " ", text[place + 1 : end]).strip()
        return _braced(raw, end + 1)
    if match := _COMMAND.match(text, place):
        return GREEK.get(match[1], match[1]), place + 1 + len(match[1]), None
    end = scan_word(text, place)
    if end == place:
        if text[place : place + 1] == "_":
            while place < len(text) and (text[place] == "_" or text[place].isalnum()):
                place += 1
            return "", place, ("bad-name", "a name cannot have __", "one _ starts a subscript")
        return "", place, ("bad-name", "nothing follows the _", "write the subscript: x_1, c_{t-1}")
    return word(refuse_lookalikes(text[place:end])), end, None


def _braced(raw: str, end: int) -> tuple[str, int, Trouble]:
    raw = _COMMAND.sub(lambda match: GREEK.get(match[1], match[1]), raw)
    if _RANGE.search(raw):
        return raw, end, None
    raw = "".join(SUBSCRIPTS.get(c, c) for c in raw.replace(" ", ""))
    if not raw:
        return "", end, ("bad-name", "the subscript is empty", "write the subscript: x_1, c_{t-1}")
    if not all(_INDEX.match(part) and _letters_only(part) for part in raw.split(",")):
        return "", end, ("bad-name", f"{raw[:20]} cannot be a subscript", "use letters, digits, +, - and commas")
    return _WORDS.sub(lambda match: word(refuse_lookalikes(match[0])), raw), end, None


def _letters_only(part: str) -> bool:
    return all(c.isalnum() if c.isascii() else stands_in_word(c) or is_mark(c) for c in re.sub("[+-]", "", part))


def _closing_brace(text: str, place: int) -> int:
    depth = 0
    for end in range(place, min(len(text), place + 200)):
        if text[end] == "\n":
            return -1
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return end
    return -1
