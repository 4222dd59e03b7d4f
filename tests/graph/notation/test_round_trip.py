"""What is written reads back as it was."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.expression import Apply, Expression, Name, Number, apply, same
from graph.language import parse
from graph.model import Equation, Graph, Leaf
from graph.notation import bar, expression_text, write
from graph.operations import TABLE
from tests.graph.notation.trees import as_graph, random_tree, with_hole

SCRIPTS = ("unicode", "ascii")


def read_back(graph: Graph, style: str) -> Graph:
    text = write(graph, style)  # type: ignore[arg-type]
    reading = parse(text)
    assert reading.graph is not None, f"{text}\n{[str(p) for p in reading.problems]}"
    if style == "ascii":
        assert text.isascii(), text
    return reading.graph


def assert_same(graph: Graph, again: Graph) -> None:
    assert list(again.nodes) == list(graph.nodes)
    for name, node in graph.nodes.items():
        other = again.nodes[name]
        if isinstance(node, Leaf):
            assert other == node
        else:
            assert isinstance(other, Equation)
            assert same(other.expression, node.expression), (expression_text(node.expression), other.expression)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 16))
@pytest.mark.parametrize("style", SCRIPTS)
def test_random_trees(style: str, seed: int, size: int) -> None:
    graph = as_graph(random_tree(Random(seed), size))
    assert_same(graph, read_back(graph, style))


@pytest.mark.parametrize("style", SCRIPTS)
@pytest.mark.parametrize("name", list(TABLE))
def test_every_operation_and_every_pull(name: str, style: str) -> None:
    operation = TABLE[name]
    for sample in operation.samples:
        inputs = tuple(Name("xyzv"[i], shape) for i, shape in enumerate(sample.shapes))
        whole = Apply(operation, inputs, tuple(sample.options.items()))
        adjoint, result = Name(bar("q"), whole.shape), Name("q", whole.shape)
        messages = operation.pull(adjoint, result, *inputs, **sample.options)
        assert whole.shape is not None
        graph = Graph(
            [
                *(Leaf(x.name, x.shape or ()) for x in inputs),
                Leaf(adjoint.name, whole.shape),
                Equation("q", whole),
                *(Equation(f"m_{i}", message) for i, message in enumerate(messages) if message is not None),
            ]
        )
        assert_same(graph, read_back(graph, style))


A, B = Name("A", (3, 3)), Name("B", (3, 3))
X, Y = Name("x", (3, 1)), Name("α_12", (3, 1))
T, E, S = Name("T", ()), Name("e", ()), Name("β", ())
SIGMA = Name("σ", (3, 3))
AWKWARD: tuple[Expression, ...] = (
    apply("norm", apply("product", apply("norm", X), apply("norm", Y))),
    apply("abs", apply("abs", X)),
    apply("norm", apply("abs", X)),
    apply("abs", apply("add", apply("norm", X), apply("abs", S))),
    apply("power", apply("norm", X), 2),
    apply("power", apply("sqnorm", X), 2),
    apply("power", S, T),
    apply("power", S, apply("neg", T)),
    apply("dotpower", A, T),
    apply("power", apply("power", S, 2), 3),
    apply("power", 2, apply("power", S, 2)),
    apply("power", -2, S),
    apply("neg", apply("power", 2, S)),
    apply("neg", 3),
    apply("neg", apply("neg", apply("product", 2, X))),
    apply("add", X, apply("neg", apply("neg", Y))),
    apply("add", apply("neg", X), -3, apply("neg", Number(-3))),
    apply("add", apply("add", X, Y), apply("add", X, Y)),
    apply("add", S, apply("neg", apply("add", S, T))),
    apply("hadamard", apply("neg", X), Y),
    apply("neg", apply("hadamard", X, Y)),
    apply("hadamard", X, apply("hadamard", X, Y)),
    apply("divide", apply("hadamard", X, Y), apply("product", 2, X)),
    apply("product", A, apply("product", B, X)),
    apply("product", apply("product", A, B), X),
    apply("product", apply("quotient", S, T), X),
    apply("quotient", S, apply("quotient", S, T)),
    apply("quotient", apply("quotient", S, T), 2),
    apply("product", X, apply("quotient", 1, 2)),
    apply("product", apply("product", 2, 3), apply("power", 2, S)),
    apply("product", Number(3.141592653589793, "π"), apply("add", S, T)),
    apply("product", apply("product", S, Number(3.141592653589793, "π")), apply("add", S, T)),
    apply("product", E, apply("add", S, T)),
    apply("product", Number(2.718281828459045, "e"), apply("add", S, T)),
    apply("product", SIGMA, apply("sigmoid", apply("add", A, B))),
    apply("transpose", apply("inv", A)),
    apply("inv", apply("transpose", A)),
    apply("inv", S),
    apply("power", S, -1),
    apply("matpower", A, exponent=-1),
    apply("matpower", S, exponent=3),
    apply("transpose", apply("transpose", apply("matpower", A, exponent=2))),
    apply("dotpower", X, -1),
    apply("dotpower", X, 2),
    apply("dotpower", S, 2),
    apply("dotpower", 2, X),
    apply("dotpower", Number(2.5, "2.50"), X),
    apply("mask_gt", apply("neg", X), apply("neg", apply("hadamard", X, Y))),
    apply("hadamard", apply("mask_eq", X, 0), apply("mask_ne", apply("mask_gt", X, 0), Y)),
    apply("conv", apply("conv", X, Y, mode="full"), X, size=(3, 1)),
    apply("stack", apply("neg", S), T, Number(-1), apply("add", S, T), rows=(2, 2)),
    apply("sum", apply("sum", A, axis=0), axis=1),
)


@pytest.mark.parametrize("style", SCRIPTS)
@pytest.mark.parametrize("tree", AWKWARD, ids=lambda tree: expression_text(tree))
def test_awkward_trees(tree: Expression, style: str) -> None:
    assert_same(as_graph(tree), read_back(as_graph(tree), style))


@pytest.mark.parametrize("style", SCRIPTS)
def test_holes_stay_open(style: str) -> None:
    graph = as_graph(with_hole(apply("product", A, X)))
    assert_same(graph, read_back(graph, style))


def test_a_sum_of_many_terms_and_a_deep_product() -> None:
    s = Name("s", ())
    deep: Expression = s
    for _ in range(3000):
        deep = apply("product", deep, s)
    graph = Graph([Leaf("s", ()), Equation("a", apply("add", *[s] * 3000)), Equation("b", deep)])
    assert_same(graph, read_back(graph, "unicode"))


def test_a_tree_of_shared_branches_does_not_fill_the_memory() -> None:
    doubled: Expression = Name("s", ())
    for _ in range(200):
        doubled = apply("product", doubled, doubled)
    assert len(expression_text(doubled)) < 3_000_000


def test_roles_properties_and_values() -> None:
    text = (
        "A ∈ ℝ²ˣ² symmetric = [1 2; 2 -0.5]\nx, y ∈ ℝ² input\nr ∈ ℝ¹ˣ² constant = [[1, 2]]\nc ∈ ℝ = 3\nL = r A x + c\n"
    )
    graph = parse(text).graph
    assert graph is not None
    again = parse(write(graph, values=True)).graph
    assert again is not None
    assert_same(graph, again)
    for name in graph.values:
        assert again.values[name].tolist() == graph.values[name].tolist()
