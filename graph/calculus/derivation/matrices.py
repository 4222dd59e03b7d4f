"""Chains of matrix factors: what cancels where two of them meet, and the scalars that leave."""

from __future__ import annotations

from collections.abc import Sequence

from graph.calculus.derivation.algebra import Algebra
from graph.calculus.derivation.factors import Factor, Form, Rational, Scalars, divided, merged
from graph.calculus.derivation.reductions import dot, summed
from graph.operations import TABLE
from graph.shapes import is_column, is_row, product

LONGEST_INVERSE = 6
"""Factors of an inverse that are looked for in a chain."""


def multiply(algebra: Algebra, left: Form, right: Form) -> Form:
    """The product of algebra; of batches, an opaque one."""
    if left.shape == () or right.shape == ():
        return algebra.times(left, right)
    shape = product(left.shape, right.shape)
    if not left.terms or not right.terms:
        algebra.fire("zero")
        return algebra.zero(shape)
    a, b = algebra.as_term(left), algebra.as_term(right)
    scalars = merged(a.scalars, b.scalars)
    coefficient = a.coefficient * b.coefficient
    if (coefficient != 1 or scalars) and (a.coefficient != 1 or b.coefficient != 1):
        algebra.fire("numbers in front")
    assert a.core is not None
    assert b.core is not None
    if len(left.shape) > 2 or len(right.shape) > 2:
        inputs = (algebra.of(a.core), algebra.of(b.core))
        return algebra.of(algebra.table.called(TABLE["product"], inputs, ()), coefficient, scalars)
    return chain(algebra, coefficient, scalars, (a.core, b.core))


def chain(algebra: Algebra, coefficient: Rational, scalars: Scalars, factors: Sequence[Factor]) -> Form:
    """The product of matrix factors that fit, times what stands in front."""
    rows, columns = factors[0].shape[0], factors[-1].shape[1]
    building = _Chain(algebra, coefficient, scalars)
    waiting = list(reversed(factors))
    while waiting:
        factor = waiting.pop()
        if factor.kind == "chain":
            waiting.extend(reversed(factor.parts))
        else:
            waiting.extend(reversed(building.push(factor)))
    return building.form(rows, columns)


class _Chain:
    """A product under construction, left to right."""

    def __init__(self, algebra: Algebra, coefficient: Rational, scalars: Scalars) -> None:
        self.algebra = algebra
        self.coefficient = coefficient
        self.scalars = scalars
        self.factors: list[Factor] = []

    def push(self, factor: Factor) -> tuple[Factor, ...]:
        """Puts one more factor at the end; answers what is to be pushed in its place instead."""
        algebra, factors = self.algebra, self.factors
        if factor.kind == "eye":
            algebra.fire("identity")
            return ()
        outer = _as_outer(algebra, factor)
        if outer is not None:
            return outer
        if factors:
            met = self._meet(factors[-1], factor)
            if met is not None:
                factors.pop()
                return self._taken(met)
        factors.append(factor)
        self._cancel()
        return ()

    def _taken(self, met: Form) -> tuple[Factor, ...]:
        """The core of what two factors came to; its number and scalars go in front."""
        term = self.algebra.as_term(met)
        self.coefficient *= term.coefficient
        self.scalars = merged(self.scalars, term.scalars)
        if term.core is None:
            return ()
        return term.core.parts if term.core.kind == "chain" else (term.core,)

    def _meet(self, left: Factor, right: Factor) -> Form | None:
        """What two neighbours come to, where that is simpler than their product."""
        algebra = self.algebra
        if left.calls("diag") and is_column(right.shape) and is_column(left.parts[1][0].shape):
            algebra.fire("diagonal times vector")
            return algebra.times(left.parts[1][0], algebra.of(right))
        if right.calls("diag") and is_row(left.shape) and is_column(right.parts[1][0].shape):
            algebra.fire("diagonal times vector")
            return algebra.times(algebra.of(left), algebra.transposed(right.parts[1][0]))
        if right.kind == "ones" and is_column(right.shape) and not is_row(left.shape) and left.shape[1] > 1:
            algebra.fire("times ones")
            return summed(algebra, algebra.of(left), 1)
        if left.kind == "ones" and is_row(left.shape) and not is_column(right.shape) and right.shape[0] > 1:
            algebra.fire("times ones")
            return summed(algebra, algebra.of(right), 0)
        return None

    def _cancel(self) -> None:
        """Takes an inverse and what it undoes off the end."""
        factors = self.factors
        for size in range(1, min(len(factors) - 1, LONGEST_INVERSE) + 1):
            undone = factors[-1 - size]
            if _undoes(self.algebra, undone, tuple(factors[-size:])):
                del factors[-1 - size :]
                return
        if len(factors) > 1 and factors[-1].kind in ("inverse", "transpose"):
            for size in range(1, min(len(factors) - 1, LONGEST_INVERSE) + 1):
                if _undoes(self.algebra, factors[-1], tuple(factors[-1 - size : -1])):
                    del factors[-1 - size :]
                    return
        if len(factors) > 1 and self._orthogonal(factors[-2], factors[-1]):
            self.algebra.fire(
                "orthogonal", factors[-1].parts[0] if factors[-1].kind == "name" else factors[-2].parts[0]
            )
            del factors[-2:]

    def _orthogonal(self, left: Factor, right: Factor) -> bool:
        for turned, plain in ((left, right), (right, left)):
            if turned.kind == "transpose" and turned.parts[0] is plain and self.algebra.has(plain, "orthogonal"):
                return True
        symmetric = left is right and self.algebra.has(left, "orthogonal")
        return symmetric and self.algebra.has(left, "symmetric", "diagonal")

    def form(self, rows: int, columns: int) -> Form:
        algebra = self.algebra
        self._let_scalars_leave()
        factors = self.factors
        shape = (rows, columns) if (rows, columns) != (1, 1) else ()
        if not factors:
            # Factors of 1×n and n×1 have left as scalars; of square ones the identity stays.
            core = algebra.eye(rows) if shape else None
            return algebra.single(self.coefficient, self.scalars, core, shape)
        core = factors[0] if len(factors) == 1 else algebra.table.factor("chain", shape, tuple(factors))
        return algebra.single(self.coefficient, self.scalars, core, shape)

    def _let_scalars_leave(self) -> None:
        """Every run from a row to a column is a scalar."""
        factors = self.factors
        start = 0
        while start < len(factors):
            if factors[start].shape[0] == 1:
                end = next((i for i in range(start, len(factors)) if factors[i].shape[1] == 1), None)
                if end is not None:
                    if end - start + 1 < len(factors):
                        self.algebra.fire("scalar run")
                    self._leave(dot(self.algebra, factors[start : end + 1]))
                    del factors[start : end + 1]
                    start = 0
                    continue
            start += 1

    def _leave(self, scalar: Form) -> None:
        term = self.algebra.as_term(scalar)
        self.coefficient *= term.coefficient
        self.scalars = merged(self.scalars, term.scalars)


def _as_outer(algebra: Algebra, factor: Factor) -> tuple[Factor, ...] | None:
    """A vector copied to a matrix as its product with ones."""
    if factor.kind != "entrywise" or len(factor.parts) != 2 or factor.shape[0] == 1 or factor.shape[1] == 1:
        return None
    (first, p), (second, q) = factor.parts
    vector, power, ones = (second, q, first) if first.kind == "ones" else (first, p, second)
    if ones.kind != "ones" or power != 1:
        return None
    row = (1, factor.shape[1])
    column = (factor.shape[0], 1)
    if vector.shape == column:
        return vector, algebra.table.factor("ones", row, ())
    return (algebra.table.factor("ones", column, ()), vector) if vector.shape == row else None


def _undoes(algebra: Algebra, inverse: Factor, run: tuple[Factor, ...]) -> bool:
    """Whether ``inverse`` is that of the product of ``run``."""
    turned = inverse.kind == "transpose" and inverse.parts[0].kind == "inverse"
    if turned:
        inverse = inverse.parts[0]
    if inverse.kind != "inverse":
        return False
    inside = inverse.parts[0]
    if turned:
        sign, inside = algebra.transpose(inside)
        if sign != 1:
            return False
    if (inside.parts if inside.kind == "chain" else (inside,)) != run:
        return False
    algebra.fire("inverse")
    return True


def inverse(algebra: Algebra, form: Form) -> Form:
    """The inverse of a square matrix, pushed inside a product of square ones."""
    called = algebra.table.called(TABLE["inv"], (form,), ())
    if form.shape == ():
        return algebra.power(form, -1) or algebra.of(called)
    if len(form.shape) > 2 or not form.terms:
        return algebra.of(called)
    term = algebra.as_term(form)
    assert term.core is not None
    scalars: Scalars = tuple((f, -e) for f, e in term.scalars)
    return algebra.scaled(_inverse_of(algebra, term.core, scalars), divided(1, term.coefficient))


def _inverse_of(algebra: Algebra, core: Factor, scalars: Scalars) -> Form:
    if core.kind == "eye":
        return algebra.single(1, scalars, core, core.shape)
    if core.kind == "inverse":
        algebra.fire("double inverse")
        return algebra.single(1, scalars, core.parts[0], core.shape)
    if core.kind == "transpose":
        inside = algebra.transposed(_inverse_of(algebra, core.parts[0], ()))
        return algebra.times(algebra.single(1, scalars, None, ()), inside)
    if algebra.has(core, "orthogonal"):
        algebra.fire("orthogonal", core.parts[0])
        sign, turned = algebra.transpose(core)
        return algebra.single(sign, scalars, turned, core.shape)
    if core.kind == "chain" and all(f.shape == core.shape for f in core.parts):
        algebra.fire("inverse of product")
        result = algebra.single(1, scalars, algebra.eye(core.shape[0]), core.shape)
        for factor in reversed(core.parts):
            result = multiply(algebra, result, _inverse_of(algebra, factor, ()))
        return result
    if core.calls("diag") and core.parts[1][0].shape != core.shape:
        reciprocal = algebra.power(core.parts[1][0], -1)
        if reciprocal is not None:
            algebra.fire("inverse of diagonal")
            return algebra.single(1, scalars, algebra.table.called(TABLE["diag"], (reciprocal,), ()), core.shape)
    return _oriented(algebra, core, scalars)


def _oriented(algebra: Algebra, core: Factor, scalars: Scalars) -> Form:
    """X⁻ᵀ has one form only: the transpose of the inverse of whichever of X and Xᵀ was there first."""
    sign, turned = algebra.transpose(core)
    if sign == 1 and turned.number < core.number:
        _, outside = algebra.transpose(algebra.table.factor("inverse", core.shape, (turned,)))
        return algebra.single(1, scalars, outside, core.shape)
    return algebra.single(1, scalars, algebra.table.factor("inverse", core.shape, (core,)), core.shape)
