"""The cofactors of a matrix and, in the same record, all their derivatives.

The determinant is a polynomial, so its derivatives exist everywhere, at singular matrices too, where det(X) X⁻ᵀ
says nothing. They are symmetric multilinear forms: the derivative of det in the directions H, G₁, …, Gₖ is
⟨H, cofactor(X, G₁, …, Gₖ)⟩. Hence the message of cofactor(X, G₁, …, Gₖ) with adjoint H is to X
cofactor(X, H, G₁, …, Gₖ), and to Gᵢ the same with H in its place: one record closes the family.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import product
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.code import LIBRARIES, Code, Routine, in_words_of
from graph.operations.kinds import call, loud, undefined
from graph.operations.matrix import square
from graph.operations.record import Operation, Sample
from graph.shapes import Shape, refuse_too_large, written


def _shape(x: Shape, *directions: Shape) -> Shape:
    square("cofactor")(x)
    for slot, direction in enumerate(directions, 1):
        if direction != x:
            raise ShapeError(
                f"cofactor of {written(x)} in a direction that is {written(direction)}",
                "a direction has the shape of the matrix",
                operand=slot,
            )
    if x and directions:
        refuse_too_large((x[-1] ** len(directions), *x))
    return x


def _forward(x: Shape, *directions: Shape) -> Callable[..., Any]:
    if not x:
        value = 0.0 if directions else 1.0
        return lambda *_: np.float64(value)
    plain = _cofactors_of_two if x[-1] == 2 else _cofactors

    def attempt(*matrices: Any) -> Any:
        try:
            return _derivative(*matrices) if directions else plain(matrices[0])
        except np.linalg.LinAlgError:
            return undefined(x)

    return loud(attempt)


def _cofactors_of_two(x: Any) -> Any:
    flipped = np.ascontiguousarray(x[..., ::-1, ::-1])
    flipped[..., 0, 1] *= -1.0
    flipped[..., 1, 0] *= -1.0
    return flipped


def _cofactors(x: Any) -> Any:
    """det(U) det(V) U diag(Π_{j≠i} σⱼ) Vᴴ, conjugated: products of all singular values but one, never a quotient."""
    u, s, vh = np.linalg.svd(x)
    others = _all_but_one(s)
    # U and V are unitary: their determinants have modulus 1, and rounding must not change that.
    turn = np.linalg.det(u) * np.linalg.det(vh)
    turn = turn / np.absolute(turn)
    return turn[..., None, None] * np.matmul(u.conj() * others[..., None, :], vh.conj())


def _all_but_one(s: Any) -> Any:
    """For every i the product of the others, without dividing."""
    ones = np.ones_like(s[..., :1])
    before = np.cumprod(np.concatenate([ones, s[..., :-1]], axis=-1), axis=-1)
    after = np.cumprod(np.concatenate([ones, s[..., :0:-1]], axis=-1), axis=-1)[..., ::-1]
    return before * after


def _derivative(x: Any, *directions: Any) -> Any:
    """The coefficient of t₁ … tₖ in cofactor(X + Σ tᵢ Gᵢ), from its values at roots of unity: exact, a polynomial.

    The directions are scaled to the size of X, so that no term drowns the one that is wanted.
    """
    n, order = x.shape[-1], len(directions)
    size = np.linalg.norm(x) or 1.0
    lengths = [np.linalg.norm(direction) for direction in directions]
    if not all(lengths):
        return np.zeros_like(x)
    scaled = [direction * (size / length) for direction, length in zip(directions, lengths, strict=True)]
    roots = np.exp(2j * np.pi * np.arange(n) / n)
    total = np.zeros(x.shape, dtype=np.complex128)
    for at in product(roots, repeat=order):
        moved = x + sum(t * direction for t, direction in zip(at, scaled, strict=True))
        total += _cofactors(moved) / np.prod(at)
    return np.real(total) * np.prod([length / size for length in lengths]) / n**order


def _pull(h: Expression, y: Expression, x: Expression, *directions: Expression) -> tuple[Expression, ...]:
    others = [directions[:slot] + directions[slot + 1 :] for slot in range(len(directions))]
    return (apply("cofactor", x, h, *directions), *(apply("cofactor", x, h, *rest) for rest in others))


def _push(y: Expression, inputs: Sequence[Expression], tangents: Sequence[Expression | None]) -> Expression:
    x, *directions = inputs
    terms = []
    if tangents[0] is not None:
        terms.append(apply("cofactor", x, tangents[0], *directions))
    for slot, tangent in enumerate(tangents[1:]):
        if tangent is not None:
            terms.append(apply("cofactor", x, *directions[:slot], tangent, *directions[slot + 1 :]))
    return reduce(lambda a, b: a + b, terms)


_SOURCE = '''
def cofactor(x, *directions):
    """The cofactors of x, or their derivative in these directions: the coefficient of t1 ... tk of the polynomial
    cofactor(x + t1 G1 + ... + tk Gk), by its values at roots of unity."""
    if not directions:
        u, s, vh = np.linalg.svd(x)
        n = s.shape[-1]
        others = np.prod(np.where(np.eye(n) > 0, 1.0, s[..., None, :]), axis=-1)
        turn = np.linalg.det(u) * np.linalg.det(vh)
        return (turn / np.abs(turn))[..., None, None] * (u.conj() * others[..., None, :]) @ vh.conj()
    n = x.shape[-1]
    sizes = [np.linalg.norm(d) / np.linalg.norm(x) for d in directions]
    roots = [cmath.exp(2j * cmath.pi * turn / n) for turn in range(n)]
    points = list(itertools.product(roots, repeat=len(directions)))
    moved = [x + sum(t / size * d for t, size, d in zip(point, sizes, directions)) for point in points]
    total = sum(value / math.prod(point) for value, point in zip(cofactor(np.stack(moved)), points))
    return total.real * math.prod(sizes) / n ** len(directions)
'''
_COFACTOR = Routine(
    "cofactor",
    {library: in_words_of(library, _SOURCE) for library in LIBRARIES},
    imports=("cmath", "itertools", "math"),
)

COFACTOR = Operation(
    name="cofactor",
    family="matrix",
    arity=(1, None),
    shape=_shape,
    forward=_forward,
    pull=_pull,
    push=_push,
    kind="G",
    notation=call("cofactor"),
    samples=(
        Sample(((3, 3),)),
        Sample(((2, 2),)),
        Sample(((2, 4, 4),)),
        Sample(((3, 3), (3, 3))),
        Sample(((4, 4), (4, 4), (4, 4))),
        Sample(((),)),
        Sample(((), ())),
    ),
    code=Code(
        lambda *given: "cofactor(*xs)" if given[0] else "0.0" if len(given) > 1 else "1.0", routines=(_COFACTOR,)
    ),
    summary="The cofactors of a square matrix, det(X) X⁻ᵀ where that exists; "
    "cofactor(X, G) is their derivative in the direction G.",
    example="C = cofactor(A)",
    explain=("the derivative of the cofactors in the direction of its adjoint",),
    rule="square, the shape of its input",
)

OPERATIONS = (COFACTOR,)
