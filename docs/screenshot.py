"""Makes window.png of the README: the real window, as the second message of A is on its way. No display needed."""

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()  # the window as it is at its first start

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QMainWindow

from assets import asset
from gui.__main__ import main
from gui.playhead import Playhead

WIDTH, HEIGHT = 1680, 1050
PICTURE = Path(__file__).with_name("window.png")


def settle(milliseconds: int = 1500) -> None:
    """Lets the layout, the typesetting and the evaluation that run beside the window finish."""
    deadline = QDeadlineTimer(milliseconds)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def photograph() -> int:
    """In place of the event loop: the picture, and the end."""
    (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    window.resize(WIDTH, HEIGHT)
    settle()
    playhead = (window.findChildren(Playhead) or QApplication.instance().findChildren(Playhead))[0]
    _, second, *_ = (step for step in playhead.story.steps if step.kind == "send" and step.parent == "A")
    playhead.jump(second.number - 0.72)
    settle()
    if not window.grab().save(str(PICTURE)):
        raise SystemExit(f"cannot write {PICTURE}")
    window.close()
    return 0


QApplication.exec = staticmethod(photograph)
sys.argv = ["adjoint", str(asset("examples/shared-A.adjoint"))]
main()
