"""Bends put on wires, moved and taken out by hand; what runs along the wire follows."""

import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from gui.drawing.annotations import annotations
from gui.drawing.routes import at
from gui.exporting.still import export_png
from tests.gui.canvas.hand import CONTROL, SHIFT

Key = Qt.Key


@pytest.fixture(autouse=True)
def _free(window):
    window.settings.snap = False


def on_wire(hand, parent, child, share=0.5):
    """A point of the viewport on a wire, clear of cards."""
    for there in (share, 0.4, 0.6, 0.3, 0.7):
        point = hand.canvas.mapFromScene(*at(hand.route(parent, child), there))
        if hand.canvas.wiring.wire_at(point) == (parent, child) and hand.canvas.wiring.socket_at(point) is None:
            return point
    raise AssertionError("the wire is nowhere free")


def bends(window, wire):
    return window.document.drawn.get("bends", {}).get(wire)


def bend_place(hand, window, wire, index=0):
    return hand.canvas.mapFromScene(*bends(window, wire)[index])


def distance(points, place):
    """From a place to a line of straight pieces."""
    starts, ways = points[:-1], np.diff(points, axis=0)
    shares = np.clip(((place - starts) * ways).sum(1) / (ways * ways).sum(1), 0, 1)
    return np.hypot(*(starts + shares[:, None] * ways - np.array(place)).T).min()


def undo_text(window):
    return window.document.undo_stack.undoText()


@pytest.fixture
def wire(hand, window):
    """y → u, far from each other, with a bend."""
    window.document.place({"u": tuple(np.add(hand.place("u"), (300, 500)))})
    window.canvas.fit()
    point = on_wire(hand, "y", "u")
    hand.double_click(point)
    return "y→u"


def test_a_double_click_bends_a_wire_where_it_is(hand, window, wire):
    (place,) = bends(window, wire)
    assert distance(hand.route("y", "u"), place) < 5
    assert undo_text(window) == "bend the wire from y to u"
    assert window.selection.selected_wire == ("y", "u")
    assert not window.canvas.quick_add.isVisible()
    hand.undo()
    assert bends(window, wire) is None


def test_a_bend_is_dragged_and_the_wire_runs_through_it(hand, window, canvas, wire):
    before = hand.route("y", "u").copy()
    ends = before[0].copy(), before[-1].copy()
    count = window.document.undo_stack.count()
    hand.drag(bend_place(hand, window, wire), (60, -90))
    ((x, y),) = bends(window, wire)
    route = hand.route("y", "u")
    assert distance(route, (x, y)) < 12
    assert np.array_equal(route[0], ends[0])
    assert np.array_equal(route[-1], ends[1])
    assert distance(canvas.stage.picture.wires["y", "u"].back, (x, y)) < 20
    assert (window.document.undo_stack.count(), undo_text(window)) == (count + 1, "move a bend of the wire from y to u")
    hand.undo()
    assert np.allclose(hand.route("y", "u"), before)
    hand.redo()
    assert np.allclose(hand.route("y", "u"), route)


def test_esc_gives_up_the_drag_of_a_bend(hand, window, wire):
    before, start = hand.route("y", "u").copy(), bend_place(hand, window, wire)
    hand.press(start)
    hand.move(start + QPoint(40, 60))
    assert not np.allclose(hand.route("y", "u"), before)
    hand.key(Key.Key_Escape)
    hand.release(start + QPoint(40, 60))
    assert np.allclose(hand.route("y", "u"), before)
    assert undo_text(window) == "bend the wire from y to u"


def test_bends_keep_their_order_along_the_wire(hand, window, wire):
    hand.double_click(on_wire(hand, "y", "u", 0.3))
    hand.double_click(on_wire(hand, "y", "u", 0.75))
    places = bends(window, wire)
    assert len(places) == 3
    assert places == sorted(places)


def test_a_bend_goes_by_double_click_and_by_delete(hand, window, wire):
    hand.double_click(on_wire(hand, "y", "u", 0.3))
    assert len(bends(window, wire)) == 2
    hand.double_click(bend_place(hand, window, wire, 1))
    assert len(bends(window, wire)) == 1
    assert undo_text(window) == "take a bend out of the wire from y to u"
    hand.click(bend_place(hand, window, wire))
    hand.key(Key.Key_Delete)
    assert bends(window, wire) is None
    assert window.document.graph.nodes["u"].parents == ("y",)


def test_delete_cuts_the_wire_where_no_bend_is_chosen(hand, window, wire):
    hand.click(on_wire(hand, "y", "u", 0.25))
    hand.key(Key.Key_Delete)
    assert window.document.graph.nodes["u"].parents == ()


def test_the_menu_bends_and_straightens_the_wire_selected(hand, window, wire):
    straighten = window.menus.actions["canvas.bending.straighten"]
    bend = window.menus.actions["canvas.bending.bend_selected"]
    bend.trigger()
    assert len(bends(window, wire)) == 2
    straighten.trigger()
    assert bends(window, wire) is None
    assert undo_text(window) == "straighten the wire from y to u"
    hand.click(hand.title("y"))
    assert not bend.isEnabled()


def test_the_message_in_flight_follows_the_bend(hand, window, canvas, wire):
    hand.drag(bend_place(hand, window, wire), (100, -120))
    ((x, y),) = bends(window, wire)
    step = window.evaluator.story.send_step["u", "y"]
    near = []
    for share in np.linspace(0.15, 0.5, 30):
        window.playhead.jump(step - 1 + share)
        message = canvas.stage.pose.message
        if message is not None:
            place = at(canvas.stage.picture.wires["y", "u"].back, 1 - message.along)
            near.append(np.hypot(place[0] - x, place[1] - y))
    assert min(near) < 60


def test_bends_go_along_when_both_ends_are_moved_and_stay_when_one_is(hand, window, canvas, wire):
    ((x, y),) = bends(window, wire)
    hand.click(hand.title("y"))
    hand.click(hand.title("u"), SHIFT)
    at_y = hand.place("y")
    hand.drag(hand.title("y"), (0, 30))
    way = np.subtract(hand.place("y"), at_y)
    assert bends(window, wire)[0] == pytest.approx([x + way[0], y + way[1]], abs=0.05)
    hand.undo()
    assert bends(window, wire)[0] == pytest.approx([x, y])
    hand.key(Key.Key_Down, CONTROL | SHIFT)
    assert bends(window, wire)[0] == pytest.approx([x, y + 10], abs=0.05)
    hand.undo()
    hand.click(hand.title("u"))
    hand.drag(hand.title("u"), (20, 30))
    assert bends(window, wire)[0] == pytest.approx([x, y])
    assert distance(hand.route("y", "u"), (x, y)) < 12


def test_bends_follow_a_rename_and_are_saved(hand, window, wire, open_window, tmp_path):
    from graph.editing import rename

    place = bends(window, wire)
    window.document.apply(rename(window.document.current, "u", "uu"))
    assert bends(window, "y→uu") == place
    window.document.save(tmp_path / "bent.adjoint")
    again = open_window(tmp_path / "bent.adjoint")
    assert again.canvas.stage.picture.wires["y", "uu"].bends == (tuple(place[0]),)


@pytest.mark.parametrize("theme", ["light", "figure"])
def test_exports_draw_the_bends(hand, window, wire, tmp_path, theme):
    export_png(window.document.tidy(), tmp_path / "before.png", theme=theme, scale=1)
    hand.drag(bend_place(hand, window, wire), (160, -160))
    export_png(window.document.tidy(), tmp_path / "after.png", theme=theme, scale=1)
    assert QImage(str(tmp_path / "before.png")) != QImage(str(tmp_path / "after.png"))


@pytest.mark.parametrize(
    "said",
    [
        [], {"y": [[1, 2]]}, {"y→u→v": [[1, 2]]}, {"y→u": [[1]]}, {"y→u": [[1, "2"]]}, {"y→u": [[1e300, 2]]},
        {"y→u": "here"}, {"y→u": [[1, 2]] * 1000}, {"y→u": []},
    ],
)  # fmt: skip
def test_bends_of_a_file_that_make_no_sense_are_left_out(said):
    assert annotations({"bends": json.loads(json.dumps(said))}).bends == {}
    assert annotations({"bends": {"y→u": [[1, 2.5]]}}).bends == {("y", "u"): ((1.0, 2.5),)}
