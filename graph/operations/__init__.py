"""The table of operations: the one place that reader, printer, sweeps, reference and tests look them up."""

from __future__ import annotations

from graph.operations import (
    arrangement,
    blocks,
    cofactor,
    comparison,
    contraction,
    convolution,
    copying,
    elementwise,
    extremum,
    linear,
    matrix,
    network,
    power,
    reduction,
)
from graph.operations.record import Notation, Operation, Option, Sample

TABLE: dict[str, Operation] = {
    operation.name: operation
    for module in (
        linear,
        elementwise,
        power,
        contraction,
        matrix,
        cofactor,
        reduction,
        extremum,
        comparison,
        network,
        convolution,
        arrangement,
        copying,
        blocks,
    )
    for operation in module.OPERATIONS
}
"""Every operation by its name."""

__all__ = ["TABLE", "Notation", "Operation", "Option", "Sample"]
