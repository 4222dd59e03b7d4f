"""Playing the story: keys, buttons, track, speed; and the words of each step."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from graph.story.phrases import plain


@pytest.fixture
def timeline(window):
    window.timeline.track.setFocus()
    return window.timeline


def at_rest(window, qtbot):
    qtbot.waitUntil(lambda: not window.playhead.moving, timeout=5000)


def test_space_plays_and_pauses(window, timeline, qtbot):
    qtbot.keyClick(timeline.track, Qt.Key.Key_Space)
    assert window.playhead.playing
    assert timeline.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: window.playhead.t > 0)
    qtbot.keyClick(timeline.track, Qt.Key.Key_Space)
    assert not window.playhead.playing
    assert timeline.play.accessibleName() == "Play"


def test_arrows_step_and_home_and_end_jump(window, timeline, qtbot):
    window.playhead.set_speed(4.0)
    qtbot.keyClick(timeline.track, Qt.Key.Key_Right)
    at_rest(window, qtbot)
    assert window.playhead.t == 1
    qtbot.keyClick(timeline.track, Qt.Key.Key_End)
    assert window.playhead.t == window.playhead.length
    qtbot.keyClick(timeline.track, Qt.Key.Key_Left)
    assert window.playhead.t == window.playhead.length - 1
    qtbot.keyClick(timeline.track, Qt.Key.Key_Home)
    assert window.playhead.t == 0


def test_keys_of_the_menu_work_from_the_panels(window, qtbot):
    window.playhead.set_speed(math.inf)
    window.equations.adjoints.setFocus()
    qtbot.keyClick(window.equations.adjoints, Qt.Key.Key_Period)
    assert window.playhead.t == 1
    qtbot.keyClick(window.equations.adjoints, Qt.Key.Key_Comma)
    assert window.playhead.t == 0


def test_buttons(window, timeline, qtbot):
    window.playhead.set_speed(math.inf)
    for button, t in (
        (timeline.step, 1),
        (timeline.step, 2),
        (timeline.back, 1),
        (timeline.last, window.playhead.length),
        (timeline.first, 0),
    ):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.playhead.t == t
    assert not timeline.first.isEnabled()
    assert not timeline.back.isEnabled()
    qtbot.mouseClick(timeline.play, Qt.MouseButton.LeftButton)
    assert window.playhead.playing


def test_space_on_a_focused_button_presses_the_button(window, timeline, qtbot):
    window.playhead.set_speed(math.inf)
    timeline.step.setFocus()
    qtbot.keyClick(timeline.step, Qt.Key.Key_Space)
    assert window.playhead.t == 1
    assert not window.playhead.playing


def test_a_press_on_the_track_goes_to_the_nearest_step(window, timeline, qtbot):
    track = timeline.track
    x = round(track.x_of(5) + 0.2 * track.spacing)
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(x, track.height() - 12))
    assert window.playhead.t == 5
    assert window.playhead.step.number == 5


def test_a_drag_scrubs_between_steps(window, timeline, qtbot):
    track, y = timeline.track, timeline.track.height() - 12
    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(round(track.x_of(2)), y))
    target = track.x_of(7.5)
    qtbot.mouseMove(track, QPoint(round(target), y))
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(round(target), y))
    assert window.playhead.t == pytest.approx(7.5, abs=0.1)
    assert not window.playhead.moving
    qtbot.mouseMove(track, QPoint(round(track.x_of(1)), y))
    assert window.playhead.t == pytest.approx(7.5, abs=0.1)


def test_the_track_ends_where_the_story_does(window, timeline, qtbot):
    track = timeline.track
    for x, t in ((0, 0), (track.width() - 1, window.playhead.length)):
        qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
        assert window.playhead.t == t
    for t in (0.0, 0.3, 1.0, 4.7, float(window.playhead.length)):
        assert track.t_of(track.x_of(t)) == pytest.approx(t)


def test_a_notch_of_the_wheel_is_a_step(window, timeline):
    track = timeline.track
    for way, t in ((-120, 1), (-120, 2), (120, 1)):
        turn = QWheelEvent(
            QPointF(100, 20),
            track.mapToGlobal(QPointF(100, 20)),
            QPoint(),
            QPoint(0, way),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(track, turn)
        assert window.playhead.t == t


def test_values_and_adjoints_are_one_press_away(window, qtbot):
    qtbot.mouseClick(window.topbar.values, Qt.MouseButton.LeftButton)
    assert window.playhead.t == window.playhead.forward_length
    assert window.topbar.values.isChecked()
    assert not window.topbar.adjoints.isChecked()
    qtbot.mouseClick(window.topbar.adjoints, Qt.MouseButton.LeftButton)
    assert window.playhead.t == window.playhead.length
    assert (window.topbar.values.isChecked(), window.topbar.adjoints.isChecked()) == (False, True)
    qtbot.mouseClick(window.topbar.adjoints, Qt.MouseButton.LeftButton)
    assert window.topbar.adjoints.isChecked()


def test_the_words_are_those_of_the_story(window, timeline):
    length = window.playhead.length
    assert timeline.place.text() == f"Before step 1 of {length}"
    for step in window.playhead.story.steps:
        window.playhead.jump(step.number)
        assert timeline.place.text() == f"{step.phase.capitalize()} · step {step.number} of {length}"
        assert timeline.sentence.phrase == tuple(step.sentence)
        assert timeline.sentence.accessibleName() == plain(step.sentence)
        assert timeline.formula.phrase == (step.formula,)


def test_going_back_shows_what_going_on_showed(window, timeline, qtbot):
    # A picture must not be taken before its formulas are there.
    window.look.typesetter.synchronous = True
    qtbot.waitUntil(lambda: not window.look.typesetter.busy)

    def shown(t):
        window.playhead.jump(t)
        QApplication.processEvents()
        return timeline.grab().toImage()

    times = range(window.playhead.length + 1)
    seen = [shown(t) for t in times]
    assert [shown(t) == seen[t] for t in reversed(times)] == [True] * len(seen)
    assert all(one != next_one for one, next_one in pairwise(seen))


def test_the_speed_is_chosen_and_remembered(window, timeline, qtbot):
    chosen = {action.text(): action for action in timeline.speed.menu().actions()}
    assert list(chosen) == ["¼×", "½×", "1×", "2×", "4×", "Jump"]
    chosen["½×"].trigger()
    assert window.playhead.speed == 0.5
    assert window.settings.speed == 0.5
    assert timeline.speed.text() == "½×"
    qtbot.keyClick(timeline.track, Qt.Key.Key_BracketRight)
    assert timeline.speed.text() == "1×"
    assert chosen["1×"].isChecked()


def test_an_edit_keeps_the_place_in_the_story(window, qtbot):
    window.playhead.jump_to_values()
    window.document.set_text(window.document.text + "\nq = B w")
    assert window.playhead.t == window.playhead.forward_length
    assert window.playhead.step.phase == "forward"


def test_a_story_of_a_thousand_steps_stays_usable(window, timeline, qtbot):
    chain = "x_0: 3\n" + "\n".join(f"x_{k + 1} = tanh(x_{k})" for k in range(400)) + "\nL = ‖x_400‖²"
    window.document.set_text(chain)
    length = window.playhead.length
    assert length > 1000
    track = timeline.track
    assert not track.grab().isNull()
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(round(track.x_of(600)), 30))
    assert abs(window.playhead.t - 600) <= 1 / track.spacing + 1
    qtbot.keyClick(track, Qt.Key.Key_PageDown)
    assert window.playhead.t == pytest.approx(600 + length // 10, abs=2)
