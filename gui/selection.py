"""What the user points at: nodes selected, the node hovered."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The nodes selected, in the order they were, and the one under the pointer.

    Signals: ``selected_changed()``, ``hovered_changed()``; each only where something changed.
    """

    selected_changed = Signal()
    hovered_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selected: tuple[str, ...] = ()
        self._hovered: str | None = None

    @property
    def selected(self) -> tuple[str, ...]:
        return self._selected

    @property
    def current(self) -> str | None:
        """The node selected last, which the panels describe."""
        return self._selected[-1] if self._selected else None

    @property
    def hovered(self) -> str | None:
        return self._hovered

    def select(self, *names: str) -> None:
        """Exactly these; nothing where none is named."""
        chosen = tuple(dict.fromkeys(names))
        if chosen != self._selected:
            self._selected = chosen
            self.selected_changed.emit()

    def toggle(self, name: str) -> None:
        rest = tuple(other for other in self._selected if other != name)
        self.select(*(rest if name in self._selected else (*rest, name)))

    def hover(self, name: str | None) -> None:
        if name != self._hovered:
            self._hovered = name
            self.hovered_changed.emit()

    def keep(self, names: Iterable[str]) -> None:
        """Forgets every node that is not among ``names`` any more."""
        there = frozenset(names)
        self.select(*(name for name in self._selected if name in there))
        if self._hovered not in there:
            self.hover(None)
