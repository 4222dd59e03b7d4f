from itertools import pairwise

import pytest

from gui.drawing.message import message_rect
from gui.drawing.pose import open_fan, pose
from tests.gui.drawing.scenes import TEXTS, scene


@pytest.fixture(params=TEXTS)
def shown(request, qapp):
    return scene(request.param)


def times(end: int) -> list[float]:
    return [k / 8 for k in range(8 * end + 1)]


def test_stepping_back_shows_exactly_what_stepping_forward_showed(shown):
    forward = [pose(shown.picture, t) for t in times(shown.end)]
    back = [pose(shown.picture, t) for t in reversed(times(shown.end))]
    assert forward == back[::-1]
    assert len({(p.t, p.message, p.fan) for p in forward}) == len(forward)


def test_every_moment_is_within_bounds(shown):
    for t in (-3.0, *times(shown.end), shown.end + 5.0):
        now = pose(shown.picture, t)
        for card in now.cards.values():
            shares = (card.value, card.adjoint, card.open, card.merged, card.dim, card.active, card.receiving)
            assert all(0 <= share <= 1 for share in (*shares, *card.received))
        for wire in now.wires.values():
            assert all(0 <= share <= 1 for share in (wire.message, wire.forward, wire.dim, wire.active))


def test_at_the_start_only_what_is_given_is_there_and_at_the_end_everything(shown):
    start, end = pose(shown.picture, 0), pose(shown.picture, shown.end)
    for name, card in shown.picture.cards.items():
        assert start.card(name).value == (0 if card.face.parents else 1)
        assert start.card(name).adjoint == start.card(name).dim == 0
        assert not any(start.card(name).received)
        assert end.card(name).value == 1
        assert end.card(name).adjoint == (0 if card.face.constant else 1)
        assert all(share == 1 for share in end.card(name).received)
        assert end.card(name).dim == end.card(name).active == 0
        assert end.card(name).merged == (1 if card.inbox is not None else 0)
    assert start.message is start.fan is end.message is end.fan is None


def test_a_value_is_whole_after_its_step_and_not_begun_before(shown):
    for k, step in enumerate(shown.picture.steps, 1):
        if step.kind == "leaf":  # its numbers are given, not computed: they stand there from the start
            assert pose(shown.picture, k - 1).card(step.node).value == 1
        if step.kind == "value":
            assert pose(shown.picture, k - 1).card(step.node).value == 0
            assert 0 < pose(shown.picture, k - 0.7).card(step.node).value < 1
            assert pose(shown.picture, k).card(step.node).value == 1


def test_nothing_is_sent_before_the_inbox_is_full(shown):
    for k, step in enumerate(shown.picture.steps, 1):
        if step.kind == "send":
            assert pose(shown.picture, k - 1).card(step.node).adjoint == 1
            assert all(share == 1 for share in pose(shown.picture, k - 1).card(step.node).received)


def test_a_message_arrives_in_its_slot(shown):
    for k, step in enumerate(shown.picture.steps, 1):
        if step.kind != "send":
            continue
        card = shown.picture.cards[step.parent]
        slot = [label.child for label in card.labels].index(step.node)
        before, during, after = (pose(shown.picture, k - 1 + share) for share in (0, 0.28, 1))
        assert before.card(step.parent).received[slot] == 0
        assert during.card(step.parent).awaited == slot
        assert during.message.number == slot + 1
        assert after.card(step.parent).received[slot] == 1
        assert after.card(step.parent).awaited is None
        assert after.message is None


def test_the_message_goes_from_the_child_to_the_block_of_its_slot():
    shown = scene("shared")
    k = shown.step("send", "z", "A")
    rects = [message_rect(shown.picture, pose(shown.picture, k - 1 + share).message) for share in (0.13, 0.25, 0.55)]
    start = shown.picture.rect("z")
    assert abs(rects[0].center().x() - start.left()) < 12
    assert rects[0].center().x() > rects[1].center().x() > rects[2].center().x()
    card = shown.picture.cards["A"]
    x, y = shown.picture.placement["A"]
    assert rects[2].center().x() == pytest.approx(x + card.inbox.block_x + card.cells.size[0] / 2, abs=4)
    assert y + card.inbox.rows[1] - 34 < rects[2].top() < y + card.inbox.rows[1]


def test_an_adjoint_that_does_not_reach_the_loss_is_zero_once_the_sweep_runs():
    shown = scene("many")
    assert pose(shown.picture, shown.picture.times.forward).card("q").adjoint == 0
    assert pose(shown.picture, shown.picture.times.forward + 1).card("q").adjoint == 1


def test_all_but_the_active_beat_is_dimmed():
    shown = scene("shared")
    k = shown.step("send", "z", "A")
    now = pose(shown.picture, k - 0.5)
    assert {name for name, card in now.cards.items() if card.dim == 0} == {"A", "z"}
    assert all(card.dim == 1 for name, card in now.cards.items() if name not in "Az")
    assert now.card("z").active == 1
    assert now.card("A").receiving == 1
    k = shown.step("value", "z")
    assert {name for name, card in pose(shown.picture, k).cards.items() if card.dim == 0} == {"A", "u", "v", "z"}


def test_the_inbox_opens_with_its_first_message_and_merges_with_its_last():
    shown = scene("shared")
    first, last = shown.step("send", "w", "A"), shown.step("collect", "A")
    assert pose(shown.picture, first - 1).card("A").open == 0
    assert pose(shown.picture, first).card("A").open == 1
    assert pose(shown.picture, last - 1).card("A").merged == 0
    assert pose(shown.picture, last - 1).fan is None
    middle = pose(shown.picture, last - 0.45).fan
    assert (middle.parent, middle.spread, middle.told, middle.joined) == ("A", 1, 1, 0)
    assert pose(shown.picture, last - 0.15).fan.joined > 0.5
    assert pose(shown.picture, last).card("A").merged == 1
    assert open_fan("A").spread == 1


def test_only_inboxes_with_several_messages_fan_out():
    shown = scene("shared")
    assert pose(shown.picture, shown.step("collect", "z") - 0.5).fan is None
    flat = scene("flat")
    fans = [pose(flat.picture, t).fan for t in times(flat.end)]
    assert {fan.parent for fan in fans if fan is not None} == {"x"}


def test_reduced_motion_fades_instead_of_travelling():
    shown = scene("shared")
    k = shown.step("send", "z", "A")
    moments = [pose(shown.picture, k - 1 + share / 20, reduce_motion=True).message for share in range(21)]
    seen = [message for message in moments if message is not None]
    assert len({message.along for message in seen}) == 1
    assert len({message.opacity for message in seen}) > 2
    fans = [pose(shown.picture, shown.step("collect", "A") - share / 20, reduce_motion=True).fan for share in range(20)]
    assert {(fan.spread, fan.joined) for fan in fans if fan is not None} == {(1.0, 0.0)}
    assert pose(shown.picture, k, True) == pose(shown.picture, k, False)


def test_motion_is_smooth():
    """No share jumps by more than what a frame at 60 Hz of a step moves."""
    shown = scene("shared")
    k = shown.step("send", "z", "A")
    frames = [pose(shown.picture, k - 1 + f / 114) for f in range(1, 115)]
    for before, after in pairwise(frames):
        for name in shown.picture.cards:
            assert abs(after.card(name).dim - before.card(name).dim) < 0.35
        if before.message and after.message:
            assert abs(after.message.along - before.message.along) < 0.1
