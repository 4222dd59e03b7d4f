r"""What can be completed while somebody types: ``\sigma`` to σ, the names of the graph, the functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from graph.language import COMPLETIONS, GREEK
from graph.operations import TABLE
from gui.drawing.fonts import text_font

SHORT = {"norm": "‖", "T": "ᵀ", "inv": "⁻¹", "square": "²", "half": "½"}
"""Signs that LaTeX has no short name for."""

SHOWN = 8

_BACKSLASH = re.compile(r"\\([A-Za-z]*)$")
_WORD = re.compile(r"[^\W\d_]\w+$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to go on: how it is listed, and what replaces the characters typed."""

    listed: str
    inserted: str
    typed: int
    eager: bool
    """Whether Enter takes it, not only Tab: after a backslash nothing else can be meant."""
    exact: bool = False
    """Whether its whole name has been typed after a backslash: then any sign that ends a name takes it."""


def candidates(before: str, names: Iterable[str]) -> list[Candidate]:
    """What can follow ``before``, the line up to the cursor, best first."""
    if match := _BACKSLASH.search(before):
        return _letters(match[1])
    if match := _WORD.search(before):
        word = match[0]
        functions = (f"{name}(" for name in function_names())
        found = [name for name in (*names, *functions) if name.startswith(word) and name.rstrip("(") != word]
        return [Candidate(name, name, len(word), False) for name in dict.fromkeys(found)]
    return []


def _letters(word: str) -> list[Candidate]:
    known = {**COMPLETIONS, **SHORT, **GREEK}
    found = [name for name in known if name.startswith(word)]
    if not found:
        found = [name for name in known if name.lower().startswith(word.lower())]
    found.sort(key=lambda name: (name != word, name not in GREEK, len(name), name.lower(), name))
    return [Candidate(f"{known[name]}   \\{name}", known[name], len(word) + 1, True, name == word) for name in found]


def function_names() -> list[str]:
    """How every function is called."""
    names: dict[str, None] = {}
    for operation in TABLE.values():
        if operation.notation.form == "call":
            names.setdefault(operation.notation.ascii)
            for alias in operation.aliases:
                names.setdefault(alias)
    return sorted(name for name in names if name.isidentifier())


class CompletionList(QListWidget):
    """The list at the cursor. It never takes the focus: the editor hands it the keys that are meant for it.

    Signals: ``taken(Candidate)``.
    """

    taken = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._candidates: list[Candidate] = []
        self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Completions")
        self.itemClicked.connect(self._take_item)
        self.setFont(text_font(13))
        self.hide()

    @property
    def current(self) -> Candidate | None:
        row = self.currentRow()
        return self._candidates[row] if self.isVisible() and 0 <= row < len(self._candidates) else None

    def offer(self, found: list[Candidate], place: QPoint) -> None:
        """Shows what was found below ``place``, in coordinates of its host; hides where there is nothing."""
        self._candidates = found
        self._chosen = False
        self.clear()
        if not found:
            self.hide()
            return
        for candidate in found:
            QListWidgetItem(candidate.listed, self)
        self.setCurrentRow(0)
        size = self.sizeHint()
        room = self.parentWidget().rect()
        left = max(0, min(place.x(), room.width() - size.width()))
        top = place.y() if place.y() + size.height() <= room.height() else max(0, place.y() - size.height() - 30)
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        rows = min(SHOWN, self.count())
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth()
        return QSize(max(110, self.sizeHintForColumn(0) + 28), height)

    def key(self, key: int, text: str) -> bool:
        """What a key of the editor means here; False where it means nothing, and the editor should have it."""
        candidate = self.current
        if candidate is None:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            way = 1 if key == Qt.Key.Key_Down else -1
            self.setCurrentRow((self.currentRow() + way) % self.count())
            self._chosen = True
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key == Qt.Key.Key_Tab or (enter and (candidate.eager or self._chosen)):
            self._take(candidate)
            return True
        if candidate.exact and text and not text.isalnum() and text.isprintable():
            self._take(candidate)  # and the key goes on to the editor: a blank still parts two names
        return False

    def _take(self, candidate: Candidate) -> None:
        self.hide()
        self.taken.emit(candidate)

    def _take_item(self, item: QListWidgetItem) -> None:
        self._take(self._candidates[self.row(item)])
