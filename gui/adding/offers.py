"""What can be added: every operation, from its record, and leaves of the common shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.operations import TABLE, Operation
from graph.reference import Entry, operations
from graph.shapes import Shape
from gui.searching import best
from gui.writing.formulas import Mathematics

LEAVES = "Leaves"

MIME = "application/x-adjoint-node"
"""What is dragged out of the palette: the key of an offer."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be added.

    ``formula`` shows it on sample inputs, ``rule`` says its shapes, ``words`` are what finds it, its name first.
    ``shape`` is a leaf's, ``operation`` the key of a record in the table; one of them is set.
    """

    key: str
    title: str
    family: str
    formula: Mathematics
    rule: str
    summary: str
    example: str
    words: tuple[str, ...]
    operation: str = ""
    shape: Shape | None = None

    @property
    def record(self) -> Operation:
        return TABLE[self.operation]

    @property
    def options(self) -> dict[str, Any]:
        """What must be said beside the inputs, as on the sample."""
        if not self.operation:
            return {}
        sample = self.record.samples[0].options
        return {name: sample[name] for name, option in self.record.options.items() if option.required}

    @property
    def inputs(self) -> int:
        """How many inputs it has when it is added: as few as it takes, or as many as those options are for."""
        if not self.operation:
            return 0
        return len(self.record.samples[0].shapes) if self.options else self.record.arity[0]


@cache
def offers() -> tuple[Offer, ...]:
    """All of them: leaves, then the operations by family."""
    return (*_leaves(2), *(_offer(section.title, entry) for section in operations() for entry in section.entries))


def offer(key: str) -> Offer | None:
    return next((found for found in offers() if found.key == key), None)


def matching(query: str, among: Sequence[Offer] | None = None) -> list[Offer]:
    """The offers that a few letters, a symbol or a word of their description find, best first."""
    return best(query, offers() if among is None else among, lambda found: found.words)


def _offer(family: str, entry: Entry) -> Offer:
    record = TABLE[entry.name]
    notation = record.notation
    signs = (notation.unicode, notation.ascii, notation.latex.lstrip("\\"))
    title = record.name.replace("_", " ") if not entry.names else entry.names[0]
    words = [*entry.names, record.name, *(sign for sign in signs if sign.strip()), title, family, entry.summary]
    return Offer(
        key=entry.name,
        title=title,
        family=family,
        formula=_right_side(entry),
        rule=entry.rule,
        summary=entry.summary,
        example=entry.example,
        words=tuple(dict.fromkeys(words)),
        operation=entry.name,
    )


def _right_side(entry: Entry) -> Mathematics:
    return Mathematics(entry.written.unicode.partition(" = ")[2], entry.written.latex.partition(" = ")[2])


def _leaves(length: int) -> tuple[Offer, ...]:
    n = length
    return (
        _leaf("scalar", r"a \in \mathbb{R}", "a ∈ ℝ", (), "one number", "a: scalar"),
        _leaf("vector", r"x \in \mathbb{R}^{n}", "x ∈ ℝⁿ", (n, 1), "a column of n entries", "x: 3", "column"),
        _leaf("row vector", r"r \in \mathbb{R}^{1 \times n}", "r ∈ ℝ¹ˣⁿ", (1, n), "a row of n entries", "r: 1x3"),
        _leaf("matrix", r"A \in \mathbb{R}^{m \times n}", "A ∈ ℝᵐˣⁿ", (n, n), "m rows and n columns", "A: 3x4"),
    )


def _leaf(title: str, latex: str, text: str, shape: Shape, rule: str, example: str, *more: str) -> Offer:
    words = (title, *more, "leaf", "parameter", "input", "constant")
    summary = f"A {title}: a parameter, an input or a constant."
    return Offer(f"leaf {title}", title, LEAVES, Mathematics(text, latex), rule, summary, example, words, shape=shape)
