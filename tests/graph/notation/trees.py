"""Random trees whose shapes fit, over a graph with awkward names."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from graph.errors import ShapeError
from graph.expression import Apply, Expression, Hole, Name, Number, apply
from graph.model import Equation, Graph, Leaf
from graph.operations import TABLE

COLUMN, ROW, SQUARE, WIDE = (3, 1), (1, 3), (3, 3), (2, 3)

LEAVES = (
    Leaf("A", SQUARE),
    Leaf("B", SQUARE, "parameter", frozenset({"symmetric"})),
    Leaf("σ", SQUARE, "input"),
    Leaf("W_1", WIDE),
    Leaf("W̄_c", (3, 2)),
    Leaf("x", COLUMN),
    Leaf("ŷ", COLUMN, "constant"),
    Leaf("α_12", COLUMN),
    Leaf("r", ROW),
    Leaf("T", ()),
    Leaf("e", ()),
    Leaf("β", ()),
    Leaf("x_{1,2}", ()),
    Leaf("loss", ()),
    Leaf("trace", ()),
)
_NUMBERS = (0.0, 1.0, 2.0, 3.0, -1.0, -2.0, -0.5, 1e-7, 1e22, 0.1 + 0.2, 123456.789, 3.14159)
_TEXTS = ("2.50", "1e3", ".5", "½", "2.", "0007")
_UNARY = (
    "neg",
    "transpose",
    "inv",
    "abs",
    "norm",
    "sqnorm",
    "sigmoid",
    "tanh",
    "relu",
    "exp",
    "log",
    "det",
    "tr",
    "diag",
)
_BINARY = ("product", "product", "product", "hadamard", "divide", "quotient", "kron", "conv", "power", "dotpower")
_BINARY += ("mask_gt", "mask_le", "mask_eq", "max", "dot", "outer", "solve")


def random_tree(random: Random, size: int) -> Expression:
    """A tree of about ``size`` operations."""
    pool: list[Expression] = [_leaf(random) for _ in range(4)]
    for _ in range(size):
        found = _try(lambda: _grown(random, pool))
        if found is not None:
            pool.append(found)
        pool.append(_leaf(random))
    return max(reversed(pool), key=lambda e: isinstance(e, Apply))


def as_graph(expression: Expression) -> Graph:
    """The leaves, and the expression as the equation y."""
    return Graph([*LEAVES, Equation("y", expression)])


def _leaf(random: Random) -> Expression:
    kind = random.randrange(10)
    if kind == 0:
        return Number(random.choice(_NUMBERS))
    if kind == 1:
        text = random.choice(_TEXTS)
        return Number(0.5 if text == "½" else float(text), text)
    if kind == 2:
        return Number(3.141592653589793, "π")
    leaf = random.choice(LEAVES)
    return Name(leaf.name, leaf.shape)


def _grown(random: Random, pool: list[Expression]) -> Expression:
    def one() -> Expression:
        return random.choice(pool[-8:])

    kind = random.randrange(12)
    if kind < 4:
        return apply(random.choice(_UNARY), one())
    if kind < 9:
        return apply(random.choice(_BINARY), one(), one())
    if kind == 9:
        return apply("add", *(one() for _ in range(random.randint(2, 4))))
    return _with_options(random, one(), one())


def _with_options(random: Random, x: Expression, y: Expression) -> Expression:
    makers: tuple[Callable[[], Expression], ...] = (
        lambda: apply("sum", x, axis=random.randint(0, 1)),
        lambda: apply("softmax", x, axis=1),
        lambda: apply("matpower", x, exponent=random.choice((-3, 0, 2, 3))),
        lambda: apply("conv", x, y, mode="full"),
        lambda: apply("ones", shape=(3, 3)),
        lambda: apply("eye", n=3),
        lambda: apply("leaky_relu", x, slope=0.2),
        lambda: apply("reshape", x, shape=(1, 3)),
        lambda: apply("slice", x, bounds=(1, 2, 1, 1)),
        lambda: apply("einsum", x, y, subscripts="ij,jk->ik"),
        lambda: apply("stack", x, y, rows=(1, 1)),
        lambda: apply("where", apply("mask_gt", x, 0), x, y),
        lambda: apply("power" if x.shape == () else "dotpower", x, random.choice((2.0, 3.0, -1.0, -2.0, 0.5))),
    )
    return random.choice(makers)()


def _try(make: Callable[[], Expression]) -> Expression | None:
    try:
        return make()
    except ShapeError:
        return None


def with_hole(expression: Expression) -> Expression:
    """The tree, and something that waits."""
    return Apply(TABLE["hadamard"], (expression, Hole("1")))
