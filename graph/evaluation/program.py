"""A tape made ready to run: every value has a slot, and slots of what nobody needs any more are used again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.evaluation.tape import Call, Tape, is_fresh, works_in_place
from graph.model import Array
from graph.shapes import Shape

Step = tuple[int, Any, Any, int, int, int]
"""How many arguments, the callable, their slots (one tuple where they are more than three), the result's slot."""

Slots = list[Any]


@dataclass(frozen=True, eq=False, slots=True)
class Program:
    """``slots`` gives the place of every value that is kept; ``tape`` is what the steps were made from."""

    tape: Tape
    steps: tuple[Step, ...]
    slots: Mapping[int, int]
    template: tuple[Any, ...]

    def run(self, arrays: Mapping[str, Array]) -> tuple[Slots, bool]:
        """All slots after one run, and whether NumPy raised a floating-point flag on the way.

        ``arrays`` holds every leaf of the tape. Nothing in it is written to.
        """
        flags: list[str] = []
        slots = list(self.template)
        place = self.slots
        for name, value in self.tape.leaves.items():
            slots[place[value]] = arrays[name]
        with np.errstate(divide="call", over="call", invalid="call", under="ignore", call=_listen(flags)):
            for count, function, a, b, c, out in self.steps:
                if count == 2:
                    slots[out] = function(slots[a], slots[b])
                elif count == 3:
                    slots[out] = function(slots[a], slots[b], slots[c])
                elif count == 1:
                    slots[out] = function(slots[a])
                else:
                    slots[out] = function(*[slots[i] for i in a])
        return slots, bool(flags)


def _listen(flags: list[str]) -> Any:
    def hear(kind: str, _: int) -> None:
        if not flags:
            flags.append(kind)

    return hear


def program(tape: Tape, kept: Iterable[int]) -> Program:
    """The tape's calls with slots; the values ``kept``, leaves and constants stay to the end."""
    return _Allocation(tape, kept).program()


def keeping_all(tape: Tape) -> Program:
    """The tape's calls, with a slot for every value: where arrays are small, to use slots again saves nothing."""
    steps = []
    for call in tape.calls:
        count = len(call.inputs)
        a, b, c = (*call.inputs, 0, 0, 0)[:3]
        steps.append((count, call.function, call.inputs if count > 3 else a, b, c, call.output))
    template: Slots = [None] * len(tape.shapes)
    for value, array in tape.constants.items():
        template[value] = array
    return Program(tape, tuple(steps), {value: value for value in range(len(template))}, tuple(template))


class _Allocation:
    """Which slot each value takes, and which calls may write over an input.

    A call may where the input's array was made by a ufunc here (so no leaf, no constant), is no scalar, has the
    result's shape, is needed by nobody later, and no view of it can have been made.
    """

    def __init__(self, tape: Tape, kept: Iterable[int]) -> None:
        self.tape = tape
        self.kept = {*kept, *tape.leaves.values(), *tape.constants}
        self.last: dict[int, int] = {}
        self.shared: set[int] = set()
        for place, call in enumerate(tape.calls):
            views = bool(tape.shapes[call.output]) and not is_fresh(call.function)
            for value in call.inputs:
                self.last[value] = place
                if views:
                    self.shared.add(value)
        self.slots: dict[int, int] = {value: slot for slot, value in enumerate(sorted(self.kept))}
        self.size = len(self.slots)
        self.idle: list[int] = []

    def program(self) -> Program:
        own: set[int] = set()
        steps = []
        for place, call in enumerate(self.tape.calls):
            over = self._written_over(place, call, own)
            if is_fresh(call.function):
                own.add(call.output)
            steps.append(self._step(place, call, over))
        template: Slots = [None] * self.size
        for value, array in self.tape.constants.items():
            template[self.slots[value]] = array
        return Program(self.tape, tuple(steps), {v: self.slots[v] for v in self.kept}, tuple(template))

    def _written_over(self, place: int, call: Call, own: set[int]) -> int | None:
        shape: Shape = self.tape.shapes[call.output]
        if not shape or len(call.inputs) > 2 or not works_in_place(call.function):
            return None
        for value in call.inputs:
            if (
                self.last[value] == place
                and value in own
                and value not in self.kept
                and value not in self.shared
                and self.tape.shapes[value] == shape
            ):
                return value
        return None

    def _step(self, place: int, call: Call, over: int | None) -> Step:
        arguments = [self.slots[value] for value in call.inputs]
        if over is not None:
            arguments.append(self.slots[over])
        for value in dict.fromkeys(call.inputs):
            if self.last[value] == place and value not in self.kept:
                self.idle.append(self.slots[value])
        out = self.slots.get(call.output)
        if out is None:
            out = self.slots[call.output] = self._slot()
            if call.output not in self.last:
                self.idle.append(out)
        count = len(arguments)
        if count > 3:
            return count, call.function, tuple(arguments), 0, 0, out
        a, b, c = (*arguments, 0, 0, 0)[:3]
        return count, call.function, a, b, c, out

    def _slot(self) -> int:
        if self.idle:
            return self.idle.pop()
        self.size += 1
        return self.size - 1
