"""The layers of what is drawn beside the graph."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.canvas.items import Layer
from gui.canvas.stage import Stage
from gui.drawing.folds import paint_fold
from gui.drawing.frames import paint_frames
from gui.drawing.notes import paint_notes
from gui.drawing.openings import paint_openings
from gui.drawing.picture import Picture
from gui.drawing.surface import Surface
from gui.drawing.tags import paint_tags


class FramesLayer(Layer):
    """All frames, those of open equations too, below everything."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, -3)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        paint_frames(painter, picture, self.stage.look.theme, zoom)
        paint_openings(painter, picture, self.stage.look.theme)


class FoldsLayer(Layer):
    """The cards that stand for several nodes, above the others, and the tags on all cards."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, 0.5)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        stage = self.stage
        paint_tags(painter, picture, stage.pose, stage.look.theme, zoom, exposed)
        surface = Surface(painter, stage.values, stage.look.theme, zoom)
        for key, fold in picture.folds.items():
            if fold.rect.adjusted(-16, -16, 16, 16).intersects(exposed):
                selected = not frozenset(stage.selection.selected).isdisjoint(fold.nodes)
                paint_fold(surface, picture, fold, stage.pose, selected, stage.fronts.get(key))


class NotesLayer(Layer):
    """All notes, above the wires and below the cards."""

    def __init__(self, stage: Stage, current: Callable[[], str | None]) -> None:
        super().__init__(stage, -0.5)
        self._current = current

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        paint_notes(painter, picture, self.stage.look.theme, current=self._current())
