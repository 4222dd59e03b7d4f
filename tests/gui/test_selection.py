"""What is selected and hovered."""

import pytest

from gui.selection import Selection


@pytest.fixture
def selection(qapp):
    return Selection()


def test_the_last_one_selected_is_current(selection):
    assert (selection.selected, selection.current) == ((), None)
    selection.select("x", "A")
    assert selection.current == "A"
    selection.toggle("y")
    assert selection.selected == ("x", "A", "y")
    selection.toggle("A")
    assert selection.selected == ("x", "y")
    selection.select()
    assert selection.current is None


def test_signals_only_where_something_changed(selection, qtbot):
    selection.select("x")
    with qtbot.assertNotEmitted(selection.selected_changed):
        selection.select("x")
    with qtbot.assertNotEmitted(selection.hovered_changed):
        selection.hover(None)
    with qtbot.waitSignal(selection.hovered_changed):
        selection.hover("x")


def test_nodes_that_are_gone_are_forgotten(selection):
    selection.select("x", "A", "y")
    selection.hover("x")
    selection.keep({"A", "B"})
    assert selection.selected == ("A",)
    assert selection.hovered is None
