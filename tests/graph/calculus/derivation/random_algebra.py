"""Random expressions of square matrices and vectors: inverses, traces, declared properties, scalars, masks."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from graph.expression import Expression, Name, apply
from graph.language.leaf_values import with_properties
from graph.model import Equation, Graph, Leaf

N = 3
LEAVES = {
    "A": ((N, N), ()),
    "B": ((N, N), ()),
    "S": ((N, N), ("symmetric",)),
    "D": ((N, N), ("diagonal",)),
    "Q": ((N, N), ("orthogonal",)),
    "x": ((N, 1), ()),
    "y": ((N, 1), ()),
    "t": ((N, 1), ("onehot",)),
    "p": ((N, 1), ("positive",)),
    "λ": ((), ()),
    "μ": ((), ("positive",)),
}
UNARY = {
    (N, N): ("transpose", "neg", "inverse", "square", "sigmoid", "twice", "gram", "itself"),
    (N, 1): ("neg", "tanh", "softmax", "square", "exp", "relu", "diag", "log", "normed", "complement", "itself"),
    (): ("neg", "tanh", "square", "exp", "softplus", "itself"),
}
BINARY = {
    (N, N): ("add", "subtract", "product", "product", "hadamard", "times", "scale", "kron"),
    (N, 1): ("add", "subtract", "hadamard", "divide", "dot", "outer", "scale", "conv"),
    (): ("add", "product", "quotient", "scale"),
}
REDUCING = {
    (N, N): ("sum", "sqnorm", "tr", "rows", "columns", "logdet"),
    (N, 1): ("sum", "sqnorm", "norm", "logsumexp", "mean", "max"),
}


class Growing:
    def __init__(self, draw) -> None:
        self.draw = draw
        self.nodes: list[Leaf | Equation] = []
        self.pool: list[Name] = []
        generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
        self.values = {}
        for name, (shape, words) in LEAVES.items():
            properties = frozenset(words)
            self.nodes.append(Leaf(name, shape, "parameter", properties))
            self.values[name] = np.asarray(with_properties(generator.normal(size=shape), properties, generator))
            self.pool.append(Name(name, shape))

    def pick(self, shape) -> Expression:
        return self.draw(st.sampled_from([name for name in self.pool if name.shape == shape]))

    def start(self) -> Expression:
        return self.draw(st.sampled_from(self.pool))

    def grown(self, x: Expression, operations: int) -> Expression:
        for _ in range(operations):
            way = self.draw(st.sampled_from(("unary", "binary", "binary", "reducing")))
            if way == "unary":
                x = unary(self.draw(st.sampled_from(UNARY[x.shape])), x)
            elif way == "binary" or x.shape == ():
                x = self.binary(self.draw(st.sampled_from(BINARY[x.shape])), x)
            else:
                x = self.reducing(self.draw(st.sampled_from(REDUCING[x.shape])), x)
        return x

    def binary(self, kind: str, x: Expression) -> Expression:
        if kind == "scale":
            return apply("product", self.pick(()), x)
        if kind == "times":
            return apply("product", x, self.pick((N, 1)))
        if kind == "dot":
            return apply("product", apply("transpose", x), self.pick((N, 1)))
        if kind == "outer":
            return apply("product", x, apply("transpose", self.pick((N, 1))))
        other = self.pick(x.shape)
        if kind == "subtract":
            return apply("add", x, apply("neg", other))
        if kind in ("divide", "quotient"):
            return apply(kind, x, apply("add", 2, apply("dotpower" if x.shape else "power", other, 2)))
        if kind == "kron":
            return apply("slice", apply("kron", x, other), bounds=(2, 4, 5, 7))
        if kind == "product" and self.draw(st.booleans()):
            return apply("product", apply("transpose", other), x)
        return apply(kind, x, other)

    def reducing(self, kind: str, x: Expression) -> Expression:
        if kind == "rows":
            return apply("sum", x, axis=1)
        if kind == "columns":
            return apply("transpose", apply("sum", x, axis=0))
        if kind == "logdet":
            return apply("logdet", gram(x))
        return apply(kind, x)


def gram(x: Expression) -> Expression:
    return apply("add", apply("product", x, apply("transpose", x)), apply("eye", n=N))


def unary(kind: str, x: Expression) -> Expression:
    if kind == "inverse":
        return apply("inv", gram(x))
    if kind == "square":
        return (
            apply("matpower", x, exponent=2) if x.shape == (N, N) else apply("dotpower" if x.shape else "power", x, 2)
        )
    if kind == "twice":
        return apply("product", 0.5, x)
    if kind == "gram":
        return gram(x)
    if kind == "itself":
        return apply("hadamard" if x.shape else "product", x, x)
    if kind == "diag":
        return apply("product", apply("diag", x), x)
    if kind == "log":
        return apply("log", apply("add", 1, apply("dotpower", x, 2)))
    if kind == "normed":
        return apply("quotient", x, apply("norm", x))
    if kind == "complement":
        return apply("add", 1, apply("neg", x))
    return apply(kind, x)


@st.composite
def algebra_graphs(draw) -> Graph:
    growing = Growing(draw)
    for number in range(draw(st.integers(1, 4))):
        e = growing.grown(growing.start(), draw(st.integers(1, 3)))
        name = Name(f"y_{number}", e.shape)
        growing.nodes.append(Equation(name.name, e))
        growing.pool.append(name)
    used = {parent for node in growing.nodes for parent in node.parents}
    ends = [n for n in growing.pool if n.name.startswith("y_") and n.name not in used]
    terms = [apply("sum", apply("sin", end)) if end.shape else apply("sin", end) for end in ends]
    growing.nodes.append(Equation("L", apply("add", *terms) if len(terms) > 1 else terms[0]))
    return Graph(growing.nodes, "L", growing.values)
