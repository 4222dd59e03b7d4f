"""File ▸ Export ▸ NumPy, JAX and PyTorch source."""

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox


@pytest.fixture
def saving(monkeypatch):
    """Answers the file dialog with this path, and keeps what it was asked."""
    asked = []

    def prepare(path):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: (asked.append(words), (str(path), ""))[1])
        return asked

    return prepare


def test_a_program_is_written_that_finds_the_numbers_of_the_window(window, saving, tmp_path):
    asked = saving(tmp_path / "model")
    window.menus.actions["sources.numpy"].trigger()
    assert asked[0][2].endswith("shared_A_numpy.py")
    done = subprocess.run(
        [sys.executable, tmp_path / "model.py"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"{window.evaluator.run.loss}" in done.stdout


def test_the_loss_that_was_chosen_is_the_loss_of_the_program(window, saving, tmp_path):
    window.document.choose_loss("z")
    saving(tmp_path / "model.py")
    window.menus.actions["sources.pytorch_parallel"].trigger()
    text = (tmp_path / "model.py").read_text(encoding="utf-8")
    assert "        return z\n" in text
    assert "DistributedDataParallel" in text


def test_what_cannot_be_written_is_said(window, saving, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append((box.text(), box.informativeText())))
    saving(tmp_path / "nowhere" / "model.py")
    window.menus.actions["sources.jax"].trigger()
    assert said[0][0] == "The source was not written"
    assert "cannot be written" in said[0][1]


def test_giving_up_the_dialog_writes_nothing(window, saving, tmp_path):
    saving("")
    window.menus.actions["sources.jax_parallel"].trigger()
    assert list(tmp_path.glob("*.py")) == []
