"""Dragging cards."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from gui.canvas.gestures.gesture import Board, Gesture
from gui.canvas.snapping import covered, paint_guides, snapped

_REACH = 6.0
"""Pixels on screen from which on an edge or a middle catches."""


class MoveCards(Gesture):
    """Moves the selected cards together; one step of undo.

    They catch at the edges and the middles of the cards in view, and at equal gaps, unless Ctrl is held.
    """

    cursor = Qt.CursorShape.SizeAllCursor
    words = ""
    """What the step of undo is called, where the names of the nodes do not say it."""

    def __init__(self, board: Board, start: QPoint) -> None:
        super().__init__(board, start)
        rects = {name: board.rect(name) for name in board.lifted()}
        self.before = {name: board.place(name) for name in rects}
        self.around = QRectF()
        for rect in rects.values():
            self.around = self.around.united(rect)

    def follow(self, point: QPoint) -> None:
        way = self.board.mapToScene(point) - self.origin
        if self.board.snaps and not self.keys & Qt.KeyboardModifier.ControlModifier:
            others = self.board.rects_beside(self.before)
            more, guides = snapped(self.around.translated(way), others, _REACH / self.board.zoom)
            way += QPointF(*more)
            self.board.show_sketch(
                (lambda painter, theme, zoom: paint_guides(painter, guides, theme, zoom)) if guides else None,
                covered(guides, self.board.zoom),
            )
        else:
            self.board.show_sketch(None)
        self.board.show_places({name: place + way for name, place in self.before.items()})

    def end(self) -> bool:
        self.board.show_sketch(None)
        if self.moved:
            self.board.keep_places({name: self.board.place(name) for name in self.before}, self.words)
        return self.moved

    def cancel(self) -> None:
        self.board.show_sketch(None)
        self.board.drop_places()
