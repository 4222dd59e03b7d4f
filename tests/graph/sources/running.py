"""Written source files, run as they would be: by their own main, which compares with what Adjoint found."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np

from graph.calculus.gradient import total
from graph.expression import Expression, Name, apply, rebuild
from graph.model import Equation, Graph, Leaf
from graph.operations import Operation, Sample
from tests.graph.operations.support import call, draw, like


def of_records(cases: Sequence[tuple[Operation, Sample]]) -> Graph:
    """The operations on their sample inputs, weighed and summed, so that every entry of every result counts."""
    nodes: list[Leaf | Equation] = []
    values: dict[str, np.ndarray] = {}
    terms = []
    for number, (operation, sample) in enumerate(cases):
        root = rebuild(call(operation, sample), lambda e, n=number: _numbered(e, n))
        assert root.shape is not None
        drawn = draw(operation, sample)
        for slot, shape in enumerate(sample.shapes):
            nodes.append(Leaf(f"x{slot}_{number}", shape))
            values[f"x{slot}_{number}"] = drawn[f"x{slot}"]
        values[f"k_{number}"] = like(f"k{number}", root.shape)
        result = Name(f"y_{number}", root.shape)
        nodes += [Leaf(f"k_{number}", root.shape, "constant"), Equation(result.name, root)]
        terms.append(apply("sum", apply("hadamard", result, Name(f"k_{number}", root.shape))))
    return Graph([*nodes, Equation("L", total(terms))], "L", values)


def _numbered(e: Expression, number: int) -> Expression | None:
    return Name(f"{e.name}_{number}", e.shape) if isinstance(e, Name) else None


def loaded(path: Path) -> ModuleType:
    """The file as a module, without running its main."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[path.stem]
    return module


def status(module: ModuleType, arguments: Iterable[str] = ()) -> int:
    """What its main exits with."""
    kept, sys.argv = sys.argv, [module.__name__, *arguments]
    try:
        with np.errstate(all="ignore"):
            module.main()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.argv = kept
    raise AssertionError("main came to no end")


def script(path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a file as a user does, in its own folder and with nothing of ours on its path."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | variables
    program = [sys.executable, str(path), *arguments]
    return subprocess.run(
        program, cwd=path.parent, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
