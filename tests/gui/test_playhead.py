"""The playhead: t, its clock, and where it stays when the story changes."""

import math
from types import SimpleNamespace

import pytest

from gui.playhead import Playhead


def a_story(forward: int, backward: int, seconds: float = 0.03, names: str = "abcdefghij"):
    """Steps as a story has them, each ``seconds`` long."""
    steps = [
        SimpleNamespace(number=k + 1, phase="forward", kind="value", node=names[k], parent=None) for k in range(forward)
    ]
    steps += [
        SimpleNamespace(number=forward + k + 1, phase="backward", kind="collect", node=names[k], parent=None)
        for k in range(backward)
    ]

    def again(other):
        return next((step for step in steps if (step.kind, step.node) == (other.kind, other.node)), None)

    return SimpleNamespace(steps=tuple(steps), forward_length=forward, duration=lambda k: seconds, again=again)


@pytest.fixture
def playhead(qtbot):
    head = Playhead()
    head.set_story(a_story(3, 2))
    yield head
    head.pause()


def test_nothing_moves_by_itself(playhead, qtbot):
    qtbot.wait(60)
    assert (playhead.t, playhead.moving, playhead.step) == (0, False, None)


def test_play_goes_to_the_end_and_the_clock_stops_there(playhead, qtbot):
    seen = []
    playhead.t_changed.connect(seen.append)
    playhead.play()
    assert playhead.playing
    qtbot.waitUntil(lambda: not playhead.playing, timeout=3000)
    assert playhead.t == 5
    assert not playhead.moving
    assert seen == sorted(seen)
    assert {1, 2, 3, 4, 5} <= set(seen)


def test_playing_at_the_end_begins_again(playhead, qtbot):
    playhead.jump_to_end()
    playhead.play()
    assert playhead.t == 0
    qtbot.waitUntil(lambda: playhead.t > 0, timeout=2000)


def test_a_step_stops_after_one(playhead, qtbot):
    playhead.step_forward()
    assert playhead.moving
    assert not playhead.playing
    qtbot.waitUntil(lambda: not playhead.moving, timeout=2000)
    assert playhead.t == 1


def test_a_second_step_while_the_first_moves_begins_after_it(playhead, qtbot):
    playhead.step_forward()
    playhead.step_forward()
    assert playhead.t == 1
    qtbot.waitUntil(lambda: not playhead.moving, timeout=2000)
    assert playhead.t == 2


def test_back_lands_on_the_end_of_the_step_before(playhead):
    playhead.jump(2.4)
    playhead.step_back()
    assert playhead.t == 2
    playhead.step_back()
    assert playhead.t == 1
    playhead.jump_to_start()
    playhead.step_back()
    assert playhead.t == 0


def test_jumps_stay_inside(playhead):
    playhead.jump(99)
    assert playhead.t == 5
    playhead.jump(-3)
    assert playhead.t == 0
    playhead.jump_to_values()
    assert playhead.t == 3


def test_the_step_number_counts_from_one(playhead):
    assert playhead.step_number == 0
    for t, number in ((0.01, 1), (1, 1), (1.01, 2), (5, 5)):
        playhead.jump(t)
        assert playhead.step_number == number


def test_speeds(playhead, qtbot):
    playhead.set_story(a_story(3, 2, seconds=0.2))
    playhead.set_speed(math.inf)
    seen = []
    playhead.t_changed.connect(seen.append)
    playhead.step_forward()
    assert seen == [1]
    playhead.set_speed(4.0)
    playhead.faster()
    assert math.isinf(playhead.speed)
    playhead.set_speed(0.25)
    playhead.slower()
    assert playhead.speed == 0.25
    with pytest.raises(ValueError, match="no such speed"):
        playhead.set_speed(3)


def test_jump_speed_shows_whole_steps_only(playhead, qtbot):
    playhead.set_speed(math.inf)
    seen = []
    playhead.t_changed.connect(seen.append)
    playhead.play()
    qtbot.waitUntil(lambda: not playhead.playing, timeout=3000)
    assert seen == [1, 2, 3, 4, 5]


def test_another_story_keeps_the_step(playhead):
    playhead.jump(1.5)
    playhead.set_story(a_story(4, 2, names="zabcdefghij"))
    assert playhead.step.node == "b"
    assert playhead.t == 2.5


@pytest.mark.parametrize(("before", "after"), [(5, 7), (3, 4), (0, 0)])
def test_another_story_keeps_the_ends(playhead, before, after):
    playhead.jump(before)
    playhead.set_story(a_story(4, 3))
    assert playhead.t == after


def test_a_fresh_story_begins_at_the_beginning(playhead):
    playhead.jump(4)
    playhead.set_story(a_story(4, 3), keep=False)
    assert playhead.t == 0


def test_without_a_story_nothing_happens(playhead):
    playhead.set_story(None)
    for act in (playhead.play, playhead.step_forward, playhead.step_back, playhead.jump_to_end):
        act()
    assert (playhead.t, playhead.moving) == (0, False)
