"""What operations do at kinks, at ±800, at singular matrices and where the frameworks disagree."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph.expression import Name, Number, apply
from graph.operations import TABLE
from tests.graph.operations.support import adjoints, calling, differences, evaluate, inner, reverse

INF, NAN = math.inf, math.nan


def column(*entries: float) -> np.ndarray:
    return np.array(entries, dtype=np.float64)[:, None]


class Heard:
    """The floating-point flags that an operation raises."""

    def __enter__(self) -> list[str]:
        self.flags: list[str] = []
        self.state = np.errstate(all="call", call=lambda kind, _: self.flags.append(kind.split()[0]))
        self.state.__enter__()
        return self.flags

    def __exit__(self, *_: object) -> None:
        self.state.__exit__(None, None, None)


# Kinks


@pytest.mark.parametrize(
    ("name", "options", "at_zero"),
    [
        ("relu", {}, 0.0),
        ("leaky_relu", {}, 0.01),
        ("leaky_relu", {"slope": 0.2}, 0.2),
        ("abs", {}, 0.0),
        ("sign", {}, 0.0),
        ("norm", {}, 0.0),
        ("norm1", {}, 0.0),
        ("softplus", {}, 0.5),
        ("silu", {}, 0.5),
        ("gelu", {}, 0.5),
    ],
)
def test_derivative_at_zero(name: str, options: dict[str, float], at_zero: float) -> None:
    (scalar,) = adjoints(name, 0.0, **options)
    assert scalar == at_zero
    (vector,) = adjoints(name, column(0, 0, 0), **options)
    assert np.array_equal(vector, np.full((3, 1), at_zero))


def test_relu_by_its_own_name_and_by_max_differ_at_zero() -> None:
    assert adjoints("relu", 0.0) == [0.0]
    assert adjoints("max", 0.0, 0.0) == [0.5, 0.5]


def test_ties_share_equally() -> None:
    np.testing.assert_array_equal(adjoints("max", column(1, 2, 2))[0], column(0, 0.5, 0.5))
    np.testing.assert_array_equal(adjoints("min", column(3, 3, 3, 5))[0], column(1 / 3, 1 / 3, 1 / 3, 0))
    (message,) = adjoints("max", np.array([[1.0, 4.0], [1.0, 2.0]]), axis=0, seed=np.array([[6.0, 8.0]]))
    np.testing.assert_array_equal(message, [[3, 8], [3, 0]])
    left, right = adjoints("min", column(1, 2, 3), column(1, 5, 0))
    np.testing.assert_array_equal(left, column(0.5, 1, 0))
    np.testing.assert_array_equal(right, column(0.5, 0, 1))


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.0, 3.0, 0.5, -1.0, -2.5])
@pytest.mark.parametrize("shape", [(), (3, 4)])
def test_power_with_the_exponent_written_out(exponent: float, shape: tuple[int, ...]) -> None:
    """A number as exponent takes another way through the pull: no logarithm, and lower powers folded."""
    x, values = Name("x", shape), {"x": np.random.default_rng(3).uniform(0.5, 2, shape)}
    root = apply("power" if shape == () else "dotpower", x, exponent)
    weight = np.random.default_rng(4).standard_normal(shape)
    found = reverse(root, weight, values)["x"]
    np.testing.assert_allclose(found, weight * exponent * values["x"] ** (exponent - 1), rtol=1e-14)
    pushed = root.operation.push(Name("y", shape), root.inputs, (Name("t", shape), None))
    values |= {"t": np.ones(shape), "y": evaluate(root, values)}
    np.testing.assert_allclose(evaluate(pushed, values), exponent * values["x"] ** (exponent - 1), rtol=1e-14)


@pytest.mark.filterwarnings("error")
def test_power_at_zero() -> None:
    """No logarithm of 0 and no 0⁻¹ is ever computed on the way."""
    assert reverse(apply("power", Name("x", ()), 0), np.float64(1), {"x": np.float64(0)})["x"] == 0
    assert adjoints("power", 0.0, 0.0)[0] == 0
    assert adjoints("power", 0.0, 2.0) == [0.0, 0.0]
    base, exponent = adjoints("dotpower", column(0, 0, 2), column(0, 3, 3))
    np.testing.assert_allclose(base, column(0, 0, 12))
    np.testing.assert_allclose(exponent, column(0, 0, 8 * math.log(2)), rtol=1e-15)


def test_power_of_a_negative_number() -> None:
    """The logarithm belongs to the message of the exponent, and nobody needs that of a number."""
    x = Name("x", (2, 1))
    root = apply("dotpower", x, Number(3))
    assert root.operation.pull(Name("g", (2, 1)), root, *root.inputs)[1] is None
    np.testing.assert_allclose(reverse(root, np.ones((2, 1)), {"x": column(-2, 3)})["x"], column(12, 27))


def test_where_of_an_undefined_branch_says_nan() -> None:
    x = Name("x", (2, 1))
    root = apply("where", apply("mask_gt", x, 0), apply("log", x), 0)
    with Heard() as flags:
        found = reverse(root, np.ones((2, 1)), {"x": column(0, 2)})["x"]
    np.testing.assert_array_equal(found, column(NAN, 0.5))
    assert "invalid" in flags


def test_a_composed_norm_at_zero_is_nan_and_heard() -> None:
    x = Name("x", (2, 1))
    root = apply("sqrt", apply("sum", x**2))
    with Heard() as flags:
        assert np.isnan(reverse(root, np.float64(1), {"x": column(0, 0)})["x"]).all()
    assert flags


def test_masks_are_numbers() -> None:
    x = Name("x", (3, 1))
    positive = apply("mask_gt", x, 0)
    values = {"x": column(-1, 0, 2)}
    np.testing.assert_array_equal(evaluate(positive + positive, values), column(0, 0, 2))
    np.testing.assert_array_equal(evaluate(-positive, values), column(0, 0, -1))
    assert evaluate(apply("norm", positive), values) == 1.0
    expected = {"gt": (0, 0, 1), "ge": (0, 1, 1), "lt": (1, 0, 0), "le": (1, 1, 0), "eq": (0, 1, 0), "ne": (1, 0, 1)}
    for name, entries in expected.items():
        np.testing.assert_array_equal(evaluate(apply(f"mask_{name}", x, 0), values), column(*entries))


# Far out


def test_sigmoid_and_its_kin_at_800() -> None:
    far = column(-800, -40, 0, 40, 800)
    with Heard() as flags:
        values = {name: calling(name, far) for name in ("sigmoid", "logsigmoid", "softplus", "silu", "gelu", "tanh")}
        slopes = {name: adjoints(name, far)[0] for name in values}
    assert set(flags) <= {"underflow"}
    np.testing.assert_allclose(values["sigmoid"], column(0, math.exp(-40), 0.5, 1, 1), rtol=1e-15, atol=0)
    np.testing.assert_allclose(values["logsigmoid"], column(-800, -40, -math.log(2), -math.exp(-40), 0), rtol=1e-15)
    np.testing.assert_allclose(values["softplus"], column(0, math.exp(-40), math.log(2), 40, 800), rtol=1e-15)
    np.testing.assert_allclose(values["silu"], column(0, -40 * math.exp(-40), 0, 40, 800), rtol=1e-15)
    np.testing.assert_allclose(slopes["logsigmoid"], column(1, 1, 0.5, math.exp(-40), 0), rtol=1e-15)
    np.testing.assert_allclose(slopes["gelu"], column(0, 0, 0.5, 1, 1), atol=1e-16)
    assert all(np.isfinite(slope).all() for slope in slopes.values())


def test_gelu_keeps_its_digits_far_below_zero() -> None:
    assert calling("gelu", -10.0) == pytest.approx(-10 * 0.5 * math.erfc(10 / math.sqrt(2)), rel=1e-15)


@pytest.mark.parametrize("axis", [None, 0])
def test_softmax_and_its_kin_at_800(axis: int | None) -> None:
    options = {} if axis is None else {"axis": axis}
    for far in (column(800, 799, -800), column(-800, -801, -2400)):
        with Heard() as flags:
            p = calling("softmax", far, **options)
            s = calling("logsumexp", far, **options)
            q = calling("log_softmax", far, **options)
            (slope,) = adjoints("logsumexp", far, **options)
        assert set(flags) <= {"underflow"}
        second = math.exp(-1) / (1 + math.exp(-1))
        np.testing.assert_allclose(p, column(1 - second, second, 0), rtol=1e-14)
        assert s == pytest.approx(far[0, 0] + math.log1p(math.exp(-1)), rel=1e-15)
        np.testing.assert_allclose(q, far - s, rtol=1e-13)
        np.testing.assert_allclose(slope, p, rtol=1e-15)


def test_logsumexp_of_nothing_but_minus_infinity() -> None:
    with np.errstate(divide="ignore"):
        assert calling("logsumexp", column(-INF, -INF)) == -INF
        np.testing.assert_array_equal(adjoints("logsumexp", column(-INF, -INF))[0], column(0, 0))


def test_softmax_with_minus_infinity_in_it() -> None:
    np.testing.assert_array_equal(calling("softmax", column(0, -INF)), column(1, 0))
    assert np.isnan(calling("softmax", column(0, NAN))).all()


def test_erf_to_the_last_digits() -> None:
    special = pytest.importorskip("scipy.special")
    x = np.linspace(-7, 7, 2001)[:, None]
    np.testing.assert_allclose(calling("erf", x), special.erf(x), rtol=4e-16, atol=0)
    np.testing.assert_allclose(calling("gelu", x), x * special.ndtr(x), rtol=5e-15, atol=0)
    assert np.isnan(calling("erf", NAN))
    assert calling("erf", INF) == 1


def test_variance_does_not_cancel() -> None:
    x = 1e8 + column(1, 2, 3, 4)
    assert calling("var", x) == pytest.approx(1.25, rel=1e-12)


# Singular and undefined


@pytest.mark.parametrize(
    ("name", "inputs", "result"),
    [
        ("inv", [np.ones((2, 2))], NAN),
        ("solve", [np.ones((2, 2)), np.ones((2, 1))], NAN),
        ("logdet", [np.zeros((2, 2))], -INF),
        ("logdet", [np.diag([1.0, -1.0])], NAN),
        ("log", [0.0], -INF),
        ("log", [-1.0], NAN),
        ("sqrt", [-1.0], NAN),
        ("divide", [np.ones((2, 1)), np.zeros((2, 1))], INF),
        ("quotient", [0.0, 0.0], NAN),
        ("inv", [0.0], INF),
        ("power", [-2.0, 0.5], NAN),
        ("exp", [800.0], INF),
        ("sqnorm", [np.full((2, 1), 1e200)], INF),
        ("norm", [np.full((2, 1), 1e200)], INF),
        ("product", [np.full((1, 2), 1e200), np.full((2, 1), 1e200)], INF),
        ("dot", [np.full((2, 1), 1e200), np.full((2, 1), 1e200)], INF),
        ("conv", [np.full((3, 1), 1e200), np.full((4, 1), 1e200)], INF),
        ("det", [1e200 * np.eye(2)], INF),
        ("cosh", [800.0], INF),
    ],
)
def test_what_is_undefined_is_shown_and_heard(name: str, inputs: list[np.ndarray], result: float) -> None:
    with Heard() as flags:
        found = calling(name, *inputs)
    assert np.array_equal(found, np.full(np.shape(found), result), equal_nan=True)
    assert set(flags) & {"invalid", "divide", "overflow"}


def test_a_singular_matrix_to_a_negative_power() -> None:
    with Heard() as flags:
        assert np.isnan(calling("matpower", np.ones((2, 2)), exponent=-2)).all()
    assert "invalid" in flags


def test_einsum_overflow_is_heard_and_nan_that_came_in_is_not() -> None:
    with Heard() as flags:
        calling("einsum", np.full((2, 1), 1e200), np.full((2, 1), 1e200), subscripts="i,i->")
    assert "overflow" in flags
    with Heard() as flags:
        calling("det", np.full((2, 2), NAN))
        calling("einsum", np.full((2, 1), NAN), np.ones((2, 1)), subscripts="i,i->")
    assert "overflow" not in flags


@pytest.mark.parametrize("size", [2, 3, 4, 5])
@pytest.mark.parametrize("deficit", [0, 1, 2])
def test_cofactors_are_minors_also_where_the_matrix_is_singular(size: int, deficit: int) -> None:
    random = np.random.default_rng(size)
    rank = size - deficit
    x = random.standard_normal((size, rank)) @ random.standard_normal((rank, size)) if rank else np.zeros((size, size))
    minors = np.empty((size, size))
    for i, j in np.ndindex(size, size):
        minor = np.delete(np.delete(x, i, axis=0), j, axis=1)
        minors[i, j] = (-1) ** (i + j) * np.linalg.det(minor)
    np.testing.assert_allclose(calling("cofactor", x), minors, atol=1e-13)
    np.testing.assert_allclose(adjoints("det", x)[0], minors, atol=1e-13)


def test_second_derivative_of_det_at_a_singular_matrix() -> None:
    random = np.random.default_rng(5)
    x = random.standard_normal((4, 2)) @ random.standard_normal((2, 4))
    weight = random.standard_normal((4, 4))
    (found,) = adjoints("cofactor", x, seed=weight)
    np.testing.assert_allclose(
        found, differences(lambda there: inner(weight, calling("cofactor", there)), x), atol=1e-9
    )
    (zero, _) = adjoints("cofactor", np.zeros((3, 3)), np.zeros((3, 3)))
    np.testing.assert_array_equal(zero, np.zeros((3, 3)))


def test_derivatives_of_det_beyond_its_degree_vanish() -> None:
    x, g = np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [2, 5]])
    np.testing.assert_allclose(calling("cofactor", x, g), [[5, -2], [0, 1]], atol=1e-15)
    np.testing.assert_allclose(calling("cofactor", x, g, g), np.zeros((2, 2)), atol=1e-14)


def test_no_input_is_changed_by_a_pull_of_constants() -> None:
    """Arrays that are handed out again and again refuse to be written to."""
    for name, options in (("ones", {"shape": (2, 3)}), ("zeros", {"shape": (2, 3)}), ("eye", {"n": 3})):
        array = TABLE[name].forward(**options)()
        with pytest.raises(ValueError, match="read-only"):
            array += 1.0


def test_whole_powers_by_products_are_those_of_numpy() -> None:
    x = column(-1.7, 0, 2.3, INF, NAN)
    for exponent in (3.0, 4.0):
        np.testing.assert_allclose(calling("dotpower", x, exponent), np.power(x, exponent), rtol=1e-15)


def test_a_negative_zero_and_nan_pass_relu_as_they_do_in_numpy() -> None:
    np.testing.assert_array_equal(calling("relu", column(-1, NAN, 2)), column(0, NAN, 2))
    np.testing.assert_array_equal(calling("leaky_relu", column(-1, NAN, 2)), column(-0.01, NAN, 2))
