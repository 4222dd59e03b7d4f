"""Which operations take a node, and at which of their inputs it goes best."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from graph.errors import ShapeError
from graph.shapes import Shape, canonical, matrix
from gui.adding.offers import Offer


def place_for(offer: Offer, shape: Shape | None) -> int | None:
    """The input, from 0, at which a node of this shape goes best; None where the operation does not take it.

    A node whose own shape waits for a hole goes anywhere.
    """
    if not offer.operation or not offer.inputs:
        return None
    return 0 if shape is None else _place(offer, shape)


@lru_cache(maxsize=4096)
def _place(offer: Offer, shape: Shape) -> int | None:
    found: list[tuple[int, int]] = []
    for place in range(offer.inputs):
        for rank, others in enumerate(_others(shape, offer.inputs - 1)):
            if _fits(offer, (*others[:place], shape, *others[place:])):
                found.append((rank, place))
                break
    return min(found)[1] if found else None


def _others(shape: Shape, count: int) -> Iterator[tuple[Shape, ...]]:
    """Shapes that the other inputs might have, the likeliest first."""
    rows, columns = matrix(shape)
    behind = [(columns, columns)] if columns > 1 else []
    likely = (shape, *behind, (rows, rows), (rows, 1), (columns, 1), (1, columns), ())
    yield from product(dict.fromkeys(map(canonical, likely)), repeat=count)


def _fits(offer: Offer, shapes: tuple[Shape, ...]) -> bool:
    try:
        offer.record.shape(*shapes, **offer.options)
    except (ShapeError, ValueError, IndexError):
        return False
    return True
