"""Texts made to hurt: each gets its answer quickly, and none an exception."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph import Reading, parse
from tests.counting import calls

MOST_CALLS = 12_000_000
"""Calls in which any text within the caps must be answered: about two seconds of them."""

N = 100_000


def _garbage(seed: int, low: int, high: int) -> str:
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(low, high)) for _ in range(N))


def _lines(line: str, count: int = 2000) -> str:
    return "\n".join(line.replace("%", str(number)) for number in range(count))


HOSTILE: dict[str, tuple[str, set[str]]] = {
    "1000 brackets": ("y = " + "(" * 1000 + "1" + ")" * 1000, {"too-deep"}),
    "open (": ("y = " + "(" * (N - 4), {"too-deep"}),
    "open [": ("y = " + "[" * (N - 4), {"too-deep"}),
    "open [1": ("y = " + "[1 " * (N // 3 - 4), {"too-deep"}),
    "open |": ("y = " + "|" * (N - 4), {"too-deep"}),
    "open calls": ("y = " + "tanh(" * (N // 5 - 4), {"too-deep"}),
    "fractions": ("y = " + r"\frac{" * (N // 6 - 4), {"too-deep"}),
    "matrix power": ("A: 3x3; y = A^1000000000", {"too-large"}),
    "ones": ("y = ones(10^6, 10^6)", {"too-large"}),
    "ones of many axes": ("y = ones(" + "1, " * 30_000 + "1)", {"bad-shape"}),
    "axes": ("x: " + "3x" * 30_000 + "3", {"bad-shape", "bad-name"}),
    "digits": ("y = " + "9" * (N - 4), {"too-large"}),
    "digits of a shape": ("x: " + "9" * (N - 4), {"too-large"}),
    "power of powers": ("y = ones(9^9^9^9, 2)", {"too-large"}),
    "points": ("y = " + "0." * (N // 2 - 4), {"syntax"}),
    "underscores": ("y = " + "_" * (N - 4), {"bad-name"}),
    "subscripts": ("y = x" + "_a" * (N // 2 - 4), {"bad-name"}),
    "small subscripts": ("y = x" + "₁" * (N - 5), {"bad-name"}),
    "marks": ("y = x" + "\u0304" * (N - 5), {"bad-name"}),
    "hats": ("y = " + r"\hat" * (N // 4 - 4) + "x", {"bad-name"}),
    "backslashes": ("y = 1" + "\\" * (N - 5), {"bad-char"}),
    "quotes": ('y = "' + '"' * (N - 5), {"syntax", "bad-char"}),
    "one name": ("a" * N, {"bad-name"}),
    "semicolons": (";" * N, {"empty"}),
    "equals": ("=" * N, {"syntax"}),
    "commas": ("y = " + "," * (N - 4), {"syntax"}),
    "one name declared often": ("x," * (N // 2 - 4) + ": 3", {"syntax", "redefinition"}),
    "emoji": ("😀" * N, {"bad-char"}),
    "letters and emoji": ("a😀" * (N // 2), {"bad-char"}),
    "nul": ("y = 1" + "\0" * (N - 5), {"bad-char"}),
    "surrogates": ("y = " + "\ud800" * (N - 4), {"bad-char", "syntax"}),
    "right to left": ("y = " + "\u202e1" * (N // 2 - 4), {"bad-char"}),
    "ascii garbage": (_garbage(1, 32, 127), set()),
    "latin garbage": (_garbage(2, 0, 0x250), set()),
    "garbage": (_garbage(3, 0, 0x11000), set()),
    "lines of slips": ("alpha: 3\n" + _lines("y_% = alhpa + alhpa%", 1999), {"undefined"}),
    "lines of names run together": ("A, x: scalar\n" + _lines("y_% = " + "Ax" * 12 + "q", 1999), {"undefined"}),
    "lines of unknown functions": (_lines("y_% = foo%(1)"), {"unknown-function"}),
    "lines of brackets": (_lines("y_% = ((((((((1"), {"unbalanced"}),
    "lines of mismatches": ("A: 3x4\n" + _lines("y_% = A A + A A", 1999), {"shape"}),
    "a long circle": ("y_0 = y_1999\n" + "\n".join(f"y_{i} = y_{i - 1}" for i in range(1, 2000)), {"cycle"}),
    "circles": ("\n".join(f"y_{i} = " + "+".join(f"y_{j}" for j in range(150)) for i in range(150)), {"cycle"}),
    "sums of sums": ("y = " + "Σ_{t=1..9} " * 3000 + "1", {"too-deep"}),
    "sums too long": ("y = Σ_{t=1..90000} Σ_{s=1..90000} 1", {"too-large"}),
    "families too long": (_lines("x_{%,t} = 1 for t = 1..99999", 5), {"too-long"}),
    "a family without end": ("x_t = 1 for t = 1..999999999", {"too-large"}),
    "terms that do not fit": ("x: 3; u: 4; y = x" + " + u + x" * 3000, {"shape"}),
}


@pytest.mark.parametrize("label", HOSTILE)
def test_is_answered_in_time(label: str) -> None:
    text, kinds = HOSTILE[label]
    readings: list[Reading] = []
    assert calls(lambda: readings.append(parse(text))) < MOST_CALLS
    (reading,) = readings
    assert reading.graph is None
    assert reading.problems
    assert not kinds or {problem.kind for problem in reading.problems} <= kinds
    for problem in reading.problems[:50]:
        str(problem).encode()


LEGAL = {
    "100 brackets": ("y = " + "(" * 100 + "1" + ")" * 100, 1),
    "100 calls": ("x: 3; y = " + "tanh(" * 100 + "x" + ")" * 100, 2),
    "100 mixed brackets": ("y = " + "-(1 + 2 * 2^(" * 50 + "1" + "))" * 50, 1),
    "3 000 terms": ("A: 3x4; x: 4; y = A x" + " + A x" * 2999, 3),
    "3 000 factors": ("c: scalar; y = c" + " c" * 2999, 2),
    "a tower": ("c: scalar; y = " + "c^" * 3000 + "c", 2),
    "signs": ("y = " + "-" * 3000 + "1", 1),
    "transposes": ("x: 3; y = x" + "'" * 3000, 2),
    "a running sum of 3 000": ("x_t: 2 for t = 1..3000\ny = Σ_{t=1..3000} ‖x_t‖²", 3001),
    "1 000 equations": ("A: 3x3; x_0: 3\n" + "\n".join(f"x_{i} = tanh(A x_{i - 1})" for i in range(1, 1001)), 1002),
    "1 000 equations backwards": (
        "\n".join(f"x_{i} = tanh(A x_{i - 1})" for i in range(1000, 0, -1)) + "\nA: 3x3; x_0: 3",
        1002,
    ),
    "a family of 1 000": ("A: 3x3; x_0: 3; x_t = tanh(A x_{t-1}) for t = 1..1000", 1002),
}


@pytest.mark.parametrize("label", LEGAL)
def test_large_but_legal(label: str) -> None:
    text, count = LEGAL[label]
    readings: list[Reading] = []
    assert calls(lambda: readings.append(parse(text))) < MOST_CALLS / 10
    (reading,) = readings
    assert reading.problems == ()
    assert reading.graph is not None
    assert len(reading.graph.nodes) == count


def test_a_sum_of_3000_terms_is_one_operation() -> None:
    reading = parse("c: scalar; y = c" + " + c" * 2999)
    assert reading.graph is not None
    assert len(reading.graph.nodes["y"].expression.inputs) == 3000


@pytest.mark.parametrize(
    ("text", "message"), [("a" * 100_001, "100,001 characters"), ("x\n" * 2001, "2,001 lines")], ids=["long", "lines"]
)
def test_caps_hold_for_typed_text_alone(text: str, message: str) -> None:
    (problem,) = parse(text, typed=True).problems
    assert problem.kind == "too-long"
    assert message in problem.message
    assert "too-long" not in {problem.kind for problem in parse(text).problems}


PIECES = st.sampled_from(
    [
        *"xyABcdLIT=+-*/^'.,;:|‖()[]{}?<>~#@&_\"\\ \n⊙∗⊗∈ℝᵀ²⁻ₜ1230",
        "tanh(",
        "sum(",
        "σ",
        "\\alpha",
        "\\hat{",
        "for t = 1..3",
    ]
    + [
        "c_t",
        "c_{t-1}",
        "Σ_{t=1..3}",
        "[x > 0]",
        "A: 2x3",
        "x ∈ ℝ³",
        " = ",
        "axis=0",
        "А",
        "\u200b",
        "\ud800",
        "1e9",
        ".T",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=40))
@example("y = \\frac{1}")
@example("y = ‖x‖_")
@example("[1 2; 3 4")
@example("x: 3 = ")
@example("for")
@example("x for t = 1..3")
def test_no_text_raises_and_every_character_has_a_token(text: str) -> None:
    reading = parse(text)
    assert "".join(token.text for token in reading.tokens) == text
    assert (reading.graph is None) == bool(reading.problems)
    if reading.graph is not None:
        graph = reading.graph
        assert all(parent in graph.nodes for node in graph.nodes.values() for parent in node.parents)
        assert set(graph.order) == set(graph.nodes)
        assert all(name in graph.nodes for statement in reading.statements for name in statement.names)
    lines = text.count("\n") + 1
    for problem in reading.problems:
        assert problem.line is not None
        assert problem.column is not None
        assert 1 <= problem.line <= lines + sum(map(text.count, "\r\x85\u2028\u2029"))
        str(problem).encode()


def test_a_line_of_garbage_does_not_bury_the_rest() -> None:
    reading = parse("a😀" * 5000 + "\ny = q")
    counts = Counter(problem.line for problem in reading.problems)
    assert counts[1] <= 20
    assert counts[2] == 1
