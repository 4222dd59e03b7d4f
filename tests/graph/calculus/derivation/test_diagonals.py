"""diag takes a vector to a matrix and a matrix to its diagonal: twice is not the matrix itself."""

import pytest

from graph import derive, read


@pytest.mark.parametrize(
    ("text", "wrt", "wanted"),
    [
        ("A: 3x3\nL = sum(diag(A).^2)", "A", "2 diag(diag(A))"),
        ("A: 3x3; x: 3\nL = x' diag(diag(A)) x", "x", "2 (x ⊙ diag(A))"),
        ("x: 3\nL = sum(diag(diag(x)).^2)", "x", "2 x"),
        ("A, B: 3x3\nL = sum(diag(A B))", "A", "Bᵀ"),
    ],
)
def test_the_diagonal_of_a_matrix_is_not_the_matrix(text, wrt, wanted):
    found = derive(read(text), wrt)
    assert found.unicode == wanted
    assert found.checked.passed, found.checked.words
