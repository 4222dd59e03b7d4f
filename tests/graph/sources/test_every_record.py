"""Every record's code, in every library, in a file that runs: the loss and the gradient are those of the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import source
from graph.operations import TABLE, Operation, Sample
from tests.graph.operations.support import CASES, label
from tests.graph.sources.running import loaded, of_record, status

every_case = pytest.mark.parametrize(("operation", "sample"), CASES, ids=label)


def runs(library: str, operation: Operation, sample: Sample, folder: Path) -> None:
    path = folder / f"{operation.name}_{library}.py"
    source(of_record(operation, sample), library, name=operation.name).save(path)
    assert status(loaded(path)) == 0


@every_case
def test_numpy(operation: Operation, sample: Sample, tmp_path: Path) -> None:
    runs("numpy", operation, sample, tmp_path)


@every_case
def test_pytorch(operation: Operation, sample: Sample, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    runs("pytorch", operation, sample, tmp_path)


@pytest.mark.parametrize("operation", TABLE.values(), ids=label)
def test_jax(operation: Operation, tmp_path: Path) -> None:
    pytest.importorskip("jax")
    for sample in operation.samples:
        runs("jax", operation, sample, tmp_path)
