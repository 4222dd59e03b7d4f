"""The names of a text: what is defined, what it is, and what a mistyped one can have meant."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from graph.language.functions import SYNONYMS, functions
from graph.language.suggestions import Suggestions, split
from graph.language.syntax import Called, Word
from graph.language.tokens import canonical, tokenise
from graph.shapes import Shape

if TYPE_CHECKING:
    from graph.language.elaboration import Elaborator

CONSTANTS: Mapping[str, float] = {"π": math.pi, "e": math.e}
"""Numbers by name, where the text does not define the name."""


class Scope:
    """``spellings`` maps every name of the text, in its one form, to how its definition spells it. ``shapes`` holds
    those read so far, ``broken`` those that are wrong or depend on what is wrong,
    ``unread_families`` the bases of families whose range is wrong, so that nobody knows which members there are.
    """

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self.spellings = spellings
        self.shapes: dict[str, Shape | None] = {}
        self.broken: set[str] = set()
        self.unread_families: set[str] = set()
        self.constants = CONSTANTS
        self._reported: set[str] = set()

    @cached_property
    def _near(self) -> Suggestions:
        known = dict(self.spellings)
        for spelled in self.spellings.values():
            known.setdefault(spelled.lstrip("\\"), spelled)
        return Suggestions(known)

    @cached_property
    def _near_functions(self) -> Suggestions:
        return Suggestions({name: name for name in functions()})

    def report_undefined(self, reader: Elaborator, node: Word, name: str) -> None:
        """Every slip of the pen is told where it is; a name that is only missing its declaration is told once."""
        if node.spelled.subscripts and node.spelled.base in self.unread_families:
            return
        typed = reader.text[node.span.start : node.span.end]
        if name != node.spelled.name:
            self._report_family(reader, node, typed, name)
            return
        meant = self._meant(reader, typed, name)
        if meant is not None:
            reader.fault("undefined", f"{typed} is not defined", node.span, f"did you mean {meant}?")
            return
        if name in self._reported:
            return
        self._reported.add(name)
        reader.fault("undefined", f"{typed} is not defined", node.span, self._advice(node, typed, name))

    def _report_family(self, reader: Elaborator, node: Word, typed: str, name: str) -> None:
        """A name with a running letter in it: some of the family may be there, only this one is not."""
        if name in self._reported:
            return
        self._reported.add(name)
        said = ", ".join(f"{letter} = {value}" for letter, value in reader.letters.items())
        message = f"{typed} is {name} for {said}, which is not defined"
        pieces = self._split(reader, typed)
        if pieces:
            hint = f"did you mean {' '.join(pieces)}?"
        elif any(known.startswith(f"{node.spelled.base}_") for known in self.spellings):
            hint = f"declare it, for example {name}: 3"
        else:
            hint = f"declare {typed}: 3  for {next(iter(reader.letters))} = 1..3"
        reader.fault("undefined", message, node.span, hint)

    def _meant(self, reader: Elaborator, typed: str, name: str) -> str | None:
        folded = next((known for known in (name, typed) if known.casefold() in self._casefolded), None)
        if folded is not None:
            return self._casefolded[folded.casefold()]
        pieces = self._split(reader, typed)
        return " ".join(pieces) if pieces else self._near.near(typed) or self._near.near(name)

    def _split(self, reader: Elaborator, typed: str) -> list[str] | None:
        """Names that were run together, at most four."""

        def known(part: str) -> bool:
            if part in self._texts:
                return True
            if part.isascii() and not reader.letters:
                return False
            tokens = tokenise(part).tokens
            spelled = tokens[0].spelled if len(tokens) == 1 else None
            return spelled is not None and spelled.under(reader.letters) in self.spellings

        pieces = split(typed, known)
        return pieces if pieces is not None and len(pieces) <= 4 else None

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(self.spellings) | frozenset(self.spellings.values())

    @cached_property
    def _casefolded(self) -> Mapping[str, str]:
        return {name.casefold(): spelled for name, spelled in self.spellings.items()}

    def _advice(self, node: Word, typed: str, name: str) -> str:
        if name in functions():
            return f"{typed} is a function: write {typed}(…)"
        subscripts = node.spelled.subscripts
        runs = bool(subscripts) and len(subscripts[-1]) == 1 and subscripts[-1].isalpha()
        if runs and any(f"{node.spelled.base}_{n}" in self.spellings for n in (0, 1, 2)):
            return f"write  for {subscripts[-1]} = 1..3  at the end of the line, or after Σ put brackets"
        return f"declare it, for example {typed}: 3"

    def report_unknown_function(self, reader: Elaborator, node: Called) -> None:
        name = node.function
        typed = reader.text[node.place.start : node.place.end]
        message = f"unknown function {typed}"
        plain = name.casefold().replace("_", "")
        synonym = SYNONYMS.get(plain)
        meant = synonym or self._near_functions.near(name) or self._near_functions.near(plain)
        known_name = self._casefolded.get(name.casefold())
        if meant is None and known_name is None:
            pieces = split(typed, lambda part: canonical(part) in self.spellings or canonical(part) in functions())
            meant = " ".join(pieces) if pieces else self._near.near(typed)
        if meant is None and known_name is not None:
            meant = known_name
        hint = f"did you mean {meant}?" if meant else f"declare {typed} if this is a product, or use a known function"
        reader.fault("unknown-function", message, node.place, hint)
