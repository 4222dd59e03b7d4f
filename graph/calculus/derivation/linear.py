"""The matrix of an expression that is linear in a column: M, where the expression is M v."""

from __future__ import annotations

from collections.abc import Sequence

from graph.expression import Apply, Expression, Name, apply, is_call, is_number, names, same
from graph.shapes import is_column, is_row


class Linear:
    """Reads ``M`` off expressions over ``vector``, a column or a scalar; ``identity`` is what v itself becomes."""

    def __init__(self, vector: Name, identity: Expression) -> None:
        self._vector = vector.name
        self._identity = identity

    def matrix(self, e: Expression) -> Expression | None:
        """One row for every entry of ``e``, a column, a row or a scalar; None where it is not seen to be linear."""
        if isinstance(e, Name):
            return self._identity if e.name == self._vector else None
        if not isinstance(e, Apply):
            return None
        kind = e.operation.name
        if kind == "transpose":
            return self.matrix(e.inputs[0]) if _is_line(e) else None
        if kind == "neg":
            return _negative(self.matrix(e.inputs[0]))
        if kind == "add":
            return self._sum(e, [self._spread(term, e) for term in e.inputs])
        if kind == "product":
            return self._product(*e.inputs)
        if kind == "dot":
            return self._product(_turned(e.inputs[0]), e.inputs[1])
        if kind == "hadamard":
            return self._hadamard(e)
        if kind in ("quotient", "divide") and not self._has(e.inputs[1]):
            return self._weighted(apply(kind, 1, e.inputs[1]), e.inputs[0])
        if kind == "sum" and is_column(e.inputs[0].shape or ()) and e.shape == ():
            inner = self.matrix(e.inputs[0])
            return None if inner is None else self._times(_ones(e.inputs[0]).T, inner)
        return None

    def _has(self, e: Expression) -> bool:
        return self._vector in names(e)

    def _spread(self, term: Expression, e: Expression) -> Expression | None:
        """A term of a sum; a scalar one goes into every entry."""
        inner = self.matrix(term)
        if inner is None or term.shape == e.shape:
            return inner
        return self._times(_ones(e), inner) if term.shape == () and is_column(e.shape or ()) else None

    def _sum(self, e: Apply, found: Sequence[Expression | None]) -> Expression | None:
        terms = [term for term in found if term is not None]
        if len(terms) < len(e.inputs):
            return None
        ends = [_last(term, self._identity) for term in terms]
        if all(end is not None and same(end[1], ends[0][1]) for end in ends if ends[0] is not None):
            rests = [end[0] for end in ends if end is not None]
            if len(rests) == len(ends) and ends[0] is not None:
                return self._times(apply("add", *rests), ends[0][1])
        return apply("add", *terms)

    def _product(self, left: Expression, right: Expression) -> Expression | None:
        if self._has(left) == self._has(right):
            return None
        moving, still = (right, left) if self._has(right) else (left, right)
        inner = self.matrix(moving)
        if inner is None or not _is_line(moving):
            return None
        if still.shape == ():
            return inner * still if inner.shape == () and moving is left else self._times(still, inner)
        if moving.shape == ():
            return self._times(_upright(still), inner) if _is_line(still) else None
        if moving is right:
            return self._times(left, inner) if is_column(right.shape or ()) else None
        return self._times(_turned(right), inner) if is_row(left.shape or ()) else None

    def _hadamard(self, e: Apply) -> Expression | None:
        """A chain of factors, one of them linear; over the terms of that one, where it is a sum."""
        factors = _factors(e)
        moving = [x for x in factors if self._has(x)]
        if len(moving) != 1 or not _is_line(e):
            return None
        still = [x for x in factors if x is not moving[0]]
        weights = still[0]
        for factor in still[1:]:
            weights = apply("hadamard", weights, factor)
        signs = _terms(moving[0])
        found = [_negative(self._weighted(weights, x)) if minus else self._weighted(weights, x) for minus, x in signs]
        if len(found) == 1:
            return found[0]
        whole = apply("add", *(x for _, x in signs))
        return self._sum(whole, found) if isinstance(whole, Apply) else None

    def _weighted(self, weights: Expression, moving: Expression) -> Expression | None:
        inner = self.matrix(moving)
        if inner is None or weights.shape is None:
            return None
        if weights.shape == () or moving.shape == ():
            return self._times(_upright(weights), inner)
        return self._times(apply("diag", weights), inner) if weights.shape == moving.shape else None

    def _times(self, left: Expression, right: Expression) -> Expression:
        """The product as one chain, its scalars and its sign in front."""
        if right is self._identity:
            return left if left.shape != () else left * right
        if is_call(right, "neg"):
            return -self._times(left, right.inputs[0])
        if left.shape == ():
            return _scaled(left, right)
        if is_call(right, "product"):
            first, second = right.inputs
            if first.shape == ():
                return _scaled(first, self._times(left, second))
            return apply("product", self._times(left, first), second)
        if is_call(left, "diag") and is_call(right, "diag"):
            return apply("diag", apply("hadamard", left.inputs[0], right.inputs[0]))
        return apply("product", left, right)


def _scaled(scalar: Expression, e: Expression) -> Expression:
    """A scalar in front of a chain, one with those that are there."""
    if is_call(e, "neg"):
        return -_scaled(scalar, e.inputs[0])
    if is_call(e, "product") and e.inputs[0].shape == ():
        return apply("product", scalar * e.inputs[0], e.inputs[1])
    if is_call(e, "product"):
        return apply("product", _scaled(scalar, e.inputs[0]), e.inputs[1])
    return e if is_number(scalar, 1) else apply("product", scalar, e)


def _ones(like: Expression) -> Expression:
    return apply("ones", shape=(like.shape or (1,))[:1])


def _last(e: Expression, identity: Expression) -> tuple[Expression, Expression] | None:
    """A chain without its last factor, and that factor."""
    if e is identity:
        return None
    if is_call(e, "neg"):
        inner = _last(e.inputs[0], identity)
        return None if inner is None else (-inner[0], inner[1])
    if is_call(e, "product") and e.inputs[0].shape != ():
        return e.inputs[0], e.inputs[1]
    if is_call(e, "product"):
        inner = _last(e.inputs[1], identity)
        return None if inner is None else (apply("product", e.inputs[0], inner[0]), inner[1])
    return None


def _terms(e: Expression) -> list[tuple[bool, Expression]]:
    """The terms of a sum, each with whether it is taken off."""
    terms = e.inputs if is_call(e, "add") else (e,)
    return [(True, x.inputs[0]) if is_call(x, "neg") else (False, x) for x in terms]


def _factors(e: Expression) -> list[Expression]:
    return [f for x in e.inputs for f in _factors(x)] if is_call(e, "hadamard") else [e]


def _negative(e: Expression | None) -> Expression | None:
    return None if e is None else -e


def _is_line(e: Expression) -> bool:
    shape = e.shape
    return shape is not None and (shape == () or is_column(shape) or is_row(shape))


def _upright(e: Expression) -> Expression:
    """A row as a column."""
    return _turned(e) if e.shape and is_row(e.shape) else e


def _turned(e: Expression) -> Expression:
    return e.inputs[0] if is_call(e, "transpose") else e.T
