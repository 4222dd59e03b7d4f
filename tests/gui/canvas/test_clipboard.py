"""Nodes copied, cut, pasted, duplicated and deleted: by key, between windows, and as text of any editor."""

import json
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtWidgets import QApplication, QToolTip

from gui.canvas.clips import MIME, packed, unpacked
from tests.gui.canvas.hand import CONTROL, SHIFT, Hand

Key = Qt.Key


def lines(window):
    return [line for line in window.document.text.splitlines() if line.strip()]


def undo_text(window):
    return window.document.undo_stack.undoText()


def copied():
    return QApplication.clipboard().text()


def overlapping(canvas):
    rects = [canvas.rect(name) for name in canvas.names()]
    return [pair for pair in combinations(rects, 2) if pair[0].intersects(pair[1])]


def empty_spot(hand):
    """Far from all cards, in view."""
    for x in range(20, hand.viewport.width(), 60):
        for y in range(hand.viewport.height() - 20, 0, -60):
            point = QPoint(x, y)
            if hand.canvas.spot(point) is None and not hand.canvas.cards_in(hand.canvas.rect("A").translated(
                hand.under(point) - hand.canvas.rect("A").center()
            )):  # fmt: skip
                return point
    raise AssertionError("no room")


def test_copied_nodes_are_their_equations(hand, window):
    hand.choose("u", "y")
    hand.key(Key.Key_C, CONTROL)
    assert copied().splitlines() == [line for line in lines(window) if line.startswith(("y =", "u ="))]
    assert window.document.undo_stack.count() == 0


def test_pasted_nodes_have_free_names_wires_inside_and_holes_for_the_rest(hand, window):
    before, places = window.document.text, hand.places()
    hand.choose("u", "y")
    hand.key(Key.Key_C, CONTROL)
    hand.key(Key.Key_V, CONTROL)
    graph = window.document.graph
    assert graph.nodes["u_1"].parents == ("y_1",)
    assert graph.nodes["y_1"].parents == ()
    assert "y₁ = ?1 ?2" in lines(window)
    assert window.selection.selected == ("y_1", "u_1")
    stack = window.document.undo_stack
    assert (stack.count(), undo_text(window)) == (1, "paste y₁ and u₁")
    apart = np.subtract(hand.place("u_1"), hand.place("y_1"))
    assert apart == pytest.approx(np.subtract(places["u"], places["y"]), abs=0.02)
    assert {name: hand.place(name) for name in places} == places
    hand.undo()
    assert (window.document.text, hand.places()) == (before, places)


def test_paste_with_wires_keeps_those_from_outside(hand, window):
    hand.choose("u", "y")
    hand.key(Key.Key_C, CONTROL)
    hand.key(Key.Key_V, CONTROL | SHIFT)
    assert window.document.graph.nodes["y_1"].parents == ("A", "x")
    assert window.document.graph.nodes["u_1"].parents == ("y_1",)
    assert window.playhead.t == 0


def test_a_paste_goes_to_the_pointer_once_it_has_moved_on(hand, window, canvas):
    hand.choose("y")
    hand.key(Key.Key_C, CONTROL)
    hand.key(Key.Key_V, CONTROL)
    hand.key(Key.Key_V, CONTROL)
    assert hand.place("y_1")[0] == hand.place("y_2")[0] == hand.place("y")[0]
    assert not overlapping(canvas)
    spot = empty_spot(hand)
    hand.move(spot)
    target = hand.under(spot)
    hand.key(Key.Key_V, CONTROL)
    width, height = canvas.stage.picture.rect("y").size().toTuple()
    assert hand.place("y_3") == pytest.approx((target.x() - width / 2, target.y() - height / 2), abs=1)


def test_duplicates_are_wired_to_the_same_parents_and_stand_beside(hand, window):
    places = hand.places()
    hand.choose("z", "u")
    hand.key(Key.Key_D, CONTROL)
    graph = window.document.graph
    assert set(graph.nodes["z_1"].parents) == {"A", "u_1", "v"}
    assert graph.nodes["u_1"].parents == ("y",)
    assert window.selection.selected == ("z_1", "u_1")
    assert undo_text(window) == "duplicate z and u"
    put = window.document.placement
    apart = np.subtract(put["z_1"], put["u_1"])
    assert apart == pytest.approx(np.subtract(places["z"], places["u"]), abs=0.02)
    assert put["u_1"][0] == places["u"][0]
    assert not overlapping(hand.canvas)
    hand.undo()
    assert hand.places() == places


def test_a_leaf_takes_its_numbers_along(hand, window):
    window.document.set_text("W ∈ ℝ⁹ˣ⁹\nx ∈ ℝ⁹\nb: 2x2 = [1 2; 3 4]\ny = W x\nL = ‖y‖² + sum(b)")
    values = {name: window.document.graph.values[name].copy() for name in "Wxb"}
    window.selection.select("W", "x", "b")
    hand.key(Key.Key_C, CONTROL)
    hand.key(Key.Key_V, CONTROL)
    for name, array in values.items():
        assert np.array_equal(window.document.graph.values[f"{name}_1"], array)
    hand.undo()
    assert not any(name.endswith("_1") for name in window.document.current.values)


def test_cut_leaves_holes_and_is_one_step(hand, window):
    before, places = window.document.text, hand.places()
    hand.choose("u", "v")
    hand.key(Key.Key_X, CONTROL)
    assert sorted(copied().splitlines()) == ["u = σ(y)", "v = B x"]
    assert window.document.graph.nodes["z"].parents == ("A",)
    assert (window.document.undo_stack.count(), undo_text(window)) == (1, "cut u and v")
    hand.key(Key.Key_V, CONTROL | SHIFT)
    assert window.document.graph.nodes["u"].parents == ("y",)
    assert not overlapping(hand.canvas)
    hand.undo()
    hand.undo()
    assert (window.document.text, hand.places()) == (before, places)


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_leaves_holes(hand, window, key):
    before, places = window.document.text, hand.places()
    hand.choose("u")
    hand.key(key)
    assert "u" not in window.document.graph.nodes
    assert "z = A (? ⊙ v)" in lines(window)
    assert undo_text(window) == "delete u"
    assert window.selection.selected == ()
    hand.undo()
    assert (window.document.text, hand.places()) == (before, places)


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_with_ctrl_heals(hand, window, key):
    hand.choose("u")
    hand.key(key, CONTROL)
    assert window.document.graph.nodes["z"].parents == ("A", "y", "v")
    assert window.document.undo_stack.count() == 1


def test_delete_in_the_editor_is_for_the_editor(hand, window):
    hand.choose("u")
    window.equations.editor.setFocus()
    hand.key(Key.Key_Delete)
    assert "u" in window.document.text
    assert undo_text(window) != "delete u"


def test_nodes_go_from_window_to_window_with_places_and_numbers(hand, open_window, window, qtbot):
    other = open_window()
    other.document.set_text("q ∈ ℝ²\nL = ‖q‖²")
    there = Hand(other, qtbot)
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    hand.choose("A", "y", "L")
    hand.key(Key.Key_C, CONTROL)
    other.activateWindow()
    other.canvas.setFocus()
    qtbot.waitUntil(other.canvas.hasFocus)
    there.key(Key.Key_V, CONTROL)
    graph = other.document.graph
    assert {"A", "y", "L_1"} <= set(graph.nodes)
    assert graph.nodes["y"].parents == ("A",)
    assert np.array_equal(graph.values["A"], window.document.graph.values["A"])
    apart = np.subtract(there.place("y"), there.place("A"))
    assert apart == pytest.approx(np.subtract(hand.place("y"), hand.place("A")), abs=0.02)
    assert window.document.undo_stack.count() == 0


def test_equations_of_any_editor_become_nodes_with_the_names_they_use(hand, window):
    hand.paste("r = A x  # from a mail\n\nq = tanh(r)")
    assert window.document.graph.nodes["r"].parents == ("A", "x")
    assert window.selection.selected == ("r", "q")
    assert undo_text(window) == "paste r and q"
    assert "r = A x  # from a mail" in lines(window)


def test_equations_are_pasted_as_nodes_though_a_leaf_is_selected(hand, window):
    hand.choose("B")
    hand.paste("q = A x")
    assert window.selection.selected == ("q",)
    assert window.document.graph.values["B"].tolist() == [[0.7, -1.1], [1.3, 0.5]]


def test_numbers_without_a_leaf_selected_become_one(hand, window):
    hand.paste("1\t2\t3\n4\t5\t6")
    (name,) = window.selection.selected
    assert window.document.graph.values[name].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert undo_text(window) == f"add {name}"


def test_equations_are_pasted_into_an_empty_window(hand, window):
    window.new()
    assert window.welcome.isVisible()
    window.setFocus()
    hand.paste("p = 3\nq = p²")
    assert set(window.document.graph.nodes) == {"p", "q"}
    assert window.canvas.isVisible()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("q = A (x", "Not pasted: line 1, column"),
        ("r = A x\nq = A +", "Not pasted: line 2, column"),
        ("x" * 100_001 + " = 3", "longer than 100000 characters"),
    ],
)
def test_text_that_is_no_equations_changes_nothing_and_says_where(hand, window, text, words):
    before, places = window.document.text, hand.places()
    hand.paste(text)
    assert words in QToolTip.text()
    assert (window.document.text, hand.places()) == (before, places)
    assert window.document.undo_stack.count() == 0


def test_nothing_is_changed_while_the_text_cannot_be_read(hand, window):
    hand.choose("u")
    hand.key(Key.Key_C, CONTROL)
    window.document.set_text(window.document.text + "\nq = (")
    before = window.document.text
    hand.key(Key.Key_V, CONTROL)
    assert "cannot be read" in QToolTip.text()
    hand.key(Key.Key_Delete)
    assert window.document.text == before


def test_a_clip_comes_back_the_same():
    values = {"A": np.array([[1.5, np.nan], [-0.0, np.inf]]), "a": np.array(2.0)}
    clip = unpacked(packed("A: 2x2", {"A": (1.5, -2.0)}, (10.0, 20.0), values))
    assert (clip.text, clip.placement, clip.size) == ("A: 2x2", {"A": (1.5, -2.0)}, (10.0, 20.0))
    for name, array in values.items():
        assert clip.array(name).tobytes() == array.tobytes()
        assert clip.array(name).shape == array.shape


def test_numbers_that_are_too_many_stay_behind_and_that_is_said(hand, window, monkeypatch):
    monkeypatch.setattr("gui.canvas.clips.MOST_NUMBERS", 5)
    hand.choose("A", "x", "B")
    hand.key(Key.Key_C, CONTROL)
    clip = unpacked(QApplication.clipboard().mimeData())
    assert set(clip.values) == {"x"}
    assert "The numbers of A and B are too many" in QToolTip.text()


def good():
    data = packed("y = A x", {"y": (0.0, 0.0)}, (1.0, 1.0), {"A": np.ones((2, 2))})
    return json.loads(data.data(MIME).data())


@pytest.mark.parametrize(
    "damage",
    [
        lambda clip: clip.update(version=2),
        lambda clip: clip.update(placement={"y": [1e300, 0]}),
        lambda clip: clip.update(placement={"y": "here"}),
        lambda clip: clip["values"]["A"].update(shape=[2, 3]),
        lambda clip: clip["values"]["A"].update(shape=[-2, -2]),
        lambda clip: clip["values"]["A"].update(shape=[10**9, 10**9]),
        lambda clip: clip["values"]["A"].update(data="%%%"),
        lambda clip: clip.pop("text"),
        lambda clip: clip.update(text=7),
    ],
)
def test_a_damaged_clip_is_text_and_nothing_more(hand, window, damage):
    clip = good()
    assert unpacked(_mime(json.dumps(clip), "")) is not None
    damage(clip)
    QApplication.clipboard().setMimeData(_mime(json.dumps(clip), "r = A x"))
    hand.key(Key.Key_V, CONTROL)
    assert window.selection.selected == ("r",)
    assert window.document.graph.nodes["r"].parents == ("A", "x")


@pytest.mark.parametrize("bytes_", ["", "{", "[" * 100_000, "null", '{"version": NaN}'])
def test_bytes_that_are_no_clip_are_none(bytes_):
    assert unpacked(_mime(bytes_, "")) is None


def _mime(clip, text):
    data = QMimeData()
    data.setText(text)
    data.setData(MIME, clip.encode())
    return data


def test_an_empty_clipboard_pastes_nothing(hand, window):
    before = window.document.text
    for nodes in ((), ("u",), ("u", "v")):
        if nodes:
            hand.choose(*nodes)
        hand.key(Key.Key_V, CONTROL)
        hand.key(Key.Key_V, CONTROL | SHIFT)
    assert window.document.text == before
    assert window.document.undo_stack.count() == 0


LOOKS = {
    "tags": {"y": "violet", "z": "teal"},
    "slots": {"u": {"adjoint": False}},
    "bends": {"y→u": [[10.0, 20.0]], "u→z": [[1.0, 2.0]]},
}


@pytest.mark.parametrize("how", ["paste", "duplicate"])
def test_copies_look_as_what_they_were_copied_from(hand, window, how):
    window.document.change("looks", drawn=LOOKS)
    hand.choose("u", "y")
    before = hand.places()
    if how == "paste":
        hand.key(Key.Key_C, CONTROL)
        hand.key(Key.Key_V, CONTROL)
    else:
        hand.key(Key.Key_D, CONTROL)
    now, drawn = hand.places(), window.document.drawn
    assert drawn["tags"] == {**LOOKS["tags"], "y_1": "violet"}
    assert drawn["slots"] == {**LOOKS["slots"], "u_1": {"adjoint": False}}
    way = [now["y_1"][axis] - before["y"][axis] for axis in (0, 1)]
    assert drawn["bends"].keys() == {*LOOKS["bends"], "y_1→u_1"}
    assert drawn["bends"]["y_1→u_1"] == [pytest.approx([10 + way[0], 20 + way[1]], abs=0.1)]
    hand.undo()
    assert window.document.drawn == LOOKS


def test_a_look_that_is_none_is_not_believed(hand, window):
    text, where = "q = tanh(?)", {"q": (0.0, 0.0)}
    data = packed(text, where, (10.0, 10.0), {})
    said = json.loads(data.data(MIME).data())
    for wrong in ({"bends": {"a→b": [[1e400, 0]]}}, {"slots": {"q": {"colour": True}}}, {"tags": {"q": 4}}):
        other = QMimeData()
        other.setText(text)
        other.setData(MIME, json.dumps({**said, "look": wrong}).encode())
        assert unpacked(other) is None
