"""What went wrong in a run: a second, slow walk over the tape that looks at every result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graph.errors import Problem
from graph.evaluation.facts import classify, entry_words, hint_for, is_singular, matrix_words, number_words
from graph.evaluation.plan import Plan
from graph.evaluation.tape import Call, Tape
from graph.expression import Apply, Expression, Number
from graph.model import Array, Equation, Graph
from graph.operations.broadcasting import entrywise_shape

_NAMED = 4
"""How many of the nodes that a value which is not finite reaches are named."""

_SOLVING = frozenset(("inv", "solve", "matpower", "logdet"))


@dataclass(slots=True)
class _Cause:
    node: str
    kind: str
    message: str
    hint: str
    shown: bool = False
    carried: list[str] = field(default_factory=list)


def may_be_singular(tape: Tape) -> bool:
    """Whether the tape has calls that can go wrong with finite results: inverses of what is all but singular."""
    return any(isinstance(c.expression, Apply) and c.expression.operation.name in _SOLVING for c in tape.calls)


def diagnose(g: Graph, plan: Plan, arrays: Mapping[str, Array]) -> tuple[Problem, ...]:
    """The causes of what is not finite among values and adjoints, in the order of the calculation."""
    return _Walk(g, plan, arrays).problems()


class _Walk:
    """``bad`` says for every value that is not finite from which causes that comes."""

    def __init__(self, g: Graph, plan: Plan, arrays: Mapping[str, Array]) -> None:
        self.graph = g
        self.plan = plan
        self.tape = plan.program.tape
        self.values: dict[int, Any] = dict(self.tape.constants)
        self.bad: dict[int, frozenset[int]] = {}
        self.causes: list[_Cause] = []
        for name, value in self.tape.leaves.items():
            self.values[value] = arrays[name]
            self._look_at_leaf(name, value)
        last = {v: place for place, call in enumerate(self.tape.calls) for v in call.inputs}
        named = set(self.tape.named.values())
        with np.errstate(all="ignore"):
            for place, call in enumerate(self.tape.calls):
                self._make(call)
                for v in set(call.inputs):
                    if last[v] == place and v not in named:
                        self.values.pop(v, None)

    def problems(self) -> tuple[Problem, ...]:
        swept = self.plan.gradient
        bars = {bar: node for node, bar in swept.bars.items()} if swept is not None else {}
        for name, value in self.tape.named.items():
            for cause in self.bad.get(value, ()):
                self._reach(self.causes[cause], name, bars)
        return tuple(
            Problem(cause.kind, cause.message + _carried(cause.carried), node=cause.node, hint=cause.hint)
            for cause in self.causes
            if cause.shown
        )

    def _reach(self, cause: _Cause, name: str, bars: Mapping[str, str]) -> None:
        cause.shown = True
        if name in bars:
            cause.carried.append(f"the adjoint of {bars[name]}")
        elif name != cause.node:
            cause.carried.append(name)

    def _look_at_leaf(self, name: str, value: int) -> None:
        array = np.asarray(self.values[value])
        wrong = np.argwhere(~np.isfinite(array))
        if len(wrong):
            entry = tuple(wrong[0])
            message = f"its value is {number_words(array[entry])}{entry_words(entry, array.shape)}"
            self._cause(value, _Cause(self._owner(name), "non-finite", message, "give it a finite number"))

    def _owner(self, name: str) -> str:
        """The node itself, or, of a seed, the loss."""
        swept = self.plan.gradient
        return swept.loss if name not in self.graph.nodes and swept is not None else name

    def _cause(self, value: int, cause: _Cause) -> None:
        self.bad[value] = self.bad.get(value, frozenset()) | {len(self.causes)}
        self.causes.append(cause)

    def _make(self, call: Call) -> None:
        inputs = [self.values[v] for v in call.inputs]
        result = self.values[call.output] = call.function(*inputs)
        finite = np.isfinite(result)
        if np.all(finite):
            if is_singular(call.expression, inputs, result):
                self._singular(call)
            return
        inherited = frozenset[int]().union(*(self.bad.get(v, frozenset()) for v in call.inputs))
        if inherited:
            self.bad[call.output] = inherited
        new = ~np.asarray(finite)
        if _is_entrywise(call.expression):
            for x in inputs:
                new = new & np.isfinite(x)
        elif inherited:
            return
        known = self._said_forward(call)
        if new.any() and known:
            self.bad[call.output] = inherited | known
        elif new.any():
            entry = tuple(np.argwhere(new)[0])
            self._cause(call.output, self._explain(call, inputs, np.asarray(result), entry))

    def _said_forward(self, call: Call) -> frozenset[int]:
        """What made the value of an equation not finite makes its pulls so too, and is said once."""
        if call.origin.parent is None:
            return frozenset()
        return self.bad.get(self.tape.named[call.origin.node], frozenset())

    def _explain(self, call: Call, inputs: list[Any], result: Array, entry: tuple[Any, ...]) -> _Cause:
        numbers = None
        if _is_entrywise(call.expression) or not any(map(np.ndim, inputs)):
            numbers = [float(np.broadcast_to(x, result.shape)[entry]) for x in inputs]
            rest = () if call.expression is None else call.expression.inputs[len(inputs) :]
            numbers += [x.value for x in rest if isinstance(x, Number)]
        kind, message = classify(call.expression, numbers, float(result[entry]))
        if kind == "singular":
            return self._placed(call, kind, message)
        message += entry_words(entry, result.shape) + _operand(call.expression, result)
        return self._placed(call, kind, message)

    def _singular(self, call: Call) -> None:
        message = f"{matrix_words(call.expression)} is singular to working precision: the result is rounding noise"
        cause = self._placed(call, "singular", message)
        cause.shown = True
        self.causes.append(cause)

    def _placed(self, call: Call, kind: str, message: str) -> _Cause:
        node, parent = call.origin
        if parent is not None:
            message = f"in what it sends {parent}: {message}"
        equation = self.graph.nodes[node]
        whole = equation.expression if isinstance(equation, Equation) else None
        return _Cause(node, kind, message, hint_for(kind, call.expression, whole, backward=parent is not None))


def _is_entrywise(e: Expression | None) -> bool:
    """Whether an entry of the result depends on that entry of the inputs alone; partial sums have no expression."""
    if not isinstance(e, Apply):
        return True
    operation = e.operation
    return operation.kind == "E" or operation.shape is entrywise_shape or operation.name in ("quotient", "power")


def _operand(e: Expression | None, result: Array) -> str:
    """`` of y``, where the operation has one input and that is a node."""
    if e is None or len(e.inputs) != 1 or np.ndim(result) == 0:
        return ""
    name = getattr(e.inputs[0], "name", None)
    return f" of {name}" if name is not None and e.inputs[0].shape == result.shape else ""


def _carried(names: list[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"; it reaches {', '.join(names[:_NAMED])}{more}"
