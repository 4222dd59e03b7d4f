"""A node taken into an equation that has no input free: added to it, or multiplied with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graph.editing.change import Change, Fix
from graph.editing.fitting import circle
from graph.editing.redefining import redefine
from graph.editing.source import source_of
from graph.errors import GraphError
from graph.expression import Apply, Expression
from graph.files import Document
from graph.model import Equation
from graph.notation import name_text

_Way = tuple[str, Callable[[str, str, str], str]]

_WAYS: tuple[_Way, ...] = (
    ("+ {}", lambda whole, _, name: f"{whole} + {name}"),
    ("{} ·", lambda _, factor, name: f"{name} {factor}"),
    ("⊙ {}", lambda _, factor, name: f"{factor} ⊙ {name}"),
    ("· {}", lambda _, factor, name: f"{factor} {name}"),
)
"""How an entry of a menu reads, and the right side it makes of the whole one, of it as a factor, and of the name.
The first two are all there is to do with a scalar."""


def appends(doc: Document, parent: str, child: str) -> tuple[Fix, ...]:
    """The ways in which ``parent`` can be taken into the equation of ``child`` that do read, each with its words.

    None for a leaf, for a circle, and where the child has a hole.
    """
    source = source_of(doc)
    node = source.graph.nodes.get(child)
    if not isinstance(node, Equation) or node.shape is None or parent not in source.graph.nodes:
        return ()
    if circle(source, parent, child):
        return ()
    sentence = source.sentence(child)
    if sentence is None or sentence.is_family:
        return ()
    whole = sentence.text[sentence.body.start : sentence.body.end]
    name = source.spelled(parent, source.style_in(sentence))
    factor = f"({whole})" if _wants_brackets(node.expression) else whole
    found: list[Fix] = []
    for words, way in _WAYS[: 2 if not source.node(parent).shape else None]:
        try:
            change = redefine(doc, child, way(whole, factor, name))
        except GraphError:
            continue
        if _stays(change, child, node, "·" in words):
            words = words.format(name_text(parent))
            found.append((words, replace(change, words=f"wire {name_text(parent)} into {name_text(child)}, {words}")))
    return tuple(found)


def _wants_brackets(expression: Expression) -> bool:
    return isinstance(expression, Apply) and expression.operation.notation.form not in ("call", "around")


def _stays(change: Change, child: str, before: Equation, product: bool) -> bool:
    """Whether the equation is still of a shape that one would expect: only a product of matrices has another."""
    graph = change.reading.graph if change.reading is not None else None
    return graph is not None and (graph.nodes[child].shape == before.shape or (product and before.shape != ()))
