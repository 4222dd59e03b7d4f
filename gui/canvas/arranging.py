"""Moving the nodes selected without the mouse: nudged, aligned, spread evenly, brought into a row or a column."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from graph.editing.concluding import listed
from gui.canvas.alignment import Axis, Line, Point, aligned, distributed, in_line

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

NUDGE, FAR = 1.0, 10.0
"""Units that a nudge moves, and one with Shift."""

BREATH = 1.0
"""Seconds without a nudge after which the next one is a step of undo of its own."""


class Arranging:
    """What Edit ▸ Arrange does; each a step of undo, nudges that follow one another one together."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._run = 0
        self._nudged = 0.0
        self._nudging = False
        view.document.undo_stack.indexChanged.connect(self._interrupt)

    # --- nudges

    def nudge_left(self) -> None:
        self._nudge(-NUDGE, 0)

    def nudge_right(self) -> None:
        self._nudge(NUDGE, 0)

    def nudge_up(self) -> None:
        self._nudge(0, -NUDGE)

    def nudge_down(self) -> None:
        self._nudge(0, NUDGE)

    def nudge_far_left(self) -> None:
        self._nudge(-FAR, 0)

    def nudge_far_right(self) -> None:
        self._nudge(FAR, 0)

    def nudge_far_up(self) -> None:
        self._nudge(0, -FAR)

    def nudge_far_down(self) -> None:
        self._nudge(0, FAR)

    def _nudge(self, right: float, down: float) -> None:
        rects = self._rects()
        if not rects:
            return
        now = time.monotonic()
        if now - self._nudged > BREATH:
            self._run += 1
        places = {name: (rect.x() + right, rect.y() + down) for name, rect in rects.items()}
        self._nudging = True
        self._place(places, "nudge", ("nudge", self._run, *rects))
        self._nudging = False
        self._nudged = now

    def _interrupt(self) -> None:
        """Another edit, or undo: the nudges before it are over."""
        if not self._nudging:
            self._run += 1

    # --- alignment

    def align_left(self) -> None:
        self._align("left")

    def align_centre(self) -> None:
        self._align("centre")

    def align_right(self) -> None:
        self._align("right")

    def align_top(self) -> None:
        self._align("top")

    def align_middle(self) -> None:
        self._align("middle")

    def align_bottom(self) -> None:
        self._align("bottom")

    def distribute_across(self) -> None:
        self._distribute("across")

    def distribute_down(self) -> None:
        self._distribute("down")

    def row(self) -> None:
        """One beside the other, their middles on one line."""
        self._line_up("across", "row")

    def column(self) -> None:
        """One below the other, their middles on one line."""
        self._line_up("down", "column")

    def _line_up(self, axis: Axis, what: str) -> None:
        rects = self._rects()
        if len(rects) > 1:
            self._place(in_line(rects, axis), f"make a {what} of")

    def _align(self, line: Line) -> None:
        rects = self._rects()
        if len(rects) > 1:
            self._place(aligned(rects, line), f"align {line}:")

    def _distribute(self, axis: Axis) -> None:
        rects = self._rects()
        if len(rects) > 2:
            self._place(distributed(rects, axis), f"distribute {axis}:")

    def _rects(self) -> dict[str, QRectF]:
        """The cards selected; of nodes that share one card, one."""
        picture = self._view.stage.picture
        if picture is None:
            return {}
        cards = {picture.hidden.get(name, name): name for name in self._view.selection.selected}
        return {name: picture.rect(name) for name in cards.values()}

    def _place(self, places: Mapping[str, Point], what: str, gesture: object | None = None) -> None:
        picture = self._view.stage.picture
        there = self._view.stage.kept(picture.carried(places)) if picture is not None else places
        moved = {name: (round(x, 2), round(y, 2)) for name, (x, y) in there.items()}
        self._view.put(moved, f"{what} {listed(tuple(places))}", gesture)
