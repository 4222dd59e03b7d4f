"""What a file opens with is what was on screen; cards put upon each other stay so."""

import pytest
from PySide6.QtCore import QPoint, Qt

from graph.files import load
from tests.gui.canvas.hand import CONTROL, SHIFT

Key = Qt.Key


def deleted(hand):
    hand.click(hand.title("v"))
    hand.key(Key.Key_Delete)


def cut(hand):
    hand.click(hand.title("B"))
    hand.key(Key.Key_X, CONTROL)


def split(hand):
    hand.click(hand.title("z"))
    hand.key(Key.Key_S, SHIFT)


def untied(hand):
    hand.click(hand.title("A"))
    hand.key(Key.Key_T, CONTROL | SHIFT)


def unwired(hand):
    hand.click(hand.on_wire("u", "z"), CONTROL)


def bent(hand):
    hand.double_click(hand.on_wire("v", "z"))


def grown(hand):
    text = hand.window.document.text
    hand.window.document.set_text(text.replace("L = ", "q = B w\nL = "))


@pytest.mark.parametrize("edit", [deleted, cut, split, untied, unwired, bent, grown])
def test_an_edited_graph_opens_with_its_cards_where_they_stood(edit, hand, window, tmp_path):
    before = window.document.text, dict(window.document.drawn)
    edit(hand)
    assert (window.document.text, dict(window.document.drawn)) != before
    seen = hand.places()
    window.document.save(tmp_path / "edited.adjoint")
    window.document.open(tmp_path / "edited.adjoint")
    opened = hand.places()
    assert opened.keys() == seen.keys()
    assert all(opened[name] == pytest.approx(seen[name], abs=0.01) for name in seen)


def test_a_graph_that_stands_as_it_was_laid_out_has_no_places_in_its_file(hand, window, tmp_path):
    deleted(hand)
    hand.undo()
    window.document.save(tmp_path / "same.adjoint")
    assert load(tmp_path / "same.adjoint").placement == {}


def put_upon(hand, name, other):
    start, end = hand.title(name), hand.title(other) + QPoint(10, 25)
    hand.press(start)
    hand.move(start + (end - start) / 2)
    hand.move(end)
    place = hand.place(name)
    hand.release(end)
    return place


def test_a_card_put_upon_one_that_has_grown_stays_there(hand, window):
    grown(hand)
    place = put_upon(hand, "B", "w")
    assert hand.place("B") == window.document.placement["B"] == place
    rest = hand.places()
    window.document.set_text(window.document.text + "\nk = A x")
    assert hand.place("B") == place
    hand.undo()
    assert hand.places() == rest


def test_a_card_put_upon_one_that_grows_later_stays_there(hand, window):
    place = put_upon(hand, "x", "B")
    window.document.set_text(window.document.text + "\nk = B B")
    assert hand.place("x") == place == window.document.placement["x"]
