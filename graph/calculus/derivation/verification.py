"""Every formula against the numbers: the sweep, and central differences of the loss."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.calculus.checking import check_adjoint, loss_weights
from graph.calculus.differences import LeafCheck, length
from graph.errors import GraphError
from graph.evaluation import Run, evaluate
from graph.evaluation.program import program
from graph.evaluation.tape import Tape
from graph.expression import Name, postorder
from graph.language.leaf_values import with_properties
from graph.model import Array, Graph, Leaf
from graph.notation.powers import power_text

if TYPE_CHECKING:
    from graph.calculus.derivation.derivation import Derivation

TOLERANCE = 1e-9
"""How far a formula may be from the sweep, relative to the norm of the gradient."""

ATTEMPTS = 6
"""Random points that are tried until the loss is finite at one."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The comparison at one point: ``sweep`` is how far the swept adjoint is, relative to its norm."""

    point: str
    sweep: float
    differences: LeafCheck

    @property
    def passed(self) -> bool:
        return self.sweep <= TOLERANCE and self.differences.passed

    @property
    def words(self) -> str:
        if not self.sweep <= TOLERANCE:
            return f"{self.point}: the formula is off by {power_text(self.sweep)} of the gradient"
        if not self.differences.compared:
            return f"{self.point}: agrees with the sweep {_within(self.sweep)}; differences could not be taken"
        error = self.differences.error
        said = f"agree {_within(error)}" if self.differences.passed else f"disagree by {power_text(error, 0)}"
        return f"{self.point}: agrees with the sweep {_within(self.sweep)}, central differences {said}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a formula was compared with. It has passed only where it agreed everywhere it was compared."""

    points: tuple[Agreement, ...]
    problem: str = ""

    @property
    def passed(self) -> bool:
        return not self.problem and len(self.points) == 2 and all(point.passed for point in self.points)

    @property
    def words(self) -> str:
        """One line a point, and what kept it from being compared."""
        return "\n".join([*(point.words for point in self.points), *([self.problem] if self.problem else [])])


def _within(error: float) -> str:
    return "exactly" if error == 0 else f"to {power_text(error, 0)}"


def evaluated(derivation: Derivation, run: Run) -> Array:
    """The formula over the values of a run; each definition is calculated once."""
    expressions = {d.name: d.formula.expression for d in derivation.defined}
    result = derivation.gradient.expression
    tape = Tape()
    arrays: dict[str, Array] = {}
    for e in (*expressions.values(), result):
        for part in postorder(e):
            if isinstance(part, Name) and part.name not in expressions and part.name not in tape.leaves:
                arrays[part.name] = _value(derivation, run, part.name)
                tape.leaf(part.name, arrays[part.name].shape)
    for name, e in expressions.items():
        tape.equation(name, e)
    value = tape.value(result)
    ready = program(tape, [value])
    slots, _ = ready.run(arrays)
    return np.asarray(slots[ready.slots[value]], dtype=np.float64)


def _value(derivation: Derivation, run: Run, name: str) -> Array:
    if name == derivation.seed:
        seed = run.adjoints[derivation.loss]
        assert seed is not None
        return seed
    return run.values[name]


def verified(derivation: Derivation) -> Checked:
    """At the user's values, and at one random point that has the declared properties."""
    g = derivation.graph
    points = []
    try:
        points.append(_compared(derivation, g, "at these values"))
    except GraphError as error:
        problem = error.problems[0]
        said = f"{problem.node} {problem.message}" if problem.node else problem.message
        return Checked((), f"at these values nothing could be evaluated: {said}")
    for moved in random_points(derivation):
        points.append(_compared(derivation, g.with_values(moved), "at a random point"))
        return Checked(tuple(points))
    return Checked(tuple(points), "no random point was found at which the loss is finite")


def _compared(derivation: Derivation, g: Graph, point: str) -> Agreement:
    run = _run(derivation, g)
    adjoint = run.adjoints[derivation.wrt]
    assert adjoint is not None
    with np.errstate(all="ignore"):
        formula = evaluated(derivation, run)
        off = length(formula - adjoint)
        scale = max(length(adjoint), _rounding(run, derivation) / TOLERANCE)
    error = off / scale if scale else off
    differences = check_adjoint(g, derivation.wrt, formula, loss=derivation.loss)
    return Agreement(point, error if np.isfinite(error) else float("inf"), differences)


def _rounding(run: Run, derivation: Derivation) -> float:
    """What rounding alone can put into a gradient whose terms cancel."""
    largest = max((float(np.max(np.abs(m))) for m in run.messages[derivation.wrt].values()), default=0.0)
    return 64 * float(np.finfo(np.float64).eps) * max(1.0, largest)


def _run(derivation: Derivation, g: Graph) -> Run:
    return evaluate(g, wrt=derivation.wrt, loss=derivation.loss, seed=loss_weights(g, derivation.loss))


def random_points(derivation: Derivation) -> Iterator[Mapping[str, Array]]:
    """Numbers like those a leaf is drawn with, then ones near the user's, until the loss is finite."""
    g = derivation.graph
    for attempt in range(ATTEMPTS):
        moved = {name: _drawn(g, name, attempt) for name in g.upstream(derivation.loss) if name in g.leaves}
        run = _run(derivation, g.with_values(moved))
        adjoint = run.adjoints[derivation.wrt]
        value = run.values[derivation.loss]
        if adjoint is not None and np.isfinite(adjoint).all() and np.isfinite(value).all():
            yield moved


def _drawn(g: Graph, name: str, attempt: int) -> Array:
    """Entirely new numbers first, and in later attempts ones that differ from the user's by a tenth of their size."""
    leaf = g.nodes[name]
    assert isinstance(leaf, Leaf)
    generator = np.random.default_rng([zlib.crc32(name.encode()), attempt + 1])
    new = np.asarray(generator.normal(size=leaf.shape))
    if attempt >= ATTEMPTS // 2:
        here = g.values[name]
        new = here + 0.1 * max(1e-3, float(np.sqrt(np.mean(np.square(here))))) * new
    return np.asarray(with_properties(new, leaf.properties, generator))
