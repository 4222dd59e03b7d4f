"""Lecture mode: the canvas alone, the sentence large, a clicker that steps."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from graph.story.phrases import plain
from tests.gui.window.conftest import press

Key = Qt.Key


@pytest.fixture
def lecture(window, qtbot):
    press(qtbot, window, Key.Key_F11)
    qtbot.waitUntil(lambda: window.lecture.on)
    window.playhead.set_speed(float("inf"))
    return window


def key(window, code):
    QTest.keyClick(window.canvas, code)


def test_it_fills_the_screen_with_the_canvas_and_gives_all_back(window, qtbot):
    parts = (window.topbar, window.equations, window.inspector, window.timeline)
    press(qtbot, window, Key.Key_F11)
    assert window.isFullScreen()
    assert not any(part.isVisible() for part in parts)
    assert window.lecture.caption.isVisible()
    assert window.canvas.hasFocus()
    assert window.canvas.width() >= window.width() - 4
    caption = window.lecture.caption
    qtbot.waitUntil(lambda: window.canvas.height() + caption.height() >= window.height() - 4)
    key(window, Key.Key_Escape)
    assert not window.isFullScreen()
    assert all(part.isVisible() for part in parts)
    assert not window.lecture.caption.isVisible()
    assert window.canvas.zoom <= 1.25


def test_a_panel_that_was_hidden_stays_hidden_afterwards(window, qtbot):
    window.menus.actions["inspector.setVisible"].setChecked(False)
    press(qtbot, window, Key.Key_F5)
    press(qtbot, window, Key.Key_F5)
    assert not window.inspector.isVisible()
    assert window.equations.isVisible()


@pytest.mark.parametrize(
    ("on", "back"), [(Key.Key_PageDown, Key.Key_PageUp), (Key.Key_Right, Key.Key_Left), (Key.Key_Space, Key.Key_Up)]
)
def test_a_clicker_steps_whatever_is_selected(lecture, on, back):
    lecture.selection.select("z")
    for _ in range(3):
        key(lecture, on)
    assert lecture.playhead.t == 3
    assert lecture.selection.selected == ("z",)
    key(lecture, back)
    assert lecture.playhead.t == 2


def test_the_sentence_of_the_step_is_told_large(lecture):
    for step in lecture.playhead.story.steps:
        lecture.playhead.jump(step.number)
        assert lecture.lecture.caption.accessibleName() == plain(step.sentence)
        lecture.lecture.caption.grab()
    tall = lecture.lecture.caption.height()
    lecture.playhead.jump(1)
    assert lecture.lecture.caption.height() == tall > 100


def test_b_blanks_the_screen_and_a_step_brings_it_back(lecture):
    key(lecture, Key.Key_B)
    assert lecture.lecture.blank.isVisible()
    assert lecture.lecture.blank.size() == lecture.size()
    assert lecture.grab().toImage().pixelColor(lecture.width() // 2, lecture.height() // 2).name() == "#000000"
    key(lecture, Key.Key_B)
    assert not lecture.lecture.blank.isVisible()
    key(lecture, Key.Key_Period)
    assert lecture.lecture.blank.isVisible()
    key(lecture, Key.Key_PageDown)
    assert not lecture.lecture.blank.isVisible()
    assert lecture.playhead.t == 1


def test_a_press_on_the_thin_track_goes_there(lecture, qtbot):
    caption = lecture.lecture.caption
    qtbot.mouseClick(caption, Qt.MouseButton.LeftButton, pos=QPoint(caption.width() // 2, caption.height() - 2))
    assert lecture.playhead.t == pytest.approx(lecture.playhead.length / 2, abs=1)


def test_closing_in_lecture_mode_remembers_the_panels(lecture):
    lecture.document.undo_stack.setClean()
    lecture.close()
    assert lecture.settings.window("panels") == b"111"


def test_it_does_not_begin_on_an_empty_page(window, qtbot):
    window.filing.new()
    press(qtbot, window, Key.Key_F11)
    assert not window.lecture.on
