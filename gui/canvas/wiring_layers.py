"""What is drawn of wiring: sockets, the wire under the hand with what is said of it, the wire selected."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QPainter

from gui.canvas.items import Layer
from gui.canvas.pull import Pull
from gui.canvas.sockets import NEAREST, Socket, place_of, sockets
from gui.drawing.faceplate import MARGIN
from gui.drawing.holes import RING
from gui.drawing.picture import Picture
from gui.drawing.plugs import State, paint_note, paint_plug, paint_ring_mark, paint_rubber, rubber
from gui.drawing.strokes import pen
from gui.drawing.wires import Edge

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_BUDGET = 0.008
"""Seconds a frame for finding out what fits; the rest is found out in the next frames."""


class WireMarksLayer(Layer):
    """The wires that are selected or under the pointer, and the gap that one under the hand has left."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.stage, -0.5)
        self._view = view

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        wiring, theme = self._view.wiring, self.stage.look.theme
        least = 1.2 / zoom

        def mark(edge: Edge | None, ink: str, width: float, dashes: tuple[float, ...] = ()) -> None:
            if edge is not None and edge in picture.wires:
                painter.strokePath(picture.wires[edge].path, pen(ink, max(width, least), dashes))

        if wiring.pull is None:
            mark(wiring.wire, theme.text, theme.idle + 0.8)
        elif wiring.pull.drawn_from is not None:
            mark(wiring.pull.drawn_from.edge, theme.canvas, theme.strong + 3.0)
            mark(wiring.pull.drawn_from.edge, theme.faint, theme.idle, (2.0, 5.0))
        for taking in (self._view.onto_wire.edge, self._view.adding.on_wire.edge):
            mark(taking, theme.halo, 7.0)
            mark(taking, theme.text, theme.strong)
        mark(self._view.selection.selected_wire, theme.focus, theme.strong + 1.0)


class SocketsLayer(Layer):
    """The sockets of the card under the pointer; during a pull those of all cards, and the wire itself."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.stage, 2)
        self._view = view
        self._again = QTimer()
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(view.viewport().update)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        wiring = self._view.wiring
        if wiring.pull is not None:
            if zoom >= NEAREST:
                area = exposed.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
                self._paint_all(painter, picture, picture.cards_in(area), wiring.pull, zoom)
            self._paint_rubber(painter, picture, wiring.pull, zoom)
        elif zoom >= NEAREST:
            shown = {self.stage.selection.hovered, self.stage.selection.current} & picture.cards.keys()
            for socket, place in (found for name in shown for found in sockets(picture, str(name))):
                self._paint(painter, socket, place, "near" if socket == wiring.socket else "idle", zoom)
        if (asked := self._view.quick_add.loose_end) is not None and wiring.pull is None:
            self._paint_asked(painter, picture, *asked, zoom)

    def _paint_all(self, painter: QPainter, picture: Picture, names: Iterable[str], pull: Pull, zoom: float) -> None:
        began, target = perf_counter(), self._view.wiring.target
        for name in pull.graph.nodes.keys() & set(names):
            for socket, place in sockets(picture, name):
                if socket in (pull.anchor, target):
                    wrong = socket == target and self._view.wiring.refused
                    self._paint(painter, socket, place, "wrong" if wrong else "aimed", zoom)
                elif not pull.fits_kind(socket):
                    continue
                elif pull.knows(socket) or perf_counter() - began < _BUDGET:
                    self._paint(painter, socket, place, "fits" if pull.fit(socket).fits else "refused", zoom)
                else:
                    self._again.start()

    def _paint(self, painter: QPainter, socket: Socket, place: QPointF, state: State, zoom: float) -> None:
        theme = self.stage.look.theme
        if socket.is_hole:
            paint_ring_mark(painter, place, state, theme, RING)
        else:
            paint_plug(painter, place, state, theme, zoom)

    def _paint_asked(self, painter: QPainter, picture: Picture, socket: Socket, tip: QPointF, zoom: float) -> None:
        """The wire whose other end is asked for."""
        if socket.name in picture.cards:
            fixed = place_of(picture, socket)
            path = rubber(fixed, tip) if socket.is_out else rubber(tip, fixed)
            paint_rubber(painter, path, False, False, self.stage.look.theme, zoom)

    def _paint_rubber(self, painter: QPainter, picture: Picture, pull: Pull, zoom: float) -> None:
        wiring, theme = self._view.wiring, self.stage.look.theme
        if pull.anchor.name not in picture.cards:
            return
        fixed, loose = place_of(picture, pull.anchor), wiring.tip
        if wiring.target is not None and wiring.target.name in picture.cards and not wiring.refused:
            loose = place_of(picture, wiring.target)
        path = rubber(fixed, loose) if pull.anchor.is_out else rubber(loose, fixed)
        paint_rubber(painter, path, wiring.target is not None, wiring.refused, theme, zoom)


def paint_words(view: CanvasView, painter: QPainter) -> None:
    """What is said at the pointer, in pixels of the viewport."""
    wiring = view.wiring
    if wiring.words:
        painter.save()
        painter.resetTransform()
        at = QPointF(view.mapFromScene(wiring.tip))
        paint_note(painter, at, wiring.words, wiring.refused, view.look.theme, QRectF(view.viewport().rect()))
        painter.restore()
