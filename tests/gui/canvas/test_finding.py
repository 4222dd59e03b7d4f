"""Ctrl+F finds nodes by name, by what their equations say, by operation; the outline lists them all."""

import pytest
from PySide6.QtCore import QPoint, Qt

from graph.files import Document
from gui.canvas.view import READABLE
from tests.gui.canvas.hand import CONTROL, SHIFT

Key = Qt.Key


@pytest.fixture
def bar(hand, canvas):
    hand.key(Key.Key_F, CONTROL)
    assert canvas.finding.bar.field.hasFocus()
    return canvas.finding.bar


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("w", ["w", "L"]),
        ("sigmoid", ["u"]),
        ("A(u", ["z"]),
        ("hadamard", ["z"]),
        ("\\sigma ", ["u"]),
        ("B x", ["v"]),
        ("parameter", ["A", "B"]),
    ],
)
def test_nodes_are_found_by_name_by_equation_and_by_operation(bar, hand, window, canvas, typed, found):
    hand.type(typed)
    assert sorted(canvas.finding.matches) == sorted(found)
    assert window.selection.current == canvas.finding.matches[0]
    assert bar.count.text() == f"1 of {len(found)}"


def test_the_node_that_is_called_so_comes_first(bar, hand, window, canvas):
    hand.type("u")
    assert window.selection.current == "u"
    assert len(canvas.finding.matches) > 1


def test_enter_goes_on_and_shift_enter_back(bar, hand, window, canvas, qtbot):
    hand.type("x")
    matches = canvas.finding.matches
    assert matches == ["x", "y", "v"]
    seen = [window.selection.current]
    for _ in range(3):
        hand.key(Key.Key_Return)
        seen.append(window.selection.current)
    assert seen == ["x", "y", "v", "x"]
    hand.key(Key.Key_Return, SHIFT)
    assert window.selection.current == "v"
    assert bar.count.text() == "3 of 3"
    qtbot.mouseClick(bar.after, Qt.MouseButton.LeftButton)
    assert window.selection.current == "x"
    qtbot.mouseClick(bar.before, Qt.MouseButton.LeftButton)
    assert window.selection.current == "v"


def test_a_match_out_of_view_comes_into_view(bar, hand, canvas):
    for _ in range(6):
        hand.wheel(hand.title("A"), 2)
    assert not canvas.viewport().rect().contains(hand.title("L"))
    hand.type("sqnorm")
    assert canvas.viewport().rect().contains(hand.title("L"))


def test_what_is_found_is_shown_large_enough_to_be_read(bar, hand, canvas):
    hand.wheel(hand.title("v"), -12, keys=CONTROL)
    far = canvas.zoom
    hand.type("v")
    assert far < READABLE == pytest.approx(canvas.zoom)
    assert canvas.viewport().rect().contains(hand.title("v"))


def test_matches_are_lit_until_esc(bar, hand, window, canvas):
    bare = hand.picture()
    hand.type("x")
    lit = hand.picture()
    card = canvas.mapFromScene(canvas.stage.picture.rect("v")).boundingRect()
    edge = QPoint(card.center().x(), card.top() - round(5 * canvas.zoom))
    assert lit.pixelColor(edge) != bare.pixelColor(edge)
    hand.key(Key.Key_Escape)
    assert not bar.isVisible()
    assert canvas.hasFocus()
    assert window.selection.current == "x"
    assert hand.picture().pixelColor(edge) == bare.pixelColor(edge)


def test_nothing_found_is_said(bar, hand, window):
    hand.type("?")
    assert bar.count.text() == "none"
    hand.key(Key.Key_Return)
    assert window.selection.selected == ()


# --- the outline


@pytest.fixture
def outline(hand, window):
    hand.key(Key.Key_5, CONTROL)
    assert window.outline.filter.hasFocus()
    return window.outline


def rows(outline):
    return list(outline.list.rows.rows.names)


def test_the_outline_has_all_nodes_in_order_with_their_shapes(outline, window):
    assert rows(outline) == list(window.document.graph.order)
    shown = {row.thing: row for row in (outline.list.rows.rows[i] for i in range(9))}
    assert shown["z"].formula.unicode == "z = A (u ⊙ v)"
    assert shown["z"].aside == "ℝ²"
    assert shown["A"].aside == "P  ℝ²ˣ²"
    assert shown["L"].aside == "scalar"


def test_a_click_selects_and_brings_into_view(outline, window, hand, canvas, qtbot):
    for _ in range(6):
        hand.wheel(hand.title("A"), 2)
    index = outline.list.model().index(rows(outline).index("L"), 0)
    qtbot.mouseClick(outline.list.viewport(), Qt.MouseButton.LeftButton, pos=outline.list.visualRect(index).center())
    assert window.selection.selected == ("L",)
    assert canvas.viewport().rect().contains(hand.title("L"))


def test_the_outline_follows_the_selection_and_the_graph(outline, window, hand):
    hand.click(hand.title("u"))
    assert outline.list.current.thing == "u"
    window.document.set_text(window.document.text + "\nq = tanh(w)")
    assert "q" in rows(outline)


def test_the_filter_narrows(outline, hand, window):
    window.document.new(Document("a_1: 2\na_2: 2\nb: 2\nL = ||a_1 + a_2 + b||^2"))
    outline.filter.setFocus()
    hand.type("a₁")
    assert rows(outline) == ["a_1"]
    assert outline.count.text() == "1 of 4 nodes"


def test_the_arrows_walk_the_outline(outline, hand, window):
    outline.list.setFocus()
    hand.key(Key.Key_Home)
    hand.key(Key.Key_Down)
    assert window.selection.current == window.document.graph.order[1]


def test_the_outline_has_the_nodes_of_a_frame_together(outline, window, qtbot):
    frames = {"f1": {"title": "Sum", "nodes": ["u", "v", "z"]}, "f2": {"title": "Inner", "nodes": ["v"]}}
    window.document.change("frames", drawn={"frames": frames})
    shown = [(row.title or row.thing, row.heading) for row in (outline.list.rows.rows[i] for i in range(12))]
    order = list(window.document.graph.order)
    titles = [words for words, heading in shown if heading]
    assert sorted(titles[:2]) == ["Inner", "Sum"]
    assert titles[2] == "In no frame"
    place = {words: at for at, (words, _heading) in enumerate(shown)}
    assert place["v"] == place["Inner"] + 1
    assert [place["u"], place["z"]] == [place["Sum"] + 1, place["Sum"] + 2]
    rest = [name for name, heading in shown[place["In no frame"] + 1 :]]
    assert rest == [name for name in order if name not in ("u", "v", "z")]
    window.selection.select("z")
    assert outline.list.current.thing == "z"
    window.document.undo_stack.undo()
    assert rows(outline) == order
