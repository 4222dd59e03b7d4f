"""What the parts of a picture are painted on: a painter, with the numbers, the theme and the detail of the moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from gui.drawing.grids import Grid
from gui.drawing.mathematics import Formula
from gui.drawing.matrices import BlockLook, paint_block, paint_frame
from gui.drawing.strokes import text
from gui.drawing.theme import Theme
from gui.drawing.values import Block, Values


@dataclass(frozen=True, slots=True)
class Surface:
    """``zoom`` is pixels on screen a unit; ``crisp`` draws mathematics as outlines, for exports."""

    painter: QPainter
    values: Values
    theme: Theme
    zoom: float = 1.0
    crisp: bool = False

    @contextmanager
    def faded(self, share: float) -> Iterator[None]:
        """What is painted inside has this share of its opacity."""
        opacity = self.painter.opacity()
        self.painter.setOpacity(opacity * share)
        try:
            yield
        finally:
            self.painter.setOpacity(opacity)

    @contextmanager
    def moved(self, x: float, y: float, scale: float = 1.0) -> Iterator[None]:
        """What is painted inside has its origin at (x, y)."""
        self.painter.save()
        self.painter.translate(x, y)
        self.painter.scale(scale, scale)
        try:
            yield
        finally:
            self.painter.restore()

    def formula(self, formula: Formula, x: float, baseline: float, px: float, ink: str) -> None:
        formula.draw(self.painter, x, baseline, px, ink, self.crisp)

    def text(
        self, x: float, middle: float, words: str, px: float, ink: str, weight: int = 400, align: float = 0
    ) -> None:
        text(self.painter, x, middle, words, px, ink, weight, align)

    def block(self, x: float, y: float, cells: Grid, block: Block | None, look: BlockLook) -> None:
        paint_block(self.painter, x, y, cells, block, look, self.theme, self.zoom)

    def frame(self, x: float, y: float, cells: Grid, look: BlockLook) -> None:
        paint_frame(self.painter, x, y, cells, look, self.theme)

    def look(self, edge: str, reveal: float = 1.0, framed: bool = False) -> BlockLook:
        return BlockLook(edge, reveal, digits=self.values.digits, crisp=self.crisp, framed=framed)

    def inbox_look(self, parent: str) -> BlockLook:
        """For messages and their sum: with the decimals that make them add up."""
        decimals, _ = self.values.decimals(parent)
        return BlockLook(self.theme.backward, digits=self.values.digits, decimals=decimals, crisp=self.crisp)
