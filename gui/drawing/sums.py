"""What the copies of untied leaves add up to: which there are, the sum of their adjoints, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from graph.editing import tie
from graph.editing.concluding import after
from graph.errors import GraphError
from graph.evaluation import Run
from graph.files import Document
from graph.model import Graph
from gui.drawing.shown_run import shown_run
from gui.drawing.values import Block

_COMPARED = 300
"""Nodes of a graph up to which the sum is compared with the adjoint of the leaf tied again."""

_PLAIN = "the adjoints of the copies add up"


def untied(graph: Graph | None, drawn: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The copies of each leaf, where all of them are leaves of the graph."""
    said = drawn.get("untied")
    if graph is None or not isinstance(said, dict):
        return {}
    found = {name: tuple(copies) for name, copies in said.items() if isinstance(copies, list | tuple)}
    return {name: copies for name, copies in found.items() if len(copies) > 1 and set(copies) <= set(graph.leaves)}


def summed(document: Document, run: Run | None, name: str, copies: tuple[str, ...]) -> tuple[Block | None, str]:
    """The sum of the copies' adjoints, None where one is missing, and how it compares with the leaf tied again."""
    found = [run.adjoints.get(copy) for copy in copies] if run is not None else [None]
    if run is None or any(part is None for part in found):
        return None, _PLAIN
    total = sum(found[1:], start=np.array(found[0]))
    return Block(total), _compared(document, run, name, copies, total)


def _compared(document: Document, run: Run, name: str, copies: tuple[str, ...], total: Any) -> str:
    arrays = [run.values[copy] for copy in copies]
    if any(not np.array_equal(arrays[0], array, equal_nan=True) for array in arrays[1:]):
        return "the copies have different numbers now"
    if len(run.values) > _COMPARED:
        return _PLAIN
    tied = _tied_again(document, copies)
    if tied is None:
        return _PLAIN
    return f"difference to {name} tied: {float(np.max(np.abs(total - tied), initial=0.0)):.2g}"


def _tied_again(document: Document, copies: tuple[str, ...]) -> Any:
    """The adjoint of one leaf in the place of the copies; None where they cannot be tied."""
    first = copies[0]
    try:
        for copy in copies[1:]:
            document = after(document, tie(document, first, copy))
        graph = document.graph
        return shown_run(graph, document.loss_in(graph)).adjoints[first] if graph is not None else None
    except GraphError:
        return None
