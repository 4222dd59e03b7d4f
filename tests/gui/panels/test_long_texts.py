"""Long texts in the editor: they come in by pieces, and nothing of them is lost whatever happens meanwhile."""

import pytest
from PySide6.QtTest import QTest

from graph.language import parse
from gui.panels.editor import EquationEditor
from gui.panels.filling import AT_ONCE
from gui.settings import Settings
from gui.theming import Look
from tests.benchmarks.nets import layered

NODES = 2_500


@pytest.fixture
def look(qapp):
    look = Look(Settings())
    yield look
    look.close()


@pytest.fixture
def editor(look, qtbot):
    editor = EquationEditor(look, list)
    qtbot.addWidget(editor)
    editor.resize(280, 500)
    editor.show()
    return editor


@pytest.fixture
def text():
    text = layered(NODES)
    assert len(text) > 2 * AT_ONCE
    return text


def test_a_long_text_comes_in_by_pieces(editor, text, qtbot):
    editor.take_text(text)
    assert AT_ONCE <= len(editor.toPlainText()) < len(text) / 2
    qtbot.waitUntil(lambda: editor.toPlainText() == text, timeout=20_000)


def test_a_key_while_it_comes_in_loses_nothing(editor, text, qtbot):
    editor.take_text(text)
    editor.go_to_start()
    heard = []
    editor.edited.connect(heard.append)
    QTest.keyClicks(editor, "# ")
    assert heard[-1] == editor.toPlainText() == "# " + text


def test_another_text_meanwhile_takes_its_place(editor, text, qtbot):
    editor.take_text(text)
    editor.take_text("a = 2\n")
    qtbot.wait(50)
    assert editor.toPlainText() == "a = 2\n"
    changed = text.replace("h7 =", "g7 =")
    editor.take_text(text)
    editor.take_text(changed)
    qtbot.waitUntil(lambda: editor.toPlainText() == changed, timeout=20_000)


def test_a_line_that_is_not_there_yet_can_be_gone_to(editor, text):
    editor.take_text(text)
    editor.go_to(NODES - 10)
    assert editor.line == NODES - 10
    assert editor.toPlainText() == text


def test_every_line_is_coloured_in_the_end_and_follows_an_edit(editor, text, qtbot):
    def formats(line):
        block = editor.document().findBlockByNumber(line - 1)
        return [(one.start, one.length, one.format.foreground().color().name()) for one in block.layout().formats()]

    editor.take_text(text)
    editor.show_reading(parse(text).rows, (), {})
    last = text.count("\n")
    qtbot.waitUntil(lambda: editor.toPlainText() == text and all(map(formats, range(1, last + 1))), timeout=20_000)
    lines = text.split("\n")
    before, comment = formats(last - 3), lines[last - 4] + "  # why"
    changed = "\n".join([*lines[: last - 4], comment, *lines[last - 3 :]])
    editor.take_text(changed)
    editor.show_reading(parse(changed).rows, (), {})
    qtbot.waitUntil(lambda: len(formats(last - 3)) == len(before) + 1, timeout=20_000)
