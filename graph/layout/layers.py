"""Layered placement in linear time, for graphs that are too large for the engine and where there is none.

Nodes get columns by their longest path from the leaves; then the columns are swept forth and back, each node drawn
to the mean height of its neighbours and kept clear of the cards above and below it.
"""

from __future__ import annotations

from graph.layout.engine import Centres, Plan

SWEEPS = 8

FEW = 150
"""Columns that all edges together may cross with a lane for each."""

LONG = 8
"""Columns that one edge may cross to have a lane where there are not few."""


def place(plan: Plan) -> Centres:
    """The centres of the cards, y downwards."""
    parents, children = _neighbours(plan)
    columns = _columns(_depths(plan, parents, children))
    heights = [0.0] * len(plan.sizes)
    for column in columns:
        _stack(column, [0.0] * len(column), plan, heights)
    both = [left + right for left, right in zip(parents, children, strict=True)]
    for sweep in range(SWEEPS):
        neighbours = both if sweep >= SWEEPS - 2 else children if sweep % 2 else parents
        for column in reversed(columns) if sweep % 2 else columns:
            _draw_to(column, neighbours, plan, heights)
    middles = _middles(columns, plan)
    return list(zip(middles, heights, strict=True))


def without_lanes(plan: Plan) -> Plan:
    """The plan without the long edges of what is used again and again, where all edges together cross many columns.

    The engine keeps a lane free for every edge: with a parameter used at each of 40 time steps nothing but lanes
    would be left, and it would take minutes. So such a node is placed by its nearest child alone.
    """
    parents, children = _neighbours(plan)
    depths = _depths(plan, parents, children)
    crossed = [sum(depths[child] - depths[parent] for child in below) for parent, below in enumerate(children)]
    if sum(crossed) <= FEW:
        return plan
    nearest = {parent: min(below, key=lambda child: depths[child]) for parent, below in enumerate(children) if below}
    kept = [
        (parent, child)
        for parent, child in plan.edges
        if nearest[parent] == child or (depths[child] - depths[parent] <= LONG and crossed[parent] <= 3 * LONG)
    ]
    return plan._replace(edges=kept)


def _neighbours(plan: Plan) -> tuple[list[list[int]], list[list[int]]]:
    parents: list[list[int]] = [[] for _ in plan.sizes]
    children: list[list[int]] = [[] for _ in plan.sizes]
    for parent, child in plan.edges:
        parents[child].append(parent)
        children[parent].append(child)
    return parents, children


def _depths(plan: Plan, parents: list[list[int]], children: list[list[int]]) -> list[int]:
    """The column of every node. A leaf, and what is computed from leaves alone, stands just left of its first use."""
    depths = [0] * len(plan.sizes)
    for node, above in enumerate(parents):
        depths[node] = max((depths[parent] + 1 for parent in above), default=0)
    for node in reversed(range(len(depths))):
        if children[node] and not any(parents[parent] for parent in parents[node]):
            depths[node] = min(depths[child] for child in children[node]) - 1
    if plan.last is not None:
        depths[plan.last] = max(depths)
    return depths


def _columns(depths: list[int]) -> list[list[int]]:
    columns: list[list[int]] = [[] for _ in range(max(depths, default=-1) + 1)]
    for node, depth in enumerate(depths):
        columns[depth].append(node)
    return columns


def _draw_to(column: list[int], neighbours: list[list[int]], plan: Plan, heights: list[float]) -> None:
    """Orders one column by where its nodes are drawn to, and puts each as near as the others allow."""
    wish = {
        node: sum(heights[other] for other in neighbours[node]) / len(neighbours[node])
        if neighbours[node]
        else heights[node]
        for node in column
    }
    column.sort(key=lambda node: wish[node])
    _stack(column, [wish[node] for node in column], plan, heights)


def _stack(column: list[int], wishes: list[float], plan: Plan, heights: list[float]) -> None:
    """The heights nearest to the wishes, by least squares, at which the cards keep their order and their distance.

    Cards that would touch are merged into blocks that share their mean wish (isotonic regression).
    """
    offsets: list[float] = []
    offset = 0.0
    for above, node in zip([None, *column], column, strict=False):
        if above is not None:
            offset += (plan.sizes[above][1] + plan.sizes[node][1]) / 2 + plan.row_gap
        offsets.append(offset)
    blocks: list[tuple[float, int]] = []
    for wish, below in zip(wishes, offsets, strict=True):
        total, count = wish - below, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / count:
            total, count = total + blocks[-1][0], count + blocks[-1][1]
            blocks.pop()
        blocks.append((total, count))
    tops = [total / count for total, count in blocks for _ in range(count)]
    for node, top, below in zip(column, tops, offsets, strict=True):
        heights[node] = top + below


def _middles(columns: list[list[int]], plan: Plan) -> list[float]:
    middles = [0.0] * len(plan.sizes)
    left = 0.0
    for column in columns:
        width = max((plan.sizes[node][0] for node in column), default=0.0)
        for node in column:
            middles[node] = left + width / 2
        left += width + plan.column_gap
    return middles
