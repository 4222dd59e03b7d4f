"""Leaves that were untied, and the sums of their adjoints, kept up with the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from graph.editing import tie
from graph.editing.concluding import after
from graph.errors import GraphError
from graph.files import Document
from gui.canvas.items import Layer
from gui.drawing.picture import Picture
from gui.drawing.shares import Share, measure_share, paint_share
from gui.drawing.shown_run import shown_run
from gui.drawing.surface import Surface
from gui.drawing.values import Block

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_COMPARED = 300
"""Nodes of a graph up to which the sum is compared with the adjoint of the leaf tied again."""


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
            found = [run.adjoints.get(copy) for copy in copies] if run is not None else [None]
            total = None if any(part is None for part in found) else sum(found[1:], start=np.array(found[0]))
            words = "the adjoints of the copies add up" if total is None else self._compared(name, copies, total)
            self._made[name] = (run, None if total is None else Block(total), words)
        return self._made[name][1:]

    def _compared(self, name: str, copies: tuple[str, ...], total: Any) -> str:
        run, document = self._view.stage.values.run, self._view.document.current
        arrays = [run.values[copy] for copy in copies]
        if any(not np.array_equal(arrays[0], array, equal_nan=True) for array in arrays[1:]):
            return "the copies have different numbers now"
        if len(run.values) > _COMPARED:
            return "the adjoints of the copies add up"
        tied = _tied_again(document, copies)
        if tied is None:
            return "the adjoints of the copies add up"
        return f"difference to {name} tied: {float(np.max(np.abs(total - tied), initial=0.0)):.2g}"

    def _untied(self) -> dict[str, tuple[str, ...]]:
        """The copies of each leaf, where all of them are leaves of the graph."""
        graph, said = self._view.document.graph, self._view.document.drawn.get("untied")
        if graph is None or not isinstance(said, dict):
            return {}
        found = {name: tuple(copies) for name, copies in said.items() if isinstance(copies, list | tuple)}
        return {name: copies for name, copies in found.items() if len(copies) > 1 and set(copies) <= set(graph.leaves)}


def _tied_again(document: Document, copies: tuple[str, ...]) -> Any:
    """The adjoint of one leaf in the place of the copies; None where they cannot be tied."""
    first = copies[0]
    try:
        for copy in copies[1:]:
            document = after(document, tie(document, first, copy))
        graph = document.graph
        return shown_run(graph, document.loss_in(graph)).adjoints[first] if graph is not None else None
    except GraphError:
        return None
