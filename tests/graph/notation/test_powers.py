"""Errors are written as powers of ten, whatever they are."""

import math

import pytest

from graph.notation.powers import power_text


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (1.52e-10, 1, "1.5·10⁻¹⁰"),
        (3.1e-16, 0, "3·10⁻¹⁶"),
        (9.96e-4, 1, "1.0·10⁻³"),
        (0.25, 1, "2.5·10⁻¹"),
        (0.0, 1, "0"),
        (math.inf, 0, "∞"),
        (math.nan, 0, "no number"),
    ],
)
def test_a_magnitude_reads_as_a_power_of_ten(value: float, digits: int, words: str) -> None:
    assert power_text(value, digits) == words
