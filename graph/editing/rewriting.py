"""Putting sentences into a text and taking them out, with its comments, blank lines and line ends left alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from graph.editing.sentences import Piece, Sentence
from graph.editing.source import Source
from graph.language import Statement

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Rewriting:
    """Changes of one text, collected and then made all at once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._replaced: dict[int, tuple[Sentence, str]] = {}
        self._removed: set[int] = set()
        self._inserted: list[Piece] = []

    def replace(self, sentence: Sentence, text: str) -> None:
        """``text`` in place of a sentence; what stands around it on its line stays."""
        self._replaced[sentence.start] = sentence, text

    def remove(self, sentence: Sentence) -> None:
        """Takes a sentence out, and its line where nothing else is on it."""
        self._removed.add(sentence.start)

    def insert_before(self, sentence: Sentence, lines: Iterable[str]) -> None:
        """Lines of their own above the line of ``sentence``."""
        start, _, _ = self._line(sentence.start)
        self._insert(start, "".join(line + self.line_end for line in lines))

    def insert_behind(self, sentence: Sentence, lines: Iterable[str]) -> None:
        """Lines of their own below the line of ``sentence``."""
        self._insert_below(sentence.start, lines)

    def _insert_below(self, place: int, lines: Iterable[str]) -> None:
        _, end, following = self._line(place)
        if following > end:
            self._insert(following, "".join(line + self.line_end for line in lines))
        else:
            self._insert(end, "".join(self.line_end + line for line in lines))

    def insert_first(self, lines: Sequence[str]) -> None:
        """Lines above everything but the comments that the text begins with."""
        statements = self.source.reading.statements
        if statements:
            start, _, _ = self._line(statements[0].start)
            self._insert(start, "".join(line + self.line_end for line in lines))
        else:
            self.append(lines)

    def declare(self, lines: Sequence[str]) -> None:
        """Declarations, below the last one that the text has."""
        declarations = [s for s in self.source.reading.statements if s.kind == "declaration"]
        if declarations:
            self._insert_below(declarations[-1].start, lines)
        else:
            self.insert_first(lines)

    def append(self, lines: Iterable[str]) -> None:
        """Lines at the end, before the empty lines that the text ends with."""
        text = self.source.text
        end = len(text.rstrip())
        end = self._line(end - 1)[1] if end else 0
        added = self.line_end.join(lines)
        self._insert(end, (self.line_end if end else "") + added)

    def _insert(self, place: int, text: str) -> None:
        self._inserted.append(Piece(place, place, text))

    @property
    def line_end(self) -> str:
        """What ends the lines of the text, as the user's editor wrote it."""
        found = _LINE_END.search(self.source.text)
        return found[0] if found is not None else "\n"

    @cached_property
    def _lines(self) -> list[tuple[int, int, int]]:
        """Of every line its start, its end, and where the next one starts."""
        found, start = [], 0
        for end in _LINE_END.finditer(self.source.text):
            found.append((start, end.start(), end.end()))
            start = end.end()
        length = len(self.source.text)
        return [*found, (start, length, length)]

    def _line(self, place: int) -> tuple[int, int, int]:
        """The line around a place."""
        return self._lines[bisect_right(self._lines, place, key=lambda line: line[0]) - 1]

    def text(self) -> str:
        """The new text."""
        replaced = [Piece(s.start, s.end, new) for s, new in self._replaced.values() if s.start not in self._removed]
        text, parts, end = self.source.text, [], 0
        pieces = [*replaced, *self._inserted, *self._removals()]
        for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
            start = max(end, piece.start)
            parts += [text[end:start], piece.text]
            end = max(start, piece.end)
        return "".join([*parts, text[end:]])

    def _removals(self) -> list[Piece]:
        """What goes with the sentences that are removed: their lines where nothing else stands in them."""
        found: list[Piece] = []
        lines: dict[int, list[Statement]] = {}
        for statement in self.source.reading.statements if self._removed else ():
            lines.setdefault(statement.line, []).append(statement)
        for together in lines.values():
            gone = [statement for statement in together if statement.start in self._removed]
            if gone and len(gone) == len(together):
                found.append(self._whole_line(gone))
            elif gone:
                found += self._parts_of_line(together)
        return found

    def _whole_line(self, gone: Sequence[Statement]) -> Piece:
        text = self.source.text
        start, end, following = self._line(gone[0].start)
        comment = text[_end(gone[-1]) : end].lstrip(" \t;")
        if comment:
            return Piece(gone[0].start, end, comment)
        if following == end and start and not any(piece.start == start for piece in self._inserted):
            start = self._line(start - 1)[1]  # the last line takes the line end before it along
        return Piece(start, following, "")

    def _parts_of_line(self, together: Sequence[Statement]) -> list[Piece]:
        found = []
        kept_before = False
        for index, statement in enumerate(together):
            if statement.start not in self._removed:
                kept_before = True
            elif kept_before:
                found.append(Piece(_end(together[index - 1]), _end(statement), ""))
            else:
                found.append(Piece(statement.start, together[index + 1].start, ""))
        return found


def _end(statement: Statement) -> int:
    return statement.start + statement.length
