"""Adding without typing: an offer out of the palette, dropped or taken, and the dialog for leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QToolTip

from graph.editing import Change
from graph.errors import GraphError
from graph.shapes import Shape
from gui.adding.changes import taken
from gui.adding.offers import MIME, Offer, offer
from gui.canvas.leaf_dialog import LeafDialog
from gui.canvas.offer_on_wire import OfferOnWire

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Adding(QObject):
    """What the palette and the menus add to the open document, each time one step of undo."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self.dialog: LeafDialog | None = None
        self.on_wire = OfferOnWire(view)
        self._over = False

    def leaf(self) -> None:
        """Asks for a leaf: name, shape, role and numbers."""
        self.ask_for_leaf()

    def ask_for_leaf(self, shape: Shape | None = None, place: QPointF | None = None) -> None:
        """The dialog, filled with a shape; what it answers stands at ``place`` of the scene if one is given."""
        view = self._view
        if view.document.stale and view.document.text.strip():
            self._say("Nothing can be added while the equations cannot be read.")
            return
        self.dialog = LeafDialog(view.document.current, view.look, shape, view.window())
        view.document.opened.connect(self.dialog.reject)
        self.dialog.accepted.connect(lambda: self._take_leaf(place))
        self.dialog.finished.connect(self._dialog_closed)
        self.dialog.open()

    def take(self, wanted: Offer) -> None:
        """Adds an offer near the selection, the selected node its first input where that fits."""
        self._add(wanted, self._view.selection.current, None)

    def over(self, event: QDropEvent) -> bool:
        """Whether what is dragged over the canvas comes from the palette; then it may be dropped here."""
        here = event.mimeData().hasFormat(MIME)
        if here:
            event.acceptProposedAction()
            self._over = True
            wanted = _dragged(event)
            if wanted is not None:
                self.on_wire.follow(wanted, event.position().toPoint())
        return here

    def left(self) -> bool:
        """What was dragged over the canvas is elsewhere; whether it came from the palette."""
        over, self._over = self._over, False
        self.on_wire.let_go()
        return over

    def drop(self, event: QDropEvent) -> bool:
        """Adds what is dropped where it is dropped, with holes for its inputs; on a wire, wired into it."""
        if not self.over(event):
            return False
        wanted, point = _dragged(event), event.position().toPoint()
        if wanted is not None and not self.on_wire.drop(wanted, point):
            self._add(wanted, None, self._view.mapToScene(point))
        self._over = False
        return True

    def _add(self, wanted: Offer, beside: str | None, place: QPointF | None) -> None:
        if wanted.shape is not None:
            self.ask_for_leaf(wanted.shape, place)
            return
        try:
            change = taken(self._view.document.current, wanted, beside=beside)
        except GraphError as error:
            problem = error.problems[0]
            self._say(problem.words)
            return
        self._insert(change, place)

    def _insert(self, change: Change, place: QPointF | None) -> None:
        self._view.insert(change, place)
        self._view.window().activateWindow()

    def _take_leaf(self, place: QPointF | None) -> None:
        if self.dialog is not None and self.dialog.change is not None:
            self._insert(self.dialog.change, place)

    def _dialog_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self._view.setFocus()

    def _say(self, words: str) -> None:
        corner = self._view.viewport().mapToGlobal(self._view.viewport().rect().center())
        QToolTip.showText(corner, words, self._view.viewport())


def _dragged(event: QDropEvent) -> Offer | None:
    return offer(event.mimeData().data(MIME).toStdString())
