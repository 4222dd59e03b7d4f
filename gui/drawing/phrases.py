"""Words and mathematics in one line: cut where the line may break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Mathematics = TypeVar("Mathematics")


def words(phrase: Iterable[str | Mathematics]) -> Iterator[tuple[str | Mathematics, bool]]:
    """The words and formulas of a phrase, each with whether a blank stands before it."""
    gap = False
    for part in phrase:
        if not isinstance(part, str):
            yield part, gap
            gap = False
            continue
        for index, word in enumerate(part.split(" ")):
            gap = gap or index > 0
            if word:
                yield word, gap
                gap = False
