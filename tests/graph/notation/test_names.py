"""Names of nodes and of their adjoints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language import parse
from graph.language.names import ACCENTS, GREEK, LONGEST
from graph.language.tokens import canonical
from graph.notation import bar, name_text


@pytest.mark.parametrize(
    ("name", "unicode", "ascii", "latex"),
    [
        ("x", "x", "x", "x"),
        ("x_2", "x₂", "x_2", "x_{2}"),
        ("x_12", "x₁₂", "x_12", "x_{12}"),
        ("α_1", "α₁", "alpha_1", r"\alpha_{1}"),
        ("α2", "α2", "alpha2", r"\alpha 2"),
        ("W_c", "W_c", "W_c", "W_{c}"),
        ("W_out", "W_out", "W_out", r"W_{\mathrm{out}}"),
        ("x_{1,2}", "x_{1,2}", "x_{1,2}", "x_{1,2}"),
        ("x_1_2", "x_1_2", "x_1_2", "x_{1,2}"),
        ("loss", "loss", "loss", r"\mathrm{loss}"),
        ("x2", "x2", "x2", r"\mathit{x2}"),
        ("ŷ", "ŷ", r"\hat{y}", r"\hat{y}"),
        ("Ā_11", "Ā₁₁", r"\bar{A}_11", r"\bar{A}_{11}"),
        ("W̄_c", "W̄_c", r"\bar{W}_c", r"\bar{W}_{c}"),
        ("ᾱ", "ᾱ", r"\bar{alpha}", r"\bar{\alpha}"),
        ("x_α", "x_α", "x_alpha", r"x_{\alpha}"),
        ("ε", "ε", "epsilon", r"\varepsilon"),
        ("φ", "φ", "phi", r"\varphi"),
        ("ℓ", "ℓ", r"\ell", r"\ell"),
        ("Σ", "Σ", "Sigma", r"\Sigma"),
    ],
)
def test_the_three_scripts(name: str, unicode: str, ascii: str, latex: str) -> None:
    assert name_text(name) == unicode
    assert name_text(name, "ascii") == ascii
    assert name_text(name, "latex") == latex
    assert canonical(unicode) == canonical(ascii) == canonical(name)


LETTERS = st.sampled_from([*"abcxyzAWLT", *GREEK.values()])
BASES = st.builds(lambda first, rest: first + rest, LETTERS, st.text("abT19", max_size=4))
NAMES = st.builds(
    lambda base, marks, below: canonical(marks.replace("·", base) + below),
    BASES,
    st.sampled_from(["·", *(rf"\{mark}{{·}}" for mark in ACCENTS), r"\bar{\hat{·}}", r"\tilde{\bar{·}}"]),
    st.sampled_from(["", "_1", "_c", "_out", "_{1,2}", "_α", "_12"]),
)


@given(name=NAMES)
def test_every_spelling_is_the_same_name(name: str) -> None:
    for style in ("unicode", "ascii"):
        assert canonical(name_text(name, style)) == name
    assert canonical(bar(name)) == bar(name)


@pytest.mark.parametrize(
    ("name", "barred"), [("y", "ȳ"), ("W_c", "W̄_c"), ("α", "ᾱ"), ("ŷ", "ŷ̄"), ("loss", "l̄oss"), ("c_{t-1}", "c̄_{t-1}")]
)
def test_bars(name: str, barred: str) -> None:
    assert bar(name) == barred


def test_a_bar_is_never_a_name_that_is_taken() -> None:
    assert bar("y", {"y", "ȳ"}) == "ȳ_2"
    assert bar("y", {"y", "ȳ", "ȳ_2"}) == "ȳ_3"
    assert bar("x_1", {"x̄_1"}) == "x̄_1_2"


@pytest.mark.parametrize("name", ["a" * LONGEST, "q" * LONGEST, "a" * (LONGEST - 2) + "_1"])
def test_the_bar_of_the_longest_name_is_a_name(name: str) -> None:
    assert len(bar(name)) <= LONGEST
    assert parse(f"{bar(name)}: 3").problems == ()
