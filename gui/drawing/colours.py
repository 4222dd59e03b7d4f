"""Colour arithmetic: hex to QColor, CIELAB interpolation, WCAG contrast."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtGui import QColor

Table = np.ndarray[Any, np.dtype[np.uint8]]

STEPS = 512
"""Entries of a sign table; even, so that the last is the positive end and entry STEPS // 2 the middle."""

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ.sum(axis=1)


@lru_cache(maxsize=4096)
def colour(code: str, alpha: float = 1.0) -> QColor:
    """The colour of ``#RRGGBB`` with this opacity; do not change what comes back."""
    result = QColor(code)
    result.setAlphaF(min(1.0, max(0.0, alpha)))
    return result


@lru_cache(maxsize=4096)
def mix(first: str, second: str, amount: float) -> str:
    """``first`` at 0, ``second`` at 1, in between the straight blend that an opacity would give."""
    amount = min(1.0, max(0.0, amount))
    a, b = _rgb(first), _rgb(second)
    return "#" + "".join(f"{round(x + (y - x) * amount):02X}" for x, y in zip(a, b, strict=True))


def contrast(first: str, second: str) -> float:
    """The WCAG contrast of two colours, 1 to 21."""
    a, b = sorted((luminance(first), luminance(second)))
    return (b + 0.05) / (a + 0.05)


def luminance(code: str) -> float:
    """The WCAG relative luminance of a colour, 0 to 1."""
    return float(_linear(np.array(_rgb(code)) / 255) @ _TO_XYZ[1])


@lru_cache(maxsize=16)
def sign_table(stops: tuple[str, ...]) -> Table:
    """``STEPS + 1`` colours (RGB) from the first stop to the last, interpolated in CIELAB."""
    lab = np.array([_to_lab(np.array(_rgb(stop)) / 255) for stop in stops])
    places = np.linspace(0, len(stops) - 1, STEPS + 1)
    mixed = np.stack([np.interp(places, np.arange(len(stops)), lab[:, k]) for k in range(3)], axis=-1)
    table = np.round(_from_lab(mixed) * 255).astype(np.uint8)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=16)
def sign_colours(stops: tuple[str, ...]) -> tuple[QColor, ...]:
    """The sign table as colours to paint with; do not change them."""
    return tuple(QColor(*rgb) for rgb in sign_table(stops).tolist())


@lru_cache(maxsize=16)
def light_digits(stops: tuple[str, ...]) -> Sequence[bool]:
    """For every colour of the table: whether white digits contrast more than black ones."""
    level = _linear(sign_table(stops) / 255) @ _TO_XYZ[1]
    return tuple(bool(x) for x in 1.05 / (level + 0.05) > (level + 0.05) / 0.05)


def _rgb(code: str) -> tuple[int, int, int]:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def _linear(srgb: Any) -> Any:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _to_lab(srgb: Any) -> Any:
    t = (_TO_XYZ @ _linear(srgb)) / _WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _from_lab(lab: Any) -> Any:
    fy = (lab[..., 0] + 16) / 116
    f = np.stack([fy + lab[..., 1] / 500, fy, fy - lab[..., 2] / 200], axis=-1)
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * _WHITE
    linear = np.clip(xyz @ np.linalg.inv(_TO_XYZ).T, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
