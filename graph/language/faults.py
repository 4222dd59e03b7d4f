"""What is wrong with a stretch of the text, before it is known which line that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import Notice, Problem
from graph.language.characters import printable


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``start`` up to ``end`` of the text."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        return Span(self.start, other.end)


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem and its place, as a stretch of the text."""

    kind: str
    message: str
    span: Span
    hint: str = ""


class Refused(Exception):
    """Raised where a statement cannot be read any further; carries the fault."""

    def __init__(self, kind: str, message: str, span: Span, hint: str = "") -> None:
        super().__init__(message)
        self.fault = Fault(kind, message, span, hint)


class Places:
    """Lines and columns of a text, both from 1."""

    def __init__(self, text: str, starts: list[int]) -> None:
        self._text = text
        self._starts = starts
        self._printable: dict[int, str] = {}

    def line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        return offset - self._starts[self.line(offset) - 1] + 1

    def source(self, line: int) -> str:
        """The text of a line, as it can be shown."""
        if line not in self._printable:
            start = self._starts[line - 1]
            end = self._starts[line] if line < len(self._starts) else len(self._text)
            self._printable[line] = printable(self._text[start:end].rstrip("\r\n\x85\u2028\u2029"))
        return self._printable[line]

    def problem(self, fault: Fault) -> Problem:
        line = self.line(fault.span.start)
        length = max(1, fault.span.end - fault.span.start)
        return Problem(
            fault.kind,
            printable(fault.message),
            line,
            self.column(fault.span.start),
            length,
            printable(fault.hint),
            source=self.source(line),
        )

    def notice(self, message: str, span: Span) -> Notice:
        return Notice(message, self.line(span.start), self.column(span.start), max(1, span.end - span.start))

    def problems(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """The faults in the order of the text, each place and kind once."""
        seen: dict[tuple[str, Span], Fault] = {}
        for fault in faults:
            seen.setdefault((fault.kind, fault.span), fault)
        return tuple(self.problem(fault) for fault in sorted(seen.values(), key=lambda f: (f.span.start, f.span.end)))
