"""Errors and other magnitudes as powers of ten."""

from __future__ import annotations

import math

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_text(value: float, digits: int = 1) -> str:
    """``1.5·10⁻¹⁰``, ``0``; ``digits`` are those after the point."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return "∞" if math.isinf(value) else "no number"
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
