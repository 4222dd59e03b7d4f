"""Ctrl+Shift+P: every action with its menu path and keys, and every node."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.actions import COMMANDS
from tests.gui.window.conftest import close, open_window, press

Key = Qt.Key
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def palette(window, qtbot):
    press(qtbot, window, Key.Key_P, CONTROL_SHIFT)
    assert window.command_palette.isVisible()
    return window.command_palette


def titles(palette):
    return [row.title for row in palette.list.rows.rows]


def row(palette, title):
    return next(row for row in palette.list.rows.rows if row.title == title)


def test_every_command_is_there_with_its_path_and_keys(palette):
    there = {row.thing.objectName() for row in palette.list.rows.rows}
    assert {command.name for command in COMMANDS} <= there
    assert row(palette, "Fit").tip == "View"
    assert row(palette, "Fit").aside == "F"
    assert row(palette, "PNG").tip == "File ▸ Export"
    assert row(palette, "Dark").tip == "View ▸ Theme"


def test_letters_find_and_enter_does_it(palette, window, qtbot):
    zoom = window.canvas.zoom
    QTest.keyClicks(palette.search, "zoom in")
    assert titles(palette)[0] == "Zoom in"
    QTest.keyClick(palette.search, Key.Key_Return)
    assert not palette.isVisible()
    assert window.canvas.zoom > zoom


def test_what_was_used_last_stands_first(palette, window, qtbot):
    QTest.keyClicks(palette.search, "to all values")
    QTest.keyClick(palette.search, Key.Key_Return)
    press(qtbot, window, Key.Key_P, CONTROL_SHIFT)
    assert titles(palette)[0] == "To all values"


def test_what_is_off_is_dimmed_with_its_reason(palette, window):
    off = row(palette, "Rename")
    assert not off.enabled
    assert off.about == "Edit — no node is selected"
    QTest.keyClicks(palette.search, "rename")
    QTest.keyClick(palette.search, Key.Key_Return)
    assert palette.isVisible()
    palette.hide()
    window.selection.select("A")
    palette.call()
    assert row(palette, "Rename").enabled


def test_all_nodes_are_listed_to_go_to(palette, window):
    QTest.keyClicks(palette.search, "go to node")
    assert {f"Go to node {name}" for name in window.document.graph.nodes} <= set(titles(palette))


def test_a_node_is_gone_to(palette, window, qtbot):
    QTest.keyClicks(palette.search, "go to z")
    while palette.list.current.title != "Go to node z":
        QTest.keyClick(palette.search, Key.Key_Down)
    QTest.keyClick(palette.search, Key.Key_Return)
    assert window.selection.selected == ("z",)


def test_a_click_takes_a_row_and_esc_closes(palette, window, qtbot):
    QTest.keyClicks(palette.search, "flip sign")
    place = palette.list.visualRect(palette.list.model().index(0, 0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.settings.flip_signs
    press(qtbot, window, Key.Key_P, CONTROL_SHIFT)
    QTest.keyClick(palette.search, Key.Key_Escape)
    assert not palette.isVisible()


def test_recent_ones_are_kept_for_the_next_start(palette, window, qtbot, settings):
    QTest.keyClicks(palette.search, "faster")
    QTest.keyClick(palette.search, Key.Key_Return)
    again = open_window(qtbot, settings)
    again.command_palette.call()
    assert titles(again.command_palette)[0] == "Faster"
    again.command_palette.hide()
    close(again)
