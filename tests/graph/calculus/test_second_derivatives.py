"""Every pull can be differentiated again: Hessians through every operation, against differences and other programs."""

from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given, settings

import graph
from graph.expression import Name, apply
from graph.model import Equation, Graph, Leaf
from graph.operations import Operation, Sample
from tests.graph.calculus import oracles
from tests.graph.calculus.random_graphs import graphs
from tests.graph.operations.support import CASES, call, draw, label, like

MOVING = [(operation, sample) for operation, sample in CASES if sample.shapes]


def bent(operation: Operation, sample: Sample) -> Graph:
    """A loss that curves in the operation's result, with weights so that no symmetry hides a mistake."""
    root = call(operation, sample)
    values = {name: np.asarray(value, dtype=np.float64) for name, value in draw(operation, sample).items()}
    y, weights = Name("y", root.shape), Name("W", root.shape)
    entries = apply("hadamard", weights, apply("add", y, apply("hadamard", 0.5, apply("hadamard", y, y))))
    leaves = [Leaf(name, value.shape) for name, value in values.items()]
    loss = apply("sum", entries) if root.shape else entries
    nodes = [*leaves, Leaf("W", root.shape, "constant"), Equation("y", root), Equation("L", loss)]
    return Graph(nodes, "L", {**values, "W": np.asarray(like("weights", root.shape))})


@pytest.mark.parametrize(("operation", "sample"), MOVING, ids=label)
def test_the_gradient_through_every_operation_is_differentiated_rightly(operation, sample):
    g = bent(operation, sample)
    for wrt, by in combinations_with_replacement([name for name in g.leaves if name != "W"], 2):
        h = graph.hessian(g, wrt, by)
        checked = h.check()
        assert checked.passed, f"∂²L/∂{wrt}∂{by}: {checked}"
        assert not checked.skipped
        assert h.asymmetry is None or h.asymmetry < 1e-12


SPECIAL = {
    "det of rank 2": ("A: 3x3 = [1 2 3; 4 5 6; 7 8 9]\nL = det(A)²", "A"),
    "det of rank 1": ("A: 3x3 = [1 1 1; 1 1 1; 1 1 1]\nL = det(A)", "A"),
    "det of 0": ("A: 2x2 = [0 0; 0 0]\nL = det(A)", "A"),
    "square at 0": ("x: 3 = [0; 1; -1]\nL = sum(x .^ 2)", "x"),
    "cube at 0": ("x: 3 = [0; 1; -1]\nL = sum(x .^ 3)", "x"),
    "power of 0": ("A: 2x2 = [0 0; 0 0]\nL = sum(A²)", "A"),
    "far out": ("x: 3 = [0; 700; -700]\nL = sum(silu(x) + softplus(x) + σ(x) + tanh(x)) + logsumexp(x)", "x"),
    "norm, squared by hand, at 0": ("x: 3 = [0; 0; 0]\nL = ‖x‖²", "x"),
}


@pytest.mark.parametrize("name", SPECIAL)
def test_second_derivatives_where_first_ones_need_care(name):
    text, wrt = SPECIAL[name]
    h = graph.hessian(graph.read(text), wrt)
    assert not h.problems
    checked = h.check()
    assert checked.passed, checked
    assert not checked.skipped


@settings(max_examples=12, deadline=None)
@given(graphs(equations=3))
def test_all_blocks_of_random_graphs_are_those_of_torch(g):
    pytest.importorskip("torch")
    import torch

    names = list(g.values)
    words = oracles.common_words(torch)
    arrays = tuple(torch.tensor(g.values[name]) for name in names)
    blocks = torch.autograd.functional.hessian(
        lambda *leaves: oracles.loss_of(g, dict(zip(names, leaves, strict=True)), words), arrays
    )
    for row, wrt in zip(blocks, names, strict=True):
        for block, by in zip(row, names, strict=True):
            scale = 1 + float(block.abs().max())
            found = graph.hessian(g, wrt, by).array
            np.testing.assert_allclose(found, block.numpy(), rtol=1e-8, atol=1e-10 * scale, err_msg=f"{wrt}, {by}")


NETS = (
    "X: 5x2\nw: 2\ny: 5\nL = ‖tanh(X w) − y‖²",
    "A: 3x3\nx: 3\nL = logsumexp(A sin(x), axis=0) + ‖A‖",
    "W: 2x3\nx: 3\nL = sum(softplus(W x)) + arctan(x' x)",
)


@pytest.mark.parametrize("text", NETS)
def test_blocks_are_those_of_jax(text):
    jax = pytest.importorskip("jax")
    g = graph.read(text)
    names = list(g.values)
    with jax.enable_x64(True):
        words = oracles.common_words(jax.numpy)
        leaves = {name: jax.numpy.asarray(g.values[name]) for name in names}
        blocks = jax.hessian(lambda arrays: oracles.loss_of(g, arrays, words))(leaves)
    for wrt in names:
        for by in names:
            found = graph.hessian(g, wrt, by).array
            np.testing.assert_allclose(found, blocks[wrt][by], rtol=1e-10, atol=1e-12, err_msg=f"{wrt}, {by}")
