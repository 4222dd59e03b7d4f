"""The tape: no value twice, no array that is not its own, few arrays at once."""

import tracemalloc

import numpy as np

import graph
from graph.evaluation.plan import plan
from graph.evaluation.program import program
from graph.evaluation.tape import Tape
from graph.expression import Name, apply
from graph.model import Equation, Graph, Leaf


def functions(g):
    return [call.function for call in plan(g, g.loss).program.tape.calls]


def run_of(expression, **arrays):
    tape = Tape()
    for name, array in arrays.items():
        tape.leaf(name, np.shape(array))
    value = tape.value(expression)
    made = program(tape, [value])
    slots, _ = made.run({name: np.asarray(array, dtype=float) for name, array in arrays.items()})
    return slots[made.slots[value]], made


X = Name("x", (3, 1))
Y = Name("y", (3, 1))
NUMBERS = {"x": [[1.0], [2.0], [3.0]], "y": [[4.0], [-5.0], [6.0]]}


def test_equal_expressions_are_calculated_once():
    g = graph.read("x: 3\na = tanh(x) ⊙ x\nb = x ⊙ tanh(x)\nc = exp(tanh(x))\nL = sum(a + b + c)")
    assert functions(g).count(np.tanh) == 1
    run = graph.evaluate(g)
    np.testing.assert_array_equal(run.values["a"], run.values["b"])


def test_what_the_pulls_repeat_is_calculated_once():
    g = graph.read("W: 3x2\nx: 2\nb: 3\nh = tanh(W x + b)\nL = ‖h‖²")
    assert functions(g).count(np.square) == 1  # 1 − h² is in the messages to W, x and b


def test_a_negative_term_is_subtracted():
    value, made = run_of(apply("add", X, apply("neg", Y), apply("neg", apply("tanh", X))), **NUMBERS)
    assert [call.function for call in made.tape.calls] == [np.subtract, np.tanh, np.subtract]
    x, y = map(np.array, NUMBERS.values())
    np.testing.assert_array_equal(value, x - y - np.tanh(x))
    value, made = run_of(apply("add", apply("neg", X), Y), **NUMBERS)
    assert [call.function for call in made.tape.calls] == [np.subtract]
    np.testing.assert_array_equal(value, y - x)
    value, _ = run_of(apply("add", apply("neg", X), apply("neg", Y)), **NUMBERS)
    np.testing.assert_array_equal(value, -x - y)


def test_zeros_of_both_signs_stay_apart():
    value, _ = run_of(apply("add", apply("divide", 1, apply("exp", X)), apply("hadamard", -0.0, X)), **NUMBERS)
    np.testing.assert_allclose(value, np.exp(-np.array(NUMBERS["x"])))
    tape = Tape()
    assert np.signbit(tape.constants[tape.number(-0.0)])
    assert not np.signbit(tape.constants[tape.number(0.0)])


def test_sums_of_growing_shape():
    row, column = Name("r", (1, 4)), Name("c", (3, 1))
    arrays = {"r": np.arange(4.0)[None], "c": np.arange(3.0)[:, None], "s": 0.5}
    total = apply("add", apply("exp", column), Name("s", ()), apply("exp", row), apply("neg", column))
    value, _ = run_of(total, **arrays)
    np.testing.assert_allclose(value, np.exp(arrays["c"]) + 0.5 + np.exp(arrays["r"]) - arrays["c"])


def test_no_leaf_is_written_to():
    g = graph.read("A: 3x3\nB: 3x3\nC = A + B + A + exp(A) + Aᵀ + Aᵀ Aᵀ\nL = sum(C ⊙ Aᵀ) + sum(-A + B)")
    for array in g.values.values():
        array.flags.writeable = False
    first = graph.evaluate(g, loss="C", seed=np.eye(3))
    second = graph.evaluate(g, loss="C", seed=np.eye(3))
    for name in first.values:
        np.testing.assert_array_equal(first.values[name], second.values[name])
        np.testing.assert_array_equal(first.adjoints[name], second.adjoints[name])


def test_a_result_is_not_written_over_while_a_view_of_it_is_needed():
    # The transpose is a view of exp(x); the sum may not be formed in exp(x)'s own array.
    x = Name("x", (3, 3))
    e = apply("exp", x)
    flipped = apply("transpose", e)
    expression = apply("hadamard", apply("add", e, x), apply("add", flipped, apply("neg", x)))
    array = np.random.default_rng(0).normal(size=(3, 3))
    value, _ = run_of(expression, x=array)
    np.testing.assert_allclose(value, (np.exp(array) + array) * (np.exp(array).T - array), rtol=1e-15)


def test_sums_are_formed_in_place():
    terms = [apply("tanh", apply("product", float(k), X)) for k in range(2, 12)]
    _, made = run_of(apply("add", *terms), **NUMBERS)
    additions = [step for step in made.steps if step[1] is np.add]
    assert len(additions) == 9
    assert all(step[0] == 3 for step in additions)


def test_slots_are_used_again():
    e = X
    for _ in range(500):
        e = apply("tanh", apply("hadamard", e, X))
    _, made = run_of(e, **NUMBERS)
    assert len(made.template) < 6


def test_tanh_of_a_large_matrix_costs_a_few_arrays():
    rows, columns = 1024, 64
    nodes = [
        Leaf("X", (rows, columns)),
        Equation("Y", apply("tanh", Name("X", (rows, columns)))),
        Equation("L", apply("sqnorm", Name("Y", (rows, columns)))),
    ]
    g = Graph(nodes, "L", {"X": np.random.default_rng(0).normal(size=(rows, columns))})
    graph.evaluate(g)
    tracemalloc.start()
    run = graph.evaluate(g)
    assert run.adjoints["X"].shape == (rows, columns)
    assert run.messages["X"]["Y"].shape == (rows, columns)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 7 * rows * columns * 8


def test_messages_to_a_shared_matrix_do_not_pile_up():
    g = graph.read("W: 60x60\nh_0: 60\nh_t = tanh(W h_{t-1}) for t = 1..40\nL = ‖h_40‖²")
    graph.evaluate(g)
    tracemalloc.start()
    run = graph.evaluate(g)
    assert len(run.messages["W"]) == 40
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * 60 * 60 * 8 + 40 * 5 * 60 * 8


def test_depth_costs_nothing():
    depth = 10_000
    nodes = [Leaf("x", (2, 1)), Equation("y_0", apply("tanh", Name("x", (2, 1))))]
    nodes += [Equation(f"y_{k}", apply("sin", Name(f"y_{k - 1}", (2, 1)))) for k in range(1, depth)]
    nodes.append(Equation("L", apply("sum", Name(f"y_{depth - 1}", (2, 1)))))
    run = graph.evaluate(Graph(nodes, "L", {"x": np.array([[0.5], [2.0]])}))
    y, slope = np.tanh([0.5, 2.0]), 1 - np.tanh([0.5, 2.0]) ** 2
    for _ in range(depth - 1):
        y, slope = np.sin(y), slope * np.cos(y)
    np.testing.assert_allclose(run.adjoints["x"][:, 0], slope, rtol=1e-9)
    deep = Name("x", (2, 1))
    for _ in range(depth):
        deep = apply("sin", deep)
    one = Graph([Leaf("x", (2, 1)), Equation("L", apply("sum", deep))], "L", {"x": np.array([[0.5], [2.0]])})
    assert np.isfinite(graph.evaluate(one).adjoints["x"]).all()


def test_a_recurrent_network_of_two_hundred_steps():
    text = """
    W: 4x4
    U: 4x3
    b: 4
    x_t: 3  for t = 1..200
    h_0: 4
    h_t = tanh(W h_{t-1} + U x_t + b)  for t = 1..200
    L = Σ_{t=1..200} ‖h_t‖²
    """
    g = graph.read(text)
    run = graph.evaluate(g)
    w, u, b = (g.values[name] for name in "WUb")
    h = [g.values["h_0"]]
    for t in range(1, 201):
        h.append(np.tanh(w @ h[-1] + u @ g.values[f"x_{t}"] + b))
    w_bar, g_h = np.zeros((4, 4)), np.zeros((4, 1))
    for t in range(200, 0, -1):
        delta = (g_h + 2 * h[t]) * (1 - h[t] ** 2)
        w_bar += delta @ h[t - 1].T
        g_h = w.T @ delta
    np.testing.assert_allclose(run.adjoints["W"], w_bar, rtol=1e-9)
    assert list(run.messages["W"]) == [f"h_{t}" for t in range(200, 0, -1)]
    assert run.warnings == ()


def test_the_larger_of_two_is_written_nowhere_that_numpy_gives_up():
    """NumPy is taking the output as a third argument in place away from maximum and minimum."""
    text = "x: 3\ny: 3\nL = sum(max(0, 1 - x ⊙ y)) + sum(min(x ⊙ y, 2 y))"
    x, y = np.array([1.0, -2.0, 3.0]), np.array([2.0, 0.5, -1.0])
    run = graph.evaluate(graph.read(text, values={"x": x, "y": y}), wrt=())
    np.testing.assert_allclose(run.loss, np.sum(np.maximum(0, 1 - x * y)) + np.sum(np.minimum(x * y, 2 * y)))
