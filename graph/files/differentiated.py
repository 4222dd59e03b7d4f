"""The gradient of a document as a document of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.calculus.derivation import gradient_equations
from graph.errors import GraphError
from graph.files.document import Document
from graph.model import Array
from graph.notation import name_text, shape_text


def gradient_document(document: Document) -> Document:
    """The text followed by an equation an adjoint, in the order of the sweep: Ā, B̄, x̄ are nodes like others.

    What is written holds for all values, also those without the properties that leaves are declared to have, so
    that it can be differentiated again. The loss stays the loss; the adjoint of one that is no scalar is a new leaf
    of ones. Raises GraphError where the text cannot be read and where there is no loss.
    """
    graph = document.graph
    if graph is None:
        raise GraphError(document.reading.problems)
    loss, seed, equations = gradient_equations(graph, document.loss_in(graph))
    values: dict[str, Array] = dict(document.values)
    lines = [document.text.rstrip(), "", f"# the gradient of {name_text(loss)}"]
    if seed is not None:
        shape = graph.nodes[loss].shape or ()
        lines.append(f"{name_text(seed)} ∈ {shape_text(shape)} input")
        values[seed] = np.ones(shape)
    lines.extend(f"{name_text(name)} = {formula.unicode}" for name, formula in equations)
    return replace(document, text="\n".join([*lines, ""]), values=values, view={**document.view, "loss": loss})
