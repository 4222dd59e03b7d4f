"""Activations and the softmax family."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, Number, apply
from graph.operations.code import Code, Routine
from graph.operations.kinds import call, elementwise
from graph.operations.record import Notation, Operation, Option, Sample
from graph.operations.reduction import AXIS, along, reduced, reducer
from graph.shapes import Shape, is_vector, written


def _sigmoid(x: Any) -> Any:
    """exp(-x) overflows below -709, where 1 / (1 + ∞) is the 0 that is wanted: not worth a warning."""
    with np.errstate(over="ignore"):
        y = np.exp(np.negative(x))
    y += 1.0
    return np.reciprocal(y)


def _gelu(x: Any) -> Any:
    """x Φ(x), by erfc, which does not cancel where x is far below 0."""
    return 0.5 * x * np.asarray(_erfc_of_each(np.multiply(x, -math.sqrt(0.5))), dtype=np.float64)


_erfc_of_each = np.frompyfunc(math.erfc, 1, 1)


def _gelu_slope(t: Expression, y: Expression, x: Expression) -> Expression:
    density = apply("exp", -(x**2) / 2) / apply("sqrt", apply("product", 2, _pi()))
    return t * ((1 + apply("erf", x / apply("sqrt", 2))) / 2 + x * density)


def _pi() -> Expression:
    return Number(math.pi, "π")


def _silu_slope(t: Expression, y: Expression, x: Expression) -> Expression:
    u = apply("sigmoid", x)
    return t * (u + y * (1 - u))


def _leaky(slope: float = 0.01) -> Callable[..., Any]:
    return lambda x: np.where(np.greater(x, 0.0), x, np.multiply(x, slope))


def _leaky_slope(t: Expression, y: Expression, x: Expression, slope: float = 0.01) -> Expression:
    return t * (apply("mask_gt", x, 0) + slope * apply("mask_le", x, 0))


def _activation(
    name: str,
    function: Callable[..., Any],
    slope_times: Callable[..., Expression],
    summary: str,
    explain: str,
    notation: Notation | None = None,
    **more: Any,
) -> Operation:
    return elementwise(
        name,
        function,
        slope_times,
        summary=summary,
        example=f"u = {name}(y)",
        explain=explain,
        notation=notation,
        family="activation",
        **more,
    )


SIGMOID_ROUTINE = Routine(
    "sigmoid",
    {
        "numpy": '''
def sigmoid(x):
    """1 / (1 + exp(-x)), without overflow."""
    return np.exp(-np.logaddexp(0.0, -x))
'''
    },
)
GELU_ROUTINE = Routine(
    "gelu",
    {
        "numpy": '''
erfc = np.vectorize(math.erfc, otypes=[float])


def gelu(x):
    """x times the distribution function of the normal law."""
    return 0.5 * x * erfc(-x * math.sqrt(0.5))
'''
    },
    imports=("math",),
)

ACTIVATIONS = (
    _activation(
        "sigmoid",
        _sigmoid,
        lambda t, y, x: t * y * (1 - y),
        "The logistic function 1 / (1 + exp(−x)), entry by entry.",
        "its adjoint times its own value times 1 minus its own value, entry by entry",
        Notation("call", "σ", "sigmoid", r"\sigma", call="sigmoid"),
        code=Code("sigmoid(x)", jax="jax.nn.sigmoid(x)", pytorch="torch.sigmoid(x)", routines=(SIGMOID_ROUTINE,)),
        aliases=("σ",),
    ),
    _activation(
        "logsigmoid",
        lambda x: np.negative(np.logaddexp(0.0, np.negative(x))),
        lambda t, y, x: t * apply("sigmoid", -x),
        "log σ(x), entry by entry, also where σ(x) is too small for a number.",
        "its adjoint times σ(−x) at {parent}, entry by entry",
        code=Code("-np.logaddexp(0.0, -x)", jax="jax.nn.log_sigmoid(x)", pytorch="torch.nn.functional.logsigmoid(x)"),
    ),
    _activation(
        "relu",
        partial(np.maximum, 0.0),
        lambda t, y, x: t * apply("mask_gt", x, 0),
        "The positive part, entry by entry.",
        "its adjoint where {parent} is positive, 0 elsewhere",
        code=Code("np.maximum(x, 0.0)", jax="jax.nn.relu(x)", pytorch="torch.relu(x)"),
        convention="the derivative at 0 is 0; of max(x, 0) it is ½",
    ),
    _activation(
        "leaky_relu",
        _leaky,
        _leaky_slope,
        "x where positive, a small multiple of x elsewhere, entry by entry; leaky_relu(x, 0.1) sets the multiple.",
        "its adjoint where {parent} is positive, the small multiple of it elsewhere",
        code=Code(lambda _, slope=0.01: f"np.where(x > 0, x, {float(slope)!r} * x)"),
        options={"slope": Option("number", 0.01, bare=True)},
        sample_options={"slope": 0.1},
        convention="the derivative at 0 is the slope",
    ),
    _activation(
        "gelu",
        _gelu,
        _gelu_slope,
        "x Φ(x) with Φ the distribution function of the normal law, entry by entry; exact, not the tanh form.",
        "its adjoint times Φ(x) + x φ(x) at {parent}, entry by entry",
        code=Code(
            "gelu(x)",
            jax="jax.nn.gelu(x, approximate=False)",
            pytorch="torch.nn.functional.gelu(x)",
            routines=(GELU_ROUTINE,),
        ),
        convention="exact, by erf; the tanh approximation differs by up to 5e-4",
    ),
    _activation(
        "silu",
        lambda x: np.multiply(x, _sigmoid(x)),
        _silu_slope,
        "x σ(x), entry by entry.",
        "its adjoint times σ(x) + y (1 − σ(x)) at {parent}, entry by entry",
        code=Code(
            "x * sigmoid(x)",
            jax="jax.nn.silu(x)",
            pytorch="torch.nn.functional.silu(x)",
            routines=(SIGMOID_ROUTINE,),
        ),
    ),
    _activation(
        "softplus",
        partial(np.logaddexp, 0.0),
        lambda t, y, x: t * apply("sigmoid", x),
        "log(1 + exp(x)), entry by entry.",
        "its adjoint times σ at {parent}, entry by entry",
        code=Code(
            "np.logaddexp(0.0, x)",
            jax="jax.nn.softplus(x)",
            # torch's own is a straight line from 20 on, which is wrong by 2e-9.
            pytorch="torch.logaddexp(x, torch.zeros_like(x))",
        ),
    ),
)


def _softmax_shape(name: str) -> Callable[..., Shape]:
    def shape(given: Shape, axis: int | None = None) -> Shape:
        _need_axis(name, given, axis)
        return given

    return shape


def _need_axis(name: str, given: Shape, axis: int | None) -> None:
    reduced(given, axis)
    if axis is None and given and not is_vector(given):
        raise ShapeError(
            f"{name} of {written(given)} needs an axis",
            f"write {name}(X, axis=0) to work down each column, axis=1 along each row",
            kind="attribute",
        )


def _highest(shape: Shape, axis: int | None) -> Callable[..., Any]:
    """The maximum along the axis, 0 where that is infinite: what to subtract before exp."""
    maximum = reducer(np.maximum.reduce, shape, axis)

    def highest(x: Any) -> Any:
        top = maximum(x)
        return np.where(np.isfinite(top), top, 0.0)

    return highest


def _softmax_forward(shape: Shape, axis: int | None = None) -> Callable[..., Any]:
    highest, total = _highest(shape, axis), reducer(np.add.reduce, shape, axis)

    def softmax(x: Any) -> Any:
        y = np.exp(np.subtract(x, highest(x)))
        below = total(y)
        return np.divide(y, below + (below == 0.0))

    return softmax


def _logsumexp_forward(shape: Shape, axis: int | None = None) -> Callable[..., Any]:
    highest, total = _highest(shape, axis), reducer(np.add.reduce, shape, axis)

    def logsumexp(x: Any) -> Any:
        top = highest(x)
        return np.add(np.log(total(np.exp(np.subtract(x, top)))), top)

    return logsumexp


def _log_softmax_forward(shape: Shape, axis: int | None = None) -> Callable[..., Any]:
    highest, total = _highest(shape, axis), reducer(np.add.reduce, shape, axis)

    def log_softmax(x: Any) -> Any:
        shifted = np.subtract(x, highest(x))
        return np.subtract(shifted, np.log(total(np.exp(shifted))))

    return log_softmax


def _softmax_times(t: Expression, p: Expression, axis: int | None) -> Expression:
    return p * (t - apply("sum", p * t, **along(axis)))


def _logsumexp_shape(given: Shape, axis: int | None = None) -> Shape:
    _need_axis("logsumexp", given, axis)
    return reduced(given, axis)


def _logsumexp_push(
    y: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression], axis: int | None = None
) -> Expression:
    return apply("sum", apply("softmax", inputs[0], **along(axis)) * tangents[0], **along(axis))


SOFTMAX_SAMPLES = (
    Sample(((5, 1),)),
    Sample(((1, 4),)),
    Sample(((3, 4),), {"axis": 0}),
    Sample(((3, 4),), {"axis": 1}),
    Sample(((2, 3, 4),), {"axis": 1}),
    Sample(((),)),
)
NEEDS_AXIS = "a matrix needs axis=0 or axis=1, a row or column does not"

SOFTMAX_ROUTINE = Routine(
    "softmax",
    {
        "numpy": '''
def softmax(x, axis):
    """exp(x) divided by its sum along the axis, without overflow; 0 where all entries are -inf."""
    top = np.max(x, axis=axis, keepdims=True)
    y = np.exp(x - np.where(np.isfinite(top), top, 0.0))
    total = np.sum(y, axis=axis, keepdims=True)
    return y / (total + (total == 0))
'''
    },
)
LOGSUMEXP_ROUTINE = Routine(
    "logsumexp",
    {
        "numpy": '''
def logsumexp(x, axis):
    """The logarithm of the sum of exp(x) along the axis, which stays with length 1, without overflow."""
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    return np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
'''
    },
)
LOG_SOFTMAX_ROUTINE = Routine(
    "log_softmax",
    {
        "numpy": '''
def log_softmax(x, axis):
    """The logarithm of softmax, without overflow."""
    return x - logsumexp(x, axis)
'''
    },
    needs=(LOGSUMEXP_ROUTINE,),
)


def _along(call: str, scalar: str, axis_word: str = "axis", more: str = "") -> Callable[..., str]:
    """``call`` with its axis, which is said of a vector too; ``scalar`` is the template for a scalar."""

    def template(shape: Shape, axis: int | None = None) -> str:
        if not shape:
            return scalar
        axis = (0 if shape[-1] == 1 else 1) if axis is None else axis
        return f"{call}(x, {axis_word}={axis if len(shape) == 2 else axis - 2}{more})"

    return template


def _reducing(template: Callable[..., str]) -> Callable[..., str]:
    """The same where the axis goes: what is one number is taken out of its brackets."""

    def reduced_template(shape: Shape, axis: int | None = None) -> str:
        text = template(shape, axis=axis)
        return f"{text}[0, 0]" if shape and reduced(shape, axis) == () else text

    return reduced_template


SOFTMAX = Operation(
    name="softmax",
    family="softmax",
    arity=(1, 1),
    shape=_softmax_shape("softmax"),
    forward=_softmax_forward,
    pull=lambda g, y, x, axis=None: (_softmax_times(g, y, axis),),
    push=lambda y, inputs, tangents, axis=None: _softmax_times(tangents[0], y, axis),
    kind="Y",
    notation=call("softmax"),
    samples=SOFTMAX_SAMPLES,
    code=Code(
        _along("softmax", "np.ones_like(x)"),
        jax=_along("jax.nn.softmax", "jnp.ones_like(x)"),
        pytorch=_along("torch.softmax", "torch.ones_like(x)", "dim"),
        routines=(SOFTMAX_ROUTINE,),
    ),
    summary="exp(x) divided by its sum, over a vector, each column (axis=0) or each row (axis=1).",
    example="p = softmax(X, axis=1)",
    explain=("its own value times what its adjoint has more than its mean under that value",),
    rule=f"the shape of its input; {NEEDS_AXIS}",
    options={"axis": AXIS},
    convention="where all entries are −∞ it is 0",
)

LOGSUMEXP = Operation(
    name="logsumexp",
    family="softmax",
    arity=(1, 1),
    shape=_logsumexp_shape,
    forward=_logsumexp_forward,
    pull=lambda g, y, x, axis=None: (g * apply("softmax", x, **along(axis)),),
    push=_logsumexp_push,
    kind="G",
    notation=call("logsumexp"),
    samples=SOFTMAX_SAMPLES,
    code=Code(
        _reducing(_along("logsumexp", "x")),
        jax=_reducing(_along("jax.nn.logsumexp", "x", more=", keepdims=True")),
        pytorch=_reducing(_along("torch.logsumexp", "x", "dim", ", keepdim=True")),
        routines=(LOGSUMEXP_ROUTINE,),
    ),
    summary="log of the sum of exp, over a vector, each column (axis=0) or each row (axis=1).",
    example="s = logsumexp(x)",
    explain=("its adjoint times the softmax of {parent}",),
    rule=f"a scalar; a row with axis=0, a column with axis=1; {NEEDS_AXIS}",
    options={"axis": AXIS},
    convention="where all entries are −∞ it is −∞, with derivative 0",
)

LOG_SOFTMAX = Operation(
    name="log_softmax",
    family="softmax",
    arity=(1, 1),
    shape=_softmax_shape("log_softmax"),
    forward=_log_softmax_forward,
    pull=lambda g, y, x, axis=None: (g - apply("exp", y) * apply("sum", g, **along(axis)),),
    push=lambda y, inputs, tangents, axis=None: (
        tangents[0] - apply("sum", apply("exp", y) * tangents[0], **along(axis))
    ),
    kind="G",
    notation=call("log_softmax"),
    samples=SOFTMAX_SAMPLES,
    code=Code(
        _along("log_softmax", "np.zeros_like(x)"),
        jax=_along("jax.nn.log_softmax", "jnp.zeros_like(x)"),
        pytorch=_along("torch.log_softmax", "torch.zeros_like(x)", "dim"),
        routines=(LOG_SOFTMAX_ROUTINE,),
    ),
    summary="The logarithm of softmax, without the overflow, over a vector, each column (axis=0) or row (axis=1).",
    example="l = log_softmax(X, axis=1)",
    explain=("its adjoint less its sum times the softmax of {parent}",),
    rule=f"the shape of its input; {NEEDS_AXIS}",
    options={"axis": AXIS},
)

OPERATIONS = (*ACTIVATIONS, SOFTMAX, LOGSUMEXP, LOG_SOFTMAX)
