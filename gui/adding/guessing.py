"""Shapes for names that are typed before they are declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from graph.language import parse
from graph.model import Graph
from graph.shapes import Shape
from gui.adding.excerpt import beside, declared

TRIALS = 250
"""Combinations of shapes that are tried, each by reading the equation: some 0.3 ms."""

LENGTHS = 3
"""Lengths that shapes are made of: those of the names beside it first."""

USUAL = 2
"""The length in an empty graph."""


def guessed(graph: Graph | None, typed: str, missing: Sequence[str], known: Mapping[str, Shape]) -> dict[str, Shape]:
    """A shape for each missing name (canonical) with which ``typed`` can be read.

    ``known`` are those that the user has said. Names decide what is tried first: capitals are matrices, small
    letters columns, Greek ones scalars. Where nothing fits, the shapes that would be tried first.
    """
    near = beside(graph, typed)
    lengths = _lengths(graph, [*near.values(), *known.values()])
    free = [name for name in missing if name not in known]
    given = declared({**near, **{name: known[name] for name in missing if name in known}})
    candidates = [list(_candidates(name, lengths)) for name in free]
    for shapes in islice(_nearest_first(candidates), TRIALS):
        found = dict(zip(free, shapes, strict=True))
        if parse("\n".join([*given, *declared(found), typed])).graph is not None:
            return {**known, **found}
    return {**known, **{name: shapes[0] for name, shapes in zip(free, candidates, strict=True)}}


def usual_length(graph: Graph | None) -> int:
    """The length that a new leaf gets if nobody says another one: the most common in the graph."""
    return _lengths(graph, ())[0]


def _lengths(graph: Graph | None, shapes: Sequence[Shape | None]) -> list[int]:
    near = Counter(length for shape in shapes if shape for length in shape if length > 1)
    leaves = (graph.nodes[name].shape or () for name in islice(graph.leaves, 200)) if graph is not None else ()
    far = Counter(length for shape in leaves for length in shape if length > 1)
    found = [length for counted in (near, far) for length, _count in counted.most_common()]
    return (list(dict.fromkeys(found)) or [USUAL])[:LENGTHS]


def _candidates(name: str, lengths: Sequence[int]) -> Iterator[Shape]:
    matrices = [(rows, columns) for rows, columns in product(lengths, lengths)]
    columns = [(length, 1) for length in lengths]
    rows = [(1, length) for length in lengths]
    first = name[:1]
    if first.isupper() and name != "L":
        yield from (*matrices, *columns, *rows, ())
    elif first.isascii() and name != "L":
        yield from (*columns, (), *matrices, *rows)
    else:
        yield from ((), *columns, *matrices, *rows)


def _nearest_first(candidates: Sequence[Sequence[Shape]]) -> Iterator[tuple[Shape, ...]]:
    """All combinations, those first in which every name has one of its likeliest shapes."""
    most = sum(len(shapes) - 1 for shapes in candidates)
    for total in range(most + 1):
        for places in _places(candidates, total):
            yield tuple(shapes[place] for shapes, place in zip(candidates, places, strict=True))


def _places(candidates: Sequence[Sequence[Shape]], total: int) -> Iterator[tuple[int, ...]]:
    if not candidates:
        if total == 0:
            yield ()
        return
    for place in range(min(total, len(candidates[0]) - 1) + 1):
        for rest in _places(candidates[1:], total - place):
            yield (place, *rest)
