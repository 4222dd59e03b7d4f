"""What the user points at: nodes selected, or a wire; the node hovered; messages lit."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from graph.notation import owner


class Selection(QObject):
    """The nodes selected, in the order they were, or one wire; the node under the pointer; the messages lit.

    Signals: ``selected_changed()``, ``hovered_changed()``, ``lit_changed()``; each only where something changed.
    """

    selected_changed = Signal()
    hovered_changed = Signal()
    lit_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selected: tuple[str, ...] = ()
        self._wire: tuple[str, str] | None = None
        self._hovered: str | None = None
        self._lit: frozenset[tuple[str, str]] = frozenset()

    @property
    def selected(self) -> tuple[str, ...]:
        return self._selected

    @property
    def current(self) -> str | None:
        """The node selected last, which the panels describe."""
        return self._selected[-1] if self._selected else None

    @property
    def selected_wire(self) -> tuple[str, str] | None:
        """The wire selected, as (parent, child): then no node is."""
        return self._wire

    @property
    def hovered(self) -> str | None:
        return self._hovered

    def select(self, *names: str) -> None:
        """Exactly these, an operation by the equation it is shown inside of; nothing where none is named."""
        self._take(tuple(dict.fromkeys(map(owner, names))), None)

    def select_wire(self, parent: str, child: str) -> None:
        """This wire, and no node."""
        self._take((), (parent, child))

    def _take(self, names: tuple[str, ...], wire: tuple[str, str] | None) -> None:
        if (names, wire) != (self._selected, self._wire):
            self._selected, self._wire = names, wire
            self.selected_changed.emit()

    def toggle(self, name: str) -> None:
        name = owner(name)
        rest = tuple(other for other in self._selected if other != name)
        self.select(*(rest if name in self._selected else (*rest, name)))

    def hover(self, name: str | None) -> None:
        if name != self._hovered:
            self._hovered = name
            self.hovered_changed.emit()

    @property
    def lit(self) -> frozenset[tuple[str, str]]:
        """The messages that a formula or a wire under the pointer stands for, as (child, parent)."""
        return self._lit

    def light(self, messages: Iterable[tuple[str, str]] = ()) -> None:
        """Exactly these messages; none where none is named."""
        lit = frozenset(messages)
        if lit != self._lit:
            self._lit = lit
            self.lit_changed.emit()

    def keep(self, names: Iterable[str]) -> None:
        """Forgets every node that is not among ``names`` any more."""
        there = frozenset(names)
        wire = self._wire if self._wire is not None and there.issuperset(self._wire) else None
        self._take(tuple(name for name in self._selected if name in there), wire)
        if self._hovered not in there:
            self.hover(None)
        self.light(message for message in self._lit if there.issuperset(message))
