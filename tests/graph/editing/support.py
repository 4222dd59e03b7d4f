"""Documents to edit, and what must hold of every edit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph import Document, GraphError, evaluate, parse
from graph.editing import Change
from graph.expression import Expression, Name, rebuild, same
from graph.model import Equation, Graph, Leaf
from graph.notation import write

SHARED_A = """# One matrix in three equations
A, B ∈ ℝ^{3×3}   # both square
x ∈ ℝ³

y = A x
u = σ(y)    # squash
v=B x
z = A (u ⊙ v)

# the end
w = A z
L = ‖w‖²
"""

FAMILY = """W ∈ ℝ^{2×2} ~ normal(0, 1, seed=2)
c_0 ∈ ℝ²
x_t ∈ ℝ² ~ normal(0, 1, seed=1)  for t = 1..3
c_t = tanh(W c_{t-1} + x_t) / t  for t = 1..3   # the cell
L = Σ_{t=1..3} ‖c_t‖²
"""


def graph_of(doc: Document) -> Graph:
    assert doc.graph is not None, [str(problem) for problem in doc.reading.problems]
    return doc.graph


def made(doc: Document, change: Change) -> Document:
    """The document after a change, whose own account of itself must be true."""
    new = replace(doc, text=change.text, values=change.values)
    reading = parse(change.text, new.values)
    after = reading.nodes
    before = doc.reading.nodes
    gone = {name for name in before if name not in after}
    assert gone == {*change.removed, *change.renamed}, change
    came = {name for name in after if name not in before}
    assert came == {*change.added, *change.renamed.values()}, change
    assert change.words
    assert change.reading is not None
    assert (change.reading.graph is None) == (reading.graph is None)
    return new


def line(doc: Document | Change, name: str) -> str:
    """The line of the text that defines ``name``."""
    return next(part for part in doc.text.splitlines() if part.split("=")[0].strip() == name)


def assert_same_graph(found: Graph, expected: Graph, *, but: dict[str, Expression] | None = None) -> None:
    """Equal nodes, except for the right sides in ``but``; the order of the text is left out."""
    assert set(found.nodes) == set(expected.nodes)
    for name, node in expected.nodes.items():
        other = found.nodes[name]
        if isinstance(node, Equation):
            assert isinstance(other, Equation)
            assert same(other.expression, (but or {}).get(name, node.expression)), (name, other.expression)
        else:
            assert other == node


def renamed(graph: Graph, names: dict[str, str]) -> Graph:
    """The graph with other names."""

    def swap(part: Expression) -> Expression | None:
        return Name(names.get(part.name, part.name), part.shape) if isinstance(part, Name) else None

    nodes: list[Leaf | Equation] = []
    for name, node in graph.nodes.items():
        new = names.get(name, name)
        if isinstance(node, Equation):
            nodes.append(Equation(new, rebuild(node.expression, swap)))
        else:
            nodes.append(replace(node, name=new))
    return Graph(nodes, names.get(graph.loss or "", graph.loss))


def assert_same_numbers(found: Graph, expected: Graph, names: dict[str, str] | None = None) -> None:
    """The same loss, and the same adjoints of the leaves they share; ``names`` maps those of ``expected``."""
    names = names or {}
    loss = expected.loss
    assert loss is not None
    one, other = evaluate(found, loss=names.get(loss, loss)), evaluate(expected)
    np.testing.assert_allclose(one.loss, other.loss, rtol=1e-9, atol=1e-12)
    for leaf in expected.leaves:
        if expected.children(leaf):
            np.testing.assert_allclose(
                one.adjoints[names.get(leaf, leaf)], other.adjoints[leaf], rtol=1e-8, atol=1e-10, err_msg=leaf
            )


def written(graph: Graph, style: str = "unicode") -> Document:
    return Document(write(graph, style), graph.values)  # type: ignore[arg-type]


def refusal(doc: Document, edit, *args, **kwargs) -> GraphError:  # type: ignore[no-untyped-def]
    """The error with which an edit is refused; what it says has a fact and a fix."""
    with pytest.raises(GraphError) as caught:
        edit(doc, *args, **kwargs)
    problem = caught.value.problems[0]
    assert problem.message
    assert problem.hint
    return caught.value
