"""What the program remembers between two starts, for this user on this machine."""

from __future__ import annotations

import contextlib
import math
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from gui.playhead import SPEEDS

THEMES = ("system", "light", "dark")
DIGITS = (2, 3, 4, 5, 6)
"""Significant digits that numbers may be shown with."""

RECENT = 10
"""Files that Open recent lists at most."""


class Settings(QObject):
    """Look, speed, recent files and the window's geometry.

    A setting that cannot be read (a file edited by hand, an older program) is its default.
    Signals: ``look_changed()`` for theme, digits, sign colours and motion; ``recent_changed()``.
    """

    look_changed = Signal()
    recent_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "adjoint", "adjoint")

    # --- the look

    @property
    def theme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        choice = self._store.value("look/theme", "system")
        return choice if choice in THEMES else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._set_look("look/theme", choice, THEMES)

    @property
    def digits(self) -> int:
        """Significant digits of the numbers on the canvas."""
        digits = self._number("look/digits", 3)
        return int(digits) if digits in DIGITS else 3

    @digits.setter
    def digits(self, digits: int) -> None:
        self._set_look("look/digits", digits, DIGITS)

    @property
    def flip_signs(self) -> bool:
        """Whether blue and orange change places."""
        return self._flag("look/flip_signs")

    @flip_signs.setter
    def flip_signs(self, flip: bool) -> None:
        self._set_look("look/flip_signs", bool(flip), (False, True))

    @property
    def reduce_motion(self) -> bool:
        """Whether what travels fades instead."""
        return self._flag("look/reduce_motion")

    @reduce_motion.setter
    def reduce_motion(self, reduce: bool) -> None:
        self._set_look("look/reduce_motion", bool(reduce), (False, True))

    @property
    def snap(self) -> bool:
        """Whether cards that are dragged catch at others."""
        return self._flag("look/snap", True)

    @snap.setter
    def snap(self, snap: bool) -> None:
        self._store.setValue("look/snap", bool(snap))

    # --- playing

    @property
    def speed(self) -> float:
        speed = self._number("play/speed", 1.0)
        return speed if speed in SPEEDS else 1.0

    @speed.setter
    def speed(self, speed: float) -> None:
        self._store.setValue("play/speed", "inf" if math.isinf(speed) else speed)

    # --- recent files

    @property
    def recent(self) -> list[Path]:
        """The files opened or saved last, newest first, without those that are gone."""
        listed = self._store.value("files/recent", [])
        listed = [listed] if isinstance(listed, str) else listed
        if not isinstance(listed, list):
            return []
        there = []
        for entry in listed:
            with contextlib.suppress(OSError, ValueError):
                if isinstance(entry, str) and Path(entry).is_file():
                    there.append(Path(entry))
        return there

    def opened(self, path: Path) -> None:
        """Puts a file at the head of the recent ones."""
        path = path.absolute()
        rest = [other for other in self.recent if other != path]
        self._store.setValue("files/recent", [str(file) for file in (path, *rest)[:RECENT]])
        self.recent_changed.emit()

    def forget_recent(self) -> None:
        self._store.remove("files/recent")
        self.recent_changed.emit()

    @property
    def folder(self) -> Path:
        """Where file dialogs begin."""
        recent = self.recent
        return recent[0].parent if recent else Path.home()

    # --- commands

    @property
    def recent_commands(self) -> list[str]:
        """What was taken from the command palette last, newest first, by menu path."""
        listed = self._store.value("commands/recent", [])
        listed = [listed] if isinstance(listed, str) else listed
        return [entry for entry in listed if isinstance(entry, str)] if isinstance(listed, list) else []

    def remember_command(self, path: str) -> None:
        rest = [other for other in self.recent_commands if other != path]
        self._store.setValue("commands/recent", [path, *rest][:RECENT])

    # --- the window

    def window(self, key: str) -> QByteArray | None:
        """What the window said of itself under ``key`` when it was last closed."""
        value = self._store.value(f"window/{key}")
        return value if isinstance(value, QByteArray) else None

    def remember_window(self, key: str, value: QByteArray) -> None:
        self._store.setValue(f"window/{key}", value)

    def write(self) -> None:
        """To disk, now."""
        self._store.sync()

    def _set_look(self, key: str, value: Any, allowed: tuple[Any, ...]) -> None:
        if value not in allowed:
            raise ValueError(f"{key} cannot be {value!r}")
        if self._store.value(key) != value:
            self._store.setValue(key, value)
            self.look_changed.emit()

    def _flag(self, key: str, default: bool = False) -> bool:
        return str(self._store.value(key, default)).lower() == "true"

    def _number(self, key: str, default: float) -> float:
        try:
            return float(self._store.value(key, default))
        except (TypeError, ValueError):
            return default
