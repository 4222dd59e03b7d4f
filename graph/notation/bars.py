"""The name of an adjoint."""

from __future__ import annotations

from functools import lru_cache

from graph.language.names import accented


@lru_cache(maxsize=8192)
def bar(name: str) -> str:
    """The name with a bar on its base, as the adjoint is written: ``y`` → ``ȳ``, ``W_c`` → ``W̄_c``."""
    base, line, subscripts = name.partition("_")
    return accented(base, "bar") + line + subscripts
