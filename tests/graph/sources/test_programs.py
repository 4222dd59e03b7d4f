"""Whole graphs as source files: what stands in them, and that they run as scripts."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import graph
from assets import asset
from graph import GraphError, source
from graph.notation.identifiers import identifier, identifiers
from graph.sources.setting import RESERVED
from graph.sources.source import OF_A_MODULE
from tests.graph.sources.running import loaded, script, status

EXAMPLES = sorted(asset("examples").glob("*.adjoint"))


def test_the_gradient_is_written_as_one_line_an_adjoint_with_its_messages() -> None:
    g = graph.load(asset("examples/shared-A.adjoint")).graph
    text = source(g).text
    assert "    A_bar = w_bar @ z.T + z_bar @ (u * v).T + y_bar @ x.T" in text
    assert "    z = A @ (u * v)" in text
    assert "    y_bar = u_bar * u * (1 - u)" in text
    assert "adjoint" not in "".join(line for line in text.splitlines() if "import" in line)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("library", ["numpy", "jax", "pytorch"])
def test_every_example_reproduces_its_loss_and_gradient(path: Path, library: str, tmp_path: Path) -> None:
    pytest.importorskip({"numpy": "numpy", "jax": "jax", "pytorch": "torch"}[library])
    document = graph.load(path)
    out = tmp_path / "program.py"
    source(document.graph, library, loss=document.loss_in(document.graph), name=path.stem).save(out)
    assert status(loaded(out)) == 0


@pytest.mark.parametrize("library", ["numpy", "jax", "pytorch"])
def test_the_file_runs_as_a_script_elsewhere_and_says_what_it_found(library: str, tmp_path: Path) -> None:
    pytest.importorskip({"numpy": "numpy", "jax": "jax", "pytorch": "torch"}[library])
    g = graph.read("X: 40x3 input\nw: 3 = [1; 2; 3]\nr = X w\nL = ‖r‖²")
    made = source(g, library)
    assert set(made.arrays) == {"X", "X_bar"}
    assert [path.name for path in made.save(tmp_path / "model.py")] == ["model.py", "model.npz"]
    done = script(tmp_path / "model.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("the loss:\n")
    assert "the gradient with respect to w:" in done.stdout
    assert "These are the numbers of Adjoint." in done.stdout


def test_a_file_that_finds_other_numbers_says_so_and_fails(tmp_path: Path) -> None:
    g = graph.read("x: 2 = [1; 2]\nL = ‖x‖²")
    text = source(g).text
    assert "x_bar = 2 * x" in text
    (tmp_path / "wrong.py").write_text(text.replace("x_bar = 2 * x", "x_bar = 2.001 * x"), encoding="utf-8")
    done = script(tmp_path / "wrong.py")
    assert done.returncode == 1
    assert "the gradient with respect to x, WHICH IS NOT THAT OF Adjoint" in done.stdout
    assert "These are NOT all the numbers of Adjoint." in done.stdout


def test_identifiers_are_the_users_names_made_valid() -> None:
    names = ("ȳ", "W_c", "W̄_c", "α_1", "λ", "x̂", "c_{t-1}", "ŷ_2", "ℓ", "жук")
    called = ("y_bar", "W_c", "W_c_bar", "alpha_1", "lambda_", "x_hat", "c_t_minus_1", "y_hat_2", "ell", "жук")
    assert tuple(map(identifier, names)) == called
    found = identifiers(["ŷ", "y_hat", "np", "sum"], RESERVED)
    assert found == {"ŷ": "y_hat", "y_hat": "y_hat_2", "np": "np_", "sum": "sum_"}


HOSTILE = """
np, torch, self, forward, T, like, train, λ: 2x2
x, x̄, sigmoid: 2 input
VALUES = np torch + self forward
y = σ(VALUES x) ⊙ sigmoid + train like x̄
x_bar = y + T x
L = ‖x_bar‖² + tr(λ) / 2 + 1/3 + sum(max(x, 0.5)) + sum([x > 0] + [x > 1]) - 2π exp(-1)
"""


@pytest.mark.parametrize("library", ["numpy", "jax", "pytorch"])
def test_names_of_the_file_and_of_the_library_may_be_names_of_nodes(library: str, tmp_path: Path) -> None:
    pytest.importorskip({"numpy": "numpy", "jax": "jax", "pytorch": "torch"}[library])
    source(graph.read(HOSTILE), library).save(tmp_path / "hostile.py")
    assert status(loaded(tmp_path / "hostile.py")) == 0


def test_the_attributes_of_a_module_of_pytorch_are_known() -> None:
    torch = pytest.importorskip("torch")
    public = {name for name in dir(torch.nn.Module()) if not name.startswith("_")}
    assert public <= OF_A_MODULE | RESERVED


def test_a_loss_that_is_no_scalar_is_differentiated_from_ones(tmp_path: Path) -> None:
    g = graph.read("A: 2x2 = [1 2; 3 4]\nx: 2 = [1; 1]\ny = A x")
    source(g).save(tmp_path / "seeded.py")
    module = loaded(tmp_path / "seeded.py")
    value, bars = module.gradient(**module.VALUES, y_bar=np.array([[1.0], [10.0]]))
    assert value.tolist() == [[3.0], [7.0]]
    assert bars["A"].tolist() == [[1.0, 1.0], [10.0, 10.0]]
    assert status(module) == 0


def test_leaves_that_do_not_reach_the_loss_stay_away_and_flat_ones_get_zeros(tmp_path: Path) -> None:
    g = graph.read("a, b, c: scalar\nd = c^2\nL = a^2 + sign(b)", values={"a": 2, "b": 3, "c": 4})
    source(g, loss="L").save(tmp_path / "flat.py")
    module = loaded(tmp_path / "flat.py")
    assert set(module.VALUES) == {"a", "b"}
    assert module.gradient(**module.VALUES)[1] == {"a": 4.0, "b": 0.0}


def test_what_is_shared_inside_an_equation_is_calculated_once() -> None:
    g = graph.read("W: 4x4\nx, b: 4\nc = tanh(W x + W x + b) + exp(W x)\nL = ‖c‖²")
    text = source(g).text
    assert text.count("W @ x") == 1
    assert text.count("np.tanh(") == 1


def test_lines_stay_short_and_depth_costs_nothing(tmp_path: Path) -> None:
    deep = "x: 3 = [0.1; 0.2; 0.3]\ny = " + "sin(" * 90 + "x" + ")" * 90 + "\nL = " + " + ".join(["‖y‖²"] * 60)
    text = source(graph.read(deep)).text
    code = text.split('"""', 2)[2]
    assert max(map(len, code.splitlines())) <= 120
    (tmp_path / "deep.py").write_text(text, encoding="utf-8")
    assert status(loaded(tmp_path / "deep.py")) == 0


def test_a_thousand_equations_are_written_quickly() -> None:
    chain = "x_0: 2 = [1; 2]\n" + "".join(f"x_{i} = 0.9 x_{i - 1} + sin(x_{i - 1})\n" for i in range(1, 1000))
    text = source(graph.read(chain + "L = ‖x_999‖²")).text
    assert sum(isinstance(node, ast.Assign) for node in ast.walk(ast.parse(text))) > 2000


def test_non_finite_numbers_are_written_too(tmp_path: Path) -> None:
    g = graph.read("x: 3\nL = sum(x)", values={"x": [np.inf, 1e-300, -0.0]})
    source(g).save(tmp_path / "odd.py")
    module = loaded(tmp_path / "odd.py")
    assert np.signbit(module.VALUES["x"][2, 0])
    assert module.VALUES["x"][:2, 0].tolist() == [np.inf, 1e-300]
    assert status(module) == 0


def test_a_graph_with_a_hole_and_a_folder_that_is_none_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="waits for"):
        source(graph.read("A: 2x2\ny = A ?"))
    with pytest.raises(GraphError, match="cannot be written"):
        source(graph.read("x: 2\nL = ‖x‖²")).save(tmp_path / "nowhere" / "out.py")
    with pytest.raises(ValueError, match="knows no devices"):
        source(graph.read("x: 2\nL = ‖x‖²"), parallel=True)
