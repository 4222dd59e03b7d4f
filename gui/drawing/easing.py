"""Curves of motion: from a share of time, 0 to 1, to a share of the way."""

from __future__ import annotations

_SPREAD = 0.6


def clamp(share: float) -> float:
    return 0.0 if share <= 0 else 1.0 if share >= 1 else share


def between(t: float, start: float, end: float) -> float:
    """How far ``t`` has come from ``start`` to ``end``, 0 to 1."""
    return clamp((t - start) / (end - start))


def out_cubic(share: float) -> float:
    return 1 - (1 - clamp(share)) ** 3


def in_out_cubic(share: float) -> float:
    share = clamp(share)
    return 4 * share**3 if share < 0.5 else 1 - (2 - 2 * share) ** 3 / 2


def stagger(share: float, place: float) -> float:
    """How far one of many has come that start one after the other; ``place`` 0 is the first, 1 the last."""
    return out_cubic((share - place * _SPREAD) / (1 - _SPREAD))


def mixed(first: float, second: float, share: float) -> float:
    return first + (second - first) * share
