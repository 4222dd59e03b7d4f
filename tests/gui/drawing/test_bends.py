"""Wires through bends: where they run, and which of them are led anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language import parse
from graph.story import story
from gui.drawing.bends import BentWire, bend_near, carried, through, with_bend
from gui.drawing.fonts import load_fonts
from gui.drawing.large import LargePicture
from gui.drawing.mathematics import Typesetter
from gui.drawing.picture import CROWD, arrange
from gui.drawing.routes import POINTS
from gui.drawing.theme import LIGHT
from tests.benchmarks.nets import layered

coordinates = st.floats(-5_000, 5_000).map(lambda number: round(number, 1))
places = st.tuples(coordinates, coordinates)


def nearest(points, place):
    """How far a polyline passes from a point."""
    here, ways = points[:-1], np.diff(points, axis=0)
    lengths = np.maximum((ways**2).sum(axis=1), 1e-12)
    shares = np.clip(((np.array(place) - here) * ways).sum(axis=1) / lengths, 0, 1)
    return np.hypot(*(here + shares[:, None] * ways - place).T).min()


@given(places, st.lists(places, min_size=1, max_size=4), places)
def test_a_wire_goes_from_end_to_end_evenly_and_passes_its_bends(start, bends, end):
    points = through(start, tuple(bends), end)
    assert points.shape == (POINTS, 2)
    assert np.isfinite(points).all()
    assert points[0] == pytest.approx(start)
    assert points[-1] == pytest.approx(end)
    steps = np.hypot(*np.diff(points, axis=0).T)
    way = np.hypot(*np.diff(np.array([start, *bends, end]), axis=0).T).sum()
    assert steps.max() <= (2.2 * way + 200) / (POINTS - 1)
    assert all(nearest(points, bend) <= steps.max() for bend in bends)


def test_it_leaves_and_arrives_level():
    points = through((0, 0), ((200, 300),), (600, 100))
    first, last = points[1] - points[0], points[-1] - points[-2]
    assert first[0] > abs(first[1])
    assert last[0] > 2 * abs(last[1])


def test_a_new_bend_takes_its_place_along_the_wire():
    wire = BentWire("a", "b", (0, 0), (900, 0), ((300, 100), (600, -100)))
    assert with_bend(wire, 100, 20) == (((100, 20), (300, 100), (600, -100)), 0)
    assert with_bend(wire, 450, 0) == (((300, 100), (450, 0), (600, -100)), 1)
    assert with_bend(wire, 800, -20) == (((300, 100), (600, -100), (800, -20)), 2)
    assert (bend_near(wire, 602, -98, 5), bend_near(wire, 620, -98, 5)) == (1, None)


def test_bends_are_carried_where_both_ends_go_the_same_way():
    bends = {("a", "b"): ((1.0, 2.0),), ("b", "c"): ((3.0, 4.0),)}
    before = {"a": (0, 0), "b": (10, 0), "c": (20, 0)}
    assert carried(bends, before, {"a": (5, 5), "b": (15, 5)}) == {("a", "b"): ((6.0, 7.0),), ("b", "c"): ((3.0, 4.0),)}
    assert carried(bends, before, {"a": (5, 5), "b": (15, 6)}) == bends


@pytest.fixture(params=[12, CROWD + 50], ids=["small", "large"])
def picture(request, qapp):
    load_fonts()
    typesetter = Typesetter()
    graph = parse(layered(request.param)).graph
    yield arrange(graph, story(graph), LIGHT, typesetter)
    typesetter.close()


def test_only_the_wire_that_is_bent_is_led_anew(picture):
    edges = list(picture.wires)
    edge, other = edges[3], edges[-1]
    before = picture.wires[edge].points.copy()
    kept = picture.wires[other]
    (x, y), away = before[16], (0.0, -900.0)
    bent = picture.bent({edge: ((x + away[0], y + away[1]),)})
    assert bent.wires[edge].bends == ((x, y - 900.0),)
    assert bent.wires[other] is kept
    assert bent.wires[edge].bounds.top() < y - 880
    found = [wire for wire in bent.wires_in(bent.wires[edge].bounds) if (wire.parent, wire.child) == edge]
    assert found == [bent.wires[edge]]
    straight = bent.bent({})
    assert not isinstance(straight.wires[edge], BentWire)
    assert np.allclose(straight.wires[edge].points[[0, -1]], before[[0, -1]])
    assert not np.array_equal(picture.wires[edge].points, bent.wires[edge].points)


def test_a_bent_wire_follows_its_cards(picture):
    edge = list(picture.wires)[3]
    x, y = picture.wires[edge].points[16]
    bent = picture.bent({edge: ((x, y - 900.0),)})
    ends = {name: (bent.placement[name][0] + 40.0, bent.placement[name][1] + 70.0) for name in edge}
    child = {edge[1]: ends[edge[1]]}
    for quick in (True, False):
        moved = bent.moved(child, quick=quick)
        assert moved.wires[edge].bends == ((x, y - 900.0),)
        shift = moved.wires[edge].points[-1] - bent.wires[edge].points[-1]
        assert shift == pytest.approx((40, 70), abs=60)
    assert bent.moved(ends, quick=True).wires[edge].bends == ((x + 40.0, y - 830.0),)


def test_large_and_small_are_what_they_are_called(picture):
    assert isinstance(picture, LargePicture) == (len(picture.cards) > CROWD)
