"""Several nodes as one card: frames collapsed, families rolled; the story goes on around them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolTip

from graph.files import Document, save
from gui.canvas.sockets import sockets
from gui.drawing.folds import fold_pose
from gui.exporting.still import export_png
from tests.gui.canvas.hand import CONTROL, SHIFT, Hand

RNN = """W_c ∈ ℝ²ˣ²
c_0 ∈ ℝ² input
x_t ∈ ℝ² input for t = 1..3
c_t = tanh(W_c c_{t-1} + x_t) for t = 1..3
J = ‖c_3‖²"""


@pytest.fixture
def framed(hand):
    """u, v and y in a frame."""
    hand.click(hand.title("u"))
    hand.click(hand.title("v"), SHIFT)
    hand.click(hand.title("y"), SHIFT)
    hand.key(Qt.Key.Key_G, CONTROL)
    hand.type("Middle")
    hand.key(Qt.Key.Key_Return)
    return hand


@pytest.fixture
def collapsed(framed):
    framed.key(Qt.Key.Key_K, CONTROL)
    return framed


@pytest.fixture
def rolling(open_window, qtbot, tmp_path):
    save(Document(text=RNN), tmp_path / "rnn.adjoint")
    window = open_window(tmp_path / "rnn.adjoint")
    return Hand(window, qtbot)


def picture(hand):
    return hand.canvas.stage.picture


def fold(hand, key="f1"):
    return picture(hand).folds[key]


def at(hand, point):
    return hand.canvas.mapFromScene(point)


def test_a_collapsed_frame_is_one_card_on_which_its_wires_end(collapsed, window):
    now = fold(collapsed)
    assert set(now.nodes) == {"u", "v", "y"}
    assert picture(collapsed).fold_at(*now.rect.center().toTuple()) == "f1"
    assert {edge for edge in picture(collapsed).wires if edge[1] in "uvy"} == {
        ("A", "y"),
        ("x", "y"),
        ("B", "v"),
        ("x", "v"),
    }
    assert tuple(collapsed.route("A", "y")[-1]) == now.end("A")
    assert tuple(collapsed.route("u", "z")[0]) == now.start("u")
    assert ("y", "u") not in picture(collapsed).wires
    assert {row.name for row in now.rows_in} == {"A", "x", "B"}
    assert {row.name for row in now.rows_out} == {"u", "v"}
    assert window.document.undo_stack.undoText() == "collapse “Middle”"
    collapsed.undo()
    assert picture(collapsed).folds == {}
    assert ("y", "u") in picture(collapsed).wires


def test_a_double_click_and_the_mark_in_the_corner_expand_it(collapsed, window):
    before = collapsed.places()
    collapsed.double_click(at(collapsed, fold(collapsed).rect.center()))
    assert picture(collapsed).folds == {}
    collapsed.undo()
    collapsed.click(at(collapsed, fold(collapsed).chevron.center()))
    assert picture(collapsed).folds == {}
    assert collapsed.places() == before


def test_it_is_dragged_with_the_nodes_it_stands_for(collapsed, window):
    before, start = collapsed.places(), fold(collapsed).rect.center()
    collapsed.drag(at(collapsed, start), (30, 60))
    moved = {name for name, place in collapsed.places().items() if place != before[name]}
    assert moved == {"u", "v", "y"}
    assert tuple(collapsed.route("A", "y")[-1]) == fold(collapsed).end("A")
    assert window.document.undo_stack.undoText() == "move “Middle”"
    collapsed.undo()
    assert collapsed.places() == before
    assert fold(collapsed).rect.center() == start


def test_while_it_is_dragged_its_wires_follow(collapsed):
    start, end = at(collapsed, fold(collapsed).rect.center()), tuple(collapsed.route("A", "y")[-1])
    collapsed.press(start)
    collapsed.move(start + QPoint(40, 40))
    assert tuple(collapsed.route("A", "y")[-1]) == fold(collapsed).end("A") != end
    collapsed.key(Qt.Key.Key_Escape)
    assert tuple(collapsed.route("A", "y")[-1]) == end
    collapsed.release(start + QPoint(40, 40))


def test_the_story_passes_through_it(collapsed, window):
    """Every moment of it: messages to the nodes inside travel to the card, those between them are not drawn."""
    stage, head = collapsed.canvas.stage, window.playhead
    seen = {}
    for k, step in enumerate(head.story.steps, 1):
        head.jump(k - 0.7)
        collapsed.picture()
        message = stage.pose.message
        if step.kind == "send":
            seen[step.node, step.parent] = message is not None
        if step.node in "uvy" and step.kind == "value":
            assert fold_pose(fold(collapsed), stage.pose).active > 0
    assert seen["z", "u"]
    assert seen["y", "A"]
    assert not seen["u", "y"]
    head.jump_to_end()
    assert all(stage.pose.card(name).adjoint == 1 for name in "uvy")
    assert fold_pose(fold(collapsed), stage.pose).dim == 0


def test_a_band_takes_all_that_a_card_stands_for(collapsed, window):
    rect = fold(collapsed).rect
    start = at(collapsed, rect.bottomLeft()) + QPoint(-30, 25)
    collapsed.key(Qt.Key.Key_Escape)
    collapsed.press(start)
    collapsed.move(at(collapsed, rect.center()))
    collapsed.release(at(collapsed, rect.center()))
    assert {"u", "v", "y"} <= set(window.selection.selected)


def test_what_a_card_stands_for_has_no_sockets_of_its_own(collapsed):
    hidden = picture(collapsed).hidden
    assert hidden
    assert [socket for name in hidden for socket in sockets(picture(collapsed), name)] == []


def test_a_node_inside_can_be_walked_to(collapsed, window):
    collapsed.key(Qt.Key.Key_Escape)
    for _ in range(9):
        collapsed.key(Qt.Key.Key_Tab)
        if window.selection.current == "u":
            break
    assert window.selection.current == "u"


def test_collapsed_frames_are_saved_and_exported(collapsed, window, open_window, tmp_path):
    window.document.save(tmp_path / "folded.adjoint")
    export_png(window.document.tidy(), tmp_path / "folded.png", theme="light")
    collapsed.undo()
    export_png(window.document.tidy(), tmp_path / "whole.png", theme="light")
    assert (tmp_path / "folded.png").read_bytes() != (tmp_path / "whole.png").read_bytes()
    assert "f1" in open_window(tmp_path / "folded.adjoint").canvas.stage.picture.folds


def test_a_family_is_rolled_into_one_card_and_turned_over(rolling):
    window = rolling.window
    rolling.click(rolling.title("c_2"))
    window.menus.actions["canvas.folding.roll"].trigger()
    now = fold(rolling, "family c_1")
    assert now.nodes == ("c_1", "c_2", "c_3")
    assert now.line.plain == "c_t = tanh(W_c c_{t-1} + x_t)"
    assert now.family.running == "t = 1..3"
    assert window.document.undo_stack.undoText() == "roll c_1 to c_3"
    assert window.document.drawn["rolled"] == ["c_1"]
    stage = rolling.canvas.stage

    def front():
        return fold(rolling, "family c_1").front(picture(rolling), stage.pose.step, stage.fronts.get("family c_1"))

    window.playhead.jump(window.playhead.story.value_step["c_2"])
    assert front() == "c_2"
    rolling.click(at(rolling, now.buttons[1].center()))
    assert front() == "c_3"
    rolling.click(at(rolling, now.buttons[0].center()))
    rolling.click(at(rolling, now.buttons[0].center()))
    assert front() == "c_1"
    window.playhead.jump(window.playhead.story.send_step["c_3", "W_c"])
    assert front() == "c_3"
    window.menus.actions["canvas.folding.roll"].trigger()
    assert picture(rolling).folds == {}


def test_every_moment_of_a_rolled_family_is_painted(rolling):
    rolling.window.menus.actions["canvas.folding.roll_all"].trigger()
    assert rolling.window.document.undo_stack.undoText() == "roll all families"
    head = rolling.window.playhead
    for k in range(1, head.length + 1):
        head.jump(k - 0.5)
        rolling.picture()
    rolling.undo()
    assert picture(rolling).folds == {}


def test_what_is_folded_away_is_not_framed_and_it_is_said_why(collapsed, window):
    collapsed.click(middle(collapsed))
    collapsed.key(Qt.Key.Key_G, CONTROL)
    assert list(window.document.drawn["frames"]) == ["f1"]
    assert "inside “Middle”, which is collapsed" in QToolTip.text()


def test_a_collapsed_frame_gets_another_title(collapsed, window):
    collapsed.click(middle(collapsed))
    window.menus.actions["canvas.framing.rename"].trigger()
    collapsed.type("Heart")
    collapsed.key(Qt.Key.Key_Return)
    assert fold(collapsed).title == "Heart"
    assert window.document.undo_stack.undoText() == "title the frame “Heart”"


def middle(hand):
    """A point of a fold's card where no button is."""
    return hand.canvas.mapFromScene(fold(hand).rect.center())


def test_a_bent_wire_into_a_collapsed_frame_stays_bent(framed, window):
    (x, y), *_ = framed.route("A", "y").tolist()
    bend = [round(x + 30, 2), round(y + 90, 2)]
    window.document.change("bend", drawn={"bends": {"A→y": [bend], "y→u": [[0.0, 0.0]]}})
    framed.key(Qt.Key.Key_K, CONTROL)
    wire = picture(framed).wires["A", "y"]
    assert wire.bends == (tuple(bend),)
    assert min(abs(px - bend[0]) + abs(py - bend[1]) for px, py in wire.points.tolist()) < 6
    assert tuple(wire.points[-1]) == pytest.approx(fold(framed).end("A"))
    assert ("y", "u") not in picture(framed).wires


def gliding(hand):
    return hand.canvas.tidying._glide.state() != hand.canvas.tidying._glide.State.Stopped


def seen(hand):
    """All cards and folds that are drawn."""
    now = picture(hand)
    shown = [now.rect(name) for name in now.cards if name not in now.hidden]
    return [*shown, *(one.rect for one in now.folds.values())]


def apart(rects):
    return not any(a.intersects(b) for k, a in enumerate(rects) for b in rects[:k])


def test_tidy_closes_up_what_a_collapsed_frame_has_left_free(collapsed, window, qtbot):
    before = collapsed.canvas.content()
    collapsed.key(Qt.Key.Key_L, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: not gliding(collapsed))
    assert collapsed.canvas.content().width() < before.width() - 100
    assert apart(seen(collapsed))
    now = fold(collapsed).rect
    assert picture(collapsed).rect("A").right() < now.left()
    assert now.right() < picture(collapsed).rect("z").left()
    assert window.document.undo_stack.undoText() == "tidy the layout"


def test_what_is_expanded_there_pushes_the_others_aside(collapsed, window, qtbot):
    collapsed.key(Qt.Key.Key_L, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: not gliding(collapsed))
    closed = collapsed.places()
    collapsed.double_click(at(collapsed, fold(collapsed).rect.center()))
    assert picture(collapsed).folds == {}
    assert apart(seen(collapsed))
    assert collapsed.places() != closed
    assert window.document.undo_stack.undoText() == "expand “Middle”"
    collapsed.undo()
    assert collapsed.places() == closed


def test_a_rolled_family_takes_the_room_of_one_card_when_tidied(rolling, qtbot):
    rolling.click(rolling.title("c_1"))
    window = rolling.window
    window.canvas.folding.roll()
    before = rolling.canvas.content()
    rolling.key(Qt.Key.Key_L, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: not gliding(rolling))
    assert rolling.canvas.content().width() < before.width() - 100
    assert apart(seen(rolling))
    window.canvas.folding.roll()
    assert apart(seen(rolling))
