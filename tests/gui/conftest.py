"""What every test of the window has: settings of its own, and nothing left running behind it."""

import io
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from gui.__main__ import main
from gui.collecting import SWITCH
from tests.gui.dangling import Watch
from tests.qt_pair import complaint


@pytest.fixture(scope="session", autouse=True)
def _sound_pair_of_python_and_qt():
    if complaint():
        pytest.exit(complaint(), returncode=3)


@pytest.fixture(scope="session", autouse=True)
def _threads_give_way_as_in_the_program():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    yield
    sys.setswitchinterval(interval)


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


@pytest.fixture
def adjoint(monkeypatch, capsys):
    """Runs the program in this process: ``status, out, err = adjoint("show", FILE)``."""

    def run(*arguments: object, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["adjoint", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return ended.value.code or 0, said.out, said.err

    return run


@pytest.fixture
def written(tmp_path):
    """Writes a text of equations to a file and gives its path."""

    def write(text: str, name: str = "some.txt") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write
