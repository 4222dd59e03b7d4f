"""The gradient of a document as a document of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.calculus.derivation import gradient_equations
from graph.calculus.derivation.second import direction, free, paired
from graph.calculus.gradient import gradient
from graph.errors import GraphError, Problem
from graph.expression import Name, names
from graph.files.document import Document
from graph.model import Array, Graph
from graph.notation import expression_text, name_text, shape_text

_OF_ITS_PLACES = ("bends", "frames", "notes", "opened", "pinned", "untied")
"""What is drawn beside a graph where its cards stand: in the new one these stand elsewhere, among others."""


def gradient_document(document: Document) -> Document:
    """The text followed by an equation an adjoint, in the order of the sweep: Ā, B̄, x̄ are nodes like others.

    What is written holds for all values, also those without the properties that leaves are declared to have, so
    that it can be differentiated again. The loss stays the loss; the adjoint of one that is no scalar is a new leaf
    of ones. Raises GraphError where the text cannot be read and where there is no loss.
    """
    return _differentiated(document, None)


def hessian_document(document: Document, wrt: str, entry: tuple[int, ...] | None = None) -> Document:
    """The adjoint of ``wrt`` as equations, multiplied with a vector v, and that as the loss.

    So the adjoint of ``wrt`` in it is the Hessian times v, that of every other leaf a mixed block times v. v is 1 at
    ``entry`` (the first, if not said) and 0 elsewhere: the adjoint is that row of the Hessian. Raises GraphError as
    ``gradient_document`` does, and where the loss does not depend on ``wrt``.
    """
    graph = _graph(document)
    bar = gradient(graph, document.loss_in(graph)).bars.get(wrt)
    if bar is None or wrt == document.loss_in(graph):
        message = f"the loss does not depend on {name_text(wrt)}: there is nothing to differentiate again"
        raise GraphError([Problem("value", message, hint="take a node that reaches the loss")])
    made = _differentiated(document, bar)
    shape = graph.nodes[wrt].shape or ()
    taken = _graph(made).nodes
    vector = direction(shape, taken)
    product = free(["hv"], {*taken, vector.name})
    unit = np.zeros(shape)
    unit[entry if entry is not None else (0,) * len(shape)] = 1.0
    lines = [
        made.text.rstrip(),
        "",
        f"# times a vector: the adjoint of {name_text(wrt)} is the Hessian times {name_text(vector.name)}",
        f"{name_text(vector.name)} ∈ {shape_text(shape)} input",
        f"{name_text(product)} = {expression_text(paired(vector, Name(bar, shape)))}",
        "",
    ]
    values = {**made.values, vector.name: unit}
    return replace(made, text="\n".join(lines), values=values, view={**made.view, "loss": product})


def _graph(document: Document) -> Graph:
    if document.graph is None:
        raise GraphError(document.reading.problems)
    return document.graph


def _differentiated(document: Document, bar: str | None) -> Document:
    """With all adjoints as equations, or with those that one of them is calculated from.

    Its nodes have more children, so that their cards are larger: the places of the old ones are not for them.
    """
    graph = _graph(document)
    loss, seed, equations = gradient_equations(graph, document.loss_in(graph))
    if bar is not None:
        needed = {bar}
        for name, formula in reversed(equations):
            needed.update(names(formula.expression) if name in needed else ())
        equations = [(name, formula) for name, formula in equations if name in needed]
    values: dict[str, Array] = dict(document.values)
    lines = [document.text.rstrip(), "", f"# the gradient of {name_text(loss)}"]
    if seed is not None:
        shape = graph.nodes[loss].shape or ()
        lines.append(f"{name_text(seed)} ∈ {shape_text(shape)} input")
        values[seed] = np.ones(shape)
    lines.extend(f"{name_text(name)} = {formula.unicode}" for name, formula in equations)
    view = {key: said for key, said in document.view.items() if key not in _OF_ITS_PLACES}
    text = "\n".join([*lines, ""])
    return replace(document, text=text, values=values, placement={}, view={**view, "loss": loss})
