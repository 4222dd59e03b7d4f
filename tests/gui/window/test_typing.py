"""Typing equations: the graph follows, mistakes are said where they are, undo says what it undoes."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import QToolTip

from graph import write


@pytest.fixture
def editor(window, qtbot):
    editor = window.equations.editor
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    return editor


def underlined(editor, line):
    """The parts of a line with a wave under them."""
    block = editor.document().findBlockByNumber(line - 1)
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    ranges = [r for r in block.layout().formats() if r.format.underlineStyle() == wave]
    return "".join(block.text()[r.start : r.start + r.length] for r in sorted(ranges, key=lambda r: r.start))


def last_line(editor):
    return editor.document().blockCount()


def test_the_first_window_shows_shared_a_at_rest(window):
    assert set(window.document.graph.nodes) == set("ABxyuvzwL")
    assert window.document.loss == "L"
    assert window.playhead.t == 0
    assert not window.playhead.moving
    assert not window.document.edited
    assert window.equations.status.text() == "✓ shapes agree"


def test_a_new_equation_is_a_new_node(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "q = B w")
    assert window.document.graph.nodes["q"].parents == ("B", "w")
    assert window.evaluator.run.values["q"].shape == (2, 1)
    assert window.equations.status.text() == "✓ shapes agree"
    assert window.document.edited
    assert window.topbar.edited.isVisible()


def test_a_line_that_moved_up_and_is_right_now_is_no_more_underlined(window, editor, qtbot):
    for line in ("p = x; a = x", "q = x; b = x", "p = x; c = x", "d = x; e = x"):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.keyClicks(editor, line)
    assert underlined(editor, last_line(editor) - 1) == "p"
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Home):
        qtbot.keyClick(editor, key)
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert window.document.text.endswith("\nq = x; b = x\np = x; c = x\nd = x; e = x")
    assert not window.document.stale
    assert underlined(editor, last_line(editor) - 1) == ""


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\r", "\r\n"])
def test_lines_that_end_otherwise_are_lines_of_the_editor_too(window, editor, qtbot, end):
    before = last_line(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText(f"p = x{end}q = qq{end}r = x")
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.document.text.endswith("\np = x\nq = qq\nr = x")
    assert last_line(editor) == before + 3
    assert underlined(editor, before + 2) == "qq"


def test_digits_written_otherwise_are_shown_otherwise(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "q = 2 x")
    assert write(window.document.graph).endswith("q = 2 x\n")
    qtbot.keyClick(editor, Qt.Key.Key_Left)
    qtbot.keyClick(editor, Qt.Key.Key_Left)
    qtbot.keyClicks(editor, ".0")
    assert write(window.document.graph).endswith("q = 2.0 x\n")


def test_numbers_follow_a_changed_equation_at_once(window, editor, qtbot):
    before = float(window.evaluator.run.loss)
    qtbot.keyClicks(editor, " + 1")
    assert float(window.evaluator.run.loss) == pytest.approx(before + 1)


def test_a_mistake_is_underlined_and_said_and_the_graph_stays(window, editor, qtbot):
    graph = window.document.graph
    qtbot.keyClicks(editor, " + qq")
    assert window.document.stale
    assert window.document.graph is graph
    assert window.evaluator.run is not None
    assert underlined(editor, last_line(editor)) == "qq"
    assert window.equations.status.text() == "✕ 1 problem"
    assert "qq" in window.equations.problems.problems.text()
    assert window.equations.problems.isVisible()
    for _ in range(5):
        qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert underlined(editor, last_line(editor)) == ""
    assert not window.equations.problems.problems.isVisible()
    assert window.document.graph is graph


def test_several_mistakes_are_all_said(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "p = B x_1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "r = B x x")
    assert window.equations.status.text() == "✕ 2 problems"
    assert underlined(editor, last_line(editor)) != ""
    assert underlined(editor, last_line(editor) - 1) == "x_1"


def test_a_link_goes_to_the_mistake(window, editor, qtbot):
    qtbot.keyClicks(editor, " + qq")
    line = last_line(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    label = window.equations.problems.problems
    label.setFocus()
    qtbot.keyClick(label, Qt.Key.Key_Tab)
    qtbot.keyClick(label, Qt.Key.Key_Return)
    assert editor.hasFocus()
    assert editor.line == line


def test_undo_says_what_it_undoes(window, editor, qtbot):
    text = window.document.text
    undo = window.menus.actions["undo"]
    assert not undo.isEnabled()
    qtbot.keyClicks(editor, " + 1")
    assert undo.text() == "&Undo: type"
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.text == text
    assert editor.toPlainText() == text
    assert not window.document.edited
    assert window.menus.actions["redo"].text() == "&Redo: type"
    qtbot.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == text + " + 1"


def test_space_in_the_editor_is_a_blank(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Space)
    assert editor.toPlainText().endswith(" ")
    assert not window.playhead.playing


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_a_greek_name_is_completed(window, editor, qtbot, key):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "\\sig")
    assert editor.completions.isVisible()
    assert editor.completions.item(0).text().startswith("σ")
    qtbot.keyClick(editor, key)
    assert editor.document().lastBlock().text() == "σ"
    assert not editor.completions.isVisible()
    assert editor.hasFocus()


def test_a_blank_takes_a_name_that_is_typed_whole(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "\\lambda = 2 \\odot ")
    assert editor.document().lastBlock().text() == "λ = 2 ⊙ "


def test_the_arrows_choose_and_escape_gives_up(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "\\p")
    second = editor.completions.item(1).text().split()[0]
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.document().lastBlock().text() == second
    qtbot.keyClicks(editor, " \\p")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.completions.isVisible()


def test_functions_are_completed_by_tab_and_enter_stays_enter(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "q = softm")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.document().lastBlock().text() == "q = softmax("
    qtbot.keyClicks(editor, "w) + tan")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText().endswith("tan\n")


def test_nothing_is_completed_in_a_comment(window, editor, qtbot):
    qtbot.keyClicks(editor, "  # \\sig")
    assert not editor.completions.isVisible()


def test_the_line_of_the_cursor_says_how_it_is_read(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "q = 1/2 B w")
    reads, formula = window.equations.echo.phrase
    assert reads == "reads "
    assert formula.unicode.startswith("q = ")
    qtbot.keyClicks(editor, " +")
    assert window.equations.echo.phrase == ()


def test_the_line_of_the_step_is_marked(window, qtbot):
    editor = window.equations.editor
    window.playhead.jump(window.playhead.length)
    node = window.playhead.step.node
    line = window.document.reading.statement_of(node).line
    assert editor._active == (line, "backward")


def test_derived_adjoints_follow_the_text(window, editor, qtbot):
    nodes = [row.node for row in window.equations.adjoints.rows]
    assert nodes[0] == "w"
    assert set(nodes) == set("ABxyuvzw")
    assert window.equations.adjoints.rows[0].unicode == "w̄ = 2 w"
    qtbot.keyClicks(editor, " + norm(y)^2")
    rows = {row.node: row.unicode for row in window.equations.adjoints.rows}
    assert "2 y" in rows["y"]


def test_a_press_on_an_adjoint_selects_its_node(window, qtbot):
    adjoints = window.equations.adjoints
    qtbot.mouseClick(adjoints.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 28 + 10))
    assert window.selection.current == adjoints.rows[1].node
    qtbot.keyClick(adjoints, Qt.Key.Key_Down)
    assert window.selection.current == adjoints.rows[2].node
    assert window.inspector.node == adjoints.rows[2].node


def test_an_empty_text_offers_examples(window, editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert window.welcome.isVisible()
    assert window.document.graph is None
    assert window.playhead.length == 0
    assert window.inspector.node is None
    assert not window.equations.adjoints.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.canvas.isVisible()
    assert not window.document.stale


def test_more_than_anybody_types_is_not_pasted(window, editor, qtbot):
    before = window.document.text
    QGuiApplication.clipboard().setText("x" * 100_001)
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.document.text == before
    assert "Not pasted: 100,001 characters" in QToolTip.text()
    QToolTip.hideText()
