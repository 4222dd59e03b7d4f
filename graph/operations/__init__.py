"""The table of operations: the one place that reader, printer, sweeps, reference and tests look them up."""

from __future__ import annotations

from graph.operations.record import Notation, Operation, Sample

TABLE: dict[str, Operation] = {}
"""Every operation by its name."""

__all__ = ["TABLE", "Notation", "Operation", "Sample"]
