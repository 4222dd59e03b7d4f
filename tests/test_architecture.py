"""The floors of the house, read from the source: an import inside a function counts like one at the top."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
QT = ("PySide6", "shiboken6", "superqt", "qtawesome", "qtpy")
FILE_LINES = 420
FUNCTION_LINES = 45

# Each may import what stands before it. An expression is made by the name of its operation, so the table and the
# trees are one floor. So are evaluation and calculus: a program runs the gradient, and the check runs programs.
FLOORS = (
    ("errors", "lazy"),
    ("shapes",),
    ("expression", "operations"),
    ("model",),
    ("language",),
    ("notation",),
    ("reference",),
    ("evaluation", "calculus"),
    ("sources",),
    ("story",),
    ("layout",),
    ("files",),
    ("editing",),
)
LIBRARIES_OF_GRAPH = {"numpy", "networkx", "msgspec", "pygraphviz"}

# What canvas and panels may know of the window.
COMMON = {
    "actions",
    "adding",
    "calculating",
    "document",
    "drawing",
    "evaluator",
    "playhead",
    "reading_aside",
    "searching",
    "selection",
    "settings",
    "theming",
    "writing",
}
# The panels; the other files of gui/panels/ are parts that panels are made of.
PANELS = {"equations", "inspector", "derivation", "hessian", "timeline", "palette", "gallery", "reference", "shortcuts"}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def package(path: Path) -> list[str]:
    """The dotted package that a relative import in `path` starts from."""
    return list(path.relative_to(ROOT).parent.parts)


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Every module that `path` imports, by its full name, with the place; `from a import b` gives a.b."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, place(path, node)) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package(path)[: len(package(path)) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((f"{base}.{alias.name}", place(path, node)) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "__import__",
            "import_module",
            "importlib.import_module",
        ):
            yield (node.args[0].value if isinstance(node.args[0], ast.Constant) else "?", place(path, node))


def within(module: str, *packages: str) -> bool:
    return any(module == name or module.startswith(name + ".") for name in packages)


def offences(paths: list[Path], forbidden) -> list[str]:
    """The imports in `paths` that `forbidden(path, module)` says no to, one line each."""
    return [f"{where} imports {module}" for path in paths for module, where in imports(path) if forbidden(path, module)]


def test_the_reader_of_imports_sees_every_form(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "graph" / "deep").mkdir(parents=True)
    path = tmp_path / "graph" / "deep" / "x.py"
    path.write_text(
        "import a.b\nfrom c import d\nfrom . import e\nfrom ..f import g\n"
        "def h():\n    import i\n    import importlib\n    importlib.import_module('j')\n"
    )
    found = {module for module, _ in imports(path)}
    assert found == {"a.b", "c.d", "graph.deep.e", "graph.f.g", "i", "importlib", "j"}


def test_graph_stands_on_its_own_libraries_only():
    allowed = LIBRARIES_OF_GRAPH | set(sys.stdlib_module_names) | {"graph"}
    assert offences(sources("graph"), lambda _, module: module.partition(".")[0] not in allowed) == []


def test_the_floors_of_graph():
    floor = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
    here = {path.relative_to(ROOT / "graph").with_suffix("").parts[0] for path in sources("graph")} - {"__init__"}
    assert here <= set(floor), "a room without a floor: give it one here"

    def climbs(path: Path, module: str) -> bool:
        room = path.relative_to(ROOT / "graph").with_suffix("").parts[0]
        if room == "__init__" or not within(module, "graph"):
            return False
        target = module.split(".")[1]
        return target != room and floor.get(target, len(FLOORS)) > floor[room]

    assert offences(sources("graph"), climbs) == []


def test_nothing_imports_the_window_but_the_window():
    assert offences(sources("graph", "assets"), lambda _, module: within(module, "gui")) == []


def test_drawing_is_pure_painting():
    def strays(_: Path, module: str) -> bool:
        return within(module, "PySide6.QtWidgets") or (within(module, "gui") and not within(module, "gui.drawing"))

    assert offences(sources("gui/drawing"), strays) == []


def test_canvas_and_panels_know_only_what_is_common():
    def strays(path: Path, module: str) -> bool:
        own = path.relative_to(ROOT / "gui").parts[0]
        return within(module, "gui") and module.split(".")[1] not in COMMON | {own}

    assert offences(sources("gui/canvas", "gui/panels"), strays) == []


def test_what_is_common_does_not_know_canvas_or_panels_or_window():
    above = ("gui.canvas", "gui.panels", "gui.window", "gui.application", "gui.command_line")
    common = [path for path in sources("gui") if path.relative_to(ROOT / "gui").with_suffix("").parts[0] in COMMON]
    assert offences(common, lambda _, module: within(module, *above)) == []


def test_no_panel_imports_a_panel():
    assert {path.stem for path in sources("gui/panels")} >= {"equations", "inspector", "timeline"}

    def strays(path: Path, module: str) -> bool:
        own = path.relative_to(ROOT / "gui" / "panels").with_suffix("").parts[0]
        return within(module, *(f"gui.panels.{panel}" for panel in PANELS - {own}))

    assert offences(sources("gui/panels"), strays) == []


def test_pictures_are_exported_without_the_window():
    below = ("gui.drawing", "gui.exporting")
    assert offences(sources("gui/exporting"), lambda _, m: within(m, "gui") and not within(m, *below)) == []


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("module", ["graph", "gui.command_line"])
def test_importing_loads_no_qt_and_no_matplotlib(module):
    assert modules_after(f"import {module}") & {*QT, "matplotlib", "ziamath"} == set()


def test_no_file_does_two_jobs():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources("graph", "gui", "assets")}
    assert [f"{path.relative_to(ROOT)}: {n} lines" for path, n in lengths.items() if n > FILE_LINES] == []


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function after its signature and docstring."""
    first = function.body[0]
    start = first.lineno if ast.get_docstring(function) is None else first.end_lineno + 1
    return function.end_lineno - start + 1


def test_no_function_does_two_jobs():
    long = [
        f"{place(path, node)} {node.name}: {body_lines(node)} lines"
        for path in sources("graph", "gui", "assets")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > FUNCTION_LINES
    ]
    assert long == []


def test_no_text_is_ever_run_as_code():
    def runs_text(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("eval", "exec", "compile")
        )

    everywhere = sources("graph", "gui", "assets", "tests")
    calls = [place(path, node) for path in everywhere for node in ast.walk(tree(path)) if runs_text(node)]
    assert calls == []
    unsafe = ("pickle", "marshal", "shelve", "dill", "joblib")
    assert offences(everywhere, lambda _, module: within(module, *unsafe)) == []


def test_no_array_is_read_with_pickle():
    allowed = [
        place(path, node)
        for path in sources("graph", "gui", "assets")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and ast.unparse(node.value) != "False"
    ]
    assert allowed == []
