"""The Hessian page: what it shows of a node or of two, how it is pointed at, followed, stopped and taken away."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from graph import Document
from graph.calculus import hessian as calculus
from graph.story.phrases import plain
from gui.settings import Settings
from tests.gui.window.conftest import close, open_window, press

Key = Qt.Key
SQUARES = "A: 2x2 = [1 2; 3 4]\nb: 2 constant = [1; 1]\nx: 2 = [1; -1]\nL = ‖A x − b‖²"


@pytest.fixture
def window(qtbot):
    settings = Settings()
    settings.theme = "light"
    window = open_window(qtbot, settings, size=(1500, 950))
    yield window
    close(window)


@pytest.fixture
def page(qtbot, window):
    """The page of least squares, by x."""
    window.document.new(Document(SQUARES), "squares")
    window.selection.select("x")
    press(qtbot, window, Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window.hessian, "x")
    return window.hessian


def settled(qtbot, page, wrt, by=None):
    qtbot.waitUntil(lambda: page.work.checked is not None and page.work.nodes == (wrt, by or wrt))


def shown(label):
    return plain(label.phrase)


def middle(view, row, column):
    x, y, width, height = view.rect_of(row, column)
    return QPoint(round(x + width / 2), round(y + height / 2))


# --- what it shows


def test_it_shows_the_hessian_of_the_node_selected(page, window):
    assert window.aside.tabs.tabText(window.aside.tabs.currentIndex()) == "Hessian"
    assert page.asked.text() == "∂²L by"
    assert (page.wrt.currentData(), page.by.currentData()) == ("x", "x")
    assert page.numbers() == "20.0\t28.0\n28.0\t40.0"
    assert page.formula.accessibleName() == "∂²L/∂x² = 2 Aᵀ A"
    assert shown(page.entry) == "2 × 2, symmetric"
    assert shown(page.definiteness) == "Positive definite: 0.268 … 59.7"
    assert shown(page.meaning).startswith("L curves upwards in every direction; the gradient is not 0 here")
    assert page.eigenvalues.accessibleName() == "Eigenvalues: 0.268 … 59.7"
    assert shown(page.verdict) == "✓ agrees with central differences of the gradient"
    assert shown(page.details).startswith("relative error")


def test_two_nodes_selected_give_the_mixed_block(qtbot, page, window):
    window.selection.select("A", "x")
    settled(qtbot, page, "A", "x")
    assert page.work.hessian.array.shape == (2, 2, 2, 1)
    assert not page.eigenvalues.isVisible()
    assert not page.formula.isVisible()
    assert "how the gradient by an entry of A changes with the entries of x" in shown(page.meaning)


def test_nodes_are_chosen_in_the_page_and_the_columns_go_along(qtbot, page):
    page.wrt.setFocus()
    qtbot.keyClick(page.wrt, Key.Key_Up)
    settled(qtbot, page, "A")
    page.by.setFocus()
    qtbot.keyClick(page.by, Key.Key_Down)
    settled(qtbot, page, "A", "x")
    assert page.by.currentData() == "x"


def test_an_equation_is_taken_as_a_leaf_and_the_loss_is_not_offered(qtbot, page, window):
    window.document.set_text("x: 2 = [1; 2]\nz = 3 x\nL = ‖z‖²")
    window.selection.select("z")
    settled(qtbot, page, "z")
    assert page.formula.accessibleName() == "∂²L/∂z² = 2 I"
    assert [page.wrt.itemData(i) for i in range(page.wrt.count())] == ["x", "z"]


def test_kinks_and_what_is_zero_almost_everywhere_are_said(qtbot, page, window):
    window.document.set_text("x: 2 = [1; 2]\nr = relu(x)\nL = sum(r)")
    settled(qtbot, page, "x")
    assert shown(page.definiteness) == "Zero"
    assert shown(page.meaning) == "0 almost everywhere: L is made of straight pieces in x"
    assert shown(page.kinks) == "r has kinks or jumps; second derivatives hold between them"
    assert not page.open.isEnabled()
    assert not page.eigenvalues.isVisible()


def test_at_a_kink_the_numbers_are_said_to_mean_nothing(qtbot, page, window):
    window.document.set_text("x: 2 = [0; 0]\nL = ‖x‖")
    settled(qtbot, page, "x")
    assert shown(page.meaning).startswith("L has a kink or jump here: there are no second derivatives")
    assert shown(page.definiteness) == ""
    assert not page.eigenvalues.isVisible()
    assert shown(page.verdict) == "could not be compared with central differences"


def test_a_loss_that_does_not_depend_on_it(qtbot, page, window):
    window.document.set_text("x, t: 2\nL = ‖t‖²")
    settled(qtbot, page, "x")
    assert shown(page.meaning) == "L does not depend on x"


def test_what_is_not_finite_says_why(qtbot, page, window):
    window.document.set_text("x: 2 = [0; 1]\nL = sum(log(x))")
    settled(qtbot, page, "x")
    assert shown(page.meaning) == "not all of it is finite here"
    assert "divided by 0" in shown(page.details)
    assert shown(page.verdict) == "could not be compared with central differences"


def test_too_large_a_one_says_so_and_opens_times_a_vector(qtbot, page, window):
    window.document.set_text("x: 600\nL = ‖x‖²")
    qtbot.waitUntil(lambda: bool(page.work.problems))
    assert shown(page.verdict) == "✕ the Hessian of x, 600×1, has 360,000 entries, more than 250,000"
    window.document.undo_stack.setClean()
    qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    assert window.document.loss == "hv"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x: 3\ny = 2 x", "✕ y has 3 entries: no scalar"),
        ("c: 2 constant\nL = ‖c‖²", "Nothing to differentiate yet: write an equation on the left."),
        ("", "Nothing to differentiate yet: write an equation on the left."),
    ],
)
def test_where_there_is_none_it_says_why(qtbot, page, window, text, words):
    window.document.new(Document(text), "other")
    qtbot.waitUntil(lambda: shown(page.verdict) == words)
    assert not page.copy.isVisible()
    assert page.work.hessian is None


def test_a_wrong_one_does_not_pass(qtbot, page, window, monkeypatch):
    honest = calculus.check_adjoint
    monkeypatch.setattr(
        calculus, "check_adjoint", lambda g, name, adjoint, **kw: honest(g, name, 1.001 * adjoint, **kw)
    )
    window.document.set_value("x", np.array([[2.0], [1.0]]))
    qtbot.waitUntil(lambda: shown(page.verdict).startswith("✕ does not agree"))


# --- pointing


def test_the_pointer_and_the_arrows_name_entries(qtbot, page, window):
    window.activateWindow()
    QTest.mouseMove(page.matrix, middle(page.matrix, 0, 1))
    assert shown(page.entry) == "∂²L/∂x₁∂x₂ = 28.0000"
    assert page.matrix.accessibleDescription() == shown(page.entry)
    QTest.mouseMove(page.matrix, QPoint(2, page.matrix.height() - 1))
    assert shown(page.entry) == "2 × 2, symmetric"
    page.matrix.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown(page.entry) == "∂²L/∂x₁∂x₁ = 20.0000"
    at = window.playhead.t
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Right):
        qtbot.keyClick(page.matrix, key)
    assert shown(page.entry) == "∂²L/∂x₂∂x₂ = 40.0000"
    qtbot.keyClick(page.matrix, Key.Key_Home)
    assert page.matrix.chosen == (0, 0)
    assert window.playhead.t == at


def test_an_eigenvalue_under_the_pointer(qtbot, page, window):
    window.activateWindow()
    QTest.mouseMove(page.eigenvalues, middle(page.eigenvalues, 0, 1))
    assert shown(page.entry) == "eigenvalue 2 of 2: 59.7321"


def test_a_large_one_is_heat_and_fits_the_page(qtbot, page, window):
    window.document.set_text("X: 9x9\nL = sum(tanh(X))")
    settled(qtbot, page, "X")
    cells = page.matrix.cells
    assert (cells.rows, cells.columns) == (81, 81)
    assert cells.size[0] <= page.matrix.width()
    assert not cells.numbered(1.0)
    image = page.matrix.grab().toImage()
    diagonal, off = middle(page.matrix, 40, 40), middle(page.matrix, 40, 60)
    assert image.pixelColor(diagonal) != image.pixelColor(off)


# --- following, stopping


def test_it_follows_new_numbers_and_keeps_the_entry(qtbot, page, window):
    qtbot.mouseClick(page.matrix, Qt.MouseButton.LeftButton, pos=middle(page.matrix, 1, 1))
    window.document.set_value("A", np.eye(2))
    qtbot.waitUntil(lambda: page.numbers() == "2.0\t0.0\n0.0\t2.0")
    assert page.matrix.chosen == (1, 1)
    assert page.formula.accessibleName() == "∂²L/∂x² = 2 Aᵀ A"


def test_nothing_is_worked_out_while_nobody_looks(qtbot, page, window):
    press(qtbot, window, Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    before = page.work.hessian
    window.document.set_value("A", np.eye(2))
    qtbot.wait(120)
    assert page.work.hessian is before
    press(qtbot, window, Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.numbers() == "2.0\t0.0\n0.0\t2.0")


def test_a_long_one_can_be_stopped_and_begun_again(qtbot, page, window, monkeypatch):
    from gui.panels import differentiating

    honest, endless = calculus.hessian, [True]

    def slow(*arguments, watch, **options):
        while endless:
            watch()
        return honest(*arguments, watch=watch, **options)

    monkeypatch.setattr(differentiating, "hessian", slow)
    window.document.set_value("A", np.eye(2))
    qtbot.waitUntil(page.stop.isVisible)
    assert shown(page.verdict).startswith("differentiating the gradient: ")
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert page.work.stopped
    assert page.stop.text() == "Work it out"
    qtbot.waitUntil(lambda: not page.work._work.busy)
    endless.clear()
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.numbers() == "2.0\t0.0\n0.0\t2.0")
    assert not page.stop.isVisible()


def test_another_question_ends_a_long_one(qtbot, page, window, monkeypatch):
    from gui.panels import differentiating

    honest = calculus.hessian

    def slow(graph, wrt, *arguments, watch, **options):
        while wrt == "A":
            watch()
        return honest(graph, wrt, *arguments, watch=watch, **options)

    monkeypatch.setattr(differentiating, "hessian", slow)
    window.selection.select("A")
    qtbot.waitUntil(page.stop.isVisible)
    qtbot.wait(100)
    window.selection.select("x")
    settled(qtbot, page, "x")


# --- taking it away


def copied(page, words):
    next(action for action in page.copy.menu().actions() if action.text().startswith(words)).trigger()
    return QApplication.clipboard().text()


def test_it_is_copied_as_numbers_and_as_a_formula(page):
    assert copied(page, "Numbers") == "20.0\t28.0\n28.0\t40.0"
    assert copied(page, "Formula as text") == "∂²L/∂x² = 2 Aᵀ A"
    assert copied(page, "Formula as LaTeX") == r"\partial^{2} L / \partial x^{2} = 2\,A^{\top}\,A"


def test_the_row_chosen_opens_as_a_document(qtbot, page, window):
    qtbot.mouseClick(page.matrix, Qt.MouseButton.LeftButton, pos=middle(page.matrix, 1, 0))
    qtbot.mouseClick(page.open, Qt.MouseButton.LeftButton)
    assert window.document.name.startswith("squares-hessian")
    assert window.document.text.splitlines()[-1] == "hv = vᵀ x̄"
    assert window.document.loss == "hv"
    run = window.evaluator.run
    assert run.values["v"].tolist() == [[0.0], [1.0]]
    assert run.adjoints["x"].tolist() == [[28.0], [40.0]]


def test_the_menus_show_the_page_and_open_the_document(qtbot, window):
    window.document.new(Document(SQUARES), "squares")
    show, take = (window.menus.actions[name] for name in ("show_hessian", "open_hessian"))
    assert not show.isEnabled()
    window.selection.select("x")
    show.trigger()
    settled(qtbot, window.hessian, "x")
    assert window.hessian.matrix.hasFocus()
    take.trigger()
    assert window.evaluator.run.adjoints["x"].tolist() == [[20.0], [28.0]]
