"""A text and what it becomes: nodes, loss, order, families, statements, tokens."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest

from graph import parse, read
from graph.language import COMPLETIONS, GREEK, Kind
from graph.model import Equation, Leaf

SHARED_A = """
A, B ∈ ℝ^{3×3}          # or  A: 3x3
x ∈ ℝ³                   # or  x: 3
y = A x
u = σ(y)
v = B x
z = A (u ⊙ v)
w = A z
L = ‖w‖²
"""

RNN = """
W_c: 2x2; W_x: 2x3; b, c_0: 2
x_t ∈ ℝ³  for t = 1..3
d_t ∈ ℝ²  for t = 1..3
c_t = tanh(W_c c_{t-1} + W_x x_t + b)  for t = 1..3
L = Σ_{t=1..3} ‖c_t − d_t‖²
"""


def test_shared_a() -> None:
    graph = read(SHARED_A)
    assert list(graph.nodes) == ["A", "B", "x", "y", "u", "v", "z", "w", "L"]
    assert graph.leaves == ("A", "B", "x")
    assert graph.nodes["z"].parents == ("A", "u", "v")
    assert graph.nodes["z"].shape == (3, 1)
    assert graph.nodes["L"].shape == ()
    assert graph.loss == "L"
    assert set(graph.children("A")) == {"y", "z", "w"}
    assert set(graph.children("x")) == {"y", "v"}


def test_the_order_of_lines_is_free() -> None:
    lines = SHARED_A.strip().splitlines()
    graph = read("\n".join(reversed(lines)))
    assert set(graph.nodes) == set(read(SHARED_A).nodes)
    assert list(graph.nodes) == ["L", "w", "z", "v", "u", "y", "x", "A", "B"]
    assert graph.order.index("y") < graph.order.index("u") < graph.order.index("z")


def test_a_family_stands_for_its_equations() -> None:
    graph = read(RNN)
    assert [name for name in graph.nodes if name.startswith("c")] == ["c_0", "c_1", "c_2", "c_3"]
    assert graph.nodes["c_1"].parents == ("W_c", "c_0", "W_x", "x_1", "b")
    assert graph.nodes["c_3"].parents == ("W_c", "c_2", "W_x", "x_3", "b")
    line = "c_t = tanh(W_c c_{t-1} + W_x x_t + b)  for t = 1..3"
    families = {n.name: n.family for n in graph.nodes.values() if isinstance(n, Equation)}
    assert families == {"c_1": line, "c_2": line, "c_3": line, "L": None}
    assert graph.nodes["L"].parents == ("c_1", "d_1", "c_2", "d_2", "c_3", "d_3")
    assert len(graph.nodes["L"].expression.inputs) == 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x_t: 2 for t = 1..3", ["x_1", "x_2", "x_3"]),
        ("x_{t+1}: 2 for t = 0..1", ["x_1", "x_2"]),
        ("x_{2t}: 2 for t in 1..2", ["x_2", "x_4"]),
        ("x_{t,1}, y_t: 2 for t = 1...2", ["x_{1,1}", "x_{2,1}", "y_1", "y_2"]),
        ("x_{1-t}: 2 for t ∈ 1…2", ["x_0", "x_{-1}"]),
        ("xₜ: 2 for t = 1:2", ["x_1", "x_2"]),
        ("W_out, x_test: 2; z_t = W_out + x_test for t = 1..1", ["W_out", "x_test", "z_1"]),
        ("a_out_t: 2 for t = 1..2", ["a_out_1", "a_out_2"]),
    ],
)
def test_the_letter_counts_as_a_whole_token_of_a_subscript(text: str, names: list[str]) -> None:
    assert list(read(text).nodes) == names


def test_a_running_sum_takes_the_one_product_that_follows() -> None:
    graph = read("a_t: scalar for t = 1..2; c: scalar; y = Σ_{t=1..2} c a_t + 1; z = \\sum_{t=1}^{2} a_t^2")
    y, z = graph.nodes["y"], graph.nodes["z"]
    assert repr(y.expression) == "add(…, Number(1.0))"
    assert repr(y.expression.inputs[0]) == "add(…, …)"
    assert repr(z.expression.inputs[1]) == "power(Name('a_2', ()), Number(2.0))"


def test_a_bracket_behind_a_running_name_multiplies() -> None:
    graph = read("a_t: scalar for t = 1..2; c: scalar; y = Σ_{t=1..2} a_t (c + 1); z_t = a_t (c + t) for t = 1..2")
    assert repr(graph.nodes["y"].expression) == "add(…, …)"
    assert repr(graph.nodes["z_2"].expression.inputs[1]) == "add(Name('c', ()), Number(2.0))"


def test_the_identity_is_no_function() -> None:
    assert read("A: 3x3; u: 3; y = I (A u) + (A - I) u").nodes["y"].parents == ("A", "u")


def test_a_fault_in_a_family_is_told_once() -> None:
    (problem,) = parse("A: 2x3; u: 2; c_t = A u for t = 1..5").problems
    assert (problem.kind, problem.column) == ("shape", 21)


@pytest.mark.parametrize(
    ("text", "loss", "notice"),
    [
        ("x: 2; L = x' x; M = x' x", "L", None),
        ("x: 2; y = x' x; z = x' x; w = y + 1", "w", "the loss is w, the last equation that nothing uses"),
        ("x: 2; y = 2 x", "y", "the loss y is 2×1, not a scalar: its adjoint starts from a seed, not from 1"),
        ("L: 2; y = L' L", "y", "the loss is y, the last equation that nothing uses"),
        ("x: 2", None, "there is no equation yet, so there is no loss"),
    ],
)
def test_the_loss(text: str, loss: str | None, notice: str | None) -> None:
    reading = parse(text)
    assert reading.graph is not None
    assert reading.graph.loss == loss
    said = [n.message for n in reading.notices if "loss" in n.message]
    assert notice in said if notice else not said


def test_what_could_be_read_is_there_beside_what_could_not() -> None:
    reading = parse("A: 3x4; x: 4\ny = A x\nz = A y\nw = 2 y")
    assert reading.graph is None
    assert list(reading.nodes) == ["A", "x", "y", "w"]


def test_statements_map_nodes_to_lines_and_back() -> None:
    reading = parse("# leaves\nA, B: 3x3;  x: 3\n\n  y = A x  # a remark\nc_t = B y for t = 1..2\n")
    found = [(s.kind, s.names, s.line, s.column, s.length) for s in reading.statements]
    assert found == [
        ("declaration", ("A", "B"), 2, 1, 9),
        ("declaration", ("x",), 2, 13, 4),
        ("equation", ("y",), 4, 3, 7),
        ("equation", ("c_1", "c_2"), 5, 1, 22),
    ]
    statement = reading.statement_of("c_2")
    assert statement is not None
    assert reading.text[statement.start :].startswith("c_t = B y for")
    assert reading.statement_of("nothing") is None


def test_tokens_have_kinds_for_a_highlighter() -> None:
    reading = parse("x ∈ ℝ³ input ~ normal(0, 1)\ny_t = tanh(x) + 2.5 ? for t = 1..1 # end\nz = Ж$")
    kinds = {token.text: token.kind for token in reading.tokens if token.kind != Kind.SPACE}
    assert kinds["x"] == Kind.NAME
    assert kinds["ℝ"] == kinds["³"] == Kind.SHAPE
    assert kinds["input"] == kinds["for"] == Kind.KEYWORD
    assert kinds["normal"] == kinds["tanh"] == Kind.FUNCTION
    assert kinds["2.5"] == Kind.NUMBER
    assert kinds["?"] == Kind.HOLE
    assert kinds["# end"] == Kind.COMMENT
    assert kinds["Ж"] == Kind.NAME
    assert kinds["$"] == Kind.ERROR
    assert "".join(token.text for token in reading.tokens) == reading.text


def test_columns_count_in_the_text_as_typed() -> None:
    """NFC makes one character of two; the column is still the user's."""
    text = "ŷ: 3; q\u0302: 3\nz = y\u0302 + q\u0302 + Q"
    assert unicodedata.normalize("NFC", text) != text
    (problem,) = parse(text).problems
    assert (problem.line, problem.column, problem.source) == (2, 15, "z = y\u0302 + q\u0302 + Q")
    assert list(read("ŷ: 3; z = 2 y\u0302").nodes) == ["ŷ", "z"]


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("alpha", "α"),
        (r"\alpha", "α"),
        ("alpha1", "α1"),
        (r"\alpha_1", "α_1"),
        (r"\hat{y}", "ŷ"),
        (r"\hat y", "ŷ"),
        (r"\bar{A}", "Ā"),
        (r"\bar{W}_c", "W̄_c"),
        (r"\tilde{\alpha}_{1}", "α̃_1"),
        (r"\bar{\hat{y}}", unicodedata.normalize("NFC", "y\u0302\u0304")),
        ("x₁₂", "x_12"),
        ("x_{12}", "x_12"),
        ("x_alpha", "x_α"),
        (r"x_\alpha", "x_α"),
        ("xᵢ", "x_i"),
        ("µ", "μ"),
        ("W_{a,b}", "W_{a,b}"),
        ("ℒ", "ℒ"),
        ("ϵ", "ε"),
        ("Ω", "Ω"),
        (r"\mathbf{w}_2", "w_2"),
        ("größe", "größe"),
    ],
)
def test_spellings_of_a_name(spelled: str, name: str) -> None:
    assert list(read(f"{spelled}: 2").nodes) == [name]


def test_completions() -> None:
    assert GREEK["sigma"] == "σ"
    assert COMPLETIONS["odot"] == "⊙"
    for command, letter in {**GREEK, **COMPLETIONS}.items():
        assert parse(f"\\{command}").tokens[0].kind != Kind.ERROR, command
        assert len(letter) == 1


def test_reading_never_changes_what_it_is_given() -> None:
    values = {"x": [1, 2]}
    parse("x: 2; y = 2 x", values)
    assert values == {"x": [1, 2]}
    assert isinstance(read("x: 2", values).nodes["x"], Leaf)


def test_import_is_light() -> None:
    code = "import graph, sys; assert not {'PySide6', 'matplotlib', 'scipy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
