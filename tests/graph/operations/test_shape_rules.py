"""Shapes that do not fit are refused with their kind, both shapes and a fix, before anything is computed."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import ShapeError
from graph.operations import TABLE

REFUSED: list[tuple[str, list[tuple[int, ...]], dict[str, Any], str, str, str]] = [
    ("add", [(3, 4), (5, 4)], {}, "shape", "3×4 and 5×4", "shape"),
    ("hadamard", [(3, 4), (4, 3)], {}, "shape", "3×4 and 4×3", "transpose"),
    ("hadamard", [(3, 1), (5, 1)], {}, "shape", "3×1 and 5×1", "same number of entries"),
    ("add", [(100000, 1), (1, 100000)], {}, "too-large", "10,000,000,000 entries", "smaller"),
    ("product", [(3, 4), (5, 1)], {}, "shape", "3×4 times 5×1: 4 columns against 5 rows", "4 rows"),
    ("product", [(3, 1), (3, 1)], {}, "shape", "3×1 times 3×1", "uᵀ v"),
    ("product", [(3, 4), (3, 4)], {}, "shape", "3×4 times 3×4", "⊙"),
    ("product", [(3, 4), (3, 2)], {}, "shape", "3×4 times 3×2", "transpose the left"),
    ("product", [(3, 4), (2, 4)], {}, "shape", "3×4 times 2×4", "transpose the right"),
    ("product", [(3, 1), (5, 1)], {}, "shape", "3×1 times 5×1", "h ∗ x"),
    ("product", [(100000, 1), (1, 100000)], {}, "too-large", "100000×100000", "smaller"),
    ("quotient", [(3, 4), (3, 1)], {}, "shape", "3×4 / 3×1", "./"),
    ("quotient", [(3, 4), (4, 4)], {}, "shape", "3×4 / 4×4", "solve"),
    ("power", [(3, 4), ()], {}, "shape", "3×4", ".^"),
    ("power", [(), (3, 4)], {}, "shape", "3×4", ".^"),
    ("sum", [(3, 4)], {"axis": 2}, "attribute", "axis is 2", "axis=0"),
    ("max", [(3, 4), ()], {"axis": 0}, "attribute", "no axis", "axis=0"),
    ("max", [(3, 4), (3, 5)], {}, "shape", "3×4 and 3×5", "shape"),
    ("softmax", [(3, 4)], {}, "attribute", "3×4 needs an axis", "axis=0"),
    ("logsumexp", [(3, 4)], {}, "attribute", "3×4 needs an axis", "axis=0"),
    ("log_softmax", [(3, 4)], {"axis": 7}, "attribute", "axis is 7", "axis=0"),
    ("inv", [(3, 4)], {}, "not-square", "3×4", "square"),
    ("det", [(3, 1)], {}, "not-square", "3×1", "square"),
    ("logdet", [(3, 4)], {}, "not-square", "3×4", "square"),
    ("tr", [(3, 4)], {}, "not-square", "3×4", "square"),
    ("cofactor", [(3, 4)], {}, "not-square", "3×4", "square"),
    ("cofactor", [(3, 3), (2, 2)], {}, "shape", "3×3 in a direction that is 2×2", "shape"),
    ("matpower", [(3, 4)], {"exponent": 2}, "not-square", "3×4", "square"),
    ("matpower", [(3, 3)], {"exponent": 1000000000}, "too-large", "1000000000", "smaller"),
    ("matpower", [(3, 3)], {"exponent": 0.5}, "attribute", "0.5", ".^"),
    ("solve", [(3, 4), (3, 1)], {}, "not-square", "3×4", "square"),
    ("solve", [(3, 3), (4, 1)], {}, "shape", "3×3 and 4×1: 3 unknowns against 4", "3 rows"),
    ("solve", [(3, 3), ()], {}, "shape", "3×3 and scalar", "3 rows"),
    ("dot", [(3, 1), (4, 1)], {}, "shape", "3×1 and 4×1: 3 entries against 4", "same number"),
    ("dot", [(3, 4), (3, 4)], {}, "shape", "3×4", "sum(A ⊙ B)"),
    ("outer", [(3, 4), (3, 1)], {}, "shape", "3×4", "A B"),
    ("kron", [(9000, 9000), (9000, 9000)], {}, "too-large", "81000000×81000000", "smaller"),
    ("kron", [(2, 3, 4), (3, 4)], {}, "shape", "2×3×4", "einsum"),
    ("einsum", [(3, 4), (5, 4)], {"subscripts": "ij,jk->ik"}, "shape", "j is 4 in one input and 5", "one length"),
    ("einsum", [(3, 4)], {"subscripts": "ij,jk->ik"}, "arity", "2 inputs, there are 1", "letters"),
    ("einsum", [(3, 4)], {"subscripts": "ijk->i"}, "shape", "3 axes, the input is 3×4", "letter"),
    ("einsum", [(3, 4)], {"subscripts": "ij->k"}, "attribute", "k stands in the result", "letters"),
    ("einsum", [(3, 4)], {"subscripts": "i...->i"}, "attribute", "something else than letters", "letter"),
    ("einsum", [(3, 4)], {"subscripts": ""}, "shape", "0 axes, the input is 3×4", "letter"),
    ("conv", [(4, 1), (7, 1)], {}, "bad-shape", "4×1", "odd"),
    ("conv", [(3, 1), (1, 7)], {}, "shape", "3×1 and 1×7", "transpose"),
    ("conv", [(5, 1), (3, 1)], {"mode": "valid"}, "shape", "5×1 and 3×1", "same"),
    ("conv", [(3, 1), (7, 1)], {"mode": "half"}, "attribute", "half", "same"),
    (
        "conv",
        [(3, 1), (7, 1)],
        {"size": (4, 1)},
        "bad-shape",
        "4×1 has no centred place in the full result, 9×1",
        "odd",
    ),
    ("conv", [(2, 3, 4), (3, 4)], {}, "shape", "2×3×4", "einsum"),
    ("corr", [(4, 1), (7, 1)], {}, "bad-shape", "4×1", "odd"),
    ("ones", [], {"shape": (1000000, 1000000)}, "too-large", "1,000,000,000,000", "smaller"),
    ("zeros", [], {"shape": (0, 3)}, "bad-shape", "0×3", "from 1"),
    ("ones", [], {"shape": ()}, "bad-shape", "no shape", "from 1"),
    ("eye", [], {"n": 0}, "bad-shape", "0×0", "from 1"),
    ("eye", [], {"n": 100000}, "too-large", "100000×100000", "smaller"),
    ("diag", [(3, 4)], {}, "not-square", "3×4", "diagonal"),
    ("diag", [(100000, 1)], {}, "too-large", "100000×100000", "smaller"),
    ("reshape", [(3, 4)], {"shape": (5, 2)}, "shape", "3×4 has 12 entries, 5×2 has 10", "same number"),
    ("flip", [(3, 4)], {"axis": 2}, "attribute", "axis is 2", "axis=0"),
    ("sumto", [(3, 4)], {"shape": (3, 2)}, "shape", "3×4 cannot be summed to 3×2", "1"),
    ("broadcast", [(3, 4)], {"shape": (3, 8)}, "shape", "3×4 cannot be copied to 3×8", "length 1"),
    ("slice", [(3, 4)], {"bounds": (2, 4, 1, 1)}, "bad-shape", "rows 2 to 4", "starts at 1"),
    ("slice", [(3, 4)], {"bounds": (1, 2)}, "attribute", "1, 2 is not", "four"),
    ("pad", [(3, 4)], {"bounds": (1, -1, 0, 0)}, "attribute", "-1", "from 0"),
    ("window", [(3, 1)], {"shape": (2, 1)}, "bad-shape", "2×1 has no centred place in 3×1", "odd"),
    ("stack", [(2, 3), (3, 3)], {"rows": (2,)}, "shape", "2 and 3 rows", "same number of rows"),
    ("stack", [(2, 3), (2, 4)], {"rows": (1, 1)}, "shape", "4 columns wide", "same width"),
    ("stack", [(2, 3), (2, 4)], {"rows": (1,)}, "attribute", "2 blocks", "add up"),
]


@pytest.mark.parametrize(("name", "shapes", "options", "kind", "fact", "fix"), REFUSED)
def test_refused(
    name: str, shapes: list[tuple[int, ...]], options: dict[str, Any], kind: str, fact: str, fix: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        TABLE[name].shape(*shapes, **options)
    assert caught.value.kind == kind
    assert fact in caught.value.message
    assert fix in caught.value.hint


@pytest.mark.parametrize(
    ("name", "shapes", "options", "result"),
    [
        ("add", [(3, 1), (1, 4)], {}, (3, 4)),
        ("product", [(1, 4), (4, 1)], {}, ()),
        ("product", [(2, 3, 4), (4, 5)], {}, (2, 3, 5)),
        ("transpose", [(3, 1)], {}, (1, 3)),
        ("sum", [(3, 4)], {"axis": 0}, (1, 4)),
        ("sum", [(3, 4)], {"axis": 1}, (3, 1)),
        ("sum", [(3, 1)], {"axis": 0}, ()),
        ("det", [(2, 3, 3)], {}, (2, 1, 1)),
        ("inv", [()], {}, ()),
        ("softmax", [(3, 1)], {}, (3, 1)),
        ("outer", [(3, 1), (4, 1)], {}, (3, 4)),
        ("conv", [(9, 1), (4, 1)], {}, (4, 1)),
        ("conv", [(3, 1), (7, 1)], {"mode": "full"}, (9, 1)),
        ("conv", [(4, 1), (7, 1)], {"mode": "valid"}, (4, 1)),
        ("ones", [], {"shape": (4,)}, (4, 1)),
        ("eye", [], {"n": 1}, ()),
        ("einsum", [(3, 4), (4, 1)], {"subscripts": "ij,j"}, (3, 1)),
        ("einsum", [(3, 4), (4, 3)], {"subscripts": "ij,ji"}, ()),
        ("diag", [(3, 3)], {}, (3, 1)),
        ("stack", [(2, 3), (2, 1), (4, 4)], {"rows": (2, 1)}, (6, 4)),
    ],
)
def test_result(name: str, shapes: list[tuple[int, ...]], options: dict[str, Any], result: tuple[int, ...]) -> None:
    assert TABLE[name].shape(*shapes, **options) == result
