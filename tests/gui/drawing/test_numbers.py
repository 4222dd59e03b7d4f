import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.drawing.numbers import MINUS, arithmetic, fixed_text, number_text, sum_decimals


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1, "1.00"),
        (-1, "−1.00"),
        (1.2849, "1.28"),
        (-0.04742, "−0.0474"),
        (0.9996, "1.00"),
        (11.746, "11.7"),
        (1234.5, "1234"),
        (99_999.4, "99999"),
        (99_999.6, "1.00e5"),
        (123_456, "1.23e5"),
        (0.001, "0.00100"),
        (0.000474, "4.74e−4"),
        (-1.2345e-12, "−1.23e−12"),
        (1e300, "1.00e300"),
        (math.nan, "×"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_three_figures(value, text):
    assert number_text(value) == text


def test_the_digits_are_a_setting():
    assert number_text(math.pi, 6) == "3.14159"
    assert number_text(math.pi, 1) == "3"
    assert number_text(123_456.7, 7) == "123456.7"


@given(st.floats(-1e300, 1e300), st.integers(1, 8))
def test_what_is_printed_is_near_and_has_the_right_sign(value, digits):
    text = number_text(value, digits)
    assert "-" not in text
    back = float(text.replace(MINUS, "-"))
    assert abs(back - value) <= 0.51 * 10.0 ** (1 - digits) * abs(value)
    assert (text == "0") == (value == 0)


def test_fixed_text_has_no_negative_zero():
    assert fixed_text(-0.001, 2) == "0.00"
    assert fixed_text(-0.006, 2) == "−0.01"


def test_the_sum_of_the_article_adds_up():
    """−1.11 + 3.42 + 9.43 would read 11.74 beside a sum of 11.75."""
    terms = [-1.1072, 3.4228, 9.4311]
    text, exact = arithmetic(terms, sum(terms))
    assert exact
    left, right = text.replace(MINUS, "-").split(" = ")
    shown = [float(part) for part in left.replace("- ", "+ -").split("+")]
    assert math.isclose(sum(shown), float(right), abs_tol=1e-9)


def test_a_sum_that_cannot_be_shown_exactly_says_so():
    text, exact = arithmetic([1 / 3, 1 / 3, 1 / 3], 1.0)
    assert not exact
    assert "≈" in text


def test_no_more_figures_than_a_cell_holds_are_taken_for_a_sum_that_comes_out():
    terms = [np.array([35.97223, -5.67311]), np.array([36.22651, 10.04661]), np.array([6.55851, -1.74894])]
    assert sum_decimals(terms, sum(terms))[0] > 3
    assert sum_decimals(terms, sum(terms), figures=5)[0] in (2, 3)


def test_where_no_figures_make_all_sums_come_out_most_do():
    terms = [np.array([0.2646, 1.4151]), np.array([-0.0604, 0.0002]), np.array([0.0344, -1.2472])]
    decimals, _ = sum_decimals(terms, sum(terms), figures=5)
    units = [np.rint(array * 10**decimals) for array in (*terms, sum(terms))]
    assert np.any(sum(units[:-1]) == units[-1])


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=4))
def test_exact_means_that_the_printed_figures_add_up(terms):
    decimals, exact = sum_decimals([np.array(t) for t in terms], np.array(sum(terms)))
    if exact and decimals is not None:
        unit = 10**decimals
        shown = [round(float(fixed_text(t, decimals).replace(MINUS, "-")) * unit) for t in terms]
        assert sum(shown) == round(float(fixed_text(sum(terms), decimals).replace(MINUS, "-")) * unit)


def test_sums_that_are_not_finite_or_very_large_are_left_alone():
    assert sum_decimals([np.array([math.inf])], np.array([math.inf])) == (None, False)
    assert sum_decimals([np.array([1e9]), np.array([1.0])], np.array([1e9 + 1])) == (None, False)
    assert arithmetic([1e9, 1.0], 1e9 + 1)[0] == "1.00e9 + 1.00 ≈ 1.00e9"
