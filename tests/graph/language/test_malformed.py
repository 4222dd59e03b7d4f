"""Texts that are wrong: each is answered with its kind, its place and the facts, and nothing besides."""

from __future__ import annotations

import pytest

from graph import GraphError, parse, read

LEAVES = "A: 3x4; B: 3x3; x: 4; u, v: 3; c: scalar; r: 1x4\n"
"""Line 1 of every text below, so that the line at fault is line 2."""

MALFORMED = [
    # shapes of products
    ("y = A u", "shape", 5, "A is 3×4, u has 3 entries: 4 columns against 3 rows", "A' u"),
    ("y = A x x", "shape", 5, "A x has 3 entries, x has 4 entries", "(A x) x'"),
    ("y = c u v", "shape", 5, "c u has 3 entries, v has 3 entries", "(c u)ᵀ v"),
    ("y = u v", "shape", 5, "u has 3 entries, v has 3 entries", "uᵀ v"),
    ("y = u v", "shape", 5, "1 column against 3 rows", "u vᵀ"),
    ("y = u v", "shape", 5, "u has 3 entries", "u ⊙ v"),
    ("y = u × v", "shape", 5, "no cross product", "u .* v"),
    ("y = u*x", "shape", 5, "u has 3 entries, x has 4 entries", "u ∗ x"),
    ("y = A*A", "shape", 5, "A is 3×4: 4 columns against 3 rows", "A .* A"),
    ("y = A A", "shape", 5, "A is 3×4: 4 columns against 3 rows", "A' A"),
    ("y = A B", "shape", 5, "A is 3×4, B is 3×3: 4 columns against 3 rows", "A' B"),
    ("y = r r", "shape", 5, "r is a row of 4 entries", "r r'"),
    ("y = A xᵀ", "shape", 5, "xᵀ is a row of 4 entries", "write A x"),
    ("y = [1 2; 3 4] u", "shape", 5, "[1 2; 3 4] is 2×2, u has 3 entries", "u 2 rows"),
    ("y = 1 + tanh(A u) + c", "shape", 14, "4 columns against 3 rows", "A' u"),
    # shapes entry by entry
    ("y = B \\ u", "syntax", 7, "does not divide from the left", "solve(A, b)"),
    ("y = B\\u", "syntax", 6, "does not divide from the left", "solve(A, b)"),
    ("y = B'\\ u", "syntax", 7, "does not divide from the left", "solve(A, b)"),
    ("d: ℤ³", "bad-char", 4, "only looks like Z", "type Z"),
    ("d: 3 input constant", "attribute", 12, "one role: input or constant", "drop constant"),
    ('y = einsum("ij")', "arity", 5, "at least 1 input, not 0", "einsum"),
    ("d_t: 3 for t = 1..99999999999999", "too-large", 8, "99,999,999,999,999 steps", "fewer"),
    ("y = A + B", "shape", 9, "A is 3×4, B is 3×3: they do not fit entry by entry", "give B the shape 3×4"),
    ("y = A + B'", "shape", 9, "B' is 3×3", "3×4"),
    ("y = u + x", "shape", 9, "u has 3 entries, x has 4 entries", "give x 3 entries"),
    ("y = A + A'", "shape", 9, "A is 3×4, A' is 4×3", "transpose it"),
    ("y = u + v + x + v", "shape", 13, "x has 4 entries", "3 entries"),
    ("y = u ⊙ x", "shape", 5, "u has 3 entries, x has 4 entries", "same number of entries"),
    ("y = u ./ x", "shape", 5, "u has 3 entries, x has 4 entries", "same number of entries"),
    ("y = [u > x]", "shape", 5, "u has 3 entries, x has 4 entries", "same number of entries"),
    ("y = u / v", "shape", 5, "u has 3 entries, v has 3 entries: / divides by a scalar only", "u ./ v"),
    ("y = A' / B", "shape", 5, "A' is 4×3, B is 3×3", "inv(B)"),
    ("y = c / v", "shape", 5, "v has 3 entries: / divides by a scalar only", "c ./ v"),
    ("y = dot(u, x)", "shape", 5, "u has 3 entries, x has 4 entries", "same number of entries"),
    ("y = reshape(x, 3, 3)", "shape", 5, "x has 4 entries", "same number of entries"),
    ("y = [A; x]", "shape", 5, "A is 3×4, x has 4 entries", "same width"),
    ("y = u^v", "shape", 7, "an exponent is a scalar", "u .^ v"),
    ("y = e^u", "shape", 7, "u is 3×1", "exp(u)"),
    ("y = B^0.5", "shape", 7, "B is 3×3", "B.^0.5"),
    ("y = B^c", "shape", 7, "whole number", "B.^c"),
    # square matrices
    ("y = A²", "not-square", 5, "A is 3×4", "A.^2"),
    ("y = A^3", "not-square", 5, "A is 3×4", "A.^3"),
    ("y = A⁻¹", "not-square", 5, "A is 3×4: only a square matrix has an inverse", "1 ./ A"),
    ("y = u^-1", "not-square", 5, "u has 3 entries", "1 ./ u"),
    ("y = det(A)", "not-square", 9, "A is 3×4", None),
    ("y = inv(A)", "not-square", 9, "A is 3×4", None),
    ("y = tr(A)", "not-square", 8, "A is 3×4", None),
    ("y = solve(A, u)", "not-square", 11, "A is 3×4", None),
    ("y = I + A", "not-square", 5, "3×4", "eye(n)"),
    ("Z: 3x4 symmetric", "not-square", 8, "3×4", "drop symmetric"),
    ("Z: 2x3 ~ eye", "not-square", 10, "2×3", "square"),
    # names
    ("y = q + A x", "undefined", 5, "q is not defined", "q: 3"),
    ("y = A x + alhpa\nalpha: 3", "undefined", 11, "alhpa is not defined", "did you mean alpha?"),
    ("y = Ax", "undefined", 5, "Ax is not defined", "did you mean A x?"),
    ("y = cAx", "undefined", 5, "cAx is not defined", "did you mean c A x?"),
    ("y = C x", "undefined", 5, "C is not defined", "did you mean c?"),
    ("y = x^TAx", "undefined", 7, "TAx is not defined", "space after ^T"),
    ("y = 2 I", "undefined", 7, "I has no neighbour", "eye(3)"),
    ("y = tr(I)", "undefined", 8, "I has no neighbour", "eye(3)"),
    ("c_t = c_{t-1} + 1 for t = 1..3", "undefined", 7, "c_{t-1} is c_0 for t = 1", "c_0: 3"),
    ("y = x_t", "undefined", 5, "x_t is not defined", "x_t: 3"),
    ("y = foo(x)", "unknown-function", 5, "unknown function foo", "declare foo"),
    ("y = sigmod(x)", "unknown-function", 5, "unknown function sigmod", "did you mean sigmoid?"),
    ("y = ReLU(x)", "unknown-function", 5, "unknown function ReLU", "did you mean relu?"),
    ("y = inverse(B)", "unknown-function", 5, "unknown function inverse", "did you mean inv?"),
    ("y = B + cov(x)", "unknown-function", 9, "unknown function cov", "did you mean conv?"),
    ("y = log_2(c)", "unknown-function", 5, "unknown function log_2", "log(x)/log(2)"),
    ("Z: 2 ~ gauss(0, 1)", "unknown-function", 8, "gauss is no initialiser", "normal"),
    ("y = 1\ny = 2", "redefinition", 1, "y is defined on line 2 already", "another name"),
    ("x = A' u", "redefinition", 1, "x has a declaration and an equation", "drop the declaration"),
    ("x: 5", "redefinition", 1, "x is defined on line 1 already", "another name"),
    ("alpha: 3; α = u", "redefinition", 11, "α has a declaration and an equation", None),
    ("p = q + 1\nq = p + 1", "cycle", 1, "p → q → p", "another name"),
    ("p = p + 1", "cycle", 1, "p → p", "another name"),
    ("a = b\nb = d\nd = 2 a", "cycle", 1, "a → b → d → a", "another name"),
    ("2y = x", "bad-name", 1, "2y", "starts with a letter"),
    ("_a = x", "bad-name", 1, "start with _", "letter"),
    ("a__b = x", "bad-name", 1, "__", "one _"),
    ("a_ = x", "bad-name", 1, "nothing follows", "x_1"),
    ("y = x + a_{}", "bad-name", 9, "empty", None),
    ("for = 3", "bad-name", 1, "word of the language", "another name"),
    (f"{'n' * 41} = x", "bad-name", 1, "41 characters", "at most 40"),
    # characters
    ("y = x $ u", "bad-char", 7, "U+0024", "dollar"),
    ("y = А x", "bad-char", 5, "U+0410", "type A"),
    ("y = A х", "bad-char", 7, "U+0445", "type x"),
    ("y = Τ x", "bad-char", 5, "U+03A4", "type T"),
    ("y = A x\u200b", "bad-char", 8, "U+200B", "delete"),
    ("y = \u202eA x", "bad-char", 5, "U+202E", "delete"),
    ("y = A\0 x", "bad-char", 6, "U+0000", "delete"),
    ("y = \ud800 A x", "bad-char", 5, "U+D800", "delete"),
    ("y = 😀", "bad-char", 5, "U+1F600", "delete"),
    ("y = 𝐀 x", "bad-char", 5, "U+1D400", "type A"),
    ("y = A\u2003x", "bad-char", 6, "U+2003", "plain space"),
    ("y = x % twice", "bad-char", 7, "U+0025", "#"),
    ("y = √c", "bad-char", 5, "U+221A", "sqrt"),
    ("y = ٣ x", "bad-char", 5, "U+0663", "type 3"),
    # brackets
    ("y = (A x", "unbalanced", 5, "( is not closed", ")"),
    ("y = A x)", "unbalanced", 8, ") closes nothing", None),
    ("y = [A x", "unbalanced", 5, "[ is not closed", "]"),
    ("y = (A x]", "unbalanced", 9, "] cannot close the ( of column 5", ")"),
    ("y = ‖x", "unbalanced", 5, "‖ is not closed", "‖"),
    ("y = |x + 1", "unbalanced", 5, "| is not closed", "|"),
    ("y = tanh(x; z = 3", "unbalanced", 9, "( is not closed", ")"),
    ("y = c_{1", "unbalanced", 5, "{", "}"),
    ("y = " + "(" * 101 + "x" + ")" * 101, "too-deep", 105, "100 brackets", "name a part"),
    # syntax
    ("y =", "syntax", 3, "missing", None),
    ("= A x", "syntax", 1, "nothing stands before =", "y = A x"),
    ("y = A x +", "syntax", 9, "nothing stands after +", None),
    ("y = * A", "syntax", 5, "* stands where an expression is expected", "drop *"),
    ("y = A x = 3", "syntax", 9, "second =", "one equation a line"),
    ("y == x", "syntax", 1, "==", "= instead"),
    ("A x", "syntax", 1, "neither a declaration nor an equation", "y = A x"),
    ("Z 3x3", "syntax", 1, ": is missing", "Z: 3x3"),
    ("Z ~ normal(0, 1)", "syntax", 1, "the shape is missing", "Z: 3"),
    ("y = x > 0", "syntax", 7, "square brackets", "[x > 0]"),
    ("y = [0 < x < 1]", "syntax", 12, "two things", ".*"),
    ("y = 1,5 x", "syntax", 6, ", cannot stand here", "point"),
    ("y = 1.2.3", "syntax", 5, "1.2.3 is no number", None),
    ("y = {x}", "syntax", 5, "{", "( )"),
    ("y = sin x", "syntax", 5, "sin is a function", "sin(x)"),
    ("y = log det B", "syntax", 5, "log is a function", "log(det(B))"),
    ("y = log det(B)", "syntax", 5, "log is a function", "log(det(…))"),
    ("y = tanh⁻¹(u)", "syntax", 5, "inverse", "1 ./ tanh(x)"),
    ("y = np.tanh(x)", "syntax", 7, ". cannot stand here", "tanh("),
    ("y = u . v", "syntax", 7, ". cannot stand here", "write u v for the product, u .* v entry by entry"),
    ("y = x.sum()", "syntax", 6, ". cannot stand here", "sum(x)"),
    ("f(x) = x^2", "syntax", 1, "f(x)", "write f ="),
    ('y = "abc"', "syntax", 5, '"abc"', "options"),
    ("Z: 2 = A x", "syntax", 8, "number or [1 2; 3 4]", "leave the shape out"),
    ("z_t = A x for t = 3..1", "syntax", 11, "3..1 is empty", "1..3"),
    ("z_t = A x for t = 1..n", "syntax", 11, "1..n", "t = 1..3"),
    ("z = A x for t = 1..3", "syntax", 1, "the same for every t", "z_t"),
    # shapes as written
    ("Z: 3x", "bad-shape", 4, "3x is no shape", None),
    ("Z: 0x3", "bad-shape", 4, "a length is 0", "from 1"),
    ("Z: -3", "bad-shape", 4, "negative", "from 1"),
    ("Z: 2.5", "bad-shape", 4, "whole number", "from 1"),
    ("Z: n", "bad-shape", 4, "n is no number", "3x4"),
    ("Z ∈ ℝ^{n×3}", "bad-shape", 5, "n is no number", "3x4"),
    ("Z:", "bad-shape", 2, "missing", "3x4"),
    ("Z: 2x2 = [1 2; 3]", "bad-shape", 10, "row 1 has 2, row 2 has 1", None),
    ("y = reshape(x, 2, c)", "bad-shape", 19, "c is not", "number"),
    ("y = ones(0, 3)", "bad-shape", 10, "from 1", None),
    # calls and their options
    ("y = tanh(u, v)", "arity", 13, "takes 1 input, not 2", "tanh(x)"),
    ("y = tanh()", "arity", 5, "takes 1 input, not 0", "tanh(x)"),
    ("y = sum(A, 0)", "arity", 12, "takes 1 input, not 2", "axis=0"),
    ("y = where(u, v)", "arity", 5, "takes 3 inputs, not 2", "where("),
    ("y = eye()", "arity", 5, "needs its n", "eye(3)"),
    ("Z: 2 ~ normal(1)", "arity", 8, "takes 2 numbers, not 1", "normal(0, 1)"),
    ("y = sum(A, axis=2)", "attribute", 17, "axis is 0 or 1, not 2", "axis=0"),
    ("y = sum(A, axes=1)", "attribute", 12, "no option axes", "did you mean axis?"),
    ("y = tanh(u, axis=0)", "attribute", 13, "no option axis", "no options"),
    ("y = softmax(A)", "attribute", 5, "A is 3×4", "axis=0"),
    ('y = conv(u, x, mode="smae")', "attribute", 21, "smae", "did you mean same?"),
    ("Z: 3x3 symetric", "attribute", 8, "symetric is no property", "did you mean symmetric?"),
    ("Z: 2 ~ normal(0, 1, sed=3)", "attribute", 21, "no option sed", "did you mean seed?"),
    # sizes
    ("y = B^1000000000", "too-large", 7, "1000000000", "smaller"),
    ("y = ones(10^6, 10^6)", "too-large", 5, "1,000,000,000,000 entries", "smaller"),
    ("Z: 100000x100000", "too-large", 4, "10,000,000,000 entries", "smaller"),
    ("y = 1e999", "too-large", 5, "1e999", "scale"),
    ("y = Σ_{t=1..999999} c", "too-large", 5, "999,999 steps", "fewer"),
    # values
    ("Z: 3 positive = [1, -2, 3]", "value", 17, "positive", "drop positive"),
    ("Z: 2x2 symmetric = [1 2; 3 4]", "value", 20, "symmetric", "drop symmetric"),
    ("Z: 2x2 = [1 2 3 4]", "shape", 10, "Z is 2×2, its value is 4×1", "2×2"),
    ("Z: 2 ~ normal(0, -1)", "value", 8, "negative", None),
]


@pytest.mark.parametrize(("text", "kind", "column", "fact", "fix"), MALFORMED, ids=[row[0][:30] for row in MALFORMED])
def test_kind_place_and_facts(text: str, kind: str, column: int, fact: str | None, fix: str | None) -> None:
    reading = parse(LEAVES + text)
    assert reading.graph is None
    assert [problem.kind for problem in reading.problems] == [kind]
    (problem,) = reading.problems
    expected_line = 3 if text == "y = 1\ny = 2" else 2
    assert (problem.line, problem.column) == (expected_line, column)
    assert problem.length >= 1
    assert problem.hint
    assert fact is None or fact in problem.message
    assert fix is None or fix in problem.hint
    str(problem).encode()


def test_there_are_enough_of_them() -> None:
    assert len(MALFORMED) >= 100


def test_the_token_is_underlined() -> None:
    lines = str(parse(LEAVES + "y = B + foo(x)").problems[0]).splitlines()
    assert lines == [
        "2:9: unknown-function: unknown function foo",
        "    y = B + foo(x)",
        "            ^^^",
        "    declare foo if this is a product, or use a known function",
    ]


def test_five_mistakes_give_five_problems() -> None:
    text = """
    A: 3x4
    x: 4
    y = A xx            # one
    z = sigmod(A x)     # two
    w = A (A x)         # three
    v = (A x            # four
    t: 2x               # five
    s = y + z + w + v + t
    L = ‖s‖²
    """
    reading = parse(text)
    found = [(problem.line, problem.kind) for problem in reading.problems]
    assert found == [
        (4, "undefined"),
        (5, "unknown-function"),
        (6, "shape"),
        (7, "unbalanced"),
        (8, "bad-shape"),
    ]


def test_several_faults_of_one_line_are_all_told() -> None:
    reading = parse(LEAVES + "y = det(A) + inv(A) + q + tanh(u, v) + foo(u)")
    assert [(p.kind, p.column) for p in reading.problems] == [
        ("not-square", 9),
        ("not-square", 18),
        ("undefined", 23),
        ("arity", 35),
        ("unknown-function", 40),
    ]


def test_what_depends_on_a_fault_is_not_told_but_its_own_faults_are() -> None:
    reading = parse(LEAVES + "y = A u\nz = y + 1\nw = tanh(z) + q")
    assert [(p.kind, p.line) for p in reading.problems] == [("shape", 2), ("undefined", 4)]
    assert "x" in reading.nodes


def test_a_missing_declaration_is_told_once_and_a_slip_every_time() -> None:
    missing = parse(LEAVES + "y = q + u\nz = q + v")
    assert [(p.line, p.column) for p in missing.problems] == [(2, 5)]
    slips = parse("alpha: 3\ny = alhpa\nz = alhpa")
    assert [(p.line, p.column) for p in slips.problems] == [(2, 5), (3, 5)]


def test_read_raises_with_all_problems_and_their_carets() -> None:
    with pytest.raises(GraphError) as caught:
        read(LEAVES + "y = A u\nz = q")
    assert [problem.kind for problem in caught.value.problems] == ["shape", "undefined"]
    assert str(caught.value).count("^") == len("A u") + len("q")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark", " \t\r\n;;"])
def test_an_empty_text_says_so(text: str) -> None:
    assert [problem.kind for problem in parse(text).problems] == ["empty"]


def test_a_circle_breaks_only_itself() -> None:
    reading = parse("p = q + 1\nq = p + 1\nz = p + r\nr = z + 1")
    assert [problem.kind for problem in reading.problems] == ["cycle", "cycle"]
    assert ["p → q → p" in reading.problems[0].message, "z → r → z" in reading.problems[1].message] == [True, True]


def test_a_family_whose_range_is_wrong_has_members_that_are_not_missed() -> None:
    reading = parse(LEAVES + "d_t = u for t = 1..k\ny = d_1 + d_7\nz = q_1")
    assert [(p.kind, p.line) for p in reading.problems] == [("syntax", 2), ("undefined", 4)]


@pytest.mark.parametrize("opened", ["\\hat{u_1 + c", "\\hat{_", "\\hat", "\\mathbb"])
def test_a_command_ends_with_its_line(opened: str) -> None:
    """What is open on one line must not swallow the next: the lines that follow keep their numbers."""
    problems = parse(LEAVES + f"y = {opened}\n{{R}}\nz = q").problems
    assert ("undefined", 4) in [(problem.kind, problem.line) for problem in problems]
    assert problems[0].line == 2
    assert problems[0].column + problems[0].length - 1 <= len(f"y = {opened}")
