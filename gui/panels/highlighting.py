"""Colours and underlines of the equations, from the lines and problems of the reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from gui.drawing.colours import colour
from gui.drawing.fonts import serif_font
from gui.drawing.theme import Theme
from gui.theming import Look

if TYPE_CHECKING:
    from graph.errors import Problem
    from graph.language.rows import Row

Span = tuple[int, int, str]
"""First column from 0, length, kind."""

ERROR = "error"


LONG = 1_500
"""Lines from which a text is coloured in slices, so that the window does not wait for it."""

_SLICE = 100
"""Lines of a slice: 8 ms where all of them look different now, 1 ms where they look as before."""

_SEVERAL = 8
"""Lines from which those between the first and the last that changed are coloured in one go."""


class Highlighter(QSyntaxHighlighter):
    """Colours the lines of a text document as the reader read them; only lines that changed are coloured again."""

    def __init__(self, document: QTextDocument, look: Look) -> None:
        super().__init__(document)
        self._look = look
        self._spans: list[tuple[Span, ...]] = []
        """What every line is coloured by, the first at 0; lines go with the text when others come or go before them."""
        self._formats = _formats(look.theme)
        self._known: dict[Row, tuple[Span, ...]] = {}
        self._coming: tuple[Sequence[Row], Mapping[int, tuple[Span, ...]]] = ((), {})
        """What a long text was read as, and what is wrong with it by line; slices of it become ``_spans``."""
        self._next = 1
        self._blocks = document.blockCount()
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._colour_slice)
        look.changed.connect(self._new_theme)
        self.setDocument(None)
        document.contentsChange.connect(self._move)  # heard before the base class, which colours what changed
        self.setDocument(document)

    def show(self, rows: Sequence[Row], problems: Sequence[Problem]) -> None:
        """Takes the lines and problems of a reading. Lines that are not there yet are coloured when they come."""
        self._slices.stop()
        self._coming = (), {}
        if len(rows) > LONG:
            self._coming, self._known = (rows, _wrong(problems)), {}
            self._next = 1
            self._slices.start()
            return
        self._known = {row: self._known.get(row) or _spans(row) for row in rows}
        spans = dict(enumerate(self._known.values(), 1))
        for line, wrong in _wrong(problems).items():
            spans[line] = (*spans.get(line, ()), *wrong)
        self._take(spans, range(1, max(len(rows), len(self._spans), *spans, 0) + 1))

    def _take(self, spans: Mapping[int, tuple[Span, ...]], lines: Collection[int]) -> None:
        """These lines look like this now."""
        changed = [line for line in lines if spans.get(line, ()) != self._spans_at(line)]
        for line in changed:
            self._colour_by(line, spans.get(line, ()))
        if len(changed) > _SEVERAL:
            self._colour(min(changed), max(changed))
            return
        for line in changed:
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                self.rehighlightBlock(block)

    def _spans_at(self, line: int) -> tuple[Span, ...]:
        return self._spans[line - 1] if line <= len(self._spans) else ()

    def _colour_by(self, line: int, spans: tuple[Span, ...]) -> None:
        self._spans.extend([()] * (line - len(self._spans)))
        self._spans[line - 1] = spans

    def _move(self, position: int, _removed: int, added: int) -> None:
        """The lines below a change keep their colours, wherever they stand now."""
        count = self.document().blockCount()
        more, self._blocks = count - self._blocks, count
        last = self.document().findBlock(position + added)
        below = last.blockNumber() + 1 if last.isValid() else count
        if more > 0:
            self._spans[below - more : below - more] = [()] * more
        else:
            del self._spans[below : below - more]

    def _colour(self, first: int, last: int) -> None:
        """Colours lines by a change of them that changes nothing: each by itself would have all laid out again."""
        start = self.document().findBlockByNumber(first - 1)
        end = self.document().findBlockByNumber(last - 1)
        if not start.isValid():
            return
        cursor = QTextCursor(start)
        cursor.setPosition(
            end.position() if end.isValid() else self.document().characterCount() - 1, QTextCursor.MoveMode.KeepAnchor
        )
        blocked = [(one, one.blockSignals(True)) for one in (self.document().parent(),) if one is not None]
        cursor.mergeBlockFormat(QTextBlockFormat())
        for one, before in blocked:
            one.blockSignals(before)

    def _colour_slice(self) -> None:
        first, after = self._next, self._next + _SLICE
        self._take(self._spans_of(first, after), range(first, after))
        self._next = after
        if after > max(self.document().blockCount(), len(self._coming[0])):
            self._coming = (), {}
            self._slices.stop()

    def _spans_of(self, first: int, after: int) -> dict[int, tuple[Span, ...]]:
        """What of a long text the lines from ``first`` and before ``after`` look like."""
        rows, wrong = self._coming
        spans = {line: _spans(row) for line, row in enumerate(rows[first - 1 : after - 1], first)}
        for line in wrong.keys() & range(first, after) if wrong else ():
            spans[line] = (*spans.get(line, ()), *wrong[line])
        return spans

    def _new_theme(self) -> None:
        self._formats = _formats(self._look.theme)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        line = self.currentBlock().blockNumber() + 1
        if line >= self._next and self._coming[0]:  # it comes into the document before its slice is due
            self._colour_by(line, self._spans_of(line, line + 1).get(line, ()))
        for start, length, kind in self._spans_at(line):
            if kind == ERROR:
                self._underline(start, min(length, max(1, len(text) - start)))
            elif kind in self._formats:
                self.setFormat(start, length, self._formats[kind])

    def _underline(self, start: int, length: int) -> None:
        for at in range(start, start + length):
            form = QTextCharFormat(self.format(at))
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(colour(self._look.theme.error))
            self.setFormat(at, 1, form)


def _spans(row: Row) -> tuple[Span, ...]:
    return tuple([(token.column - 1, token.length, str(token.kind)) for token in row.tokens])


def _wrong(problems: Sequence[Problem]) -> dict[int, tuple[Span, ...]]:
    lines: defaultdict[int, list[Span]] = defaultdict(list)
    for problem in problems:
        if problem.line is not None and problem.column is not None:
            lines[problem.line].append((problem.column - 1, problem.length, ERROR))
    return {line: tuple(spans) for line, spans in lines.items()}


def _formats(theme: Theme) -> dict[str, QTextCharFormat]:
    """The look of every kind of token. Names are italic, as mathematics sets them."""
    plain, quiet = theme.text, theme.muted
    looks = {
        "NAME": (plain, True, 400),
        "NUMBER": (plain, False, 400),
        "OPERATOR": (plain, False, 400),
        "BRACKET": (plain, False, 400),
        "FUNCTION": (theme.focus, False, 400),
        "SHAPE": (quiet, False, 400),
        "KEYWORD": (quiet, False, 600),
        "STRING": (quiet, False, 400),
        "COMMENT": (quiet, False, 400),
        "ERROR": (theme.error, False, 400),
    }
    formats = {}
    for kind, (tone, italic, weight) in looks.items():
        form = QTextCharFormat()
        form.setForeground(colour(tone))
        form.setFontItalic(italic)
        form.setFontWeight(weight)
        formats[kind] = form
    formats["COMMENT"].setFont(serif_font(15, italic=False))
    return formats
