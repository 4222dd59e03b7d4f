"""The faces that ship with the program, and the fonts the painting code asks for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont

from assets import asset

TEXT = "Inter"
SERIF = "STIX Two Text"
SYMBOLS = "Adjoint Symbols"


def load_fonts() -> None:
    """Makes the faces known to Qt; needs a QGuiApplication, and may be called again at no cost."""
    if TEXT in QFontDatabase.families():
        return
    for face in sorted(asset("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(face))


@lru_cache(maxsize=256)
def text_font(px: float, weight: int = 400) -> QFont:
    """Inter with figures of one width, ``px`` units high; do not change what comes back."""
    font = QFont([TEXT, SYMBOLS])
    font.setWeight(QFont.Weight(weight))
    _finish(font, px)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@lru_cache(maxsize=64)
def serif_font(px: float, italic: bool = True) -> QFont:
    """STIX Two Text, which stands in for a formula that is not typeset yet."""
    font = QFont([SERIF, SYMBOLS])
    font.setItalic(italic)
    _finish(font, px)
    return font


@lru_cache(maxsize=4096)
def text_width(text: str, px: float, weight: int = 400) -> float:
    return QFontMetricsF(text_font(px, weight)).horizontalAdvance(text)


def figures_width(text: str, px: float, weight: int = 400) -> float:
    """The width of a number, letter by letter: figures have one width, and most numbers were never seen before."""
    return sum(map(_advances(px, weight).__getitem__, text))


class _Advances(dict[str, float]):
    """The widths of letters of one font, each measured once."""

    def __init__(self, px: float, weight: int) -> None:
        self._font = px, weight

    def __missing__(self, letter: str) -> float:
        width = self[letter] = text_width(letter, *self._font)
        return width


@lru_cache(maxsize=256)
def _advances(px: float, weight: int) -> _Advances:
    return _Advances(px, weight)


@lru_cache(maxsize=256)
def cap_height(px: float, weight: int = 400) -> float:
    """How high a capital or a figure stands: what centring by eye goes by."""
    return QRawFont.fromFont(text_font(px, weight)).capHeight() or 0.72 * px


def _finish(font: QFont, px: float) -> None:
    # Coloured edges are only to be had where the ground is opaque: the same words would look different on an image.
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    # Hinting would make widths depend on the zoom; sizes in points would make them depend on the screen.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPixelSize(max(1, round(px)))
