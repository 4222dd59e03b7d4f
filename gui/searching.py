"""Finding things by a few letters of their names, best first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from graph.notation import name_text

Item = TypeVar("Item")

EXACT, START, WORD, INSIDE, LETTERS = 100.0, 80.0, 60.0, 40.0, 20.0
"""What a name is worth that is the query, starts with it, has a word that does, holds it, or its letters in order."""

LATER = 0.9
"""The share of its worth that every further text of a thing keeps: its name counts more than what is said of it."""

LEAST_SCATTERED = 3
"""Letters a query has at least for them to count when they stand apart."""

MOST_SCATTERED = 24
"""Letters a text may have for that: in a sentence any letters are found somewhere."""


def worth(query: str, text: str) -> float:
    """How well one text answers a query; 0 where it does not. Capitals count only to tell equals apart."""
    if query == text:
        return EXACT
    asked, said = query.casefold(), text.casefold()
    if not asked:
        return LETTERS
    if asked == said:
        return EXACT - 1
    share = len(asked) / max(1, len(said))
    if said.startswith(asked):
        return START + 10 * share
    if any(word.startswith(asked) for word in said.replace("_", " ").split()):
        return WORD + 10 * share
    if asked in said:
        return INSIDE + 10 * share
    if len(asked) >= LEAST_SCATTERED and len(said) <= MOST_SCATTERED and _in_order(asked, said):
        return LETTERS * share
    return 0.0


def _in_order(asked: str, said: str) -> bool:
    """Whether the letters of ``asked`` stand in ``said`` in this order, the first one at the start of a word."""
    starts = [0, *(index + 1 for index, sign in enumerate(said) if sign in " _")]
    for start in starts:
        if said[start : start + 1] == asked[0]:
            rest = iter(said[start:])
            if all(letter in rest for letter in asked):
                return True
    return False


def best(query: str, things: Iterable[Item], texts: Callable[[Item], Sequence[str]]) -> list[Item]:
    """The things that answer a query, best first, equals in the order they come in; all of them for an empty one.

    Every word of the query has to be answered by some text, or the query as a whole.
    """
    words = query.split()
    if not words:
        return list(things)
    found: list[tuple[float, Item]] = []
    for thing in things:
        said = [*texts(thing)]
        whole = _best_of(query.strip(), said)
        parts = [_best_of(word, said) for word in words] if len(words) > 1 else []
        value = max(whole, min(parts, default=0.0))
        if value:
            found.append((value, thing))
    return [thing for _value, thing in sorted(found, key=lambda pair: -pair[0])]


def names_with(query: str, names: Iterable[str]) -> list[str]:
    """The names of nodes that hold the query, typed in any script, best first; quick also for 50 000 of them."""
    asked = query.strip().casefold()
    if not asked:
        return list(names)
    found = [name for name in names if asked in name.casefold() or asked in name_text(name).casefold()]
    found.sort(key=lambda name: (name.casefold() != asked, not name.casefold().startswith(asked), len(name)))
    return found


def _best_of(query: str, texts: Sequence[str]) -> float:
    return max((worth(query, text) * LATER ** min(place, 8) for place, text in enumerate(texts)), default=0.0)
