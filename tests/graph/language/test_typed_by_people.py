"""What people type, by habit of LaTeX, MATLAB, NumPy or the board, and the plain text that says the same."""

from __future__ import annotations

import pytest

from graph import parse
from graph.expression import Expression, same

LEAVES = "A: 3x4; B, S: 3x3; x, t: 4; u, v, b: 3; c, d: scalar; r: 1x4; α: scalar; ŷ: 3; x_1: 4; X: 4x5\n"

SAME = [
    # LaTeX
    (r"y = A \cdot x", "y = A x"),
    (r"y = \sigma(A x) \odot u", "y = σ(A x) ⊙ u"),
    (r"y = u^\top v", "y = uᵀ v"),
    (r"y = u^{\top} v", "y = uᵀ v"),
    ("y = u^T v", "y = uᵀ v"),
    ("y = u^{T} v", "y = uᵀ v"),
    (r"y = \|u - v\|_2^2", "y = ‖u − v‖²"),
    (r"y = \lVert u \rVert^2", "y = ‖u‖²"),
    ("y = ‖u‖₂²", "y = ‖u‖²"),
    ("y = ∥u∥^2", "y = ‖u‖²"),
    (r"y = \frac{1}{2} u", "y = (1/2) u"),
    (r"y = \frac{c}{d + 1} u", "y = (c/(d + 1)) u"),
    (r"y = \sqrt{c}", "y = sqrt(c)"),
    (r"y = \tanh\left(A x\right)", "y = tanh(A x)"),
    (r"y = \alpha u + \hat{y}", "y = α u + ŷ"),
    ("y = alpha u", "y = α u"),
    (r"y = \mathbf{u} + \mathrm{b}", "y = u + b"),
    ("y = B^{-1} u + B^{-T} v", "y = B⁻¹ u + B⁻ᵀ v"),
    (r"y = \operatorname{tr}(B)", "y = tr(B)"),
    (r"y = \log(\det(B))", "y = log(det(B))"),
    (r"y = A \, x", "y = A x"),
    ("y = c e^{-d}", "y = c e^(-d)"),
    # MATLAB
    ("y = A*x + b", "y = A x + b"),
    ("y = u'*v", "y = uᵀ v"),
    ("y = u.*v ./ b", "y = u ⊙ v ⊘ b"),
    ("y = u.^2", "y = u.^(2)"),
    ("y = u.'*v", "y = uᵀ v"),
    ("y = sum(u.^2)", "y = Σ(u.^2)"),
    ("y = [1 2 3; 4 5 6] u", "y = [1, 2, 3; 4, 5, 6] u"),
    ("y = [1 -2; 3 -4]", "y = [1, -2; 3, -4]"),
    ("y = [1;2;3]", "y = [1, 2, 3]"),
    ("y = inv(B)*u", "y = B⁻¹ u"),
    ("y = norm(u)^2", "y = ‖u‖²"),
    ("y = eye(3)*u", "y = I u"),
    ("y = ones(3,4)*x", "y = ones(3, 4) x"),
    # NumPy
    ("y = A @ x + b", "y = A x + b"),
    ("y = u.T @ v", "y = uᵀ v"),
    ("y = A.T @ (A @ x)", "y = Aᵀ (A x)"),
    ("y = u**2", "y = u.^2"),
    ("y = c**2 + d", "y = c² + d"),
    ("y = sum(A, axis=0)", "y = sum(A, axis = 0)"),
    ("y = ones((3, 4)) @ x", "y = ones(3, 4) x"),
    ("y = [[1, 2, 3], [4, 5, 6]] @ u", "y = [1 2 3; 4 5 6] u"),
    ("y = where(u > 0, u, v)", "y = where([u > 0], u, v)"),
    ("y = einsum('ij,j->i', A, x)", 'y = einsum("ij,j->i", A, x)'),
    ("y = conv(u, x, mode='same')", "y = u ∗ x"),
    ("y = -x.T @ x / 2", "y = -(xᵀ x / 2)"),
    # the board
    ("y = 3x", "y = 3 x"),
    ("y = ½ u", "y = 0.5 u"),
    ("y = x₁", "y = x_1"),
    ("y = x_{1}", "y = x_1"),
    ("y=A x", "y = A x"),
    ("y := A x", "y = A x"),
    ("y ≔ A x", "y = A x"),
    ("y ← A x", "y = A x"),
    ("y = u − v", "y = u - v"),
    ("y = u – v", "y = u - v"),
    ("y = A\u00a0x", "y = A x"),
    ("y = u′ v", "y = u' v"),
    ("y = u’ v", "y = u' v"),
    ("y = ∑(u)", "y = Σ(u)"),
    ("y = c ÷ d", "y = c / d"),
    ("y = u∘v", "y = u ⊙ v"),
    ("y = tanh²(u)", "y = tanh(u).^2"),
    ("y = sin^2(c)", "y = sin(c)²"),
    ("y = ln(c)", "y = log(c)"),
    ("y = ‖u‖ ‖v‖", "y = norm(u) norm(v)"),
    ("y = ||u|| + |c|", "y = norm(u) + abs(c)"),
    ("y = |c||d|", "y = abs(c) abs(d)"),
    ("y = -c² + d", "y = -(c²) + d"),
    ("y = 1/2 u", "y = (1/2) u"),
    ("y = 2^c^d", "y = 2^(c^d)"),
    ("y = u ⊙ A x", "y = u ⊙ (A x)"),
    ("y = c + u ⊙ v", "y = c + (u ⊙ v)"),
    ("y = (A x) (u ⊙ v)ᵀ", "y = (A x) ((u ⊙ v)')"),
    ("y = B u'ᵀ", "y = B (u')'"),
    ("y = [u ≥ 0] .* u", "y = [u >= 0] ⊙ u"),
    ("y = B⁻¹'", "y = (B^-1)'"),
    ("y = B^-1'", "y = (B^-1)'"),
    ("y = π c", "y = pi c"),
    ("y = u ⊛ x", "y = u ∗ x"),
    ("y = c .* u", "y = c ⊙ u"),
    ("y = max(u, 0)", "y = max(u, 0.0)"),
    ("y = x^T(t)", "y = xᵀ t"),
    ("y = A x;", "y = A x"),
    ("y = A x  # the first layer", "y = A x"),
    ("\ty\t=\tA\tx\r", "y = A x"),
]


def expression(text: str) -> Expression:
    reading = parse(LEAVES + text)
    assert reading.graph is not None, reading.problems
    return reading.graph.nodes["y"].expression


@pytest.mark.parametrize(("typed", "plain"), SAME, ids=[row[0] for row in SAME])
def test_says_the_same(typed: str, plain: str) -> None:
    assert same(expression(typed), expression(plain))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("y = -2 x", "product(Number(-2.0), Name('x', (4, 1)))"),
        ("y = c c c", "product(…, Name('c', ()))"),
        ("y = c + c - c", "add(Name('c', ()), Name('c', ()), …)"),
        ("y = ‖u‖²", "sqnorm(Name('u', (3, 1)))"),
        ("y = norm(u)²", "sqnorm(Name('u', (3, 1)))"),
        ("y = (‖u‖)²", "power(…, Number(2.0))"),
        ("y = det(B)²", "power(…, Number(2.0))"),
        ("y = u@v", "dot(Name('u', (3, 1)), Name('v', (3, 1)))"),
        ("y = B³", "matpower(Name('B', (3, 3)), exponent=3)"),
        ("y = c⁻¹", "power(Name('c', ()), Number(-1.0))"),
        ("y = leaky_relu(u, 0.2)", "leaky_relu(Name('u', (3, 1)), slope=0.2)"),
        ("y = leaky_relu(u, 0.01)", "leaky_relu(Name('u', (3, 1)))"),
        ("y = [c, d; d, c]", "stack(Name('c', ()), Name('d', ()), Name('d', ()), Name('c', ()), rows=(2, 2))"),
    ],
)
def test_the_tree_is_the_one_written(text: str, tree: str) -> None:
    assert repr(expression(text)) == tree


def notices(text: str) -> list[str]:
    reading = parse(LEAVES + text)
    assert reading.graph is not None, reading.problems
    return [n.message for n in reading.notices if "standard normal" not in n.message and "the loss" not in n.message]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("y = u*v", "u * v of two columns is read entry by entry, u ⊙ v"),
        ("y = u@v", "u @ v of two columns is read as the dot product"),
        ("y = u·v", "u · v of two columns is read as the dot product"),
        ("y = c/d u", "c/d u is read as (c/d) u"),
        ("y = u²", "u² of a vector is read entry by entry, u.^2"),
        ("y = [1 2; 3 4]", "y is an equation; for a leaf, whose numbers can be edited, write y: 2×2 = …"),
        ("y = 2 3 c", "2 3 is read as a product of two numbers"),
        ("y = |B|", "|B| of a matrix is read entry by entry; the determinant is det(B)"),
        ("y = B + u", "the column is added to every column; NumPy would add an array of one axis to every row"),
    ],
)
def test_what_could_be_misunderstood_is_mentioned(text: str, said: str) -> None:
    assert notices(text) == [said]


@pytest.mark.parametrize(
    "text", ["y = 1/2 u", "y = c/2 u", "y = |u|", "y = c²", "y = A + r", "y = tanh²(u)", "y = A x"]
)
def test_what_is_plain_is_not(text: str) -> None:
    assert notices(text) == []


def test_the_questions_own_product() -> None:
    """z = A (u * v), as the question about shared A writes it."""
    text = LEAVES + "p = sigma(B u)\ny = S (p*v)"
    reading = parse(text)
    assert reading.graph is not None
    assert any("entry by entry" in notice.message for notice in reading.notices)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("x: 4", (4, 1)),
        ("x: 4x1", (4, 1)),
        ("x: 1x4", (1, 4)),
        ("x: 1x1", ()),
        ("x: 1", ()),
        ("x: scalar", ()),
        ("x in R", ()),
        ("x ∈ ℝ", ()),
        ("x ∈ ℝ³", (3, 1)),
        ("x ∈ R^3", (3, 1)),
        ("x ∈ ℝ³ˣ⁴", (3, 4)),
        ("x ∈ ℝ^{3×4}", (3, 4)),
        ("x ∈ R^(3x4)", (3, 4)),
        ("x ∈ R^3x4", (3, 4)),
        (r"x \in \mathbb{R}^{3 \times 4}", (3, 4)),
        ("x: 3 x 4", (3, 4)),
        ("x: 3×4", (3, 4)),
        ("x: 3,4", (3, 4)),
        ("x: (3, 4)", (3, 4)),
        ("x: 5x3x4", (5, 3, 4)),
        ("x: 3x3 symmetric, positive input", (3, 3)),
        ("x: 2x2 = [1 2; 3 4]", (2, 2)),
        ("x: 3 ~ normal(0, 0.1, seed=4)", (3, 1)),
    ],
)
def test_shapes(text: str, shape: tuple[int, ...]) -> None:
    reading = parse(text)
    assert reading.graph is not None, reading.problems
    assert reading.graph.nodes["x"].shape == shape
    assert reading.graph.values["x"].shape == shape


def test_a_name_of_a_function_is_a_name_where_it_is_defined() -> None:
    reading = parse("σ: 3x3; u: 3; y = σ(u); e: scalar; I: 3x3; T: 3; z = T' σ e I T")
    assert reading.graph is not None
    assert repr(reading.graph.nodes["y"].expression).startswith("product")
    assert reading.graph.nodes["z"].parents == ("T", "σ", "e", "I")


def test_a_hole_has_no_shape_and_spoils_nothing() -> None:
    reading = parse("A: 3x4; y = A ?1 + ?; z = tanh(y)")
    assert reading.graph is not None
    assert reading.graph.nodes["z"].shape is None
    assert not reading.problems
