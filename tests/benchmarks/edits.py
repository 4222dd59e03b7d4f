"""How long the window takes from an edit to the picture that shows it: ``python -m tests.benchmarks.edits [layers]``.

A network of six nodes a layer (194 nodes, if not said) stands at its last step, at 100 %, in a window of 1680×1050.
The table shows medians: until all is calculated, and until it is painted, in milliseconds and in frames of a screen of
60 Hz, for edits after a rest and for edits in succession, as when a number is dragged. Reading and planning the whole
text anew stand beside them, in the same run.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

import graph
from graph.evaluation.plan import plan
from gui.application import make_application
from gui.collecting import Collecting
from gui.settings import Settings
from gui.window import Window
from tests.benchmarks.nets import deep

FRAME = 1000 / 60
ROUNDS = 15

PAUSES = {"after a rest": 1500, "in succession": 1}
"""Milliseconds between two edits: in the long ones formulas are typeset, the check is made, garbage is collected."""


def wait(milliseconds: int) -> None:
    """Lets the program run as it does when nobody measures: ``QTest.qWait`` would hold up its other threads."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def measured(edit: Callable[[int], None], pause: int) -> tuple[float, float]:
    """Milliseconds until ``edit`` returns, and until what it changed is painted."""
    application = make_application()
    done, shown = [], []
    for k in range(ROUNDS + 3):
        began = time.perf_counter()
        edit(k)
        done.append(time.perf_counter() - began)
        application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        shown.append(time.perf_counter() - began)
        wait(pause)
    return 1e3 * median(done[3:]), 1e3 * median(shown[3:])


def anew(text: str) -> float:
    """Milliseconds to read and plan a text without anything kept from before."""
    took = []
    for _ in range(7):
        gc.collect()
        began = time.perf_counter()
        plan(graph.read(text), "L")
        took.append(time.perf_counter() - began)
    return 1e3 * median(took)


def main() -> None:
    layers = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    text = deep(layers)
    make_application()
    window = Window(Settings())
    window.resize(1680, 1050)
    window.show()
    window.document.new(graph.Document(text=text))
    while window.look.typesetter.busy:
        wait(100)
    wait(1000)
    window.playhead.jump_to_end()
    window.canvas.zoom_to_actual_size()
    Collecting(window.document).begin()
    numbers = np.random.default_rng(0)
    before, functions = "tanh(a_5)", ("sin(a_5)", "cos(a_5)")
    rows = {
        "a number": lambda _k: window.document.set_value("W_3", numbers.normal(size=(3, 3)) / 2),
        "an equation": lambda k: window.document.change("edit", text=text.replace(before, functions[k % 2])),
    }
    assert window.document.graph is not None
    print(f"{len(window.document.graph.nodes)} nodes; reading and planning the text anew: {anew(text):.0f} ms")
    print(f"{'edit':28}{'calculated':>12}{'painted':>12}{'frames':>9}")
    for words, edit in rows.items():
        for when, pause in PAUSES.items():
            done, shown = measured(edit, pause)
            print(f"{words + ', ' + when:28}{done:9.1f} ms{shown:9.1f} ms{shown / FRAME:9.1f}")
    window.document.undo_stack.setClean()
    window.close()


if __name__ == "__main__":
    main()
