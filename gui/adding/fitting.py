"""Which operations take a node, at which of their inputs it goes best, and what must be said beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from graph.errors import ShapeError
from graph.shapes import Shape, canonical, matrix
from gui.adding.offers import Offer

Options = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """The input, from 0, at which a node goes, and the options with which the operation takes it there."""

    place: int
    options: Options = ()

    @property
    def said(self) -> str:
        """The options, as the language writes them."""
        return ", ".join(f"{name}={value}" if name == "axis" else _value(value) for name, value in self.options)


def fitting_of(offer: Offer, shape: Shape | None) -> Fitting | None:
    """Where and how an operation takes a node of this shape best; None where it does not.

    A node whose own shape waits for a hole goes anywhere. What a shape needs to be said is said as most want it: a
    softmax of a matrix takes axis 0, each column by itself; a matrix is reshaped to a column.
    """
    if not offer.operation or not offer.inputs:
        return None
    return Fitting(0, tuple(offer.options.items())) if shape is None else _fitting(offer, shape)


@lru_cache(maxsize=4096)
def _fitting(offer: Offer, shape: Shape) -> Fitting | None:
    for options in _options(offer, shape):
        found: list[tuple[int, int]] = []
        for place in range(offer.inputs):
            for rank, others in enumerate(_others(shape, offer.inputs - 1)):
                if _fits(offer, (*others[:place], shape, *others[place:]), options):
                    found.append((rank, place))
                    break
        if found:
            return Fitting(min(found)[1], options)
    return None


def _options(offer: Offer, shape: Shape) -> Iterator[Options]:
    """What can be said beside the inputs, the least first."""
    kinds = offer.record.options
    if offer.operation == "reshape":
        yield (("shape", (math.prod(shape), 1)),)
    yield tuple(offer.options.items())
    if "axis" in kinds:
        yield (*offer.options.items(), ("axis", 0))


def _others(shape: Shape, count: int) -> Iterator[tuple[Shape, ...]]:
    """Shapes that the other inputs might have, the likeliest first."""
    rows, columns = matrix(shape)
    behind = [(columns, columns)] if columns > 1 else []
    likely = (shape, *behind, (rows, rows), (rows, 1), (columns, 1), (1, columns), ())
    yield from product(dict.fromkeys(map(canonical, likely)), repeat=count)


def _fits(offer: Offer, shapes: tuple[Shape, ...], options: Options) -> bool:
    try:
        offer.record.shape(*shapes, **dict(options))
    except (ShapeError, ValueError, IndexError):
        return False
    return True


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
