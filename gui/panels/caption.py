"""What happens in the step of this moment, large, for those in the last row; below it how far the story has come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from graph.story.phrases import plain
from gui.drawing.colours import colour
from gui.drawing.fonts import text_font
from gui.drawing.painter import painting
from gui.playhead import Playhead
from gui.theming import Look
from gui.writing.typeset import Flow, Phrase

SIZES = (40.0, 36.0, 32.0, 28.0, 25.0, 22.0, 20.0, 18.0, 16.0)
"""Sizes of type, the largest of which that fits is taken."""

_SHARE = 0.17
"""Share of the height of the window that it takes."""

_BAR = 6
_PAD = 28


class Caption(QWidget):
    """The sentence and the formula of a step, and a thin track that a press goes along."""

    def __init__(self, playhead: Playhead, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        playhead.t_changed.connect(self._follow)
        playhead.story_changed.connect(self._follow)
        look.changed.connect(self.update)
        look.typesetter.ready.connect(self.update)
        self._follow()

    def fit_to(self, height: int) -> None:
        """Takes its share of a window of this height."""
        self.setFixedHeight(max(110, round(_SHARE * height)))

    def sizeHint(self) -> QSize:
        return QSize(800, self.height())

    @property
    def sentence(self) -> Phrase:
        step = self._playhead.step
        return step.sentence if step is not None else ("Before the first step.",) if self._playhead.length else ()

    def _follow(self) -> None:
        self.setAccessibleName(plain(self.sentence))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() > self.height() - 3 * _BAR and self._playhead.length:
            self._playhead.jump(round(event.position().x() / max(1, self.width()) * self._playhead.length))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, step = self._look.theme, self._playhead.step
        with painting(self) as painter:
            painter.fillRect(self.rect(), colour(theme.card))
            painter.fillRect(QRectF(0, 0, self.width(), 1), colour(theme.edge))
            self._paint_bar(painter)
            flows = self._flows()
            height = sum(flow.height for flow in flows) + 10 * (len(flows) - 1)
            y = (self.height() - _BAR - height) / 2
            ink = theme.backward if step is not None and step.phase == "backward" else theme.forward
            for flow, tone in zip(flows, (theme.text, ink), strict=False):
                flow.paint(painter, _PAD, y, tone, tone)
                y += flow.height + 10
            if step is not None:
                painter.setFont(text_font(14))
                painter.setPen(colour(theme.muted))
                place = self.rect().adjusted(0, 10, -_PAD, 0)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
                painter.drawText(place, flags, f"{step.number} / {self._playhead.length}")

    def _flows(self) -> list[Flow]:
        """The sentence and the formula, as large as both fit."""
        step, room = self._playhead.step, self.height() - _BAR - 20
        phrases: list[Phrase] = [self.sentence] + ([(step.formula,)] if step is not None else [])
        width = self.width() - 2 * _PAD - 60
        found: list[Flow] = []
        for px in SIZES:
            found = [Flow(phrase, self._look.typesetter, px, 500, width) for phrase in phrases]
            if sum(flow.height for flow in found) + 10 <= room and all(flow.width <= width for flow in found):
                break
        return found

    def _paint_bar(self, painter: QPainter) -> None:
        """Green as far as values have come, then in the colour of the way back."""
        theme, head, top = self._look.theme, self._playhead, self.height() - _BAR
        painter.fillRect(QRectF(0, top, self.width(), _BAR), colour(theme.edge))
        if head.length:
            unit = self.width() / head.length
            forward = min(head.t, head.forward_length)
            painter.fillRect(QRectF(0, top, forward * unit, _BAR), colour(theme.forward))
            painter.fillRect(QRectF(forward * unit, top, (head.t - forward) * unit, _BAR), colour(theme.backward))
