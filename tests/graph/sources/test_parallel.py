"""Source files for many devices and processes: the same loss and gradient, however the data are split."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import graph
from graph import source
from graph.sources.batch import batch_of
from tests.graph.sources.running import script

RIDGE = "X: 12x3 input\nw: 3\ny: 12 input\nL = ‖X w − y‖² + 0.1 ‖w‖²"
COLUMNS = "X: 3x8 input\nY: 2x8 constant\nW: 2x3\nb: 2\nP = softmax(W X + b, axis=0)\nL = −mean(Y ⊙ log(P))"
CENTRED = "X: 16x4 input\nW: 4x2\nt: 16x2 input\nm = mean(X, axis=0)\nL = sqrt(sum((tanh(X − m) W − t).^2))"
ALONE = "A: 3x3\nx: 3 input\nL = ‖tanh(A x)‖²"
GRAM = "X: 12x3 input\nL = sum(X' X)"

has_jax = importlib.util.find_spec("jax") is not None
has_torch = importlib.util.find_spec("torch") is not None


@pytest.mark.parametrize(
    ("text", "samples", "axes"),
    [
        (RIDGE, 12, {"X": -2, "y": -2}),
        (COLUMNS, 8, {"X": -1, "Y": -1}),
        (CENTRED, 16, {"X": -2, "t": -2}),
        (ALONE, 1, {}),
        (GRAM, 1, {}),
        ("X: 5x4x3 input\nW: 3x3\nL = ‖X ⊙ X‖² + tr(W)", 5, {"X": -3}),
    ],
)
def test_the_batch_axis_is_the_one_along_which_all_is_calculated_sample_by_sample(text, samples, axes) -> None:
    g = graph.read(text)
    found = batch_of(g, g.loss)
    assert (found.samples, dict(found.axes)) == (samples, axes)


@pytest.mark.skipif(not has_jax, reason="JAX is not installed")
@pytest.mark.parametrize(("text", "devices"), [(RIDGE, 4), (COLUMNS, 3), (CENTRED, 4), (ALONE, 4)])
def test_jax_on_several_devices(text: str, devices: int, tmp_path: Path) -> None:
    source(graph.read(text), "jax", parallel=True).save(tmp_path / "model.py")
    flags = f"--xla_force_host_platform_device_count={devices}"
    done = script(tmp_path / "model.py", "--steps", "2", "--rate", "0.001", XLA_FLAGS=flags, JAX_PLATFORMS="cpu")
    assert done.returncode == 0, done.stdout + done.stderr
    used = 2 if text == COLUMNS else devices  # 8 samples do not divide among 3 devices
    assert f"Found by {used} devices in 1 processes." in done.stdout
    losses = [float(line.split()[-1]) for line in done.stdout.splitlines() if line.startswith("step ")]
    assert losses[1] < losses[0]


@pytest.mark.slow
@pytest.mark.skipif(not has_torch, reason="PyTorch is not installed")
@pytest.mark.parametrize("text", [RIDGE, CENTRED])
def test_pytorch_in_two_processes(text: str, tmp_path: Path) -> None:
    source(graph.read(text), "pytorch", parallel=True).save(tmp_path / "model.py")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "--standalone"]
    done = subprocess.run(
        [*torchrun, str(tmp_path / "model.py"), "--steps", "2", "--rate", "0.001"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "These are the numbers of Adjoint." in done.stdout
    assert "Found by 2 processes." in done.stdout
    losses = [float(line.split()[-1]) for line in done.stdout.splitlines() if line.startswith("step ")]
    assert losses[1] < losses[0]


@pytest.mark.skipif(not has_torch, reason="PyTorch is not installed")
@pytest.mark.parametrize("text", [COLUMNS, ALONE])
def test_pytorch_in_one_process_needs_no_launcher(text: str, tmp_path: Path) -> None:
    source(graph.read(text), "pytorch", parallel=True).save(tmp_path / "model.py")
    done = script(tmp_path / "model.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Found by 1 processes." in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not has_torch, reason="PyTorch is not installed")
def test_pytorch_compiles(tmp_path: Path) -> None:
    source(graph.read(CENTRED), "pytorch").save(tmp_path / "model.py")
    done = script(tmp_path / "model.py", "--compile")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "These are the numbers of Adjoint." in done.stdout
