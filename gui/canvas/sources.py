"""Which entries of its inputs made one entry of a value: a row and a column of a product, the same cell elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from graph.expression import Apply, Expression, Name
from graph.model import Equation, Graph
from graph.shapes import Shape


@dataclass(frozen=True, slots=True)
class Part:
    """Rows and columns, from 0, of the value of a node."""

    name: str
    rows: range
    columns: range


def sources(graph: Graph, name: str, row: int, column: int) -> tuple[Part, ...]:
    """What an entry of ``name`` was made of, by input; empty where nothing so simple can be said."""
    node = graph.nodes.get(name)
    if not isinstance(node, Equation) or len(node.shape) > 2:
        return ()
    found: list[Part] = []
    waiting: list[tuple[Expression, range, range]] = [(node.expression, range(row, row + 1), range(column, column + 1))]
    while waiting:
        expression, rows, columns = waiting.pop()
        if isinstance(expression, Name):
            found.append(Part(expression.name, rows, columns))
        elif isinstance(expression, Apply):
            parts = _inputs(expression, rows, columns)
            if parts is None:
                return ()
            waiting += reversed(parts)
    return tuple(dict.fromkeys(found))


def _inputs(expression: Apply, rows: range, columns: range) -> list[tuple[Expression, range, range]] | None:
    """For each input the rows and columns that made these of the result; None where it takes more to say."""
    inputs, operation = expression.inputs, expression.operation
    if operation.name == "transpose":
        return [(inputs[0], columns, rows)]
    if operation.name == "product" and all(e.shape != () for e in inputs):
        left, right = inputs
        inner = range(_size(left.shape)[1])
        return [(left, rows, inner), (right, inner, columns)]
    if operation.kind == "E" or operation.name in ("add", "neg", "product", "hadamard", "quotient"):
        return [(e, *_within(e.shape, rows, columns)) for e in inputs if e.shape is not None and len(e.shape) <= 2]
    return None


def _size(shape: Shape | None) -> tuple[int, int]:
    return (shape[0], shape[1]) if shape else (1, 1)


def _within(shape: Shape, rows: range, columns: range) -> tuple[range, range]:
    """The same cells, but for an input that is spread over the result: all of what it has that way."""
    high, wide = _size(shape)
    return range(1) if high == 1 else rows, range(1) if wide == 1 else columns
