"""The export dialog: what it offers, what it writes, what it says when it cannot."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog

from gui.export_dialog import ExportDialog


@pytest.fixture
def dialog(window, qtbot, tmp_path):
    window.playhead.jump(15)
    dialog = ExportDialog(window.document, window.playhead, window.look, tmp_path, window)
    dialog.open()
    return dialog


def save(dialog, qtbot, monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path) if path else "", ""))
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_offers_this_moment_first(dialog):
    moments = [dialog.moment.itemText(k) for k in range(dialog.moment.count())]
    assert moments == ["After step 15, as it is now", "All adjoints", "All values"]


def test_it_writes_what_was_chosen(dialog, qtbot, monkeypatch, tmp_path):
    dialog.theme.setCurrentText("Dark")
    dialog.size.setCurrentText("Screen, 1×")
    save(dialog, qtbot, monkeypatch, tmp_path / "picture")
    assert not dialog.isVisible()
    image = QImage(str(tmp_path / "picture.png"))
    assert image.width() > 300
    assert image.pixelColor(2, 2).lightness() < 60


def test_small_labels_are_said(dialog, qtbot, monkeypatch, tmp_path, answer):
    said = answer("OK")
    dialog.size.setCurrentText("Column width, 85 mm, 300 dpi")
    save(dialog, qtbot, monkeypatch, tmp_path / "picture.png")
    assert said[0].startswith("picture.png is written. On paper its labels are 2.")
    assert not dialog.isVisible()


def test_a_width_is_kept(dialog, qtbot, monkeypatch, tmp_path, answer):
    answer("OK")
    dialog.size.setCurrentText("Column width, 85 mm, 300 dpi")
    dialog.transparent.setChecked(True)
    save(dialog, qtbot, monkeypatch, tmp_path / "picture.png")
    image = QImage(str(tmp_path / "picture.png"))
    assert image.width() == pytest.approx(85 / 25.4 * 300, abs=1)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    assert image.pixelColor(1, 1).alpha() == 0


def test_giving_up_keeps_the_dialog(dialog, qtbot, monkeypatch, tmp_path):
    save(dialog, qtbot, monkeypatch, None)
    assert dialog.isVisible()
    assert list(tmp_path.glob("*.png")) == []


def test_a_place_that_cannot_be_written_is_said(dialog, qtbot, monkeypatch, tmp_path, answer):
    said = answer("OK")
    save(dialog, qtbot, monkeypatch, tmp_path / "no such folder" / "picture.png")
    assert said[0].startswith("The picture was not written.")
    assert dialog.isVisible()
