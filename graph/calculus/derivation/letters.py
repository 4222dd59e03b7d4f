"""New names: P, Q, R for matrices, p, q, r for vectors, Greek for scalars, δ_u for the adjoint of u."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from graph.language.names import LONGEST
from graph.shapes import Shape, is_vector

_LETTERS = {"matrix": "PQR", "vector": "pqr", "scalar": "αβγκμνρ"}


def letter(shape: Shape, taken: set[str]) -> str:
    """The first free name for something of that shape; ``taken`` learns it."""
    kind = "scalar" if shape == () else "vector" if is_vector(shape) else "matrix"
    name = next(name for name in _spelled(_LETTERS[kind]) if name not in taken)
    taken.add(name)
    return name


def _spelled(letters: str) -> Iterator[str]:
    yield from letters
    for number in count(1):
        yield from (f"{letter}_{number}" for letter in letters)


def delta(name: str, taken: set[str]) -> str:
    """δ_u, or with the first free number below it; ``taken`` learns it."""
    base = f"δ_{name}" if len(name) + 4 < LONGEST else "δ"
    free, number = base, 2
    while free in taken:
        free, number = f"{base}_{number}", number + 1
    taken.add(free)
    return free
