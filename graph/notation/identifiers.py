"""Names of nodes as identifiers of Python: ȳ is y_bar, α_1 alpha_1, W_c stays."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache

from graph.notation.names import name_text, split_marks

_COMMAND = re.compile(r"\\([A-Za-z]+)")


@lru_cache(maxsize=16384)
def identifier(name: str) -> str:
    """The name in letters, digits and underscores: accents by their names behind the letter, a bar at the end."""
    base, _, rest = name.partition("_")
    bare, marks = split_marks(base)
    letters = _COMMAND.sub(r"\1", name_text(bare, "ascii"))
    subscripts = _COMMAND.sub(r"\1", name_text(f"x_{rest}", "ascii"))[2:] if rest else ""
    others = [mark for mark in marks if mark != "bar"]
    text = "_".join(filter(None, [letters, *others, subscripts, *["bar"] * marks.count("bar")]))
    text = "".join(map(_letter, text.replace("-", "_minus_").replace("+", "_plus_")))
    text = re.sub(r"_+", "_", text).strip("_")
    if not text.isidentifier():
        text = f"n_{text}"
    return f"{text}_" if keyword.iskeyword(text) else text


def identifiers(names: Iterable[str], reserved: Container[str] = ()) -> dict[str, str]:
    """One identifier a name, none twice and none of ``reserved``."""
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        free = free_identifier(identifier(name), taken, reserved)
        taken.add(free)
        given[name] = free
    return given


def free_identifier(wanted: str, taken: Container[str], reserved: Container[str] = ()) -> str:
    """``wanted``, or, where it is taken, with the first free number behind it; of a reserved word with a line."""
    if wanted in reserved:
        wanted += "_"
    free, number = wanted, 2
    while free in taken or free in reserved:
        free, number = f"{wanted}_{number}", number + 1
    return free


def _letter(c: str) -> str:
    """A character that can stand in an identifier: itself, or what it is called."""
    if c == "_" or (c.isascii() and c.isalnum()):
        return c
    if not c.isascii() and f"x{c}".isidentifier() and unicodedata.normalize("NFKC", c) == c:
        return c
    plain = unicodedata.normalize("NFKC", c)
    if plain.isascii() and plain.isalnum():
        return plain
    return f"_{ord(c):x}_" if not c.isascii() else "_"
