"""What a caller gives an evaluation: checked, and made float64 arrays in the node's shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from graph.errors import GraphError, Problem
from graph.model import Array, Graph, Leaf
from graph.shapes import Shape, canonical, describe, written


def array_of(name: str, given: Any, shape: Shape) -> Array:
    """A float64 copy of any array-like in ``shape``; one axis becomes a column, or a row where that is the shape.

    Raises GraphError, kind ``value`` where it holds no real numbers, ``shape`` where it does not fit.
    """
    try:
        if np.iscomplexobj(given):
            raise TypeError("complex")
        array = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        problem = Problem("value", f"what is given for {name} is no array of real numbers", node=name)
        raise GraphError([problem]) from None
    if array.ndim == 1 and len(shape) == 2 and 1 in shape and array.size == max(shape):
        return array.reshape(shape)
    if canonical(array.shape) != shape:
        message = f"{describe(name, shape)}, the value given is {written(canonical(array.shape))}"
        raise GraphError([Problem("shape", message, node=name, hint=f"give an array of shape {shape}")])
    return array.reshape(shape)


def leaf_values(g: Graph, values: Mapping[str, Any] | None) -> dict[str, Array]:
    """The arrays given for leaves, checked; all that is wrong is raised together."""
    arrays: dict[str, Array] = {}
    problems: list[Problem] = []
    for name, given in (values or {}).items():
        node = g.nodes.get(name)
        if node is None:
            problems.append(Problem("undefined", f"a value is given for {name}, which the graph does not have"))
        elif not isinstance(node, Leaf):
            message = f"a value is given for {name}, which is an equation"
            problems.append(Problem("value", message, node=name, hint="give values to the leaves it depends on"))
        else:
            try:
                arrays[name] = array_of(name, given, node.shape)
            except GraphError as error:
                problems.extend(error.problems)
    if problems:
        raise GraphError(problems)
    return arrays


def require_values(g: Graph) -> None:
    """Raises GraphError where a leaf has no value."""
    missing = [name for name in g.leaves if name not in g.values]
    if missing:
        raise GraphError([Problem("value", "has no value", node=name, hint="give it in values") for name in missing])


def wanted(g: Graph, wrt: str | Iterable[str] | None) -> frozenset[str] | None:
    """The nodes whose adjoints are asked for; None for all."""
    if wrt is None:
        return None
    names = frozenset([wrt] if isinstance(wrt, str) else wrt)
    unknown = sorted(name for name in names if name not in g.nodes)
    if unknown:
        raise GraphError([Problem("undefined", f"the graph has no node {name}") for name in unknown])
    return names


def seed_of(loss: str, shape: Shape, seed: Any) -> Array | None:
    """The seed in the shape of the loss; None where the loss is a scalar and none is given."""
    if seed is not None:
        try:
            return array_of(loss, seed, shape)
        except GraphError as error:
            (problem,) = error.problems
            message = problem.message.replace("the value given", "the seed given").replace("what is given", "the seed")
            raise GraphError([Problem(problem.kind, message, node=loss, hint=problem.hint)]) from None
    if shape:
        hint = f"give a seed adjoint of shape {written(shape)}, or make the loss a scalar: sum({loss}), ‖{loss}‖²"
        raise GraphError([Problem("non-scalar-loss", f"{describe(loss, shape)}: no scalar", node=loss, hint=hint)])
    return None
