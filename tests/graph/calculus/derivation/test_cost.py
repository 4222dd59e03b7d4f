"""Derivations of large graphs: linear in their size, whatever the number of paths and the depth."""

import gc
import time

import numpy as np

import graph
from graph.expression import Name, apply
from graph.model import Equation, Graph, Leaf


def seconds(work) -> float:
    """Time of this process alone: the machine may be busy."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def network(steps: int) -> Graph:
    lines = ["A: 4x4", "x_0: 4"]
    lines += [f"x_{i} = tanh(A x_{i - 1} + x_{max(0, i - 7)})" for i in range(1, steps + 1)]
    return graph.read("\n".join([*lines, f"L = ‖x_{steps}‖²"]))


def test_a_graph_of_a_thousand_equations_derives_in_a_second():
    g = network(1000)
    assert min(seconds(lambda: graph.derive(g, wrt="A")) for _ in range(4)) < 1.0
    assert len(graph.derive(g, wrt="A").terms) == 1000


def test_its_texts_and_steps_come_soon_after():
    derivation = graph.derive(network(300), wrt="A")
    assert seconds(lambda: derivation.ascii and derivation.definitions) < 1.0
    assert seconds(lambda: derivation.steps) < 3.0
    run = graph.evaluate(derivation.graph)
    np.testing.assert_allclose(derivation.evaluate(run), run.adjoints["A"], rtol=1e-9)


def test_a_million_paths_cost_twenty_additions():
    lines = ["x_0: 4", *(f"x_{i} = x_{i - 1} + x_{i - 1}" for i in range(1, 21)), "L = sum(x_20)"]
    g = graph.read("\n".join(lines))
    assert seconds(lambda: graph.derive(g, wrt="x_0")) < 0.2
    assert graph.derive(g, wrt="x_0").unicode == "1048576 ones(4)"


def test_a_million_different_paths_are_written_in_a_page():
    lines = ["x_0: 4"]
    for i in range(1, 21):
        lines += [f"a_{i} = sin(x_{i - 1})", f"b_{i} = tanh(x_{i - 1})", f"x_{i} = a_{i} ⊙ b_{i}"]
    g = graph.read("\n".join([*lines, "L = sum(x_20)"]))
    named = graph.derive(g, wrt="x_0")
    length = len(named.unicode) + sum(len(d.unicode) for d in named.defined)
    assert length < 20 * 200
    assert named.checked.passed
    assert len(graph.derive(g, wrt="x_0", named=False).unicode) < 100_000


def test_depth_costs_no_recursion_and_no_more_than_its_length():
    x = e = Name("x", (3, 1))
    for _ in range(1200):
        e = apply("add", apply("tanh", e), x)
    g = Graph([Leaf("x", (3, 1)), Equation("L", apply("sum", e))], "L", {"x": np.full((3, 1), 0.3)})
    derivation = graph.derive(g, wrt="x")
    run = graph.evaluate(g)
    np.testing.assert_allclose(derivation.evaluate(run), run.adjoints["x"], rtol=1e-9)
    assert sum(len(d.unicode) for d in derivation.defined) < 1200 * 200


def test_many_uses_of_one_leaf_are_one_term_each():
    g = graph.read("x: 3\n" + "\n".join(f"y_{i} = {i} x" for i in range(1, 401)) + "\nL = Σ_{t=1..400} ‖y_t‖²")
    derivation = graph.derive(g, wrt="x")
    assert len(derivation.terms) == 400
    assert len({term.messages[0] for term in derivation.terms}) == 400
