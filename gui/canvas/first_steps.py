"""What to do next, said at the card itself until the first equation is whole: nobody has to look it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from graph.editing import ports
from graph.model import Equation, Graph
from graph.notation import name_text
from gui.canvas.sockets import Socket, place_of
from gui.drawing.plugs import paint_note

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_FEW = 12
"""Nodes up to which somebody is taken to be at the beginning."""


class FirstSteps(QObject):
    """Says it about the node selected; ``words`` are empty where there is nothing to say."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._shown = ("", QPoint())
        view.selection.selected_changed.connect(self._follow)
        view.stage.picture_changed.connect(self._follow)

    @property
    def words(self) -> str:
        return self._said()[0]

    def paint(self, painter: QPainter) -> None:
        """In pixels of the viewport."""
        words, at = self._said()
        if words:
            view = self._view
            painter.save()
            painter.resetTransform()
            painter.setPen(Qt.PenStyle.NoPen)
            paint_note(painter, QPointF(at), words, False, view.look.theme, QRectF(view.viewport().rect()))
            painter.restore()

    def _said(self) -> tuple[str, QPoint]:
        view, graph, name = self._view, self._view.document.graph, self._view.selection.current
        picture = view.stage.picture
        busy = view.wiring.pull is not None or view.quick_add.isVisible() or view.document.stale
        if graph is None or picture is None or busy or not _beginning(graph):
            return "", QPoint()
        if name not in picture.cards or name not in graph.nodes:
            return "", QPoint()
        holes = [port for port in ports(graph, name) if port.kind == "hole"]
        if not holes:
            return f"Drag from this dot to use {name_text(name)}", view.mapFromScene(place_of(picture, Socket(name)))
        others = len(graph.nodes) > 2
        way = "drag to it from the right edge of another card" if others else "double-click it to add an input"
        return f"{holes[0]} is not wired yet: {way}", view.mapFromScene(picture.rect(name).bottomLeft())

    def _follow(self) -> None:
        now = self._said()
        if now != self._shown:
            self._shown = now
            self._view.viewport().update()


def _beginning(graph: Graph) -> bool:
    """Whether there are nodes, and no equation yet that has all of its inputs."""
    nodes = graph.nodes.values()
    return 0 < len(nodes) <= _FEW and not any(isinstance(node, Equation) and node.shape is not None for node in nodes)
