"""New names: P, Q, R for matrices, p, q, r for vectors, Greek for scalars, δ_u for the adjoint of u."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from graph.language.names import LONGEST
from graph.shapes import Shape, is_vector


class Letters:
    """Gives names that are none of ``taken``, and none twice."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._spelled = {kind: _spelled(letters) for kind, letters in _LETTERS.items()}

    def letter(self, shape: Shape) -> str:
        """The first free name for something of that shape."""
        kind = "scalar" if shape == () else "vector" if is_vector(shape) else "matrix"
        return self._take(next(name for name in self._spelled[kind] if name not in self._taken))

    def delta(self, name: str) -> str:
        """δ_u, or with the first free number below it."""
        base = f"δ_{name}" if len(name) + 4 < LONGEST else "δ"
        free, number = base, 2
        while free in self._taken:
            free, number = f"{base}_{number}", number + 1
        return self._take(free)

    def _take(self, name: str) -> str:
        self._taken.add(name)
        return name


_LETTERS = {"matrix": "PQR", "vector": "pqr", "scalar": "αβγκμνρ"}


def _spelled(letters: str) -> Iterator[str]:
    yield from letters
    for number in count(1):
        yield from (f"{letter}_{number}" for letter in letters)
