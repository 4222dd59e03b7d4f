"""Convolution and correlation, zero padded, of vectors and of matrices.

Every mode is a centred window of the full convolution. With W the window of the result, h ∗ x of size s is
W(h ∗ x), and both of its messages are of the same form: flip(h) ∗ G in the size of x, flip(x) ∗ G in the size of h.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.arrangement import asked_shape, flat_only
from graph.operations.blocks import centred
from graph.operations.code import Code, Library, Routine, size_text, window_text
from graph.operations.kinds import call, loud, push_multilinear
from graph.operations.record import Notation, Operation, Option, Sample
from graph.shapes import Shape, canonical, entries, is_column, is_row, matrix, refuse_too_large, written

MODES = ("same", "valid", "full")


def _full(left: Shape, right: Shape) -> Shape:
    return canonical([a + b - 1 for a, b in zip(matrix(left), matrix(right), strict=True)])


def _valid(left: Shape, right: Shape) -> Shape:
    return canonical([abs(a - b) + 1 for a, b in zip(matrix(left), matrix(right), strict=True)])


def _odd(shape: Shape) -> bool:
    return all(length % 2 for length in matrix(shape))


def _rule(name: str) -> Callable[..., Shape]:
    def shape(h: Shape, x: Shape, mode: str = "same", size: Shape | None = None) -> Shape:
        flat_only(name, h, x)
        if (is_column(h) and is_row(x)) or (is_row(h) and is_column(x)):
            raise ShapeError(
                f"{name} of {written(h)} and {written(x)}: a column and a row", "transpose one of them", operand=0
            )
        if size is not None:
            return _window_of(name, h, x, asked_shape(size))
        if mode not in MODES:
            raise ShapeError(f'mode is "{mode}"', 'mode is "same", "valid" or "full"', kind="attribute")
        if mode == "full":
            return refuse_too_large(_full(h, x))
        if mode == "valid":
            return _valid_size(name, h, x)
        if not _odd(h):
            raise ShapeError(
                f"the filter is {written(h)}: of even length it has no centre",
                'make its length odd, or write mode="full" or mode="valid"',
                kind="bad-shape",
                operand=0,
            )
        return x

    return shape


def _valid_size(name: str, h: Shape, x: Shape) -> Shape:
    if any(a > b for a, b in zip(matrix(h), matrix(x), strict=True)):
        raise ShapeError(
            f"{name} of {written(h)} and {written(x)} has no valid part: the filter is the longer one",
            'write mode="same" or mode="full"',
            operand=0,
        )
    return _valid(h, x)


def _window_of(name: str, h: Shape, x: Shape, size: Shape) -> Shape:
    flat_only(name, size)
    if any((a - b) % 2 for a, b in zip(matrix(_full(h, x)), matrix(size), strict=True)):
        raise ShapeError(
            f"{written(size)} has no centred place in the full result, {written(_full(h, x))}",
            "lengths must be both odd or both even",
            kind="bad-shape",
        )
    return size


def _forward(rule: Callable[..., Shape], turn: bool) -> Callable[..., Callable[..., Any]]:
    """``turn`` flips the filter first: a convolution is then a correlation."""

    def forward(h: Shape, x: Shape, mode: str = "same", size: Shape | None = None) -> Callable[..., Any]:
        result = rule(h, x, mode=mode, size=size)
        step = -1 if turn else 1
        axis = _vector_axis(h, x, result)
        if axis is not None:
            slide = _convolve_vectors(matrix(h)[axis], matrix(x)[axis], matrix(result)[axis])
            return loud(lambda taps, signal: slide(np.ravel(taps)[::step], np.ravel(signal)).reshape(result))
        convolve = _convolve_matrices(matrix(h), matrix(x), matrix(result))
        shapes = matrix(h), matrix(x)
        return lambda taps, signal: convolve(
            np.reshape(taps, shapes[0])[::step, ::step], np.reshape(signal, shapes[1])
        ).reshape(result)

    return forward


def _vector_axis(*given: Shape) -> int | None:
    """The one axis along which all are vectors, if there is one."""
    for axis in (0, 1):
        if all(matrix(shape)[1 - axis] == 1 for shape in given):
            return axis
    return None


def _convolve_vectors(k: int, n: int, size: int) -> Callable[..., Any]:
    """Only the window is computed: the shorter operand slides over the longer one, padded or cut to fit."""
    if k <= n:
        place = centred((n,), (size + k - 1,))
        return lambda h, x: np.convolve(place(x), h, "valid")
    place = centred((k,), (size + n - 1,))
    return lambda h, x: np.convolve(place(h), x, "valid")


def _convolve_matrices(h: tuple[int, int], x: tuple[int, int], size: tuple[int, int]) -> Callable[..., Any]:
    """As for vectors; a loop over the taps of the smaller operand, or over the window where that is smaller."""
    swap = entries(h) > entries(x)
    small, large = (x, h) if swap else (h, x)
    place = centred(large, (size[0] + small[0] - 1, size[1] + small[1] - 1))
    slide = _sum_of_windows if entries(size) < entries(small) else _sum_of_taps

    def convolve(left: Any, right: Any) -> Any:
        taps, field = (right, left) if swap else (left, right)
        return slide(taps[::-1, ::-1], place(field), size)

    return convolve


def _sum_of_taps(taps: Any, field: Any, size: tuple[int, int]) -> Any:
    total = np.zeros(size)
    for i, j in product(range(taps.shape[0]), range(taps.shape[1])):
        total += taps[i, j] * field[i : i + size[0], j : j + size[1]]
    return total


def _sum_of_windows(taps: Any, field: Any, size: tuple[int, int]) -> Any:
    result = np.empty(size)
    rows, columns = taps.shape
    for i, j in product(range(size[0]), range(size[1])):
        result[i, j] = np.add.reduce(taps * field[i : i + rows, j : j + columns], axis=None)
    return result


def _convolution(name: str, h: Expression, x: Expression, size: Shape) -> Expression:
    """The call for that window, with no more options than it needs."""
    left, right = h.shape or (), x.shape or ()
    if _odd(left) and size == right:
        return apply(name, h, x)
    if size == _full(left, right):
        return apply(name, h, x, mode="full")
    return apply(name, h, x, size=size or (1, 1))


def _conv_pull(g: Expression, y: Expression, h: Expression, x: Expression, **_: Any) -> tuple[Expression, Expression]:
    return (
        _convolution("conv", apply("flip", x), g, h.shape or ()),
        _convolution("conv", apply("flip", h), g, x.shape or ()),
    )


def _corr_pull(g: Expression, y: Expression, h: Expression, x: Expression, **_: Any) -> tuple[Expression, Expression]:
    return _convolution("corr", g, x, h.shape or ()), _convolution("conv", h, g, x.shape or ())


SAMPLES = (
    Sample(((3, 1), (7, 1))),
    Sample(((7, 1), (4, 1))),
    Sample(((1, 3), (1, 6))),
    Sample(((3, 1), (7, 1)), {"mode": "full"}),
    Sample(((4, 1), (6, 1)), {"mode": "valid"}),
    Sample(((6, 1), (6, 1)), {"mode": "valid"}),
    Sample(((4, 1), (7, 1)), {"size": (2, 1)}),
    Sample(((3, 5), (4, 6))),
    Sample(((5, 3), (4, 2))),
    Sample(((2, 3), (4, 6)), {"mode": "full"}),
    Sample(((2, 3), (4, 6)), {"mode": "valid"}),
    Sample(((3, 1), (4, 6))),
    Sample(((), (5, 1))),
    Sample(((3, 1), ())),
)
OPTIONS = {"mode": Option("word", "same", MODES), "size": Option("shape")}
RULE = (
    'the shape of the right side; mode="full" gives m + n − 1, mode="valid" n − m + 1; size=s the middle s of the full '
    "result"
)

_CONV_RULE, _CORR_RULE = _rule("conv"), _rule("corr")

_CONVOLVE = Routine(
    "convolve",
    {
        "numpy": '''
def convolve(h, x):
    """The full convolution of two matrices; a loop over the entries of the smaller one."""
    if h.size > x.size:
        h, x = x, h
    rows, columns = x.shape
    full = np.zeros((h.shape[0] + rows - 1, h.shape[1] + columns - 1))
    for i, j in np.ndindex(h.shape):
        full[i : i + rows, j : j + columns] += h[i, j] * x
    return full
''',
        "jax": '''
def convolve(h, x):
    """The full convolution of two matrices."""
    return jax.scipy.signal.convolve2d(h, x, mode="full")
''',
        "pytorch": '''
def convolve(h, x):
    """The full convolution of two matrices."""
    rows, columns = h.shape
    flipped = torch.flip(h, (0, 1))[None, None]
    return torch.nn.functional.conv2d(x[None, None], flipped, padding=(rows - 1, columns - 1))[0, 0]
''',
    },
)


def _code(rule: Callable[..., Shape], numpy: str, pytorch: str) -> Code:
    """The window of the full convolution; ``numpy`` and ``pytorch`` are the filter as it goes into that."""

    def template(library: Library, filter: str) -> Callable[..., str]:
        def text(h: Shape, x: Shape, **options: Any) -> str:
            result = rule(h, x, **options)
            module = "torch" if library == "pytorch" else "np"
            left, right = (
                name if shape else f"{module}.reshape({name}, (1, 1))" for name, shape in ((filter, h), ("y", x))
            )
            if not h:
                left = f"{module}.reshape(x, (1, 1))"
            full = [a + b - 1 for a, b in zip(matrix(h), matrix(x), strict=True)]
            whole = window_text(f"convolve({left}, {right})", full, matrix(result), library)
            return whole if result else f"{module}.reshape({whole}, {size_text(result)})"

        return text

    return Code(template("numpy", numpy), pytorch=template("pytorch", pytorch), routines=(_CONVOLVE,))


CONV = Operation(
    name="conv",
    family="convolution",
    arity=(2, 2),
    shape=_CONV_RULE,
    forward=_forward(_CONV_RULE, turn=False),
    pull=_conv_pull,
    push=push_multilinear("conv"),
    kind="M",
    notation=Notation("infix", "∗", "", r"\ast", binding=20, call="conv"),
    samples=SAMPLES,
    code=_code(_CONV_RULE, "x", "x"),
    summary="The convolution of a signal, on the right, with a filter of odd length; the signal counts as 0 outside.",
    example="y = h ∗ x",
    explain=(
        "the flipped signal convolved with its adjoint, the middle of it that is as long as the filter",
        "the flipped filter convolved with its adjoint",
    ),
    rule=RULE,
    options=OPTIONS,
    convention="true convolution: the filter is flipped; what network libraries call convolution is corr",
)

CORR = Operation(
    name="corr",
    family="convolution",
    arity=(2, 2),
    shape=_CORR_RULE,
    forward=_forward(_CORR_RULE, turn=True),
    pull=_corr_pull,
    push=push_multilinear("corr"),
    kind="M",
    notation=call("corr"),
    samples=SAMPLES,
    code=_code(_CORR_RULE, "np.flip(x, (0, 1))", "torch.flip(x, (0, 1))"),
    summary="The correlation of a signal, on the right, with a filter of odd length: convolution without the flip.",
    example="y = corr(h, x)",
    explain=(
        "its adjoint in correlation with the signal, the middle of it that is as long as the filter",
        "the filter convolved with its adjoint",
    ),
    rule=RULE,
    options=OPTIONS,
    convention="the filter is not flipped, as in network libraries",
)

OPERATIONS = (CONV, CORR)
