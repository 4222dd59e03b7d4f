"""The part of a graph that a typed line is read with: names and shapes, without the rest of the text.

Reading the whole text at every key would make typing wait in large graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from graph.language.tokens import tokenise
from graph.model import Graph
from graph.shapes import Shape

ALL = 150
"""Nodes up to which all names are there, so that slips of the pen are told from new names."""

KIN = 60
"""Members of a family that come with its name."""


def excerpt(graph: Graph | None, typed: str, but: Iterable[str] = ()) -> list[str]:
    """A line for each shape, with the names that have it: those in ``typed``, or all of a small graph."""
    if graph is None:
        return []
    left_out = frozenset(but)
    return declared({name: graph.nodes[name].shape for name in _names(graph, typed) if name not in left_out})


def declared(shapes: Mapping[str, Shape | None]) -> list[str]:
    """Names as leaves of these shapes; as equations that wait for a hole where the shape is not known."""
    by_shape: dict[Shape, list[str]] = {}
    waiting = []
    for name, shape in shapes.items():
        if shape is None:
            waiting.append(f"{name} = ?")
        else:
            by_shape.setdefault(shape, []).append(name)
    lines = [
        f"{', '.join(names)}: {'x'.join(map(str, shape)) or 'scalar'} ~ zeros" for shape, names in by_shape.items()
    ]
    return lines + waiting


def beside(graph: Graph | None, typed: str) -> dict[str, Shape | None]:
    """The nodes of the graph that ``typed`` names, with their shapes."""
    return {name: graph.nodes[name].shape for name in _said(typed) if name in graph.nodes} if graph is not None else {}


def _said(typed: str) -> list[str]:
    tokens = tokenise(typed).tokens
    return list(dict.fromkeys(token.spelled.name for token in tokens if token.spelled is not None))


def _names(graph: Graph, typed: str) -> Iterable[str]:
    if len(graph.nodes) <= ALL:
        return graph.nodes
    said = _said(typed)
    heads = {name.partition("_")[0] + "_" for name in said if "_" in name}
    kin = (name for name in graph.nodes if any(name.startswith(head) for head in heads))
    return dict.fromkeys([*(name for name in said if name in graph.nodes), *islice(kin, KIN)])
