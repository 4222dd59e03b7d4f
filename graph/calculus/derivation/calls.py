"""What each operation is in canonical form; what is not listed stays opaque, but for numbers that leave it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.factors import Form, Rational, Scalars, merged
from graph.calculus.derivation.matrices import inverse, multiply
from graph.calculus.derivation.reductions import norm, summed, trace
from graph.operations import TABLE, Operation
from graph.operations.reduction import along, reduced
from graph.shapes import entries, is_column, is_row, is_vector

Options = tuple[tuple[str, Any], ...]
Rule = Callable[..., Form | None]

HIGHEST_POWER = 4
"""The highest power of a matrix that is written as a chain; a longer one stays a power."""

_COMPLEMENT = {
    "mask_gt": "mask_le",
    "mask_ge": "mask_lt",
    "mask_lt": "mask_ge",
    "mask_le": "mask_gt",
    "mask_eq": "mask_ne",
    "mask_ne": "mask_eq",
}


def call(algebra: Algebra, operation: Operation, inputs: tuple[Form, ...], options: Options) -> Form:
    """The operation on canonical forms."""
    options = tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in options)
    rule = _RULES.get(operation.name)
    result = None if rule is None else rule(algebra, *inputs, **dict(options))
    return opaque(algebra, operation, inputs, options) if result is None else result


def opaque(algebra: Algebra, operation: Operation, inputs: tuple[Form, ...], options: Options) -> Form:
    """The operation as one factor; out of what is linear in an input come its number and its scalars."""
    if not is_linear(operation, inputs):
        return algebra.of(algebra.table.called(operation, inputs, options))
    coefficient: Rational = 1
    scalars: Scalars = ()
    bare = []
    for form in inputs:
        if not form.terms:
            shape = operation.shape(*(x.shape for x in inputs), **dict(options))
            return algebra.zero(shape)
        term = algebra.as_term(form)
        if term.core is None:
            bare.append(form)
            continue
        coefficient *= term.coefficient
        scalars = merged(scalars, term.scalars)
        bare.append(algebra.form(term.core.parts, form.shape) if term.core.kind == "sum" else algebra.of(term.core))
    if coefficient != 1 or scalars:
        algebra.fire("numbers in front")
    return algebra.of(algebra.table.called(operation, tuple(bare), options), coefficient, scalars)


def is_linear(operation: Operation, inputs: tuple[Form, ...]) -> bool:
    """Whether a number in front of an input can stand in front of the whole."""
    return bool(inputs) and (operation.kind == "M" or (operation.kind == "L" and len(inputs) == 1))


def complement(algebra: Algebra, mask: Operation, inputs: tuple[Form, ...]) -> Form:
    """1 − [x > 0] is [x ≤ 0]."""
    algebra.fire("complement")
    return call(algebra, TABLE[_COMPLEMENT[mask.name]], inputs, ())


def _add(algebra: Algebra, *inputs: Form) -> Form:
    shape = TABLE["add"].shape(*(form.shape for form in inputs))
    return algebra.plus(inputs, shape)


def _divide(algebra: Algebra, above: Form, below: Form) -> Form | None:
    turned = algebra.power(below, -1)
    return None if turned is None else algebra.times(above, turned)


def _power(algebra: Algebra, base: Form, exponent: Form) -> Form | None:
    number = exact(exponent)
    if number is None:
        return None
    if number == 0:
        return algebra.number(1, base.shape)
    return algebra.power(base, number)


def exact(form: Form) -> Rational | None:
    """The number that a form is, if it is one."""
    if not form.terms:
        return 0
    (first, *others) = form.terms
    return first.coefficient if not others and not first.scalars and first.core is None else None


def _sqrt(algebra: Algebra, x: Form) -> Form | None:
    return algebra.power(x, Fraction(1, 2)) if len(x.terms) == 1 else None


def _einsum(algebra: Algebra, *inputs: Form, subscripts: str) -> Form | None:
    """Without scalars among its inputs, and as a product of matrices where it is one."""
    given, arrow, result = subscripts.replace(" ", "").partition("->")
    letters = given.split(",")
    front = algebra.number(1)
    rest = []
    for group, form in zip(letters, inputs, strict=True):
        if group or form.shape:
            rest.append((group, form))
        else:
            front = algebra.times(front, form)
    if not arrow or not rest:
        return None
    renamed = {letter: "ijkl"[n] for n, letter in enumerate(dict.fromkeys(c for g, _ in rest for c in g)) if n < 4}
    pattern = ",".join("".join(renamed.get(c, c) for c in g) for g, _ in rest)
    rule = _PRODUCTS.get(pattern + "->" + "".join(renamed.get(c, c) for c in result))
    forms = [form for _, form in rest]
    if rule is not None and all(len(f.shape) == 2 for f in forms):
        columns = [_vector(algebra, f) if len(g) == 1 else f for g, f in rest]
        return algebra.times(front, rule(algebra, *columns))
    if len(rest) == len(inputs):
        return None
    spelled = ",".join(g for g, _ in rest) + "->" + result
    return algebra.times(front, opaque(algebra, TABLE["einsum"], tuple(forms), (("subscripts", spelled),)))


def _turned(algebra: Algebra, x: Form) -> Form:
    return algebra.transposed(x)


_PRODUCTS: dict[str, Callable[..., Form]] = {
    "i,j->ij": lambda algebra, a, b: multiply(algebra, a, _turned(algebra, b)),
    "i,j->ji": lambda algebra, a, b: multiply(algebra, b, _turned(algebra, a)),
    "i,i->": lambda algebra, a, b: multiply(algebra, _turned(algebra, a), b),
    "ij,j->i": multiply,
    "ij,i->j": lambda algebra, a, b: multiply(algebra, _turned(algebra, a), b),
    "i,ij->j": lambda algebra, a, b: multiply(algebra, _turned(algebra, b), a),
    "i,ji->j": lambda algebra, a, b: multiply(algebra, b, a),
    "ij,jk->ik": multiply,
    "ij,jk->ki": lambda algebra, a, b: _turned(algebra, multiply(algebra, a, b)),
    "ij,kj->ik": lambda algebra, a, b: multiply(algebra, a, _turned(algebra, b)),
    "ij,ik->jk": lambda algebra, a, b: multiply(algebra, _turned(algebra, a), b),
    "ij,ki->kj": lambda algebra, a, b: multiply(algebra, b, a),
    "ij,kj->ki": lambda algebra, a, b: multiply(algebra, b, _turned(algebra, a)),
    "ij,ik->kj": lambda algebra, a, b: multiply(algebra, _turned(algebra, b), a),
    "ij->ji": _turned,
}


def _matrix_power(algebra: Algebra, x: Form, exponent: int) -> Form | None:
    if not x.shape:
        return algebra.power(x, exponent)
    if len(x.shape) > 2 or abs(exponent) > HIGHEST_POWER:
        return None
    if exponent == 0:
        eye = algebra.eye(x.shape[0])
        return None if eye is None else algebra.of(eye)
    factor = inverse(algebra, x) if exponent < 0 else x
    return reduce(lambda a, b: multiply(algebra, a, b), [factor] * abs(exponent))


def _cofactor(algebra: Algebra, x: Form, *directions: Form) -> Form | None:
    """det(X) X⁻ᵀ, where that exists."""
    if directions or not x.shape or len(x.shape) > 2 or not algebra.generic:
        return None
    det = call(algebra, TABLE["det"], (x,), ())
    algebra.require(det)
    algebra.fire("cofactors")
    return algebra.times(det, algebra.transposed(inverse(algebra, x)))


def _det(algebra: Algebra, x: Form) -> Form | None:
    """The determinant of a transpose is that of the matrix."""
    term = algebra.as_term(x)
    if len(x.shape) != 2 or term.coefficient != 1 or term.scalars or term.core is None:
        return None
    if term.core.kind == "transpose":
        return call(algebra, TABLE["det"], (algebra.of(term.core.parts[0]),), ())
    return None


def _logdet(algebra: Algebra, x: Form) -> Form | None:
    """That of a transpose is that of the matrix."""
    if len(x.terms) != 1 or len(x.shape) != 2:
        return None
    coefficient, scalars, core = x.terms[0]
    if core is None or core.kind != "transpose" or coefficient != 1 or scalars:
        return None
    return call(algebra, TABLE["logdet"], (algebra.of(core.parts[0]),), ())


def _trace(algebra: Algebra, x: Form) -> Form | None:
    return trace(algebra, x) if len(x.shape) <= 2 else None


def _vector(algebra: Algebra, x: Form) -> Form:
    return algebra.transposed(x) if is_row(x.shape) else x


def _dot(algebra: Algebra, u: Form, v: Form) -> Form:
    return multiply(algebra, algebra.transposed(_vector(algebra, u)), _vector(algebra, v))


def _outer(algebra: Algebra, u: Form, v: Form) -> Form:
    return multiply(algebra, _vector(algebra, u), algebra.transposed(_vector(algebra, v)))


def _diag(algebra: Algebra, x: Form) -> Form | None:
    """The diagonal of diag(v) is v; diag of the diagonal of a matrix is not that matrix."""
    if not x.shape:
        return x
    vector = is_vector(x.shape)
    term = algebra.as_term(x)
    number = algebra.single(term.coefficient, term.scalars, None, ())
    if not vector and term.core is not None and term.core.calls("diag"):
        return algebra.times(number, _vector(algebra, term.core.parts[1][0]))
    if vector and term.core is not None and term.core.kind == "ones":
        return algebra.times(number, _eye(algebra, max(x.shape)))
    return call(algebra, TABLE["diag"], (algebra.transposed(x),), ()) if is_row(x.shape) else None


def _filled(value: int) -> Rule:
    from graph.operations.arrangement import asked_shape

    return lambda algebra, shape: algebra.number(value, asked_shape(shape))


def _eye(algebra: Algebra, n: int) -> Form:
    eye = algebra.eye(n)
    return algebra.number(1) if eye is None else algebra.of(eye)


def _broadcast(algebra: Algebra, x: Form, shape: tuple[int, ...]) -> Form:
    return algebra.times(x, algebra.number(1, TABLE["broadcast"].shape(x.shape, shape=shape)))


def _sum_to(algebra: Algebra, x: Form, shape: tuple[int, ...]) -> Form | None:
    wanted = TABLE["sumto"].shape(x.shape, shape=shape)
    for axis in (None, 0, 1):
        if reduced(x.shape, axis) == wanted:
            return summed(algebra, x, axis)
    return None


def _mean(algebra: Algebra, x: Form, axis: int | None = None) -> Form:
    count = entries(x.shape) // entries(reduced(x.shape, axis))
    return algebra.scaled(summed(algebra, x, axis), Fraction(1, count))


def _flip(algebra: Algebra, x: Form, axis: int | None = None) -> Form | None:
    if not x.shape:
        return x
    term = algebra.as_term(x)
    if term.core is not None and term.core.calls("flip") and dict(term.core.parts[2]).get("axis") == axis:
        algebra.fire("double flip")
        inner = term.core.parts[1][0]
        return algebra.times(algebra.single(term.coefficient, term.scalars, None, ()), inner)
    return None


def _reshape(algebra: Algebra, x: Form, shape: tuple[int, ...]) -> Form | None:
    if TABLE["reshape"].shape(x.shape, shape=shape) == x.shape:
        return x
    if is_column(x.shape) and shape == (1, x.shape[0]):
        return algebra.transposed(x)
    if is_row(x.shape) and tuple(shape) in ((x.shape[1],), (x.shape[1], 1)):
        return algebra.transposed(x)
    return None


def _exp(algebra: Algebra, x: Form) -> Form | None:
    """exp(log_softmax(x)) is softmax(x)."""
    term = algebra.as_term(x)
    plain = term.core is not None and term.coefficient == 1 and not term.scalars
    if plain and term.core is not None and term.core.calls("log_softmax"):
        algebra.fire("log softmax")
        return call(algebra, TABLE["softmax"], term.core.parts[1], term.core.parts[2])
    return None


def _positive_name(name: str) -> Rule:
    """|x| and relu(x) of what is declared positive are x, its sign is 1."""

    def rule(algebra: Algebra, x: Form) -> Form | None:
        term = algebra.as_term(x)
        factor = term.core if term.core is not None else term.scalars[0][0] if len(term.scalars) == 1 else None
        if factor is None or term.coefficient < 0 or (term.core is not None and term.scalars):
            return None
        if not algebra.has(factor, "positive") or algebra.has(factor, "diagonal"):
            return None
        algebra.fire("positive", factor.parts[0])
        return algebra.number(1, x.shape) if name == "sign" else x

    return rule


def _softmax(algebra: Algebra, x: Form, axis: int | None = None) -> Form | None:
    if axis is None or not (is_column(x.shape) or is_row(x.shape)):
        return None
    whole = (axis == 0) == is_column(x.shape)
    return call(algebra, TABLE["softmax"], (x,), tuple(along(None).items())) if whole else None


_RULES: dict[str, Rule] = {
    "add": _add,
    "neg": lambda algebra, x: algebra.scaled(x, -1),
    "product": multiply,
    "hadamard": lambda algebra, a, b: algebra.times(a, b),
    "divide": _divide,
    "quotient": _divide,
    "power": _power,
    "dotpower": _power,
    "transpose": lambda algebra, x: algebra.transposed(x),
    "sqrt": _sqrt,
    "einsum": _einsum,
    "inv": inverse,
    "solve": lambda algebra, a, b: multiply(algebra, inverse(algebra, a), b),
    "matpower": _matrix_power,
    "cofactor": _cofactor,
    "det": _det,
    "logdet": _logdet,
    "tr": _trace,
    "dot": _dot,
    "outer": _outer,
    "diag": _diag,
    "eye": _eye,
    "ones": _filled(1),
    "zeros": _filled(0),
    "broadcast": _broadcast,
    "sumto": _sum_to,
    "sum": summed,
    "mean": _mean,
    "sqnorm": lambda algebra, x: norm(algebra, x, 2),
    "norm": lambda algebra, x: norm(algebra, x, 1),
    "flip": _flip,
    "reshape": _reshape,
    "exp": _exp,
    "softmax": _softmax,
    "sign": _positive_name("sign"),
    "abs": _positive_name("abs"),
    "relu": _positive_name("relu"),
}
