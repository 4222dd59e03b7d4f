"""What a hand does to a canvas: mouse and keys that reach its viewport, and where things are on it."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from graph.editing import Port
from gui.canvas.sockets import Socket, sockets
from gui.drawing.routes import at

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Hand:
    """Points are of the viewport, in pixels."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot
        self.canvas, self.viewport = window.canvas, window.canvas.viewport()

    # --- where things are

    def title(self, name):
        """A point of a card where no numbers are."""
        rect = self.canvas.stage.picture.rect(name)
        return self.canvas.mapFromScene(rect.topLeft() + QPointF(6, 6))

    def out(self, name):
        """The out-port of a card."""
        return self.socket(Socket(name))

    def input(self, name, port):
        """The in-port of a parent, or a hole, ``?`` or ``?1``."""
        kind = "hole" if port.startswith("?") else "parent"
        return self.socket(Socket(name, Port(kind, port.removeprefix("?"))))

    def socket(self, socket):
        places = dict(sockets(self.canvas.stage.picture, socket.name))
        return self.canvas.mapFromScene(places[socket])

    def under_nothing(self):
        """A point where neither cards nor wires are."""
        return QPoint(self.viewport.width() // 2, self.viewport.height() - 8)

    def beside_the_cards(self):
        """A point in view where nothing is: no card, no wire, no port."""
        rect = self.viewport.rect()
        corners = (QPoint(x, y) for x in range(20, rect.width(), 40) for y in range(20, rect.height(), 40))
        return next(point for point in corners if self.canvas.spot(point) is None)

    def on_wire(self, parent, child, share=0.5):
        """A point of a wire."""
        return self.canvas.mapFromScene(QPointF(*at(self.route(parent, child), share)))

    def cell(self, name, row=0, column=0):
        return self.canvas.cell_place(name, row, column).center()

    def sum_of(self, name):
        """A cell of the adjoint."""
        picture = self.canvas.stage.picture
        corner = picture.cards[name].adjoint_rect().topLeft() + QPointF(*picture.placement[name])
        return self.canvas.mapFromScene(corner + QPointF(10, 10))

    def place(self, name):
        return self.canvas.stage.picture.placement[name]

    def places(self):
        return dict(self.canvas.stage.picture.placement)

    def route(self, parent, child):
        return self.canvas.stage.picture.wires[parent, child].points

    def under(self, point):
        return self.canvas.mapToScene(point)

    # --- the mouse

    def press(self, point, button=LEFT, keys=NONE):
        QTest.mousePress(self.viewport, button, keys, point)

    def move(self, point):
        QTest.mouseMove(self.viewport, point)

    def release(self, point, button=LEFT, keys=NONE):
        QTest.mouseRelease(self.viewport, button, keys, point)

    def click(self, point, keys=NONE):
        QTest.mouseClick(self.viewport, LEFT, keys, point)

    def choose(self, *names):
        """Selects these nodes and no others."""
        self.click(self.title(names[0]))
        for name in names[1:]:
            self.click(self.title(name), SHIFT)

    def double_click(self, point):
        self.click(point)
        QTest.mouseDClick(self.viewport, LEFT, NONE, point)
        QTest.mouseRelease(self.viewport, LEFT, NONE, point)

    def drag(self, start, way, button=LEFT, keys=NONE):
        self.press(start, button, keys)
        for share in (0.3, 0.7, 1.0):
            self.move(start + QPoint(round(way[0] * share), round(way[1] * share)))
        self.release(start + QPoint(*way), button, keys)

    def carry(self, start, end, button=LEFT, keys=NONE):
        """Drags from a point to a point, in steps."""
        self.drag(start, ((end - start).x(), (end - start).y()), button, keys)

    def menu(self, point):
        """Asks for the context menu, as the right button does."""
        place = self.viewport.mapToGlobal(point)
        QApplication.sendEvent(self.viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, place))

    def wheel(self, point, notches=0, pixels=(0, 0), keys=NONE):
        turn = QWheelEvent(
            QPointF(point), QPointF(self.viewport.mapToGlobal(point)), QPoint(*pixels), QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.viewport, turn)

    # --- the keyboard, wherever the focus is

    def key(self, key, keys=NONE, times=1):
        for _ in range(times):
            QTest.keyClick(self._focus(), key, keys)

    def hold(self, key):
        QTest.keyPress(self._focus(), key)

    def let_go(self, key):
        QTest.keyRelease(self._focus(), key)

    def type(self, text):
        """Letters that no plain keyboard has come as an input method sends them."""
        for char in text:
            if char.isascii():
                QTest.keyClick(self._focus(), char)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(self._focus(), QKeyEvent(kind, 0, NONE, char))

    def paste(self, text):
        QApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, CONTROL)

    def undo(self):
        self.key(Qt.Key.Key_Z, CONTROL)

    def redo(self):
        self.key(Qt.Key.Key_Z, CONTROL | SHIFT)

    def _focus(self):
        return QApplication.focusWidget() or self.canvas

    # --- what is seen

    def picture(self):
        QApplication.processEvents()
        return self.viewport.grab().toImage()
