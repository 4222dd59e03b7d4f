"""What an edit answers: the new text and values, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from graph.language import Reading
from graph.model import Array
from graph.notation import name_text


@dataclass(frozen=True)
class Change:
    """One step of Undo: the whole new text and all new values, with what became of the nodes.

    ``words`` say it as a person would: "wire A into z". ``added`` and ``removed`` are names in order, ``renamed`` maps
    old to new where one node continues as another. ``reading`` is the new text read with the new values, for whoever
    needs it next.
    """

    words: str
    text: str
    values: Mapping[str, Array]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    reading: Reading | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Port:
    """Where a node takes an input: all places of one parent, or of one hole (its label, empty for a bare ``?``)."""

    kind: Literal["parent", "hole"]
    name: str

    def __str__(self) -> str:
        return f"?{self.name}" if self.kind == "hole" else name_text(self.name)


Fix = tuple[str, Change]
"""What a click would do, in words, and the change that does it."""


@dataclass(frozen=True)
class Fit:
    """Whether a parent can be wired into a port.

    ``reason`` says why not, empty where it fits, and ``fixes`` what would make it fit; both are worked out when they
    are asked for, because a drag asks of every port whether it fits and of one why not.
    """

    fits: bool
    _reason: Callable[[], str] = field(default=lambda: "", repr=False, compare=False)
    _fixes: Callable[[], tuple[Fix, ...]] = field(default=lambda: (), repr=False, compare=False)

    @cached_property
    def reason(self) -> str:
        """Why it does not fit: the facts, with both shapes or the path of the cycle; empty where it does."""
        return self._reason()

    @cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """What would make it fit: words, and the change that does it."""
        return self._fixes()
