"""How long the window stands still while a large file is opened: ``python -m tests.benchmarks.opening [nodes…]``.

A layered net is opened by its path in a window of 1680×1050. A timer that fires whenever there is nothing else to do
notes how long it could not; the longest such gaps stand in the table, in milliseconds by the clock, with what of them
the GUI thread itself has calculated. Taken over is when the graph is in the window, settled when nothing is left to do.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

import graph
from gui.application import make_application
from gui.collecting import Collecting
from gui.settings import Settings
from gui.window import Window
from tests.benchmarks.nets import layered

REST = 3.0
"""Seconds after everything has arrived in which formulas are typeset, and the like."""

SHOWN = 5


class Gaps(QObject):
    """Notes how long the event loop does not come round.

    ``found`` are pairs (seconds by the clock, seconds of this thread's own work), one a round.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[float, float]] = []
        self._last = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._note)

    def begin(self) -> None:
        self.found = []
        self._last = time.perf_counter(), time.thread_time()
        self._timer.start()

    def end(self) -> list[tuple[float, float]]:
        """The gaps, the longest first."""
        self._timer.stop()
        return sorted(self.found, reverse=True)

    def _note(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.found.append((now[0] - self._last[0], now[1] - self._last[1]))
        self._last = now


def opened(window: Window, path: Path) -> tuple[float, float, list[tuple[float, float]]]:
    """Opens a file. Seconds until its graph is there, seconds until all is done, and the gaps meanwhile."""
    application, gaps = make_application(), Gaps()
    began = time.perf_counter()
    gaps.begin()
    window.filing.open_path(path)
    while window.document.path != path:
        application.processEvents()
    taken = time.perf_counter() - began
    while window.evaluator.busy or window.canvas.stage.picture is None:
        application.processEvents()
    done = time.perf_counter() - began
    until = time.perf_counter() + REST
    while time.perf_counter() < until:
        application.processEvents()
    return taken, done, gaps.end()


def main(arguments: list[str]) -> None:
    make_application()
    print(f"{'nodes':>8}{'taken over s':>14}{'settled s':>11}   longest gaps ms (own work)")
    for nodes in [int(argument) for argument in arguments] or [1_000, 10_000, 50_000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "net.adjoint"
            graph.save(graph.Document(text=layered(nodes)), path)
            window = Window(Settings())
            Collecting(window.document).begin()
            window.resize(1680, 1050)
            window.show()
            QTest.qWait(500)
            taken, done, gaps = opened(window, path)
            told = "  ".join(f"{1e3 * clock:.0f} ({1e3 * own:.0f})" for clock, own in gaps[:SHOWN])
            print(f"{nodes:>8,}{taken:>14.2f}{done:>11.2f}   {told}", flush=True)
            window.document.undo_stack.setClean()
            window.close()


if __name__ == "__main__":
    main(sys.argv[1:])
