"""LaTeX to outlines: ziamath's SVG read into a QPainterPath, matplotlib's mathtext where ziamath fails."""

from __future__ import annotations

import re
import threading
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath, QTransform

from assets import asset

_EM = 100.0
"""The size formulas are typeset at; large, since the SVG rounds to three decimals."""

_TOKEN = re.compile(r"([MLQCHVZ])|(-?\d*\.?\d+(?:e-?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "H": 1, "V": 1, "Z": 0}

# ziamath stretches the delimiters it calls large operators to display height; the plain bar stays as high as the text.
_REWRITTEN = (
    (re.compile(r"\\[lr]?Vert(?![A-Za-z])"), r"\\|"),
    (re.compile(r"\\[lr]vert(?![A-Za-z])"), "|"),
    (re.compile(r"\\mathrel\{\+\}="), "{+}{=}"),
)

# One lock for both typesetters: each keeps fonts and glyphs in tables that are not made for threads.
_lock = threading.Lock()


MOST = 3_000
"""Characters of LaTeX that are typeset, in 2 seconds at most; what it takes grows with their square."""


class CannotTypeset(Exception):
    """Raised for LaTeX that neither typesetter can read; the message says why."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A typeset formula at size 1: its filled shape, baseline at y = 0 and left edge of the ink at x = 0."""

    path: QPainterPath
    width: float
    ascent: float
    descent: float


def outline(latex: str) -> Outline:
    """Typesets (some 5 to 15 ms, from any thread). Raises CannotTypeset, also of more LaTeX than ``MOST``."""
    if len(latex) > MOST:
        raise CannotTypeset(f"{len(latex):,} characters of LaTeX, more than {MOST:,}")
    for pattern, replacement in _REWRITTEN:
        latex = pattern.sub(replacement, latex)
    with _lock:
        try:
            return _by_ziamath(latex)
        except Exception as first:  # a parser of LaTeX fails in as many ways as there is bad LaTeX
            try:
                return _by_mathtext(latex)
            except Exception:
                raise CannotTypeset(f"{latex}: {first}") from first


def _by_ziamath(latex: str) -> Outline:
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False
    typeset = Latex(latex, size=_EM, font=str(asset("fonts/STIXTwoMath-Regular.ttf")), inline=True)
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    _collect(typeset.svgxml(), path)
    if path.isEmpty():
        raise CannotTypeset(f"{latex}: nothing to draw")
    box = typeset.node.bbox
    return _normal(path, box.ymax, -box.ymin)


def _by_mathtext(latex: str) -> Outline:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    vertices, codes = TextToPath().get_text_path(FontProperties(size=_EM, math_fontfamily="stix"), f"${latex}$", True)
    path = QPainterPath()
    k = 0
    while k < len(codes):
        points = [(float(x), -float(y)) for x, y in vertices[k : k + 3]]
        match int(codes[k]):
            case 1:
                path.moveTo(*points[0])
            case 2:
                path.lineTo(*points[0])
            case 3:
                path.quadTo(*points[0], *points[1])
                k += 1
            case 4:
                path.cubicTo(*points[0], *points[1], *points[2])
                k += 2
            case _:
                path.closeSubpath()
        k += 1
    if path.isEmpty():
        raise CannotTypeset(f"{latex}: nothing to draw")
    box = path.boundingRect()
    return _normal(path, -box.top(), box.bottom())


def _normal(path: QPainterPath, ascent: float, descent: float) -> Outline:
    """The path at size 1. The boxes typesetters report leave out side bearings, so ink decides."""
    ink = path.boundingRect()
    moved = QTransform.fromScale(1 / _EM, 1 / _EM).translate(-ink.left(), 0).map(path)
    return Outline(moved, ink.width() / _EM, max(ascent, -ink.top()) / _EM, max(descent, ink.bottom(), 0.0) / _EM)


def _collect(element: ElementTree.Element, path: QPainterPath) -> None:
    for part in element.iter():
        if part.tag == "path":
            _trace(part.attrib["d"], path)
        elif part.tag == "rect" and part.attrib.get("fill") != "none":
            x, y, width, height = (float(part.attrib[key]) for key in ("x", "y", "width", "height"))
            path.addRect(QRectF(x, y, width, height))
        if "transform" in part.attrib or part.tag in ("use", "symbol"):
            raise CannotTypeset(f"cannot read <{part.tag}> with {sorted(part.attrib)}")


def _trace(description: str, path: QPainterPath) -> None:
    """Adds the outline of an SVG path written in absolute M L Q C H V Z, as ziamath writes it."""
    tokens = [match.group() for match in _TOKEN.finditer(description)]
    k, command = 0, "M"
    while k < len(tokens):
        if tokens[k] in _ARGUMENTS:
            command = tokens[k]
            k += 1
        count = _ARGUMENTS[command]
        _draw(path, command, [float(token) for token in tokens[k : k + count]])
        k += count


def _draw(path: QPainterPath, command: str, numbers: list[Any]) -> None:
    here = path.currentPosition()
    match command:
        case "M":
            path.moveTo(*numbers)
        case "L":
            path.lineTo(*numbers)
        case "H":
            path.lineTo(numbers[0], here.y())
        case "V":
            path.lineTo(here.x(), numbers[0])
        case "Q":
            path.quadTo(*numbers)
        case "C":
            path.cubicTo(*numbers)
        case _:
            path.closeSubpath()
