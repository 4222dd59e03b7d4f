import threading
import time

import pytest
from PySide6.QtCore import QThread
from PySide6.QtGui import QImage, QPainter

from graph.reference import operations
from gui.drawing.mathematics import Typesetter
from gui.drawing.outlines import CannotTypeset, outline

FORMULAS = [
    r"z = A\,(u\odot v)",
    r"\bar{A} = \partial L/\partial A",
    r"\lVert w\rVert^{2}",
    r"\frac{1}{2}\|y - X\beta\|^2",
    r"\mathbb{R}^{2\times 2}",
    r"\bar{W}_{c}",
    r"h \ast x",
    r"c_{t} = \tanh(W_{c}\,c_{t-1} + b)",
    r"\operatorname{softmax}(x)",
    r"\bar{z}\,(u\odot v)^{\mathsf{T}}",
    r"\bar{A} {+}{=} \bar{y}\,x^{\mathsf{T}}",
    r"A^{-1} \oslash B \otimes C",
    r"\sqrt{x} + \sum_{t=1}^{3} \|c_t\|^2",
    r"[x > 0] \odot \bar{y}",
]


@pytest.mark.parametrize("latex", FORMULAS)
def test_the_box_holds_the_ink(typesetter, latex):
    formula = typesetter.formula(latex)
    ink = formula.path(20).boundingRect()
    assert formula.ready
    assert ink.left() >= -0.01
    assert ink.right() <= formula.width(20) + 0.01
    assert -ink.top() <= formula.ascent(20) + 0.01
    assert ink.bottom() <= formula.descent(20) + 0.01
    assert 5 < formula.height(20) < 60


def test_sizes_scale(typesetter):
    formula = typesetter.formula(r"z = A\,u")
    assert formula.width(40) == pytest.approx(2 * formula.width(20))


def test_norm_bars_are_as_high_as_the_text_they_hold(typesetter):
    assert typesetter.formula(r"\lVert w\rVert^2").height(20) < 1.5 * typesetter.formula("(w)^2").height(20)


def test_a_bar_stands_over_its_letter(typesetter):
    """The accent is ink of its own above the letter, and does not push the baseline."""
    plain, barred = typesetter.formula("z"), typesetter.formula(r"\bar{z}")
    assert barred.ascent(20) > plain.ascent(20) + 2
    assert barred.descent(20) == pytest.approx(plain.descent(20), abs=0.5)
    assert barred.width(20) == pytest.approx(plain.width(20), abs=1.5)


def test_each_letter_is_drawn_as_itself(typesetter):
    """Two formulas with other letters have other outlines: a table of glyphs mixed up would show here."""
    letters = ["A", "B", "x", r"\alpha", r"\sigma", r"\odot", r"\oslash", r"\otimes", r"\ast", r"\partial"]
    paths = [typesetter.formula(letter).path(100) for letter in letters]
    assert all(a != b for k, a in enumerate(paths) for b in paths[:k])


def test_mathtext_stands_in_where_ziamath_fails(monkeypatch):
    def fail(latex: str):
        raise ValueError(latex)

    monkeypatch.setattr("gui.drawing.outlines._by_ziamath", fail)
    shape = outline(r"z = A\,u^{T}")
    assert 2 < shape.width < 6
    assert 0.5 < shape.ascent < 1.2


def test_what_operations_and_their_pulls_write_needs_no_stand_in(monkeypatch):
    monkeypatch.setattr("gui.drawing.outlines._by_mathtext", lambda latex: pytest.fail(latex))
    entries = [entry for section in operations() for entry in section.entries]
    for latex in {text.latex for entry in entries for text in (entry.written, *entry.pulls)}:
        assert outline(latex).width > 0


def test_latex_that_nobody_can_read_is_shown_as_text(typesetter):
    with pytest.raises(CannotTypeset):
        outline(r"\frac{1}{")


def test_a_formula_that_would_take_minutes_stands_as_text(typesetter):
    long = "x {y} " * 3_000
    with pytest.raises(CannotTypeset, match="18,000 characters"):
        outline(long)
    text = "x y " * 3_000
    formula = typesetter.formula(long, text)
    assert formula.ready
    assert formula.plain == text
    assert formula.width(20) == pytest.approx(typesetter.formula(long + "x", text + text).width(20))


def test_images_are_kept_by_size_zoom_and_colour(typesetter, painted, monkeypatch):
    formula = Typesetter(synchronous=True).formula(r"z = A\,(u \odot v)")
    made = []
    render = type(formula)._render
    monkeypatch.setattr(
        type(formula), "_render", lambda self, px, code: made.append((px, code)) or render(self, px, code)
    )

    def draw(zoom: float, code: str = "#112233"):
        def paint(painter: QPainter) -> None:
            painter.scale(zoom, zoom)
            formula.draw(painter, 5, 30, 20, code)

        return painted(400, 120, paint)

    first = draw(1)
    assert draw(1) == first
    assert made == [(20.0, "#112233")]
    draw(2)
    draw(1, "#A3197F")
    assert made == [(20.0, "#112233"), (40.0, "#112233"), (20.0, "#A3197F")]


def test_a_screen_of_double_density_gets_twice_the_pixels(typesetter):
    formula = Typesetter(synchronous=True).formula(r"\bar{z}")
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    image.fill(0)
    painter = QPainter(image)
    formula.draw(painter, 10, 60, 40, "#000000")
    painter.end()
    rows = [y for y in range(200) if any(image.pixelColor(x, y).alpha() > 128 for x in range(200))]
    assert rows[-1] - rows[0] == pytest.approx(2 * formula.height(40), abs=3)
    assert rows[-1] == pytest.approx(2 * (60 + formula.descent(40)), abs=2)


def test_an_image_and_an_outline_look_the_same(typesetter, painted):
    formula = typesetter.formula(r"z = A\,(u \odot v)")
    soft = painted(200, 50, lambda p: formula.draw(p, 10, 30, 20, "#000000"))
    crisp = painted(200, 50, lambda p: formula.draw(p, 10, 30, 20, "#000000", crisp=True))
    ink = [
        sum(255 - image.pixelColor(x, y).lightness() for x in range(200) for y in range(50)) for image in (soft, crisp)
    ]
    assert ink[0] == pytest.approx(ink[1], rel=0.03)


class TestOffTheGuiThread:
    @pytest.fixture
    def later(self, qapp):
        typesetter = Typesetter()
        yield typesetter
        typesetter.close()

    def test_the_first_answer_is_a_placeholder_and_then_comes_the_formula(self, later, qtbot):
        with qtbot.waitSignal(later.ready, timeout=5000):
            placeholder = later.formula(r"z = A\,u", "z = A u")
            assert not placeholder.ready
            assert placeholder.width(20) > 10
            assert later.formula(r"z = A\,u", "z = A u") is placeholder
        typeset = later.formula(r"z = A\,u", "z = A u")
        assert typeset.ready
        assert later.formula(r"z = A\,u") is typeset

    def test_ready_comes_in_the_thread_of_the_typesetter(self, later, qtbot):
        threads = []
        later.ready.connect(lambda: threads.append(QThread.currentThread()))
        with qtbot.waitSignal(later.ready, timeout=5000):
            later.formula("y^2")
        assert threads == [later.thread()]

    def test_many_formulas_are_told_at_once_and_the_thread_ends(self, later, qtbot):
        told = []
        later.ready.connect(lambda: told.append(True))
        names = [f"x_{{{k}}}" for k in range(200)]
        for name in names:
            later.formula(name)

        def running():
            return any(thread.name == "typesetting" for thread in threading.enumerate())

        qtbot.waitUntil(running, timeout=5000)
        told.clear()
        while running():  # the window is busy meanwhile
            time.sleep(0.01)
        with qtbot.waitSignal(later.ready, timeout=5000):
            pass
        assert all(later.formula(name).ready for name in names)
        assert len(told) <= 2

    def test_closing_drops_what_waits(self, later):
        for k in range(200):
            later.formula(rf"\frac{{a_{{{k}}}}}{{b}}")
        later.close()
        assert not any(thread.name == "typesetting" for thread in threading.enumerate())
