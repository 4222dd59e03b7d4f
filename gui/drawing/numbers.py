"""Numbers as text: three significant figures, a true minus sign, and sums that add up as printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

MINUS = "\u2212"
_LARGE = 1e5
_SMALL = 1e-3


def number_text(value: float, digits: int = 3) -> str:
    """``value`` with ``digits`` significant figures: ``1.28``, ``−0.0474``, ``12345``, ``1.23e7``, ``0``, ``−∞``.

    Figures left of the point are never rounded away below 100 000; from there, and below 0.001, it is
    scientific. NaN is ``×``.
    """
    value = float(value)
    if value != value:
        return "×"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"
    size = abs(value)
    rounded = float(f"{size:.{digits - 1}e}")
    if round(size) >= max(_LARGE, 10**digits) or rounded < _SMALL:
        mantissa, exponent = f"{size:.{digits - 1}e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        text = f"{size:.{max(0, digits - 1 - math.floor(math.log10(rounded)))}f}"
    return (MINUS + text if value < 0 else text).replace("e-", "e" + MINUS)


def fixed_text(value: float, decimals: int) -> str:
    """``value`` with so many decimals, and never a negative zero."""
    if not math.isfinite(value):
        return number_text(value)
    text = f"{abs(value):.{decimals}f}"
    return MINUS + text if value < 0 and float(text) != 0 else text


def sum_decimals(
    terms: Sequence[Any], total: Any, digits: int = 3, figures: int | None = None
) -> tuple[int | None, bool]:
    """Decimals that let a printed sum be checked by hand, and whether it then comes out.

    ``terms`` are arrays of one shape and ``total`` their sum. The answer starts at the decimals that the largest entry
    needs for ``digits`` figures and goes up to three more, or as far as its ``figures`` reach, left of the point and
    right; where none makes every printed sum right, it is what makes most of them right, with False: "rounded".
    (None, False) where entries are too large, too small or not finite to be printed so.
    """
    arrays = [np.asarray(term, dtype=float) for term in (*terms, total)]
    largest = max((float(np.max(np.abs(a), initial=0.0)) for a in arrays), default=0.0)
    if not math.isfinite(largest) or largest >= _LARGE or (largest and largest < 10 * _SMALL):
        return None, False
    exponent = math.floor(math.log10(largest)) if largest else 0
    start = max(0, digits - max(1, exponent)) if largest >= 1 else digits - 1 - exponent
    most = start + 3 if figures is None else max(start, figures - max(1, exponent + 1))
    right: dict[int, int] = {}
    for decimals in range(start, most + 1):
        unit = 10.0**-decimals
        printed = [np.rint(a / unit) for a in arrays]
        right[decimals] = int(np.sum(sum(printed[:-1], np.zeros_like(printed[-1])) == printed[-1]))
        if right[decimals] == arrays[-1].size:
            return decimals, True
    return max(right, key=right.__getitem__), False


def arithmetic(terms: Sequence[float], total: float, digits: int = 3) -> tuple[str, bool]:
    """One entry spelled out, ``−1.11 + 3.42 + 9.43 = 11.74``, with figures that add up; False where they cannot."""
    decimals, exact = sum_decimals([np.array(term) for term in terms], np.array(total), digits)

    def text(value: float) -> str:
        return number_text(value, digits) if decimals is None else fixed_text(value, decimals)

    parts = [text(terms[0])] if terms else ["0"]
    for term in terms[1:]:
        shown = text(term)
        parts += [MINUS, shown[1:]] if shown.startswith(MINUS) else ["+", shown]
    parts += ["=" if exact else "≈", text(total)]
    return " ".join(parts), exact
