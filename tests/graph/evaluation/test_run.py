"""What a run shows: values, adjoints, messages, loss."""

import numpy as np
import pytest

import graph
from graph.evaluation.plan import plan
from graph.expression import Apply, Hole, Name, apply
from graph.model import Equation, Graph, Leaf

TEXT = """
A: 2x3
x: 3
k: scalar, constant
t: 4
y = A x
z = k tanh(y)
q = exp(t)
L = ‖z‖²
"""


@pytest.fixture
def g():
    return graph.read(TEXT, values={"k": 2})


def test_values_are_float64_in_the_shape_of_their_node(g):
    run = graph.evaluate(g)
    assert set(run.values) == set(g.nodes)
    for name, value in run.values.items():
        assert isinstance(value, np.ndarray)
        assert value.dtype == np.float64
        assert value.shape == g.nodes[name].shape
    expected = 2 * np.tanh(g.values["A"] @ g.values["x"])
    np.testing.assert_allclose(run.values["z"], expected, rtol=1e-15)
    assert isinstance(run.loss, float)
    assert run.loss == pytest.approx((expected**2).sum(), rel=1e-14)
    assert run.loss_name == "L"
    assert run.waiting == ()
    assert run.warnings == ()


def test_adjoints_of_all_nodes(g):
    run = graph.evaluate(g)
    assert set(run.adjoints) == set(g.nodes)
    y, z = run.values["y"], run.values["z"]
    np.testing.assert_allclose(run.adjoints["z"], 2 * z, rtol=1e-15)
    y_bar = 2 * z * 2 * (1 - np.tanh(y) ** 2)
    np.testing.assert_allclose(run.adjoints["y"], y_bar, rtol=1e-13)
    np.testing.assert_allclose(run.adjoints["A"], y_bar @ g.values["x"].T, rtol=1e-13)
    assert run.adjoints["L"] == 1
    assert run.adjoints["L"].shape == ()


def test_a_constant_has_no_adjoint_and_no_messages(g):
    run = graph.evaluate(g)
    assert run.adjoints["k"] is None
    assert run.messages["k"] == {}


def test_what_does_not_reach_the_loss_has_zeros(g):
    run = graph.evaluate(g)
    np.testing.assert_array_equal(run.adjoints["t"], np.zeros((4, 1)))
    np.testing.assert_array_equal(run.adjoints["q"], np.zeros((4, 1)))
    assert dict(run.messages["t"]) == {}


def test_messages_of_large_arrays_are_made_when_looked_at(g, monkeypatch):
    monkeypatch.setattr("graph.evaluation.plan.SMALL", 0)
    run = graph.evaluate(g)
    made = []
    whole = graph.evaluation.run.message_program
    monkeypatch.setattr(graph.evaluation.run, "message_program", lambda *of: made.append(of) or whole(*of))
    messages = run.messages["A"]
    assert list(messages) == ["y"]
    assert made == []
    message = messages["y"]
    assert len(made) == 1
    assert messages["y"] is message
    np.testing.assert_allclose(message, run.adjoints["A"], rtol=1e-13)


def test_adjoints_of_inputs_are_made_when_looked_at():
    text = "W: 3x4\nX: 4x5, input\nY = tanh(W X)\nZ = W (X ⊙ X)\nL = ‖Y‖² + sum(Z)"
    g = graph.read(text)
    same = graph.read(text.replace(", input", ""), values=g.values)
    run, other = graph.evaluate(g), graph.evaluate(same)
    assert len(plan(g, "L").program.steps) < len(plan(same, "L").program.steps) - 4
    for name in g.nodes:
        np.testing.assert_allclose(run.adjoints[name], other.adjoints[name], rtol=1e-13)
    np.testing.assert_allclose(graph.evaluate(g, wrt="X").adjoints["X"], other.adjoints["X"], rtol=1e-13)
    np.testing.assert_allclose(sum(run.messages["X"].values()), other.adjoints["X"], rtol=1e-13)
    assert graph.check(g).leaves["X"].passed
    assert graph.evaluate(g, loss="X", seed=np.ones((4, 5))).adjoints["X"].sum() == 20


def test_what_a_run_shows_cannot_be_changed(g):
    run = graph.evaluate(g)
    for array in (run.values["A"], run.values["z"], run.adjoints["A"], run.messages["A"]["y"]):
        with pytest.raises(ValueError, match="read-only"):
            array += 1
    g.values["A"][0, 0] += 1  # still the caller's own


def test_names_that_are_not_there(g):
    run = graph.evaluate(g)
    for mapping in (run.values, run.adjoints, run.messages):
        with pytest.raises(KeyError):
            mapping["nothing"]
    assert "nothing" not in run.values


def test_any_node_can_be_the_loss(g):
    run = graph.evaluate(g, loss="q", seed=np.ones(4))
    assert run.loss_name == "q"
    np.testing.assert_allclose(run.adjoints["t"], np.exp(g.values["t"]))
    np.testing.assert_array_equal(run.adjoints["A"], np.zeros((2, 3)))
    np.testing.assert_array_equal(run.loss, run.values["q"])
    leaf = graph.evaluate(g, loss="x", seed=[1, 2, 3])
    np.testing.assert_array_equal(leaf.adjoints["x"], [[1], [2], [3]])
    assert dict(leaf.messages["x"]) == {}


def test_a_seed_weighs_the_loss(g):
    plain = graph.evaluate(g)
    seeded = graph.evaluate(g, seed=3)
    assert seeded.loss == plain.loss
    assert seeded.adjoints["L"] == 3
    np.testing.assert_allclose(seeded.adjoints["A"], 3 * plain.adjoints["A"], rtol=1e-13)
    seed = np.array([[0.5], [-2.0]])
    matrix = graph.evaluate(g, loss="y", seed=seed)
    np.testing.assert_allclose(matrix.adjoints["A"], seed @ g.values["x"].T, rtol=1e-15)
    np.testing.assert_array_equal(matrix.adjoints["y"], seed)
    np.testing.assert_allclose(matrix.messages["x"]["y"], g.values["A"].T @ seed, rtol=1e-15)


def test_only_towards_some_nodes(g):
    whole = graph.evaluate(g)
    for wrt in ("x", ["x"], ("x", "t")):
        run = graph.evaluate(g, wrt=wrt)
        np.testing.assert_allclose(run.adjoints["x"], whole.adjoints["x"], rtol=1e-15)
        assert "A" not in run.adjoints
        assert "z" in run.adjoints
        np.testing.assert_allclose(run.messages["x"]["y"], whole.messages["x"]["y"], rtol=1e-15)
    np.testing.assert_array_equal(run.adjoints["t"], np.zeros((4, 1)))
    assert graph.evaluate(g, wrt="k").adjoints["k"] is None


def test_new_values_leave_the_graph_as_it_was(g):
    before = {name: array.copy() for name, array in g.values.items()}
    x = np.array([1, 2, 3])
    run = graph.evaluate(g, values={"x": x})
    x[:] = 0
    assert run.values["x"].tolist() == [[1.0], [2.0], [3.0]]
    np.testing.assert_allclose(run.values["y"], g.values["A"] @ [[1], [2], [3]], rtol=1e-15)
    graph.evaluate(g)
    assert all(np.array_equal(g.values[name], before[name]) for name in before)


def test_the_program_is_made_once(g, monkeypatch):
    made = []
    tape = graph.evaluation.plan.Tape
    monkeypatch.setattr(graph.evaluation.plan, "Tape", lambda: made.append(1) or tape())
    graph.evaluate(g)
    graph.evaluate(g, values={"k": 5})
    graph.evaluate(g.with_values({"x": np.zeros((3, 1))}))
    assert len(made) == 1
    graph.evaluate(g, seed=2)
    assert len(made) == 2
    graph.evaluate(g, loss="y", seed=[1, 1])
    assert len(made) == 3


def test_two_runs_stand_beside_each_other(g):
    first = graph.evaluate(g)
    kept = first.values["z"].copy(), first.adjoints["A"].copy()
    second = graph.evaluate(g, values={"x": [4, 5, 6]})
    assert not np.array_equal(second.values["z"], kept[0])
    np.testing.assert_array_equal(first.values["z"], kept[0])
    np.testing.assert_array_equal(first.adjoints["A"], kept[1])
    np.testing.assert_allclose(first.messages["A"]["y"], kept[1])


def test_holes_keep_waiting_what_depends_on_them():
    nodes = [
        Leaf("x", (3, 1)),
        Equation("y", apply("tanh", Name("x", (3, 1)))),
        Equation("p", Apply(graph.operations.TABLE["hadamard"], (Name("y", (3, 1)), Hole()))),
        Equation("q", apply("exp", Name("p", None))),
        Equation("L", apply("sqnorm", Name("y", (3, 1)))),
    ]
    g = Graph(nodes, "L", {"x": np.ones((3, 1))})
    run = graph.evaluate(g)
    assert run.waiting == ("p", "q")
    assert set(run.values) == {"x", "y", "L"}
    assert set(run.adjoints) == {"x", "y", "L"}
    assert "p" not in run.values
    behind = graph.evaluate(g, loss="q")
    assert behind.loss is None
    assert behind.loss_name == "q"
    assert dict(behind.adjoints) == dict(behind.messages) == {}
    np.testing.assert_allclose(behind.values["y"], np.tanh(np.ones((3, 1))))


def test_a_graph_without_equations():
    run = graph.evaluate(Graph([Leaf("x", ())], values={"x": np.asarray(2.0)}))
    assert run.values["x"] == 2
    assert run.loss is None
    assert run.loss_name is None
    assert dict(run.adjoints) == {}


def test_scalars_are_arrays_without_axes():
    run = graph.evaluate(graph.read("a: scalar\nb = 3 a\nL = b^2", values={"a": 2}))
    assert run.values["b"].shape == run.adjoints["a"].shape == run.messages["a"]["b"].shape == ()
    assert run.loss == 36
    assert run.adjoints["a"] == 36
