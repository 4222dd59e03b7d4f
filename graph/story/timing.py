"""How long steps take."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 120.0
"""Seconds that a whole story takes at most at speed 1."""

HOLD = 1.0
"""Seconds of pause after a step, to read it."""

_FILL, _OPERATION, _TRAVEL, _ARRIVAL, _MERGE = 0.5, 0.8, 0.6, 0.3, 0.9


def durations(steps: Sequence[tuple[str, int]]) -> list[float]:
    """Seconds for each step, given its kind and how many messages its node gets.

    A story too long for anybody to watch goes faster throughout.
    """
    seconds = [_seconds(kind, messages) + HOLD for kind, messages in steps]
    total = sum(seconds)
    return [second * LONGEST / total for second in seconds] if total > LONGEST else seconds


def _seconds(kind: str, messages: int) -> float:
    match kind:
        case "value":
            return _OPERATION
        case "send":
            return _TRAVEL + _ARRIVAL
        case "collect" if messages > 1:
            return _MERGE
        case _:
            return _FILL
