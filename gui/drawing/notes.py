"""Notes: words and mathematics broken into lines, and painted on a sheet of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gui.drawing.annotations import Note
from gui.drawing.colours import colour, mix
from gui.drawing.fonts import text_font, text_width
from gui.drawing.mathematics import Formula, Typesetter
from gui.drawing.phrases import words
from gui.drawing.strokes import box
from gui.drawing.theme import Theme
from gui.drawing.tints import tint

if TYPE_CHECKING:
    from gui.drawing.picture import Picture

PAD = 12.0
GRIP = 9.0
"""How near to its right edge a note is taken to be made wider."""

_BAR = 4.0
_LARGER = 1.2
"""Mathematics is set larger than words: its x-height is smaller."""

_LINE = 1.4
_FORMULA = re.compile(r"\$([^$\n]+)\$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a formula, its left edge and its baseline from the corner of the note."""

    content: str | Formula
    x: float
    baseline: float


@dataclass(frozen=True, eq=False)
class Sheet:
    """A note that is measured: ``px`` is the size of its type."""

    note: Note
    pieces: tuple[Piece, ...]
    px: float
    height: float

    @property
    def rect(self) -> QRectF:
        return QRectF(self.note.x, self.note.y, self.note.width, self.height)

    @property
    def settled(self) -> bool:
        return all(isinstance(piece.content, str) or piece.content.ready for piece in self.pieces)


def measure_note(note: Note, theme: Theme, typesetter: Typesetter) -> Sheet:
    """The note with its lines broken at its width; a word or a formula wider than that stands alone."""
    px = theme.metrics.text + 2
    room = note.width - 2 * PAD - _BAR
    pieces: list[Piece] = []
    y = PAD - 3
    for line in note.text.split("\n"):
        y = _set_line(line, typesetter, px, room, y, pieces)
    return Sheet(note, tuple(pieces), px, y + PAD - 3)


def sheets(notes: Mapping[str, Note], theme: Theme, typesetter: Typesetter) -> dict[str, Sheet]:
    return {key: measure_note(note, theme, typesetter) for key, note in notes.items()}


def note_at(picture: Picture, x: float, y: float) -> str | None:
    """The note under a point, the topmost."""
    return next((key for key, sheet in reversed(picture.notes.items()) if sheet.rect.contains(x, y)), None)


def paint_notes(
    painter: QPainter, picture: Picture, theme: Theme, crisp: bool = False, current: str | None = None
) -> None:
    """All notes of a picture; the ``current`` one has the ring of what is selected."""
    for key, sheet in picture.notes.items():
        _paint_note(painter, sheet, theme, crisp)
        if key == current:
            box(painter, sheet.rect.adjusted(-2, -2, 2, 2), 7, None, theme.focus, theme.strong)


def _paint_note(painter: QPainter, sheet: Sheet, theme: Theme, crisp: bool) -> None:
    rect, hue = sheet.rect, tint(sheet.note.colour, theme)
    box(painter, rect, 6, mix(theme.canvas, hue, 0.16 if theme.dark else 0.12))
    painter.save()
    painter.setClipRect(QRectF(rect.left(), rect.top(), _BAR, rect.height()), Qt.ClipOperation.IntersectClip)
    box(painter, rect, 6, hue)
    painter.restore()
    for piece in sheet.pieces:
        x, y = rect.left() + piece.x, rect.top() + piece.baseline
        if isinstance(piece.content, str):
            painter.setFont(text_font(sheet.px))
            painter.setPen(colour(theme.text))
            painter.drawText(QPointF(x, y), piece.content)
        else:
            piece.content.draw(painter, x, y, sheet.px * _LARGER, theme.text, crisp)


def _set_line(line: str, typesetter: Typesetter, px: float, room: float, y: float, pieces: list[Piece]) -> float:
    """Sets one line of the text, in as many as it takes; answers how far down it went."""
    row: list[tuple[str | Formula, float]] = []
    x, blank = 0.0, text_width(" ", px)
    for content, gap in words(_phrase(line, typesetter)):
        wide = _width(content, px)
        space = blank if gap and row else 0.0
        if row and x + space + wide > room:
            y = _end_row(row, px, y, pieces)
            row, x, space = [], 0.0, 0.0
        row.append((content, x + space))
        x += space + wide
    return _end_row(row, px, y, pieces)


def _end_row(row: list[tuple[str | Formula, float]], px: float, y: float, pieces: list[Piece]) -> float:
    formulas = [content for content, _ in row if isinstance(content, Formula)]
    ascent = max([px * 0.97, *(formula.ascent(px * _LARGER) for formula in formulas)])
    descent = max([px * (_LINE - 0.97), *(formula.descent(px * _LARGER) + 3 for formula in formulas)])
    pieces.extend(Piece(content, PAD + _BAR + x, y + ascent) for content, x in row)
    return y + ascent + descent


def _width(content: str | Formula, px: float) -> float:
    return text_width(content, px) if isinstance(content, str) else content.width(px * _LARGER)


def _phrase(line: str, typesetter: Typesetter) -> Iterator[str | Formula]:
    """The text of a line and its formulas, which stand between dollar signs."""
    for k, part in enumerate(_FORMULA.split(line)):
        yield typesetter.formula(part.strip(), part.strip()) if k % 2 else part
