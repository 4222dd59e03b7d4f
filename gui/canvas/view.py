"""The canvas: the graph as cards and wires, to look at, walk along, move about and edit."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QToolTip

from gui.canvas.blocks import BlockError
from gui.canvas.editing import ValueEditing
from gui.canvas.gestures import Band, Gesture, MoveCards, Pan
from gui.canvas.items import CardItem, OverlayItem, WiresItem
from gui.canvas.navigation import NavigableView
from gui.canvas.pointing import Spot, spot_at
from gui.canvas.sources import Part, sources
from gui.canvas.stage import EMPTY, Stage
from gui.canvas.walking import Direction, along_wires, next_in_order
from gui.document import OpenDocument
from gui.drawing.colours import colour
from gui.drawing.fonts import text_font
from gui.drawing.states import Pose
from gui.drawing.strokes import HINTS, box, pen, text
from gui.evaluator import Evaluator
from gui.playhead import Playhead
from gui.selection import Selection
from gui.theming import Look

Key = Qt.Key
Keys = Qt.KeyboardModifier

_ARROWS: dict[int, Direction] = {
    Key.Key_Left: "left",
    Key.Key_Right: "right",
    Key.Key_Up: "up",
    Key.Key_Down: "down",
}
_MANY = 12
"""Cards that change at once, from which on all is painted: clipping to many small places costs more than it saves."""

_DOTS = 24
_FAR = 1_000_000.0
_OLD = "The equations cannot be read as they stand: this is the graph before"


class CanvasView(NavigableView):
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
        self._document, self._playhead, self._selection, self._look = document, playhead, selection, look
        self.stage = Stage(document, evaluator, playhead, selection, look)
        self.stage.setParent(self)
        self._cards: dict[str, CardItem] = {}
        self._wires, self._overlay = WiresItem(self.stage), OverlayItem(self.stage)
        self.scene().addItem(self._wires)
        self.scene().addItem(self._overlay)
        self.editing = ValueEditing(self, document)
        self._gesture: Gesture | None = None
        self._button = Qt.MouseButton.NoButton
        self._band: QRectF | None = None
        self._marked: set[str | None] = set()
        self._space = self._panned = self._by_key = False
        self.stage.picture_changed.connect(self._follow_picture)
        self.stage.posed.connect(self._follow_pose)
        self.stage.opened.connect(self.fit)
        self.stage.laid_out.connect(self._fit_again)
        evaluator.story_changed.connect(self._fit_again)
        selection.selected_changed.connect(self._describe)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.editing.follow)
        self._follow_picture()

    def sizeHint(self) -> QSize:
        return QSize(1050, 700)

    def tidy(self) -> None:
        """Every card goes where the layout puts it."""
        self.stage.tidy()
        self._fit_again()

    # --- following the stage

    def content(self) -> QRectF:
        return self.stage.picture.bounds() if self.stage.picture is not None else QRectF()

    def _follow_picture(self) -> None:
        names = self.stage.picture.cards if self.stage.picture is not None else {}
        for name in self._cards.keys() - names.keys():
            self.scene().removeItem(self._cards.pop(name))
        for name in names:
            if name not in self._cards:
                self._cards[name] = CardItem(self.stage, name, lambda: self._by_key and self.hasFocus())
                self.scene().addItem(self._cards[name])
            self._cards[name].follow()
            self._cards[name].update()
        self._wires.follow()
        self._overlay.follow()
        self.editing.follow()
        self.viewport().update()

    def _follow_pose(self, before: Pose) -> None:
        now = self.stage.pose
        marked = {*self._selection.selected, self._selection.hovered, *self._marked}
        self._marked = {*self._selection.selected, self._selection.hovered}
        changed = [n for n in self._cards if before is EMPTY or n in marked or before.card(n) != now.card(n)]
        self._overlay.follow()
        if len(changed) > _MANY:
            self.viewport().update()
            return
        for name in changed:
            self._cards[name].update()
        self._wires.repaint_changes(before)

    def _describe(self) -> None:
        """What a screen reader says of the node selected."""
        graph, name = self.stage.graph, self._selection.current
        if graph is None or name not in graph.nodes:
            self.setAccessibleDescription("")
            return
        parents, children = graph.nodes[name].parents, graph.children(name)
        parts = [name, f"from {', '.join(parents)}" if parents else "a leaf"]
        parts += [f"used by {', '.join(children)}"] if children else []
        self.setAccessibleDescription("; ".join(parts))

    # --- what gestures ask for

    def places(self) -> dict[str, QPointF]:
        picture = self.stage.picture
        return {name: QPointF(*at) for name, at in picture.placement.items()} if picture is not None else {}

    def selected(self) -> frozenset[str]:
        return frozenset(self._selection.selected)

    def select(self, names: Iterable[str]) -> None:
        chosen = frozenset(names)
        kept = [name for name in self._selection.selected if name in chosen]
        self._selection.select(*kept, *sorted(chosen - set(kept)))

    def cards_in(self, area: QRectF) -> frozenset[str]:
        picture = self.stage.picture
        return (
            frozenset(name for name in picture.cards if picture.rect(name).intersects(area)) if picture else frozenset()
        )

    def show_places(self, places: dict[str, QPointF]) -> None:
        self.stage.show_places({name: (at.x(), at.y()) for name, at in places.items()})

    def keep_places(self, places: dict[str, QPointF]) -> None:
        self._document.place({name: (at.x(), at.y()) for name, at in places.items()})
        self.stage.settle()

    def drop_places(self) -> None:
        self.stage.settle()

    def show_band(self, area: QRectF | None) -> None:
        self._band = area
        self.viewport().update()

    # --- the mouse

    def spot(self, point: QPoint) -> Spot | None:
        """The card, and the block and cell of it, under a point of the viewport."""
        return spot_at(self.stage.picture, self.mapToScene(point))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point, left = event.position().toPoint(), event.button() == Qt.MouseButton.LeftButton
        self._by_key = False
        event.accept()
        if self._gesture is not None:
            return
        self._button = event.button()
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self._begin(Pan(self, point))
        elif left:
            self._press(point, event.modifiers())
        self.viewport().update()

    def _press(self, point: QPoint, keys: Qt.KeyboardModifier) -> None:
        spot = self.spot(point)
        adding = bool(keys & (Keys.ShiftModifier | Keys.ControlModifier))
        if spot is None:
            self._begin(Band(self, point, self.selected() if adding else frozenset()))
        elif adding:
            self._selection.toggle(spot.name)
        else:
            if spot.name not in self._selection.selected:
                self._selection.select(spot.name)
            self._begin(MoveCards(self, point))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._gesture is not None:
            self._gesture.move(point)
            if self._gesture.moved:
                self.viewport().setCursor(self._gesture.cursor)
                self._panned = self._space
            return
        spot = self.spot(point)
        self._selection.hover(spot.name if spot is not None else None)
        words = spot.words(self.stage.values, self.stage.pose) if spot is not None else ""
        self.stage.light(self._sources(spot) if words else ())
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
        if gesture is not None:
            moved = gesture.end()
            spot = self.spot(event.position().toPoint())
            if isinstance(gesture, MoveCards) and not moved and spot is not None:
                self._selection.select(spot.name)
                if spot.block == "adjoint":
                    self.stage.toggle_fan(spot.name)
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.spot(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None and spot.block == "value" and spot.cell:
            self.editing.begin(spot.name, *spot.cell)
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._selection.hover(None)
        self.stage.light(())
        super().leaveEvent(event)

    def _begin(self, gesture: Gesture) -> None:
        self._gesture = gesture
        if isinstance(gesture, Pan):
            self._fits = False
            self.viewport().setCursor(gesture.cursor)

    def _show_cursor(self) -> None:
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor)

    # --- the keyboard

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Keys that mean something else here than in the rest of the window."""
        some = self._selection.current is not None
        plain = event.modifiers() in (Keys.NoModifier, Keys.KeypadModifier)
        clipboard = event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Paste)
        return (plain and (event.key() == Key.Key_Space or (some and event.key() in _ARROWS))) or (some and clipboard)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = self._selection.current
        if event.key() == Key.Key_Space:
            if not event.isAutoRepeat():
                self._space, self._panned = True, False
                self._show_cursor()
        elif event.key() == Key.Key_Escape:
            self._escape()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select(self._cards)
        elif name is None or not self._for_node(event, name):
            super().keyPressEvent(event)

    def _for_node(self, event: QKeyEvent, name: str) -> bool:
        """What a key does to the node selected; False where it does nothing."""
        if event.key() in _ARROWS:
            self._walk(name, _ARROWS[event.key()])
        elif event.key() in (Key.Key_Return, Key.Key_Enter):
            self.editing.begin(name)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy(name)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(name)
        else:
            return False
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() != Key.Key_Space or event.isAutoRepeat():
            super().keyReleaseEvent(event)
            return
        played = self._space and not isinstance(self._gesture, Pan) and not self._panned
        self._space = self._panned = False
        self._show_cursor()
        if played:
            self._playhead.toggle()

    def _escape(self) -> None:
        if self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.cancel()
            self._show_cursor()
        else:
            self._selection.select()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from node to node; past the last one it leaves the canvas."""
        graph = self.stage.graph
        name = self._selection.current
        end = graph.order[-1 if forward else 0] if graph is not None and graph.order else None
        if graph is None or end is None or name == end:
            return super().focusNextPrevChild(forward)
        self._go(next_in_order(graph, name, 1 if forward else -1))
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._space = False
        self._show_cursor()
        self.viewport().update()

    def _walk(self, name: str, direction: Direction) -> None:
        picture = self.stage.picture
        if picture is None or name not in picture.cards:
            return
        centres = {other: picture.rect(other).center().toTuple() for other in picture.cards}
        self._go(along_wires(picture.graph, centres, name, direction))

    def _go(self, name: str | None) -> None:
        if name is not None and self.stage.picture is not None:
            self._by_key = True
            self._selection.select(name)
            self.ensureVisible(self.stage.picture.rect(name), 24, 24)

    # --- numbers

    def cell_place(self, name: str, row: int, column: int) -> QRect | None:
        """Where a cell of a node's value is in the viewport."""
        picture = self.stage.picture
        if picture is None or name not in picture.cards:
            return None
        card, corner = picture.cards[name], picture.placement[name]
        if row >= card.cells.rows or column >= card.cells.columns:
            return None
        left, top, width, height = card.cells.cell_rect(row, column)
        cell = QRectF(corner[0] + card.value[0] + left, corner[1] + card.value[1] + top, width, height)
        return self.mapFromScene(cell).boundingRect()

    def _copy(self, name: str) -> None:
        run = self.stage.values.run
        if run is not None and name in run.values:
            self.editing.copy(run.values[name])

    def _paste(self, name: str) -> None:
        try:
            self.editing.paste(name, QGuiApplication.clipboard().text())
        except (BlockError, ValueError) as error:
            place = self.cell_place(name, 0, 0) or QRect()
            QToolTip.showText(self.viewport().mapToGlobal(place.bottomLeft()), f"Not pasted: {error}", self.viewport())

    # --- painting

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        theme = self._look.theme
        painter.fillRect(rect, colour(theme.canvas))
        if self.zoom < 0.5:
            return
        left, top = int(rect.left() // _DOTS * _DOTS), int(rect.top() // _DOTS * _DOTS)
        painter.setPen(pen(theme.hatch, 1.2))
        painter.drawPoints(
            [
                QPointF(x, y)
                for x in range(left, int(rect.right()) + 1, _DOTS)
                for y in range(top, int(rect.bottom()) + 1, _DOTS)
            ]
        )

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        theme = self._look.theme
        if self._band is not None:
            painter.setPen(pen(theme.focus, 1.2 / self.zoom))
            painter.setBrush(colour(theme.focus, 0.08))
            painter.drawRect(self._band)
        if self._document.stale and self.stage.picture is not None:
            painter.fillRect(rect, colour(theme.canvas, 0.6))
            painter.save()
            painter.resetTransform()
            width = painter.fontMetrics().horizontalAdvance(_OLD) if painter.setFont(text_font(12)) is None else 0
            tag = QRectF((self.viewport().width() - width) / 2 - 14, 14, width + 28, 28)
            box(painter, tag, 8, theme.error_tint, theme.error, 1.0)
            text(painter, tag.center().x(), tag.center().y(), _OLD, 12, theme.error, 500, align=0.5)
            painter.restore()
