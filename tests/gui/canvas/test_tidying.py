"""The layout put in order: what is pinned stays, the rest glides, and it is one step of undo."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from graph.layout import AT_ONCE
from gui.drawing.frames import frame_rects
from tests.gui.canvas.hand import CONTROL, SHIFT

Key = Qt.Key


@pytest.fixture(autouse=True)
def _free(window):
    window.settings.snap = False


def tidy(hand):
    hand.key(Key.Key_L, CONTROL | SHIFT)


def undo_text(window):
    return window.document.undo_stack.undoText()


def gliding(canvas):
    return canvas.tidying._glide.state() != canvas.tidying._glide.State.Stopped


def test_tidy_glides_to_the_layout_and_is_one_step_of_undo(hand, window, qtbot):
    fresh = hand.places()
    hand.drag(hand.title("v"), (20, 160))
    hand.drag(hand.title("A"), (-40, -60))
    moved = hand.places()
    count = window.document.undo_stack.count()
    tidy(hand)
    assert hand.places() != fresh  # on their way
    assert (window.document.undo_stack.count(), undo_text(window)) == (count + 1, "tidy the layout")
    assert window.document.placement["v"] == fresh["v"]
    qtbot.waitUntil(lambda: hand.places() == fresh)
    hand.undo()
    assert hand.places() == moved


def test_the_way_begins_slowly_and_is_straight(hand, canvas, qtbot, window):
    there = hand.place("v")
    hand.drag(hand.title("v"), (0, 160))
    start, seen = hand.place("v"), []
    canvas.stage.picture_changed.connect(lambda: seen.append(hand.place("v")))
    tidy(hand)
    qtbot.waitUntil(lambda: not gliding(canvas))
    way = np.subtract(there, start)
    shares = [np.dot(np.subtract(at, start), way) / np.dot(way, way) for at in seen[1:]]
    assert shares == sorted(shares)
    assert any(0.001 < share < 0.999 for share in shares)
    assert hand.place("v") == there


def test_with_reduced_motion_the_cards_are_there_at_once(hand, window, canvas):
    fresh = hand.places()
    hand.drag(hand.title("v"), (20, 60))
    window.settings.reduce_motion = True
    tidy(hand)
    assert hand.places() == fresh
    assert not gliding(canvas)


def test_a_press_or_an_edit_ends_the_way(hand, window, canvas):
    fresh = hand.places()
    hand.drag(hand.title("v"), (20, 160))
    tidy(hand)
    hand.click(hand.title("L"))
    assert hand.places() == fresh
    hand.drag(hand.title("v"), (20, 160))
    tidy(hand)
    assert gliding(canvas)
    window.document.set_text(window.document.text + "\nq = B x")
    assert not gliding(canvas)
    assert {name: hand.place(name) for name in fresh} == fresh | {
        name: hand.place(name) for name in fresh if name in ("B", "x")
    }


def test_undo_in_the_middle_goes_back(hand, window, canvas):
    hand.drag(hand.title("v"), (20, 160))
    moved = hand.places()
    tidy(hand)
    hand.undo()
    assert hand.places() == moved
    assert not gliding(canvas)


def test_what_is_pinned_stays(hand, window, qtbot, canvas):
    hand.drag(hand.title("v"), (40, 260))
    hand.drag(hand.title("u"), (-30, -160))
    bare = hand.picture()
    hand.click(hand.title("v"))
    hand.key(Key.Key_P)
    assert undo_text(window) == "pin v"
    assert window.document.drawn["pinned"] == ["v"]
    hand.click(canvas.mapFromScene(canvas.content().bottomRight()))
    assert hand.picture() != bare  # its pin shows
    at, other = hand.place("v"), hand.place("u")
    tidy(hand)
    qtbot.waitUntil(lambda: not gliding(canvas))
    assert hand.place("v") == at
    assert hand.place("u") != other
    rects = [canvas.rect(name) for name in canvas.names()]
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)


def test_pins_are_taken_out_again_and_follow_undo(hand, window):
    hand.click(hand.title("u"))
    hand.click(hand.title("v"), SHIFT)
    hand.key(Key.Key_P)
    assert window.document.drawn["pinned"] == ["u", "v"]
    hand.click(hand.title("u"))
    hand.key(Key.Key_P)
    assert (window.document.drawn["pinned"], undo_text(window)) == (["v"], "unpin u")
    hand.undo()
    hand.undo()
    assert "pinned" not in window.document.drawn
    assert "v" not in window.document.placement


def test_the_selection_alone_is_tidied_about_where_it_is(hand, window, qtbot, canvas):
    window.document.place({"y": (3000, 3000), "u": (2800, 3300), "z": (2900, 2700), "w": (2500, 3000)})
    before = hand.places()
    window.selection.select("y", "u", "z", "w")
    window.menus.actions["canvas.tidying.tidy_selection"].trigger()
    assert undo_text(window) == "tidy 4 nodes"
    qtbot.waitUntil(lambda: not gliding(canvas))
    after = hand.places()
    assert {name for name in before if after[name] != before[name]} <= {"y", "u", "z", "w"}
    assert after["y"][0] < after["u"][0] < after["z"][0] < after["w"][0]
    middles = [np.mean([places[n] for n in ("y", "u", "z", "w")], axis=0) for places in (before, after)]
    assert np.hypot(*np.subtract(*middles)) < 400


def test_bends_go_with_the_layout_they_were_made_for(hand, window, canvas, qtbot):
    window.document.change("bend", drawn={"bends": {"y→u": [[460, 100]], "A→y": [[200, -50]]}})
    hand.drag(hand.title("u"), (30, 200))
    tidy(hand)
    qtbot.waitUntil(lambda: not gliding(canvas))
    assert window.document.drawn["bends"] == {"A→y": [[200, -50]]}
    hand.undo()
    assert set(window.document.drawn["bends"]) == {"y→u", "A→y"}


def test_a_larger_graph_is_laid_out_off_the_window_and_an_edit_gives_it_up(hand, window, canvas, qtbot):
    count = AT_ONCE + 20
    window.new()
    window.document.set_text("x ∈ ℝ²\na_0 = x\n" + "\n".join(f"a_{k} = tanh(a_{k - 1})" for k in range(1, count)))
    qtbot.waitUntil(lambda: canvas.stage.picture is not None and len(canvas.stage.picture.cards) == count + 1)
    window.document.place({"a_5": (900.0, 4000.0)})
    tidy(hand)
    assert canvas.tidying.busy
    window.document.place({"a_6": (900.0, 5000.0)})
    assert not canvas.tidying.busy
    steps = window.document.undo_stack.count()
    tidy(hand)
    qtbot.waitUntil(lambda: window.document.undo_stack.count() == steps + 1, timeout=15000)
    qtbot.waitUntil(lambda: not gliding(canvas))
    assert hand.place("a_6")[1] < 4000


def test_tidy_keeps_the_nodes_of_a_frame_together_and_all_others_out_of_it(hand, window, qtbot, canvas):
    window.document.change("frame", drawn={"frames": {"f1": {"title": "Middle", "nodes": ["v", "z"]}}})
    tidy(hand)
    qtbot.waitUntil(lambda: not gliding(canvas))
    picture = canvas.stage.picture
    (frame,) = frame_rects(picture, picture.annotations.frames).values()
    assert frame.contains(picture.rect("v"))
    assert frame.contains(picture.rect("z"))
    assert not any(frame.intersects(picture.rect(name)) for name in picture.cards if name not in "vz")
    assert undo_text(window) == "tidy the layout"
