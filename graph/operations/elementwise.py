"""Operations that work entry by entry."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, Number, apply
from graph.operations.broadcasting import entrywise_shape, spread
from graph.operations.code import Code, Routine
from graph.operations.kinds import call, elementwise, push_multilinear, unbroadcasting
from graph.operations.record import Notation, Operation, Sample
from graph.shapes import Shape, matrix, written

Moving = Sequence[Expression | None]

HADAMARD = Operation(
    name="hadamard",
    family="algebra",
    arity=(2, 2),
    shape=entrywise_shape,
    forward=lambda left, right: np.multiply,
    pull=unbroadcasting(lambda g, y, left, right: (g * right, g * left)),
    push=push_multilinear("hadamard"),
    kind="M",
    notation=Notation("infix", "⊙", ".*", r"\odot", binding=20),
    samples=(
        Sample(((3, 4), (3, 4))),
        Sample(((5, 1), (5, 1))),
        Sample(((3, 1), (3, 4))),
        Sample(((1, 4), (3, 1))),
        Sample(((), (3, 4))),
        Sample(((2, 3, 4), (1, 4))),
    ),
    code=Code("x * y"),
    summary="The product entry by entry.",
    example="v = u ⊙ x",
    explain=("its adjoint times, entry by entry, what {parent} was multiplied with",),
    rule="equal shapes; a length 1, or a scalar, stretches",
)

DIVIDE = Operation(
    name="divide",
    family="algebra",
    arity=(2, 2),
    shape=entrywise_shape,
    forward=lambda left, right: np.divide,
    pull=unbroadcasting(lambda g, y, left, right: (g / right, -(g * y / right))),
    push=lambda y, inputs, tangents: _divide_push(y, inputs[1], tangents),
    kind="G",
    notation=Notation("infix", "⊘", "./", r"\oslash", binding=20),
    samples=(
        Sample(((3, 4), (3, 4)), values="positive"),
        Sample(((3, 4), (3, 1)), values="positive"),
        Sample(((), (5, 1)), values="positive"),
        Sample(((3, 4), ()), values="positive"),
        Sample(((), ()), values="positive"),
    ),
    code=Code("x / y"),
    summary="The quotient entry by entry.",
    example="v = u ./ x",
    explain=(
        "its adjoint divided, entry by entry, by what {parent} was divided by",
        "minus its adjoint times the quotient, divided by {parent}",
    ),
    rule="equal shapes; a length 1, or a scalar, stretches",
)


def _divide_push(y: Expression, divisor: Expression, tangents: Moving) -> Expression:
    above, below = tangents
    if below is None:
        assert above is not None
        return spread(above / divisor, y.shape)
    return -(y * below) / divisor if above is None else (above - y * below) / divisor


def _quotient_shape(left: Shape, right: Shape) -> Shape:
    if not right:
        return left
    square = matrix(right)[0] == matrix(right)[1]
    raise ShapeError(
        f"{written(left)} / {written(right)}: / divides by a scalar",
        "write ./ to divide entry by entry" + (", solve(A, b) for A⁻¹ b, or inv(A)" if square else ""),
        operand=1,
    )


QUOTIENT = Operation(
    name="quotient",
    family="algebra",
    arity=(2, 2),
    shape=_quotient_shape,
    forward=lambda left, right: np.divide,
    pull=unbroadcasting(lambda g, y, left, right: (g / right, -(g * y / right))),
    push=lambda y, inputs, tangents: _divide_push(y, inputs[1], tangents),
    kind="G",
    notation=Notation("infix", "/", "/", "/", binding=30),
    samples=(
        Sample(((3, 4), ()), values="positive"),
        Sample(((), ()), values="positive"),
        Sample(((1, 4), ()), values="positive"),
    ),
    code=Code("x / y"),
    summary="Anything divided by a scalar.",
    example="y = x / n",
    explain=(
        "its adjoint divided by what {parent} was divided by",
        "minus the sum of its adjoint times the quotient, divided by {parent}",
    ),
    rule="the shape of the left side; the right side is a scalar",
)


def _one_plus_square(x: Expression) -> Expression:
    return 1 + x**2


EXP = elementwise(
    "exp",
    np.exp,
    lambda t, y, x: t * y,
    summary="The exponential, entry by entry.",
    example="y = exp(x)",
    explain="its adjoint times its own value, entry by entry",
    notation=call("exp", r"\exp"),
)

LOG = elementwise(
    "log",
    np.log,
    lambda t, y, x: t / x,
    summary="The natural logarithm, entry by entry.",
    example="y = log(x)",
    explain="its adjoint divided by {parent}, entry by entry",
    notation=call("log", r"\log"),
    values="positive",
    aliases=("ln",),
)

SQRT = elementwise(
    "sqrt",
    np.sqrt,
    lambda t, y, x: t / (2 * y),
    summary="The square root, entry by entry.",
    example="y = sqrt(x)",
    explain="its adjoint divided by twice its own value, entry by entry",
    values="positive",
    convention="the derivative at 0 is infinite, and √ of a sum of squares is NaN there: write ‖x‖",
)

SIN = elementwise(
    "sin",
    np.sin,
    lambda t, y, x: t * apply("cos", x),
    summary="The sine, entry by entry.",
    example="y = sin(x)",
    explain="its adjoint times the cosine of {parent}, entry by entry",
    notation=call("sin", r"\sin"),
)

COS = elementwise(
    "cos",
    np.cos,
    lambda t, y, x: -(t * apply("sin", x)),
    summary="The cosine, entry by entry.",
    example="y = cos(x)",
    explain="minus its adjoint times the sine of {parent}, entry by entry",
    notation=call("cos", r"\cos"),
)

TAN = elementwise(
    "tan",
    np.tan,
    lambda t, y, x: t * _one_plus_square(y),
    summary="The tangent, entry by entry.",
    example="y = tan(x)",
    explain="its adjoint times 1 plus its own value squared, entry by entry",
    notation=call("tan", r"\tan"),
    values="unit",
)

SINH = elementwise(
    "sinh",
    np.sinh,
    lambda t, y, x: t * apply("cosh", x),
    summary="The hyperbolic sine, entry by entry.",
    example="y = sinh(x)",
    explain="its adjoint times the hyperbolic cosine of {parent}, entry by entry",
    notation=call("sinh", r"\sinh"),
)

COSH = elementwise(
    "cosh",
    np.cosh,
    lambda t, y, x: t * apply("sinh", x),
    summary="The hyperbolic cosine, entry by entry.",
    example="y = cosh(x)",
    explain="its adjoint times the hyperbolic sine of {parent}, entry by entry",
    notation=call("cosh", r"\cosh"),
)

TANH = elementwise(
    "tanh",
    np.tanh,
    lambda t, y, x: t * (1 - y**2),
    summary="The hyperbolic tangent, entry by entry.",
    example="c = tanh(x)",
    explain="its adjoint times 1 minus its own value squared, entry by entry",
    notation=call("tanh", r"\tanh"),
)

ARCTAN = elementwise(
    "arctan",
    np.arctan,
    lambda t, y, x: t / _one_plus_square(x),
    summary="The inverse of the tangent, entry by entry.",
    example="y = arctan(x)",
    explain="its adjoint divided by 1 plus {parent} squared, entry by entry",
    notation=call("arctan", r"\arctan"),
)

ABS = elementwise(
    "abs",
    np.absolute,
    lambda t, y, x: t * apply("sign", x),
    summary="The absolute value, entry by entry, also of a matrix.",
    example="y = |x|",
    explain="its adjoint times the sign of {parent}, entry by entry",
    notation=Notation("around", "| |", "| |", r"\lvert \rvert", call="abs"),
    convention="the derivative at 0 is 0",
)

SIGN = elementwise(
    "sign",
    np.sign,
    lambda t, y, x: None,
    summary="1 where positive, −1 where negative, 0 at 0, entry by entry.",
    example="y = sign(x)",
    explain="nothing: the sign is flat",
    convention="the derivative is 0 everywhere, also at 0",
)

_erf_of_each = np.frompyfunc(math.erf, 1, 1)


def _erf(x: Any) -> Any:
    """NumPy has no erf; Python's is right to the last bit or two."""
    return np.asarray(_erf_of_each(x), dtype=np.float64)


ERF_ROUTINE = Routine("erf", {"numpy": "erf = np.vectorize(math.erf, otypes=[float])"}, imports=("math",))

ERF = elementwise(
    "erf",
    _erf,
    lambda t, y, x: 2 * t * apply("exp", -(x**2)) / apply("sqrt", Number(math.pi, "π")),
    summary="The error function, entry by entry.",
    example="y = erf(x)",
    explain="its adjoint times 2 exp(−x²) / √π at {parent}, entry by entry",
    code=Code("erf(x)", jax="jax.scipy.special.erf(x)", pytorch="torch.erf(x)", routines=(ERF_ROUTINE,)),
)

OPERATIONS = (HADAMARD, DIVIDE, QUOTIENT, EXP, LOG, SQRT, SIN, COS, TAN, SINH, COSH, TANH, ARCTAN, ABS, SIGN, ERF)
