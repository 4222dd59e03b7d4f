"""The gradients of a graph by PyTorch and by autograd: each reads the expressions in its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graph.expression import Apply, Number, postorder
from graph.model import Equation, Graph


def loss_of(g: Graph, leaves: Mapping[str, Any], words: Mapping[str, Callable]) -> Any:
    """The loss, calculated with ``words``, one function an operation."""
    values = dict(leaves)
    for name in g.order:
        node = g.nodes[name]
        if not isinstance(node, Equation):
            continue
        known: dict[int, Any] = {}
        for e in postorder(node.expression):
            if isinstance(e, Number):
                known[id(e)] = e.value
            elif isinstance(e, Apply):
                known[id(e)] = words[e.operation.name](*(known[id(x)] for x in e.inputs), **dict(e.options))
            else:
                known[id(e)] = values[e.name]
        values[name] = known[id(node.expression)]
    return values[g.loss]


def common_words(m: Any) -> dict[str, Callable]:
    """The operations that NumPy, autograd and PyTorch spell alike."""

    def product(a, b):
        return a * b if np.ndim(a) == 0 or np.ndim(b) == 0 else squeezed(a @ b)

    def squeezed(x):
        return x[0, 0] if tuple(x.shape) == (1, 1) else x

    def total(x, axis=None):
        if axis is None or np.ndim(x) == 0:
            return m.sum(x)
        return squeezed(m.sum(x, axis, keepdims=True))

    def softmax(x, axis):
        e = m.exp(x)
        return e / m.sum(e, axis, keepdims=True)

    def add(*terms):
        result = terms[0]
        for term in terms[1:]:
            result = result + term
        return result

    return {
        "add": add,
        "neg": lambda x: -x,
        "product": product,
        "hadamard": lambda a, b: a * b,
        "divide": lambda a, b: a / b,
        "dotpower": lambda a, b: a**b,
        "transpose": lambda x: x if np.ndim(x) == 0 else x.T,
        "tanh": m.tanh,
        "sin": m.sin,
        "arctan": m.arctan,
        "sigmoid": lambda x: 1 / (1 + m.exp(-x)),
        "softplus": lambda x: m.log(1 + m.exp(x)),
        "sum": total,
        "sqnorm": lambda x: m.sum(x * x),
        "norm": lambda x: m.sum(x * x) ** 0.5,
        "softmax": softmax,
        "logsumexp": lambda x, axis: squeezed(m.log(m.sum(m.exp(x), axis, keepdims=True))),
    }


def torch_gradients(g: Graph) -> dict[str, np.ndarray]:
    import torch

    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in g.values.items()}
    loss_of(g, leaves, common_words(torch)).backward()
    return {name: np.zeros(x.shape) if x.grad is None else x.grad.numpy() for name, x in leaves.items()}


def autograd_gradients(g: Graph) -> dict[str, np.ndarray]:
    import autograd
    import autograd.numpy

    names = list(g.values)
    words = common_words(autograd.numpy)
    slope = autograd.grad(lambda arrays: loss_of(g, dict(zip(names, arrays, strict=True)), words))
    return dict(zip(names, slope([g.values[name] for name in names]), strict=True))
