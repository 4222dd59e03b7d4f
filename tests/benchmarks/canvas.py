"""How fast the canvas is with many nodes, beside other node editors where they are installed.

Run as ``python -m tests.benchmarks.canvas [nodes…]``. Each editor gets a process of its own, without a display.
Build is from a graph that is read and evaluated to a canvas that is painted; the full frame is all of the graph in
1920 × 1080 pixels; a frame with 50 nodes is one of a view that is being moved; a step of a drag moves one node and
paints what that asks for. Memory is what the process has taken at most.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from tests.benchmarks.nets import layered

WIDTH, HEIGHT = 1920, 1080
FRAMES = 15
FIGURES = ("build s", "full frame ms", "50 visible ms", "drag step ms", "memory MB")


def timed(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def memory() -> float:
    """The most memory this process has had, in MB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def frame(view: Any) -> None:
    """Paints everything in view, and nothing else: what a window does when it is uncovered."""
    from PySide6.QtGui import QImage

    if not hasattr(view, "benchmark_image"):
        view.benchmark_image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    view.viewport().render(view.benchmark_image)


def adjoint(nodes: int) -> dict[str, float]:
    """The figures of our canvas."""
    from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from graph.files import Document
    from graph.language import parse
    from gui.application import make_application
    from gui.canvas.view import CanvasView
    from gui.document import OpenDocument
    from gui.evaluator import Evaluator
    from gui.playhead import Playhead
    from gui.selection import Selection
    from gui.settings import Settings
    from gui.theming import Look

    application = make_application()
    document = OpenDocument()
    text = layered(nodes)
    document.new(Document(text=text))
    evaluator, playhead, selection, look = Evaluator(document), Playhead(), Selection(), Look(Settings())
    while evaluator.busy:
        QApplication.processEvents()
    playhead.set_story(evaluator.story)
    playhead.jump_to_end()
    views: list[CanvasView] = []

    def build() -> None:
        view = CanvasView(document, evaluator, playhead, selection, look)
        views.append(view)
        view.resize(WIDTH, HEIGHT)
        view.show()
        while view.stage.picture is None:
            QApplication.processEvents()
        view.fit()
        frame(view)

    built = timed(build)
    view = views[0]
    full = [timed(lambda: frame(view)) for _ in range(FRAMES)]
    picture = view.stage.picture
    assert picture is not None
    middle = picture.rect(picture.graph.order[nodes // 2]).center()
    side = 1.0
    while len(picture.cards_in(_around(middle, side))) < 50:
        side *= 1.1
    view.bring(_around(middle, side))
    QTest.qWait(2000)  # formulas are typeset

    def move() -> None:
        view.scroll_by(40, 8)
        frame(view)

    moving = [timed(move) for _ in range(FRAMES)]
    QApplication.processEvents()
    drags = _drag_ours(view, picture)
    result = dict(zip(FIGURES, (built, *(1e3 * median(x) for x in (full, moving, drags)), memory()), strict=True))
    evaluator.close()
    look.close()
    view.close()
    return result


def _around(middle: Any, side: float) -> Any:
    from PySide6.QtCore import QRectF

    return QRectF(middle.x() - side * 16 / 2, middle.y() - side * 9 / 2, side * 16, side * 9)


def _drag_ours(view: Any, picture: Any) -> list[float]:
    """Presses on a node in view and moves the mouse, as a hand does."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    port = view.viewport()
    centre = view.mapToScene(port.rect().center())
    name = min(picture.cards, key=lambda n: (picture.rect(n).center() - centre).manhattanLength())
    point = view.mapFromScene(picture.rect(name).topLeft() + QPointF(6, 6))
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    taken = []
    for k in range(1, FRAMES + 5):

        def step(k: int = k) -> None:
            QTest.mouseMove(port, point + QPoint(6 * k, 4 * k))
            QApplication.processEvents()

        taken.append(timed(step))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point + QPoint(60, 40))
    return taken[4:]


CONTESTANTS: dict[str, Callable[[int], dict[str, float]]] = {"Adjoint": adjoint}


def measure(name: str, nodes: int) -> dict[str, float] | None:
    """The figures of one editor, in a process of its own; None where it is not installed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.canvas", "--alone", name, str(nodes)],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        return None
    found: dict[str, float] | None = json.loads(done.stdout.splitlines()[-1])
    return found


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--alone"]:
        print(json.dumps(CONTESTANTS[arguments[1]](int(arguments[2]))))
        return
    for nodes in [int(argument) for argument in arguments] or [1_000, 5_000]:
        print(f"{nodes:,} nodes".ljust(22) + "".join(figure.rjust(16) for figure in FIGURES))
        for name in CONTESTANTS:
            found = measure(name, nodes)
            if found is not None:
                print(name.ljust(22) + "".join(f"{found[figure]:16.1f}" for figure in FIGURES))


if __name__ == "__main__":
    main(sys.argv[1:])
