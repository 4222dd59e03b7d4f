"""Widgets that show words and mathematics in one line of thought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from graph.story.phrases import plain
from gui.drawing.colours import colour
from gui.drawing.fonts import text_font
from gui.drawing.mathematics import Typesetter
from gui.drawing.painter import painting
from gui.drawing.phrases import words
from gui.theming import Look


class Written(Protocol):
    """Mathematics as the story gives it: for a line of text, and for the typesetter."""

    @property
    def unicode(self) -> str: ...

    @property
    def latex(self) -> str: ...


Phrase = Sequence["str | Written"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One word or one formula, and where it stands: its left edge and its baseline."""

    content: str | Written
    x: float
    baseline: float
    width: float


class Flow:
    """A phrase broken into lines of at most ``width`` units."""

    def __init__(self, phrase: Phrase, typesetter: Typesetter, px: float, weight: int, width: float) -> None:
        self._typesetter = typesetter
        self._px = px
        self._font = text_font(px, weight)
        self._metrics = QFontMetricsF(self._font)
        self.pieces: list[Piece] = []
        self.width = 0.0
        self.height = 0.0
        self._lay_out(phrase, width)

    def _lay_out(self, phrase: Phrase, width: float) -> None:
        line: list[tuple[str | Written, float, float]] = []
        x = 0.0
        for content, gap in words(phrase):
            wide = self._width(content)
            beside = not isinstance(content, str) or (bool(line) and not isinstance(line[-1][0], str))
            space = self._metrics.horizontalAdvance(" ") + (2.0 if beside else 0.0) if gap and line else 0.0
            if line and x + space + wide > width:
                self._end_line(line)
                line, x, space = [], 0.0, 0.0
            line.append((content, x + space, wide))
            x += space + wide
        if line:
            self._end_line(line)

    def _end_line(self, line: list[tuple[str | Written, float, float]]) -> None:
        ascent, descent = self._metrics.ascent(), self._metrics.descent()
        for content, _x, _wide in line:
            if not isinstance(content, str):
                formula = self._typesetter.formula(content.latex, content.unicode)
                ascent = max(ascent, formula.ascent(self.formula_px))
                descent = max(descent, formula.descent(self.formula_px))
        top = self.height + (3.0 if self.pieces else 0.0)
        for content, x, wide in line:
            self.pieces.append(Piece(content, x, top + ascent, wide))
            self.width = max(self.width, x + wide)
        self.height = top + ascent + descent

    @property
    def formula_px(self) -> float:
        """Mathematics is set larger than words: its x-height is smaller."""
        return self._px * 1.27

    def _width(self, content: str | Written) -> float:
        if isinstance(content, str):
            return self._metrics.horizontalAdvance(content)
        return self._typesetter.formula(content.latex, content.unicode).width(self.formula_px)

    def paint(self, painter: QPainter, x: float, y: float, text: str, mathematics: str) -> None:
        """Draws it with its upper left corner at (x, y) in two colours, ``#RRGGBB``."""
        painter.setFont(self._font)
        painter.setPen(colour(text))
        for piece in self.pieces:
            if isinstance(piece.content, str):
                painter.drawText(round(x + piece.x), round(y + piece.baseline), piece.content)
            else:
                formula = self._typesetter.formula(piece.content.latex, piece.content.unicode)
                formula.draw(painter, x + piece.x, y + piece.baseline, self.formula_px, mathematics)


class PhraseLabel(QWidget):
    """Words and mathematics, wrapped to the width it gets.

    ``tone`` and ``mathematics`` are names of colours of the theme (``text``, ``muted``, ``backward``…). What does not
    fit on one line is ``wrapped_px`` high, where that is given.
    """

    def __init__(
        self,
        look: Look,
        px: float = 13,
        weight: int = 400,
        tone: str = "text",
        mathematics: str | None = None,
        parent: QWidget | None = None,
        wrapped_px: float | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._px = px
        self._wrapped_px = wrapped_px
        self._weight = weight
        self._tone = tone
        self._mathematics = mathematics or tone
        self._phrase: tuple[str | Written, ...] = ()
        self._flows: dict[int, Flow] = {}
        self._waiting = False
        self._hint: QSize | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)
        look.typesetter.ready.connect(self._refine)

    @property
    def phrase(self) -> tuple[str | Written, ...]:
        return self._phrase

    def set_phrase(self, *parts: str | Written) -> None:
        if parts != self._phrase:
            self._phrase = parts
            self.setAccessibleName(plain(parts))
            self._typeset()

    def set_tone(self, tone: str, mathematics: str | None = None) -> None:
        self._tone, self._mathematics = tone, mathematics or tone
        self.update()

    def _refine(self) -> None:
        """Formulas have come in: perhaps some that this phrase waits for."""
        if self._waiting:
            self._typeset()

    def _typeset(self) -> None:
        formulas = (p for p in self._phrase if not isinstance(p, str))
        self._waiting = any(not self._look.typesetter.formula(p.latex, p.unicode).ready for p in formulas)
        self._flows.clear()
        self._hint = None
        self._claim_height()
        self.updateGeometry()
        self.update()

    def _claim_height(self) -> None:
        """Layouts inside a scroll area keep the height for a width that they once asked for; this one they heed."""
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._claim_height()

    def _flow(self, width: int) -> Flow:
        if width not in self._flows:
            flow = Flow(self._phrase, self._look.typesetter, self._px, self._weight, width)
            if self._wrapped_px is not None and flow.height > self.sizeHint().height():
                flow = Flow(self._phrase, self._look.typesetter, self._wrapped_px, self._weight, width)
            self._flows = {width: flow}
        return self._flows[width]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._flow(width).height + 2) if self._phrase else 0

    def sizeHint(self) -> QSize:
        if self._hint is None:
            flow = Flow(self._phrase, self._look.typesetter, self._px, self._weight, 10_000)
            self._hint = QSize(round(flow.width + 1), round(flow.height + 2))
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.heightForWidth(max(40, self.width())) if self._phrase else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        tones = (self._tone, self._mathematics) if self.isEnabled() else ("faint", "faint")
        with painting(self) as painter:
            self._flow(self.width()).paint(painter, 0, 1, *(getattr(theme, tone) for tone in tones))


def heading(label_text: str, parent: QWidget | None = None) -> QLabel:
    """The small grey title above a part of a panel."""
    label = QLabel(label_text.upper(), parent)
    label.setProperty("heading", True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label
