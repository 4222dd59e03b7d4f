"""One step of undo: parts of the open document before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from gui.document import OpenDocument


class Edit(QUndoCommand):
    """One change: some parts of the document before and after. Everything that can fail ran before it was made."""

    def __init__(
        self,
        document: OpenDocument,
        words: str,
        before: dict[str, Any],
        after: dict[str, Any],
        gesture: object | None = None,
    ) -> None:
        super().__init__(words)
        self._document = document
        self._before = before
        self._after = after
        self._gesture = gesture

    def redo(self) -> None:
        self._document.install(self._after)

    def undo(self) -> None:
        self._document.install(self._before)

    def id(self) -> int:
        return -1 if self._gesture is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Edit) or other._gesture != self._gesture:
            return False
        self._before = {**other._before, **self._before}
        self._after = {**self._after, **other._after}
        return True
