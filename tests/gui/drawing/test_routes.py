import itertools

import numpy as np
import pytest

from gui.drawing.routes import APART, POINTS, Router, at, beside, length

BOXES = {"a": (0.0, 0.0, 100.0, 100.0), "b": (200.0, 0.0, 300.0, 100.0), "c": (400.0, 0.0, 500.0, 100.0)}


def inside(points, box):
    left, top, right, bottom = box
    x, y = points.T
    return ((x > left) & (x < right) & (y > top) & (y < bottom)).any()


def test_a_wire_ends_at_its_ports_and_is_evenly_spaced():
    points = Router(BOXES).route((100, 50), (200, 70), "a", "b")
    assert points.shape == (POINTS, 2)
    assert tuple(points[0]) == (100, 50)
    assert tuple(points[-1]) == (200, 70)
    steps = np.hypot(*np.diff(points, axis=0).T)
    assert steps.max() < 1.1 * steps.min()


def test_a_wire_goes_around_the_card_in_its_way():
    points = Router(BOXES).route((100, 50), (400, 50), "a", "c")
    assert not inside(points, BOXES["b"])
    assert length(points) < 500


def test_wires_that_go_around_the_same_card_keep_apart():
    boxes = {
        **BOXES,
        "d": (0.0, 120.0, 100.0, 220.0),
        "e": (400.0, 120.0, 500.0, 220.0),
        "b": (200.0, 0.0, 300.0, 220.0),
    }
    router = Router(boxes)
    wires = [router.route((100, 40), (400, 40), "a", "c"), router.route((100, 60), (400, 60), "a", "c")]
    wires.append(router.route((100, 170), (400, 170), "d", "e"))
    middles = [points[(points[:, 0] > 210) & (points[:, 0] < 290)] for points in wires]
    for first, second in itertools.combinations(middles, 2):
        gap = np.abs(first[:, 1].mean() - second[:, 1].mean())
        assert gap > 5


def test_a_child_left_of_its_parent_is_reached_in_a_loop():
    points = Router(BOXES).route((500, 50), (0, 300), "c", "a")
    assert points[:, 0].max() > 505
    assert points[:, 0].min() < -5


@pytest.mark.parametrize("end", [(400, 20), (300, 300), (160, 90)])
def test_the_backward_curve_runs_beside_the_forward_one(end):
    points = Router({}).route((100, 50), end, "a", "b")
    back = beside(points, APART)
    gaps = np.hypot(*(back - points).T)
    assert gaps == pytest.approx(np.full(POINTS, APART))
    assert tuple(back[0]) == (100, 50 + APART)
    assert 5 <= APART <= 7


def test_at_walks_from_end_to_end():
    points = Router({}).route((0, 0), (300, 0), "a", "b")
    assert at(points, 0) == (0, 0)
    assert at(points, 0.5)[0] == pytest.approx(150)
    assert at(points, 1) == (300, 0)
    assert at(points, 7) == (300, 0)
