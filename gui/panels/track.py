"""The track of the timeline: all steps of the story on one line, forward in green, backward in magenta."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.drawing.colours import colour, mix
from gui.drawing.painter import painting
from gui.playhead import Playhead
from gui.theming import Look

if TYPE_CHECKING:
    from graph.story import Step

LABEL = 15.0
LEAST_LABEL = 12.5
DOT = 5.0
CURRENT = 9.0
BAR = 5.0
APART = 10.0
"""Pixels between two labels."""
ROOM = 7.0
"""Pixels a step needs for its dot."""


class Track(QWidget):
    """Shows where the playhead is, and takes it elsewhere: press, drag, wheel, keys."""

    def __init__(self, playhead: Playhead, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._look = look
        self._pressed_at: float | None = None
        self._dragged = False
        self._wheel = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("Timeline")
        self.setAccessibleDescription("Left and right arrows go step by step, Home and End to the ends")
        self._shown: tuple[object, ...] = ()
        playhead.t_changed.connect(self._follow)
        playhead.story_changed.connect(self._follow)
        look.changed.connect(self.update)
        look.typesetter.ready.connect(self.update)

    def _follow(self) -> None:
        """Of most edits the track says the same: neither the moment nor what happens is another."""
        story = self._playhead.story
        shown = self._playhead.t, story.steps.happenings if story is not None else ()
        if shown != self._shown:
            self._shown = shown
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, 48)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 48)

    # --- where a moment stands

    @property
    def spacing(self) -> float:
        """Pixels between two steps."""
        return (self.width() - 2 * CURRENT) / max(1, self._playhead.length)

    def x_of(self, t: float) -> float:
        """The place of the moment ``t``: 0 is the left end, a step's dot stands in the middle of its stretch."""
        return CURRENT + self.spacing * (t / 2 if t < 1 else t - 0.5)

    def t_of(self, x: float) -> float:
        beats = (x - CURRENT) / self.spacing
        t = 2 * beats if beats < 0.5 else beats + 0.5
        return min(float(self._playhead.length), max(0.0, t))

    @property
    def _line(self) -> float:
        return self.height() - CURRENT - 4

    # --- the mouse, the wheel, the keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._playhead.length:
            self._pressed_at, self._dragged = event.position().x(), False
            self._playhead.jump(round(self.t_of(event.position().x())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        self._dragged = self._dragged or abs(event.position().x() - self._pressed_at) > 3
        if self._dragged:
            self._playhead.jump(self.t_of(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        self._wheel += delta.y() or -delta.x()
        while abs(self._wheel) >= 120:
            step = -1 if self._wheel > 0 else 1
            self._wheel += 120 * step
            self._playhead.jump(self._playhead.step_number + step)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        playhead = self._playhead
        far = max(1, playhead.length // 10)
        moves = {
            Qt.Key.Key_Left: playhead.step_back,
            Qt.Key.Key_Right: playhead.step_forward,
            Qt.Key.Key_Home: playhead.jump_to_start,
            Qt.Key.Key_End: playhead.jump_to_end,
            Qt.Key.Key_PageUp: lambda: playhead.jump(playhead.step_number - far),
            Qt.Key.Key_PageDown: lambda: playhead.jump(playhead.step_number + far),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            super().keyPressEvent(event)
        else:
            move()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            step = self._step_at(event.pos().x())
            if step is not None:
                QToolTip.showText(event.globalPos(), f"step {step.number}: {step.label.unicode}", self)
            return True
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.accept()
            return True
        return super().event(event)

    def _step_at(self, x: float) -> Step | None:
        story = self._playhead.story
        number = round(self.t_of(x))
        return story.steps[number - 1] if story and 1 <= number <= len(story.steps) else None

    # --- the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            if self._playhead.length:
                self._paint_bars(painter)
                if self.spacing >= ROOM:
                    self._paint_dots(painter)
                self._paint_labels(painter)
                self._paint_playhead(painter)
            if self.hasFocus():
                painter.setPen(QPen(colour(self._look.theme.focus), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _tone(self, phase: str, passed: bool) -> str:
        theme = self._look.theme
        full = theme.forward if phase == "forward" else theme.backward
        return full if passed else mix(theme.card, full, 0.26)

    def _paint_bars(self, painter: QPainter) -> None:
        length, forward, t = self._playhead.length, self._playhead.forward_length, self._playhead.t
        middle = CURRENT + self.spacing * forward
        ends = {"forward": (CURRENT, middle - 3), "backward": (middle + 3, CURRENT + self.spacing * length)}
        now = self.x_of(t) if t < length else ends["backward"][1]
        now = middle if t == forward else now
        painter.setPen(Qt.PenStyle.NoPen)
        for phase, (left, right) in ends.items():
            if right <= left:
                continue
            bar = QRectF(left, self._line - BAR / 2, right - left, BAR)
            painter.setBrush(colour(self._tone(phase, False)))
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
            if now > left:
                bar.setRight(min(right, now))
                painter.setBrush(colour(self._tone(phase, True)))
                painter.drawRoundedRect(bar, BAR / 2, BAR / 2)

    def _paint_dots(self, painter: QPainter) -> None:
        radius = min(DOT, self.spacing / 3)
        painter.setBrush(colour(self._look.theme.card))
        for step in self._steps():
            passed = step.number <= self._playhead.t
            painter.setPen(QPen(colour(self._tone(step.phase, passed)), 2))
            painter.drawEllipse(QPointF(self.x_of(step.number), self._line), radius, radius)

    def _paint_playhead(self, painter: QPainter) -> None:
        theme, step = self._look.theme, self._playhead.step
        phase = step.phase if step else "forward"
        painter.setPen(QPen(colour(theme.card), 2))
        painter.setBrush(colour(self._tone(phase, True)))
        painter.drawEllipse(QPointF(self.x_of(self._playhead.t), self._line), CURRENT, CURRENT)

    def _paint_labels(self, painter: QPainter) -> None:
        """The label of the step we are in, and of the others as many as have room."""
        theme, current = self._look.theme, self._playhead.step
        taken: list[tuple[float, float]] = []
        if current is not None:
            self._paint_label(painter, current, self._tone(current.phase, True), taken)
        for step in self._thinned():
            if step is not current:
                full = theme.forward if step.phase == "forward" else theme.backward
                passed = step.number <= self._playhead.t
                self._paint_label(painter, step, full if passed else mix(theme.card, full, 0.5), taken)

    def _paint_label(self, painter: QPainter, step: Step, tone: str, taken: list[tuple[float, float]]) -> None:
        formula = self._look.typesetter.formula(step.label.latex, step.label.unicode)
        px = min(LABEL, max(LEAST_LABEL, 0.92 * LABEL * self.spacing / 44))
        width = formula.width(px)
        left = min(max(0.0, self.x_of(step.number) - width / 2), self.width() - width)
        if all(left > right + APART or left + width < other - APART for other, right in taken):
            taken.append((left, left + width))
            formula.draw(painter, left, self._line - CURRENT - 6, px, tone)

    def _thinned(self) -> Iterator[Step]:
        """Every n-th step, so that what is typeset and compared stays little however long the story is."""
        stride = max(1, round(44 / max(1e-9, self.spacing)))
        steps = self._steps()
        return (steps[index] for index in range(0, len(steps), stride))

    def _steps(self) -> Sequence[Step]:
        story = self._playhead.story
        return story.steps if story else ()
