"""What every test of the window has: settings of its own, and nothing left running behind it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from tests.gui.dangling import Watch
from tests.qt_pair import complaint


@pytest.fixture(scope="session", autouse=True)
def _sound_pair_of_python_and_qt():
    if complaint():
        pytest.exit(complaint(), returncode=3)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path):
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def _nothing_left_running(_own_settings: None):
    with Watch() as watch:
        yield
        running = watch.running()
    if running:
        pytest.fail("still running after the test:\n" + "\n".join(running), pytrace=False)
