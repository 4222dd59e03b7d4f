"""The numbers that a text gives, found and rewritten."""

import numpy as np
import pytest

from gui.literals import literals, with_literal

TEXT = """# numbers
A: 2x2 = [1 2; 3 4]   # a matrix
x ∈ ℝ³ = [1, 2, 3]; c: scalar = 4.5
alpha: 2 ~ normal(0, 1, seed=3)
P, Q: 2x2 = [1 0; 0 1]
y = A z
"""


def test_every_leaf_declared_alone_is_found():
    assert set(literals(TEXT)) == {"A", "x", "c", "α"}


@pytest.mark.parametrize(
    ("name", "array", "written"),
    [
        ("A", [[1.5, -2], [0, 1e-9]], "A: 2x2 = [1.5 -2; 0 1e-09]   # a matrix"),
        ("x", [[1], [2.25], [-3]], "x ∈ ℝ³ = [1, 2.25, -3]; c: scalar = 4.5"),
        ("c", 0.1, "x ∈ ℝ³ = [1, 2, 3]; c: scalar = 0.1"),
        ("α", [[1], [2]], "alpha: 2 = [1, 2]"),
    ],
)
def test_other_numbers_stand_in_the_same_place(name, array, written):
    text = with_literal(TEXT, name, np.array(array, dtype=float))
    assert written in text.splitlines()
    assert set(literals(text)) == set(literals(TEXT))


@pytest.mark.parametrize("name", ["P", "Q", "y", "nobody"])
def test_what_the_text_does_not_give_to_one_leaf_alone_is_left(name):
    assert with_literal(TEXT, name, np.ones((2, 2))) is None


def test_many_numbers_and_numbers_that_are_none_stay_out_of_the_text():
    assert with_literal("A: 9x9 ~ ones", "A", np.ones((9, 9))) is None
    assert with_literal("c: scalar = 1", "c", np.array(np.nan)) is None
