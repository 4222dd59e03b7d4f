"""What a user installs works: a sound pair of Python and Qt, and a wheel that holds everything and finds it."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from assets import asset
from tests.qt_pair import complaint

ROOT = Path(__file__).parents[1]


def test_ten_thousand_void_calls_of_qt_keep_their_references_to_none():
    assert complaint() == ""


def test_what_the_dependencies_allow_is_a_sound_pair():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    qt = [line for line in project["dependencies"] if line.lower().startswith("pyside6")]
    assert qt == [
        'PySide6-Essentials>=6.8,<6.12; python_version < "3.12"',
        'PySide6-Essentials>=6.8; python_version >= "3.12"',
    ]


def test_an_asset_that_does_not_ship_is_named():
    assert asset("fonts").is_dir()
    with pytest.raises(FileNotFoundError, match="no-such-example"):
        asset("examples/no-such-example.adjoint")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def tracked(*folders: str) -> set[str]:
    """What belongs in the wheel: every file of the folders but what Python and the tests leave behind."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_code_types_and_assets(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert tracked("graph", "gui", "assets") <= inside
    assert {"graph/py.typed", "assets/fonts/STIXTwoMath-Regular.ttf", "assets/fonts/STIXTwo-OFL.txt"} <= inside
    assert not any(name.startswith("tests") for name in inside)


def test_the_wheel_names_its_command(wheel):
    archive = zipfile.ZipFile(wheel)
    (entry_points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "adjoint = gui.__main__:main" in archive.read(entry_points).decode()


def test_outside_the_checkout_the_wheel_finds_its_assets(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import graph, gui.command_line\n"
        "from assets import asset\n"
        "for example in sorted(asset('examples').glob('*.adjoint')): print(example, graph.load(example).graph.loss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) >= 6
    assert all(line.startswith(str(tmp_path / "site")) for line in lines)
