"""Functions of square matrices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.broadcasting import entrywise_shape, unbroadcast
from graph.operations.code import Code, Routine, in_words_of, size_text, unless_scalar
from graph.operations.kinds import call, loud, push_linear, still, undefined
from graph.operations.linear import frobenius
from graph.operations.record import Notation, Operation, Option, Sample
from graph.shapes import Shape, canonical, written

HIGHEST_POWER = 1000


def square(name: str) -> Callable[[Shape], Shape]:
    """The shape rule of what takes a square matrix to one of the same size."""

    def shape(given: Shape) -> Shape:
        if given and given[-1] != given[-2]:
            raise ShapeError(
                f"{name} needs a square matrix, this is {written(given)}",
                f"{written(given)} times its transpose is square",
                kind="not-square",
                operand=0,
            )
        return given

    return shape


def square_to_scalar(name: str) -> Callable[[Shape], Shape]:
    """The shape rule of what takes a square matrix to a number, a batch of them to a batch of numbers."""
    rule = square(name)
    return lambda given: canonical((*rule(given)[:-2], 1, 1))


def or_undefined(function: Callable[..., Any], result: Shape) -> Callable[..., Any]:
    """``function``, NaN where LAPACK refuses, and with the flags that linalg does not set."""

    def attempt(*inputs: Any) -> Any:
        try:
            return function(*inputs)
        except np.linalg.LinAlgError:
            return undefined(result)

    return loud(attempt)


def inverse(x: Expression) -> Expression:
    return 1 / x if x.shape == () else apply("inv", x)


SQUARES = (
    Sample(((3, 3),), values="invertible"),
    Sample(((2, 4, 4),), values="invertible"),
    Sample(((),), values="positive"),
)

INV = Operation(
    name="inv",
    family="matrix",
    arity=(1, 1),
    shape=square("inv"),
    forward=lambda shape: or_undefined(np.linalg.inv, shape) if shape else partial(np.divide, 1.0),
    pull=lambda g, y, x: (-(y.T @ g @ y.T),),
    push=lambda y, inputs, tangents: -(y @ tangents[0] @ y),
    kind="G",
    notation=Notation("postfix", "⁻¹", "^-1", "^{-1}", binding=50, call="inv"),
    samples=SQUARES,
    code=Code(unless_scalar("np.linalg.inv(x)", "1 / x")),
    summary="The inverse of a square matrix. To solve A x = b, solve(A, b) is quicker and more exact.",
    example="Y = inv(A)",
    explain=("minus its own transpose, times its adjoint, times its own transpose",),
    rule="square, the shape of its input",
)


def _matpower_shape(given: Shape, exponent: int) -> Shape:
    square("a matrix power")(given)
    if exponent != int(exponent):
        raise ShapeError(f"{exponent:g} is no whole number", "write .^ for powers entry by entry", kind="attribute")
    if abs(exponent) > HIGHEST_POWER:
        raise ShapeError(
            f"the exponent {int(exponent)} of a matrix is beyond {HIGHEST_POWER}",
            "use a smaller exponent",
            kind="too-large",
        )
    return given


def _matpower_forward(shape: Shape, exponent: int) -> Callable[..., Any]:
    if not shape:
        return lambda x: np.power(x, float(exponent))
    return or_undefined(lambda x: np.linalg.matrix_power(x, int(exponent)), shape)


def _matrix_power(x: Expression, exponent: int) -> Expression:
    return x if exponent == 1 else apply("matpower", x, exponent=exponent)


def _matpower_pull(g: Expression, y: Expression, x: Expression, exponent: int) -> tuple[Expression | None]:
    """By halves, X²ᵏ = Xᵏ Xᵏ, so that the formula grows with the logarithm of the exponent."""
    if exponent == 0:
        return (None,)
    if exponent < 0:
        inside = inverse(x)
        return (-(inside.T @ _pulled_power(g, inside, -exponent) @ inside.T),)
    return (_pulled_power(g, x, exponent),)


def _pulled_power(g: Expression, x: Expression, exponent: int) -> Expression:
    if exponent == 1:
        return g
    if exponent % 2:
        rest = _matrix_power(x, exponent - 1)
        return g @ rest.T + _pulled_power(x.T @ g, x, exponent - 1)
    half = _matrix_power(x, exponent // 2)
    return _pulled_power(g @ half.T + half.T @ g, x, exponent // 2)


def _pushed_power(t: Expression, x: Expression, exponent: int) -> Expression:
    if exponent == 1:
        return t
    if exponent % 2:
        return t @ _matrix_power(x, exponent - 1) + x @ _pushed_power(t, x, exponent - 1)
    half, moved = _matrix_power(x, exponent // 2), _pushed_power(t, x, exponent // 2)
    return moved @ half + half @ moved


def _matpower_push(y: Expression, inputs: tuple[Expression], tangents: tuple[Expression], exponent: int) -> Expression:
    if exponent == 0:
        return still(y)
    if exponent < 0:
        inside = inverse(inputs[0])
        return _pushed_power(-(inside @ tangents[0] @ inside), inside, -exponent)
    return _pushed_power(tangents[0], inputs[0], exponent)


MATPOWER = Operation(
    name="matpower",
    family="matrix",
    arity=(1, 1),
    shape=_matpower_shape,
    forward=_matpower_forward,
    pull=_matpower_pull,
    push=_matpower_push,
    kind="G",
    notation=Notation("postfix", "^", "^", "^", binding=50, call="matpower"),
    samples=(
        *(Sample(((3, 3),), {"exponent": exponent}, "invertible") for exponent in (2, 3, 7, -1, -2, 0)),
        Sample(((2, 4, 4),), {"exponent": 2}, "invertible"),
        Sample(((),), {"exponent": 3}, "positive"),
    ),
    code=Code(
        lambda shape, exponent: f"np.linalg.matrix_power(x, {int(exponent)})" if shape else f"x ** {int(exponent)}"
    ),
    summary="A whole power of a square matrix, A A … A, or of its inverse.",
    example="Y = A^3",
    explain=("the product rule: its adjoint between the transposed factors, one term for every factor {parent}",),
    rule="square, the shape of its input",
    options={"exponent": Option("integer", required=True)},
)


def per_matrix(one: str, batch: str = "", scalar: str = "x") -> Callable[[Shape], str]:
    """The template of what takes a matrix to a number: for a batch, with the two axes that it took away."""

    def template(shape: Shape) -> str:
        if not shape:
            return scalar
        return one if len(shape) == 2 else f"{batch or one}[..., None, None]"

    return template


TR = Operation(
    name="tr",
    family="matrix",
    arity=(1, 1),
    shape=square_to_scalar("tr"),
    forward=lambda shape: _trace(shape),
    pull=lambda g, y, x: (g if x.shape == () else g * apply("eye", n=x.shape[-1]),),
    push=push_linear("tr"),
    kind="L",
    notation=call("tr"),
    samples=(Sample(((3, 3),)), Sample(((2, 4, 4),)), Sample(((),))),
    code=Code(
        per_matrix("np.trace(x)", "np.trace(x, axis1=-2, axis2=-1)"),
        pytorch=per_matrix("torch.trace(x)", "torch.diagonal(x, dim1=-2, dim2=-1).sum(-1)"),
    ),
    summary="The trace: the sum of the diagonal of a square matrix.",
    example="t = tr(A)",
    explain=("its adjoint on the diagonal, 0 elsewhere",),
    rule="square; a scalar",
    aliases=("trace",),
)


def _trace(shape: Shape) -> Callable[..., Any]:
    if len(shape) == 2:
        return lambda x: np.add.reduce(x.diagonal())
    if not shape:
        return lambda x: x
    return lambda x: np.add.reduce(x.diagonal(axis1=-2, axis2=-1), axis=-1)[..., None, None]


def _per_matrix(function: Callable[..., Any], shape: Shape) -> Callable[..., Any]:
    """``function`` gives one number a matrix: of a batch, with the two axes that it took away."""
    if len(shape) == 2:
        return loud(function)
    return loud(lambda x: function(x)[..., None, None])


DET = Operation(
    name="det",
    family="matrix",
    arity=(1, 1),
    shape=square_to_scalar("det"),
    forward=lambda shape: _per_matrix(np.linalg.det, shape) if shape else lambda x: x,
    pull=lambda g, y, x: (g if x.shape == () else g * apply("cofactor", x),),
    push=lambda y, inputs, tangents: (
        tangents[0] if y.shape == inputs[0].shape else apply("tr", apply("cofactor", inputs[0]).T @ tangents[0])
    ),
    kind="G",
    notation=call("det", r"\det"),
    samples=(*SQUARES, Sample(((4, 4),))),
    code=Code(per_matrix("np.linalg.det(x)")),
    summary="The determinant of a square matrix.",
    example="d = det(A)",
    explain=("its adjoint times the cofactors of {parent}",),
    rule="square; a scalar",
    convention="the derivative is that by cofactors, right also where the matrix is singular",
)


def _logdet(x: Any) -> Any:
    sign, magnitude = np.linalg.slogdet(x)
    return np.add(magnitude, np.log(sign))


_LOGDET_SOURCE = '''
def logdet(x):
    """log det x: NaN where the determinant is negative, -inf where it is 0."""
    sign, magnitude = np.linalg.slogdet(x)
    return magnitude + np.log(sign)
'''
LOGDET_ROUTINE = Routine("logdet", {"numpy": _LOGDET_SOURCE, "jax": in_words_of("jax", _LOGDET_SOURCE)})

LOGDET = Operation(
    name="logdet",
    family="matrix",
    arity=(1, 1),
    shape=square_to_scalar("logdet"),
    forward=lambda shape: _per_matrix(_logdet, shape) if shape else np.log,
    pull=lambda g, y, x: (g / x if x.shape == () else g * apply("inv", x).T,),
    push=lambda y, inputs, tangents: apply("tr", inverse(inputs[0]) @ tangents[0]),
    kind="G",
    notation=call("logdet", r"\log\det"),
    samples=SQUARES,
    code=Code(
        per_matrix("logdet(x)", scalar="np.log(x)"),
        pytorch=per_matrix("torch.logdet(x)", scalar="torch.log(x)"),
        routines=(LOGDET_ROUTINE,),
    ),
    summary="The logarithm of the determinant of a square matrix, without computing the determinant.",
    example="l = logdet(A)",
    explain=("its adjoint times the transposed inverse of {parent}",),
    rule="square; a scalar",
    convention="NaN with a warning where the determinant is negative, −∞ where it is 0",
)


def _solve_shape(a: Shape, b: Shape) -> Shape:
    square("solve")(a)
    if not a:
        return b
    if not b or a[-1] != b[-2]:
        rows = b[-2] if b else 1
        raise ShapeError(
            f"solve of {written(a)} and {written(b)}: {a[-1]} unknowns against {rows} right sides",
            f"give the right side {a[-1]} rows",
            operand=1,
        )
    batch = entrywise_shape((*a[:-2], 1, 1), (*b[:-2], 1, 1))[:-2] if len(a) > 2 or len(b) > 2 else ()
    return canonical((*batch, *b[-2:]))


def _solve_pull(g: Expression, y: Expression, a: Expression, b: Expression) -> tuple[Expression, ...]:
    if a.shape == ():
        return -frobenius(g, y) / a, g / a
    onto_b = apply("solve", a.T, g)
    return unbroadcast(-(onto_b @ y.T), a.shape), unbroadcast(onto_b, b.shape)


def _solve_push(
    y: Expression, inputs: tuple[Expression, Expression], tangents: tuple[Expression | None, Expression | None]
) -> Expression:
    right = tangents[1]
    if tangents[0] is not None:
        right = -(tangents[0] @ y) if right is None else right - tangents[0] @ y
    assert right is not None
    return apply("solve", inputs[0], right)


def _solve_code(a: Shape, b: Shape) -> str:
    if not a:
        return "y / x"
    # Beside a batch the libraries do not agree on what a right side with fewer axes is.
    fewer = len(b) < len(a)
    right = f"np.broadcast_to(y, {size_text((*a[:-2], *b[-2:]))})" if fewer else "y"
    return f"np.linalg.solve(x, {right})"


SOLVE = Operation(
    name="solve",
    family="matrix",
    arity=(2, 2),
    shape=_solve_shape,
    forward=lambda a, b: or_undefined(np.linalg.solve, _solve_shape(a, b)) if a else lambda a, b: np.divide(b, a),
    pull=_solve_pull,
    push=_solve_push,
    kind="G",
    notation=call("solve"),
    samples=(
        Sample(((3, 3), (3, 1)), values="invertible"),
        Sample(((3, 3), (3, 4)), values="invertible"),
        Sample(((2, 3, 3), (3, 4)), values="invertible"),
        Sample(((), (5, 1)), values="positive"),
        Sample(((), ()), values="positive"),
    ),
    code=Code(_solve_code),
    summary="The solution x of A x = b, of every column of b.",
    example="x = solve(A, b)",
    explain=(
        "minus the message to the right side, times its own transpose",
        "the solution of the transposed system with its adjoint for the right side",
    ),
    rule="n×n and n×k give n×k",
)

OPERATIONS = (INV, MATPOWER, TR, DET, LOGDET, SOLVE)
