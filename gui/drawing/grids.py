"""How large a value of some shape is drawn, and what stands under a point of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gui.drawing.theme import Metrics

NUMBER = (34.0, 18.0)
"""The least cell on screen, width by height in pixels, that shows its number."""

GAPPED = 12.0
GAPLESS = 2.0
MARKED = 5.0
"""The least sides of a heat cell with a gap, without one, and with a mark for zero, NaN and infinity."""

FRAME = 3.0
"""What the border of a block takes on each side."""

_BADGE = 14.0
_BADGE_WIDTH = 108.0
_ONE_LINE = 150.0
_LARGEST_HEAT_CELL = 16.0
_WIDE_COLUMN = 40.0
_HIGH_ROW = 26.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one block at 100 %: ``rows`` by ``columns`` of ``cell_width`` by ``cell_height``.

    A batch is drawn slice under slice; ``slice_rows`` is the height of one slice in rows.
    """

    rows: int
    columns: int
    cell_width: float
    cell_height: float
    slice_rows: int

    @property
    def cells(self) -> tuple[float, float]:
        """Width and height of the cells alone."""
        return self.columns * self.cell_width, self.rows * self.cell_height

    @property
    def badged(self) -> bool:
        """Whether min, max and ÷n stand under the cells, because not every entry has a cell at 100 %."""
        return min(self.cell_width, self.cell_height) < GAPLESS

    @property
    def badge_lines(self) -> int:
        return 0 if not self.badged else 1 if self.cells[0] >= _ONE_LINE else 2

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with border and badge."""
        width, height = self.cells
        return width + 2 * FRAME, height + 2 * FRAME + _BADGE * self.badge_lines

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column, from 0, under a point that is given from the outer top-left corner of the block."""
        column = math.floor((x - FRAME) / self.cell_width)
        row = math.floor((y - FRAME) / self.cell_height)
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    def cell_rect(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a cell, from the outer top-left corner of the block."""
        return FRAME + column * self.cell_width, FRAME + row * self.cell_height, self.cell_width, self.cell_height

    def numbered(self, zoom: float) -> bool:
        """Whether cells are large enough on screen to show their numbers."""
        return self.cell_width * zoom >= NUMBER[0] and self.cell_height * zoom >= NUMBER[1]

    def reduction(self, zoom: float) -> tuple[int, int]:
        """How many rows and columns share one drawn cell, so that none is drawn smaller than 2 pixels."""

        def share(cell: float) -> int:
            return max(1, math.ceil(GAPLESS / (cell * zoom) - 1e-9))

        return min(self.rows, share(self.cell_height)), min(self.columns, share(self.cell_width))


def numbered_from(metrics: Metrics, digits: int = 3) -> float:
    """The zoom from which cells with numbers show them."""
    width, height = metrics.cell
    return max(NUMBER[0] / (width + metrics.per_digit * max(0, digits - 3)), NUMBER[1] / height)


def grid(shape: tuple[int, ...], metrics: Metrics, digits: int = 3) -> Grid:
    """The cells for a value of ``shape``: with numbers where all fit into a block, else heat cells."""
    rows, columns = (shape[-2], shape[-1]) if shape else (1, 1)
    slice_rows = rows
    rows *= math.prod(shape[:-2])
    width, height = metrics.cell
    width += metrics.per_digit * max(0, digits - 3)
    most_wide, most_high = metrics.block
    if columns * width <= most_wide and rows * height <= most_high:
        return Grid(rows, columns, width, height, slice_rows)
    fit_wide = most_wide / max(1, columns)
    fit_high = most_high / max(1, rows)
    side = min(_LARGEST_HEAT_CELL, fit_wide, fit_high)
    wide = min(fit_wide, max(side, _WIDE_COLUMN / max(1, columns)))
    high = min(fit_high, max(side, _HIGH_ROW / max(1, rows)))
    if min(wide, high) < GAPLESS:
        wide = max(wide, _BADGE_WIDTH / columns)
    return Grid(rows, columns, _whole(wide), _whole(high), slice_rows)


def _whole(side: float) -> float:
    return float(math.floor(side)) if side >= GAPLESS else side
