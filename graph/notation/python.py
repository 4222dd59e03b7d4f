"""Trees as Python, for NumPy, JAX and PyTorch, from the templates of the records.

Here stands what no template can say: sums with their signs, numbers and booleans where a library wants arrays.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph.expression import Apply, Expression, Hole, Name, Number, names, postorder
from graph.notation.identifiers import identifiers
from graph.notation.templates import ALL, ATOM, COMPARISON, PRODUCT, SIGN, SUM, Pattern, Slot, pattern
from graph.operations import TABLE
from graph.operations.code import LIBRARIES, MODULE, Library, Routine

Kind = Literal["array", "number", "boolean"]

LARGEST_WHOLE = 1e6
"""Whole numbers below it are written without a point."""

_FLOAT = re.compile(r"/|[0-9]\.[0-9]|\.(pi|e|inf|nan)\b")
"""What makes Python's arithmetic one of floats."""


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of Python: its text, how strongly it holds together, its outermost operator and what it gives.

    ``number`` is one of Python's own, ``boolean`` an array of truth values.
    """

    text: str
    binding: int = ATOM
    operator: str = ""
    kind: Kind = "array"


class PythonPrinter:
    """Writes trees for one library. ``routines`` collects what the code calls and the library has not."""

    def __init__(self, library: Library, called: Mapping[str, str]) -> None:
        if library not in LIBRARIES:
            raise ValueError(f"the library is numpy, jax or pytorch, not {library!r}")
        self.library = library
        self.module = MODULE[library]
        self.called = called
        self.routines: dict[str, Routine] = {}
        self.asks_like = False

    def root(self, expression: Expression, known: Mapping[int, Code] | None = None) -> Code:
        """The expression as what a name can be given: an array."""
        return self.array(self.piece(expression, known))

    def piece(self, expression: Expression, known: Mapping[int, Code] | None = None) -> Code:
        """The expression; ``known`` has pieces, by the id of their expression, that are written already."""
        pieces: dict[int, Code] = dict(known or {})
        for e in postorder(expression):
            if id(e) not in pieces:
                pieces[id(e)] = self.one(e, [pieces[id(x)] for x in e.inputs])
        return pieces[id(expression)]

    def one(self, e: Expression, parts: Sequence[Code]) -> Code:
        """One operation on inputs that are written."""
        if isinstance(e, Name):
            return Code(self.called[e.name])
        if isinstance(e, Number):
            return self.number(e)
        if isinstance(e, Hole):
            raise ValueError("an input that is not wired has no code")
        assert isinstance(e, Apply)
        if e.operation.name == "add":
            return self.sum(parts)
        if e.operation.name == "neg":
            return self._negative(parts[0])
        shapes = [x.shape or () for x in e.inputs]
        read = pattern(e.operation.code.text(self.library, shapes, dict(e.options)))
        for routine in e.operation.code.routines:
            if routine.name in read.calls:
                self._need(routine)
        return self._filled(e, read, parts)

    def number(self, e: Number) -> Code:
        constant = {math.pi: "pi", math.e: "e"}.get(e.value) if e.text in ("π", "pi", "e") else None
        if constant or not math.isfinite(e.value):
            name = constant or ("nan" if math.isnan(e.value) else "inf")
            text = f"{'-' if e.value == -math.inf else ''}{self.module}.{name}"
        elif e.value == int(e.value) and abs(e.value) < LARGEST_WHOLE and not _is_minus_zero(e.value):
            text = str(int(e.value))
        else:
            text = repr(e.value)
        return Code(text, SIGN if text.startswith("-") else ATOM, kind="number")

    # Signs and sums

    def _negative(self, part: Code) -> Code:
        """A minus before a product is taken for one before its first factor: that is the same number."""
        part = self.array(part) if part.kind == "boolean" else part
        if part.binding < PRODUCT or part.text.startswith("-"):
            return Code(f"-({part.text})", SIGN, kind=part.kind)
        return replace(part, text=f"-{part.text}", binding=min(part.binding, SIGN))

    def sum(self, parts: Sequence[Code]) -> Code:
        """Its terms in their order, a negative one behind a minus."""
        text = "".join(sign + term for sign, term in self.terms(parts))
        numbers = all(part.kind == "number" for part in parts)
        return Code(text, SUM, "+", "number" if numbers else "array")

    def terms(self, parts: Sequence[Code]) -> list[tuple[str, str]]:
        """The terms of a sum, each with the sign in front of it."""
        written: list[tuple[str, str]] = []
        for part in parts:
            part = self.array(part) if part.kind == "boolean" else part
            if not written:
                written.append(("", part.text if part.binding >= SUM else f"({part.text})"))
            elif part.text.startswith("-") and part.binding > SUM:
                written.append((" - ", part.text[1:]))
            else:
                written.append((" + ", part.text if part.binding > SUM else f"({part.text})"))
        return written

    # Slots

    def _filled(self, e: Apply, read: Pattern, parts: Sequence[Code]) -> Code:
        text = read.literals[0]
        for slot, literal in zip(read.slots, read.literals[1:], strict=True):
            text += self._in_slot(slot, e, parts, read) + literal
        if "**like" in text:
            self.asks_like = True
        kind: Kind = "boolean" if read.operator == "<" else "array"
        numbers = bool(parts) and all(part.kind == "number" for part in parts)
        if numbers and read.operator:
            if kind == "boolean":
                return Code(f"float({text})", kind="number")
            kind = "number"
        elif not e.inputs and _is_number(text):
            kind = "number"
        if not read.slots or (read.binding == ATOM and read.literals == ("", "")):
            # Nothing but the input itself, or a constant.
            return parts[read.slots[0].index] if read.slots else Code(text, kind=kind)
        scales = read.operator == "*" and any(x.shape == () for x in e.inputs)
        return Code(text, read.binding, "" if scales else read.operator, kind)

    def _in_slot(self, slot: Slot, e: Apply, parts: Sequence[Code], read: Pattern) -> str:
        if slot.index == ALL:
            return ", ".join(self.argument(part).text for part in parts)
        part = parts[slot.index]
        if slot.truth:
            return part.text if part.kind == "boolean" else f"{self._held(self.argument(part), SUM)} != 0"
        if slot.argument:
            return self.argument(part).text
        if part.kind == "boolean" and not self._multiplies(slot, parts):
            part = self.array(part)
        if part.kind == "number":
            part = self._careful(slot, e, parts, read)
        mixed = {part.operator, slot.operator} in ({"@", "*"}, {"@", "/"})
        return f"({part.text})" if mixed else self._held(part, slot.least)

    def _multiplies(self, slot: Slot, parts: Sequence[Code]) -> bool:
        """Whether a boolean can stand there as it is: a factor beside an array, which makes it a number."""
        others = [part for place, part in enumerate(parts) if place != slot.index]
        return slot.operator == "*" and all(part.kind == "array" for part in others)

    def _careful(self, slot: Slot, e: Apply, parts: Sequence[Code], read: Pattern) -> Code:
        """Python raises where a library says infinity or NaN: there the first number is one of the library's."""
        part = parts[slot.index]
        numbers = all(p.kind == "number" for p in parts)
        if slot.index or not numbers or read.operator not in ("/", "**"):
            return part
        base, other = e.inputs[0], e.inputs[-1]
        plain = isinstance(other, Number) and isinstance(base, Number) and other.value != 0
        if read.operator == "**":
            plain = plain and 0 < base.value < 1e3 and abs(other.value) < 64  # type: ignore[attr-defined]
        return part if plain else self.as_array(part)

    def _held(self, part: Code, least: int) -> str:
        return part.text if part.binding >= least else f"({part.text})"

    # What libraries want

    def argument(self, part: Code) -> Code:
        """A piece as an argument of a function: for PyTorch a tensor, for the others a float at least."""
        if part.kind == "boolean":
            return self.array(part)
        if part.kind != "number":
            return part
        return self.as_array(part) if self.library == "pytorch" else _floating(part)

    def array(self, part: Code) -> Code:
        """A piece as an array of floats, or, but for PyTorch, as a float."""
        if part.kind == "boolean":
            self.asks_like = self.asks_like or self.library == "pytorch"
            held = f"({part.text})" if part.binding <= COMPARISON else part.text
            return Code(f"{held}.to(**like)" if self.library == "pytorch" else f"{held}.astype(float)")
        if part.kind == "number":
            return self.as_array(part) if self.library == "pytorch" else _floating(part)
        return part

    def as_array(self, part: Code) -> Code:
        """A number of Python as one of the library."""
        text = _floating(part).text
        if self.library == "pytorch":
            self.asks_like = True
            return Code(f"torch.tensor({text}, **like)")
        return Code(f"np.float64({text})" if self.library == "numpy" else f"jnp.asarray({text})")

    def _need(self, routine: Routine) -> None:
        for other in routine.needs:
            self._need(other)
        if self.library in routine.source:
            self.routines.setdefault(routine.name, routine)


def _floating(part: Code) -> Code:
    """A number that Python takes for a float."""
    digits = part.text.removeprefix("-")
    if digits.isdigit():
        return replace(part, text=part.text + ".0")
    if part.binding == ATOM or _is_number(part.text) or _FLOAT.search(part.text):
        return part
    return Code(f"float({part.text})", kind="number")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_minus_zero(value: float) -> bool:
    return value == 0 and math.copysign(1.0, value) < 0


def python_lines(equations: Sequence[tuple[str, Expression]], library: Library = "numpy") -> str:
    """``name = …`` a line, with the functions before it that the library lacks."""
    used = dict.fromkeys(name for left, right in equations for name in (left, *names(right)))
    routines = {routine.name for operation in TABLE.values() for routine in operation.code.routines}
    called = identifiers(used, {MODULE[library], "like", "math", *routines})
    printer = PythonPrinter(library, called)
    lines = [f"{called[left]} = {printer.root(right).text}" for left, right in equations]
    before: list[str] = []
    for routine in printer.routines.values():
        before += [
            *(f"import {module}" for module in routine.imports),
            *routine.source[library].strip().splitlines(),
            "",
        ]
    return "\n".join([*before, *lines])
