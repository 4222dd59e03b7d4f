"""What can be wrong with a text, a graph, a file or a run, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = (
    "undefined",
    "redefinition",
    "cycle",
    "shape",
    "not-square",
    "bad-shape",
    "unbalanced",
    "syntax",
    "unknown-function",
    "arity",
    "non-scalar-loss",
    "bad-name",
    "bad-char",
    "attribute",
    "too-large",
    "too-deep",
    "too-long",
    "empty",
    "division-by-zero",
    "domain",
    "singular",
    "non-finite",
    "file",
    "value",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its kind, its place, the facts and one fix.

    ``line`` and ``column`` count from 1; ``length`` is in characters. A numeric problem has a ``node`` instead
    of a place in the text.
    """

    kind: str
    message: str
    line: int | None = None
    column: int | None = None
    length: int = 1
    hint: str = ""
    node: str | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of problem: {self.kind}")

    def __str__(self) -> str:
        place = f"{self.line}:{self.column}: " if self.line is not None else ""
        node = f"{self.node}: " if self.node is not None else ""
        parts = [f"{place}{self.kind}: {node}{self.message}"]
        if self.source and self.column is not None:
            parts.append(f"    {self.source}")
            parts.append("    " + " " * (self.column - 1) + "^" * max(1, self.length))
        if self.hint:
            parts.append(f"    {self.hint}")
        return "\n".join(parts)

    @property
    def words(self) -> str:
        """The facts and the fix in one line, where the place is plain to see."""
        return f"{self.message}: {self.hint}" if self.hint else self.message


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader may want to know about how a text was read; never an error."""

    message: str
    line: int | None = None
    column: int | None = None
    length: int = 1


class GraphError(Exception):
    """Raised by the calls that need a graph and cannot have one; ``problems`` says all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ShapeError(Exception):
    """Raised by a shape rule. The reader turns it into a Problem with a place.

    ``operand`` is the index of the input at fault, or None when it is the operation as a whole.
    """

    def __init__(self, message: str, hint: str = "", kind: str = "shape", operand: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.kind = kind
        self.operand = operand
