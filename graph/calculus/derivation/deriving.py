"""``derive``: the gradient with respect to one node, or to all leaves with one set of definitions."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import partial

from graph.calculus.derivation.closed import Style, closed
from graph.calculus.derivation.derivation import Derivation, Reading, Term
from graph.calculus.derivation.steps import steps
from graph.calculus.derivation.text import ClosedText, holds
from graph.errors import GraphError, Problem
from graph.model import Graph, Leaf
from graph.notation import bar


def derive(
    g: Graph, wrt: str, loss: str | None = None, *, named: bool = True, reading: Reading = "closed"
) -> Derivation:
    """∂ loss / ∂ wrt as a formula.

    ``reading`` is ``closed`` (over the graph's own nodes), ``messages`` (a sum of one message a child, over their
    adjoints) or ``differentials`` (from the tangents of all equations). ``named`` gives names to what would be
    written more than once. Raises GraphError where there is no such node, where it is a constant, and where there
    is no loss.
    """
    return _derived(g, (wrt,), loss, named, reading)[wrt]


def derive_all(
    g: Graph, loss: str | None = None, *, named: bool = True, reading: Reading = "closed"
) -> Mapping[str, Derivation]:
    """The gradients of all leaves but constants, in the order of the graph, with one set of definitions."""
    leaves = tuple(name for name in g.leaves if not _is_constant(g, name))
    return _derived(g, leaves, loss, named, reading)


def derive_each(
    g: Graph, wrt: Sequence[str], loss: str | None = None, *, named: bool = True, reading: Reading = "closed"
) -> Mapping[str, Derivation]:
    """The gradients of some nodes, with one set of definitions."""
    return _derived(g, tuple(wrt), loss, named, reading)


def _derived(g: Graph, wrt: tuple[str, ...], loss: str | None, named: bool, reading: Reading) -> dict[str, Derivation]:
    for name in wrt:
        _require_differentiable(g, name)
    style: Style = "bars" if reading == "messages" else "named" if named else "expanded"
    made = closed(g, loss, wrt, style)
    if made.algebra.required and not holds(made):
        made = closed(g, loss, wrt, style, generic=False)
    text = ClosedText(made, naming=named and reading != "messages")
    return {name: _derivation(text, name, named, reading) for name in wrt}


def _derivation(text: ClosedText, name: str, named: bool, reading: Reading) -> Derivation:
    swept = text.made.gradient
    pieces = text.pieces(name)
    formula = text.formula(text.expression(name))
    return Derivation(
        graph=swept.source,
        loss=swept.loss,
        wrt=name,
        bar=swept.bars.get(name) or bar(name, swept.source.nodes),
        reading=reading,
        named=named,
        formula=formula,
        terms=tuple(
            Term(text.formula(e), -1 if negative else 1, child, partial(text.made.messages_behind, child, name))
            for child, negative, e in pieces
        ),
        defined=text.definitions_in([formula.expression]),
        conditions=text.conditions(),
        seed=swept.bars[swept.loss] if swept.seeded else None,
        _steps=partial(steps, text, name),
    )


def _require_differentiable(g: Graph, name: str) -> None:
    node = g.nodes.get(name)
    if node is None:
        near = difflib.get_close_matches(name, list(g.nodes), n=1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(g.nodes)
        raise GraphError([Problem("undefined", f"the graph has no node {name}", hint=hint)])
    if _is_constant(g, name):
        hint = "declare it as a parameter or an input"
        raise GraphError([Problem("value", "is a constant, which has no gradient", node=name, hint=hint)])
    if node.shape is None:
        raise GraphError([Problem("value", "waits for an input that is not wired yet", node=name, hint="fill the ?")])


def _is_constant(g: Graph, name: str) -> bool:
    node = g.nodes[name]
    return isinstance(node, Leaf) and node.role == "constant"
