"""A long text that comes into the editor piece by piece: Qt takes a second to lay out 50 000 lines in one go."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

AT_ONCE = 20_000
"""Characters that are put in at once; so many that no text somebody types is ever cut into pieces."""

_PIECE = 8_000
"""Characters of a piece: some 250 lines, and 5 ms."""


class Filling(QObject):
    """Puts the rest of a text in at a cursor, a piece whenever there is nothing else to do.

    Signals: ``due()``, the next piece may be put in (by ``put``; whoever holds the text says when it is changed).
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rest, self._at = "", 0
        self._cursor: QTextCursor | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.due)

    @property
    def busy(self) -> bool:
        """Whether something of the text is not there yet."""
        return self._cursor is not None

    def begin(self, cursor: QTextCursor, text: str) -> None:
        """Puts ``text`` where the cursor is (in the place of what it has selected), the first piece of it now."""
        self._rest, self._at, self._cursor = text, 0, cursor
        self.put(AT_ONCE)
        if self.busy:
            self._timer.start()

    def put(self, characters: int = _PIECE) -> None:
        """Puts in at least so many more, to the end of a line."""
        if self._cursor is None:
            return
        end = self._rest.find("\n", self._at + characters)
        end = len(self._rest) if end < 0 else end + 1
        self._cursor.insertText(self._rest[self._at : end])
        self._at = end
        if end == len(self._rest):
            self.stop()

    def stop(self) -> None:
        """What is not there yet will not come."""
        self._timer.stop()
        self._rest, self._at, self._cursor = "", 0, None


def common(left: str, right: str) -> int:
    """How many characters two strings begin with alike, by halving: comparing slices costs next to nothing."""
    least, most = 0, min(len(left), len(right))
    while least < most:
        middle = (least + most + 1) // 2
        if left[least:middle] == right[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def units(text: str) -> int:
    """Qt counts UTF-16 units; a letter beyond the basic plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
