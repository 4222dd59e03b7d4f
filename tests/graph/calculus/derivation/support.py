"""What tests of formulas share: the numbers of the sweep, and formulas read back as text."""

from __future__ import annotations

import numpy as np

import graph
from graph import Derivation, Graph, Run
from graph.notation import write


def swept(g: Graph, loss: str | None = None) -> Run:
    """A run; a loss that is no scalar is seeded with random numbers."""
    shape = g.nodes[loss or g.loss].shape
    seed = np.random.default_rng(5).normal(size=shape) if shape else None
    return graph.evaluate(g, seed=seed, loss=loss)


def distance(derivation: Derivation, run: Run) -> float:
    """How far the formula is from the swept adjoint, relative to the largest message."""
    adjoint = run.adjoints[derivation.wrt]
    formula = derivation.evaluate(run)
    assert formula.shape == adjoint.shape, derivation.unicode
    return float(np.linalg.norm(formula - adjoint)) / scale(derivation, run)


def scale(derivation: Derivation, run: Run) -> float:
    messages = [np.linalg.norm(message) for message in run.messages[derivation.wrt].values()]
    return max(float(np.linalg.norm(run.adjoints[derivation.wrt])), 1e-3 * max(messages, default=0.0), 1e-6)


def reread(derivation: Derivation, run: Run, style: str = "ascii") -> np.ndarray:
    """The value of the formula after the graph, its definitions and itself went through text."""
    g = run.graph
    lines = [write(g, "ascii")]
    values = dict(g.values)
    if derivation.seed is not None:
        shape = g.nodes[derivation.loss].shape
        lines.append(f"{derivation.seed}: {'x'.join(map(str, shape))}\n")
        values[derivation.seed] = run.adjoints[derivation.loss]
    if style == "ascii":
        lines.extend(f"{name} = {text}\n" for name, text in derivation.definitions)
    else:
        lines.extend(f"{definition.unicode}\n" for definition in derivation.defined)
    lines.append(f"formula = {getattr(derivation.gradient, style)}\n")
    again = graph.read("".join(lines), values)
    shape = again.nodes["formula"].shape
    evaluated = graph.evaluate(again, loss="formula", wrt=(), seed=np.zeros(shape) if shape else None)
    return evaluated.values["formula"]
