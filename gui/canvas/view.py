"""The canvas: the graph as cards and wires, to look at, walk along, move about and edit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QToolTip

from graph.notation import owner
from gui.canvas.adding import Adding
from gui.canvas.arranging import Arranging
from gui.canvas.arranging_layers import BendsLayer, PinsLayer
from gui.canvas.bending import Bending
from gui.canvas.board import BoardView
from gui.canvas.choosing import Choosing
from gui.canvas.clipboard import Clipboard
from gui.canvas.context import open_menu
from gui.canvas.describing import Describing
from gui.canvas.edging import EdgeScroll
from gui.canvas.editing import ValueEditing
from gui.canvas.finding import Finding
from gui.canvas.first_steps import FirstSteps
from gui.canvas.folding import Folding
from gui.canvas.framing import Framing
from gui.canvas.gestures.gesture import Gesture
from gui.canvas.gestures.move_cards import MoveCards
from gui.canvas.gestures.pan import Pan
from gui.canvas.ground import paint_ground, paint_stale
from gui.canvas.inserting import READABLE, insert
from gui.canvas.keyboard import Keyboard
from gui.canvas.late_edit import LateEdit
from gui.canvas.layers import Layers
from gui.canvas.lighting import Lighting
from gui.canvas.marking import Marking
from gui.canvas.minimap import Minimap
from gui.canvas.nodes import NodeEdits
from gui.canvas.noting import Noting
from gui.canvas.onto_wire import OffWires, OntoWire
from gui.canvas.opening import Opening
from gui.canvas.pointing import Spot, spot_at
from gui.canvas.pressing import double_pressed, pressed
from gui.canvas.quick_add import QuickAdd
from gui.canvas.renaming import Renaming
from gui.canvas.shares import SharesLayer
from gui.canvas.sources import Part, sources
from gui.canvas.stage import Stage
from gui.canvas.tidying import Tidying
from gui.canvas.wire_box import WireBox
from gui.canvas.wiring import Wiring
from gui.canvas.wiring_layers import SocketsLayer, WireMarksLayer, paint_words
from gui.document import OpenDocument
from gui.drawing.grids import numbered_from
from gui.drawing.strokes import HINTS
from gui.evaluator import Evaluator
from gui.playhead import Playhead
from gui.selection import Selection
from gui.theming import Look

if TYPE_CHECKING:
    from graph.editing import Change

_FAR = 100_000_000.0


class CanvasView(BoardView):
    """The graph of the open document at the playhead's time."""

    def __init__(
        self, document: OpenDocument, evaluator: Evaluator, playhead: Playhead, selection: Selection, look: Look
    ) -> None:
        scene = QGraphicsScene()
        super().__init__(scene)
        scene.setParent(self)
        self.setSceneRect(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)
        self.setRenderHints(HINTS)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        look.changed.connect(self.resetCachedContent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Graph")
        self.document, self.playhead, self.selection, self.look = document, playhead, selection, look
        self.stage = Stage(document, evaluator, playhead, selection, look)
        self.stage.setParent(self)
        self.layers = Layers(self, self.stage, lambda: self._by_key and self.hasFocus())
        self.minimap = Minimap(self, self.stage, self.layers.overview)
        self.wiring, self.onto_wire, self.off_wires = Wiring(self), OntoWire(self), OffWires(self)
        self.nodes, self.wire_box, self.late_edit = NodeEdits(self), WireBox(self), LateEdit(self)
        self.shares = SharesLayer(self)
        for layer in (self.shares, WireMarksLayer(self), SocketsLayer(self), BendsLayer(self), PinsLayer(self)):
            scene.addItem(layer)
        self.editing = ValueEditing(self, document)
        self.framing, self.noting = Framing(self), Noting(self)
        self.folding, self.marking, self.opening = Folding(self), Marking(self), Opening(self)
        self.keyboard, self.lighting, self.describing = Keyboard(self), Lighting(self), Describing(self)
        self.quick_add, self.adding = QuickAdd(self), Adding(self)
        self.renaming, self.finding = Renaming(self), Finding(self)
        self.first_steps = FirstSteps(self)
        self._gesture: Gesture | None = None
        self._button = Qt.MouseButton.NoButton
        self.choosing, self.arranging, self.clipboard = Choosing(self), Arranging(self), Clipboard(self)
        self.bending, self.tidying = Bending(self), Tidying(self)
        self._edge = EdgeScroll(self)
        self._by_key = False
        self._known: frozenset[str] = frozenset()
        self.pointer: QPoint | None = None
        """Where in the viewport the mouse was last; None while it is elsewhere."""
        self.stage.opened.connect(self.fit)
        self.stage.laid_out.connect(self._fit_again)
        evaluator.story_changed.connect(self._follow_growth)
        for changed in (document.opened, document.graph_changed, document.changed):
            changed.connect(self._give_way)
        moves = (bar.valueChanged for bar in (self.horizontalScrollBar(), self.verticalScrollBar()))
        for moved in (self.stage.picture_changed, *moves):
            for field in (self.editing, self.framing, self.noting):
                moved.connect(field.follow)

    def sizeHint(self) -> QSize:
        return QSize(1050, 700)

    def fit_selection(self) -> None:
        """The selected cards, not larger than at 125 %."""
        picture, area = self.stage.picture, QRectF()
        for name in self.selection.selected:
            if picture is not None and name in picture.cards:
                area = area.united(picture.rect(name))
        self.bring(area, 1.25)
        self.look_elsewhere()

    # --- following the stage

    def content(self) -> QRectF:
        bounds = self.stage.picture.bounds() if self.stage.picture is not None else QRectF()
        return bounds.united(self.shares.bounds())

    def _follow_growth(self) -> None:
        """All of a graph that has changed, as long as its numbers can be read then; else what is new in it."""
        known, self._known = self._known, frozenset(self.names())
        numbers = numbered_from(self.look.theme.metrics, self.look.digits)
        if self.stage.picture is None or not known or not self.crops(numbers):
            self._fit_again()
            return
        area = QRectF()
        for name in self._known - known:
            area = area.united(self.rect(name))
        if not area.isNull():
            self.ensureVisible(area, 24, 24)

    def insert(self, change: Change, place: QPointF | None = None) -> None:
        """Adds nodes, the last one under a point of the scene or where the layout wants it, and selects it."""
        insert(self, change, place)

    # --- the mouse

    def seen(self, point: QPoint) -> Spot | None:
        """The card, and the block and cell of it, under a point of the viewport."""
        return spot_at(self.stage.picture, self.mapToScene(point))

    def spot(self, point: QPoint) -> Spot | None:
        """What is to be worked on under a point: within an open equation, that."""
        spot = self.seen(point)
        return Spot(owner(spot.name)) if spot is not None and owner(spot.name) != spot.name else spot

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = self.pointer = event.position().toPoint()
        self.tidying.arrive()
        self._by_key = False
        event.accept()
        if self._gesture is not None:
            return
        self._button = event.button()
        self._begin(pressed(self, point, event.button(), event.modifiers()))
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = self.pointer = event.position().toPoint()
        if self._gesture is not None:
            self._gesture.keys = event.modifiers()
            self._gesture.move(point)
            self._edge.follow(self._gesture, point)
            if self._gesture.moved:
                self.viewport().setCursor(self._gesture.cursor)
                self.keyboard.dragged = self.keyboard.space
            return
        spot, told = self.seen(point), self.wiring.hover(point)
        hovered = self.wiring.socket or spot
        self.selection.hover(hovered.name if hovered is not None else None)
        words = spot.words(self.stage.values, self.stage.pose) if spot is not None and not told else ""
        self.stage.light(self._sources(spot) if words else ())
        words = words or told
        QToolTip.showText(event.globalPosition().toPoint(), words, self.viewport())

    def _sources(self, spot: Spot | None) -> tuple[Part, ...]:
        if spot is None or spot.block != "value" or spot.cell is None or self.stage.graph is None:
            return ()
        return sources(self.stage.graph, spot.name, *spot.cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._gesture is not None and event.button() != self._button:
            return
        gesture, self._gesture = self._gesture, None
        self._edge.stop()
        if gesture is not None:
            self.choosing.looping = False
            moved = gesture.end()
            spot = self.seen(event.position().toPoint())
            if isinstance(gesture, MoveCards) and not moved and spot is not None:
                self.selection.select(spot.name)
                if spot.block == "adjoint":
                    self.stage.toggle_fan(spot.name)
        self.show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not double_pressed(self, event.position().toPoint()):
            self.mousePressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.adding.over(event):
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not self.adding.over(event):
            super().dragMoveEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        if not self.adding.left():
            super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not self.adding.drop(event):
            super().dropEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._gesture is None:
            open_menu(self, None if event.reason() == QContextMenuEvent.Reason.Keyboard else event.pos())

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer = None
        self.selection.hover(None)
        self.wiring.hover(None)
        self.stage.light(())
        super().leaveEvent(event)

    @property
    def panning(self) -> bool:
        return isinstance(self._gesture, Pan)

    def _begin(self, gesture: Gesture | None) -> None:
        self._gesture = gesture
        if isinstance(gesture, Pan):
            self._fits = False
            self.viewport().setCursor(gesture.cursor)

    def show_cursor(self) -> None:
        shapes = Qt.CursorShape
        looks = shapes.CrossCursor if self.choosing.looping else shapes.ArrowCursor
        self.viewport().setCursor(shapes.OpenHandCursor if self.keyboard.space else looks)

    # --- the keyboard

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self.keyboard.takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.release(event):
            super().keyReleaseEvent(event)

    def escape(self) -> None:
        """Ends the gesture as if it had not been; else selects nothing."""
        if self._gesture is not None:
            self._cancel(self._gesture)
        elif self.choosing.looping:
            self.choosing.looping = False
            self.show_cursor()
        else:
            self.selection.select()

    def _cancel(self, gesture: Gesture) -> None:
        self._gesture = None
        self._edge.stop()
        self.choosing.looping = False
        gesture.cancel()
        self.show_cursor()

    def _give_way(self) -> None:
        """Ends a gesture under way where the document changes otherwise: it began with what is there no more."""
        if self._gesture is not None and not self.panning:
            self._cancel(self._gesture)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from node to node; past the last one it leaves the canvas."""
        return self.keyboard.next_node(forward) or super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keyboard.let_go()
        self.viewport().update()

    def go(self, name: str | None, with_these: Iterable[str] = ()) -> None:
        """Selects a node by the keyboard, beside others, and brings it into view."""
        if name is not None and self.stage.picture is not None:
            self._by_key = True
            self.selection.select(*(other for other in with_these if other != name), name)
            self.ensureVisible(self.stage.picture.rect(name), 24, 24)

    def bring_near(self, name: str) -> None:
        """Selects a node and puts it into the middle, large enough to be read, where it is not so in view whole."""
        self.go(name)
        picture = self.stage.picture
        if picture is not None and name in picture.cards:
            rect, seen = picture.rect(name), self.mapToScene(self.viewport().rect()).boundingRect()
            if self.zoom < READABLE or not seen.adjusted(20, 20, -20, -20).contains(rect):
                self._fits = False
                self._put(rect.center(), self._middle(), max(self.zoom, READABLE))

    # --- numbers

    def cell_place(self, name: str, row: int, column: int) -> QRect | None:
        """Where a cell of a node's value is in the viewport."""
        picture = self.stage.picture
        if picture is None or name not in picture.cards or not picture.shows_value(name):
            return None
        card, corner = picture.cards[name], picture.placement[name]
        if row >= card.cells.rows or column >= card.cells.columns:
            return None
        left, top, width, height = card.cells.cell_rect(row, column)
        cell = QRectF(corner[0] + card.value[0] + left, corner[1] + card.value[1] + top, width, height)
        return self.mapFromScene(cell).boundingRect()

    # --- painting

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        paint_ground(painter, QRectF(rect), self.look.theme, self.zoom)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self.paint_sketch(painter)
        paint_words(self, painter)
        self.first_steps.paint(painter)
        self.finding.paint(painter, self.zoom)
        if self.document.stale and self.stage.picture is not None:
            paint_stale(painter, QRectF(rect), self.viewport().width(), self.look.theme)
