"""A derived formula as lines of NumPy: run, they are the gradient."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

import graph
from assets import asset
from graph.notation.identifiers import identifiers


def results(lines: str, values: dict[str, np.ndarray], folder: Path) -> dict[str, np.ndarray]:
    given = folder / "values.npz"
    np.savez(given, **values)
    text = f'import numpy as np\n\nwith np.load(r"{given}") as file:\n    globals().update(file)\n\n{lines}\n'
    (folder / "lines.py").write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("lines", folder / "lines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


@pytest.mark.parametrize("reading", ["closed", "messages", "differentials"])
@pytest.mark.parametrize("wrt", ["A", "x"])
def test_the_lines_give_the_gradient(reading: str, wrt: str, tmp_path: Path) -> None:
    g = graph.load(asset("examples/shared-A.adjoint")).graph
    derivation = graph.derive(g, wrt, reading=reading)
    run = graph.evaluate(g)
    found = results(derivation.numpy, {name: run.values[name] for name in g.nodes}, tmp_path)
    assert np.allclose(found[f"{wrt}_bar"], run.adjoints[wrt], rtol=1e-12)


def test_a_function_that_numpy_lacks_comes_along(tmp_path: Path) -> None:
    g = graph.read("λ: scalar = 2\nx: 3 = [1; 2; 3]\nL = λ sum(silu(x))")
    derivation = graph.derive(g, "x")
    assert "def sigmoid(x):" in derivation.numpy
    called = identifiers(g.nodes)
    run = graph.evaluate(g)
    found = results(derivation.numpy, {called[name]: run.values[name] for name in g.nodes}, tmp_path)
    assert np.allclose(found["x_bar"], run.adjoints["x"], rtol=1e-12)
