"""Second derivatives: what they are by hand, what they say, and that nothing wrong passes for right."""

from dataclasses import replace

import numpy as np
import pytest

import graph
from graph.calculus.curvature import kinks, meaning

SQUARES = "A: 4x3\nb: 4 constant\nx: 3\nL = ‖A x − b‖²"


def numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape)


def of(text: str, wrt: str, by: str | None = None, **values: object) -> graph.Hessian:
    return graph.hessian(graph.read(text, values), wrt, by)


# --- what it is


def test_least_squares_has_twice_a_transposed_times_a():
    h = of(SQUARES, "x", A=numbers(4, 3))
    np.testing.assert_allclose(h.matrix, 2 * numbers(4, 3).T @ numbers(4, 3), rtol=1e-14)
    assert h.array.shape == (3, 1, 3, 1)
    assert np.array_equal(np.asarray(h), h.array)
    assert h.asymmetry <= 1e-15
    assert h.check().passed


def test_a_mixed_block_has_the_shape_of_one_and_then_of_the_other():
    a, b, x = numbers(4, 3), numbers(4, 1), numbers(3, 1)
    block = of(SQUARES, "A", "x", A=a, b=b, x=x)
    assert block.array.shape == (4, 3, 3, 1)
    residual = a @ x - b
    expected = 2 * (np.einsum("ik,j->ijk", a, x[:, 0]) + np.einsum("i,jk->ijk", residual[:, 0], np.eye(3)))
    np.testing.assert_allclose(block.array[..., 0], expected, rtol=1e-13, atol=1e-13)
    turned = of(SQUARES, "x", "A", A=a, b=b, x=x)
    assert turned.array.shape == (3, 1, 4, 3)
    np.testing.assert_allclose(turned.matrix, block.matrix.T, rtol=1e-14)
    assert block.eigenvalues is None
    assert block.asymmetry is None
    assert block.definiteness == ""
    assert block.check().passed
    assert turned.check().passed


def test_the_adjoints_at_the_same_point_come_along():
    g = graph.read(SQUARES)
    run = graph.evaluate(g)
    block = graph.hessian(g, "A", "x")
    np.testing.assert_array_equal(block.gradient, run.adjoints["A"])
    np.testing.assert_array_equal(block.gradient_by, run.adjoints["x"])


def test_an_equation_is_taken_as_if_it_were_a_leaf():
    h = of("W: 3x4\nx: 4\nt: 3 onehot = [0; 1; 0]\nz = W x\nL = logsumexp(z) − t' z", "z")
    z = h.graph.values["z"]
    p = np.exp(z) / np.exp(z).sum()
    np.testing.assert_allclose(h.matrix, np.diag(p[:, 0]) - p @ p.T, rtol=1e-12, atol=1e-15)
    assert h.signs == (0, 1, 2)
    assert h.check().passed


def test_other_numbers_another_loss_and_a_scalar():
    g = graph.read("x: scalar = 2\ny = x³\nL = y²")
    assert graph.hessian(g, "x").array == pytest.approx(30 * 2**4)
    assert graph.hessian(g, "x", values={"x": -1}).array == pytest.approx(30)
    cubic = graph.hessian(g, "x", loss="y")
    assert cubic.array.shape == ()
    assert cubic.array == pytest.approx(12)
    assert cubic.definiteness == "positive definite"
    assert graph.hessian(g, "L").array == 0


def test_what_follows_from_the_structure_is_made_once():
    g = graph.read(SQUARES)
    graph.hessian(g, "x")
    made = dict(g.memo)
    graph.hessian(g, "x", values={"b": np.ones(4)}).check()
    assert all(g.memo[key] is value for key, value in made.items())
    assert len([key for key in g.memo if key[0] == "hessian"]) == 1


def test_an_array_of_a_batch():
    h = of("X: 2x3x2\nL = sum(tanh(X))", "X")
    assert h.array.shape == (2, 3, 2, 2, 3, 2)
    y = np.tanh(h.graph.values["X"]).reshape(-1)
    np.testing.assert_allclose(h.matrix, np.diag(-2 * y * (1 - y**2)), atol=1e-15)


# --- what it says


@pytest.mark.parametrize(
    ("loss", "definiteness", "says"),
    [
        ("‖x‖²", "positive definite", "L curves upwards in every direction; the gradient is not 0 here"),
        ("−‖x‖²", "negative definite", "L curves downwards in every direction"),
        ("‖x − [1; 2]‖²", "positive definite", "the gradient is 0 here: a minimum"),
        ("x' [0, 1; 1, 0] x", "indefinite", "upwards in 1 of 2 directions, downwards in 1"),
        ("([1, 1]' x)²", "positive semidefinite, singular", "upwards in 1 of 2 directions, not at all in 1"),
        ("sum(x)", "zero", "0 everywhere: L is linear in x"),
        ("sum(relu(x))", "zero", "0 almost everywhere: L is made of straight pieces in x"),
        ("‖c‖²", "zero", "L does not depend on x"),
        ("sum((x − [1; 2]) .^ 4)", "zero", "to second order L is flat here"),
    ],
)
def test_what_it_means(loss, definiteness, says):
    h = of(f"x: 2 = [1; 2]\nc: 2\nL = {loss}", "x")
    assert h.definiteness == definiteness
    assert says in meaning(h)


def test_a_saddle_and_a_maximum_are_named_where_the_gradient_is_0():
    assert "the gradient is 0 here: a saddle" in meaning(of("x: 2 = [0; 0]\nL = x' [1, 0; 0, -1] x", "x"))
    assert "the gradient is 0 here: a maximum" in meaning(of("x: 2 = [0; 0]\nL = sum(cos(x))", "x"))


def test_kinks_are_said_with_their_node_and_only_those_on_the_way():
    h = of("x, t: 3\nu = relu(x)\nL = ‖u‖² + sum(|t|)", "x")
    assert h.flat == ("u",)
    assert kinks(h) == "u has kinks or jumps; second derivatives hold between them"
    assert h.check().passed
    assert kinks(of(SQUARES, "x")) == ""


def test_at_a_kink_nothing_is_taken_for_compared():
    h = of("x: 3 = [0; 0; 0]\nL = ‖x‖", "x")
    checked = h.check()
    assert not checked.passed
    assert checked.compared == 0
    assert "kink" in checked.skipped[0]
    assert meaning(h, checked).startswith("L has a kink or jump here: there are no second derivatives")
    assert kinks(h, checked) == ""


def test_what_is_not_finite_is_said_with_its_cause():
    h = of("x: 3 = [0; 1; 4]\nL = sum(log(x))", "x")
    assert h.problems[0].kind == "division-by-zero"
    assert h.eigenvalues is None
    assert meaning(h) == "not all of it is finite here"
    assert not h.check().passed


def test_a_block_of_what_the_loss_does_not_reach_together():
    h = of("x, t: 2\nL = ‖x‖² + ‖t‖²", "x", "t")
    assert not h.array.any()
    assert "0 everywhere: the gradient by x does not change with t" in meaning(h)
    assert h.check().passed


# --- that it is right


@pytest.mark.parametrize("by", ["x", "A"])
def test_a_wrong_entry_does_not_pass_the_check(by):
    h = of(SQUARES, "x", by)
    array = h.array.copy()
    array[(1,) + (0,) * (array.ndim - 1)] += 1e-3
    assert not replace(h, array=array).check().passed


def test_where_the_loss_does_not_reach_it_anything_but_0_is_wrong():
    h = of("x, t: 2\nL = ‖t‖²", "x")
    assert h.check().passed
    assert not replace(h, array=h.array + 1).check().passed


def test_a_larger_one_is_checked_along_samples():
    h = of("X: 15x15\nL = sum(sin(X X))", "X")
    assert h.array.shape == (15, 15, 15, 15)
    checked = h.check()
    assert checked.passed
    assert checked.sampled


# --- what it refuses


@pytest.mark.parametrize(
    ("text", "wrt", "kind", "words"),
    [
        ("A: 40x30\nL = ‖A‖²", "A", "too-large", "A, 40×30, has 1,440,000 entries, more than 250,000"),
        ("c: 3 constant\nL = ‖c‖²", "c", "value", "c is a constant"),
        ("x: 3\ny = 2 x", "x", "non-scalar-loss", "y has 3 entries"),
        ("x: 3\nL = ‖x‖²", "q", "undefined", "no node q"),
        ("x: 3\nL = sum(x ⊙ ?)", "x", "value", "waits for"),
        ("x: 3\nu = x ⊙ ?\nL = ‖x‖²", "u", "value", "waits for a hole"),
        ("x: 3", "x", "empty", "no equation to be the loss"),
    ],
)
def test_what_has_no_hessian_is_said_in_words(text, wrt, kind, words):
    with pytest.raises(graph.GraphError) as raised:
        of(text, wrt)
    (problem,) = raised.value.problems
    assert problem.kind == kind
    assert words in problem.message
    assert problem.hint or kind == "undefined"


def test_a_mixed_block_too_large_names_both():
    with pytest.raises(graph.GraphError, match="of A, 40×30, and x, 300×1, has 360,000 entries"):
        of("A: 40x30\nx: 300\nL = ‖A‖² ‖x‖²", "A", "x")


def test_whoever_watches_can_end_it():
    rows = []

    def watch() -> None:
        rows.append(1)
        if len(rows) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        graph.hessian(graph.read(SQUARES), "x", watch=watch)
    assert len(rows) == 2


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("lines", ["x: 2 = [1e200 1]\nL = sum(x .^ 3)", "x: 2 = [1e308 1]\nL = ‖x‖²"])
def test_numbers_whose_squares_are_beyond_the_largest_are_told_truly(lines):
    found = graph.hessian(graph.read(lines), "x")
    assert found.formula is not None
    assert "the gradient is not 0 here" in meaning(found, found.check())


@pytest.mark.filterwarnings("error")
def test_a_large_gradient_agrees_with_its_differences():
    g = graph.read("x: 2 = [1 2]\nL = 1e200 ‖x‖²")
    assert all(leaf.passed and leaf.error < 1e-6 for leaf in graph.check(g).leaves.values())
    assert graph.hessian(g, "x").check().passed
