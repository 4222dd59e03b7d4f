"""The reverse sweep in symbols."""

import numpy as np
import pytest

import graph
from graph.calculus.gradient import gradient, total
from graph.evaluation.plan import plan
from graph.expression import Apply, Hole, Name, Number, apply, is_call, names, postorder
from graph.model import Equation, Graph, Leaf

SHARED_A = """
A, B ∈ ℝ^{3×3}
x ∈ ℝ³
y = A x
u = σ(y)
v = B x
z = A (u ⊙ v)
w = A z
L = ‖w‖²
"""


def operations(*roots):
    seen = {id(e): e for root in roots for e in postorder(root) if isinstance(e, Apply)}
    return [e.operation.name for e in seen.values()]


def test_the_closed_form_of_the_article():
    run = graph.evaluate(graph.read(SHARED_A))
    a, b, x, u, v, z, w = (run.values[name] for name in "ABxuvzw")
    z_bar = 2 * a.T @ w
    y_bar = (a.T @ z_bar) * v * u * (1 - u)
    v_bar = (a.T @ z_bar) * u
    expected = {"w": 2 * w @ z.T, "z": z_bar @ (u * v).T, "y": y_bar @ x.T}
    assert list(run.messages["A"]) == ["w", "z", "y"]
    for child, message in expected.items():
        np.testing.assert_allclose(run.messages["A"][child], message, rtol=1e-13)
    np.testing.assert_allclose(run.adjoints["A"], sum(expected.values()), rtol=1e-13)
    np.testing.assert_allclose(run.adjoints["B"], v_bar @ x.T, rtol=1e-13)
    np.testing.assert_allclose(run.messages["x"]["y"], a.T @ y_bar, rtol=1e-13)
    np.testing.assert_allclose(run.messages["x"]["v"], b.T @ v_bar, rtol=1e-13)
    np.testing.assert_allclose(run.adjoints["x"], a.T @ y_bar + b.T @ v_bar, rtol=1e-13)


def test_messages_are_written_with_names():
    swept = gradient(graph.read(SHARED_A))
    assert swept.bars["y"] == "ȳ"
    assert swept.bars["A"] == "Ā"
    assert names(swept.messages["A"]["z"]) == ("z̄", "u", "v")
    assert operations(swept.messages["A"]["z"]) == ["hadamard", "transpose", "product"]
    # Through the output's name: u ⊙ (1 − u), and σ is not calculated again.
    assert set(names(swept.messages["y"]["u"])) == {"ū", "u"}
    assert "sigmoid" not in operations(swept.messages["y"]["u"])


def test_the_adjoint_of_a_scalar_loss_is_folded_away():
    swept = gradient(graph.read(SHARED_A))
    message = swept.messages["w"]["L"]
    assert is_call(message, "product")
    assert [type(e) for e in message.inputs] == [Number, Name]
    assert swept.adjoints["L"].value == 1
    seeded = gradient(graph.read(SHARED_A), seeded=True)
    assert "L̄" in names(seeded.messages["w"]["L"])


def test_several_uses_in_one_equation_are_one_message():
    run = graph.evaluate(graph.read("x ∈ ℝ³\ny = x ⊙ x\nL = sum(y)"))
    assert list(run.messages["x"]) == ["y"]
    np.testing.assert_allclose(run.messages["x"]["y"], 2 * run.values["x"], rtol=1e-15)


def test_uses_in_nested_products_are_summed():
    g = graph.read("x: 2x2\ny: 2x2\nz: 2x2\np = (x y) (x z)\nL = sum(p)")
    run = graph.evaluate(g)
    x, y, z = (run.values[name] for name in "xyz")
    ones = np.ones((2, 2))
    expected = ones @ (x @ z).T @ y.T + (x @ y).T @ ones @ z.T
    assert list(run.messages["x"]) == ["p"]
    np.testing.assert_allclose(run.messages["x"]["p"], expected, rtol=1e-13)


def test_a_mask_sends_nothing():
    g = graph.read("x ∈ ℝ³\nm = [x > 0]\ny = m ⊙ x\nL = sum(y)")
    swept = gradient(g)
    assert set(swept.messages["x"]) == {"y"}
    assert "m" in swept.reached
    run = graph.evaluate(g)
    np.testing.assert_array_equal(run.adjoints["x"], run.values["m"])


def test_towards_some_nodes_only():
    g = graph.read(SHARED_A)
    swept = gradient(g, wrt=["B"])
    assert swept.reached == {"L", "w", "z", "v", "B"}
    assert set(swept.messages["z"]) == {"w"}
    assert not swept.messages["A"]
    assert swept.messages["x"] == {}


def test_the_names_of_adjoints_avoid_those_of_the_graph():
    nodes = [
        Leaf("x", (2, 1)),
        Leaf("x̄", (2, 1)),
        Leaf("x̄_2", (2, 1)),
        Equation("L", apply("sum", apply("add", *(Name(n, (2, 1)) for n in ("x", "x̄", "x̄_2"))))),
    ]
    swept = gradient(Graph(nodes, "L"))
    assert len(set(swept.bars.values())) == 4
    assert not set(swept.bars.values()) & {"x", "x̄", "x̄_2", "L"}
    assert swept.bars["x"] == "x̄_3"


def test_the_gradient_can_be_differentiated_again():
    g = graph.read("x ∈ ℝ³\ny = x ⊙ x ⊙ x\nL = sum(y ⊙ x)", values={"x": [0.5, -1.5, 2.0]})
    first = gradient(g)
    x = g.values["x"]
    bar = Name(first.bars["x"], (3, 1))
    again = Graph([*first.graph.nodes.values(), Equation("S", apply("sqnorm", bar))], "S", g.values)
    run = graph.evaluate(again)
    np.testing.assert_allclose(run.values[bar.name], 4 * x**3, rtol=1e-13)
    # S = Σ 16 x⁶
    np.testing.assert_allclose(run.adjoints["x"], 96 * x**5, rtol=1e-13)
    assert graph.check(again).passed


def test_every_message_stands_whole_in_the_sum():
    swept = gradient(graph.read(SHARED_A))
    assert swept.adjoints["A"].inputs == tuple(swept.messages["A"].values())
    assert swept.adjoints["u"] is swept.messages["u"]["z"]


def test_numbers_are_folded_in_sums():
    x = Name("x", ())
    assert total([Number(2), Number(3)]).value == 5
    assert total([Number(0), x]) is x
    assert total([x, x]).inputs == (x, x)


def test_the_cost_of_a_long_equation_is_linear():
    def made(length: int) -> int:
        x = e = Name("x", (2, 2))
        for _ in range(length):
            e = apply("product", apply("tanh", e), x)
        swept = gradient(
            Graph([Leaf("x", (2, 2)), Equation("y", e), Equation("L", apply("sum", Name("y", (2, 2))))], "L")
        )
        return len(operations(swept.messages["x"]["y"]))

    assert made(80) < 2.2 * made(40)


def test_a_sum_of_thousands_of_terms():
    leaves = [Leaf(f"x_{k}", ()) for k in range(3000)]
    total_ = apply("add", *(apply("tanh", Name(leaf.name, ())) for leaf in leaves))
    g = Graph([*leaves, Equation("L", total_)], "L", {leaf.name: np.asarray(0.1) for leaf in leaves})
    run = graph.evaluate(g)
    assert run.loss == pytest.approx(3000 * np.tanh(0.1))
    assert run.adjoints["x_2999"] == pytest.approx(1 - np.tanh(0.1) ** 2)


def test_the_sweep_costs_a_few_calls_an_equation():
    g = graph.read("x, w ∈ ℝ⁴\nh_0 = x + w\nh_t = tanh(h_{t-1} ⊙ w) for t = 1..200\nL = ‖h_200‖²")
    assert len(plan(g, "L").program.steps) < 200 * 8 + 10


@pytest.mark.parametrize(
    ("g", "kind"),
    [
        (Graph([Leaf("x", ())]), "empty"),
        (Graph([Leaf("x", ())], "y"), "undefined"),
        (Graph([Leaf("x", (2, 1)), Equation("L", apply("sum", Hole()))], "L"), "value"),
    ],
)
def test_no_loss_no_gradient(g, kind):
    with pytest.raises(graph.GraphError) as raised:
        gradient(g)
    assert raised.value.problems[0].kind == kind
