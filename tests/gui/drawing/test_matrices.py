import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gui.drawing.colours import colour
from gui.drawing.grids import FRAME, NUMBER, grid
from gui.drawing.matrices import BlockLook, block_size, paint_block
from gui.drawing.theme import DARK, FIGURE, LIGHT
from gui.drawing.values import Block
from tests.gui.drawing.scenes import pixels

SHAPES = [(), (2, 1), (1, 4), (2, 2), (8, 6), (9, 3), (30, 1), (1, 30), (12, 12), (100, 80), (4096, 4096), (7, 3, 2)]


@pytest.fixture
def block(painted):
    def paint(array, theme=LIGHT, zoom: float = 1.0, scale=None, **look) -> QImage:
        shape = () if array is None else np.shape(array)
        cells = grid(shape or (2, 2) if array is None else shape, theme.metrics)
        width, height = (math.ceil(side * zoom) for side in cells.size)
        made = None if array is None else Block(np.asarray(array, dtype=float), scale)

        def draw(painter):
            painter.scale(zoom, zoom)
            paint_block(painter, 0, 0, cells, made, BlockLook(theme.forward, **look), theme, zoom)

        return painted(width, height, draw, theme.card)

    return paint


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("theme", [LIGHT, FIGURE], ids=lambda t: t.name)
def test_a_block_is_no_larger_than_the_theme_allows(shape, theme):
    width, height = block_size(shape, theme)
    assert width <= theme.metrics.block[0] + 2 * FRAME
    assert height <= theme.metrics.block[1] + 2 * FRAME + 30
    assert min(width, height) > 15


@pytest.mark.parametrize("theme", [LIGHT, DARK, FIGURE], ids=lambda t: t.name)
def test_small_matrices_show_numbers_at_full_zoom(theme):
    cells = grid((3, 4), theme.metrics)
    assert cells.numbered(1.0)
    assert cells.cell_width >= NUMBER[0]
    assert cells.cell_height >= NUMBER[1]
    assert not cells.numbered(0.5)


def test_more_digits_make_wider_cells():
    assert grid((2, 2), LIGHT.metrics, 6).cell_width > grid((2, 2), LIGHT.metrics, 3).cell_width


def test_heat_cells_show_their_numbers_when_one_comes_near():
    cells = grid((40, 30), LIGHT.metrics)
    assert not cells.numbered(1.0)
    assert cells.numbered(34 / cells.cell_width + 4)


@pytest.mark.parametrize("zoom", [0.3, 1.0, 2.5])
def test_no_drawn_cell_is_below_two_pixels(zoom):
    for shape in SHAPES:
        cells = grid(shape, LIGHT.metrics)
        rows, columns = cells.reduction(zoom)
        assert cells.cell_height * rows * zoom >= 2 - 1e-6 or rows == cells.rows
        assert cells.cell_width * columns * zoom >= 2 - 1e-6 or columns == cells.columns


def test_a_point_finds_its_cell_and_a_cell_its_place():
    cells = grid((3, 4), LIGHT.metrics)
    for row in range(3):
        for column in range(4):
            x, y, width, height = cells.cell_rect(row, column)
            assert cells.cell_at(x + width / 2, y + height / 2) == (row, column)
    assert cells.cell_at(0, 0) is None
    assert cells.cell_at(*cells.size) is None


def test_the_three_states_never_look_alike(block):
    empty, zero, small = block(None), block(np.zeros((2, 2))), block(np.full((2, 2), 1e-9), scale=1.0)
    assert len({pixels(image) for image in (empty, zero, small)}) == 3
    neutral = LIGHT.sign_colour(0, 1).rgb()
    corner = (int(FRAME) + 4, int(FRAME) + 4)
    assert zero.pixelColor(*corner).rgb() == neutral
    hatched = [empty.pixelColor(x, int(FRAME) + 4).rgb() for x in range(4, empty.width() - 4)]
    assert len(set(hatched)) > 1


def test_in_heat_cells_zero_has_a_dot_and_small_a_tint(block):
    array = np.full((12, 12), 1.0)
    array[0, 0], array[0, 1] = 0.0, 1e-12
    image, side = block(array), grid((12, 12), LIGHT.metrics).cell_width
    zero = image.pixelColor(int(FRAME + side / 2), int(FRAME + side / 2))
    beside_zero = image.pixelColor(int(FRAME + 2), int(FRAME + 2))
    small = image.pixelColor(int(FRAME + 1.5 * side), int(FRAME + side / 2))
    assert beside_zero.rgb() == LIGHT.sign_colour(0, 1).rgb()
    assert zero.lightness() < beside_zero.lightness() - 40
    assert small.rgb() != beside_zero.rgb()


def test_a_reduced_block_keeps_its_spike():
    """A mean or the nearest entry would hide it: 1.0 shows as 0.004."""
    array = np.random.default_rng(0).normal(scale=1e-3, size=(1001, 777))
    array[517, 300], array[3, 3] = 1.0, -0.9
    reduced = Block(array).reduced(8, 4)
    assert reduced.shape == (126, 195)
    assert reduced.max() == 1.0
    assert reduced.min() == -0.9
    assert reduced[517 // 8, 300 // 4] == 1.0
    assert reduced[0, 0] == -0.9


def test_a_reduced_block_keeps_a_nan_and_an_infinity():
    array = np.zeros((64, 64))
    array[5, 5], array[40, 9] = np.nan, -np.inf
    reduced = Block(array).reduced(8, 8)
    assert np.isnan(reduced[0, 0])
    assert reduced[5, 1] == -np.inf
    assert np.count_nonzero(reduced == 0) == 62


def test_a_large_block_shows_min_max_and_the_reduction(block):
    cells = grid((4096, 4096), LIGHT.metrics)
    assert cells.badged
    assert not grid((40, 30), LIGHT.metrics).badged
    array = np.zeros((600, 600))
    array[1, 1] = 7.0
    image = block(array)
    foot = int(grid((600, 600), LIGHT.metrics).cells[1] + 2 * FRAME) + 2
    below = {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(foot, image.height())}
    assert len(below) > 3


def test_nan_and_infinity_are_not_numbers(block):
    plain = block(np.array([[1.0, 2.0], [0.5, 1.0]]))
    odd = block(np.array([[1.0, np.nan], [np.inf, 1.0]]))
    assert plain != odd
    error = colour(LIGHT.error)
    cell = grid((2, 2), LIGHT.metrics).cell_rect(0, 1)
    shades = [odd.pixelColor(int(cell[0] + x), int(cell[1] + y)) for x in range(50) for y in range(22)]
    assert any(abs(s.red() - error.red()) + abs(s.green() - error.green()) < 40 for s in shades)


def test_cells_fill_one_after_the_other(block):
    array = np.arange(1.0, 7.0).reshape(2, 3)
    frames = [block(array, reveal=share) for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    assert all(a != b for a, b in pairwise(frames))
    cells = grid((2, 3), LIGHT.metrics)
    first, last = ((int(cells.cell_rect(*at)[0] + 3), int(cells.cell_rect(*at)[1] + 3)) for at in ((0, 0), (1, 2)))
    early = frames[2]
    assert early.pixelColor(*first).rgb() == frames[-1].pixelColor(*first).rgb()
    assert early.pixelColor(*last).rgb() != frames[-1].pixelColor(*last).rgb()


def test_a_scale_can_be_locked():
    assert Block(np.array([[1.0, -4.0]])).scale == 4.0
    assert Block(np.array([[1.0, -4.0]]), 8.0).scale == 8.0
    assert Block(np.array([[np.inf, np.nan, -2.0]])).scale == 2.0
    assert Block(np.zeros((2, 2))).scale == 0.0


def test_a_batch_shows_every_slice():
    cells = grid((3, 4, 2), LIGHT.metrics)
    assert (cells.rows, cells.columns, cells.slice_rows) == (12, 2, 4)
    assert Block(np.arange(24.0).reshape(3, 4, 2)).cells.shape == (12, 2)


def test_the_heat_image_is_made_once_a_theme():
    block = Block(np.eye(20))
    assert block.image(LIGHT) is block.image(LIGHT)
    assert block.image(LIGHT).pixelColor(0, 0) != block.image(LIGHT.flipped(True)).pixelColor(0, 0)
    assert block.image(LIGHT).pixelColor(0, 0) != block.image(DARK).pixelColor(0, 0)
