"""Numbers and what is calculated with them is set at once, and looks as the typesetter would have it."""

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from gui.drawing.arithmetic import arithmetic
from gui.drawing.mathematics import Typesetter

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
def test_arithmetic_is_as_wide_and_high_as_tex_would_make_it(latex):
    """Beside Matplotlib's mathtext, which has TeX's rules of spacing and another cut of the face."""
    ours = arithmetic(latex)
    vertices, _ = TextToPath().get_text_path(FontProperties(size=100, math_fontfamily="stix"), f"${latex}$", True)
    xs, ys = [x for x, _ in vertices], [y for _, y in vertices]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    assert ours.width == pytest.approx((right - left) / 100, rel=0.1)
    assert ours.ascent == pytest.approx(top / 100, abs=0.1)
    assert ours.descent == pytest.approx(max(0.0, -bottom / 100), abs=0.06)


@pytest.mark.parametrize("latex", ["x", r"2\,x", r"W_{0}", r"\bar{x} = 2", r"\frac{1}{2}", ""])
def test_what_has_names_or_fractions_is_left_to_the_typesetter(latex):
    assert arithmetic(latex) is None


def test_a_number_never_seen_before_is_there_at_once():
    typesetter = Typesetter()
    assert typesetter.formula(r"{-}7.125 \cdot 10^{-3}").ready
    assert not typesetter.busy
