"""What is drawn beside a graph, read from files that say nonsense; colours that keep clear of those with a meaning."""

from itertools import combinations

import numpy as np
import pytest

from graph.language import read
from gui.drawing.annotations import annotations, said_of_frame, said_of_note
from gui.drawing.colours import _rgb, _to_lab
from gui.drawing.families import families, family_title
from gui.drawing.theme import DARK, LIGHT
from gui.drawing.tints import TINTS, tint


def apart(first, second):
    """The distance of two colours in CIELAB."""
    a, b = (_to_lab(np.array(_rgb(code)) / 255) for code in (first, second))
    return float(np.linalg.norm(a - b))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_tints_keep_clear_of_direction_and_sign_and_of_each_other(theme):
    meaning = [theme.forward, theme.backward, theme.error, theme.focus, theme.sign[1], theme.sign[5]]
    colours = [tint(name, theme) for name in TINTS]
    assert len(colours) == 6
    assert min(apart(colour, other) for colour in colours for other in meaning) > 17
    assert min(apart(one, other) for one, other in combinations(colours, 2)) > 20


@pytest.mark.parametrize(
    "drawn",
    [
        {"frames": [], "notes": 3, "tags": "z", "slots": [1], "rolled": {"a": 1}},
        {"frames": {"f1": None, "f2": {"nodes": "z"}, "f3": {"title": 4}}},
        {"notes": {"n1": {"text": 1}, "n2": {"text": "a", "x": "left", "y": 0}, "n3": {"x": float("nan"), "y": 1}}},
        {"tags": {"z": 4}, "slots": {"z": 1, "*": {"value": "no"}}, "rolled": [1, None]},
    ],
)
def test_nonsense_in_a_file_is_left_out(drawn):
    found = annotations(drawn)
    assert (found.frames, found.notes, found.tags, found.rolled) == ({}, {}, {}, ())
    assert not any(found.hides.values())


def test_what_is_read_is_what_was_said():
    frame = {"title": "Pair", "nodes": ["u", "v"], "colour": "teal", "collapsed": True}
    note = {"text": "$x$", "x": 1.0, "y": -2.5, "width": 80.0, "colour": "rose"}
    found = annotations({"frames": {"f1": frame}, "notes": {"n1": note}})
    assert said_of_frame(found.frames["f1"]) == frame
    assert said_of_note(found.notes["n1"]) == note


def test_a_rule_for_all_holds_where_a_node_says_nothing():
    found = annotations({"slots": {"*": {"adjoint": False}, "z": {"adjoint": True}, "w": {"shape": False}}})
    assert found.hides == {"*": {"adjoint"}, "z": set(), "w": {"adjoint", "shape"}}


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("c_t = tanh(W c_{t-1} + x_t) for t = 1..3", "c_t = tanh(W c_{t-1} + x_t)"),
        ("c_t = W c_{t-1} + x_{t+1} + x_1 for t = 1..2", "c_t = W c_{t-1} + x_{t+1} + x₁"),
    ],
)
def test_the_line_of_a_family_is_told_from_its_nodes(line, title):
    graph = read(f"W ∈ ℝ²ˣ²\nc_0 ∈ ℝ²\nx_t ∈ ℝ² for t = 1..3\n{line}")
    (family,) = families(graph).values()
    assert family.head == "c_1"
    assert family_title(graph, family).plain == title
