"""The numbers of one run as the painting code wants them: blocks with their colour scales, sums, norms."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from PySide6.QtGui import QImage

from graph.errors import Problem
from graph.evaluation.norms import norms
from gui.drawing.colours import STEPS, sign_table
from gui.drawing.numbers import sum_decimals
from gui.drawing.theme import Theme

Array = np.ndarray[Any, np.dtype[np.float64]]

_LEAST_TINT = 10
"""Steps of the sign table that a cell which is not zero keeps from the middle, so that small never looks like zero."""

_CHECKED = 256
"""Entries up to which the printed sum of an inbox is made to add up; beyond, no cell shows a number."""

_SPARE = 2
"""Figures that a cell holds in full type beyond the digits shown."""

_FEW_ENOUGH = 250
"""Nodes up to which every message is looked at to know how thick the thickest wire is."""


class Run(Protocol):
    """What is drawn of a run. ``adjoints`` holds None for constants."""

    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def adjoints(self) -> Mapping[str, Any]: ...
    @property
    def messages(self) -> Mapping[str, Mapping[str, Any]]: ...
    @property
    def norms(self) -> Mapping[str, Mapping[str, float]]: ...
    @property
    def warnings(self) -> Sequence[Problem]: ...


class Block:
    """One array to draw, on the scale ±``scale``; keeps the images made of it."""

    def __init__(self, array: Any, scale: float | None = None) -> None:
        self.array: Array = np.asarray(array, dtype=np.float64)
        columns = self.array.shape[-1] if self.array.ndim else 1
        self.cells: Array = self.array.reshape(-1, columns)
        self.scale = largest(self.array) if scale is None else scale
        self._images: dict[tuple[Any, ...], QImage] = {}

    def reduced(self, rows: int, columns: int) -> Array:
        """Blocks of ``rows`` by ``columns`` cells, each drawn by its entry of largest size; NaN goes before all."""
        if rows == columns == 1:
            return self.cells
        high, wide = self.cells.shape
        padded = np.zeros((-(-high // rows) * rows, -(-wide // columns) * columns))
        padded[:high, :wide] = self.cells
        tiles = padded.reshape(padded.shape[0] // rows, rows, padded.shape[1] // columns, columns)
        top, bottom = tiles.max(axis=(1, 3)), tiles.min(axis=(1, 3))
        return np.where(np.isnan(top) | (top >= -bottom), top, bottom)

    def image(self, theme: Theme, rows: int = 1, columns: int = 1) -> QImage:
        """One pixel a cell (or a reduced block of them) in the colours of the theme."""
        key = (theme.stops, theme.error, rows, columns)
        found = self._images.get(key)
        if found is None:
            found = self._images[key] = _heat_image(self.reduced(rows, columns), self.scale, theme)
        return found


class Values:
    """The blocks of one run, made when first asked for.

    ``scales`` locks colour scales: a block named there keeps its scale while the numbers change under it, so that
    dragging a number does not make the rest of its matrix change colour.
    """

    def __init__(self, run: Run | None, digits: int = 3, scales: Mapping[Any, float] | None = None) -> None:
        self.run = run
        self.digits = digits
        self._locked = dict(scales or {})
        self._blocks: dict[Any, Block | None] = {}
        self._norms: dict[str, dict[str, float]] = {}
        self._decimals: dict[str, tuple[int | None, bool]] = {}

    @property
    def scales(self) -> dict[Any, float]:
        """The scales in use, to lock them."""
        return {**self._locked, **{key: block.scale for key, block in self._blocks.items() if block is not None}}

    @cached_property
    def warnings(self) -> Mapping[str, str]:
        """What went wrong first at each node, in words; where it went from there, the inspector says."""
        found: dict[str, str] = {}
        for problem in self.run.warnings if self.run is not None else ():
            if problem.node is not None:
                found.setdefault(problem.node, problem.message.split(";")[0])
        return found

    def value(self, name: str) -> Block | None:
        return self._block(("value", name), lambda: self.run and self.run.values.get(name))

    def adjoint(self, name: str, shared: bool = False) -> Block | None:
        """The adjoint; ``shared`` where its inbox is drawn beside it: then on the scale of the whole inbox."""
        scale = self.inbox_scale(name) if shared else None
        return self._block(("adjoint", name), lambda: self.run and self.run.adjoints.get(name), scale)

    def message(self, parent: str, child: str) -> Block | None:
        """What ``child`` sends ``parent``, on the scale of the whole inbox."""
        return self._block(
            ("message", parent, child), lambda: self._messages(parent).get(child), self.inbox_scale(parent)
        )

    def so_far(self, parent: str, children: tuple[str, ...]) -> Block | None:
        """The sum of the messages of these children, in the order given; None of no children."""
        found = [self._messages(parent)[child] for child in children if child in self._messages(parent)]
        if not found:
            return None

        def total() -> Array:
            result = np.array(found[0], dtype=np.float64)
            with np.errstate(over="ignore", invalid="ignore"):  # the card shows what is not finite, and says why
                for other in found[1:]:
                    result = result + other
            return result

        return self._block(("sum", parent, children), total, self.inbox_scale(parent))

    def inbox_scale(self, parent: str) -> float:
        """One scale for all cards of an inbox and for their sum."""
        key = ("inbox", parent)
        if key not in self._locked:
            arrays = [*self._messages(parent).values()]
            adjoint = self.run.adjoints.get(parent) if self.run is not None else None
            self._locked[key] = max((largest(a) for a in (*arrays, adjoint) if a is not None), default=0.0)
        return self._locked[key]

    def norms(self, parent: str) -> Mapping[str, float]:
        """The Euclidean norm of every message that ``parent`` gets, by child."""
        if self._few:
            return self.run.norms.get(parent, {}) if self.run is not None else {}
        if parent not in self._norms:
            messages = self._messages(parent)
            self._norms[parent] = dict(zip(messages, norms(list(messages.values())), strict=True))
        return self._norms[parent]

    @cached_property
    def largest_norm(self) -> float:
        """The largest norm of all messages: what wire widths are measured against.

        Where they are many, those of the sums stand for them: to make all messages would take seconds.
        """
        if self.run is None:
            return 0.0
        if self._few:
            sizes = [norm for sent in self.run.norms.values() for norm in sent.values()]
        else:
            sizes = norms([array for array in self.run.adjoints.values() if array is not None])
        return max(filter(math.isfinite, sizes), default=0.0)

    @cached_property
    def _few(self) -> bool:
        return self.run is None or len(self.run.adjoints) <= _FEW_ENOUGH

    def decimals(self, parent: str) -> tuple[int | None, bool]:
        """Decimals with which the printed messages of an inbox add up, and whether they do (else say "rounded")."""
        if parent not in self._decimals:
            arrays = list(self._messages(parent).values())
            small = bool(arrays) and np.size(arrays[0]) <= _CHECKED
            total = self.so_far(parent, tuple(self._messages(parent)))
            found = (
                sum_decimals(arrays, total.array, self.digits, self.digits + _SPARE)
                if small and total
                else (None, True)
            )
            self._decimals[parent] = found
        return self._decimals[parent]

    def _messages(self, parent: str) -> Mapping[str, Any]:
        return self.run.messages.get(parent, {}) if self.run is not None else {}

    def _block(self, key: Any, array: Callable[[], Any], scale: float | None = None) -> Block | None:
        if key not in self._blocks:
            found = array()
            locked = self._locked.get(key, scale)
            self._blocks[key] = None if found is None else Block(found, locked)
        return self._blocks[key]


def largest(array: Any) -> float:
    """The largest finite size in an array; 0 where there is none."""
    sizes = np.abs(np.asarray(array, dtype=np.float64))
    return float(np.max(sizes, initial=0.0, where=np.isfinite(sizes)))


def _heat_image(cells: Array, scale: float, theme: Theme) -> QImage:
    high, wide = cells.shape
    missing = np.isnan(cells)
    share = np.clip(np.where(missing, 0.0, cells) / (scale or 1.0), -1.0, 1.0)
    index = np.rint((share + 1) / 2 * STEPS).astype(np.intp)
    middle = STEPS // 2
    index = np.where(cells > 0, np.maximum(index, middle + _LEAST_TINT), index)
    index = np.where(cells < 0, np.minimum(index, middle - _LEAST_TINT), index)
    pixels = sign_table(theme.stops)[index]
    error = theme.error
    pixels[missing] = [int(error[k : k + 2], 16) for k in (1, 3, 5)]
    pixels = np.ascontiguousarray(pixels)
    # The copy owns its bytes; QImage would only borrow those of the array.
    return QImage(pixels.data, wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()
