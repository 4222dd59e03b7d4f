"""What the clipboard carries between windows and processes: equations as text, and beside them places and numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
from PySide6.QtCore import QMimeData

from gui.canvas.copied_look import CopiedLook

MIME = "application/x-adjoint-nodes+json"
"""The type that carries places and numbers. It is JSON, and nothing in it is believed before it is checked."""

MOST_NUMBERS = 4_000_000
"""Numbers that are carried at most."""

_MOST_BYTES = 64_000_000
_VERSION = 1
_FAR = 1_000_000.0

Array = np.ndarray[Any, np.dtype[np.float64]]
Point = tuple[float, float]


class Numbers(msgspec.Struct):
    """An array: its shape, and its entries in row-major order, eight bytes each, little end first."""

    shape: list[int]
    data: bytes


class Clip(msgspec.Struct):
    """Nodes as text, where their top-left corners stood, the size of all together, the numbers of leaves,
    and how the nodes look."""

    version: int
    text: str
    placement: dict[str, Point]
    size: Point
    values: dict[str, Numbers]
    look: CopiedLook = msgspec.field(default_factory=CopiedLook)

    def array(self, name: str) -> Array | None:
        """The numbers of a leaf, where they came along."""
        numbers = self.values.get(name)
        return None if numbers is None else np.frombuffer(numbers.data, dtype="<f8").reshape(numbers.shape)


def within_limit(values: Mapping[str, Array]) -> dict[str, Array]:
    """The smallest of these arrays, as many as can be carried."""
    found, room = {}, MOST_NUMBERS
    for name in sorted(values, key=lambda name: values[name].size):
        room -= values[name].size
        if room >= 0:
            found[name] = values[name]
    return found


def packed(
    text: str, placement: Mapping[str, Point], size: Point, values: Mapping[str, Array], look: CopiedLook | None = None
) -> QMimeData:
    """``text`` for every editor, and all of it for this program."""
    numbers = {
        name: Numbers(list(array.shape), np.ascontiguousarray(array, dtype="<f8").tobytes())
        for name, array in values.items()
    }
    data = QMimeData()
    data.setText(text)
    data.setData(MIME, msgspec.json.encode(Clip(_VERSION, text, dict(placement), size, numbers, look or CopiedLook())))
    return data


def unpacked(data: QMimeData) -> Clip | None:
    """What another window put there; None where it is something else, or damaged: then its text counts alone."""
    if not data.hasFormat(MIME) or data.data(MIME).size() > _MOST_BYTES:
        return None
    try:
        clip = msgspec.json.decode(data.data(MIME).data(), type=Clip)
    except (msgspec.DecodeError, RecursionError):
        return None
    return clip if _is_sound(clip) else None


def _is_sound(clip: Clip) -> bool:
    points = (*clip.placement.values(), clip.size)
    return (
        clip.version == _VERSION
        and all(math.isfinite(x) and abs(x) <= _FAR for point in points for x in point)
        and clip.look.sound
        and all(_is_array(numbers) for numbers in clip.values.values())
    )


def _is_array(numbers: Numbers) -> bool:
    return all(0 < length <= MOST_NUMBERS for length in numbers.shape) and 8 * math.prod(numbers.shape) == len(
        numbers.data
    )
