"""Second derivatives: the gradient graph differentiated again, row by row; never by differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph.calculus.checking import check_adjoint, loss_weights, turning
from graph.calculus.derivation.second import SecondDerivative, second_derivative
from graph.calculus.differences import LeafCheck
from graph.calculus.gradient import gradient
from graph.errors import GraphError, Problem
from graph.evaluation import evaluate
from graph.evaluation.given import leaf_values, require_values
from graph.evaluation.plan import message_program, plan
from graph.model import Array, Equation, Graph, Leaf, Node
from graph.notation import name_text
from graph.shapes import Shape, describe, entries, written

LARGEST = 250_000
"""Entries that a Hessian may have: 500 × 500."""

NULL = 1e-11
"""The share of the largest eigenvalue below which rounding makes one as good as 0."""

_AGREES = 1e-9


@dataclass(frozen=True, eq=False)
class Hessian:
    """∂²loss / ∂wrt ∂by at the values of ``graph``.

    ``array`` has the shape of ``wrt`` followed by that of ``by``. ``gradient`` and ``gradient_by`` are
    ∂loss / ∂wrt and ∂loss / ∂by at the same point. ``flat`` are the nodes between them and the loss that have kinks or
    jumps: what they turn by there is in no second derivative. ``problems`` says what is not finite, first cause first.
    """

    graph: Graph
    loss: str
    wrt: str
    by: str
    array: Array
    gradient: Array
    gradient_by: Array
    reached: bool
    """Whether the loss depends on both."""
    moving: bool
    """Whether the gradient depends on ``by``, as far as its formula goes; if not, the Hessian is 0 everywhere."""
    flat: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self.array, dtype=dtype, copy=copy if copy is not None else True)

    @property
    def matrix(self) -> Array:
        """Rows for the entries of ``wrt``, columns for those of ``by``, both in row-major order."""
        return self.array.reshape(self.gradient.size, self.gradient_by.size)

    @property
    def square(self) -> bool:
        """Whether it is the Hessian of one node, and no block of mixed derivatives."""
        return self.wrt == self.by

    @cached_property
    def asymmetry(self) -> float | None:
        """The largest |H − Hᵀ| relative to the largest |H|: 0 but for rounding.

        None of a mixed block, and where an entry is not finite.
        """
        if not self.square or not np.isfinite(self.matrix).all():
            return None
        largest = float(np.max(np.abs(self.matrix), initial=0.0))
        return float(np.max(np.abs(self.matrix - self.matrix.T))) / largest if largest else 0.0

    @cached_property
    def eigenvalues(self) -> Array | None:
        """The curvatures along the principal directions, smallest first: (n,), of ½(H + Hᵀ).

        None of a mixed block, and where an entry is not finite.
        """
        if self.asymmetry is None:
            return None
        return np.asarray(np.linalg.eigvalsh((self.matrix + self.matrix.T) / 2), dtype=np.float64)

    @cached_property
    def curvatures(self) -> Array | None:
        """The eigenvalues, those that are 0 to rounding (below ``NULL`` of the largest) as 0."""
        if self.eigenvalues is None:
            return None
        least = NULL * float(np.max(np.abs(self.eigenvalues), initial=0.0))
        return np.where(np.abs(self.eigenvalues) > least, self.eigenvalues, 0.0)

    @cached_property
    def signs(self) -> tuple[int, int, int] | None:
        """How many curvatures are negative, 0, and positive."""
        if self.curvatures is None:
            return None
        negative, positive = int(np.sum(self.curvatures < 0)), int(np.sum(self.curvatures > 0))
        return negative, self.curvatures.size - negative - positive, positive

    @property
    def definiteness(self) -> str:
        """``positive definite``, ``indefinite, singular`` …; empty where there are no eigenvalues."""
        if self.signs is None:
            return ""
        negative, null, positive = self.signs
        if not negative and not positive:
            return "zero"
        if negative and positive:
            return "indefinite, singular" if null else "indefinite"
        sign = "positive" if positive else "negative"
        return f"{sign} semidefinite, singular" if null else f"{sign} definite"

    @cached_property
    def formula(self) -> SecondDerivative | None:
        """In closed form, where that is short; one that does not give these numbers is no formula of theirs."""
        if not (self.square and self.moving) or not np.isfinite(self.matrix).all():
            return None
        try:
            made = second_derivative(self.graph, self.wrt, self.loss)
        except GraphError:
            return None
        return made if made is not None and self._agrees(made) else None

    def _agrees(self, made: SecondDerivative) -> bool:
        run = evaluate(self.graph, wrt=(), loss=self.loss)
        vector = np.asarray(np.random.default_rng(2).normal(size=self.gradient.shape))
        with np.errstate(over="ignore", invalid="ignore"):  # then it is no formula of these numbers
            expected = [(made.product.expression, self.matrix @ vector.reshape(-1))]
        if made.evaluable is not None:
            expected.append((made.evaluable, self.matrix.reshape(-1)))
        for expression, numbers in expected:
            ready, slot = message_program(self.graph, expression)
            slots, _ = ready.run({n: vector if n == made.vector.name else run.values[n] for n in ready.tape.leaves})
            found = np.ravel(slots[slot])
            if found.size != numbers.size or not np.isfinite([*found, *numbers]).all():
                return False
            if np.max(np.abs(found / 2 - numbers / 2)) > _AGREES * np.max(np.abs(numbers / 2)):
                return False
        return True

    def check(self, watch: Callable[[], None] = lambda: None) -> LeafCheck:
        """Against central differences of the gradient, its entries weighted with random numbers.

        Moved are the entries of whichever of the two nodes has fewer. ``watch`` is called before every calculation.
        """
        if not np.isfinite(self.matrix).all():
            return LeafCheck(0.0, 0, ("not all of the Hessian is finite",))
        few, many = (self.wrt, self.by) if self.gradient.size < self.gradient_by.size else (self.by, self.wrt)
        matrix = self.matrix if many == self.wrt else self.matrix.T
        bent = _Second.of(self.graph, self.loss, many, few)
        if bent.bar is None:
            zeros = not np.any(self.array)
            return LeafCheck(0.0 if zeros else float("inf"), self.array.size)
        g = bent.graph.with_values({name: self.graph.values[name] for name in bent.graph.leaves})
        weights = loss_weights(g, bent.bar)
        flat = np.ones(1) if weights is None else weights.reshape(-1)
        adjoint = (flat @ matrix).reshape(self.graph.nodes[few].shape or ())
        return check_adjoint(g, few, adjoint, loss=bent.bar, watch=watch)


def hessian(
    g: Graph,
    wrt: str,
    by: str | None = None,
    values: Mapping[str, Any] | None = None,
    *,
    loss: str | None = None,
    watch: Callable[[], None] = lambda: None,
) -> Hessian:
    """∂²loss / ∂wrt ∂by, of ``wrt`` alone where ``by`` is not said: an array of shape wrt.shape + by.shape.

    Every row is a Hessian-vector product with a unit vector: one reverse sweep through the gradient, itself a graph
    (Pearlmutter, Fast exact multiplication by the Hessian, 1994). ``values`` takes array-likes for leaves, in place of
    the graph's own. An equation is taken as if it were a leaf. ``watch`` is called before every row; what it raises
    ends the work.

    Raises GraphError as ``evaluate`` does, where the loss is no scalar, for a constant, and, kind ``too-large``, for
    more than ``LARGEST`` entries.
    """
    by = wrt if by is None else by
    given = leaf_values(g, values)
    g = g.with_values(given) if given else g
    require_values(g)
    name = gradient(g, loss).loss
    _refuse(g, name, wrt, by)
    g = _as_leaves(g, name, wrt, by)
    few, many = (wrt, by) if entries(g.nodes[wrt].shape or ()) < entries(g.nodes[by].shape or ()) else (by, wrt)
    bent = _Second.of(g, name, few, many)
    rows = np.stack([row.reshape(-1) for row in bent.rows(g, watch)])
    shapes = (g.nodes[wrt].shape or ()) + (g.nodes[by].shape or ())
    array = (rows if few == wrt else rows.T).reshape(shapes)
    array.flags.writeable = False
    first = evaluate(g, wrt=(wrt, by), loss=name)
    reached = {wrt, by} <= gradient(g, name).reached
    return Hessian(
        g,
        name,
        wrt,
        by,
        array,
        _adjoint(first.adjoints[wrt]),
        _adjoint(first.adjoints[by]),
        reached,
        bent.moving,
        turning(g, name, (wrt, by)),
        () if np.isfinite(array).all() else bent.problems(g),
    )


def _adjoint(found: Array | None) -> Array:
    assert found is not None  # constants are refused before
    return found


@dataclass(frozen=True, eq=False, slots=True)
class _Second:
    """The gradient of a loss by ``few`` as a graph of its own, to be differentiated by ``many``.

    ``bar`` is the adjoint of ``few`` in it; None where the loss does not depend on it.
    """

    graph: Graph
    bar: str | None
    few: str
    many: str
    moving: bool

    @staticmethod
    def of(g: Graph, loss: str, few: str, many: str) -> _Second:
        """Made once a structure, whatever the numbers."""
        key = ("hessian", loss, few, many)
        made: _Second | None = g.memo.get(key)
        if made is None:
            made = g.memo[key] = _Second._made(g, loss, few, many)
        return made

    @staticmethod
    def _made(g: Graph, loss: str, few: str, many: str) -> _Second:
        swept = gradient(g, loss, [few])
        if few not in swept.bars or few == loss:
            return _Second(g, None, few, many, False)
        bar = swept.bars[few]
        upstream = swept.graph.upstream(bar) | {many}
        nodes = [node for name, node in swept.graph.nodes.items() if name in upstream]
        alone = Graph(nodes, bar, g.values)
        return _Second(alone, bar, few, many, many in gradient(alone, bar, [many], seeded=True).bars)

    def rows(self, g: Graph, watch: Callable[[], None]) -> Iterator[Array]:
        """∂(entry of the gradient by ``few``) / ∂ ``many``, an array for every entry."""
        shape: Shape = g.nodes[self.few].shape or ()
        nothing = np.zeros(g.nodes[self.many].shape or ())
        if self.bar is None or not self.moving:
            yield from (nothing for _ in range(entries(shape)))
            return
        made = plan(self.graph, self.bar, frozenset([self.many]), seeded=True)
        assert made.seed is not None
        arrays = {name: g.values[name] for name in self.graph.leaves}
        place = made.adjoints[self.many]
        for entry in np.ndindex(shape):
            watch()
            unit = np.zeros(shape)
            unit[entry] = 1.0
            slots, _ = made.program.run({**arrays, made.seed: unit})
            yield np.array(slots[place], dtype=np.float64)

    def problems(self, g: Graph) -> tuple[Problem, ...]:
        """What is not finite on the way, seen from all entries at once."""
        if self.bar is None:
            return ()
        alone = self.graph.with_values({name: g.values[name] for name in self.graph.leaves})
        return evaluate(alone, wrt=self.many, loss=self.bar, seed=np.ones(g.nodes[self.few].shape or ())).warnings


def _refuse(g: Graph, loss: str, wrt: str, by: str) -> None:
    """Raises GraphError where there is no such Hessian, or too large a one."""
    shape = g.nodes[loss].shape or ()
    if shape:
        hint = f"make it a scalar: sum({name_text(loss)}), ‖{name_text(loss)}‖²"
        raise GraphError([Problem("non-scalar-loss", f"{describe(loss, shape)}: no scalar", node=loss, hint=hint)])
    for name in dict.fromkeys((wrt, by)):
        node = g.nodes.get(name)
        if node is None:
            raise GraphError([Problem("undefined", f"the graph has no node {name}")])
        if node.is_constant:
            message = f"{name} is a constant, and nothing is differentiated by it"
            raise GraphError([Problem("value", message, hint="declare it as a parameter or an input")])
        if node.shape is None:
            raise GraphError([Problem("value", "it waits for a hole", node=name, hint="wire something into the hole")])
    one, other = (g.nodes[name].shape or () for name in (wrt, by))
    size = entries(one) * entries(other)
    if size > LARGEST:
        facts = f"{wrt}, {written(one)}," if wrt == by else f"{wrt}, {written(one)}, and {by}, {written(other)},"
        message = f"the Hessian of {facts} has {size:,} entries, more than {LARGEST:,}"
        hint = "multiply it with a vector instead: the gradient opens as a document with such a product as its loss"
        raise GraphError([Problem("too-large", message, hint=hint)])


def _as_leaves(g: Graph, loss: str, *names: str) -> Graph:
    """The graph in which these equations are leaves at the values that they have."""
    found = [name for name in dict.fromkeys(names) if isinstance(g.nodes[name], Equation)]
    if not found:
        return g
    run = evaluate(g, wrt=(), loss=loss)
    key = ("as leaves", *found)
    made: Graph | None = g.memo.get(key)
    if made is None:
        nodes: list[Node] = [Leaf(n.name, n.shape or ()) if n.name in found else n for n in g.nodes.values()]
        made = g.memo[key] = Graph(nodes, g.loss)
    return made.with_values({**g.values, **{name: run.values[name] for name in found}})
