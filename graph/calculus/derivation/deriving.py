"""``derive``: the gradient with respect to one node, or to all leaves with one set of definitions."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from graph.calculus.derivation.closed import Style, closed
from graph.calculus.derivation.derivation import Derivation, DerivationStep, Reading, Term
from graph.calculus.derivation.differentials import DifferentialReading
from graph.calculus.derivation.formula import Formula
from graph.calculus.derivation.steps import steps
from graph.calculus.derivation.text import ClosedText, holds
from graph.errors import GraphError, Problem
from graph.expression import Name
from graph.model import Graph
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
    leaves = tuple(name for name in g.leaves if not g.nodes[name].is_constant)
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
    made = text.made
    swept = made.gradient
    g = swept.source
    pieces = text.pieces(name)
    gradient = text.formula(text.expression(name))
    own = swept.bars.get(name) or bar(name, g.nodes)
    left: Formula
    formula: Formula
    shown: Sequence[Formula]
    made_steps: Callable[[], Iterable[DerivationStep]]
    if reading == "differentials":
        told = DifferentialReading(text, name)
        left, formula = told.left, told.formula([(negative, e) for _, negative, e in pieces])
        shown, made_steps = [told.formula([(False, e)]) for _, _, e in pieces], told.steps
    else:
        left, formula = text.formula(Name(own, g.nodes[name].shape)), gradient
        shown, made_steps = [text.formula(e) for _, _, e in pieces], partial(steps, text, name)
    terms = [
        Term(formula, -1 if negative else 1, child, partial(made.messages_behind, child, name))
        for formula, (child, negative, _) in zip(shown, pieces, strict=True)
    ]
    return Derivation(
        graph=g,
        loss=swept.loss,
        wrt=name,
        bar=own,
        reading=reading,
        named=named,
        left=left,
        formula=formula,
        gradient=gradient,
        terms=tuple(terms),
        conditions=text.conditions(),
        seed=swept.bars[swept.loss] if swept.seeded else None,
        _defined=partial(text.definitions_in, [gradient.expression]),
        _steps=made_steps,
    )


def _require_differentiable(g: Graph, name: str) -> None:
    node = g.nodes.get(name)
    if node is None:
        near = difflib.get_close_matches(name, list(g.nodes), n=1)
        hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(g.nodes)
        raise GraphError([Problem("undefined", f"the graph has no node {name}", hint=hint)])
    if node.is_constant:
        hint = "declare it as a parameter or an input"
        raise GraphError([Problem("value", "is a constant, which has no gradient", node=name, hint=hint)])
    if node.shape is None:
        raise GraphError([Problem("value", "waits for an input that is not wired yet", node=name, hint="fill the ?")])


def gradient_equations(g: Graph, loss: str | None = None) -> tuple[str, str | None, list[tuple[str, Formula]]]:
    """The loss, the name of its adjoint where that is a seed, and an equation for every other adjoint.

    Each is over nodes of the graph and the adjoints before it. They hold whatever the values are: no declared
    property is used.
    """
    nodes = tuple(n for n, node in g.nodes.items() if node.shape is not None and not node.is_constant)
    made = closed(g, loss, nodes, "bars", assuming=False, generic=False)
    text = ClosedText(made, naming=False)
    swept = made.gradient
    equations = [(swept.bars[name], text.formula(text.expression(name))) for name in made.on_the_way()]
    parts = [d for d in text.definitions_in([f.expression for _, f in equations]) if d.name in made.cuts]
    equations = [*((d.name, d.formula) for d in parts), *equations]
    return swept.loss, swept.bars[swept.loss] if swept.seeded else None, equations
