"""New, open, save, close, quit, drop, recent files; and the question before unsaved work is dropped."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from graph.files import Document, load, save
from gui.settings import Settings
from tests.gui.window.conftest import close, open_window, press

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def choose(monkeypatch):
    """What the desktop's file dialog, which no test can reach, will answer: a path, or None where it is given up."""

    def prepare(path):
        for asked in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, asked, lambda *_: (str(path) if path else "", ""))

    return prepare


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.adjoint"
    save(Document(text="a: 3\nL = ‖a‖²", values={"a": [1, 2, 3]}), path)
    return path


def type_something(window, qtbot):
    editor = window.equations.editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(editor, " + 1")


def test_save_asks_where_and_then_no_more(window, qtbot, choose, tmp_path):
    type_something(window, qtbot)
    assert window.isWindowModified()
    choose(tmp_path / "new")
    press(qtbot, window, Qt.Key.Key_S, CONTROL)
    saved = tmp_path / "new.adjoint"
    assert load(saved).text == window.document.text
    assert window.windowTitle() == "new.adjoint[*] — Adjoint"
    assert not window.isWindowModified()
    assert window.settings.recent == [saved]
    type_something(window, qtbot)
    press(qtbot, window, Qt.Key.Key_S, CONTROL)
    assert load(saved).text == window.document.text


def test_save_as_leaves_the_old_file(window, qtbot, choose, file):
    before = file.read_bytes()
    window.filing.open_path(file)
    type_something(window, qtbot)
    choose(file.with_name("other.adjoint"))
    press(qtbot, window, Qt.Key.Key_S, CONTROL | SHIFT)
    assert file.read_bytes() == before
    assert window.document.path == file.with_name("other.adjoint")


def test_a_save_that_is_given_up_changes_nothing(window, qtbot, choose):
    type_something(window, qtbot)
    choose(None)
    press(qtbot, window, Qt.Key.Key_S, CONTROL)
    assert window.document.edited
    assert window.document.path is None


def test_open_shows_the_file(window, qtbot, choose, file):
    window.playhead.jump(4)
    choose(file)
    press(qtbot, window, Qt.Key.Key_O, CONTROL)
    assert window.document.path == file
    assert window.equations.editor.toPlainText() == "a: 3\nL = ‖a‖²"
    assert window.playhead.t == 0
    assert window.topbar.title.text() == "mine.adjoint"


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_W])
def test_new_and_close_ask_before_work_is_dropped(window, qtbot, answer, key):
    type_something(window, qtbot)
    text = window.document.text
    said = answer("Cancel")
    press(qtbot, window, key, CONTROL)
    assert "Save the changes to shared-A?" in said[0]
    assert window.document.text == text
    answer("Discard")
    press(qtbot, window, key, CONTROL)
    assert window.document.text == ""
    assert not window.document.edited
    assert window.welcome.isVisible()


def test_without_changes_nothing_is_asked(window, qtbot):
    press(qtbot, window, Qt.Key.Key_N, CONTROL)
    assert window.document.text == ""


def test_save_in_the_question_saves_then_goes_on(window, qtbot, answer, file):
    window.filing.open_path(file)
    type_something(window, qtbot)
    text = window.document.text
    answer("Save")
    press(qtbot, window, Qt.Key.Key_N, CONTROL)
    assert load(file).text == text
    assert window.document.text == ""


def test_quit_asks_and_cancel_keeps_the_window(window, qtbot, answer):
    type_something(window, qtbot)
    answer("Cancel")
    press(qtbot, window, Qt.Key.Key_Q, CONTROL)
    assert window.isVisible()
    answer("Discard")
    press(qtbot, window, Qt.Key.Key_Q, CONTROL)
    assert not window.isVisible()


@pytest.mark.parametrize(
    "content", ["", "{", '{"adjoint": 1}', "not a file at all", '{"adjoint": {"version": 999}}'], ids=range(5)
)
def test_a_file_that_is_none_is_said_and_loses_nothing(window, answer, tmp_path, content):
    bad = tmp_path / "bad.adjoint"
    bad.write_text(content)
    text = window.document.text
    said = answer("OK")
    assert not window.filing.open_path(bad)
    assert said[0] == "bad.adjoint cannot be opened"
    assert said[1]
    assert window.document.text == text
    assert window.settings.recent == []


def test_a_text_of_equations_opens_as_a_fresh_document(window, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("x: 3\nL = ‖x‖²\n", encoding="utf-8")
    assert window.filing.open_path(path)
    assert window.document.path is None
    assert window.document.name == "notes"
    assert window.document.loss == "L"


def test_a_place_that_cannot_be_written_is_said(window, qtbot, answer, choose, tmp_path):
    type_something(window, qtbot)
    (tmp_path / "folder.adjoint").mkdir()
    window.document.path = tmp_path / "folder.adjoint"
    said = answer("OK")
    press(qtbot, window, Qt.Key.Key_S, CONTROL)
    assert said[0] == "folder.adjoint cannot be saved"
    assert window.document.edited


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, button, keys = QPoint(700, 400), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(here, Qt.DropAction.CopyAction, data, button, keys)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(here), Qt.DropAction.CopyAction, data, button, keys))
    return enter.isAccepted()


def test_a_file_that_is_dropped_is_opened(window, file):
    assert drop(window, file)
    assert window.document.path == file


def test_a_dropped_file_asks_before_work_is_dropped(window, qtbot, answer, file):
    type_something(window, qtbot)
    answer("Cancel")
    drop(window, file)
    assert window.document.path is None


def test_a_folder_is_not_taken(window, tmp_path):
    assert not drop(window, tmp_path)


def test_the_editor_does_not_take_a_file_for_text(window, file):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    data.setText(str(file))
    assert not window.equations.editor.canInsertFromMimeData(data)


def test_recent_files_are_in_the_menu_until_they_are_gone(window, file):
    window.filing.open_path(file)
    window.filing.new()
    menu = recent(window)
    assert "mine.adjoint" in menu.actions()[0].text()
    menu.actions()[0].trigger()
    assert window.document.path == file
    file.unlink()
    menu.aboutToShow.emit()
    assert menu.actions() == []
    assert not menu.menuAction().isEnabled()


def recent(window):
    return next(a.menu() for a in window.menus.menus["&File"].actions() if "recent" in a.text())


def test_every_example_opens_from_the_menu(window):
    menu = next(a.menu() for a in window.menus.menus["&File"].actions() if "xample" in a.text())
    assert len(menu.actions()) >= 6
    for action in menu.actions():
        action.trigger()
        assert window.document.graph is not None, action.text()
        assert not window.document.stale
        assert window.playhead.length > 0
        assert window.document.path is None


def test_the_window_comes_back_as_it_was(qtbot, settings):
    window = open_window(qtbot, settings)
    window.resize(760, 640)
    window.menus.actions["inspector.setVisible"].trigger()
    window.playhead.set_speed(2.0)
    window.splitter.setSizes([260, 500, 0])
    sizes = window.splitter.sizes()
    close(window)
    again = open_window(qtbot, Settings(), size=None)
    assert (again.width(), again.height()) == (760, 640)
    assert not again.inspector.isVisible()
    assert not again.menus.actions["inspector.setVisible"].isChecked()
    assert again.playhead.speed == 2.0
    assert again.splitter.sizes() == pytest.approx(sizes, abs=2)
    close(again)


def test_what_has_no_hessian_is_not_opened(qtbot, window, answer):
    window.document.new(Document("x, t: 2\nL = ‖t‖²"), "other")
    window.selection.select("x")
    said = answer("OK")
    window.menus.actions["open_hessian"].trigger()
    assert said[0] == "The Hessian cannot be opened"
    assert said[1].startswith("the loss does not depend on x")
    assert window.document.name == "other"
