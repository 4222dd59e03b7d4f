"""Sums of entries, dot products and norms of canonical forms."""

from __future__ import annotations

from collections.abc import Sequence

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.factors import Factor, Form, Rational, magnitude, merged
from graph.operations import TABLE
from graph.operations.reduction import reduced
from graph.shapes import Shape, broadcast, entries, is_column, is_row, is_vector


def summed(algebra: Algebra, form: Form, axis: int | None = None) -> Form:
    """The sum of all entries, of each column (axis 0) or of each row (axis 1)."""
    shape = form.shape
    if shape == () or (is_column(shape) and axis == 1) or (is_row(shape) and axis == 0):
        return form
    if is_vector(shape):
        axis = None
    if not form.terms:
        return algebra.zero(reduced(shape, axis))
    if len(form.terms) > 1:
        apart = [_of_term(algebra, algebra.spread_terms([term], shape), axis) for term in form.terms]
        together = _of_term(algebra, algebra.single(*algebra.as_term(form), shape), axis, whole=True)
        total = algebra.plus(apart, reduced(shape, axis))
        return total if total.length <= together.length else together
    return _of_term(algebra, form, axis)


def _of_term(algebra: Algebra, form: Form, axis: int | None, whole: bool = False) -> Form:
    term = algebra.as_term(form)
    assert term.core is not None
    inner = _of_core(algebra, term.core, axis) if not whole and len(form.shape) == 2 else None
    if inner is None:
        inside = algebra.form(term.core.parts, form.shape) if term.core.kind == "sum" else algebra.of(term.core)
        options = () if axis is None else (("axis", axis),)
        inner = algebra.of(algebra.table.called(TABLE["sum"], (inside,), options))
    front = algebra.single(term.coefficient, term.scalars, None, ())
    return algebra.times(front, inner)


def _of_core(algebra: Algebra, core: Factor, axis: int | None) -> Form | None:
    """The sum of one factor, where there is a simpler way to say it."""
    shape = core.shape
    after = reduced(shape, axis)
    if core.kind == "ones":
        algebra.fire("sum of ones")
        return algebra.number(entries(shape) // entries(after), after)
    if core.kind == "eye":
        algebra.fire("sum of ones")
        return algebra.number(shape[0] if axis is None else 1, after)
    if core.kind == "transpose":
        turned = None if axis is None else 1 - axis
        return algebra.transposed(summed(algebra, algebra.of(core.parts[0]), turned))
    if _sums_to_one(algebra, core, axis):
        return algebra.number(shape[1] if axis is None and not is_vector(shape) else 1, after)
    if core.calls("sum"):
        return summed(algebra, core.parts[1][0])
    if core.kind == "chain":
        return _of_chain(algebra, core, axis)
    return _of_entrywise(algebra, core, axis) if core.kind == "entrywise" else None


def _sums_to_one(algebra: Algebra, core: Factor, axis: int | None) -> bool:
    """A one-hot vector, every column of a one-hot matrix, and whatever softmax made, along its axis."""
    whole = is_vector(core.shape)
    if (whole or axis in (0, None)) and algebra.has(core, "onehot"):
        algebra.fire("onehot sums to 1", core.parts[0])
        return True
    if core.calls("softmax") and (whole or axis == dict(core.parts[2]).get("axis", axis) is not None):
        algebra.fire("softmax sums to 1")
        return True
    return False


def _of_chain(algebra: Algebra, core: Factor, axis: int | None) -> Form | None:
    """Of an outer product P Q with P a column, Q a row: Σ(P), Σ(Q) and what is left."""
    parts: tuple[Factor, ...] = core.parts
    cut = next((i for i in range(1, len(parts)) if parts[i].shape[0] == 1), None)
    if cut is None:
        return None
    algebra.fire("sum of outer product")
    left, right = _run(algebra, parts[:cut]), _run(algebra, parts[cut:])
    if axis != 1:
        left = summed(algebra, left)
    if axis != 0:
        right = summed(algebra, right)
    return algebra.times(left, right)


def _run(algebra: Algebra, parts: tuple[Factor, ...]) -> Form:
    if len(parts) == 1:
        return algebra.of(parts[0])
    return algebra.of(algebra.table.factor("chain", (parts[0].shape[0], parts[-1].shape[1]), parts))


def _of_entrywise(algebra: Algebra, core: Factor, axis: int | None) -> Form | None:
    parts: list[tuple[Factor, Rational]] = list(core.parts)
    if axis is None:
        return _whole_entrywise(algebra, core.shape, parts)
    # What is constant along the axis leaves the sum.
    constant = [(f, e) for f, e in parts if f.shape[axis - 2] == 1]
    varying = [(f, e) for f, e in parts if f.shape[axis - 2] != 1]
    if constant:
        algebra.fire("constant leaves the sum")
        outside = algebra.entrywise_of(1, (), dict(constant), None)
        inside = algebra.entrywise_of(1, (), dict(varying), broadcast(*(f.shape for f, _ in varying)))
        return algebra.times(outside, summed(algebra, inside, axis))
    return _times_vector(algebra, core.shape, varying, axis)


def _times_vector(algebra: Algebra, shape: Shape, parts: Sequence[tuple[Factor, Rational]], axis: int) -> Form | None:
    """Σ along the rows of M ⊙ r is M rᵀ, down the columns of M ⊙ c it is cᵀ M."""
    from graph.calculus.derivation.matrices import multiply  # the two call each other

    along = [(f, e) for f, e in parts if f.shape == ((1, shape[1]) if axis == 1 else (shape[0], 1))]
    rest = [(f, e) for f, e in parts if (f, e) not in along and f.kind != "ones"]
    if not along or not rest or algebra.entrywise_of(1, (), dict(rest), None).shape != shape:
        return None
    algebra.fire("sum as product")
    vector = algebra.entrywise_of(1, (), dict(along), None)
    matrix = algebra.entrywise_of(1, (), dict(rest), None)
    if axis == 1:
        return multiply(algebra, matrix, algebra.transposed(vector))
    return multiply(algebra, algebra.transposed(vector), matrix)


def _whole_entrywise(algebra: Algebra, shape: Shape, parts: list[tuple[Factor, Rational]]) -> Form | None:
    eye = next((f for f, e in parts if f.kind == "eye" and e > 0), None)
    if eye is not None:
        algebra.fire("sum as trace")
        rest = algebra.entrywise_of(1, (), {f: e for f, e in parts if f is not eye}, shape)
        return trace(algebra, rest)
    if len(parts) == 1:
        ((factor, exponent),) = parts
        return norm(algebra, algebra.of(factor), 2) if exponent == 2 else None
    if len(parts) == 2 and is_vector(shape) and all(e == 1 and f.shape == shape for f, e in parts):
        algebra.fire("sum as dot product")
        first, second = (f for f, _ in parts)
        _, turned = algebra.transpose(first if is_column(shape) else second)
        return dot(algebra, (turned, second) if is_column(shape) else (first, turned))
    if len(parts) == 2 and any(f.kind == "ones" for f, _ in parts):
        ((factor, exponent),) = [(f, e) for f, e in parts if f.kind != "ones"]
        inner = summed(algebra, algebra.entrywise_of(1, (), {factor: exponent}, None))
        return algebra.scaled(inner, entries(shape) // entries(factor.shape))
    return None


def trace(algebra: Algebra, form: Form) -> Form:
    """The trace; out of it come numbers and transposes, and of an outer product it is the dot product."""
    if not form.shape or not form.terms:
        return algebra.zero(()) if form.shape else form
    term = algebra.as_term(form)
    core = term.core
    assert core is not None
    if core.kind == "transpose":
        core = core.parts[0]
    front = algebra.single(term.coefficient, term.scalars, None, ())
    if core.kind == "eye":
        return algebra.scaled(front, core.shape[0])
    cut = 0
    if core.kind == "chain":
        cut = next((i for i in range(1, len(core.parts)) if core.parts[i].shape[0] == 1), 0)
    if cut:
        algebra.fire("trace of outer product")
        return algebra.times(front, dot(algebra, (*core.parts[cut:], *core.parts[:cut])))
    inside = algebra.form(core.parts, form.shape) if core.kind == "sum" else algebra.of(core)
    return algebra.times(front, algebra.of(algebra.table.called(TABLE["tr"], (inside,), ())))


def dot(algebra: Algebra, parts: Sequence[Factor]) -> Form:
    """The scalar that a run of factors from a row to a column is; it and its transpose have one form."""
    if len(parts) == 1:
        return algebra.of(parts[0])
    if len(parts) == 2:
        left, right = parts
        sign, turned = algebra.transpose(left)
        if turned is right:
            return algebra.scaled(norm(algebra, algebra.of(right), 2), sign)
        if right.kind == "ones" or left.kind == "ones":
            algebra.fire("times ones")
            return summed(algebra, algebra.of(left if right.kind == "ones" else right))
    backwards, sign = [], 1
    for part in reversed(parts):
        turn, new = algebra.transpose(part)
        sign = sign if turn == 1 else -sign
        backwards.append(new)
    if not algebra.table.has("chain", (), tuple(parts)) and algebra.table.has("chain", (), tuple(backwards)):
        return algebra.of(algebra.table.factor("chain", (), tuple(backwards)), sign)
    return algebra.of(algebra.table.factor("chain", (), tuple(parts)))


def norm(algebra: Algebra, form: Form, power: Rational) -> Form:
    """‖x‖ to a power; the square of it is what a sum of squares comes to."""
    if form.shape == ():
        squared = algebra.power(form, 2) if power == 2 else None
        return squared or algebra.of(algebra.table.called(TABLE["norm"], (form,), ()), power=power)
    term = algebra.as_term(form)
    assert term.core is not None
    if not form.terms:
        return algebra.zero(())
    inside = algebra.form(term.core.parts, form.shape) if term.core.kind == "sum" else algebra.of(term.core)
    front = magnitude(term.coefficient)
    scalars = term.scalars
    if power == 2:
        front, scalars = front * front, merged(scalars, scalars)
    elif power != 1 or scalars:
        inside, front, scalars = form, 1, ()
    result = algebra.of(algebra.table.called(TABLE["norm"], (inside,), ()), power=power)
    return algebra.times(algebra.single(front, scalars, None, ()), result)
