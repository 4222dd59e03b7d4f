"""Arithmetic set at once: numbers change with every edit, and to typeset them as other formulas takes too long."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QRawFont, QTransform

from assets import asset
from gui.drawing.outlines import Outline

_EM = 100.0

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>(?:\{-\}|-(?=[0-9\\]))?(?:[0-9]+(?:\.[0-9]+)?|\\infty|\\mathrm\{NaN\}))
        |(?P<power>\^\{\s*-?[0-9]+\s*\})
        |(?P<operator>\\times|\\cdot|[+-])
        |(?P<relation>=|\\approx)
        |(?P<other>[()/])
    )""",
    re.VERBOSE,
)
_SIGNS = {"\\times": "×", "\\cdot": "⋅", "\\approx": "≈", "\\infty": "∞", "\\mathrm{NaN}": "NaN"}

_MEDIUM, _THICK = 4 / 18, 5 / 18
"""Of an em: the room beside an operator and beside a relation (Knuth, The TeXbook, chapter 18)."""

_RAISED, _SCRIPT = 0.36, 0.7
"""How far a power stands above the baseline, and how large it is."""


def arithmetic(latex: str) -> Outline | None:
    """What ``latex`` says where it is numbers, signs and brackets alone; else None: that is for the typesetter."""
    path, x, place, before = QPainterPath(), 0.0, 0, "start"
    path.setFillRule(path.fillRule().WindingFill)
    while place < len(latex):
        match = _TOKEN.match(latex, place)
        if match is None:
            return None
        kind, place = str(match.lastgroup), match.end()
        words = match[kind]
        if kind == "power":
            x += _add(path, words.strip("^{} "), x, _SCRIPT, -_RAISED)
        else:
            # A sign that joins nothing stands close: so does one behind a bracket, an operator or a relation.
            joins = kind == "relation" or (kind == "operator" and before in ("number", "power", ")"))
            room = (_THICK if kind == "relation" else _MEDIUM) if joins else 0.0
            x += room
            sign, words = ("-", words.lstrip("{-}")) if kind == "number" and words[0] in "{-" else ("", words)
            x += _add(path, sign + _SIGNS.get(words, words), x)
            x += room
        before = words if kind == "other" else kind
    if path.isEmpty():
        return None
    ink = path.boundingRect()
    moved = QTransform.fromTranslate(-ink.left(), 0).map(path)
    return Outline(moved, ink.width(), max(0.0, -ink.top()), max(0.0, ink.bottom()))


def _add(path: QPainterPath, words: str, x: float, scale: float = 1.0, y: float = 0.0) -> float:
    """Adds glyphs at (x, y), in ems; how far they go."""
    start = x
    for letter in words:
        glyph, advance = _glyph("−" if letter == "-" else letter)
        path.addPath(QTransform(scale, 0, 0, scale, x, y).map(glyph))
        x += scale * advance
    return x - start


@cache
def _glyph(letter: str) -> tuple[QPainterPath, float]:
    """Outline and advance of one character of the face that formulas are typeset in, at size 1."""
    font = _face()
    index = font.glyphIndexesForString(letter)[0]
    advance: QPointF = font.advancesForGlyphIndexes([index])[0]
    return QTransform.fromScale(1 / _EM, 1 / _EM).map(font.pathForGlyph(index)), advance.x() / _EM


@cache
def _face() -> QRawFont:
    return QRawFont(str(asset("fonts/STIXTwoMath-Regular.ttf")), _EM)
