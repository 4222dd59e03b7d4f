"""One entry of a step, worked out: symbols, numbers, result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from graph.calculus.gradient import Gradient
from graph.expression import Apply, Expression, Hole, Name, Number, is_call, is_number, postorder
from graph.model import Array, Equation, Graph
from graph.story import entries, figures, phrases
from graph.story.entries import Place
from graph.story.figures import DIGITS, Shown, over, plus, shown, squared, times
from graph.story.phrases import Formula, Phrase

if TYPE_CHECKING:
    from graph.evaluation import Run

MOST_TERMS = 4
"""Products in a sum that are spelled out."""

LONGEST_SUM = 12
"""Single numbers in a sum that are spelled out."""

Calculation = Callable[[int], Shown]
"""The calculation as printed with so many figures."""


def numbers_of(graph: Graph, swept: Gradient | None, run: Run, kind: str, node: str, parent: str | None) -> Phrase:
    """The numbers of one step; empty where ``run`` does not know them. ``swept`` is needed for steps backward only."""
    if node in run.waiting:
        return ()
    shape = graph.nodes[node].shape
    if kind == "leaf":
        return _plain(Name(node, shape), run.values[node])
    if kind == "value":
        at = graph.nodes[node]
        assert isinstance(at, Equation)
        return _worked(at.expression, run.values[node], run.values.__getitem__, Name(node, shape))
    if swept is None or run.loss_name != swept.loss:
        return ()
    if kind == "collect":
        return _collected(swept, run, node)
    if parent is not None:
        message = run.messages[parent].get(node)
        return () if message is None else _worked(swept.messages[parent][node], message, _arrays(swept, run), None)
    if not swept.seeded:
        return (phrases.relation(phrases.name(swept.bars[node]), "=", Formula("1", "1")),)
    seed = run.adjoints.get(node)
    return () if seed is None else _plain(_bar(swept, node), seed)


def _arrays(swept: Gradient, run: Run) -> Callable[[str], Array]:
    """The value of a node, or of an adjoint by its own name."""
    nodes = {bar: node for node, bar in swept.bars.items()}

    def array(name: str) -> Array:
        found = run.adjoints[nodes[name]] if name in nodes else run.values[name]
        assert found is not None, "only nodes with an adjoint have a bar"
        return found

    return array


def _bar(swept: Gradient, node: str) -> Name:
    return Name(swept.bars[node], swept.source.nodes[node].shape)


# Values of the parts of an expression


def values_of(e: Expression, arrays: Callable[[str], Array]) -> Mapping[int, Array]:
    """The value of every part of ``e`` by its identity, computed from the records."""
    done: dict[int, Array] = {}
    for part in postorder(e):
        if isinstance(part, Name):
            done[id(part)] = arrays(part.name)
        elif isinstance(part, Number):
            done[id(part)] = np.asarray(part.value)
        elif isinstance(part, Apply):
            inputs = [done[id(x)] for x in part.inputs]
            options = dict(part.options)
            with np.errstate(all="ignore"):
                function = part.operation.forward(*(x.shape for x in part.inputs), **options)
                done[id(part)] = np.asarray(function(*inputs), dtype=np.float64)
    return done


# What is said


def _worked(e: Expression, result: Array, arrays: Callable[[str], Array], node: Name | None) -> Phrase:
    """``z̄₁ · (u ⊙ v)₁ = 3.42 × 1.00 = 3.42``, and of a value its symbol first."""
    if isinstance(e, Hole):
        return ()
    at = entries.first(result.shape)
    value = float(result[at])
    parts = values_of(e, arrays)
    if not _agrees(float(parts[id(e)][at]), value):
        return _plain(node or e, result)
    symbols = entries.symbol(node, at) if node is not None else entries.written(e, at)
    calculation = _calculation(e, at, parts)
    if calculation is None:
        return _equated([symbols], shown(value, DIGITS[0]), False)
    text, result_shown, exact = _printed(calculation, value)
    return _equated([symbols, text], result_shown, not exact)


def _agrees(a: float, b: float) -> bool:
    return bool(np.isclose(a, b, rtol=1e-9, atol=1e-300)) or (a != a and b != b)


def _printed(calculation: Calculation, value: float) -> tuple[Formula, Shown, bool]:
    """The calculation and its result with the fewest figures that come out as printed."""
    for digits in DIGITS:
        worked, result = calculation(digits), shown(value, digits)
        if figures.figure(worked.value, digits) == figures.figure(value, digits):
            return Formula(worked.unicode, worked.latex), result, True
    worked = calculation(DIGITS[0])
    return Formula(worked.unicode, worked.latex), shown(value, DIGITS[0]), False


def _equated(chain: Sequence[Formula], result: Shown, rounded: bool) -> Phrase:
    """The parts of ``chain`` and the result, with = between what differs."""
    written = list(chain)
    if not written or written[-1].unicode != result.unicode:
        written.append(Formula(result.unicode, result.latex))
    parts: list[str | Formula] = []
    for part in written:
        parts.extend((" = ", *phrases.breakable(part)) if parts else phrases.breakable(part))
    return (*parts, " (rounded)") if rounded else tuple(parts)


def _plain(e: Expression, value: Array) -> Phrase:
    """``A₁₁ = 1.00``."""
    at = entries.first(value.shape)
    return _equated([entries.symbol(e, at)], shown(float(value[at]), DIGITS[0]), False)


def _collected(swept: Gradient, run: Run, node: str) -> Phrase:
    messages = list(run.messages[node].values())
    adjoint = run.adjoints[node]
    if adjoint is None or not messages:
        return ()
    at = entries.first(adjoint.shape)
    symbol = entries.symbol(_bar(swept, node), at)
    terms = [float(message[at]) for message in messages]
    if len(terms) == 1 or len(terms) > LONGEST_SUM:
        return _equated([symbol], shown(float(adjoint[at]), DIGITS[0]), False)
    text, total, exact = _printed(lambda digits: plus([shown(t, digits) for t in terms]), float(adjoint[at]))
    return _equated([symbol, text], total, not exact)


# Calculations of one entry


def _calculation(e: Expression, at: Place, parts: Mapping[int, Array]) -> Calculation | None:
    """How the entry at ``at`` comes from the entries of the inputs; None where that is not simple."""
    while is_call(e, "transpose") and e.shape:
        e, at = e.inputs[0], (*at[:-2], at[-1], at[-2])
    if not isinstance(e, Apply):
        return None
    inputs = [parts[id(x)] for x in e.inputs]
    if not _is_entrywise(e):
        return _reduction(e, inputs, at)
    places = [entries.copied(at, value.shape) for value in inputs]
    given = [_entry(x, float(value[i])) for x, value, i in zip(e.inputs, inputs, places, strict=True)]
    match e.operation.name:
        case "add":
            return _sum(e, given)
        case "product" | "hadamard":
            return lambda digits: times(given[0](digits), given[1](digits))
        case "quotient" | "divide":
            return lambda digits: over(given[0](digits), given[1](digits))
        case "power" | "dotpower" if is_number(e.inputs[1], 2):
            return lambda digits: squared(given[0](digits))
        case "power" | "dotpower" | "neg":
            return None
    return _function(e, float(inputs[0][places[0]]))


def _entry(e: Expression, value: float) -> Calculation:
    """One number: a whole one that stands in the equation as it is, all others in figures."""
    if isinstance(e, Number) and value == int(value) and abs(value) < 1e5:
        text = str(int(abs(value)))
        sign = ("−", "{-}") if value < 0 else ("", "")
        return lambda digits: Shown(sign[0] + text, sign[1] + text, value)
    return lambda digits: shown(value, digits)


def _reduction(e: Apply, inputs: Sequence[Array], at: Place) -> Calculation | None:
    """Sums over more than one entry, if they are short."""
    name = e.operation.name
    if name == "product":
        return _dot(inputs[0], inputs[1], at)
    if not inputs or inputs[0].size > MOST_TERMS:
        return None
    flat = [float(x) for x in inputs[0].ravel()]
    if name == "sqnorm":
        return lambda digits: plus([squared(shown(x, digits)) for x in flat])
    if name == "sum" and not e.options:
        return lambda digits: plus([shown(x, digits) for x in flat])
    return None


def _is_entrywise(e: Apply) -> bool:
    name = e.operation.name
    if name == "product":
        return any(x.shape == () for x in e.inputs)
    if name in ("add", "hadamard", "divide", "quotient", "power", "dotpower"):
        return True
    return e.operation.kind == "E" and len(e.inputs) == 1


def _sum(e: Apply, given: Sequence[Calculation]) -> Calculation | None:
    """a + b − c; what is taken away is shown as it is before its sign is turned."""
    if len(given) > LONGEST_SUM:
        return None
    negative = [place > 0 and is_call(x, "neg") for place, x in enumerate(e.inputs)]

    def calculation(digits: int) -> Shown:
        terms = [entry(digits) for entry in given]
        turned = [figures.turned(term) if minus else term for term, minus in zip(terms, negative, strict=True)]
        return plus(turned, negative)

    return calculation


def _dot(left: Array, right: Array, at: Place) -> Calculation | None:
    """Row times column."""
    if left.ndim != 2 or right.ndim != 2 or left.shape[1] > MOST_TERMS:
        return None
    i, j = at or (0, 0)
    pairs = [(float(a), float(b)) for a, b in zip(left[i], right[:, j], strict=True)]
    return lambda digits: plus([times(shown(a, digits), shown(b, digits)) for a, b in pairs])


def _function(e: Apply, number: float) -> Calculation:
    """``σ(0.52)``."""

    def calculation(digits: int) -> Shown:
        text = figures.fewest(number, digits)
        call = Apply(e.operation, (Number(float(text), text),), e.options)
        written = phrases.expression(call)
        return Shown(written.unicode, written.latex, float(values_of(call, _nothing)[id(call)]))

    return calculation


def _nothing(name: str) -> Array:
    raise KeyError(name)
