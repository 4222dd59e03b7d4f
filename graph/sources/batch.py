"""How the data of a graph are split over processes: along which axis, and where the parts must meet.

A value is either whole in every process, or split along one axis, of which each process has an equal part. What an
operation makes of split inputs follows from its kind, or from a rule for it; the axis is a batch where every operation
can work on the parts alone, or meets in a sum or a mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.expression import Apply, Expression, Name, postorder
from graph.model import Equation, Graph, Leaf
from graph.notation.python import Code, PythonPrinter
from graph.operations.broadcasting import entrywise_shape
from graph.operations.code import Library
from graph.shapes import Shape, is_vector

Axis = int | None
"""The axis that is split, counted from the last, which is −1; None for what is whole."""

Meeting = Literal["total", "average"]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one operation: the axis its result is split along, and how the results of all parts meet."""

    axis: Axis = None
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Batch:
    """A way to split the data: ``axes`` of the leaves that are split, of ``samples`` entries each; others are whole.

    ``steps`` has every operation that deals with something split.
    """

    samples: int
    axes: Mapping[str, int]
    steps: Mapping[Expression, Step]


class BatchPrinter(PythonPrinter):
    """Writes trees for one of the processes: where the parts meet stands a call of ``total`` or ``average``."""

    def __init__(self, library: Library, called: Mapping[str, str], batch: Batch) -> None:
        super().__init__(library, called)
        self.batch = batch

    def one(self, e: Expression, parts: Sequence[Code]) -> Code:
        piece = super().one(e, parts)
        step = self.batch.steps.get(e)
        return piece if step is None or step.meeting is None else Code(f"{step.meeting}({self.array(piece).text})")


def batch_of(g: Graph, loss: str) -> Batch:
    """The best way to split the inputs and constants: one along which all is calculated sample by sample.

    Of several the one that splits most leaves, and then that with most samples. Where there is none, nothing is
    split.
    """
    upstream = g.upstream(loss)
    data = {n: node.shape for n in g.leaves if n in upstream and (node := _data(g, n)) is not None}
    found = [split(g, loss, axes, samples) for samples, axes in _candidates(data)]
    fit = [batch for batch in found if batch is not None]
    return max(fit, key=lambda batch: (len(batch.axes), batch.samples), default=Batch(1, {}, {}))


def _data(g: Graph, name: str) -> Leaf | None:
    node = g.nodes[name]
    return node if isinstance(node, Leaf) and node.role != "parameter" else None


def _candidates(data: Mapping[str, Shape]) -> Iterable[tuple[int, dict[str, int]]]:
    """For every length and axis: the leaves that have that length there, alone or together with another axis."""
    lengths = {length for shape in data.values() for length in shape if length > 1}
    for samples in sorted(lengths):
        by_axis = {axis: _along(data, samples, axis) for axis in (-3, -2, -1)}
        for first, second in ((-2, -1), (-1, -2), (-3, -2)):
            for axes in ({**by_axis[second], **by_axis[first]}, by_axis[first]):
                if axes:
                    yield samples, axes


def _along(data: Mapping[str, Shape], samples: int, axis: int) -> dict[str, int]:
    return {name: axis for name, shape in data.items() if len(shape) >= -axis and shape[axis] == samples}


def split(g: Graph, loss: str, axes: Mapping[str, int], samples: int) -> Batch | None:
    """What becomes of every operation when these leaves are split so; None where one cannot work on parts."""
    upstream = g.upstream(loss)
    places: dict[str, Axis] = {}
    steps: dict[Expression, Step] = {}
    for name in g.order:
        node = g.nodes[name]
        if name not in upstream:
            continue
        if not isinstance(node, Equation):
            places[name] = axes.get(name)
            continue
        here: dict[Expression, Axis] = {}
        for e in postorder(node.expression):
            here[e] = places[e.name] if isinstance(e, Name) else None
            given = [here[x] for x in e.inputs]
            if isinstance(e, Apply) and any(axis is not None for axis in given):
                step = _step(e, given, samples)
                if step is None:
                    return None
                steps[e] = step
                here[e] = step.axis
        places[name] = here[node.expression]
    return Batch(samples, axes, steps) if places[loss] is None else None


def _step(e: Apply, given: Sequence[Axis], samples: int) -> Step | None:
    shapes = [x.shape or () for x in e.inputs]
    operation = e.operation
    name = operation.name
    scaling = name in ("product", "quotient", "power") and not all(shapes)
    of_two = name in ("max", "min") and len(shapes) == 2
    if operation.kind == "E" or operation.shape is entrywise_shape or scaling or of_two:
        return _entrywise(e.shape or (), shapes, given, samples)
    rule = _RULES.get(name)
    return None if rule is None else rule(shapes, given, dict(e.options).get("axis"))


def _entrywise(result: Shape, shapes: Sequence[Shape], given: Sequence[Axis], samples: int) -> Step | None:
    """All inputs that have the axis at its full length are split along it; others are the same for every sample."""
    axes = {axis for axis in given if axis is not None}
    if len(axes) != 1:
        return None
    (axis,) = axes
    for shape, place in zip(shapes, given, strict=True):
        if place is None and len(shape) >= -axis and shape[axis] == samples:
            return None
    return Step(axis) if len(result) >= -axis and result[axis] == samples else None


def _product(shapes: Sequence[Shape], given: Sequence[Axis], _: Axis) -> Step | None:
    """Rows of the left, or columns of the right, of which each makes a row or column of the result."""
    if any(len(shape) != 2 for shape in shapes):
        return None
    return {(-2, None): Step(-2), (None, -1): Step(-1)}.get((given[0], given[1]))


def _dot(shapes: Sequence[Shape], given: Sequence[Axis], _: Axis) -> Step | None:
    along = [-2 if shape and shape[-1] == 1 else -1 for shape in shapes]
    return Step(meeting="total") if list(given) == along else None


def _transpose(shapes: Sequence[Shape], given: Sequence[Axis], _: Axis) -> Step | None:
    return Step(-3 - (given[0] or 0)) if given[0] in (-1, -2) else Step(given[0])


def _reducing(meeting: Meeting | None) -> Callable[..., Step | None]:
    """Of a reduction: along another axis it works on parts; along the split one the results meet, if they can."""

    def rule(shapes: Sequence[Shape], given: Sequence[Axis], axis: Axis) -> Step | None:
        along = None if axis is None else axis - 2
        if along is not None and given[0] != along:
            return Step(given[0])
        return None if meeting is None else Step(meeting=meeting)

    return rule


def _along_axis(shapes: Sequence[Shape], given: Sequence[Axis], axis: Axis) -> Step | None:
    """Of what works along an axis and keeps the shape: on parts where that is another axis."""
    if axis is None and is_vector(shapes[0]):
        return None
    return Step(given[0]) if axis is not None and given[0] != axis - 2 else None


_RULES: Mapping[str, Callable[..., Step | None]] = {
    "product": _product,
    "dot": _dot,
    "transpose": _transpose,
    "sum": _reducing("total"),
    "sqnorm": _reducing("total"),
    "norm1": _reducing("total"),
    "mean": _reducing("average"),
    "max": _reducing(None),
    "min": _reducing(None),
    "var": _reducing(None),
    "logsumexp": _reducing(None),
    "softmax": _along_axis,
    "log_softmax": _along_axis,
}
