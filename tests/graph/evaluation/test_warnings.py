"""What is not finite is said once: what happened first, where, and what would help."""

import numpy as np
import pytest

import graph


def warned(text, **values):
    run = graph.evaluate(graph.read(text, values=values))
    return run, run.warnings


def one(text, **values):
    _, warnings = warned(text, **values)
    (problem,) = warnings
    return problem


def test_the_logarithm_of_a_negative():
    run, (problem,) = warned("y: 2x3\nz = log(y)\nL = sum(z)", y=[[1, -2, 3], [4, 5, -6]])
    assert problem.kind == "domain"
    assert problem.node == "z"
    assert problem.message.startswith("log of −2 at entry (1, 2) of y")
    assert "it reaches L" in problem.message
    assert "positive" in problem.hint
    assert np.isnan(run.loss)
    assert np.isnan(run.values["z"]).tolist() == [[False, True, False], [False, False, True]]


def test_division_by_zero():
    problem = one("x: 3\ny = 1 ./ x\nL = sum(y)", x=[1, 2, 0])
    assert (problem.kind, problem.node) == ("division-by-zero", "y")
    assert problem.message.startswith("1 divided by 0 at entry 3;")
    assert one("s: scalar\nL = 3/s", s=0).message.startswith("3 divided by 0")
    assert one("s: scalar\nL = s^-1", s=0).kind == "division-by-zero"
    assert one("s: scalar\nL = s^-2.5", s=0).message.startswith("0 to the power −2.5")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Y = inv(A)\nL = sum(Y)", [[1, 2], [2, 4]]),
        ("Y = A^-2\nL = sum(Y)", [[1, 2], [2, 4]]),
        ("Y = solve(A, [1; 2])\nL = sum(Y)", [[1, 2], [2, 4]]),
        ("Y = logdet(A)\nL = 2 Y", [[1, 2], [2, 4]]),
        ("Y = inv(A)\nL = sum(Y)", [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
    ],
)
def test_a_singular_matrix(text, values):
    size = len(values)
    problem = one(f"A: {size}x{size}\n{text}", A=values)
    assert problem.kind == "singular"
    assert problem.node == "Y"
    assert problem.message.startswith("A is singular")
    assert "eye" in problem.hint


def test_a_matrix_that_can_be_inverted_is_not_called_singular():
    _, warnings = warned("A: 3x3\nY = inv(A)\nL = sum(Y) + logdet(A)", A=[[2, 1, 0], [1, 3, 1], [0, 1, 4]])
    assert warnings == ()
    _, warnings = warned("A: 2x2\nL = sum(inv(A))", A=[[1, 1], [1, 1 + 1e-12]])
    assert warnings == ()


def test_overflow():
    problem = one("x: 2\ny = exp(x)\nL = sum(y)", x=[1, 800])
    assert (problem.kind, problem.node) == ("non-finite", "y")
    assert problem.message.startswith("exp of 800 is beyond 1.8e308 at entry 2 of x")
    assert one("x: 2\nL = ‖x‖²", x=[1e200, 1]).kind == "non-finite"


def test_the_first_cause_comes_first_and_what_follows_is_not_repeated():
    text = "x: scalar\na = log(x)\nb = a + 1\nc = exp(b)\nd = sqrt(x)\nL = c + d"
    _, warnings = warned(text, x=-1)
    assert [(problem.kind, problem.node) for problem in warnings] == [("domain", "a"), ("domain", "d")]
    assert "b, c, L" in warnings[0].message


def test_one_cause_does_not_hide_another_at_another_entry():
    _, warnings = warned("x: 2\na = log(x)\nb = sqrt(a)\nL = sum(b)", x=[-1, 0.5])
    assert [(problem.node, problem.message.split(" at ")[0]) for problem in warnings] == [
        ("a", "log of −1"),
        ("b", "sqrt of −0.693147"),
    ]
    assert "entry 2" in warnings[1].message


def test_where_computes_both_sides():
    text = "x: 3\ny = where([x > 0], log(x), 0)\nL = sum(y)"
    run, (problem,) = warned(text, x=[2, 0, -1])
    assert run.loss == pytest.approx(np.log(2))
    assert np.isnan(run.adjoints["x"]).tolist() == [[False], [True], [False]]
    assert problem.node == "y"
    assert "what it sends x" in problem.message
    assert "entry 2" in problem.message
    assert "where([x > 0], log(where([x > 0], x, 1)), 0)" in problem.hint
    # What where leaves out and nobody sees is no warning, and the rewrite that is offered helps.
    assert warned(text, x=[2, 1, -1])[1] == ()
    run, warnings = warned("x: 3\ny = where([x > 0], log(where([x > 0], x, 1)), 0)\nL = sum(y)", x=[2, 0, -1])
    assert warnings == ()
    np.testing.assert_array_equal(run.adjoints["x"], [[0.5], [0], [0]])


def test_the_root_of_a_sum_of_squares_at_zero():
    run, (problem,) = warned("x: 3\nL = sqrt(sum(x .^ 2))", x=[0, 0, 0])
    assert run.loss == 0
    assert np.isnan(run.adjoints["x"]).all()
    assert (problem.kind, problem.node) == ("division-by-zero", "L")
    assert "what it sends x" in problem.message
    assert "‖x‖" in problem.hint
    run, warnings = warned("x: 3\nL = ‖x‖", x=[0, 0, 0])
    assert warnings == ()
    np.testing.assert_array_equal(run.adjoints["x"], np.zeros((3, 1)))


@pytest.mark.parametrize(("number", "words"), [(np.nan, "NaN"), (np.inf, "∞"), (-np.inf, "−∞")])
def test_a_leaf_that_is_not_finite(number, words):
    _, warnings = warned("A: 2x2\ny = tanh(A)\nL = sum(y)", A=[[1, 2], [number, 4]])
    assert [(problem.kind, problem.node) for problem in warnings] == [("non-finite", "A")]
    assert f"its value is {words} at entry (2, 1)" in warnings[0].message


def test_what_goes_wrong_on_the_way_to_an_input_is_said_too():
    _, (problem,) = warned("x: 2, input\nL = sum(sqrt(x))", x=[1, 0])
    assert (problem.kind, problem.node) == ("division-by-zero", "L")
    assert "the adjoint of x" in problem.message


def test_a_seed_that_is_not_finite():
    run = graph.evaluate(graph.read("x: 2\ny = tanh(x)"), loss="y", seed=[1, np.inf])
    assert [(problem.kind, problem.node) for problem in run.warnings] == [("non-finite", "y")]


def test_saturation_is_no_warning():
    run, warnings = warned("x: 3\ny = σ(x)\nL = sum(y) + sum(softplus(x)) + logsumexp(x)", x=[-800, 0, 800])
    assert warnings == ()
    assert np.isfinite(run.adjoints["x"]).all()


def test_numpy_says_nothing_aloud(recwarn):
    warned("x: 3\ny = log(x) ./ x\nL = sum(y)", x=[-1, 0, 1])
    assert len(recwarn) == 0
    assert np.geterr()["invalid"] == "warn"


def test_a_problem_reads_as_a_sentence():
    problem = one("x: 2\ny = log(x)\nL = sum(y)", x=[1, -2])
    assert str(problem).splitlines() == [
        "domain: y: log of −2 at entry 2 of x; it reaches L",
        "    keep its argument positive: by softplus or exp, or by a shift",
    ]


def test_a_power_that_overflows_is_not_singular():
    problem = one("A: 2x2\nC = A^1000\nL = tr(C)", A=[[10, 1], [0, 2]])
    assert (problem.kind, problem.node) == ("non-finite", "C")
    assert problem.message.startswith("the power of A is beyond 1.8e308")
    assert one("A: 2x2\nL = tr(A^-3)", A=[[1, 2], [2, 4]]).kind == "singular"
