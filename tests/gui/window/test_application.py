"""How the program begins, and what it does when it has a fault of its own."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from graph.files import Document, save
from gui.application import Mishap, begin
from gui.examples import examples
from tests.gui.window.conftest import close, open_window


def test_it_begins_with_the_first_example(window):
    assert window.document.name == "shared-A"
    assert window.document.path is None
    assert window.canvas.hasFocus()


def test_it_begins_with_a_file(qtbot, settings, tmp_path):
    path = tmp_path / "mine.adjoint"
    save(Document(text="L = 2"), path)
    window = open_window(qtbot, settings, path)
    assert window.document.path == path
    close(window)


def test_a_file_that_is_none_leaves_an_empty_document(qtbot, settings, tmp_path, answer):
    said = answer("OK")
    window = open_window(qtbot, settings, tmp_path / "nothing.adjoint")
    assert said[0] == "nothing.adjoint cannot be opened"
    assert window.document.text == ""
    assert window.welcome.isVisible()
    close(window)


def test_a_document_from_elsewhere_is_fresh(window):
    begin(window, None, Document(text="L = 2"))
    assert (window.document.text, window.document.path, window.document.edited) == ("L = 2", None, False)


def test_every_example_says_what_it_shows(qapp):
    assert next(iter(examples())).title == "Shared A"
    assert all(example.about for example in examples())


@pytest.fixture
def mishap(window, monkeypatch, capsys):
    hook = Mishap(window)
    monkeypatch.setattr(sys, "excepthook", hook)
    return hook


def fault():
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        sys.excepthook(*sys.exc_info())


def test_a_fault_is_told_in_words(window, mishap, answer, tmp_path):
    said = answer("Close")
    fault()
    assert said[0] == "Something went wrong inside Adjoint."
    assert "No file has been changed" in said[1]
    assert "Traceback" not in "".join(said)
    assert window.isVisible()


def test_the_report_can_be_copied(window, mishap, answer):
    answer("Copy a report")
    fault()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()


def test_a_fault_while_a_fault_is_told_does_not_pile_up(window, mishap, answer):
    boxes = []
    QTimer.singleShot(0, QApplication.instance(), fault)
    said = answer("Close")
    fault()
    boxes.extend(said[::2])
    assert boxes == ["Something went wrong inside Adjoint."]


def test_an_interrupt_is_no_fault(window, mishap):
    mishap(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert QApplication.activeModalWidget() is None
