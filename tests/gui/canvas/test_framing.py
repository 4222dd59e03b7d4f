"""Frames: made of the selection, titled, dragged by their title bars, left and joined, taken away."""

import pytest
from PySide6.QtCore import QPoint, Qt

from gui.drawing.frames import frame_rects
from tests.gui.canvas.frames import Frames
from tests.gui.canvas.hand import CONTROL, SHIFT


@pytest.fixture
def frames(hand):
    return Frames(hand)


def said(window):
    return window.document.drawn.get("frames", {})


def nodes(window, key="f1"):
    return set(said(window)[key]["nodes"])


def test_the_selection_is_framed_and_titled(hand, window, frames):
    frames.make("u", "v", title="Inputs of z")
    assert nodes(window) == {"u", "v"}
    assert said(window)["f1"]["title"] == "Inputs of z"
    picture = hand.canvas.stage.picture
    assert all(frames.rect().contains(picture.rect(name)) for name in "uv")
    assert window.canvas.hasFocus()
    assert window.document.undo_stack.undoText() == "title the frame “Inputs of z”"
    hand.undo()
    assert window.document.undo_stack.undoText() == "frame u, v"
    hand.undo()
    assert said(window) == {}
    assert frames.rects() == {}


def test_without_a_selection_nothing_is_framed(hand, window):
    hand.key(Qt.Key.Key_G, CONTROL)
    assert said(window) == {}
    assert window.document.undo_stack.count() == 0


def test_a_frame_moves_with_its_nodes_when_its_title_is_dragged(hand, window, frames):
    window.settings.snap = False
    frames.make("u", "v")
    before, rect = hand.places(), frames.rect()
    hand.drag(frames.title(), (40, 70))
    way = {name: (x - before[name][0], y - before[name][1]) for name, (x, y) in hand.places().items()}
    zoom = hand.canvas.zoom
    assert way["u"] == way["v"] == pytest.approx((40 / zoom, 70 / zoom), abs=3 / zoom)
    assert {moved for name, moved in way.items() if name not in "uv"} == {(0, 0)}
    assert frames.rect().size() == rect.size()
    assert (frames.rect().topLeft() - rect.topLeft()).toTuple() == pytest.approx(way["u"])
    assert nodes(window) == {"u", "v"}
    assert window.document.undo_stack.undoText() == "move the frame “Frame”"
    hand.undo()
    assert hand.places() == before
    assert frames.rect() == rect


def test_esc_gives_up_dragging_a_frame(hand, window, frames):
    frames.make("u", "v")
    before, start = hand.places(), frames.title()
    hand.press(start)
    hand.move(start + QPoint(50, 60))
    assert hand.places() != before
    hand.key(Qt.Key.Key_Escape)
    assert hand.places() == before
    hand.release(start + QPoint(50, 60))
    assert window.document.undo_stack.undoText() == "frame u, v"


def test_a_double_click_on_the_title_edits_it(hand, window, frames):
    frames.make("u", "v")
    hand.double_click(frames.title())
    hand.type("Second layer")
    hand.key(Qt.Key.Key_Return)
    assert said(window)["f1"]["title"] == "Second layer"
    hand.double_click(frames.title())
    hand.type("nonsense")
    hand.key(Qt.Key.Key_Escape)
    assert said(window)["f1"]["title"] == "Second layer"


def test_a_frame_grows_with_its_content(hand, window, frames):
    frames.make("v")
    rect = frames.rect()
    window.document.set_text(window.document.text.replace("v = B x", "v = B x + tanh(B x) + 2 B x"))
    grown = frames.rect()
    assert grown.width() > rect.width()
    assert grown.contains(hand.canvas.stage.picture.rect("v"))


def test_a_node_dragged_out_leaves_and_one_dragged_in_joins(hand, window, frames):
    frames.make("u", "v")
    hand.click(hand.title("v"))
    hand.drag(hand.title("v"), (0, 330))
    assert nodes(window) == {"u"}
    assert window.document.undo_stack.undoText() == "move v out of “Frame”"
    hand.undo()
    assert nodes(window) == {"u", "v"}
    hand.redo()
    way = hand.canvas.mapFromScene(frames.rect().center()) - hand.canvas.mapFromScene(
        hand.canvas.stage.picture.rect("y").center()
    )
    hand.drag(hand.title("y"), (way.x(), way.y()))
    assert nodes(window) == {"u", "y"}
    assert window.document.undo_stack.undoText() == "move y into “Frame”"


def test_a_node_nudged_within_its_frame_stays_in_it(hand, window, frames):
    frames.make("u", "v")
    hand.click(hand.title("v"))
    hand.drag(hand.title("v"), (10, 12))
    assert nodes(window) == {"u", "v"}
    assert window.document.undo_stack.undoText() == "move v"


def test_ungrouping_keeps_the_nodes(hand, window, frames):
    frames.make("u", "v", title="Pair")
    text = window.document.text
    hand.click(frames.title())
    assert set(window.selection.selected) == {"u", "v"}
    hand.key(Qt.Key.Key_G, CONTROL | SHIFT)
    assert said(window) == {}
    assert window.document.text == text
    assert window.document.undo_stack.undoText() == "take the frame “Pair” away"
    hand.undo()
    assert said(window)["f1"]["title"] == "Pair"


def test_a_frame_about_frames_moves_them_all(hand, window, frames):
    frames.make("u", "v", title="Inner")
    frames.make("u", "v", "z", title="Outer")
    assert frames.rect("f2").contains(frames.rect("f1"))
    before = hand.places()
    hand.drag(frames.title("f2"), (30, 20))
    assert {name for name, at in hand.places().items() if at != before[name]} == {"u", "v", "z"}
    assert nodes(window, "f1") == {"u", "v"}


def test_a_saved_file_opens_with_its_frames(hand, window, frames, open_window, tmp_path):
    frames.make("u", "v", title="Pair")
    window.document.save(tmp_path / "framed.adjoint")
    again = open_window(tmp_path / "framed.adjoint")
    picture = again.canvas.stage.picture
    assert picture.annotations.frames["f1"].title == "Pair"
    assert frame_rects(picture, picture.annotations.frames)["f1"].contains(picture.rect("u"))


def test_a_note_inside_a_frame_goes_with_it_and_one_beside_it_stays(hand, window, frames):
    window.settings.snap = False
    frames.make("u", "v")
    rect = frames.rect()
    inside = {"text": "in", "x": rect.left() + 4, "y": rect.bottom() - 40, "width": 60.0, "colour": "slate"}
    beside = {**inside, "y": rect.bottom() + 200}
    window.document.change("notes", drawn={"notes": {"n1": inside, "n2": beside}})
    before = hand.places()["u"]
    hand.press(frames.title())
    hand.move(frames.title() + QPoint(20, 30))
    hand.move(frames.title() + QPoint(20, 30))
    x, y = hand.places()["u"]
    shown = hand.canvas.stage.picture.notes["n1"].note
    assert (shown.x - inside["x"], shown.y - inside["y"]) == pytest.approx((x - before[0], y - before[1]), abs=0.2)
    hand.release(frames.title())
    x, y = hand.places()["u"]
    notes = window.document.drawn["notes"]
    way = notes["n1"]["x"] - inside["x"], notes["n1"]["y"] - inside["y"]
    assert way == pytest.approx((x - before[0], y - before[1]), abs=0.2)
    assert way[1] > 20
    assert (notes["n2"]["x"], notes["n2"]["y"]) == (beside["x"], beside["y"])
    hand.undo()
    assert window.document.drawn["notes"]["n1"]["x"] == inside["x"]
