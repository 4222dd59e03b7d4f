"""Large graphs on the canvas: what is painted at which zoom, what a move repaints, and the map in the corner."""

import sys

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.canvas import items
from gui.drawing import mathematics
from tests.benchmarks.nets import layered
from tests.counting import calls
from tests.gui.canvas.hand import NONE, SHIFT, Hand

NODES = 300


class Painted(QObject):
    """Keeps what a viewport was asked to paint."""

    def __init__(self, viewport):
        super().__init__()
        self.regions = []
        viewport.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == event.Type.Paint:
            self.regions.append(event.region())
        return False

    def share(self, viewport):
        """How much of the viewport the last paint covered."""
        region = self.regions[-1]
        area = sum(rect.width() * rect.height() for rect in region)
        return area / (viewport.width() * viewport.height())


@pytest.fixture
def large(request, open_window, tmp_path, qtbot, monkeypatch):
    many = getattr(request, "param", NODES)
    monkeypatch.setattr(mathematics, "outline", mathematics._plain_outline)  # hundreds of names take seconds to typeset
    path = tmp_path / "net.txt"
    path.write_text(layered(many), encoding="utf-8")
    window = open_window(path)
    window.look.typesetter.synchronous = False
    qtbot.waitUntil(lambda: window.canvas.stage.picture is not None and not window.evaluator.busy, timeout=20_000)
    qtbot.waitUntil(lambda: len(window.canvas.stage.picture.cards) == many, timeout=20_000)
    QApplication.processEvents()
    return window


@pytest.fixture
def view(large):
    return large.canvas


@pytest.fixture
def hand(large, qtbot):
    return Hand(large, qtbot)


def settle(view):
    """Waits until nothing is painted any more: cards that are drawn late, or waited for their formulas."""
    painted = Painted(view.viewport())
    for _ in range(40):
        painted.regions.clear()
        QTest.qWait(400)  # cards that wait for formulas are looked at four times a second
        if not painted.regions and not view.look.typesetter.busy:
            return
    raise AssertionError("the canvas does not come to rest")


def near(view, zoom, name=None):
    """Looks at a node at this zoom, and waits until all that is in view is drawn."""
    picture = view.stage.picture
    name = name or picture.graph.order[NODES // 2]
    port = view.viewport()
    view.bring(picture.rect(name))
    view.zoom_at(QRectF(port.rect()).center(), zoom / view.zoom)
    assert view.zoom == pytest.approx(zoom)
    view.ensureVisible(picture.rect(name), 60, 60)
    settle(view)
    return name


def test_from_afar_no_card_is_measured(view):
    view.fit()
    QApplication.processEvents()
    crowd = view.stage.picture.crowd
    assert view.zoom < 0.22
    assert sum(crowd.measured(name) for name in crowd) < 5


def test_from_near_only_what_is_in_view_is_measured(view):
    name = near(view, 0.8)
    crowd = view.stage.picture.crowd
    assert crowd.measured(name)
    assert 0 < sum(crowd.measured(other) for other in crowd) < NODES / 3


def test_every_zoom_shows_something_else(view):
    shots = []
    for zoom in (0.05, 0.12, 0.3, 0.6):
        near(view, zoom)
        shots.append(view.viewport().grab().toImage())
    assert all(a != b for k, a in enumerate(shots) for b in shots[k + 1 :])
    assert all(len({shot.pixel(x, y) for x in range(0, shot.width(), 3) for y in range(0, shot.height(), 3)}) > 3
               for shot in shots)  # fmt: skip


def test_all_of_it_can_be_seen_at_once(view):
    for _ in range(60):
        view.zoom_out()
    whole = view.stage.picture.bounds()
    assert view.mapToScene(view.viewport().rect()).boundingRect().contains(whole)


def test_moving_a_card_repaints_it_and_its_wires_alone(view, hand, large):
    name = near(view, 0.5)
    others = {other: at for other, at in view.stage.picture.placement.items() if other != name}
    start = hand.title(name)
    hand.press(start)
    hand.move(start + QPoint(30, 20))
    settle(view)
    painted = Painted(view.viewport())
    hand.move(start + QPoint(36, 24))
    QApplication.processEvents()
    assert painted.regions
    assert painted.share(view.viewport()) < 0.6
    hand.release(start + QPoint(36, 24))
    assert large.document.placement[name] == view.stage.picture.placement[name]
    assert {other: view.stage.picture.placement[other] for other in others} == others


def test_while_a_card_is_dragged_the_canvas_looks_as_if_all_of_it_was_drawn(view, hand):
    """What stands still is copied: the picture must be that of a canvas that copies nothing."""
    name = near(view, 0.5)
    start = hand.title(name)
    hand.press(start)
    for way in ((8, 8), (12, 9), (16, 10)):
        hand.move(start + QPoint(*way))
        settle(view)
    copied = view.viewport().grab().toImage()
    held, view.stage.under_hand = view.stage.under_hand, frozenset()
    drawn = view.viewport().grab().toImage()
    view.stage.under_hand = held
    assert held == {name}
    assert _alike(copied, drawn) > 0.995
    hand.key(Qt.Key.Key_Escape)


def test_a_step_of_the_story_repaints_what_it_is_about(view, large):
    name = near(view, 0.3)
    step = large.evaluator.story.value_step[name]
    large.playhead.jump(step - 0.8)
    settle(view)
    painted = Painted(view.viewport())
    large.playhead.jump(step - 0.7)
    QApplication.processEvents()
    assert painted.share(view.viewport()) < 0.6


def test_hovering_repaints_a_card(view, hand):
    name = near(view, 0.5)
    painted = Painted(view.viewport())
    hand.move(hand.title(name))
    QApplication.processEvents()
    assert painted.regions
    assert painted.share(view.viewport()) < 0.2


def test_fit_the_selection(view, hand, large):
    names = view.stage.picture.graph.order[40:43]
    large.selection.select(*names)
    view.fit()
    hand.key(Qt.Key.Key_F, SHIFT)
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert all(seen.contains(view.stage.picture.rect(name)) for name in names)
    assert view.zoom > 0.22 or seen.width() < 1.5 * sum(view.stage.picture.rect(name).width() for name in names)
    assert view.zoom <= 1.25


class TestMinimap:
    @pytest.fixture
    def minimap(self, view, qtbot):
        near(view, 0.5)
        qtbot.waitUntil(view.minimap.isVisible)
        QTest.qWait(200)
        return view.minimap

    def test_it_is_in_the_lower_right_corner_and_only_while_something_is_out_of_view(self, view, minimap, qtbot):
        port = view.viewport().geometry()
        assert port.contains(minimap.geometry())
        assert port.right() - minimap.geometry().right() < 20
        assert port.bottom() - minimap.geometry().bottom() < 20
        view.fit()
        qtbot.waitUntil(lambda: not minimap.isVisible())

    def test_a_click_brings_that_place_into_the_middle(self, view, minimap):
        picture = view.stage.picture
        name = picture.graph.order[20]
        place = minimap.place_of(picture.rect(name).center()).toPoint()
        QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, NONE, place)
        centre = view.mapToScene(view.viewport().rect().center())
        assert (centre - minimap.point_at(QPointF(place))).manhattanLength() < 8
        assert minimap.seen.contains(picture.rect(name).center())

    def test_dragging_the_frame_moves_the_view(self, view, minimap):
        before = minimap.seen.center()
        start = minimap.place_of(before).toPoint()
        QTest.mousePress(minimap, Qt.MouseButton.LeftButton, NONE, start)
        QTest.mouseMove(minimap, start + QPoint(10, 6))
        QTest.mouseRelease(minimap, Qt.MouseButton.LeftButton, NONE, start + QPoint(10, 6))
        way = minimap.seen.center() - before
        assert way.x() > 0 < way.y()
        assert way.x() == pytest.approx(10 / minimap._scale(), rel=0.2)

    def test_the_keyboard_moves_and_zooms_it(self, view, minimap):
        minimap.setFocus()
        before, zoom = minimap.seen, view.zoom
        QTest.keyClick(minimap, Qt.Key.Key_Right)
        assert minimap.seen.center().x() - before.center().x() == pytest.approx(before.width() / 4, rel=0.05)
        QTest.keyClick(minimap, Qt.Key.Key_Up)
        assert minimap.seen.center().y() < before.center().y()
        QTest.keyClick(minimap, Qt.Key.Key_Minus)
        assert view.zoom < zoom
        QTest.keyClick(minimap, Qt.Key.Key_Escape)
        assert view.hasFocus()

    def test_it_follows_the_theme(self, view, minimap, large):
        light = minimap.grab().toImage()
        large.settings.theme = "dark"
        QTest.qWait(300)
        dark = minimap.grab().toImage()
        assert light.pixelColor(3, 30).lightness() > 200 > 80 > dark.pixelColor(3, 30).lightness()

    def test_it_can_be_switched_off(self, minimap, large):
        large.menus.actions["canvas.minimap.set_wanted"].trigger()
        assert not minimap.isVisible()
        large.menus.actions["canvas.minimap.set_wanted"].trigger()
        assert minimap.isVisible()


def _alike(a: QImage, b: QImage) -> float:
    """The share of pixels that are the same, but for rounding."""
    places = [(x, y) for x in range(0, a.width(), 2) for y in range(0, a.height(), 2)]
    return sum(_near(a.pixel(*place), b.pixel(*place)) for place in places) / len(places)


def _near(a: int, b: int) -> bool:
    return all(abs((a >> shift & 255) - (b >> shift & 255)) <= 12 for shift in (0, 8, 16))


@pytest.mark.parametrize("large", [300, 1_500], indirect=True)
def test_a_step_of_a_drag_costs_the_same_however_large_the_graph_is(large, view, hand):
    name = near(view, 0.8)
    start = hand.title(name)
    hand.press(start)
    for k in range(1, 4):
        hand.move(start + QPoint(0, -6 * k))
    made = calls(lambda: hand.move(start + QPoint(0, -30)))
    assert view.stage.under_hand == {name}
    hand.key(Qt.Key.Key_Escape)
    hand.release(start)
    assert made < 9_000


def test_the_picture_of_all_is_painted_once_while_nothing_changes(view, large):
    view.fit()
    view.zoom_at(QPointF(200, 200), 0.5)
    settle(view)
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    for _ in range(3):
        view.viewport().render(image)
    seen = image.copy()
    again = calls(lambda: view.viewport().render(image))
    assert image == seen
    large.playhead.jump(large.playhead.t + 1)
    anew = calls(lambda: view.viewport().render(image))
    assert image != seen
    assert again < anew


def test_a_fault_in_painting_is_told_once_and_ends_nothing(view, monkeypatch):
    """Raised through Qt's painter, an exception would end the program."""
    told = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, _trace: told.append((kind, str(error))))
    monkeypatch.setattr(items, "paint_wires", lambda *_args: 1 / 0)
    near(view, 0.8)
    assert told == [(ZeroDivisionError, "division by zero")]
