"""Every gesture on frames, notes and equations has a twin in the menus, and F2 titles frames."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from gui.canvas.context import context_menu
from tests.gui.canvas.frames import Frames
from tests.gui.canvas.hand import CONTROL

Key = Qt.Key


@pytest.fixture
def frames(hand):
    return Frames(hand)


def entries(menu):
    found = {}
    for action in menu.actions():
        if action.menu() is not None:
            found.update(entries(action.menu()))
        elif not action.isSeparator():
            found[action.text().replace("&", "").rstrip("…")] = action
    return found


def menu_at(hand, point):
    menu = context_menu(hand.canvas, point)
    assert isinstance(menu, QMenu)
    return entries(menu)


def test_the_menu_of_a_frame(hand, window, frames):
    frames.make("u", "v", title="Pair")
    menu = menu_at(hand, frames.title())
    menu["Collapse or expand the frame"].trigger()
    assert window.document.drawn["frames"]["f1"]["collapsed"]
    fold = hand.canvas.stage.picture.folds["f1"]
    menu = menu_at(hand, hand.canvas.mapFromScene(fold.rect.center()))
    menu["Teal"].trigger()
    assert window.document.drawn["frames"]["f1"]["colour"] == "teal"
    menu["Collapse or expand the frame"].trigger()
    menu_at(hand, frames.title())["Take the frame away, keep its nodes"].trigger()
    assert "frames" not in window.document.drawn


def test_nodes_join_and_leave_frames_by_menu(hand, window, frames):
    frames.make("u", "v", title="Pair")
    menu_at(hand, hand.title("z"))["Pair"].trigger()
    assert window.document.drawn["frames"]["f1"]["nodes"] == ["u", "v", "z"]
    assert window.document.undo_stack.undoText() == "put z into “Pair”"
    hand.click(hand.title("u"))
    menu_at(hand, hand.title("u"))["Take the nodes out of their frame"].trigger()
    assert window.document.drawn["frames"]["f1"]["nodes"] == ["v", "z"]


def test_the_menu_of_a_node_opens_and_tags_it(hand, window):
    menu = menu_at(hand, hand.title("z"))
    menu["Open or close the equation"].trigger()
    assert window.document.drawn["opened"] == ["z"]
    menu_at(hand, hand.title("z"))["Rose"].trigger()
    assert window.document.drawn["tags"] == {"z": "rose"}
    assert "Open or close the equation" not in menu_at(hand, hand.title("y"))


def test_the_menu_of_a_note(hand, window):
    bottom = hand.canvas.stage.picture.whereabouts.bounds.bottom()
    note = {"text": "Mind the $z$", "x": 0.0, "y": bottom + 30, "width": 200.0, "colour": "slate"}
    window.document.change("put", drawn={"notes": {"n1": note}})
    hand.canvas.fit()
    QApplication.processEvents()
    place = hand.canvas.mapFromScene(hand.canvas.stage.picture.notes["n1"].rect.topLeft()) + QPoint(20, 8)
    menu = menu_at(hand, place)
    menu["Olive"].trigger()
    assert window.document.drawn["notes"]["n1"]["colour"] == "olive"
    menu_at(hand, place)["Delete the note"].trigger()
    assert "notes" not in window.document.drawn
    hand.undo()
    hand.click(place)
    hand.key(Key.Key_Delete)
    assert "notes" not in window.document.drawn
    assert window.document.undo_stack.undoText() == "delete a note"
    assert set(window.document.graph.nodes) == set(hand.canvas.stage.picture.cards)


def test_f2_titles_the_frame_that_was_clicked_else_renames_a_node(hand, window, frames):
    frames.make("u", "v", title="Pair")
    hand.click(frames.title())
    hand.key(Key.Key_F2)
    hand.type("Gate")
    hand.key(Key.Key_Return)
    assert window.document.drawn["frames"]["f1"]["title"] == "Gate"
    hand.click(hand.title("u"))
    hand.key(Key.Key_F2)
    hand.key(Key.Key_A, CONTROL)
    hand.type("h")
    hand.key(Key.Key_Return)
    assert "h" in window.document.graph.nodes
    assert window.document.drawn["frames"]["f1"]["nodes"] == ["h", "v"]
