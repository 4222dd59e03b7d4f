"""The numbers that leaves start with."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pytest

from graph import parse, read
from graph.model import Leaf


def value(text: str, name: str = "x", **values: Any) -> np.ndarray:
    return read(text, values or None).values[name]


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("x: 2x2 = [1 2; 3 4]", [[1, 2], [3, 4]]),
        ("x: 2x2 = [1, 2; 3, 4]", [[1, 2], [3, 4]]),
        ("x: 2x2 = [[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("x: 3 = [1, 2, 3]", [[1], [2], [3]]),
        ("x: 3 = [1 2 3]", [[1], [2], [3]]),
        ("x: 3 = [1; 2; 3]", [[1], [2], [3]]),
        ("x: 1x3 = [1 2 3]", [[1, 2, 3]]),
        ("x: 2x2 = [1 -2; -.5 1e3]", [[1, -2], [-0.5, 1000]]),
        ("x: 2 = [½, 1/4]", [[0.5], [0.25]]),
        ("x: scalar = -2.5", -2.5),
        ("x: scalar = 1/8", 0.125),
        ("x: 2x3 ~ zeros", np.zeros((2, 3))),
        ("x: 2x3 ~ ones()", np.ones((2, 3))),
        ("x: 2x2 ~ eye", np.eye(2)),
    ],
)
def test_literals_and_fillings(literal: str, expected: Any) -> None:
    found = value(literal)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, np.asarray(expected, dtype=float))


def test_initialisers_draw_as_they_say() -> None:
    wide = value("x: 40x50 ~ uniform(2, 3, seed=1)")
    assert 2 <= wide.min() < 2.05
    assert 2.95 < wide.max() <= 3
    normal = value("x: 40x50 ~ normal(5, 0.1, seed=1)")
    assert abs(normal.mean() - 5) < 0.02
    assert abs(normal.std() - 0.1) < 0.02
    np.testing.assert_array_equal(
        value("x: 3 ~ normal(0, 1, seed=7)"), np.random.default_rng(7).normal(0.0, 1.0, (3, 1))
    )
    assert not np.array_equal(value("x: 3 ~ normal(0, 1, seed=7)"), value("x: 3 ~ normal(0, 1, seed=8)"))


def test_a_seed_does_not_make_the_members_of_a_family_equal() -> None:
    graph = read("x_t: 3 ~ normal(0, 1, seed=7) for t = 1..2")
    assert not np.array_equal(graph.values["x_1"], graph.values["x_2"])


def test_without_a_value_numbers_come_from_the_name_and_a_notice_says_so() -> None:
    reading = parse("A: 3x4; B: 3x4; x_1: scalar")
    assert reading.graph is not None
    expected = np.random.default_rng(zlib.crc32(b"A")).normal(0.0, 1.0, (3, 4))
    np.testing.assert_array_equal(reading.graph.values["A"], expected)
    assert not np.array_equal(reading.graph.values["A"], reading.graph.values["B"])
    said = [notice for notice in reading.notices if "standard normal" in notice.message]
    assert [notice.message.split(":")[0] for notice in said] == ["A, B, x_1 have no values"]
    assert said[0].line == 1
    assert reading.graph.notices == reading.notices
    assert not any("standard normal" in notice.message for notice in parse("A: 2 = [1, 2]").notices)


def test_what_could_be_misunderstood_is_said_before_where_numbers_come_from() -> None:
    said = [notice.message for notice in parse("x: 3; v: 3\nL = |x|^2").notices]
    assert "entry by entry" in said[0]
    assert "standard normal" in said[-1]


@pytest.mark.parametrize("properties", ["symmetric", "diagonal", "orthogonal", "positive", "orthogonal symmetric"])
@pytest.mark.parametrize("extra", ["", " ~ normal(0, 2, seed=3)", " ~ uniform(-1, 1)"])
def test_drawn_numbers_have_the_properties_declared(properties: str, extra: str) -> None:
    drawn = value(f"x: 4x4 {properties}{extra}")
    if "symmetric" in properties:
        np.testing.assert_array_equal(np.round(drawn, 12), np.round(drawn.T, 12))
    if "diagonal" in properties:
        np.testing.assert_array_equal(drawn, np.diag(np.diag(drawn)))
        assert np.all(np.diag(drawn) != 0)
    if "orthogonal" in properties:
        np.testing.assert_allclose(drawn @ drawn.T, np.eye(4), atol=1e-12)
    if "positive" in properties:
        assert np.all(drawn > 0)
    # What is drawn must pass for a value given.
    read(f"x: 4x4 {properties}", {"x": drawn})


def test_onehot_has_a_single_one() -> None:
    assert sorted(value("x: 5 onehot").ravel()) == [0, 0, 0, 0, 1]
    assert sorted(value("x: 1x5 onehot").ravel()) == [0, 0, 0, 0, 1]
    assert value("x: 4x6 onehot").sum(axis=0).tolist() == [1] * 6


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        ("2x2 symmetric", [[1, 2], [3, 4]]),
        ("2x2 diagonal", [[1, 2], [0, 4]]),
        ("2x2 orthogonal", [[1, 2], [0, 4]]),
        ("2 positive", [1, 0]),
        ("2 onehot", [1, 1]),
        ("2 onehot", [0.5, 0.5]),
        ("scalar positive", -1),
    ],
)
def test_a_given_value_that_breaks_a_property_is_a_problem(declared: str, given: Any) -> None:
    (problem,) = parse(f"x: {declared}", {"x": given}).problems
    assert problem.kind == "value"
    assert declared.split()[1] in problem.message
    assert problem.line == 1


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ([1, 2, 3], (3, 1)),
        ((1, 2, 3), (3, 1)),
        (range(3), (3, 1)),
        (np.arange(3), (3, 1)),
        (np.arange(3, dtype=np.float32), (3, 1)),
        ([True, False, True], (3, 1)),
        ([[1, 2, 3]], (1, 3)),
        (5, ()),
        ([5], ()),
        ([[5]], ()),
        (np.float64(5), ()),
        (np.zeros((2, 3, 4)), (2, 3, 4)),
        (np.array([1.0, np.nan, np.inf]), (3, 1)),
    ],
)
def test_a_leaf_declared_nowhere_takes_the_shape_of_its_value(given: Any, shape: tuple[int, ...]) -> None:
    graph = read("y = 2 x", {"x": given})
    leaf = graph.nodes["x"]
    assert leaf == Leaf("x", shape)
    assert graph.values["x"].shape == shape
    assert graph.values["x"].dtype == np.float64
    assert list(graph.nodes) == ["x", "y"]


def test_values_go_before_what_the_text_says_and_by_any_spelling() -> None:
    assert value("x: 2 = [1, 2]", x=[3, 4]).tolist() == [[3], [4]]
    assert read("α_1: scalar = 1", {"alpha_1": 2}).values["α_1"] == 2
    assert read("y = x_1 + ŷ", {"x₁": 2, "\\hat{y}": 1}).leaves == ("x_1", "ŷ")


@pytest.mark.parametrize(
    ("given", "kind", "fact"),
    [
        ([1, 2], "shape", "x has 3 entries, its value is 2×1"),
        (np.zeros((3, 3)), "shape", "its value is 3×3"),
        ([[1, 2, 3]], "shape", "its value is 1×3"),
        (5, "shape", "its value is scalar"),
        ("abc", "value", "not made of real numbers"),
        ([1, "2", 3], "value", "not made of real numbers"),
        ([1, 2, 3j], "value", "not made of real numbers"),
        ([[1], [2, 3]], "value", "no array of numbers"),
        (None, "value", "not made of real numbers"),
        ([], "value", "no entries"),
        (object(), "value", "not made of real numbers"),
    ],
)
def test_a_value_that_does_not_fit_is_a_problem_that_names_both(given: Any, kind: str, fact: str) -> None:
    (problem,) = parse("c: scalar\nx: 3\ny = c x", {"x": given}).problems
    assert problem.kind == kind
    assert fact in problem.message
    assert (problem.line, problem.column) == (2, 1)
    assert problem.hint


def test_a_bad_value_of_an_undeclared_leaf_is_told_once() -> None:
    problems = parse("y = 2 x\nz = 3 x", {"x": "abc"}).problems
    assert [(problem.kind, problem.line) for problem in problems] == [("value", 1)]


def test_values_that_nothing_uses_are_mentioned() -> None:
    reading = parse("x: 2\ny = 2 x", {"y": [1, 2], "q": 3})
    assert reading.graph is not None
    said = [notice.message for notice in reading.notices]
    assert "the value given for y is not used: y has an equation" in said
    assert "the value given for q is not used: the text has no q" in said


def test_a_value_is_not_shared_with_who_gave_it() -> None:
    given = np.zeros((3, 1))
    graph = read("x: 3", {"x": given})
    given[:] = 7
    assert graph.values["x"].tolist() == [[0], [0], [0]]


def test_roles_and_properties() -> None:
    graph = read("W: 3x3 symmetric; x: 3 input; t: 3 constant = [1, 2, 3]; p: 2 parameter")
    assert graph.nodes["W"] == Leaf("W", (3, 3), "parameter", frozenset({"symmetric"}))
    assert graph.nodes["x"] == Leaf("x", (3, 1), "input")
    assert graph.nodes["t"] == Leaf("t", (3, 1), "constant")
    assert graph.nodes["p"] == Leaf("p", (2, 1))


@pytest.mark.parametrize(
    "declared", ["4x4 symmetric positive", "3x3 positive symmetric input", "2x3x3 symmetric positive"]
)
def test_what_is_symmetric_and_positive_is_definite_where_nobody_chose_numbers(declared: str) -> None:
    drawn = read(f"K: {declared}\nL = sum(K)").values["K"]
    assert np.all(drawn > 0)
    assert np.all(np.linalg.eigvalsh(drawn) > 0)
