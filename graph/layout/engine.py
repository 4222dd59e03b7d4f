"""Layered placement by Graphviz' ``dot``, here or in a process that can be stopped.

``dot`` holds the interpreter lock while it works. The process runs this file as a script: it imports nothing of
the project, so it is up in some 50 ms.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Centres = list[tuple[float, float]]

POLL = 0.05
"""Seconds between two looks at whether to stop."""

CROWD = 4
"""Leaves of one child alone, from which on they stand in two columns."""

AROUND = 50.0
"""Pixels between the nodes of a group and all others: room for a frame with its title."""

_INCH = 72.0


class Plan(NamedTuple):
    """A graph to be placed: nodes are numbers, in topological order.

    ``edges`` go from parent to child; ``last`` is a node to stand rightmost. ``groups`` are nodes that stand together
    with nothing else between them, the larger ones first; of two one holds the other, or they share nothing.
    """

    sizes: list[tuple[float, float]]
    edges: list[tuple[int, int]]
    last: int | None
    column_gap: float
    row_gap: float
    groups: tuple[tuple[int, ...], ...] = ()


def place_here(plan: Plan) -> Centres | None:
    """The centres of the cards, y downwards; None where Graphviz is missing or fails."""
    try:
        import pygraphviz
    except (ImportError, OSError):  # OSError: the wheel's library does not load on this system
        return None
    try:
        drawing = _drawing(pygraphviz, plan)
        drawing.layout(prog="dot")
        spots = [drawing.get_node(str(number)).attr["pos"].split(",") for number in range(len(plan.sizes))]
        return [(float(x), -float(y)) for x, y in spots]
    except Exception:  # whatever the library raises, there is another way to place a graph
        return None


def _drawing(pygraphviz, plan: Plan):  # type: ignore[no-untyped-def]  # the library has no types
    drawing = pygraphviz.AGraph(directed=True, strict=True)
    drawing.graph_attr.update(
        rankdir="LR", ranksep=str(plan.column_gap / _INCH), nodesep=str(plan.row_gap / _INCH), splines="none"
    )
    drawing.node_attr.update(shape="box", fixedsize="true", label="")
    for number, (width, height) in enumerate(plan.sizes):
        drawing.add_node(str(number), width=str(width / _INCH), height=str(height / _INCH))
    uses = Counter(parent for parent, _ in plan.edges)
    leaves = set(range(len(plan.sizes))) - {child for _, child in plan.edges}
    crowds = Counter(child for parent, child in plan.edges if parent in leaves and uses[parent] == 1)
    own: Counter[int] = Counter()
    for parent, child in plan.edges:
        # The path of the values stays straight, and so do the long ways of what is shared; a leaf used once bends.
        weight, columns = "2" if parent in leaves else "3", 1
        if parent in leaves and uses[parent] == 1:
            # Many leaves of one child share two columns: in one they would make the picture a tower.
            weight, columns = "1", 1 + own[child] % 2 * (crowds[child] >= CROWD)
            own[child] += 1
        drawing.add_edge(str(parent), str(child), weight=weight, minlen=str(columns))
    _add_groups(drawing, plan.groups)
    if plan.last is not None and not any(plan.last in group for group in plan.groups):
        drawing.add_subgraph([str(plan.last)], rank="sink")
    return drawing


def _add_groups(drawing, groups: tuple[tuple[int, ...], ...]) -> None:  # type: ignore[no-untyped-def]
    made: list = []  # type: ignore[type-arg]
    for number, group in enumerate(groups):
        around = [k for k in range(number) if {*group} <= {*groups[k]}]
        host = made[around[-1]] if around else drawing
        made.append(host.add_subgraph([str(node) for node in group], name=f"cluster{number}", margin=str(AROUND)))


def place_in_process(plan: Plan, deadline: float, cancelled: Callable[[], bool] | None = None) -> Centres | None:
    """As ``place_here``, in a process that is stopped after ``deadline`` seconds or when ``cancelled()`` says so."""
    started = time.monotonic()
    question: bytes | None = json.dumps(plan).encode()
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None
    with process:
        try:
            while True:
                try:
                    answer, _ = process.communicate(question, timeout=POLL)
                    break
                except subprocess.TimeoutExpired:
                    question = None  # it is being sent; communicate goes on where it was
                    if time.monotonic() - started > deadline or (cancelled is not None and cancelled()):
                        return None
        finally:
            process.kill()
    return _understood(answer, len(plan.sizes)) if process.returncode == 0 else None


def _understood(answer: bytes, nodes: int) -> Centres | None:
    try:
        centres = json.loads(answer)
    except ValueError:
        return None
    if centres is None or len(centres) != nodes:
        return None
    return [(float(x), float(y)) for x, y in centres]


if __name__ == "__main__":
    json.dump(place_here(Plan(*json.load(sys.stdin))), sys.stdout)
