import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.writing.blocks import BlockError, read_block, write_block


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\t2\n3\t4\n", [[1, 2], [3, 4]]),
        ("1,5\t2,25\r\n-3,0\t4", [[1.5, 2.25], [-3, 4]]),
        ("1,5;2,5\n3,5;4,5", [[1.5, 2.5], [3.5, 4.5]]),
        ("1.5,2.5\n3.5,4.5", [[1.5, 2.5], [3.5, 4.5]]),
        ("1, 2, 3\n4, 5, 6", [[1, 2, 3], [4, 5, 6]]),
        ("1,2,3\n4,5,6", [[1, 2, 3], [4, 5, 6]]),
        ("1,5 2,5\n3,5 4,5", [[1.5, 2.5], [3.5, 4.5]]),
        ("1,5", [[1.5]]),
        ("−1.5", [[-1.5]]),
        (".5 -.5e1", [[0.5, -5]]),
        ("array([[1., 2.],\n       [3., 4.]])", [[1, 2], [3, 4]]),
        ("np.array([[1, 2], [3, 4]], dtype=float64)", [[1, 2], [3, 4]]),
        ("[[1. 2.]\n [3. 4.]]", [[1, 2], [3, 4]]),
        ("array([1., 2., 3.])", [[1], [2], [3]]),
        ("[1. 2. 3.]", [[1], [2], [3]]),
        ("[[ 1.5e-03\n  -2.0e+00]]", [[0.0015, -2]]),
        ("[1 2; 3 4]", [[1, 2], [3, 4]]),
        ("A = [1, 2; 3, 4];", [[1, 2], [3, 4]]),
        ("A = [1 2 ...\n 3; 4 5 6]", [[1, 2, 3], [4, 5, 6]]),
        ("A = [1 2\n3 4]", [[1, 2], [3, 4]]),
        ("x = [1 2 3]", [[1, 2, 3]]),
        ("    1.0000    2.0000\n    3.0000    4.0000\n", [[1, 2], [3, 4]]),
        ("1 2; 3 4", [[1, 2], [3, 4]]),
        ("nan inf -inf", [[np.nan, np.inf, -np.inf]]),
    ],
)
def test_a_pasted_block_is_read(text: str, expected: list[list[float]]) -> None:
    np.testing.assert_array_equal(read_block(text), expected)


def test_the_shape_expected_decides_what_a_comma_means() -> None:
    np.testing.assert_array_equal(read_block("1,5\n2,5", (2, 1)), [[1.5], [2.5]])
    np.testing.assert_array_equal(read_block("1,5\n2,5", (2, 2)), [[1, 5], [2, 5]])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number"),
        ("one two", "row 1, entry 1 is “one”"),
        ("1\t2\n3", "row 2 has 1 entries, row 1 has 2"),
        ("1\t\n3\t4", "row 1, entry 2 is an empty cell"),
        ("[[1, 2], [3]]", "row 2 has 1 entries"),
        ("[1, 2", "brackets"),
        ("__import__('os')", "not a number"),
        ("[__import__('os')]", "not a number"),
    ],
)
def test_what_is_no_block_is_said_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(BlockError, match=reason):
        read_block(text)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.floats(allow_nan=False), min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_a_block_copied_and_pasted_is_the_same_to_the_last_bit(rows: list[list[float]]) -> None:
    block = np.array(rows)
    np.testing.assert_array_equal(read_block(write_block(block), block.shape), block)
