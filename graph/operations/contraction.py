"""Products of vectors and arrays other than the matrix product: dot, outer, Kronecker, einsum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_letters
from typing import Any

import numpy as np

from graph.errors import ShapeError
from graph.expression import Expression, apply
from graph.operations.arrangement import flat_only
from graph.operations.code import Code, in_words_of, size_text, unless_scalar
from graph.operations.kinds import call, loud, push_multilinear
from graph.operations.linear import frobenius
from graph.operations.record import Notation, Operation, Option, Sample
from graph.shapes import Shape, canonical, entries, is_row, is_vector, matrix, refuse_too_large, written


def _vectors_only(name: str, *given: Shape) -> None:
    for slot, shape in enumerate(given):
        if shape and not is_vector(shape):
            raise ShapeError(
                f"{name} takes vectors, this is {written(shape)}",
                "A B is the product of matrices, sum(A ⊙ B) their inner product",
                operand=slot,
            )


def _column(x: Expression) -> Expression:
    """A vector as a column."""
    return x.T if is_row(x.shape or ()) else x


def _like(message: Expression, x: Expression) -> Expression:
    """A column as a row, where x is one."""
    return message.T if is_row(x.shape or ()) else message


def _dot_shape(left: Shape, right: Shape) -> Shape:
    _vectors_only("dot", left, right)
    if entries(left) != entries(right):
        raise ShapeError(
            f"dot of {written(left)} and {written(right)}: {entries(left)} entries against {entries(right)}",
            "give both the same number of entries",
        )
    return ()


def _dot_forward(left: Shape, right: Shape) -> Callable[..., Any]:
    return (lambda u, v: np.matmul(u.ravel(), v.ravel())) if left else np.multiply


DOT = Operation(
    name="dot",
    family="algebra",
    arity=(2, 2),
    shape=_dot_shape,
    forward=_dot_forward,
    pull=lambda g, y, u, v: (g * _like(_column(v), u), g * _like(_column(u), v)),
    push=push_multilinear("dot"),
    kind="M",
    notation=call("dot"),
    samples=(Sample(((5, 1), (5, 1))), Sample(((1, 4), (4, 1))), Sample(((1, 4), (1, 4))), Sample(((), ()))),
    code=Code(
        unless_scalar("np.vdot(x, y)", "x * y"), pytorch=unless_scalar("torch.dot(x.flatten(), y.flatten())", "x * y")
    ),
    summary="The dot product of two vectors, uᵀ v.",
    example="s = dot(u, v)",
    explain=("its adjoint times the other vector",),
    rule="two vectors of as many entries; a scalar",
)


def _outer_shape(left: Shape, right: Shape) -> Shape:
    _vectors_only("outer", left, right)
    return refuse_too_large(canonical((entries(left), entries(right))))


def _outer_forward(left: Shape, right: Shape) -> Callable[..., Any]:
    if not left or not right:
        result = _outer_shape(left, right)
        return lambda u, v: np.multiply(u, v).reshape(result)
    return lambda u, v: np.multiply(u.reshape(-1, 1), v.reshape(1, -1))


def _outer_pull(g: Expression, y: Expression, u: Expression, v: Expression) -> tuple[Expression, Expression]:
    return _like(g @ _column(v), u), _like(g.T @ _column(u), v)


OUTER = Operation(
    name="outer",
    family="algebra",
    arity=(2, 2),
    shape=_outer_shape,
    forward=_outer_forward,
    pull=_outer_pull,
    push=push_multilinear("outer"),
    kind="M",
    notation=call("outer"),
    samples=(
        Sample(((3, 1), (4, 1))),
        Sample(((1, 3), (4, 1))),
        Sample(((), (4, 1))),
        Sample(((3, 1), ())),
        Sample(((), ())),
    ),
    code=Code(
        lambda left, right: "np.outer(x, y)" if left and right else f"np.reshape(x * y, {_outer_shape(left, right)})",
        pytorch=lambda left, right: (
            "torch.outer(x.flatten(), y.flatten())"
            if left and right
            else f"torch.reshape(x * y, {_outer_shape(left, right)})"
        ),
    ),
    summary="The outer product of two vectors, u vᵀ.",
    example="P = outer(u, v)",
    explain=("its adjoint times the other vector", "its transposed adjoint times the other vector"),
    rule="vectors of m and n entries give m×n",
)


def _kron_shape(left: Shape, right: Shape) -> Shape:
    flat_only("⊗", left, right)
    (m, n), (p, q) = matrix(left), matrix(right)
    return refuse_too_large(canonical((m * p, n * q)))


def _kron_pull(g: Expression, y: Expression, a: Expression, b: Expression) -> tuple[Expression, Expression]:
    if a.shape == ():
        return frobenius(g, b), a * g
    if b.shape == ():
        return b * g, frobenius(g, a)
    (m, n), (p, q) = matrix(a.shape or ()), matrix(b.shape or ())
    blocks = apply("reshape", g, shape=(m, p, n, q))
    return (
        apply("einsum", blocks, b, subscripts="ipjq,pq->ij"),
        apply("einsum", blocks, a, subscripts="ipjq,ij->pq"),
    )


KRON = Operation(
    name="kron",
    family="algebra",
    arity=(2, 2),
    shape=_kron_shape,
    forward=lambda left, right: np.kron if left and right else np.multiply,
    pull=_kron_pull,
    push=push_multilinear("kron"),
    kind="M",
    notation=Notation("infix", "⊗", "", r"\otimes", binding=20, call="kron"),
    samples=(
        Sample(((2, 3), (4, 5))),
        Sample(((3, 1), (1, 4))),
        Sample(((2, 3), ())),
        Sample(((), (4, 1))),
    ),
    code=Code(lambda left, right: "np.kron(x, y)" if left and right else "x * y"),
    summary="The Kronecker product: a block of the right matrix for every entry of the left.",
    example="K = A ⊗ B",
    explain=(
        "every block of its adjoint, in inner product with the right matrix",
        "the blocks of its adjoint, each times its entry of the left matrix, summed",
    ),
    rule="m×n and p×q give mp×nq",
)


def _parts(subscripts: str, count: int) -> tuple[list[str], str]:
    """The letters of every input and of the result, or the reason why not."""
    given, arrow, result = subscripts.replace(" ", "").partition("->")
    inputs = given.split(",")
    letters = "".join(inputs)
    if not all(letter.isascii() and letter.isalpha() for letter in letters + result):
        raise ShapeError(
            f'"{subscripts}" has something else than letters', 'write "ij,jk->ik": a letter for an axis', "attribute"
        )
    if len(inputs) != count:
        raise ShapeError(
            f'"{subscripts}" speaks of {len(inputs)} inputs, there are {count}',
            "one group of letters an input",
            "arity",
        )
    if not arrow:
        result = "".join(sorted(letter for letter in set(letters) if letters.count(letter) == 1))
    strange = [letter for letter in result if letter not in letters]
    if strange:
        raise ShapeError(
            f'{strange[0]} stands in the result of "{subscripts}" and in no input',
            "letters of the result are letters of an input",
            "attribute",
        )
    return inputs, result


def _axes(letters: str, shape: Shape, slot: int) -> Shape:
    """The lengths of the axes that the letters name: one letter takes a vector, any number a scalar."""
    if not shape:
        return (1,) * len(letters)
    if len(letters) == 1 and is_vector(shape):
        return (max(shape),)
    if len(letters) != len(shape):
        raise ShapeError(
            f'"{letters}" names {len(letters)} axes, the input is {written(shape)}',
            "one letter an axis; one letter for a vector",
            operand=slot,
        )
    return shape


def _lengths(inputs: Sequence[str], given: Sequence[Shape]) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for slot, (letters, shape) in enumerate(zip(inputs, given, strict=True)):
        for letter, length in zip(letters, _axes(letters, shape, slot), strict=True):
            if lengths.setdefault(letter, length) != length:
                raise ShapeError(
                    f"{letter} is {lengths[letter]} in one input and {length} in another", "one length a letter"
                )
    return lengths


def _einsum_shape(*given: Shape, subscripts: str) -> Shape:
    inputs, result = _parts(subscripts, len(given))
    lengths = _lengths(inputs, given)
    return refuse_too_large(canonical(tuple(lengths[letter] for letter in result) or (1, 1)))


def _einsum_forward(*given: Shape, subscripts: str) -> Callable[..., Any]:
    inputs, result = _parts(subscripts, len(given))
    lengths = _lengths(inputs, given)
    shape = _einsum_shape(*given, subscripts=subscripts)
    axes = [tuple(lengths[letter] for letter in letters) for letters in inputs]
    once = "".join(dict.fromkeys(result))
    plain = ",".join(inputs) + "->" + once
    stand_ins = [np.broadcast_to(0.0, lengths_of) for lengths_of in axes]
    path = np.einsum_path(plain, *stand_ins, optimize="optimal" if len(given) < 6 else "greedy")[0]

    def contract(*arrays: Any) -> Any:
        operands = [np.reshape(array, lengths_of) for array, lengths_of in zip(arrays, axes, strict=True)]
        return np.einsum(plain, *operands, optimize=path)

    if once == result:
        return loud(lambda *arrays: np.reshape(contract(*arrays), shape))
    full = tuple(lengths[letter] for letter in result)
    grid = np.ogrid[tuple(slice(lengths[letter]) for letter in once)]
    place = tuple(grid[once.index(letter)] for letter in result)

    def on_diagonal(*arrays: Any) -> Any:
        whole = np.zeros(full)
        whole[place] = contract(*arrays)
        return whole.reshape(shape)

    return loud(on_diagonal)


def _einsum_pull(g: Expression, y: Expression, *inputs: Expression, subscripts: str) -> tuple[Expression, ...]:
    parts, result = _parts(subscripts, len(inputs))
    given = [x.shape or () for x in inputs]
    lengths = _lengths(parts, given)
    messages = []
    for slot, (letters, x) in enumerate(zip(parts, inputs, strict=True)):
        others = [*inputs[:slot], *inputs[slot + 1 :]]
        groups = [result, *parts[:slot], *parts[slot + 1 :]]
        alone = [letter for letter in dict.fromkeys(letters) if letter not in "".join(groups)]
        ones = [apply("ones", shape=(lengths[letter], 1)) for letter in alone]
        message = apply("einsum", g, *others, *ones, subscripts=",".join([*groups, *alone]) + "->" + letters)
        messages.append(_in_shape(message, x.shape or ()))
    return tuple(messages)


def _in_shape(message: Expression, shape: Shape) -> Expression:
    if message.shape == shape:
        return message
    return message.T if is_row(shape) else apply("reshape", message, shape=shape or (1, 1))


def _einsum_code(*given: Shape, subscripts: str, eye: str = "np.eye({})") -> str:
    """A call whose operands have one axis a letter; a letter twice in the result is an identity matrix more."""
    groups, result = _parts(subscripts, len(given))
    lengths = _lengths(groups, given)
    operands = []
    for slot, (letters, shape) in enumerate(zip(groups, given, strict=True)):
        axes = tuple(lengths[letter] for letter in letters)
        operands.append(f"xs[{slot}]" if axes == shape else f"np.reshape(xs[{slot}], {size_text(axes)})")
    spare = iter(sorted(set(ascii_letters) - set("".join(groups))))
    plain = ""
    for letter in result:
        if letter in plain:
            twin = next(spare)
            groups.append(letter + twin)
            operands.append(eye.format(lengths[letter]))
            letter = twin
        plain += letter
    text = f'np.einsum("{",".join(groups)}->{plain}", {", ".join(operands)})'
    full, shape = tuple(lengths[letter] for letter in result), _einsum_shape(*given, subscripts=subscripts)
    return text if full == shape else f"np.reshape({text}, {size_text(shape)})"


EINSUM = Operation(
    name="einsum",
    family="algebra",
    arity=(1, None),
    shape=_einsum_shape,
    forward=_einsum_forward,
    pull=_einsum_pull,
    push=push_multilinear("einsum"),
    kind="M",
    notation=call("einsum"),
    samples=(
        Sample(((3, 4), (4, 5)), {"subscripts": "ij,jk->ik"}),
        Sample(((3, 4), (4, 1), (5, 3)), {"subscripts": "ij,j,ki->k"}),
        Sample(((3, 4), (1, 4)), {"subscripts": "ij,j->i"}),
        Sample(((3, 4), (5, 1)), {"subscripts": "ij,k->kj"}),
        Sample(((3, 3), (3, 1)), {"subscripts": "ii,i->i"}),
        Sample(((3, 1),), {"subscripts": "i->ii"}),
        Sample(((2, 3, 4), (2, 4, 5)), {"subscripts": "bij,bjk->bik"}),
        Sample(((3, 4),), {"subscripts": "ij->"}),
        Sample(((3, 4), ()), {"subscripts": "ij,->ji"}),
        Sample(((3, 4), (4, 3)), {"subscripts": "ij,ji"}),
    ),
    code=Code(
        _einsum_code,
        pytorch=lambda *given, subscripts: in_words_of(
            "pytorch", _einsum_code(*given, subscripts=subscripts, eye="np.eye({}, **like)")
        ),
    ),
    summary="A sum of products over named axes. One letter an axis, one for a vector; a letter that the result has not "
    "is summed over, one that it has twice makes a diagonal.",
    example='C = einsum("ij,jk->ik", A, B)',
    explain=("the same sum with its adjoint in the place of {parent}",),
    rule="each letter has one length; the result has the letters after ->, or those that occur once",
    options={"subscripts": Option("text", bare=True, required=True)},
)

OPERATIONS = (DOT, OUTER, KRON, EINSUM)
