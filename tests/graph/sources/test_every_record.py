"""Every record's code, in every library, in a file that runs: the loss and the gradient are those of the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import source
from graph.operations import TABLE, Operation, Sample
from tests.graph.operations.support import CASES, label
from tests.graph.sources.running import loaded, of_records, status

FAMILIES = sorted({operation.family for operation in TABLE.values()})


def runs(library: str, cases: list[tuple[Operation, Sample]], folder: Path) -> None:
    path = folder / f"records_{library}.py"
    source(of_records(cases), library).save(path)
    assert status(loaded(path)) == 0


def of_family(family: str) -> list[tuple[Operation, Sample]]:
    return [(operation, sample) for operation, sample in CASES if operation.family == family]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{label(case[0])}-{label(case[1])}")
def test_numpy(case: tuple[Operation, Sample], tmp_path: Path) -> None:
    runs("numpy", [case], tmp_path)


@pytest.mark.parametrize("operation", TABLE.values(), ids=label)
def test_pytorch(operation: Operation, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    runs("pytorch", [(operation, sample) for sample in operation.samples], tmp_path)


@pytest.mark.parametrize("family", FAMILIES)
def test_jax(family: str, tmp_path: Path) -> None:
    pytest.importorskip("jax")
    runs("jax", of_family(family), tmp_path)
