"""The timeline: transport, track, and what happens in the step we are in, in words and as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.panels.track import Track
from gui.panels.transport import SpeedButton, TransportButton
from gui.playhead import Playhead
from gui.theming import Look
from gui.writing.typeset import PhraseLabel

if TYPE_CHECKING:
    from graph.story import Step


HEIGHT = 138
NARROW = 1350
"""Pixels below which the words begin under the buttons, not under the track."""
TIGHT, EXTRA = 1150, 26
"""Pixels below which the words get ``EXTRA`` height to wrap into."""


class Timeline(QWidget):
    """The panel below the canvas."""

    def __init__(self, playhead: Playhead, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._look = look
        self.setAccessibleName("Timeline panel")
        self.first = TransportButton("first", "To the beginning", "Home", look, playhead.jump_to_start)
        self.back = TransportButton("back", "Step back", "←", look, playhead.step_back)
        self.play = TransportButton("play", "Play", "Space", look, playhead.toggle)
        self.step = TransportButton("step", "Step", "→", look, playhead.step_forward)
        self.last = TransportButton("last", "To the end", "End", look, playhead.jump_to_end)
        self.speed = SpeedButton(playhead)
        self.track = Track(playhead, look)
        self.place = QLabel()
        self.place.setProperty("muted", True)
        self.place.setMinimumWidth(178)
        self.sentence = PhraseLabel(look, px=15, wrapped_px=13)
        self.formula = PhraseLabel(look, px=15, tone="forward")
        self.note = PhraseLabel(look, px=13, tone="muted")
        self._lay_out()
        playhead.t_changed.connect(self._show)
        playhead.playing_changed.connect(self._show)
        playhead.story_changed.connect(self._show)
        self._shown: object = self
        self._show()

    def _lay_out(self) -> None:
        transport = QHBoxLayout()
        transport.setSpacing(6)
        for button in (self.first, self.back, self.play, self.step, self.last):
            transport.addWidget(button)
        transport.addSpacing(14)
        transport.addWidget(self.speed)
        below = QHBoxLayout()
        below.setSpacing(28)
        below.addWidget(self.formula, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.note, 1, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(7)
        words.addWidget(self.sentence)
        words.addLayout(below)
        words.addStretch(1)
        told = QHBoxLayout()
        told.setSpacing(12)
        told.addWidget(self.place, 0, Qt.AlignmentFlag.AlignTop)
        told.addLayout(words, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(26, 12, 36, 6)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        grid.addLayout(transport, 0, 0)
        grid.addWidget(self.track, 0, 1)
        grid.addLayout(told, 1, 1)
        grid.setRowStretch(1, 1)
        self.formula.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        self.setFixedHeight(HEIGHT)
        self._grid, self._told, self._narrow = grid, told, False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._grid.removeItem(self._told)
            self._grid.addItem(self._told, 1, 0 if narrow else 1, 1, 2 if narrow else 1)
        self.setFixedHeight(HEIGHT + EXTRA if self.width() < TIGHT else HEIGHT)

    def _show(self) -> None:
        playhead = self._playhead
        step = playhead.step
        self.play.kind = "pause" if playhead.playing else "play"
        self.play.tone = "backward" if step and step.phase == "backward" else "forward"
        self.play.setAccessibleName("Pause" if playhead.playing else "Play")
        self.play.setToolTip("Pause (Space)" if playhead.playing else "Play (Space)")
        self.play.update()
        for button in (self.first, self.back):
            button.setEnabled(playhead.t > 0)
        for button in (self.step, self.last):
            button.setEnabled(bool(playhead.length) and not playhead.at_end)
        self.play.setEnabled(bool(playhead.length))
        shown = (playhead.story, step.number if step else 0)
        if shown != self._shown:
            self._shown = shown
            self._tell(step)

    def _tell(self, step: Step | None) -> None:
        """The words of one step; numbered from 1 over the whole story."""
        length = self._playhead.length
        if step is None:
            self.place.setText(f"Before step 1 of {length}" if length else "")
            if length:
                self.sentence.set_phrase("Press play, or Space: values appear node by node, then adjoints run back.")
            else:
                self.sentence.set_phrase("There is nothing to play yet.")
            self.formula.set_phrase()
            self.note.set_phrase()
            return
        self.place.setText(f"{step.phase.capitalize()} · step {step.number} of {length}")
        self.sentence.set_phrase(*step.sentence)
        self.formula.set_tone(step.phase)
        self.formula.set_phrase(step.formula)
        self.note.set_phrase(*step.note)
