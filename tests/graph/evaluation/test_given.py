"""What a caller gives: any array-like that fits is taken, the rest is an error with the facts."""

import numpy as np
import pytest

import graph
from graph.expression import Name, apply
from graph.model import Equation, Graph, Leaf

TEXT = "A: 2x3\nx: 3\nr: 1x4\nk: scalar\ny = k A x\ns = r rᵀ\nL = ‖y‖² + s"


@pytest.fixture
def g():
    return graph.read(TEXT)


def problems(call):
    with pytest.raises(graph.GraphError) as raised:
        call()
    return raised.value.problems


def test_array_likes_become_float64(g):
    values = {"A": [[1, 2, 3], [4, 5, 6]], "x": (1, 2, 3), "r": [1, 2, 3, 4], "k": [[2]]}
    run = graph.evaluate(g, values=values)
    assert run.values["A"].dtype == np.float64
    assert run.values["x"].shape == (3, 1)
    assert run.values["r"].shape == (1, 4)
    assert run.values["k"].shape == ()
    assert run.loss == 4 * (14**2 + 32**2) + 30
    assert graph.evaluate(g, values={"x": np.array([1, 2, 3], dtype=np.float32)}).values["x"].dtype == np.float64


def test_a_value_that_does_not_fit(g):
    (problem,) = problems(lambda: graph.evaluate(g, values={"A": np.zeros((3, 2))}))
    assert problem.kind == "shape"
    assert problem.node == "A"
    assert problem.message == "A is 2×3, the value given is 3×2"
    (problem,) = problems(lambda: graph.evaluate(g, values={"x": [1, 2]}))
    assert problem.message == "x has 3 entries, the value given is 2×1"
    (problem,) = problems(lambda: graph.evaluate(g, values={"A": range(6)}))
    assert problem.kind == "shape"


@pytest.mark.parametrize("value", ["text", [1, "a"], [[1, 2], [3]], 1j, None, {"a": 1}])
def test_what_is_no_array_of_real_numbers(g, value):
    (problem,) = problems(lambda: graph.evaluate(g, values={"x": value}))
    assert (problem.kind, problem.node) in {("value", "x"), ("shape", "x")}


def test_all_that_is_wrong_is_said(g):
    found = problems(lambda: graph.evaluate(g, values={"nothing": 1, "y": [1, 2], "x": [1]}))
    assert [problem.kind for problem in found] == ["undefined", "value", "shape"]
    assert "nothing" in found[0].message
    assert "equation" in found[1].message


def test_a_loss_that_is_no_scalar_needs_a_seed(g):
    (problem,) = problems(lambda: graph.evaluate(g, loss="y"))
    assert problem.kind == "non-scalar-loss"
    assert "y has 2 entries" in problem.message
    assert "seed" in problem.hint
    assert "2×1" in problem.hint


def test_a_seed_that_does_not_fit(g):
    (problem,) = problems(lambda: graph.evaluate(g, loss="y", seed=[1, 2, 3]))
    assert problem.kind == "shape"
    assert problem.message == "y has 2 entries, the seed given is 3×1"
    (problem,) = problems(lambda: graph.evaluate(g, seed=[1, 2]))
    assert problem.message == "L is a scalar, the seed given is 2×1"
    (problem,) = problems(lambda: graph.evaluate(g, seed="one"))
    assert problem.kind == "value"
    assert "seed" in problem.message


def test_names_the_graph_has_not(g):
    assert problems(lambda: graph.evaluate(g, loss="Q"))[0].kind == "undefined"
    assert [p.kind for p in problems(lambda: graph.evaluate(g, wrt=["P", "Q", "x"]))] == ["undefined"] * 2


def test_a_leaf_without_a_value():
    g = Graph([Leaf("x", (2, 1)), Leaf("t", ()), Equation("L", apply("sum", Name("x", (2, 1))))], "L")
    assert [(p.kind, p.node) for p in problems(lambda: graph.evaluate(g))] == [("value", "x"), ("value", "t")]
    assert graph.evaluate(g, values={"x": [1, 2], "t": 0}).loss == 3
