"""What stands still is copied as it was drawn, at every scale of the screen; what changed is drawn anew."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from assets import asset
from gui.canvas.still import Still
from gui.drawing.strokes import HINTS


def strokes(painter: QPainter, _area: QRectF) -> None:
    painter.setPen(QPen(QColor("#203040"), 1.5))
    painter.drawLine(3, 4, 70, 61)
    painter.drawEllipse(QRectF(20.3, 10.6, 30, 41))


class Drawn(QWidget):
    def __init__(self, still: Still | None) -> None:
        super().__init__()
        self.still = still
        self.resize(80, 70)

    def paintEvent(self, event) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(HINTS)
            painter.translate(2.25, 1)
            exposed = QRectF(-3, -3, 90, 90)
            if self.still is None:
                strokes(painter, exposed)
            else:
                self.still.paint(painter, exposed, "same", strokes)


def seen(widget: QWidget, scale: float) -> QImage:
    """The widget on a screen of some scale, its corner in the middle of a pixel where the scale is fractional."""
    image = QImage(150, 140, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill("#ffffff")
    widget.render(image, QPoint(1, 3))
    return image


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_a_copy_looks_like_what_was_drawn(qtbot, scale):
    direct, copied = Drawn(None), Drawn(Still())
    qtbot.addWidget(direct)
    qtbot.addWidget(copied)
    wanted, first, second = seen(direct, scale), seen(copied, scale), seen(copied, scale)
    assert first == second
    assert apart(wanted, first) <= 3


def apart(one: QImage, other: QImage) -> int:
    """The largest difference of two pictures in one channel; a copy laid over its ground may be rounded otherwise."""
    shades = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (one, other)]
    return int(np.abs(shades[0] - shades[1]).max())


def on_screen(window) -> QImage:
    canvas = window.canvas.viewport()
    place = canvas.rect().translated(canvas.mapTo(window, QPoint(0, 0)))
    return QGuiApplication.primaryScreen().grabWindow(window.winId()).toImage().copy(place)


def test_a_wire_that_is_led_anew_within_the_same_bounds_is_drawn_anew(window, qtbot):
    window.document.open(Path(str(asset("examples") / "rnn-cell.adjoint")))
    window.canvas.fit()
    qtbot.wait(100)
    again = 0
    for k in range(40):
        before = window.canvas.stage.picture
        x, y = before.placement["W_x"]
        window.document.place({"W_x": (x + (7, -9, 4, -3)[k % 4], y + (5, -4, 8, -7)[k % 4])})
        qtbot.wait(5)
        now = window.canvas.stage.picture
        again += any(
            wire is not before.wires[e] and wire.bounds == before.wires[e].bounds for e, wire in now.wires.items()
        )
        shown = on_screen(window)
        window.canvas.viewport().repaint()
        assert apart(shown, on_screen(window)) <= 3
    assert again
