"""Which equation needs which, the order to read them in, and the circles among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.language.syntax import RunningSum, Syntax, Word, walk

MOST_TERMS = 50_000
"""Terms that the running sums of one text may have together."""


def words(root: Syntax, letters: Mapping[str, int]) -> Iterator[tuple[str, Word]]:
    """Every name that an expression uses where ``letters`` run, running sums written out as far as they may be."""
    stack: list[tuple[Syntax, Mapping[str, int]]] = [(root, letters)]
    left = MOST_TERMS
    while stack:
        tree, running = stack.pop()
        for node in walk(tree):
            if isinstance(node, Word):
                yield node.spelled.under(running), node
            elif isinstance(node, RunningSum):
                last = min(node.last, node.first + left)
                stack.extend((node.operand, {**running, node.letter: t}) for t in range(node.first, last + 1))
                left -= last - node.first + 1


def ordered(needs: Mapping[str, Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """The names, each behind what it needs, and the circles, each from its name that comes first in ``needs``."""
    state: dict[str, int] = {}
    order: list[str] = []
    circles: list[list[str]] = []
    place = {name: index for index, name in enumerate(needs)}
    for root in needs:
        if root in state:
            continue
        path: list[str] = [root]
        waiting = [iter(needs[root])]
        state[root] = 1
        while path:
            name = next(waiting[-1], None)
            if name is None:
                done = path.pop()
                waiting.pop()
                state[done] = 2
                order.append(done)
            elif name not in state and name in needs:
                state[name] = 1
                path.append(name)
                waiting.append(iter(needs[name]))
            elif state.get(name) == 1:
                circle = path[path.index(name) :]
                first = circle.index(min(circle, key=place.__getitem__))
                circles.append(circle[first:] + circle[:first])
    return order, circles
