"""From expressions to a flat list of NumPy calls, in which no value is calculated twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from graph.expression import Apply, Expression, Name, Number, postorder
from graph.operations.record import Operation
from graph.shapes import Shape, broadcast

Function = Callable[..., Any]


class Origin(NamedTuple):
    """For whom a call is made: the value of ``node``, or what ``node`` sends ``parent``."""

    node: str
    parent: str | None = None


class Call(NamedTuple):
    """One NumPy call on values, which are numbered in the order of their making.

    ``expression`` is what it calculates, None for a partial sum.
    """

    function: Function
    inputs: tuple[int, ...]
    output: int
    origin: Origin
    expression: Expression | None


class Fragment(NamedTuple):
    """The calls of one expression, made once and put on every tape that needs them.

    Its values are numbered by themselves, ``size`` in all: those of ``names`` and ``numbers`` and what ``constants``
    give come from the tape.
    """

    names: tuple[tuple[str, int], ...]
    numbers: tuple[tuple[float, int], ...]
    constants: tuple[tuple[Function, int], ...]
    calls: tuple[Call, ...]
    shapes: tuple[Shape, ...]
    result: int


def fragment(expression: Expression) -> Fragment:
    """The calls that an expression with a shape comes to."""
    tape = Tape()
    for e in postorder(expression):
        if isinstance(e, Name) and e.name not in tape.leaves and e.shape is not None:
            tape.leaf(e.name, e.shape)
    result = tape.value(expression)
    made = {value: function for function, value in tape.made_of_nothing.items()}
    numbers = tuple((float(array), value) for value, array in tape.constants.items() if value not in made)
    constants = tuple((function, value) for value, function in made.items())
    return Fragment(tuple(tape.leaves.items()), numbers, constants, tuple(tape.calls), tuple(tape.shapes), result)


class Tape:
    """The calls that a graph's expressions come to.

    Values are numbered: ``shapes[v]``, and for what is known beforehand ``constants[v]``. ``named`` gives the value
    of every name, ``leaves`` those whose arrays come with a run. Equal calls are one call.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.shapes: list[Shape] = []
        self.constants: dict[int, Any] = {}
        self.leaves: dict[str, int] = {}
        self.named: dict[str, int] = {}
        self.origin = Origin("")
        self._known: dict[Expression, int] = {}
        self._numbers: dict[float, int] = {}
        self._made: dict[Hashable, int] = {}
        self.made_of_nothing: dict[Function, int] = {}

    def leaf(self, name: str, shape: Shape) -> int:
        """A value that comes with the run."""
        value = self.leaves[name] = self.named[name] = self._new(shape)
        return value

    def constant(self, array: Any) -> int:
        value = self._new(np.shape(array))
        self.constants[value] = array
        return value

    def number(self, number: float) -> int:
        value = self._numbers.get(number)
        if value is None or number == 0:  # 0 and -0 are one key
            # An array without axes: ufuncs take it sooner than a Python or NumPy scalar.
            value = self._numbers[number] = self.constant(np.asarray(number, dtype=np.float64))
        return value

    def equation(self, name: str, expression: Expression) -> int:
        """The calls for a named node; ``expression`` has a shape and its names are known."""
        self.origin = Origin(name)
        value = self.named[name] = self.value(expression)
        return value

    def put(self, part: Fragment) -> int:
        """The value of an expression whose calls are known; its names are known here."""
        at = [0] * len(part.shapes)
        for name, value in part.names:
            at[value] = self.named[name]
        for number, value in part.numbers:
            at[value] = self.number(number)
        for function, value in part.constants:
            at[value] = self._constant(function)
        for function, inputs, output, _, expression in part.calls:
            at[output] = self.call(function, tuple([at[value] for value in inputs]), part.shapes[output], expression)
        return at[part.result]

    def value(self, root: Expression) -> int:
        """The calls for an expression, inputs first; sums are formed term by term, so few terms live at once."""
        known = self._known
        sums: dict[Expression, int] = {}
        signed: dict[Expression, list[tuple[Expression, bool]]] = {}
        stack = [(root, 0)]
        while stack:
            e, step = stack.pop()
            if isinstance(e, Name):
                known[e] = self.named[e.name]
            elif isinstance(e, Number):
                known[e] = self.number(e.value)
            elif not isinstance(e, Apply):
                raise TypeError(f"{e!r} has no value")
            elif step == 0 and e in known:
                continue
            elif e.operation.name == "add":
                terms = signed.get(e)
                if terms is None:
                    terms = signed[e] = _signed(e.inputs)
                if step:
                    sums[e] = self.plus(sums.get(e), *self._read(terms[step - 1]))
                if step < len(terms):
                    stack.append((e, step + 1))
                    stack.append((terms[step][0], 0))
                else:
                    known[e] = sums.pop(e)
            elif step == 0 and e.inputs:
                stack.append((e, 1))
                stack.extend((x, 0) for x in reversed(e.inputs))
            else:
                known[e] = self._apply(e)
        return known[root]

    def plus(self, total: int | None, term: int, negative: bool = False) -> int:
        """One more term on a sum."""
        if total is None:
            return self.call(np.negative, (term,), self.shapes[term]) if negative else term
        shape = self.shapes[total]
        if self.shapes[term] != shape:
            shape = broadcast(shape, self.shapes[term])
        return self.call(np.subtract if negative else np.add, (total, term), shape)

    def call(
        self, function: Function, inputs: tuple[int, ...], shape: Shape, expression: Expression | None = None
    ) -> int:
        """The value of a call, made before or now."""
        swapped = function in _COMMUTATIVE and inputs[0] > inputs[1]
        key = (function, inputs[::-1] if swapped else inputs)
        value = self._made.get(key)
        if value is None:
            value = self._made[key] = self._new(shape)
            self.calls.append(Call(function, inputs, value, self.origin, expression))
        return value

    def _read(self, term: tuple[Expression, bool]) -> tuple[int, bool]:
        return self._known[term[0]], term[1]

    def _new(self, shape: Shape) -> int:
        self.shapes.append(shape)
        return len(self.shapes) - 1

    def _apply(self, e: Apply) -> int:
        assert e.shape is not None
        inputs = tuple([self._known[x] for x in e.inputs])
        if e.operation.name in ("power", "dotpower") and isinstance(e.inputs[1], Number):
            quicker = _QUICKER_POWERS.get(e.inputs[1].value)
            if quicker is not None:
                return self.call(quicker, inputs[:1], e.shape, e)
        function = _function(e.operation, tuple([self.shapes[v] for v in inputs]), e.options)
        return self.call(function, inputs, e.shape, e) if inputs else self._constant(function)

    def _constant(self, function: Function) -> int:
        """What a callable gives that takes nothing."""
        value = self.made_of_nothing.get(function)
        if value is None:
            value = self.made_of_nothing[function] = self.constant(function())
        return value


@lru_cache(maxsize=8192)
def _function(operation: Operation, shapes: tuple[Shape, ...], options: tuple[tuple[str, Any], ...]) -> Any:
    """One callable for one operation on inputs of these shapes, so that equal calls are seen to be equal."""
    return operation.forward(*shapes, **dict(options))


_COMMUTATIVE: frozenset[Function] = frozenset((np.add, np.multiply))

_REAL = frozenset(("d->d", "dd->d"))

# NumPy is taking the output as a third argument in place away from these two; the keyword costs more than it saves.
_NAMED_OUT: frozenset[Function] = frozenset((np.maximum, np.minimum))

_QUICKER_POWERS: dict[float, Function] = {2.0: np.square, 0.5: np.sqrt, -1.0: np.reciprocal}


def signed(message: Expression) -> tuple[Expression, bool]:
    """A message as it is added to a sum: of a negative, its positive is taken off."""
    return _signed((message,))[0]


def _signed(terms: Sequence[Expression]) -> list[tuple[Expression, bool]]:
    """The terms of a sum, each with whether it is taken off; −a + b is read as b − a."""
    signed = [(t.inputs[0], True) if isinstance(t, Apply) and t.operation.name == "neg" else (t, False) for t in terms]
    if len(signed) > 1 and signed[0][1] and not signed[1][1]:
        signed[0], signed[1] = signed[1], signed[0]
    return signed


@lru_cache(maxsize=4096)
def is_fresh(function: Function) -> bool:
    """Whether a callable surely makes a new array, never a view of its input."""
    if isinstance(function, partial):
        function = function.func
    return isinstance(function, np.ufunc) or isinstance(getattr(function, "__self__", None), np.ufunc)


@lru_cache(maxsize=4096)
def works_in_place(function: Function) -> bool:
    """Whether a callable may write its result over an input of the result's shape."""
    if function in _NAMED_OUT:
        return False
    return isinstance(function, np.ufunc) and function.signature is None and bool(_REAL & set(function.types))
