"""Cards that are dragged catch at others, and lines say at what."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from gui.canvas.snapping import snapped
from tests.gui.canvas.hand import CONTROL


@pytest.fixture
def spread(window, canvas):
    """Three cards in a row far from the others, and room below them."""
    window.document.place({"B": (0, 3000), "x": (600, 3000), "A": (1500, 3300)})
    canvas.bring(QRectF(-100, 2900, 2200, 1000), 1.0)
    return canvas


def move_with(hand, point, keys):
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, point, hand.viewport.mapToGlobal(point), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, keys,
    )  # fmt: skip
    QApplication.sendEvent(hand.viewport, event)


def towards(hand, canvas, name, x, y):
    """The point to drop a card at, gripped at its title, for its corner to come to a place in the scene."""
    grip = hand.title(name)
    return grip + canvas.mapFromScene(x, y) - canvas.mapFromScene(*hand.place(name))


def test_an_edge_catches_within_six_pixels_and_a_guide_shows(hand, window, spread):
    bare = hand.picture()
    grip, drop = hand.title("A"), towards(hand, spread, "A", 600, 3340) + QPoint(4, 0)
    hand.press(grip)
    hand.move(grip + QPoint(30, 30))
    hand.move(drop)
    assert hand.place("A")[0] == pytest.approx(600, abs=1e-6)
    guided = hand.picture()
    hand.release(drop)
    assert hand.place("A")[0] == pytest.approx(600, abs=1e-6)
    assert window.document.undo_stack.undoText() == "move A"
    assert hand.picture() not in (bare, guided)  # the guides are gone
    hand.undo()
    assert hand.place("A") == (1500, 3300)


def test_beyond_six_pixels_nothing_catches(hand, spread):
    drop = towards(hand, spread, "A", 600, 3340) + QPoint(9, 0)
    hand.press(hand.title("A"))
    hand.move(drop)
    assert hand.place("A")[0] != pytest.approx(600, abs=5 / spread.zoom)
    hand.release(drop)


def test_ctrl_suspends_and_the_menu_switches_it_off(hand, window, spread):
    drop = towards(hand, spread, "A", 600, 3340) + QPoint(4, 0)
    hand.press(hand.title("A"))
    move_with(hand, drop, Qt.KeyboardModifier.NoModifier)
    assert hand.place("A")[0] == pytest.approx(600, abs=1e-6)
    move_with(hand, drop, CONTROL)
    free = hand.place("A")[0]
    assert free != pytest.approx(600, abs=1 / spread.zoom)
    hand.key(Qt.Key.Key_Escape)
    window.menus.actions["settings.snap"].trigger()
    hand.press(hand.title("A"))
    hand.move(drop)
    assert hand.place("A")[0] == free
    hand.release(drop)


def test_in_a_crowd_nothing_catches(hand, spread, monkeypatch):
    monkeypatch.setattr("gui.canvas.board.CROWDED", 2)
    drop = towards(hand, spread, "A", 600, 3340) + QPoint(4, 0)
    hand.press(hand.title("A"))
    hand.move(drop)
    assert hand.place("A")[0] != pytest.approx(600, abs=1 / spread.zoom)
    hand.release(drop)


def rect(x, y, width=100, height=50):
    return QRectF(x, y, width, height)


@pytest.mark.parametrize(
    ("moving", "others", "way", "kinds"),
    [
        (rect(3, 200), [rect(0, 0)], (-3, 0), ["line"] * 3),
        (rect(46, 200, 10), [rect(0, 0)], (-1, 0), ["line"]),
        (rect(0, 3), [rect(300, 0)], (0, -3), ["line"] * 3),
        (rect(0, 53), [rect(300, 0)], (0, 0), []),
        (rect(304, 20), [rect(0, 12), rect(150, 7)], (-4, 0), ["gap"] * 2),
        (rect(-146, 20), [rect(0, 12), rect(150, 7)], (-4, 0), ["gap"] * 2),
        (rect(148, 25), [rect(0, 12), rect(300, 17)], (2, 0), ["gap"] * 2),
        (rect(1000, 1000), [rect(0, 0)], (0, 0), []),
        (rect(7, 200), [rect(0, 0)], (0, 0), []),
    ],
)
def test_what_catches_and_by_how_much(moving, others, way, kinds):
    found, guides = snapped(moving, others, 6)
    assert found == pytest.approx(way)
    assert [guide.kind for guide in guides] == kinds
