"""The derivation panel: what it says of a node, its three readings, its steps, and how it points at the canvas."""

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from graph import Document
from graph.calculus.derivation import Derivation
from graph.story.phrases import plain
from gui.settings import Settings
from tests.gui.window.conftest import close, open_window, press

Key = Qt.Key


@pytest.fixture
def window(qtbot):
    settings = Settings()
    settings.theme = "light"
    window = open_window(qtbot, settings, size=(1680, 1000))
    yield window
    close(window)


@pytest.fixture
def panel(qtbot, window):
    press(qtbot, window, Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.derivation.deriver.complete)
    # Cards and terms stand where they stay once all formulas are typeset.
    qtbot.waitUntil(lambda: not window.look.typesetter.busy and window.canvas.stage.picture.settled)
    return window.derivation


def settled(qtbot, panel, wrt=None):
    qtbot.waitUntil(lambda: panel.deriver.complete and (wrt is None or panel.deriver.derivation.wrt == wrt))


def formula(panel):
    return panel.formula.accessibleName()


def point_at(qtbot, view, part):
    view.window().activateWindow()
    QTest.mouseMove(view, QPoint(1, view.height() - 1))
    QTest.mouseMove(view, view.rect_of(part).center().toPoint())


def slot_on_screen(window, child, parent):
    from gui.drawing.lighting import slot_rect

    rect = slot_rect(window.canvas.stage.picture, (child, parent), window.canvas.stage.values)
    return window.canvas.mapFromScene(rect.center())


def wire_on_screen(window, parent, child):
    wire = window.canvas.stage.picture.wires[parent, child]
    x, y = wire.points[len(wire.points) // 2]
    return window.canvas.mapFromScene(x, y)


# --- what it says


def test_a_key_shows_it_beside_the_inspector_and_takes_it_away(qtbot, window):
    assert window.inspector.isVisible()
    press(qtbot, window, Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert window.derivation.isVisible()
    assert not window.inspector.isVisible()
    assert window.aside.tabs.tabText(window.aside.tabs.currentIndex()) == "Derivation"
    bar = window.aside.tabs
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    assert window.inspector.isVisible()
    assert not window.derivation.isVisible()
    press(qtbot, window, Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not window.aside.isVisible()
    press(qtbot, window, Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.inspector.isVisible()


def test_it_gives_the_closed_form_of_the_first_leaf(panel):
    assert formula(panel) == "Ā = 2 w zᵀ + 2 Aᵀ w (u ⊙ v)ᵀ + 2 ((Aᵀ Aᵀ w) ⊙ v ⊙ u ⊙ (1 − u)) xᵀ"
    assert plain(panel.verdict.phrase) == "✓ agrees with the sweep and with central differences"
    assert "at a random point" in plain(panel.details.phrase)
    for point in plain(panel.details.phrase).split("; "):
        assert re.search(r"agrees with the sweep (exactly|to \d·10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+), central", point)
        assert re.search(r"differences agree to \d·10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", point)


def test_it_names_the_loss(panel, window):
    assert panel.asked.text() == f"∂{window.document.loss} with respect to"


def test_it_follows_the_node_selected_and_one_can_be_chosen(qtbot, window, panel):
    window.selection.select("x")
    settled(qtbot, panel, "x")
    assert formula(panel).startswith("x̄ = ")
    assert panel.wrt.currentData() == "x"
    panel.wrt.setFocus()
    qtbot.keyClick(panel.wrt, Key.Key_Up)
    settled(qtbot, panel, "B")
    assert formula(panel).startswith("B̄ = ")
    window.selection.select("z")
    settled(qtbot, panel, "z")
    assert formula(panel) == "z̄ = 2 Aᵀ w"


def test_the_three_readings(qtbot, panel):
    panel.tabs.setFocus()
    qtbot.keyClick(panel.tabs, Key.Key_Right)
    qtbot.waitUntil(lambda: formula(panel) == "Ā = w̄ zᵀ + z̄ (u ⊙ v)ᵀ + ȳ xᵀ")
    assert panel._views[0].accessibleName() == "w̄ = 2 w"
    assert not panel.named.isEnabled()
    qtbot.keyClick(panel.tabs, Key.Key_Right)
    qtbot.waitUntil(lambda: formula(panel).startswith("dL = 2 w zᵀ : dA + "))
    settled(qtbot, panel)
    assert "✓" in plain(panel.verdict.phrase)


def test_what_repeats_is_named_or_written_out(qtbot, window, panel):
    window.document.set_text("A: 3x3\nx: 3\nu = tanh(A x)\nv = tanh(A u)\nw = tanh(A v)\nL = ‖w‖²")
    qtbot.waitUntil(lambda: "2 p uᵀ" in formula(panel))
    settled(qtbot, panel)
    assert [view.accessibleName() for view in panel._views] == ["p = (Aᵀ (w ⊙ (1 − w²))) ⊙ (1 − v²)"]
    qtbot.mouseClick(panel.named, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.named.height() // 2))
    qtbot.waitUntil(lambda: "2 p uᵀ" not in formula(panel))
    settled(qtbot, panel)
    assert panel._views == []
    assert "✓" in plain(panel.verdict.phrase)


def test_new_numbers_are_compared_again(qtbot, window, panel):
    before = panel.deriver.derivation
    window.document.set_value("A", np.eye(2))
    qtbot.waitUntil(lambda: panel.deriver.derivation is not before and panel.deriver.complete)
    assert np.array_equal(panel.deriver.derivation.graph.values["A"], np.eye(2))


def test_nothing_is_worked_out_while_nobody_looks(qtbot, window, panel):
    press(qtbot, window, Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not panel.isVisible()
    before = panel.deriver.derivation
    window.document.set_text("x: 2\nL = ‖x‖²")
    assert panel.deriver.derivation is before
    assert not panel.deriver.waiting
    press(qtbot, window, Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: formula(panel) == "x̄ = 2 x")


def test_a_formula_that_is_wrong_is_an_error_in_words(qtbot, window, panel, monkeypatch):
    honest = Derivation.evaluate
    from graph.calculus.derivation import verification

    found = verification.evaluated
    monkeypatch.setattr(verification, "evaluated", lambda derivation, run: 1.001 * found(derivation, run))
    window.selection.select("B")
    settled(qtbot, panel, "B")
    assert plain(panel.verdict.phrase).startswith("✕ does not agree with the numbers")
    assert "the formula is off by" in plain(panel.details.phrase)
    assert Derivation.evaluate is honest


def test_a_text_without_a_graph_or_a_loss_says_what_is_missing(qtbot, window, panel):
    window.document.set_text("c: 2 constant\nL = ‖c‖²")
    qtbot.waitUntil(lambda: panel.wrt.count() == 1)
    settled(qtbot, panel, "L")
    window.document.new(Document(""), "empty")
    qtbot.waitUntil(lambda: panel.deriver.derivation is None)
    assert plain(panel.verdict.phrase) == "Nothing to derive yet: write an equation on the left."
    assert not panel.copy.isVisible()


# --- how it points at the canvas


def test_a_term_under_the_pointer_lights_its_messages_and_leaving_puts_them_out(qtbot, window, panel):
    first, second, third = panel.formula.parts
    point_at(qtbot, panel.formula, second)
    assert window.selection.lit == {("z", "A"), ("w", "z"), ("L", "w")}
    point_at(qtbot, panel.formula, first)
    assert window.selection.lit == {("w", "A"), ("L", "w")}
    QTest.mouseMove(window.canvas.viewport(), QPoint(5, 5))
    qtbot.waitUntil(lambda: not window.selection.lit)
    assert third.messages > second.messages - {("z", "A")}


def test_the_canvas_draws_what_is_lit(qtbot, window, panel):
    window.playhead.jump_to_end()
    place = slot_on_screen(window, "z", "A")
    dark = window.canvas.grab().toImage()
    point_at(qtbot, panel.formula, panel.formula.parts[1])
    lit = window.canvas.grab().toImage()
    halo = window.look.theme.halo.lower()

    def yellow(image):
        area = [(x, y) for x in range(image.width()) for y in (place.y() - 30, place.y())]
        return sum(image.pixelColor(x, y).name() == halo for x, y in area)

    assert yellow(dark) == 0
    assert yellow(lit) > 0


def test_a_wire_under_the_pointer_marks_its_terms(qtbot, window, panel):
    QTest.mouseMove(window.canvas.viewport(), wire_on_screen(window, "z", "w"))
    assert window.selection.lit == {("w", "z")}
    assert panel.formula.lit_parts() == list(panel.formula.parts[1:])
    QTest.mouseMove(window.canvas.viewport(), slot_on_screen(window, "y", "A"))
    assert window.selection.lit == {("y", "A")}
    assert panel.formula.lit_parts() == [panel.formula.parts[2]]
    QTest.mouseMove(window.canvas.viewport(), QPoint(4, 4))
    assert panel.formula.lit_parts() == []


def test_terms_are_reached_by_key(qtbot, window, panel):
    panel.formula.setFocus()
    at = window.playhead.t
    qtbot.keyClick(panel.formula, Key.Key_Right)
    assert window.selection.lit == {("w", "A"), ("L", "w")}
    qtbot.keyClick(panel.formula, Key.Key_Left)
    assert ("y", "A") in window.selection.lit
    assert window.playhead.t == at
    panel.steps.setFocus()
    assert not window.selection.lit


# --- step by step


def test_steps_unfold_one_at_a_time_and_name_their_rules(qtbot, window, panel):
    steps = panel.deriver.derivation.steps
    assert panel.steps.rows == []
    qtbot.mouseClick(panel.steps.forward, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.steps.forward, Qt.MouseButton.LeftButton)
    assert [row.rule.text() for row in panel.steps.rows] == [f"1  {steps[0].rule}", f"2  {steps[1].rule}"]
    assert plain(panel.steps.rows[1].words.phrase) == steps[1].words
    assert steps[1].after.unicode in panel.steps.rows[1].formula.accessibleName()
    assert window.selection.lit == set(steps[1].messages)
    assert panel.steps.count.text() == f"2 of {len(steps)}"
    qtbot.mouseClick(panel.steps.back, Qt.MouseButton.LeftButton)
    assert len(panel.steps.rows) == 1


def test_steps_by_key(qtbot, window, panel):
    panel.steps.setFocus()
    at = window.playhead.t
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Down, Key.Key_Up):
        qtbot.keyClick(panel.steps, key)
    assert len(panel.steps.rows) == 2
    qtbot.keyClick(panel.steps, Key.Key_End)
    assert not panel.steps.forward.isEnabled()
    last = panel.steps.rows[-1].step
    assert last.after.unicode in panel.deriver.derivation.unicode
    qtbot.keyClick(panel.steps, Key.Key_Home)
    assert panel.steps.rows == []
    assert window.playhead.t == at


# --- taking it away


def test_a_step_that_is_gone_lights_nothing(qtbot, window, panel):
    QTest.mouseClick(panel.steps.all, Qt.MouseButton.LeftButton)
    assert window.selection.lit
    panel.tabs.setFocus()
    QTest.keyClick(panel.tabs, Key.Key_Right)
    settled(qtbot, panel)
    assert panel.steps.rows == []
    assert not window.selection.lit


def copied(panel, words):
    action = next(action for action in panel.copy.menu().actions() if action.text().startswith(words))
    action.trigger()
    return QApplication.clipboard().text()


def test_it_is_copied_in_four_ways(qtbot, window, panel):
    window.selection.select("z")
    settled(qtbot, panel, "z")
    assert copied(panel, "Text") == "z̄ = 2 Aᵀ w"
    assert copied(panel, "ASCII") == r"\bar{z} = 2 A' w"
    assert copied(panel, "LaTeX") == r"\bar{z} = 2\,A^{\top}\,w"
    assert copied(panel, "NumPy") == "z_bar = 2 * A.T @ w"


def test_it_is_saved_as_a_document_of_latex(qtbot, panel, tmp_path, monkeypatch):
    out = tmp_path / "gradient"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    panel.save.trigger()
    text = Path(f"{out}.tex").read_text(encoding="utf-8")
    assert text.startswith("\\documentclass")
    assert text.rstrip().endswith("\\end{document}")


def test_the_gradient_opens_as_a_document(qtbot, window, panel):
    qtbot.mouseClick(panel.gradient, Qt.MouseButton.LeftButton)
    assert window.document.name.startswith("shared-A-gradient")
    assert {"Ā", "B̄", "x̄", "w̄"} <= set(window.document.graph.nodes)
    run = window.evaluator.run
    assert np.allclose(run.values["Ā"], run.adjoints["A"])


def test_the_cards_of_the_gradient_stand_apart_though_those_of_the_document_were_placed(qtbot, window, panel):
    picture = window.canvas.stage.picture
    window.document.new(replace(window.document.tidy(), placement=dict(picture.placement)), "placed")
    settled(qtbot, panel)
    qtbot.mouseClick(panel.gradient, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Ā" in window.canvas.stage.picture.cards)
    picture = window.canvas.stage.picture
    assert not [
        pair for pair in combinations(picture.cards, 2) if picture.rect(pair[0]).intersects(picture.rect(pair[1]))
    ]
