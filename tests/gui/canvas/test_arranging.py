"""Cards moved by keys and by menu: nudged, aligned, spread evenly, lined up; each one step of undo."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.gui.canvas.hand import CONTROL, SHIFT

Key = Qt.Key


def rects(canvas, *names):
    return [canvas.stage.picture.rect(name) for name in names]


def chord(hand, *keys):
    for key in keys:
        hand.key(key)


def test_a_nudge_moves_what_is_selected_and_repeats_in_one_step(hand, window):
    before = hand.places()
    hand.choose("u", "v", "z")
    hand.key(Key.Key_Right, CONTROL, times=5)
    hand.key(Key.Key_Down, CONTROL | SHIFT, times=2)
    for name in before:
        way = (5, 20) if name in "uvz" else (0, 0)
        assert hand.place(name) == pytest.approx(np.add(before[name], way), abs=0.01)
    stack = window.document.undo_stack
    assert (stack.count(), stack.undoText()) == (1, "nudge 3 nodes")
    assert window.playhead.t == 0
    hand.undo()
    assert hand.places() == before


def test_other_nodes_and_other_edits_end_a_step_of_nudges(hand, window):
    hand.choose("u")
    hand.key(Key.Key_Left, CONTROL)
    hand.choose("v")
    hand.key(Key.Key_Left, CONTROL)
    assert window.document.undo_stack.count() == 2
    hand.undo()
    hand.redo()
    hand.key(Key.Key_Up, CONTROL)
    assert window.document.undo_stack.count() == 3
    assert window.document.undo_stack.undoText() == "nudge v"


def test_nudges_after_a_pause_are_a_step_of_their_own(hand, window, monkeypatch):
    monkeypatch.setattr("gui.canvas.arranging.BREATH", 0.0)
    hand.choose("u")
    hand.key(Key.Key_Left, CONTROL, times=2)
    assert window.document.undo_stack.count() == 2


@pytest.mark.parametrize(
    ("key", "side", "words"),
    [
        (Key.Key_L, lambda rect: rect.left(), "align left: 3 nodes"),
        (Key.Key_C, lambda rect: rect.center().x(), "align centre: 3 nodes"),
        (Key.Key_R, lambda rect: rect.right(), "align right: 3 nodes"),
        (Key.Key_T, lambda rect: rect.top(), "align top: 3 nodes"),
        (Key.Key_M, lambda rect: rect.center().y(), "align middle: 3 nodes"),
        (Key.Key_B, lambda rect: rect.bottom(), "align bottom: 3 nodes"),
    ],
)
def test_aligning_puts_one_side_of_all_on_a_line(hand, window, canvas, key, side, words):
    before = hand.places()
    hand.choose("x", "u", "w")
    chord(hand, Key.Key_A, key)
    sides = [side(rect) for rect in rects(canvas, "x", "u", "w")]
    assert sides == pytest.approx([sides[0]] * 3, abs=0.02)
    assert {name for name in before if before[name] != hand.place(name)} <= {"x", "u", "w"}
    assert (window.document.undo_stack.count(), window.document.undo_stack.undoText()) == (1, words)
    hand.undo()
    assert hand.places() == before


@pytest.mark.parametrize(("key", "axis"), [(Key.Key_H, "across"), (Key.Key_V, "down")])
def test_distributing_makes_the_gaps_equal_and_leaves_the_outermost(hand, window, canvas, key, axis):
    names = ("B", "v", "z", "L")
    window.document.place({"B": (0, 0), "v": (400, 900), "z": (700, 300), "L": (2000, 2000)})
    hand.choose(*names)
    outer = hand.place("B"), hand.place("L")
    chord(hand, Key.Key_A, key)
    across = axis == "across"
    row = sorted(rects(canvas, *names), key=lambda r: r.center().x() if across else r.center().y())
    gaps = [b.left() - a.right() if across else b.top() - a.bottom() for a, b in pairwise(row)]
    assert gaps == pytest.approx([gaps[0]] * 3, abs=0.03)
    assert (hand.place("B"), hand.place("L")) == outer
    assert window.document.undo_stack.undoText() == f"distribute {axis}: 4 nodes"


def test_a_row_and_a_column_leave_the_gaps_of_the_layout(hand, window, canvas):
    hand.choose("y", "u", "v")
    chord(hand, Key.Key_A, Key.Key_W)
    row = sorted(rects(canvas, "y", "u", "v"), key=lambda rect: rect.left())
    assert [rect.center().y() for rect in row] == pytest.approx([row[0].center().y()] * 3, abs=0.02)
    assert [b.left() - a.right() for a, b in pairwise(row)] == pytest.approx([72, 72], abs=0.02)
    assert window.document.undo_stack.undoText() == "make a row of 3 nodes"
    chord(hand, Key.Key_A, Key.Key_O)
    column = sorted(rects(canvas, "y", "u", "v"), key=lambda rect: rect.top())
    assert [rect.center().x() for rect in column] == pytest.approx([column[0].center().x()] * 3, abs=0.02)
    assert [b.top() - a.bottom() for a, b in pairwise(column)] == pytest.approx([30, 30], abs=0.02)


def test_too_few_nodes_are_left_alone(hand, window):
    before = hand.places()
    hand.choose("u")
    for key in (Key.Key_L, Key.Key_W, Key.Key_H):
        chord(hand, Key.Key_A, key)
    hand.choose("v")
    hand.click(hand.title("z"), SHIFT)
    chord(hand, Key.Key_A, Key.Key_H)
    assert hand.places() == before
    assert window.document.undo_stack.count() == 0
