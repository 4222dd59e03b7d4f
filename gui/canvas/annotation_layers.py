"""The layers of what is drawn beside the graph."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.canvas.items import Layer
from gui.canvas.stage import Stage
from gui.drawing.frames import paint_frames
from gui.drawing.picture import Picture


class FramesLayer(Layer):
    """All frames, below everything."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, -3)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        paint_frames(painter, picture, self.stage.look.theme, zoom)
