"""Names of nodes in the three scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.language.characters import is_mark
from graph.language.names import ACCENTS, GREEK, word

_SPELLED = {letter: name for name, letter in reversed(list(GREEK.items())) if not name.startswith("var")}
_LATEX = {**_SPELLED, "ε": "varepsilon", "φ": "varphi"}
_MARKS = {mark: command for command, mark in reversed(list(ACCENTS.items()))}
_SMALL = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUBSCRIPT = re.compile(r"_(\{[^}]*\}|[^_{]+)")
_WORDS = re.compile(r"[^\W\d_]+[0-9]*|[0-9]+")


@lru_cache(maxsize=16384)
def name_text(name: str, style: str = "unicode") -> str:
    """``α_1`` as it is written: ``α₁``, ``alpha_1`` or ``\\alpha_{1}``; an operation inside z, ``z.1``, as ``z₍₁₎``."""
    stem, _, number = name.rpartition(".")
    if stem and number.isdigit():
        return _inner_text(stem, number, style)
    base, _, _ = name.partition("_")
    subscripts: list[str] = [part.strip("{}") for part in _SUBSCRIPT.findall(name[len(base) :])]
    if style == "latex":
        return _latex_base(base) + (f"_{{{','.join(map(_latex_subscript, subscripts))}}}" if subscripts else "")
    if style == "ascii":
        return _ascii_base(base) + "".join(map(_ascii_subscript, subscripts))
    if len(subscripts) == 1 and subscripts[0].isascii() and subscripts[0].isdigit():
        return base + subscripts[0].translate(_SMALL)
    return name


def owner(name: str) -> str:
    """The equation that a node is shown inside of: ``z`` for ``z.1``, which is what its first operation is called
    while it is open (see ``graph.editing.opened``); of any other node itself.
    """
    stem, _, number = name.rpartition(".")
    return stem if stem and number.isdigit() else name


def _inner_text(stem: str, number: str, style: str) -> str:
    if style == "latex":
        text = name_text(stem, "latex")
        return f"{text[:-1]},({number})}}" if text.endswith("}") and "_{" in text else f"{text}_{{({number})}}"
    if style == "ascii":
        return f"{name_text(stem, 'ascii')}_({number})"
    return f"{name_text(stem)}₍{number.translate(_SMALL)}₎"


def split_marks(base: str) -> tuple[str, list[str]]:
    """A base without the marks on its first letter, and the commands for them, the innermost first.

    Marks that no command puts there stay in the base.
    """
    apart = unicodedata.normalize("NFD", base)
    end = 1
    while end < len(apart) and is_mark(apart[end]):
        end += 1
    marks = apart[1:end]
    if not all(mark in _MARKS for mark in marks):
        return base, []
    return unicodedata.normalize("NFC", apart[0] + apart[end:]), [_MARKS[mark] for mark in marks]


def _ascii_base(base: str) -> str:
    bare, marks = split_marks(base)
    plain = _ascii_word(bare)
    if not plain.isascii():
        return base
    for mark in marks:
        plain = rf"\{mark}{{{plain}}}"
    return plain


def _ascii_word(text: str) -> str:
    """``alpha2`` for α2; what has no such spelling stays as it is."""
    name = _SPELLED.get(text[:1])
    if name is None:
        return text
    plain = name + text[1:]
    if word(plain) == text:
        return plain
    return "\\" + name if len(text) == 1 else text


def _ascii_subscript(subscript: str) -> str:
    plain = _WORDS.sub(lambda match: _ascii_word(match[0]), subscript)
    return f"_{plain}" if plain.isalnum() else f"_{{{plain}}}"


def _latex_base(base: str) -> str:
    bare, marks = split_marks(base)
    text = _latex_word(bare)
    for mark in marks:
        text = rf"\{mark}{{{text}}}"
    return text


def _latex_word(text: str) -> str:
    """One letter is italic, a word upright; Greek letters by their names."""
    name = _LATEX.get(text[:1])
    if len(text) == 1:
        return "\\" + name if name is not None else text
    if name is not None and text[1:].isdigit():
        return rf"\{name} {text[1:]}"
    return rf"\mathit{{{text}}}" if text[1:].isdigit() else rf"\mathrm{{{text}}}"


def _latex_subscript(subscript: str) -> str:
    return _WORDS.sub(lambda match: _latex_word(match[0]) if match[0][0].isalpha() else match[0], subscript)
