"""Leaves that were untied, and the sums of their adjoints, kept up with the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.canvas.items import Layer
from gui.drawing.picture import Picture
from gui.drawing.shares import Share, measure_share, paint_share
from gui.drawing.sums import summed, untied
from gui.drawing.surface import Surface
from gui.drawing.values import Block

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class SharesLayer(Layer):
    """The sums beside the copies, above the wires."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.stage, -0.4)
        self._view = view
        self._made: dict[str, tuple[Any, Block | None, str]] = {}

    @property
    def shares(self) -> list[Share]:
        """What is drawn now."""
        picture, look = self.stage.picture, self.stage.look
        found = []
        for name, copies in self._untied().items():
            if picture is not None:
                words = self.total(name, copies)[1]
                found.append(measure_share(picture, name, copies, words, look.typesetter, look.digits))
        return [share for share in found if share is not None]

    def bounds(self) -> QRectF:
        area = QRectF()
        for share in self.shares:
            area = area.united(share.rect)
        return area

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        surface = Surface(painter, self.stage.values, self.stage.look.theme, zoom)
        for share in self.shares:
            shown = all(self.stage.pose.card(copy).adjoint >= 1 for copy in share.copies)
            total, _ = self.total(share.name, share.copies)
            paint_share(surface, share, total if shown else None)

    def total(self, name: str, copies: tuple[str, ...]) -> tuple[Block | None, str]:
        """The sum of the copies' adjoints, and how it compares with the adjoint of the leaf tied again."""
        run = self._view.stage.values.run
        if name not in self._made or self._made[name][0] is not run:
            self._made[name] = (run, *summed(self._view.document.current, run, name, copies))
        return self._made[name][1:]

    def _untied(self) -> dict[str, tuple[str, ...]]:
        return untied(self._view.document.graph, self._view.document.drawn)
