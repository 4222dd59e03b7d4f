"""Random graphs for hypothesis: equations of several operations, shared nodes, no two sizes alike."""

from __future__ import annotations

from itertools import count

import numpy as np
from hypothesis import strategies as st

from graph.expression import Expression, Name, apply
from graph.model import Equation, Graph, Leaf

UNARY = ("tanh", "sigmoid", "sin", "softplus", "arctan", "transpose", "neg", "square", "twice", "itself")
REDUCING = ("sum", "rows", "columns", "sqnorm", "norm", "softmax", "logsumexp")
BINARY = ("add", "subtract", "hadamard", "product", "product", "divide", "broadcast")


class Growing:
    """A graph under construction: ``draw`` decides everything, sizes are handed out in rising order."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.sizes = count(2)
        self.nodes: list[Leaf | Equation] = []
        self.values: dict[str, np.ndarray] = {}
        self.random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
        self.pool: list[Name] = []

    def leaf(self, *shape: int) -> Name:
        name = Name(f"a_{len(self.values)}", shape)
        self.nodes.append(Leaf(name.name, shape))
        self.values[name.name] = self.random.normal(size=shape)
        self.pool.append(name)
        return name

    def equation(self, expression: Expression) -> None:
        name = Name(f"y_{len(self.nodes)}", expression.shape)
        self.nodes.append(Equation(name.name, expression))
        self.pool.append(name)

    def some(self, fits=lambda shape: True) -> Name | None:
        fitting = [name for name in self.pool if fits(name.shape)]
        return self.draw(st.sampled_from(fitting)) if fitting else None

    def grown(self, x: Expression, depth: int) -> Expression:
        """``x`` under one to three operations."""
        for _ in range(depth):
            kind = self.draw(st.sampled_from(("unary", "unary", "binary", "binary", "binary", "reducing")))
            if kind == "unary":
                x = unary(self.draw(st.sampled_from(UNARY)), x)
            elif kind == "reducing":
                x = reducing(self.draw(st.sampled_from(REDUCING)), x)
            else:
                x = self.binary(self.draw(st.sampled_from(BINARY)), x)
        return x

    def binary(self, kind: str, x: Expression) -> Expression:
        if kind == "product":
            if x.shape == ():
                return apply("product", x, self.some())
            rows = x.shape[-1]
            other = self.some(lambda shape: len(shape) == 2 and shape[0] == rows)
            return apply("product", x, other or self.leaf(rows, next(self.sizes)))
        if kind == "broadcast" and x.shape and 1 not in x.shape:
            part = self.draw(st.sampled_from(((x.shape[0], 1), (1, x.shape[1]), ())))
            other = self.some(lambda shape: shape == part) or self.leaf(*part)
            return apply(self.draw(st.sampled_from(("add", "hadamard"))), other, x)
        other = self.some(lambda shape: shape == x.shape) or self.leaf(*x.shape)
        if kind == "subtract":
            return apply("add", x, apply("neg", other), self.draw(st.sampled_from((x, other))))
        if kind == "divide":
            return apply("divide", x, apply("add", 2, apply("dotpower", other, 2)))
        return apply("hadamard" if kind == "hadamard" else "add", x, other)


def unary(kind: str, x: Expression) -> Expression:
    if kind == "square":
        return apply("dotpower", x, 2)
    if kind == "twice":
        return apply("product", 0.5, x)
    if kind == "itself":
        return apply("hadamard", x, x)
    return apply(kind, x)


def reducing(kind: str, x: Expression) -> Expression:
    if x.shape == ():
        return apply("tanh", x)
    if kind in ("rows", "columns"):
        return apply("sum", x, axis=0 if kind == "rows" else 1)
    if kind in ("softmax", "logsumexp"):
        return apply(kind, x, axis=1)
    return apply(kind, x)


@st.composite
def graphs(draw, equations: int = 6) -> Graph:
    growing = Growing(draw)
    for _ in range(2):
        growing.leaf(next(growing.sizes), next(growing.sizes))
    growing.leaf()
    for _ in range(draw(st.integers(1, equations))):
        start = growing.some()
        growing.equation(growing.grown(start, draw(st.integers(1, 3))))
    used = {parent for node in growing.nodes for parent in node.parents}
    ends = [name for name in growing.pool if name.name not in used]
    terms = [apply("sum", apply("sin", end)) if end.shape else apply("sin", end) for end in ends]
    growing.nodes.append(Equation("L", apply("add", *terms) if len(terms) > 1 else terms[0]))
    return Graph(growing.nodes, "L", growing.values)
