"""Derivations of large graphs: linear in their size, whatever the number of paths and the depth."""

import numpy as np

import graph
from graph.expression import Name, apply
from graph.model import Equation, Graph, Leaf
from tests.counting import calls


def work(g: Graph, leaf: str) -> int:
    return calls(lambda: graph.derive(g, wrt=leaf))


def network(steps: int) -> Graph:
    lines = ["A: 4x4", "x_0: 4"]
    lines += [f"x_{i} = tanh(A x_{i - 1} + x_{max(0, i - 7)})" for i in range(1, steps + 1)]
    return graph.read("\n".join([*lines, f"L = ‖x_{steps}‖²"]))


def doubling(levels: int) -> Graph:
    """A graph with two paths for every level: 2^levels in all."""
    lines = ["x_0: 4", *(f"x_{i} = x_{i - 1} + x_{i - 1}" for i in range(1, levels + 1)), f"L = sum(x_{levels})"]
    return graph.read("\n".join(lines))


def test_twice_the_equations_cost_twice_the_work():
    assert work(network(300), "A") < 2.6 * work(network(150), "A")


def test_a_graph_of_a_thousand_equations_is_derived_term_by_term():
    assert len(graph.derive(network(1000), wrt="A").terms) == 1000


def test_its_texts_and_steps_grow_with_it():
    def writing(n: int) -> int:
        derivation = graph.derive(network(n), wrt="A")
        return calls(lambda: derivation.ascii and derivation.definitions and derivation.steps)

    assert writing(200) < 3 * writing(100)


def test_what_a_long_derivation_says_is_the_adjoint():
    derivation = graph.derive(network(300), wrt="A")
    run = graph.evaluate(derivation.graph)
    np.testing.assert_allclose(derivation.evaluate(run), run.adjoints["A"], rtol=1e-9)


def test_a_million_paths_cost_twenty_additions():
    assert work(doubling(20), "x_0") < 3 * work(doubling(10), "x_0")
    assert graph.derive(doubling(20), wrt="x_0").unicode == "1048576 ones(4)"


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
