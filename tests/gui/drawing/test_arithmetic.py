"""Numbers and what is calculated with them is set at once, and looks as the typesetter would have it."""

import pytest

from gui.drawing.arithmetic import arithmetic
from gui.drawing.mathematics import Typesetter
from gui.drawing.outlines import outline

SET = (
    "3.42",
    r"{-}1.54 \cdot 10^{-21}",
    r"0.31 \times ({-}1.2) + 0.5 \times 0.25 = {-}0.247",
    r"1.2 / ({-}3) - 5",
    r"1 - 0.52^{2}",
    r"{-}\infty",
    r"\mathrm{NaN} + 3",
)


@pytest.mark.parametrize("latex", SET)
def test_arithmetic_is_as_wide_and_high_as_the_typesetter_makes_it(latex):
    ours, theirs = arithmetic(latex), outline(latex)
    assert ours.width == pytest.approx(theirs.width, rel=0.08)  # its room beside operators is not TeX's
    assert ours.ascent == pytest.approx(theirs.ascent, abs=0.08)
    assert ours.descent == pytest.approx(theirs.descent, abs=0.03)


@pytest.mark.parametrize("latex", ["x", r"2\,x", r"W_{0}", r"\bar{x} = 2", r"\frac{1}{2}", ""])
def test_what_has_names_or_fractions_is_left_to_the_typesetter(latex):
    assert arithmetic(latex) is None


def test_a_number_never_seen_before_is_there_at_once():
    typesetter = Typesetter()
    assert typesetter.formula(r"{-}7.125 \cdot 10^{-3}").ready
    assert not typesetter.busy
