"""Finds what a test started and did not stop: timers, threads, animations, processes."""

import multiprocessing
import threading
import traceback
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QObject, QThread, QThreadPool, QTimer

_PROJECT = Path(__file__).parents[2]
_PATIENCE_MS = 2000


class Watch:
    """While entered, remembers who started what; `running()` says what still runs, with the line that started it."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._started: dict[weakref.ref[Any], str] = {}
        self._pending: dict[int, tuple[QObject | None, str]] = {}
        self._threads: dict[threading.Thread, str] = {}

    def __enter__(self) -> "Watch":
        for kind in (QTimer, QThread, QAbstractAnimation):
            self._remember_starts(kind)
        self._remember_single_shots()
        self._remember_python_threads()
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def running(self) -> list[str]:
        """One line for each thing that still runs. Objects that are about to be deleted are deleted first."""
        if QCoreApplication.instance() is not None:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        things = [(reference(), line) for reference, line in self._started.items()]
        found = [f"  {type(thing).__name__} started at {line}" for thing, line in things if _runs(thing)]
        found += [
            f"  QTimer.singleShot not yet fired, started at {line}"
            for context, line in self._pending.values()
            if context is None or shiboken6.isValid(context)
        ]
        found += [f"  thread {t.name!r} started at {line}" for t, line in self._threads.items() if _outlives(t)]
        found += [f"  process {process.name!r}" for process in multiprocessing.active_children()]
        if not QThreadPool.globalInstance().waitForDone(_PATIENCE_MS):
            found.append("  a task of QThreadPool.globalInstance()")
        return found

    def _remember_starts(self, kind: type) -> None:
        original = kind.start

        def start(thing: Any, *arguments: Any, **options: Any) -> Any:
            self._started[weakref.ref(thing)] = _line()
            return original(thing, *arguments, **options)

        self._patch.setattr(kind, "start", start)

    def _remember_single_shots(self) -> None:
        original = QTimer.singleShot

        def single_shot(*arguments: Any) -> None:
            *before, call = arguments
            if not callable(call):  # a slot by its name: nothing of ours to wrap
                original(*arguments)
                return
            owner = next((a for a in before if isinstance(a, QObject)), getattr(call, "__self__", None))
            key = id(before)
            self._pending[key] = (owner if isinstance(owner, QObject) else None, _line())
            original(*before, self._fired(key, call, before))

        self._patch.setattr(QTimer, "singleShot", staticmethod(single_shot))

    def _fired(self, key: int, call: Callable[[], object], kept: list[Any]) -> Callable[[], None]:
        def fire() -> None:
            self._pending.pop(key, None)
            kept.clear()
            call()

        return fire

    def _remember_python_threads(self) -> None:
        original = threading.Thread.start

        def start(thread: threading.Thread) -> None:
            self._threads[thread] = _line()
            original(thread)

        self._patch.setattr(threading.Thread, "start", start)


def _runs(thing: QTimer | QThread | QAbstractAnimation | None) -> bool:
    if thing is None or not shiboken6.isValid(thing):
        return False
    if isinstance(thing, QTimer):
        return thing.isActive()
    if isinstance(thing, QThread):
        return thing.isRunning()
    return thing.state() == QAbstractAnimation.State.Running


def _outlives(thread: threading.Thread) -> bool:
    """A thread that was told to end gets a moment to do so."""
    thread.join(_PATIENCE_MS / 1000)
    return thread.is_alive()


def _line() -> str:
    """The innermost line of the project on the stack, this file left out."""
    frames = [frame for frame in traceback.extract_stack() if frame.filename != __file__]
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PROJECT / "gui")]
    ours = ours or [frame for frame in frames if Path(frame.filename).is_relative_to(_PROJECT / "tests")]
    frame = (ours or frames)[-1]
    return f"{frame.filename}:{frame.lineno}: {frame.line}"
