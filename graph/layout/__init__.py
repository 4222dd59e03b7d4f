"""Where the nodes stand, left to right, given the sizes of their cards. Coordinates are top-left corners in pixels.

``place`` arranges a whole graph, ``place_new`` finds room for what was added while the rest stands. Both give the
same answer for the same graph, and leave every two cards apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from statistics import median

from graph.layout import layers
from graph.layout.engine import Centres, Plan, place_here, place_in_process
from graph.layout.room import Point, Room, Size
from graph.model import Graph

__all__ = ["Point", "Size", "make_room", "place", "place_folded", "place_new", "place_part", "place_with_engine"]

COLUMN_GAP = 72.0
"""Pixels between neighbouring columns: room for a wire to bend and for the chip on it."""

ROW_GAP = 30.0
"""Pixels between cards that stand above each other."""

AT_ONCE = 60
"""Nodes up to which the engine runs in this process: it takes some 5 ms."""

ENGINE_LIMIT = 1_000
"""Nodes beyond which the engine is not asked."""

DEADLINE = 10.0
"""Seconds the engine gets."""


def place(
    graph: Graph,
    sizes: Mapping[str, Size],
    pinned: Mapping[str, Point] | None = None,
    *,
    together: Collection[Collection[str]] = (),
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Point]:
    """Top-left corners for every node, the first card at the origin; what is ``pinned`` keeps its place.

    Each of the groups ``together`` gets ground of its own, with room for a frame about it; a group within another one
    too. Left out is one that shares some nodes with a larger one and has others of its own, and one that a path leaves
    and comes back to: what lies on the way has to stand between its nodes.

    ``sizes`` is (width, height) in pixels for every node. With over ``AT_ONCE`` nodes the engine works in a process
    of its own, asked ``cancelled`` some 20 times a second: call it from a thread then. Where the engine is missing,
    fails, takes too long, is cancelled, or has too much to do, a simpler pass in linear time takes its place.
    """
    plan = _plan(graph, sizes)._replace(groups=_groups(graph, together))
    return _settle(graph.order, sizes, _centres(plan, cancelled), pinned or {})


def place_folded(
    graph: Graph,
    sizes: Mapping[str, Size],
    folds: Mapping[str, Collection[str]],
    pinned: Mapping[str, Point] | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Point] | None:
    """As ``place``, where one card stands for all nodes of a fold: corners by node, or by the name of the fold.

    ``sizes`` has those of the folds' cards too; no fold is called as a node is. None where what is inside of folds and
    what is outside feed each other in a circle.
    """
    home = {name: fold for fold, names in folds.items() for name in names if name in graph.nodes}
    above: dict[str, set[str]] = {home.get(name, name): set() for name in graph.order}
    for name in graph.order:
        unit = home.get(name, name)
        above[unit].update(home.get(parent, parent) for parent in graph.nodes[name].parents)
        above[unit].discard(unit)
    try:
        order = tuple(TopologicalSorter({unit: sorted(parents) for unit, parents in above.items()}).static_order())
    except CycleError:
        return None
    index = {unit: number for number, unit in enumerate(order)}
    edges = [(index[parent], index[unit]) for unit in order for parent in sorted(above[unit])]
    loss = index.get(home.get(graph.loss or "", graph.loss or ""))
    last = None if any(parent == loss for parent, _ in edges) else loss
    plan = Plan([sizes[unit] for unit in order], edges, last, COLUMN_GAP, ROW_GAP)
    return _settle(order, sizes, _centres(plan, cancelled), pinned or {})


def place_part(
    graph: Graph,
    sizes: Mapping[str, Size],
    names: Collection[str],
    standing: Mapping[str, Point],
    *,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Point]:
    """Top-left corners for some nodes, arranged by themselves about where they stand now, clear of all others.

    ``standing`` is where every node stands now. Everything else as in ``place``.
    """
    order = [name for name in graph.order if name in names]
    centres = _centres(_plan(graph, sizes, order), cancelled)
    now = [(standing[n][0] + sizes[n][0] / 2, standing[n][1] + sizes[n][1] / 2) for n in order]
    right, down = (_middle([at[axis] for at in now]) - _middle([at[axis] for at in centres]) for axis in (0, 1))
    room = Room(ROW_GAP / 2)
    for name, point in standing.items():
        if name not in names:
            room.take(point, sizes[name])
    places = {}
    for name, (x, y) in zip(order, centres, strict=True):
        width, height = sizes[name]
        left, top = room.nearest((x + right - width / 2, y + down - height / 2), (width, height))
        places[name] = (round(left, 2), round(top, 2))
        room.take(places[name], (width, height))
    return places


def _middle(numbers: Sequence[float]) -> float:
    return (min(numbers) + max(numbers)) / 2 if numbers else 0.0


def _centres(plan: Plan, cancelled: Callable[[], bool] | None) -> Centres:
    """By the engine where it can, in this process where that takes but a moment; else by the simple pass."""
    centres: Centres | None = None
    if len(plan.sizes) <= AT_ONCE:
        centres = place_here(layers.without_lanes(plan))
    elif len(plan.sizes) <= ENGINE_LIMIT:
        centres = place_in_process(layers.without_lanes(plan), DEADLINE, cancelled)
    if centres is None or any(centres[parent][0] >= centres[child][0] for parent, child in plan.edges):
        centres = layers.place(plan)
    return centres


def place_with_engine(
    graph: Graph,
    sizes: Mapping[str, Size],
    *,
    deadline: float = DEADLINE,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Point] | None:
    """What the engine says, whatever the size of the graph; None where it is missing, fails, or was stopped.

    ``deadline`` is in seconds.
    """
    centres = place_in_process(_plan(graph, sizes), deadline, cancelled)
    return None if centres is None else _settle(graph.order, sizes, centres, {})


def place_new(graph: Graph, sizes: Mapping[str, Size], standing: Mapping[str, Point]) -> dict[str, Point]:
    """Places for all nodes: those in ``standing`` stay where they are, new ones go beside their parents.

    A new leaf goes left of its first child. What has no neighbour goes below everything.
    """
    places = {name: point for name, point in standing.items() if name in graph.nodes}
    if not places:
        return place(graph, sizes)
    if len(places) == len(graph.nodes):
        return places
    room = Room(ROW_GAP)
    for name, point in places.items():
        room.take(point, sizes[name])
    for name in _new_by_need(graph, places):
        width, height = sizes[name]
        x, y = _beside(graph, name, places, sizes) or (room.left, room.bottom + ROW_GAP + height / 2)
        places[name] = room.nearest((x, y - height / 2), (width, height))
        room.take(places[name], (width, height))
    return places


def make_room(
    sizes: Mapping[str, Size],
    places: Mapping[str, Point],
    rooms: Mapping[str, Size],
    together: Collection[frozenset[str]] = (),
) -> dict[str, Point]:
    """The places when cards have outgrown the ``rooms`` that were found for them.

    What a larger card now touches gives way, and so on from there: right or down, whichever is less. Cards that are
    ``together``, pair by pair, were put upon each other and stay so.
    """
    moved = dict(places)
    outgrown = (n for n in places if n in rooms and (sizes[n][0] > rooms[n][0] + 1 or sizes[n][1] > rooms[n][1] + 1))
    queue = sorted(outgrown, key=lambda name: moved[name])
    settled: list[str] = []
    while queue:
        name = queue.pop(0)
        for other in settled:
            if frozenset((name, other)) in together:
                continue
            moved[name] = _clear_of(moved[other], sizes[other], moved[name], sizes[name])
        settled.append(name)
        for other in moved.keys() - {*settled}:
            if frozenset((name, other)) in together:
                continue
            at = _clear_of(moved[name], sizes[name], moved[other], sizes[other])
            if at != moved[other]:
                moved[other] = at
                if other not in queue:
                    queue.append(other)
        queue.sort(key=lambda other: moved[other])
    return moved


def _clear_of(place: Point, size: Size, other: Point, other_size: Size) -> Point:
    """Where a card goes that must not touch the one at ``place``: where it is, or right or down of that."""
    (x, y), (width, height), (left, top) = place, size, other
    apart_x = left >= x + width or left + other_size[0] <= x
    apart_y = top >= y + height or top + other_size[1] <= y
    if apart_x or apart_y:
        return other
    right, down = x + width + ROW_GAP, y + height + ROW_GAP
    return (right, top) if right - left < down - top else (left, down)


def _new_by_need(graph: Graph, places: Mapping[str, Point]) -> Iterator[str]:
    """The new nodes in topological order, but a leaf after the first of its children, beside which it goes."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    equations = []
    for name in graph.order:
        if name in places:
            continue
        children = graph.children(name)
        if graph.nodes[name].parents or not children:
            equations.append(name)
        elif children[0] in places:
            yield name
        else:
            after[children[0]].append(name)
    for name in equations:
        yield name
        yield from after[name]


def _beside(
    graph: Graph, name: str, places: Mapping[str, Point], sizes: Mapping[str, Size]
) -> tuple[float, float] | None:
    """The left edge and the height of the middle that suit a node best, None where it has no neighbour yet."""
    parents = [parent for parent in graph.nodes[name].parents if parent in places]
    children = [child for child in graph.children(name) if child in places]
    near = parents or children[:1]
    if not near:
        return None
    middle = sum(places[other][1] + sizes[other][1] / 2 for other in near) / len(near)
    if parents:
        return max(places[parent][0] + sizes[parent][0] for parent in parents) + COLUMN_GAP, middle
    return places[near[0]][0] - COLUMN_GAP - sizes[name][0], middle


def _plan(graph: Graph, sizes: Mapping[str, Size], names: Sequence[str] | None = None) -> Plan:
    """All nodes or these as numbers, in topological order: the engine never sees a name."""
    order = graph.order if names is None else names
    index = {name: number for number, name in enumerate(order)}
    nodes = graph.nodes
    edges = [(index[parent], index[name]) for name in order for parent in nodes[name].parents if parent in index]
    last = index.get(graph.loss) if graph.loss is not None and not graph.children(graph.loss) else None
    return Plan([sizes[name] for name in order], edges, last, COLUMN_GAP, ROW_GAP)


def _groups(graph: Graph, together: Collection[Collection[str]]) -> tuple[tuple[int, ...], ...]:
    index = {name: number for number, name in enumerate(graph.order)}
    found: list[frozenset[int]] = []
    for names in sorted(together, key=len, reverse=True):
        group = frozenset(index[name] for name in names if name in index)
        if _whole(graph, names) and all(group <= other or group.isdisjoint(other) for other in found):
            found.append(group)
    return tuple(tuple(sorted(group)) for group in found)


def _whole(graph: Graph, names: Collection[str]) -> bool:
    """Whether no path leaves these nodes and comes back to them."""
    inside = frozenset(names) & graph.nodes.keys()
    seen = {child for name in inside for child in graph.children(name)} - inside
    waiting = list(seen)
    while waiting:
        below = graph.children(waiting.pop())
        if not inside.isdisjoint(below):
            return False
        new = set(below) - seen
        seen |= new
        waiting += new
    return bool(inside)


def _settle(
    order: Sequence[str], sizes: Mapping[str, Size], centres: Centres, pinned: Mapping[str, Point]
) -> dict[str, Point]:
    """Corners out of centres, moved as a whole to the origin or to what is pinned, clear of it."""
    corners = {
        name: (x - sizes[name][0] / 2, y - sizes[name][1] / 2) for name, (x, y) in zip(order, centres, strict=True)
    }
    held = {name: point for name, point in pinned.items() if name in corners}
    if held:
        right = median(held[name][0] - corners[name][0] for name in held)
        down = median(held[name][1] - corners[name][1] for name in held)
    else:
        right = -min((x for x, _ in corners.values()), default=0.0)
        down = -min((y for _, y in corners.values()), default=0.0)
    moved = {name: (round(x + right, 2), round(y + down, 2)) for name, (x, y) in corners.items()}
    if not held:
        return moved
    room = Room(ROW_GAP / 2)
    for name, point in held.items():
        room.take(point, sizes[name])
    for name, point in moved.items():
        moved[name] = held[name] if name in held else room.nearest(point, sizes[name])
        if name not in held:
            room.take(moved[name], sizes[name])
    return moved
