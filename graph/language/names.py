"""Names: how they are spelled, and which spellings are the same name.

A name is a base and subscripts, ``W_c`` or ``c_{t-1}``. ``alpha``, ``\\alpha`` and ``α`` are one name, and so are
``x₂`` and ``x_2``; a node has the form ``α_1``, with braces only around what is not plain letters and digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from graph.language.characters import SUBSCRIPTS, is_mark, stands_in_word

LONGEST = 40
"""Characters one name may have."""

_LOWER = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
    "nu xi pi rho sigma tau upsilon phi chi psi omega"
)
_UPPER = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"

GREEK: Mapping[str, str] = {
    **dict(zip(_LOWER.split(), "αβγδεζηθικλμνξπρστυφχψω", strict=True)),
    **dict(zip(_UPPER.split(), "ΓΔΘΛΞΠΣΥΦΨΩ", strict=True)),
    "varepsilon": "ε",
    "varphi": "φ",
    "vartheta": "θ",
    "varrho": "ρ",
    "ell": "ℓ",
}
"""What may follow a backslash, and the letter it stands for: ``GREEK["sigma"] == "σ"``."""

_PLAIN_GREEK = frozenset(_LOWER.split()) | frozenset(_UPPER.split())

ACCENTS: Mapping[str, str] = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
}
"""Marks that can be put on a name: ``\\hat{y}`` is ŷ."""

_WORD = re.compile(r"([A-Za-z]+)([0-9]*)\Z")
_TERM = re.compile(r"([+-]?)(?:([0-9]*)([^\W\d_])|([0-9]+))")


@dataclass(frozen=True)
class Spelled:
    """A name as it stands in the text: its base, and its subscripts, still with running letters in them."""

    base: str
    subscripts: tuple[str, ...] = ()

    @cached_property
    def name(self) -> str:
        """The node's name, where no letter runs."""
        return joined(self.base, self.subscripts)

    def under(self, letters: Mapping[str, int]) -> str:
        """The node's name where ``letters`` run: ``c_{t-1}`` is ``c_2`` for t = 3."""
        if not letters or not self.subscripts:
            return self.name
        return joined(self.base, tuple(_evaluated(subscript, letters) for subscript in self.subscripts))

    def runs_with(self, letter: str) -> bool:
        return any(_evaluated(subscript, {letter: 1}) != subscript for subscript in self.subscripts)


def joined(base: str, subscripts: tuple[str, ...]) -> str:
    return base + "".join(f"_{part}" if part.isalnum() or _has_marks(part) else f"_{{{part}}}" for part in subscripts)


def _has_marks(part: str) -> bool:
    return all(c.isalnum() or is_mark(c) for c in part)


def _evaluated(subscript: str, letters: Mapping[str, int]) -> str:
    return ",".join(_evaluated_index(part, letters) for part in subscript.split(","))


def _evaluated_index(index: str, letters: Mapping[str, int]) -> str:
    """Arithmetic on a running letter, or the index unchanged where no running letter is a whole token of it."""
    total, place, runs = 0, 0, False
    while place < len(index):
        match = _TERM.match(index, place)
        if match is None or (place and not match[1]) or len(match[0]) > 9:
            return index
        sign = -1 if match[1] == "-" else 1
        if match[4]:
            total += sign * int(match[4])
        elif match[3] in letters:
            runs = True
            total += sign * int(match[2] or 1) * letters[match[3]]
        else:
            return index
        place = match.end()
    return str(total) if runs else index


@lru_cache(maxsize=8192)
def word(text: str) -> str:
    """One word of a name in its one form: NFC, and ``alpha`` for α, also before digits."""
    text = unicodedata.normalize("NFC", text)
    match = _WORD.match(text)
    if match is not None and match[1] in _PLAIN_GREEK:
        return GREEK[match[1]] + match[2]
    return text


@lru_cache(maxsize=8192)
def plain_name(base: str, subscript: str | None) -> Spelled:
    """A name of ASCII letters and digits with one subscript at most, which is how most are written."""
    return Spelled(word(base), () if subscript is None else (word(subscript),))


def accented(base: str, accent: str) -> str:
    """``base`` with a mark on its first letter, behind the marks that are there."""
    place = 1
    while place < len(base) and is_mark(base[place]):
        place += 1
    return unicodedata.normalize("NFC", base[:place] + ACCENTS[accent] + base[place:])


def scan_word(text: str, place: int) -> int:
    """The end of the letters, digits and marks that begin at ``place``."""
    end = place
    while end < len(text):
        c = text[end]
        if not (c.isalnum() if c.isascii() else stands_in_word(c) or (is_mark(c) and end > place)):
            break
        end += 1
    return end


def scan_small(text: str, place: int) -> tuple[str, int]:
    """The small letters and digits below the line that begin at ``place``, as ordinary ones, and their end."""
    end = place
    while end < len(text) and text[end] in SUBSCRIPTS:
        end += 1
    return "".join(SUBSCRIPTS[c] for c in text[place:end]), end
