"""``adjoint hessian``: what it prints, and with which exit status."""

import json

import numpy as np
import pytest

SQUARES = "A: 2x2 = [1 2; 3 4]\nb: 2 constant = [1; 1]\nx: 2 = [1; -1]\nL = ‖A x − b‖²"


@pytest.fixture
def squares(written):
    return written(SQUARES)


def test_it_prints_the_matrix_and_what_it_says(adjoint, squares):
    status, out, err = adjoint("hessian", squares, "x")
    assert (status, err) == (0, "")
    assert [line.split() for line in out.splitlines()[:5] if "─" not in line] == [
        ["∂²L/∂x²,", "ℝ²ˣ²"],
        ["x₁", "x₂"],
        ["x₁", "20.0", "28.0"],
        ["x₂", "28.0", "40.0"],
    ]
    assert "symmetric" in out
    assert "eigenvalues 0.268 … 59.7: positive definite" in out
    assert "L curves upwards in every direction" in out
    assert "central differences of the gradient agree, relative error" in out


def test_the_mixed_block_has_the_names_of_both(adjoint, squares):
    status, out, _ = adjoint("hessian", squares, "A", "--by", "x")
    assert status == 0
    assert out.startswith("∂²L/∂A∂x, ℝ⁴ˣ²")
    assert [line.split()[0] for line in out.splitlines()[3:7]] == ["A₁₁", "A₁₂", "A₂₁", "A₂₂"]
    assert "eigenvalues" not in out


def test_another_loss_and_names_as_they_are_typed(adjoint, written):
    path = written("alpha: scalar = 2\ny = alpha³\nL = 2 y")
    status, out, _ = adjoint("hessian", path, "alpha", "--loss", "y")
    assert status == 0
    assert "eigenvalues 12.0: positive definite" in out


def test_as_json(adjoint, squares):
    status, out, _ = adjoint("hessian", squares, "x", "--json")
    assert status == 0
    found = json.loads(out)
    assert np.array(found["hessian"]).reshape(2, 2).tolist() == [[20.0, 28.0], [28.0, 40.0]]
    assert (found["loss"], found["wrt"], found["by"], found["definiteness"]) == ("L", "x", "x", "positive definite")
    assert len(found["eigenvalues"]) == 2


def test_a_large_one_is_its_range(adjoint, written):
    status, out, _ = adjoint("hessian", written("X: 4x4\nL = sum(sin(X X))"), "X")
    assert status == 0
    assert "…" in out.splitlines()[1]


def test_at_a_kink_and_where_nothing_is_finite_the_status_is_1(adjoint, written):
    status, out, _ = adjoint("hessian", written("x: 2 = [0; 0]\nL = ‖x‖"), "x")
    assert status == 1
    assert "could not be compared" in out
    assert "there are no second derivatives" in out
    assert "definite" not in out
    assert "skipped entry (1, 1): x̄ has a kink" in out
    status, out, err = adjoint("hessian", written("x: 2 = [0; 1]\nL = sum(log(x))"), "x", "--json")
    assert status == 1
    assert "division-by-zero" in err
    assert json.loads(out)["hessian"][0][0][0][0] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("b",), "b is a constant"),
        (("q",), "there is no node q"),
        (("x", "--by", "q"), "there is no node q"),
        (("x", "--loss", "A"), "A is 2×2: no scalar"),
    ],
)
def test_what_has_none_is_an_error_in_words(adjoint, squares, arguments, words):
    status, out, err = adjoint("hessian", squares, *arguments)
    assert (status, out) == (2, "")
    assert words in err
