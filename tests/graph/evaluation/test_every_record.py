"""The engine beside a plain interpreter of expressions, on every sample of every record, and under the check."""

import numpy as np
import pytest

from graph.calculus.checking import check
from graph.evaluation import evaluate
from graph.expression import Name, apply
from graph.model import Equation, Graph, Leaf
from tests.graph.operations import support


def graph_of(operation, sample):
    """The sample as a node between others, so that its inputs and its result are shared."""
    values = support.draw(operation, sample)
    call = support.call(operation, sample)
    nodes = [Leaf(name, np.shape(value)) for name, value in values.items()]
    nodes.append(Equation("y", call))
    y = Name("y", call.shape)
    nodes.append(Equation("L", apply("sum", apply("hadamard", apply("sin", y), y)) if y.shape else apply("sin", y)))
    return Graph(nodes, "L", {name: np.asarray(value) for name, value in values.items()})


@pytest.mark.parametrize(("operation", "sample"), support.CASES, ids=support.label)
def test_the_engine_gives_what_the_interpreter_gives(operation, sample):
    g = graph_of(operation, sample)
    run = evaluate(g)
    expression = g.nodes["y"].expression
    np.testing.assert_allclose(run.values["y"], support.evaluate(expression, g.values), rtol=1e-13, atol=1e-14)
    expected = support.reverse(expression, run.adjoints["y"], g.values)
    for name in g.values:
        if name in expected:
            np.testing.assert_allclose(run.adjoints[name], expected[name], rtol=1e-11, atol=1e-12)
        else:
            assert not run.adjoints[name].any()
    assert run.warnings == ()


WITH_INPUTS = [case for case in support.CASES if case[1].shapes]


@pytest.mark.parametrize(("operation", "sample"), WITH_INPUTS, ids=support.label)
def test_the_check_passes(operation, sample):
    found = check(graph_of(operation, sample))
    assert found.compared > 0
    assert found.error < 1e-6, found.summary
