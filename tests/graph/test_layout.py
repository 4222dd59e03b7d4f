"""Cards stand apart, left to right, in the same places every time, and stay where they are when others come."""

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Graph, layout, read
from graph.layout import engine, layers, make_room, place, place_new, place_part, place_with_engine
from graph.layout.room import Room
from tests.counting import calls

SHARED = "A, B: 2x2\nx: 2\ny = A x\nu = σ(y)\nv = B x\nz = A (u ⊙ v)\nw = A z\nL = ‖w‖²"
RECURRENT = (
    "W, V: 2x2\nc_0, b: 2\nx_t: 2 for t = 1..{0}\nc_t = tanh(W c_{{t-1}} + V x_t + b) for t = 1..{0}\nL = ‖c_{0}‖²"
)
NETWORK = "X: 3x5\nW: 4x3\nb: 4\nV: 2x4\nA = W X + b\nH = relu(A)\nP = V H\nL = ‖P‖²"


@st.composite
def graphs(draw, most: int = 24) -> Graph:
    """Scalars, each the sum of some before it."""
    lines = ["n0: scalar"]
    for number in range(1, draw(st.integers(1, most))):
        parents = draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True))
        lines.append(
            f"n{number} = " + " + ".join(f"n{parent}" for parent in parents) if parents else f"n{number}: scalar"
        )
    return read("\n".join(lines) + "\nL = " + " + ".join(f"n{number}" for number in range(len(lines))))


def chain(length: int) -> Graph:
    lines = [f"n{number} = n{number - 1} + n{max(0, number - 9)} + b{number}" for number in range(1, length)]
    return read("\n".join(["n0: scalar", *(f"b{number}: scalar" for number in range(1, length)), *lines]))


def cards(graph: Graph) -> dict[str, tuple[float, float]]:
    return {name: (120.0 + 17 * (len(name) % 5), 90.0 + 60 * len(graph.children(name)[:4])) for name in graph.nodes}


def gap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Pixels between two cards (left, top, width, height); negative where they overlap."""
    across = max(one[0], other[0]) - min(one[0] + one[2], other[0] + other[2])
    down = max(one[1], other[1]) - min(one[1] + one[3], other[1] + other[3])
    return max(across, down)


def assert_well_placed(graph: Graph, places, sizes, apart: float = 20.0) -> None:
    assert places.keys() == graph.nodes.keys()
    boxes = [(*places[name], *sizes[name]) for name in graph.nodes]
    assert all(gap(one, other) >= apart for one, other in combinations(boxes, 2))
    for name, node in graph.nodes.items():
        for parent in node.parents:
            assert places[parent][0] < places[name][0]


@given(graphs())
def test_cards_stand_apart_and_parents_to_the_left(graph):
    sizes = cards(graph)
    places = place(graph, sizes)
    assert_well_placed(graph, places, sizes)
    assert min(x for x, _ in places.values()) == min(y for _, y in places.values()) == 0
    assert place(graph, sizes) == places


@given(graphs())
def test_so_they_do_without_the_engine(graph):
    sizes = cards(graph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pygraphviz", None)
        places = place(graph, sizes)
    assert_well_placed(graph, places, sizes)
    plan = layout._plan(graph, sizes)
    assert places == layout._settle(graph.order, sizes, layers.place(plan), {})


@given(graphs(), st.data())
def test_a_part_is_put_in_order_about_where_it_stands_and_clear_of_the_rest(graph, data):
    sizes = cards(graph)
    spots = st.tuples(st.integers(-1500, 1500), st.integers(-1500, 1500))
    names = data.draw(st.lists(st.sampled_from(list(graph.nodes)), min_size=1, unique=True))
    standing = {name: data.draw(spots) if name in names else at for name, at in place(graph, sizes).items()}
    places = place_part(graph, sizes, names, standing)
    assert places.keys() == set(names)
    boxes = [(*at, *sizes[name]) for name, at in {**standing, **places}.items()]
    assert all(gap(one, other) >= 14 for one, other in combinations(boxes, 2))
    assert place_part(graph, sizes, names, standing) == places
    for name in names:
        assert all(places[parent][0] < places[name][0] for parent in graph.nodes[name].parents if parent in places)


def test_the_shared_parameter_opens_the_picture_and_the_loss_ends_it():
    graph = read(SHARED)
    sizes = {name: (250.0, 330.0) if name in "Ax" else (150.0, 180.0) for name in graph.nodes}
    places = place(graph, sizes)
    assert_well_placed(graph, places, sizes, apart=29)
    left = {name: x for name, (x, _) in places.items()}
    assert left["y"] < left["u"] < left["z"] < left["w"] < left["L"]
    assert {"A", "x"} == set(sorted(left, key=lambda name: left[name])[:2])
    assert left["y"] < left["v"] < left["z"], "nothing stands farther left of its use than it must"
    assert left["x"] < left["B"] < left["v"]
    assert places["A"] == (0, 0)
    assert max(x + sizes[name][0] for name, (x, _) in places.items()) < 1500
    assert max(y + sizes[name][1] for name, (_, y) in places.items()) < 800


def test_a_leaf_stands_just_left_of_its_first_use():
    graph = read(NETWORK)
    places = place(graph, dict.fromkeys(graph.nodes, (150.0, 180.0)))
    assert places["V"][0] == places["H"][0]
    assert places["W"][0] == places["X"][0] == 0


@pytest.mark.parametrize("text", [SHARED, "c: 2\nd = 2 c\nL = sum(c)\nr = sum(d)\ns = r + r"])
def test_the_loss_is_rightmost(text):
    graph = read(text)
    places = place(graph, dict.fromkeys(graph.nodes, (150.0, 180.0)))
    assert places["L"][0] == max(x for x, _ in places.values())


def test_a_parameter_of_many_time_steps_leaves_the_picture_flat():
    graph = read(RECURRENT.format(40))
    sizes = dict.fromkeys(graph.nodes, (150.0, 180.0))
    places = place(graph, sizes)
    assert_well_placed(graph, places, sizes)
    assert max(y for _, y in places.values()) < 2000


def test_a_graph_of_twice_the_size_takes_about_twice_the_work():
    def work(length: int) -> int:
        graph = chain(length)
        sizes = cards(graph)
        _ = graph.order
        return calls(lambda: place(graph, sizes))

    assert work(3000) < 2.5 * work(1500)


def test_cards_of_large_graphs_stand_apart():
    for graph in (chain(400), chain(3000)):
        sizes = cards(graph)
        places = place(graph, sizes)
        by_column = sorted((*places[name], *sizes[name]) for name in graph.nodes)
        for index, one in enumerate(by_column):
            for other in by_column[index + 1 : index + 60]:
                assert gap(one, other) >= 20


def test_an_engine_that_turns_a_wire_back_is_not_believed(monkeypatch):
    graph = read(SHARED)
    monkeypatch.setattr(
        layout, "place_here", lambda plan: [(-300.0 * number, 0.0) for number in range(len(plan.sizes))]
    )
    assert_well_placed(graph, place(graph, cards(graph)), cards(graph))


def test_room_is_found_where_it_is_nearest():
    room = Room(gap=10)
    room.take((0, 0), (100, 100))
    assert room.nearest((20, 70), (50, 40)) == (20, 110)
    assert room.nearest((20, -20), (50, 40)) == (20, -50)
    assert room.nearest((105, 30), (50, 40)) == (105, 110)
    assert room.nearest((111, 30), (50, 40)) == (111, 30)


# --- the engine in a process of its own


def test_the_process_says_what_the_engine_says_here():
    graph = read(SHARED)
    assert place_with_engine(graph, cards(graph)) == place(graph, cards(graph))


@pytest.fixture
def slow_engine(monkeypatch):
    """A process that never answers; yields the processes that were started."""
    started = []
    popen = subprocess.Popen

    def start(_command, **options):
        started.append(popen([sys.executable, "-c", "import time; time.sleep(60)"], **options))
        return started[-1]

    monkeypatch.setattr(engine.subprocess, "Popen", start)
    return started


def test_it_can_be_cancelled_and_leaves_no_process(slow_engine):
    graph = chain(100)
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) == 3

    assert place_with_engine(graph, cards(graph), cancelled=cancelled) is None
    assert len(asked) == 3
    assert slow_engine[0].returncode not in (None, 0)


def test_it_has_a_deadline_and_then_the_simple_pass_places(slow_engine, monkeypatch):
    graph = chain(100)
    monkeypatch.setattr(layout, "DEADLINE", 0.2)
    places = place(graph, cards(graph))
    assert slow_engine[0].returncode is not None
    assert_well_placed(graph, places, cards(graph))


@pytest.mark.parametrize(
    "program", ["import sys; sys.exit(3)", "print('no json')", "print('[[1, 2]]')", "print('null')"]
)
def test_an_engine_that_fails_is_done_without(monkeypatch, program):
    popen = subprocess.Popen
    monkeypatch.setattr(
        engine.subprocess, "Popen", lambda _c, **options: popen([sys.executable, "-c", program], **options)
    )
    graph = read(SHARED)
    assert place_with_engine(graph, cards(graph)) is None


def test_the_process_starts_without_the_project():
    program = (
        f"import runpy, sys; runpy.run_path({engine.__file__!r}); print('numpy' in sys.modules, 'graph' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]


# --- what stands stays


@given(graphs(), st.data())
def test_new_nodes_find_room_and_the_others_stay(graph, data):
    sizes = cards(graph)
    whole = place(graph, sizes)
    stay = data.draw(st.sets(st.sampled_from(sorted(whole))))
    standing = {name: whole[name] for name in stay}
    places = place_new(graph, sizes, standing)
    assert places.keys() == graph.nodes.keys()
    assert {name: places[name] for name in stay} == standing
    boxes = [(*places[name], *sizes[name]) for name in graph.nodes]
    assert all(gap(one, other) >= 20 for one, other in combinations(boxes, 2))


def test_new_nodes_stand_beside_their_neighbours():
    graph = read(SHARED)
    sizes = dict.fromkeys(graph.nodes, (150.0, 180.0))
    places = place(graph, sizes)
    more = read(SHARED.replace("L =", "q = 2 w\nr = C w\nC: 2x2\nL ="))
    sizes = dict.fromkeys(more.nodes, (150.0, 180.0))
    now = place_new(more, sizes, places)
    for name in ("q", "r"):
        assert 0 < now[name][0] - (places["w"][0] + 150) < 100
        assert abs(now[name][1] - places["w"][1]) < 500
    assert now["C"][0] < now["r"][0]
    assert abs(now["C"][1] - now["r"][1]) < 500
    assert place_new(more, sizes, {"gone": (3, 3)}) == place(more, sizes)


@given(graphs(most=12), st.data())
def test_pinned_nodes_keep_their_place_and_the_others_keep_clear(graph, data):
    sizes = cards(graph)
    name = data.draw(st.sampled_from(sorted(graph.nodes)))
    corner = data.draw(st.tuples(st.integers(-500, 2000), st.integers(-500, 2000)))
    places = place(graph, sizes, {name: corner, "gone": (1, 1)})
    assert places[name] == corner
    boxes = [(*places[other], *sizes[other]) for other in graph.nodes]
    assert all(gap(one, other) >= 20 for one, other in combinations(boxes, 2))


def test_a_card_that_grows_makes_others_give_way_and_nothing_else():
    places = {"above": (0, 0), "grown": (0, 100), "below": (10, 170), "last": (0, 240)}
    places |= {"right": (85, 60), "aside": (300, 150)}
    rooms = dict.fromkeys(places, (80.0, 50.0))
    sizes = rooms | {"grown": (100.0, 120.0)}
    assert make_room(rooms, places, rooms) == places
    moved = make_room(sizes, places, rooms)
    assert {name for name in places if moved[name] != places[name]} == {"below", "last", "right"}
    assert moved["right"][1] == 60
    boxes = [(*moved[name], *sizes[name]) for name in places]
    assert all(gap(one, other) > 0 for one, other in combinations(boxes, 2))


def test_groups_stand_together_with_ground_of_their_own():
    graph = read(SHARED)
    sizes = dict.fromkeys(graph.nodes, (150.0, 180.0))
    groups = [["u", "v", "z"], ["v", "z"], ["B", "w"], ["z", "w"]]
    places = place(graph, sizes, together=groups)
    assert_well_placed(graph, places, sizes, apart=29)
    for group in groups[:2]:
        left = min(places[name][0] for name in group) - 18
        right = max(places[name][0] + 150 for name in group) + 18
        top = min(places[name][1] for name in group) - 48
        bottom = max(places[name][1] + 180 for name in group) + 18
        for name, (x, y) in places.items():
            apart = x >= right or x + 150 <= left or y >= bottom or y + 180 <= top
            assert name in group or apart, (name, group)
    assert place(graph, sizes, together=groups) == places
    assert place(graph, sizes, together=groups[2:3]) == place(graph, sizes), "v and z lie between B and w"
