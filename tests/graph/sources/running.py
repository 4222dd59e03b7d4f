"""Written source files, run as they would be: by their own main, which compares with what Adjoint found."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import numpy as np

from graph.expression import Name, apply
from graph.model import Equation, Graph, Leaf
from graph.operations import Operation, Sample
from tests.graph.operations.support import call, draw, like


def of_record(operation: Operation, sample: Sample) -> Graph:
    """The operation on its sample inputs, weighed and summed, so that every entry of its result counts."""
    root = call(operation, sample)
    assert root.shape is not None
    leaves = [Leaf(f"x{slot}", shape) for slot, shape in enumerate(sample.shapes)]
    weights = Leaf("k", root.shape, "constant")
    weighed = apply("sum", apply("hadamard", Name("y", root.shape), Name("k", root.shape)))
    values = {**draw(operation, sample), "k": like("k", root.shape)}
    return Graph([*leaves, weights, Equation("y", root), Equation("L", weighed)], "L", values)


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
