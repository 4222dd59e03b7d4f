"""The examples that ship: where they are, what they are called, what each of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assets import asset
from graph.files import load

FIRST = "shared-A"

_WRITTEN = {"relu": "ReLU", "rnn": "RNN"}


@dataclass(frozen=True)
class Example:
    """One file. ``title`` is for menus, ``about`` the comment at the head of its text."""

    path: Path

    @property
    def title(self) -> str:
        words = [_WRITTEN.get(word, word) for word in self.path.stem.split("-")]
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])

    @cached_property
    def about(self) -> str:
        head = load(self.path).text.partition("\n")[0]
        return head.lstrip("# ") if head.startswith("#") else ""


def examples() -> list[Example]:
    """All of them, the first one first."""
    paths = sorted(asset("examples").glob("*.adjoint"), key=lambda path: (path.stem != FIRST, path.stem))
    return [Example(path) for path in paths]
