"""How formulas and graphs look."""

from __future__ import annotations

import pytest
import ziamath

from graph.expression import Expression, Name, Number, apply
from graph.language import read
from graph.model import Equation
from graph.notation import expression_text, shape_text, write
from graph.reference import operations

A, B = Name("A", (2, 2)), Name("B", (2, 2))
U, V, W = Name("u", (2, 1)), Name("v", (2, 1)), Name("w", (2, 1))
a = Name("a", ())


@pytest.mark.parametrize(
    ("tree", "unicode", "ascii", "latex"),
    [
        (apply("product", A, apply("hadamard", U, V)), "A (u ⊙ v)", "A (u .* v)", r"A\,(u \odot v)"),
        (apply("product", 2, W), "2 w", "2 w", r"2\,w"),
        (apply("product", W, 2), "w · 2", "w*2", r"w \cdot 2"),
        (apply("sqnorm", W), "‖w‖²", "||w||^2", r"\lVert w\rVert^{2}"),
        (apply("sigmoid", U), "σ(u)", "sigmoid(u)", r"\sigma(u)"),
        (apply("hadamard", apply("product", A, U), V), "(A u) ⊙ v", "(A u) .* v", r"(A\,u) \odot v"),
        (apply("add", U, apply("neg", V)), "u − v", "u - v", "u - v"),
        (apply("product", apply("quotient", 1, 2), U), "1/2 u", "1/2 u", r"\frac{1}{2}\,u"),
        (apply("quotient", a, apply("add", a, 1)), "a/(a + 1)", "a/(a + 1)", r"\frac{a}{a + 1}"),
        (apply("dotpower", A, 2), "A.^2", "A.^2", r"A^{\circ 2}"),
        (apply("dotpower", U, 2), "u²", "u^2", "u^{2}"),
        (apply("transpose", apply("inv", A)), "A⁻ᵀ", "A^-T", r"A^{-\top}"),
        (apply("mask_ge", U, 0), "[u ≥ 0]", "[u >= 0]", r"[u \ge 0]"),
        (apply("sum", A, axis=0), "sum(A, axis=0)", "sum(A, axis=0)", r"\operatorname{sum}(A, \mathrm{axis}{=}0)"),
        (apply("kron", A, B), "A ⊗ B", "kron(A, B)", r"A \otimes B"),
        (apply("power", apply("quotient", a, 2), 3), "(a/2)³", "(a/2)^3", r"\left( \frac{a}{2} \right)^{3}"),
        (apply("sqrt", a), "sqrt(a)", "sqrt(a)", r"\sqrt{a}"),
    ],
)
def test_formulas(tree: Expression, unicode: str, ascii: str, latex: str) -> None:
    assert expression_text(tree, "unicode") == unicode
    assert expression_text(tree, "ascii") == ascii
    assert expression_text(tree, "latex") == latex


@pytest.mark.parametrize(
    ("number", "unicode", "latex"),
    [
        (Number(2.0), "2", "2"),
        (Number(2.5, "2.50"), "2.50", "2.50"),
        (Number(0.1 + 0.2), "0.30000000000000004", "0.30000000000000004"),
        (Number(1e-7), "1e-7", "10^{-7}"),
        (Number(2.5e22), "2.5e22", r"2.5 \cdot 10^{22}"),
        (Number(-3.0, "-3"), "−3", "{-}3"),
        (Number(0.5, "½"), "½", r"\frac{1}{2}"),
        (Number(0.75, "½"), "0.75", "0.75"),
        (Number(3.141592653589793, "π"), "π", r"\pi"),
    ],
)
def test_numbers_keep_their_text_or_all_their_digits(number: Number, unicode: str, latex: str) -> None:
    assert expression_text(number) == unicode
    assert expression_text(number, "latex") == latex


def test_a_function_makes_way_for_a_node_of_its_name() -> None:
    called = apply("sigmoid", U)
    assert expression_text(called, defined=("u",)) == "σ(u)"
    assert expression_text(called, defined=("u", "σ")) == "sigmoid(u)"


@pytest.mark.parametrize(
    ("shape", "unicode", "ascii", "latex"),
    [
        ((), "ℝ", "scalar", r"\mathbb{R}"),
        ((3, 1), "ℝ³", "3", r"\mathbb{R}^{3}"),
        ((1, 3), "ℝ¹ˣ³", "1x3", r"\mathbb{R}^{1 \times 3}"),
        ((5, 12, 4), "ℝ⁵ˣ¹²ˣ⁴", "5x12x4", r"\mathbb{R}^{5 \times 12 \times 4}"),
    ],
)
def test_shapes(shape: tuple[int, ...], unicode: str, ascii: str, latex: str) -> None:
    assert (shape_text(shape), shape_text(shape, "ascii"), shape_text(shape, "latex")) == (unicode, ascii, latex)


TEXT = "A, B ∈ ℝ²ˣ²\nx ∈ ℝ² input\ny = A x\nu = σ(y)\nL = ‖B u‖²\n"


def test_a_graph_in_the_order_of_its_text() -> None:
    assert write(read(TEXT)) == TEXT
    assert write(read(TEXT), "ascii") == "A, B: 2x2\nx: 2 input\ny = A x\nu = sigmoid(y)\nL = ||B u||^2\n"
    late = "y = A x\nx ∈ ℝ²\nA ∈ ℝ²ˣ²\n"
    assert write(read(late)) == late


def test_latex_is_one_aligned_block() -> None:
    text = write(read(TEXT), "latex")
    assert text.splitlines()[0] == r"\begin{aligned}"
    assert r"A, B &\in \mathbb{R}^{2 \times 2} \\" in text
    assert r"y &= A\,x \\" in text
    assert "+=" not in text


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="style"):
        expression_text(A, "html")


def test_the_typesetter_takes_all_formulas() -> None:
    """Every operation and every pull as LaTeX."""
    ziamath.config.svg2 = False
    entries = [entry for section in operations() for entry in section.entries]
    written = [text.latex for entry in entries for text in (entry.written, *entry.pulls)]
    for latex in (*written, write(read(TEXT), "latex")):
        width, height = ziamath.Math.fromlatex(latex, size=20).getsize()
        assert width > 0
        assert height > 0


def test_families_are_written_unrolled() -> None:
    graph = read("c_0: 2\nW: 2x2\nc_t = tanh(W c_{t-1}) for t = 1..3")
    lines = write(graph).splitlines()
    assert [line for line in lines if " = " in line] == [f"c{s} = tanh(W c{p})" for p, s in ("₀₁", "₁₂", "₂₃")]
    assert all(isinstance(graph.nodes[f"c_{t}"], Equation) for t in (1, 2, 3))
