"""Did you mean: names that are one slip away, and names run together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

LONGEST_COMPARED = 48


def slips(word: str) -> set[str]:
    """``word`` with at most one letter left out. Two words that differ by one letter more, less or other, or by two
    exchanged, have one of these in common, so that a table of them finds all neighbours at once.
    """
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


class Suggestions:
    """Looks up what a mistyped word can have meant. ``known`` maps every spelling to what to show for it."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._folded: dict[str, str] = {}
        self._slips: dict[str, list[str]] = {}
        for word in known:
            if len(word) > LONGEST_COMPARED:
                continue
            self._folded.setdefault(word.casefold(), word)
            for slip in slips(word) if len(word) > 2 else ():
                self._slips.setdefault(slip, []).append(word)

    def near(self, word: str) -> str | None:
        """The spelling nearest to ``word``, if any is near."""
        if word in self._known:
            return self._known[word]
        if word.casefold() in self._folded:
            return self._known[self._folded[word.casefold()]]
        if not 2 < len(word) <= LONGEST_COMPARED:
            return None
        found = {match for slip in slips(word) for match in self._slips.get(slip, ())[:20]}
        if not found:
            return None
        return self._known[min(found, key=lambda match: (_difference(word, match), match))]


def _difference(word: str, other: str) -> tuple[int, int, int]:
    """Fewer letters that are not shared first, then the length, then the letters out of place."""
    unshared = sum(abs(word.count(c) - other.count(c)) for c in set(word) | set(other))
    moved = sum(a != b for a, b in zip(word, other, strict=False))
    return unshared, abs(len(word) - len(other)), moved


def split(text: str, is_known: Callable[[str], bool]) -> list[str] | None:
    """``text`` cut into as few known names as can be: ``Ax`` into A and x."""
    if len(text) > LONGEST_COMPARED:
        return None
    best: list[list[str] | None] = [[]]
    for end in range(1, len(text) + 1):
        options: Iterable[list[str]] = (
            [*before, text[start:end]]
            for start in range(end)
            if (before := best[start]) is not None and is_known(text[start:end])
        )
        best.append(min(options, key=len, default=None))
    found = best[-1]
    return found if found is not None and len(found) > 1 else None
