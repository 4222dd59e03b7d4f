"""A derivation as a LaTeX document."""

import re

import pytest

import graph
from graph.calculus.derivation.document import text
from tests.graph.calculus.derivation.problems import PROBLEMS

ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z*]+)\}")


def balanced(latex: str) -> bool:
    """Whether environments nest, and braces and dollars are closed."""
    stack = []
    for which, name in ENVIRONMENT.findall(latex):
        if which == "begin":
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    bare = re.sub(r"\\[\\{}$]", "", latex)
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return not stack and depth == 0 and bare.count("$") % 2 == 0 and bare.count(r"\left") == bare.count(r"\right")


@pytest.mark.parametrize("problem", [pytest.param(p, id=p.title) for p in PROBLEMS[::3]])
@pytest.mark.parametrize("reading", ["closed", "differentials"])
def test_it_is_whole_and_has_every_step(problem, reading):
    d = graph.derive(graph.read(problem.text), problem.wrt, reading=reading)
    document = d.document()
    assert document.startswith(r"\documentclass")
    assert document.rstrip().endswith(r"\end{document}")
    assert balanced(document)
    assert document.count(r"\paragraph") == len(d.steps)
    assert d.latex.split(" + ")[0] in document
    # pdfLaTeX knows no letters beyond ASCII in mathematics.
    assert document.isascii(), {sign for sign in document if not sign.isascii()}
    assert "?" not in document


def test_words_go_through_mathematics_where_text_has_no_sign():
    assert text("put in w̄ = 2 Aᵀ w") == r"put in $\bar{w}$ = 2 A$^{\top}$ w"
    assert text("x_1 & 50%") == r"x\_1 \& 50\%"


def test_the_balance_is_not_fooled():
    assert not balanced(r"\begin{align*} x \end{align}")
    assert not balanced(r"\frac{1}{2")
    assert not balanced("$x")
