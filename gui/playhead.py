"""Where on the story we are: t in beats, and the clock that moves it."""

from __future__ import annotations

import math
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from graph.story import Step, Story

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, math.inf)
"""Times the story's own pace; infinity goes from step to step without the way between."""

FRAME = 16
"""Milliseconds between two pictures."""

_SAME = 1e-9


class Playhead(QObject):
    """The time ``t`` on a story: 0 is before anything, k is after step k.

    Only this object knows seconds. Its one timer runs while something moves, and never otherwise.
    Signals: ``t_changed(float)``, ``playing_changed(bool)``, ``speed_changed(float)``, ``story_changed()``.
    """

    t_changed = Signal(float)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    story_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._story: Story | None = None
        self._t = 0.0
        self._speed = 1.0
        self._playing = False
        self._stop_at: float | None = None
        self._waited = 0.0
        self._clock = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._tick)

    # --- what is

    @property
    def story(self) -> Story | None:
        return self._story

    @property
    def t(self) -> float:
        return self._t

    @property
    def length(self) -> int:
        """The number of steps."""
        return len(self._story.steps) if self._story else 0

    @property
    def forward_length(self) -> int:
        """How many steps belong to the forward sweep."""
        return self._story.forward_length if self._story else 0

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def moving(self) -> bool:
        """Whether the clock runs: playing, or on the way through one step."""
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def step_number(self) -> int:
        """The step that t stands in or has just finished, from 1; 0 before the first."""
        return min(self.length, math.ceil(self._t - _SAME))

    @property
    def step(self) -> Step | None:
        number = self.step_number
        return self._story.steps[number - 1] if self._story and number else None

    @property
    def at_end(self) -> bool:
        return self._t >= self.length - _SAME

    # --- what the user does

    def set_story(self, story: Story | None, *, keep: bool = True) -> None:
        """Another story. With ``keep`` the playhead stays on the same step, or the same end, where there is one."""
        target = self._same_place(story) if keep else 0.0
        self.pause()
        self._story = story
        self.story_changed.emit()
        self._move(target, force=True)

    def set_speed(self, speed: float) -> None:
        if speed not in SPEEDS:
            raise ValueError(f"no such speed: {speed}")
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit(speed)

    def faster(self) -> None:
        self.set_speed(SPEEDS[min(len(SPEEDS) - 1, SPEEDS.index(self._speed) + 1)])

    def slower(self) -> None:
        self.set_speed(SPEEDS[max(0, SPEEDS.index(self._speed) - 1)])

    def toggle(self) -> None:
        if self._playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """To the end; from the beginning again where the end is reached."""
        if not self.length:
            return
        if self.at_end:
            self._move(0.0)
        self._stop_at = None
        self._set_playing(True)
        self._start_clock()

    def pause(self) -> None:
        self._timer.stop()
        self._stop_at = None
        self._set_playing(False)

    def step_forward(self) -> None:
        """Through the next step, or the rest of this one, and stops there."""
        if self._stop_at is not None:
            self._move(self._stop_at)
        if self._playing:
            self._set_playing(False)
        if self.at_end:
            self.pause()
            return
        self._stop_at = math.floor(self._t + _SAME) + 1.0
        if math.isinf(self._speed):
            self.jump(self._stop_at)
        else:
            self._start_clock()

    def step_back(self) -> None:
        """To the end of the step before, at once: exactly what stepping forward showed there."""
        self.jump(math.ceil(self._t - _SAME) - 1)

    def jump(self, t: float) -> None:
        """To ``t``, and stops there."""
        self.pause()
        self._move(t)

    def jump_to_start(self) -> None:
        self.jump(0)

    def jump_to_end(self) -> None:
        self.jump(self.length)

    def jump_to_values(self) -> None:
        """To the end of the forward sweep."""
        self.jump(self.forward_length)

    # --- the clock

    def _start_clock(self) -> None:
        self._waited = 0.0
        self._clock = perf_counter()
        self._timer.start()

    def _tick(self) -> None:
        now = perf_counter()
        elapsed, self._clock = now - self._clock, now
        self._advance(min(elapsed, 0.25))

    def _advance(self, seconds: float) -> None:
        """Moves t by what fits into ``seconds``; at most over one step's end a picture, so that none is missed."""
        if self._story is None or self.at_end:
            self.pause()
            return
        number = math.floor(self._t + _SAME) + 1
        duration = max(1e-3, self._story.duration(number))
        if math.isinf(self._speed):
            self._waited += seconds
            if self._waited < duration:
                return
            self._waited = 0.0
            target = float(number)
        else:
            target = min(float(number), self._t + seconds * self._speed / duration)
        self._move(target)
        if self.at_end or (self._stop_at is not None and self._t >= self._stop_at - _SAME):
            self.pause()

    def _move(self, t: float, *, force: bool = False) -> None:
        t = min(float(self.length), max(0.0, float(t)))
        if abs(t - round(t)) < _SAME:
            t = float(round(t))
        if t != self._t or force:
            self._t = t
            self.t_changed.emit(t)

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)

    def _same_place(self, story: Story | None) -> float:
        """Where the present moment lies on another story."""
        if story is None or self._story is None or not self._t:
            return 0.0
        if self.at_end:
            return float(len(story.steps))
        if self._t == self.forward_length:
            return float(story.forward_length)
        again = story.again(self.step) if self.step is not None else None
        if again is not None:
            return again.number - (self.step_number - self._t)
        return min(self._t, float(len(story.steps)))
