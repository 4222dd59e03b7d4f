"""Matrices made of blocks, and blocks cut out of matrices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.arrangement import asked_shape, flat_only
from graph.operations.code import Code, Library, pad_text, size_text, window_text
from graph.operations.kinds import call, push_linear
from graph.operations.record import Notation, Operation, Option, Sample
from graph.shapes import Shape, canonical, matrix, refuse_too_large, written

Bounds = tuple[int, int, int, int]


def _bounds(words: str, bounds: Sequence[int], least: int) -> Bounds:
    if len(bounds) != 4 or any(number != int(number) or number < least for number in bounds):
        raise ShapeError(
            f"{', '.join(map(str, bounds))} is not {words}", f"four whole numbers from {least}", kind="attribute"
        )
    top, bottom, left, right = map(int, bounds)
    return top, bottom, left, right


def _slice_shape(given: Shape, bounds: Sequence[int]) -> Shape:
    flat_only("slice", given)
    top, bottom, left, right = _bounds("first row, last row, first column, last column", bounds, 1)
    rows, columns = matrix(given)
    if not (top <= bottom <= rows and left <= right <= columns):
        raise ShapeError(
            f"rows {top} to {bottom} and columns {left} to {right} of {written(given)}",
            "both ends belong to the slice, and counting starts at 1",
            kind="bad-shape",
        )
    return canonical((bottom - top + 1, right - left + 1))


def _slice_forward(given: Shape, bounds: Sequence[int]) -> Callable[..., Any]:
    result = _slice_shape(given, bounds)
    top, bottom, left, right = map(int, bounds)
    if not given:
        return lambda x: x
    if not result:
        return lambda x: x[top - 1, left - 1]
    return lambda x: x[top - 1 : bottom, left - 1 : right]


def _slice_pull(g: Expression, y: Expression, x: Expression, bounds: Bounds) -> tuple[Expression]:
    top, bottom, left, right = bounds
    rows, columns = matrix(x.shape or ())
    return (apply("pad", g, bounds=(top - 1, rows - bottom, left - 1, columns - right)),)


def _slice_code(given: Shape, bounds: Sequence[int]) -> str:
    top, bottom, left, right = map(int, bounds)
    if not given:
        return "x"
    return f"x[{top - 1}:{bottom}, {left - 1}:{right}]" if _slice_shape(given, bounds) else f"x[{top - 1}, {left - 1}]"


SLICE = Operation(
    name="slice",
    family="arrangement",
    arity=(1, 1),
    shape=_slice_shape,
    forward=_slice_forward,
    pull=_slice_pull,
    push=push_linear("slice"),
    kind="L",
    notation=call("slice"),
    samples=(
        Sample(((5, 4),), {"bounds": (2, 4, 1, 2)}),
        Sample(((5, 1),), {"bounds": (2, 3, 1, 1)}),
        Sample(((3, 4),), {"bounds": (2, 2, 3, 3)}),
        Sample(((),), {"bounds": (1, 1, 1, 1)}),
    ),
    code=Code(_slice_code),
    summary="A block of a matrix: first and last row, first and last column, counted from 1, both ends included.",
    example="B = slice(A, 2, 3, 1, 2)",
    explain=("its adjoint where the block was, 0 elsewhere",),
    rule="as many rows and columns as asked for",
    options={"bounds": Option("integers", bare=True, required=True)},
)


def _pad_shape(given: Shape, bounds: Sequence[int]) -> Shape:
    flat_only("pad", given)
    above, below, left, right = _bounds("zeros above, below, left and right", bounds, 0)
    rows, columns = matrix(given)
    return refuse_too_large(canonical((above + rows + below, left + columns + right)))


def _pad_forward(given: Shape, bounds: Sequence[int]) -> Callable[..., Any]:
    result = _pad_shape(given, bounds)
    above, _, left, _ = map(int, bounds)
    rows, columns = matrix(given)

    def pad(x: Any) -> Any:
        padded = np.zeros(result)
        padded[above : above + rows, left : left + columns] = x
        return padded

    return pad if result else lambda x: x


def _pad_pull(g: Expression, y: Expression, x: Expression, bounds: Bounds) -> tuple[Expression]:
    above, _, left, _ = bounds
    rows, columns = matrix(x.shape or ())
    return (apply("slice", g, bounds=(above + 1, above + rows, left + 1, left + columns)),)


def _pad_code(library: Library) -> Callable[..., str]:
    module = "torch" if library == "pytorch" else "np"

    def template(given: Shape, bounds: Sequence[int]) -> str:
        above, below, left, right = map(int, bounds)
        if not _pad_shape(given, bounds):
            return "x"
        whole = "x" if given else f"{module}.reshape(x, (1, 1))"
        return pad_text(whole, [(above, below), (left, right)], library)

    return template


PAD = Operation(
    name="pad",
    family="arrangement",
    arity=(1, 1),
    shape=_pad_shape,
    forward=_pad_forward,
    pull=_pad_pull,
    push=push_linear("pad"),
    kind="L",
    notation=call("pad"),
    samples=(
        Sample(((3, 2),), {"bounds": (1, 0, 2, 3)}),
        Sample(((5, 1),), {"bounds": (0, 2, 0, 0)}),
        Sample(((),), {"bounds": (1, 0, 0, 2)}),
        Sample(((),), {"bounds": (0, 0, 0, 0)}),
    ),
    code=Code(_pad_code("numpy"), pytorch=_pad_code("pytorch")),
    summary="A matrix with rows of zeros above and below and columns of zeros left and right.",
    example="B = pad(A, 1, 1, 0, 0)",
    explain=("the block of its adjoint where {parent} was put",),
    rule="as many rows and columns more as asked for",
    options={"bounds": Option("integers", bare=True, required=True)},
)


def _window_shape(given: Shape, shape: Shape) -> Shape:
    flat_only("window", given)
    asked = asked_shape(shape)
    flat_only("window", asked)
    if any((a - b) % 2 for a, b in zip(matrix(given), matrix(asked), strict=True)):
        raise ShapeError(
            f"a window of {written(asked)} has no centred place in {written(given)}",
            "lengths and window must be both odd or both even",
            kind="bad-shape",
        )
    return asked


def centred(given: Shape, asked: Shape) -> Callable[..., Any]:
    """Crops or pads, evenly on both sides, an array of ``given`` rows and columns to those asked for."""
    before = [(b - a) // 2 for a, b in zip(given, asked, strict=True)]
    cut = tuple(slice(max(-n, 0), max(-n, 0) + min(a, b)) for n, a, b in zip(before, given, asked, strict=True))
    put = tuple(slice(max(n, 0), max(n, 0) + min(a, b)) for n, a, b in zip(before, given, asked, strict=True))
    if all(n <= 0 for n in before):
        return lambda x: x[cut]

    def place(x: Any) -> Any:
        padded = np.zeros(asked)
        padded[put] = x[cut]
        return padded

    return place


def _window_forward(given: Shape, shape: Shape) -> Callable[..., Any]:
    asked = asked_shape(shape)
    place = centred(matrix(given), matrix(asked))
    if given and asked:
        return place
    return lambda x: np.reshape(place(np.reshape(x, matrix(given))), asked)


def _window_code(library: Library) -> Callable[..., str]:
    module = "torch" if library == "pytorch" else "np"

    def template(given: Shape, shape: Shape) -> str:
        asked = asked_shape(shape)
        whole = "x" if given else f"{module}.reshape(x, (1, 1))"
        middle = window_text(whole, matrix(given), matrix(asked), library)
        return middle if asked else f"{module}.reshape({middle}, {size_text(asked)})"

    return template


WINDOW = Operation(
    name="window",
    family="arrangement",
    arity=(1, 1),
    shape=_window_shape,
    forward=_window_forward,
    pull=lambda g, y, x, shape: (apply("window", g, shape=x.shape or (1, 1)),),
    push=push_linear("window"),
    kind="L",
    notation=call("window"),
    samples=(
        Sample(((7, 1),), {"shape": (3, 1)}),
        Sample(((3, 1),), {"shape": (7, 1)}),
        Sample(((5, 4),), {"shape": (3, 6)}),
        Sample(((5, 1),), {"shape": (1, 1)}),
    ),
    code=Code(_window_code("numpy"), pytorch=_window_code("pytorch")),
    summary="The middle of a vector or matrix, in the shape asked for; zeros around where that is larger.",
    example="k = window(x, 3)",
    explain=("its adjoint in the middle, zeros around, in the shape of {parent}",),
    rule="the shape asked for, centred: lengths both odd or both even",
    options={"shape": Option("shape", bare=True, required=True)},
)


def _stack_layout(given: Sequence[Shape], rows: Sequence[int]) -> list[list[Bounds]]:
    """Where every block stands: first and last row, first and last column, from 1."""
    flat_only("a matrix of blocks", *given)
    if not rows or any(count < 1 for count in rows) or sum(rows) != len(given):
        raise ShapeError(
            f"{len(given)} blocks in rows of {', '.join(map(str, rows))}", "the rows add up to the blocks", "attribute"
        )
    layout: list[list[Bounds]] = []
    start, top, width = 0, 0, 0
    for number, count in enumerate(rows, 1):
        sizes = [matrix(shape) for shape in given[start : start + count]]
        height, wide = sizes[0][0], sum(columns for _, columns in sizes)
        if any(tall != height for tall, _ in sizes):
            raise ShapeError(
                f"row {number} has blocks of {' and '.join(str(tall) for tall, _ in sizes)} rows",
                "blocks beside each other have the same number of rows",
            )
        if width not in (0, wide):
            raise ShapeError(
                f"row {number} is {wide} columns wide, those above it {width}", "rows of blocks have the same width"
            )
        placed, left = [], 0
        for _, columns in sizes:
            placed.append((top + 1, top + height, left + 1, left + columns))
            left += columns
        layout.append(placed)
        start, top, width = start + count, top + height, wide
    return layout


def _stack_shape(*given: Shape, rows: Sequence[int]) -> Shape:
    last = _stack_layout(given, rows)[-1][-1]
    return refuse_too_large(canonical((last[1], last[3])))


def _stack_forward(*given: Shape, rows: Sequence[int]) -> Callable[..., Any]:
    result = _stack_shape(*given, rows=rows)
    if not result:
        return lambda x: x
    places = [
        (slice(top - 1, bottom), slice(left - 1, right))
        for row in _stack_layout(given, rows)
        for top, bottom, left, right in row
    ]

    def stack(*blocks: Any) -> Any:
        whole = np.empty(result)
        for place, block in zip(places, blocks, strict=True):
            whole[place] = block
        return whole

    return stack


def _stack_pull(g: Expression, y: Expression, *blocks: Expression, rows: Sequence[int]) -> tuple[Expression, ...]:
    layout = _stack_layout([block.shape or () for block in blocks], rows)
    return tuple(apply("slice", g, bounds=bounds) for row in layout for bounds in row)


def _block_rows(rows: Sequence[int], block: Callable[[int], str]) -> list[list[str]]:
    ends = list(accumulate(rows))
    return [[block(slot) for slot in range(end - count, end)] for count, end in zip(rows, ends, strict=True)]


def _stack_code(*given: Shape, rows: Sequence[int]) -> str:
    if not _stack_shape(*given, rows=rows):
        return "x"
    written_rows = (f"[{', '.join(row)}]" for row in _block_rows(rows, lambda slot: f"xs[{slot}]"))
    return f"np.block([{', '.join(written_rows)}])"


def _stack_torch_code(*given: Shape, rows: Sequence[int]) -> str:
    if not _stack_shape(*given, rows=rows):
        return "x"
    placed = _block_rows(rows, lambda slot: f"xs[{slot}]" if given[slot] else f"torch.reshape(xs[{slot}], (1, 1))")
    beside = [row[0] if len(row) == 1 else f"torch.cat([{', '.join(row)}], 1)" for row in placed]
    return beside[0] if len(beside) == 1 else f"torch.cat([{', '.join(beside)}], 0)"


STACK = Operation(
    name="stack",
    family="arrangement",
    arity=(1, None),
    shape=_stack_shape,
    forward=_stack_forward,
    pull=_stack_pull,
    push=push_linear("stack"),
    kind="L",
    notation=Notation("stack", "[ ]", "[ ]", r"\begin{bmatrix} \end{bmatrix}"),
    samples=(
        Sample(((2, 3), (2, 1), (4, 4)), {"rows": (2, 1)}),
        Sample(((), (), (), ()), {"rows": (2, 2)}),
        Sample(((3, 1), (2, 1)), {"rows": (1, 1)}),
    ),
    code=Code(_stack_code, pytorch=_stack_torch_code),
    summary="A matrix made of blocks, row by row.",
    example="M = [A, x; x', 1]",
    explain=("the block of its adjoint where {parent} stands",),
    rule="blocks beside each other have the same number of rows, rows of blocks the same width",
    options={"rows": Option("integers", required=True)},
)

OPERATIONS = (SLICE, PAD, WINDOW, STACK)
