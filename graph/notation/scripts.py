"""The three scripts: what they have for numbers, shapes, brackets and powers."""

from __future__ import annotations

import math
import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from graph.language.characters import FRACTIONS
from graph.language.names import ACCENTS, GREEK
from graph.shapes import Shape, is_column

Style = Literal["unicode", "ascii", "latex"]

SUM, TERM, HAD, PROD, SIGNED, POWER, ATOM = 10, 15, 20, 30, 40, 50, 60
"""How strongly a piece of text holds together; TERM is a sign at the start of a sum."""

MINUS = {"unicode": "−", "ascii": "-", "latex": "-"}
SIGN = {"unicode": "−", "ascii": "-", "latex": "{-}"}
TIMES = {"unicode": " · ", "ascii": "*", "latex": r" \cdot "}
ASIDE = {"unicode": " ", "ascii": " ", "latex": r"\,"}

_SUPERSCRIPT = str.maketrans("0123456789-x", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ˣ")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_ACCENTS = tuple(rf"\{accent}{{" for accent in ACCENTS)
_CONSTANTS = {"π": math.pi, "e": math.e, "pi": math.pi}


@dataclass(frozen=True, slots=True)
class Piece:
    """A written expression; ``bars`` is whether a bar stands in it outside all brackets."""

    text: str
    binding: int = ATOM
    bars: bool = False


def superscript(text: str) -> str:
    return text.translate(_SUPERSCRIPT)


def shape_text(shape: Shape, style: str = "unicode") -> str:
    """``ℝ²ˣ²``, ``2x2``, ``\\mathbb{R}^{2 \\times 2}``; a column has one length, a scalar none."""
    lengths = [str(length) for length in (shape[:1] if is_column(shape) else shape)]
    if style == "ascii":
        return "x".join(lengths) or "scalar"
    if style == "latex":
        times = r" \times ".join(lengths)
        return r"\mathbb{R}" + (f"^{{{times}}}" if lengths else "")
    return "ℝ" + superscript("x".join(lengths))


def group(piece: Piece, style: str) -> Piece:
    return Piece(bracketed("(", piece.text, ")", style))


def bracketed(opening: str, inner: str, closing: str, style: str) -> str:
    if style == "latex" and ("\\frac" in inner or "\\begin" in inner):
        return rf"\left{opening} {inner} \right{closing}"
    return opening + inner + closing


def number_piece(value: float, text: str, style: str, defined: Container[str]) -> Piece:
    """A number in the user's own digits where they say it, else in as many as it takes."""
    constant = "π" if text == "pi" else text
    if constant in _CONSTANTS and _CONSTANTS[constant] == value and constant not in defined:
        return Piece(_constant(constant, style))
    negative = math.copysign(1.0, value) < 0
    digits = _digits(abs(value), text.removeprefix("-"), style)
    binding = ATOM
    if style == "latex":
        digits, binding = _latex_digits(digits)
    return Piece(SIGN[style] + digits, min(SIGNED, binding)) if negative else Piece(digits, binding)


def _constant(name: str, style: str) -> str:
    if name == "e":
        return r"\mathrm{e}" if style == "latex" else name
    return {"unicode": "π", "ascii": "pi", "latex": r"\pi"}[style]


def _digits(value: float, text: str, style: str) -> str:
    if style != "ascii" and FRACTIONS.get(text) == value:
        return text
    if _NUMBER.match(text) and float(text) == value:
        return ("0" if text[0] == "." else "") + text.removesuffix(".")
    if math.isfinite(value) and value == int(value) and value < 1e15:
        return str(int(value))
    return re.sub(r"e([+-])0*", lambda match: "e" + match[1].strip("+"), repr(value))


def _latex_digits(digits: str) -> tuple[str, int]:
    if digits in FRACTIONS:
        below = {0.5: "1}{2", 0.25: "1}{4", 0.75: "3}{4"}[FRACTIONS[digits]]
        return rf"\frac{{{below}}}", POWER
    if digits in ("inf", "nan"):
        return (r"\infty" if digits == "inf" else r"\mathrm{nan}"), ATOM
    mantissa, e, exponent = digits.lower().partition("e")
    if not e:
        return digits, ATOM
    power = f"10^{{{int(exponent)}}}"
    return (power, POWER) if mantissa == "1" else (rf"{mantissa} \cdot {power}", PROD)


def script_base(text: str) -> str:
    """What a superscript can stand on: over an accent it would float too high."""
    return text + "{}" if text.startswith(_ACCENTS) else text


def upright(symbol: str) -> str:
    """A function's name as LaTeX sets it upright and without a gap before its bracket."""
    name = symbol.removeprefix("\\operatorname{").removesuffix("}").removeprefix("\\").replace("\\_", "\\,")
    if "\\" in name.replace("\\,", "") or name in GREEK:
        return symbol
    # \operatorname is for letters alone, and gives some names limits below them.
    return rf"\operatorname{{{name}}}" if name.isalpha() and name not in ("max", "min") else rf"\mathrm{{{name}}}"
