"""Adjoints and messages of random graphs against PyTorch, autograd and central differences."""

import numpy as np
import pytest
from hypothesis import given, settings

from graph import evaluate
from graph.calculus.checking import check, check_messages
from graph.calculus.gradient import gradient
from graph.model import Graph
from tests.graph.calculus import oracles
from tests.graph.calculus.random_graphs import graphs


def assert_agree(g: Graph, expected: dict[str, np.ndarray]) -> None:
    adjoints = evaluate(g).adjoints
    for name, gradient_ in expected.items():
        scale = 1 + np.abs(gradient_).max()
        np.testing.assert_allclose(adjoints[name], gradient_, rtol=1e-9, atol=1e-11 * scale, err_msg=name)


@settings(max_examples=60)
@given(graphs())
def test_adjoints_are_those_of_torch(g):
    pytest.importorskip("torch")
    assert_agree(g, oracles.torch_gradients(g))


@settings(max_examples=30)
@given(graphs())
def test_adjoints_are_those_of_autograd(g):
    pytest.importorskip("autograd")
    assert_agree(g, oracles.autograd_gradients(g))


@settings(max_examples=25)
@given(graphs(equations=4))
def test_adjoints_and_messages_agree_with_central_differences(g):
    found = check(g)
    assert found.passed, found.summary
    messages = check_messages(g)
    assert messages.passed, messages.summary


@settings(max_examples=30)
@given(graphs())
def test_messages_sum_to_the_adjoint(g):
    run = evaluate(g)
    for name, messages in run.messages.items():
        expected = sum(messages.values(), start=np.zeros(run.values[name].shape))
        if name == g.loss:
            assert not messages
        else:
            np.testing.assert_allclose(run.adjoints[name], expected, rtol=1e-9, atol=1e-12)
        assert run.adjoints[name].shape == run.values[name].shape == (g.nodes[name].shape)


@settings(max_examples=20)
@given(graphs(equations=4))
def test_the_gradient_as_a_graph_gives_the_same_adjoints(g):
    run = evaluate(g)
    swept = gradient(g)
    whole = evaluate(swept.graph)
    for name, bar in swept.bars.items():
        np.testing.assert_allclose(whole.values[bar], run.adjoints[name], rtol=1e-12, atol=1e-14)
