"""Three calculations as a graph, by hand in NumPy, in PyTorch and in autograd: loss, gradients of the parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.expression import Expression, Name, apply
from graph.model import Array, Equation, Graph, Leaf

Result = tuple[float, list[Array]]


@dataclass(frozen=True)
class Task:
    """``by_hand`` takes the arrays of the leaves; ``objective(module, arrays)`` is the loss in the words of a module
    that has NumPy's names (autograd.numpy, or the few of torch that are needed)."""

    name: str
    graph: Graph
    parameters: tuple[str, ...]
    by_hand: Callable[[dict[str, Array]], Result]
    objective: Callable


class _Builder:
    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.nodes: list[Leaf | Equation] = []
        self.values: dict[str, Array] = {}

    def leaf(self, name: str, shape: tuple[int, ...], scale: float = 1.0, role: str = "parameter") -> Expression:
        self.nodes.append(Leaf(name, shape, role))
        self.values[name] = self.random.normal(size=shape) * scale
        return Name(name, shape)

    def equation(self, name: str, expression: Expression) -> Expression:
        self.nodes.append(Equation(name, expression))
        return Name(name, expression.shape)

    def graph(self) -> Graph:
        return Graph(self.nodes, "L", self.values)


def chain(length: int = 1000) -> Task:
    """tanh, ⊙ and + in turn on vectors of four entries, two of them shared by all."""
    build = _Builder(1)
    x = build.leaf("x", (4, 1))
    w = build.leaf("w", (4, 1))
    b = build.leaf("b", (4, 1))
    for k in range(length):
        operation, *others = (("tanh",), ("hadamard", w), ("add", b))[k % 3]
        x = build.equation(f"x_{k}", apply(operation, x, *others))
    build.equation("L", apply("sqnorm", x))

    def by_hand(arrays: dict[str, Array]) -> Result:
        x, w, b = arrays["x"], arrays["w"], arrays["b"]
        values = [x]
        for k in range(length):
            if k % 3 == 0:
                x = np.tanh(x)
            elif k % 3 == 1:
                x = x * w
            else:
                x = x + b
            values.append(x)
        loss = float((x * x).sum())
        g = 2 * x
        w_bar, b_bar = np.zeros_like(w), np.zeros_like(b)
        for k in range(length - 1, -1, -1):
            if k % 3 == 0:
                y = values[k + 1]
                g = g * (1 - y * y)
            elif k % 3 == 1:
                w_bar += g * values[k]
                g = g * w
            else:
                b_bar += g
        return loss, [g, w_bar, b_bar]

    def objective(m, x, w, b):
        for k in range(length):
            x = m.tanh(x) if k % 3 == 0 else x * w if k % 3 == 1 else x + b
        return (x * x).sum()

    return Task(f"chain of {length}", build.graph(), ("x", "w", "b"), by_hand, objective)


def mlp(widths: tuple[int, ...] = (784, 512, 256, 10), batch: int = 128) -> Task:
    """A network with relu and the cross-entropy of a softmax, columns being samples."""
    build = _Builder(2)
    x = build.leaf("X", (widths[0], batch), role="constant")
    t = build.leaf("T", (widths[-1], batch), role="constant")
    build.values["T"] = np.eye(widths[-1])[:, build.random.integers(widths[-1], size=batch)]
    layers = range(1, len(widths))
    for k in layers:
        weights = build.leaf(f"W_{k}", (widths[k], widths[k - 1]), widths[k - 1] ** -0.5)
        bias = build.leaf(f"b_{k}", (widths[k], 1))
        x = build.equation(f"y_{k}", apply("add", apply("product", weights, x), bias))
        if k < layers[-1]:
            x = build.equation(f"x_{k}", apply("relu", x))
    scores = apply("hadamard", t, apply("log_softmax", x, axis=0))
    build.equation("L", apply("quotient", apply("neg", apply("sum", scores)), batch))
    parameters = tuple(f"{letter}_{k}" for k in layers for letter in "Wb")

    def by_hand(arrays: dict[str, Array]) -> Result:
        x, t = arrays["X"], arrays["T"]
        inputs, outputs = [x], []
        for k in layers:
            y = arrays[f"W_{k}"] @ x
            y += arrays[f"b_{k}"]
            outputs.append(y)
            x = np.maximum(y, 0) if k < layers[-1] else y
            inputs.append(x)
        shifted = y - y.max(axis=0, keepdims=True)
        e = np.exp(shifted)
        sums = e.sum(axis=0, keepdims=True)
        loss = -float((t * (shifted - np.log(sums))).sum()) / batch
        g = e / sums
        g -= t  # the columns of T sum to 1
        g /= batch
        gradients: list[Array] = []
        for k in reversed(layers):
            gradients[:0] = [g @ inputs[k - 1].T, g.sum(axis=1, keepdims=True)]
            if k > 1:
                g = arrays[f"W_{k}"].T @ g
                g *= outputs[k - 2] > 0
        return loss, gradients

    def objective(m, *parameters):
        x, t = m.asarray(build.values["X"]), m.asarray(build.values["T"])
        for k in layers:
            y = parameters[2 * k - 2] @ x + parameters[2 * k - 1]
            x = m.maximum(y, m.asarray(0.0)) if k < layers[-1] else y
        peak = m.asarray(np.zeros((1, batch)))  # the scores are small
        return -(t * (y - peak - m.log(m.exp(y - peak).sum(0)))).sum() / batch

    name = "MLP " + "-".join(map(str, widths)) + f", batch {batch}"
    return Task(name, build.graph(), parameters, by_hand, objective)


def rnn(steps: int = 50, batch: int = 64, width: int = 256) -> Task:
    """h_t = tanh(W h_{t-1} + U x_t + b), columns being samples."""
    build = _Builder(3)
    w = build.leaf("W", (width, width), width**-0.5)
    u = build.leaf("U", (width, width), width**-0.5)
    b = build.leaf("b", (width, 1))
    h = build.leaf("h_0", (width, batch), role="constant")
    for t in range(1, steps + 1):
        x = build.leaf(f"x_{t}", (width, batch), role="constant")
        h = build.equation(f"h_{t}", apply("tanh", apply("add", apply("product", w, h), apply("product", u, x), b)))
    build.equation("L", apply("quotient", apply("sqnorm", h), batch))

    def by_hand(arrays: dict[str, Array]) -> Result:
        w, u, b = arrays["W"], arrays["U"], arrays["b"]
        states = [arrays["h_0"]]
        for t in range(1, steps + 1):
            y = w @ states[-1]
            y += u @ arrays[f"x_{t}"]
            y += b
            states.append(np.tanh(y, out=y))
        h = states[-1]
        loss = float((h * h).sum()) / batch
        g = h * (2 / batch)
        w_bar, u_bar, b_bar = np.zeros_like(w), np.zeros_like(u), np.zeros_like(b)
        for t in range(steps, 0, -1):
            slope = states[t] * states[t]
            np.subtract(1, slope, out=slope)
            slope *= g
            w_bar += slope @ states[t - 1].T
            u_bar += slope @ arrays[f"x_{t}"].T
            b_bar += slope.sum(axis=1, keepdims=True)
            if t > 1:
                g = w.T @ slope
        return loss, [w_bar, u_bar, b_bar]

    def objective(m, w, u, b):
        h = m.asarray(build.values["h_0"])
        for t in range(1, steps + 1):
            h = m.tanh(w @ h + u @ m.asarray(build.values[f"x_{t}"]) + b)
        return (h * h).sum() / batch

    return Task(f"RNN {steps} steps, batch {batch}, width {width}", build.graph(), ("W", "U", "b"), by_hand, objective)
