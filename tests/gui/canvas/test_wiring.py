"""Wires pulled from socket to socket with the mouse: graph, text and what undo says."""

import pytest

from graph.files import Document

HOLED = "A: 2x2 = [1 2; -1 1]\nx: 2\nu = σ(x)\nz = A ?  # the product\nw = A z\nL = ‖w‖²"


@pytest.fixture
def open_text(window, hand):
    """Shows these equations."""

    def show(text):
        window.document.new(Document(text=text))
        window.canvas.setFocus()

    return show


def lines(window):
    return window.document.text.split("\n")


def undo_words(window):
    return window.document.undo_stack.undoText()


def test_a_wire_is_pulled_from_an_out_port_into_a_hole(hand, window, open_text):
    open_text(HOLED)
    assert window.evaluator.run.loss is None
    hand.carry(hand.out("x"), hand.input("z", "?"))
    assert lines(window)[3] == "z = A x  # the product"
    assert window.document.graph.nodes["z"].parents == ("A", "x")
    assert undo_words(window) == "wire x into z"
    assert window.evaluator.run.loss > 0
    hand.undo()
    assert window.document.text == HOLED
    assert window.document.undo_stack.index() == 0
    hand.redo()
    assert lines(window)[3] == "z = A x  # the product"


def test_a_wire_is_pulled_from_a_hole_to_an_out_port_or_to_a_card(hand, window, open_text):
    open_text(HOLED)
    hand.carry(hand.input("z", "?"), hand.out("u"))
    assert lines(window)[3] == "z = A u  # the product"
    hand.undo()
    hand.carry(hand.input("z", "?"), hand.title("x"))
    assert lines(window)[3] == "z = A x  # the product"
    assert undo_words(window) == "wire x into z"
