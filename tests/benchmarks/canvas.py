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
from typing import Any

from tests.benchmarks.nets import layered
from tests.benchmarks.peers import PEERS
from tests.benchmarks.viewing import FIGURES, FRAMES, HEIGHT, WIDTH, frame, memory, timed


def adjoint(nodes: int) -> dict[str, float]:
    """The figures of our canvas, all values and adjoints shown."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from graph.files import Document
    from gui.application import make_application
    from gui.canvas.view import CanvasView
    from gui.document import OpenDocument
    from gui.evaluator import Evaluator
    from gui.playhead import Playhead
    from gui.selection import Selection
    from gui.settings import Settings
    from gui.theming import Look

    make_application()
    document = OpenDocument()
    document.new(Document(text=layered(nodes)))
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
    _bring_fifty(view)
    QTest.qWait(2000)  # formulas are typeset

    def move() -> None:
        view.scroll_by(40, 8)
        frame(view)

    moving = [timed(move) for _ in range(FRAMES)]
    QApplication.processEvents()
    drags = _dragged(view)
    figures = built, *(1e3 * median(times) for times in (full, moving, drags)), memory()
    view.stage.placing.close()
    evaluator.close()
    look.close()
    view.close()
    return dict(zip(FIGURES, figures, strict=True))


def _bring_fifty(view: Any) -> None:
    """Looks at the middle of the graph, so near that some 50 cards are in view."""
    from PySide6.QtCore import QRectF

    picture = view.stage.picture
    middle = picture.rect(picture.graph.order[len(picture.cards) // 2]).center()

    def area(side: float) -> QRectF:
        return QRectF(middle.x() - 8 * side, middle.y() - 4.5 * side, 16 * side, 9 * side)

    side = 1.0
    while len(picture.cards_in(area(side))) < 50:
        side *= 1.05
    view.bring(area(side))


def _dragged(view: Any) -> list[float]:
    """Presses on a card in view and moves the mouse, as a hand does."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    port, picture = view.viewport(), view.stage.picture
    centre = view.mapToScene(port.rect().center())
    name = min(picture.cards, key=lambda one: (picture.rect(one).center() - centre).manhattanLength())
    point = view.mapFromScene(picture.rect(name).topLeft() + QPointF(6, 6))
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(port, button, keys, point)
    taken = []
    for k in range(1, FRAMES + 5):

        def step(k: int = k) -> None:
            QTest.mouseMove(port, point + QPoint(6 * k, 4 * k))
            QApplication.processEvents()

        taken.append(timed(step))
    moved = view.stage.picture.placement[name] != picture.placement[name]
    QTest.mouseRelease(port, button, keys, point + QPoint(60, 40))
    return taken[4:] if moved else [float("nan")]


CONTESTANTS: dict[str, Callable[[int], dict[str, float]]] = {"Adjoint": adjoint, **PEERS}


def measure(name: str, nodes: int) -> dict[str, float] | None:
    """The figures of one editor, in a process of its own; None where it is not installed, or fails."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.canvas", "--alone", name, str(nodes)],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    if done.returncode:
        missing = "ModuleNotFoundError" in done.stderr
        print(f"{name:<22}" + ("not installed" if missing else done.stderr.strip().splitlines()[-1]))
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
                print(name.ljust(22) + "".join(f"{found[figure]:16.1f}" for figure in FIGURES), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
