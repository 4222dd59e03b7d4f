"""The name of an adjoint."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

from graph.language.names import LONGEST, accented


def bar(name: str, taken: Container[str] = ()) -> str:
    """The name with a bar on its base, as the adjoint is written: ``y`` → ``ȳ``, ``W_c`` → ``W̄_c``.

    Never one in ``taken``: there the first free number is put below it.
    """
    barred = _barred(name)
    free, number = barred, 2
    while free in taken:
        free, number = f"{barred}_{number}", number + 1
    return free


@lru_cache(maxsize=8192)
def _barred(name: str) -> str:
    base, line, subscripts = name.partition("_")
    barred = accented(base, "bar") + line + subscripts
    if len(barred) > LONGEST:
        # A name of the greatest length has no room for the mark.
        barred = accented(base[: len(base) - (len(barred) - LONGEST)], "bar") + line + subscripts
    return barred
