"""Numbers as they stand in a worked example."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

DIGITS = (3, 4, 5, 6)
"""Figures to show: the first that makes the arithmetic come out as printed."""

_LARGE, _SMALL = 1e5, 1e-3


def figure(value: float, digits: int) -> str:
    """``value`` with so many figures, after the point at least one less: ``3.42``, ``11.74``, ``0.0474``, ``0``.

    The sign is ASCII's; from 100 000 and below 0.001 it is scientific.
    """
    size = abs(value)
    if not math.isfinite(value):
        return "nan" if value != value else "inf" if value > 0 else "-inf"
    if size == 0:
        return "0"
    if size >= _LARGE or size < _SMALL:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    decimals = digits - 1 if size >= 1 else digits - 1 - math.floor(math.log10(size))
    return f"{value:.{decimals}f}"


def fewest(value: float, digits: int) -> str:
    """``value`` with so many figures, or fewer where they say all of it."""
    exact = (few for few in DIGITS if few < digits and float(figure(value, few)) == value)
    return figure(value, next(exact, digits))


@dataclass(frozen=True, slots=True)
class Shown:
    """A calculation as printed: its text in two scripts, and what comes out of the printed figures."""

    unicode: str
    latex: str
    value: float


def shown(value: float, digits: int) -> Shown:
    """One number, in fewer figures where they say all; a negative one carries its sign, without brackets."""
    text = fewest(value, digits)
    mantissa, e, exponent = text.replace("inf", "∞").partition("e")
    unicode = mantissa.replace("-", "−") + (f"e{exponent}".replace("-", "−") if e else "")
    latex = mantissa.replace("-", "{-}").replace("∞", r"\infty").replace("nan", r"\mathrm{NaN}")
    if e:
        latex += rf" \cdot 10^{{{exponent}}}"
    return Shown(unicode.replace("nan", "NaN"), latex, float(text))


def bracketed(part: Shown) -> Shown:
    return Shown(f"({part.unicode})", f"({part.latex})", part.value)


def behind(part: Shown) -> Shown:
    """A number behind an operator: a negative one in brackets."""
    return bracketed(part) if part.unicode.startswith("−") else part


def times(left: Shown, right: Shown) -> Shown:
    right = behind(right)
    return Shown(f"{left.unicode} × {right.unicode}", rf"{left.latex} \times {right.latex}", left.value * right.value)


def over(left: Shown, right: Shown) -> Shown:
    right = behind(right)
    value = left.value / right.value if right.value else math.nan
    return Shown(f"{left.unicode} / {right.unicode}", f"{left.latex} / {right.latex}", value)


def squared(part: Shown) -> Shown:
    part = behind(part)
    return Shown(f"{part.unicode}²", f"{part.latex}^{{2}}", part.value**2)


def turned(part: Shown) -> Shown:
    """The same with its sign turned; of a calculation, in brackets."""
    if " " in part.unicode:
        return Shown(f"−({part.unicode})", f"{{-}}({part.latex})", -part.value)
    if part.unicode.startswith("−"):
        return Shown(part.unicode[1:], part.latex.removeprefix("{-}"), -part.value)
    return part if part.value == 0 else Shown(f"−{part.unicode}", f"{{-}}{part.latex}", -part.value)


def plus(terms: Sequence[Shown], negative: Sequence[bool] = ()) -> Shown:
    """The terms added, or, where ``negative``, taken away; a single negative number turns the sign before it."""
    unicode, latex, value = terms[0].unicode, terms[0].latex, terms[0].value
    for place, term in enumerate(terms[1:], 1):
        minus = bool(negative) and negative[place]
        value += -term.value if minus else term.value
        if term.unicode.startswith("−"):
            if " " not in term.unicode and not minus:
                minus, term = True, turned(term)
            else:
                first, space, rest = term.unicode.partition(" ")
                first_latex, space_latex, rest_latex = term.latex.partition(" ")
                term = Shown(f"({first}){space}{rest}", f"({first_latex}){space_latex}{rest_latex}", term.value)
        unicode += f" {'−' if minus else '+'} {term.unicode}"
        latex += f" {'-' if minus else '+'} {term.latex}"
    return Shown(unicode, latex, value)
