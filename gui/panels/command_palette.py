"""Every action of the program, and every node, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QMenuBar, QVBoxLayout, QWidget

from graph.notation import name_text
from gui.actions import COMMANDS
from gui.searching import best, names_with
from gui.settings import Settings
from gui.theming import Look
from gui.writing.rows import Row, RowList

WIDTH, SHOWN = 560, 9
NODES = 30
"""Nodes that are listed at most."""

_LEADS = ("go to node ", "go to ", "node ", "go ")
"""What may stand before the name of a node; alone, it lists all of them."""

WHY = {
    "graph": "there is no graph that can be read",
    "story": "there is nothing to play yet",
    "selection": "no node is selected",
}
"""Why what works only with these is off."""

_NATIVE = QKeySequence.SequenceFormat.NativeText


class CommandPalette(QFrame):
    """A field and a list over the window; Esc, or the focus going elsewhere, closes it.

    Signals: ``node_wanted(str)``, a node to go to.
    """

    node_wanted = Signal(str)

    def __init__(
        self, bar: QMenuBar, names: Callable[[], Iterable[str]], settings: Settings, look: Look, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._bar, self._names, self._settings = bar, names, settings
        self._rows: list[Row] = []
        self._nodes: list[str] = []
        self.setAccessibleName("Command palette")
        self.search = QLineEdit()
        self.search.setPlaceholderText("An action, or a node to go to")
        self.search.setAccessibleName("Search actions and nodes")
        self.search.installEventFilter(self)
        self.list = RowList(look, 0, self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Actions")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.setFixedWidth(WIDTH)
        self.search.textChanged.connect(self._show)
        self.list.clicked.connect(lambda _index: self._take())
        self.hide()

    def call(self) -> None:
        """Opens over the upper part of the window; called again, closes."""
        if self.isVisible():
            self.close()
            return
        self._rows = [*self._actions()]
        self._nodes = list(self._names())
        self.search.clear()
        self._show()
        self.move((self.parentWidget().width() - WIDTH) // 2, 72)
        self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def close(self) -> bool:
        """Gives the focus back to where it was."""
        inside = self.search.hasFocus()
        self.hide()
        if inside and self._before is not None:
            self._before.setFocus()
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        return True  # Tab stays in the field

    # --- what is listed

    def _actions(self) -> Iterator[Row]:
        """All actions of the menus, those used last first."""
        kinds = {command.name: command.enabled_with for command in COMMANDS}
        rows = [_row(action, path, kinds) for action, path in _walk(self._bar)]
        recent = {key: place for place, key in enumerate(self._settings.recent_commands)}
        yield from sorted(rows, key=lambda row: recent.get(_key(row), len(recent)))

    def _show(self) -> None:
        query = self.search.text().strip()
        rows = best(query, self._rows, lambda row: (row.title, row.tip))
        if query:
            rows = [*sorted(rows, key=lambda row: not row.enabled), *self._found_nodes(query)]
        self.list.set_rows(rows)
        self.list.setFixedHeight(max(60, self.list.height_of_rows(SHOWN)))
        self.adjustSize()

    def _found_nodes(self, query: str) -> list[Row]:
        said = " ".join(query.split())
        spoken = next((lead for lead in _LEADS if f"{said} ".casefold().startswith(lead)), "")
        asked = said[len(spoken) :]
        found = names_with(asked, self._nodes)[:NODES]
        return [Row(f"Go to node {name_text(name)}", about="Canvas", thing=name) for name in found]

    # --- taking one

    def _take(self) -> None:
        row = self.list.current
        if row is None or not row.enabled:
            return
        self.close()
        if isinstance(row.thing, QAction):
            self._settings.remember_command(_key(row))
            row.thing.trigger()
        else:
            self.node_wanted.emit(row.thing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if event.key() in ways:
                self.list.move_current(ways[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                self.close() if event.key() == Qt.Key.Key_Escape else self._take()
                return True
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
                event.accept()
                return True
        elif event.type() == QEvent.Type.FocusOut and self.window().isActiveWindow():
            self.hide()
        return False


def _walk(bar: QMenuBar) -> Iterator[tuple[QAction, str]]:
    """Every action that a menu holds, with the path of menus to it."""
    stack = [(action, "") for action in reversed(bar.actions())]
    while stack:
        action, path = stack.pop()
        menu = action.menu()
        if isinstance(menu, QMenu):
            title = action.text().replace("&", "")
            below = f"{path} ▸ {title}" if path else title
            menu.aboutToShow.emit()
            stack.extend((inner, below) for inner in reversed(menu.actions()))
        elif not action.isSeparator() and action.text():
            yield action, path


def _row(action: QAction, path: str, kinds: Mapping[str, str]) -> Row:
    title = action.text().replace("&", "").rstrip("…:")
    keys = " or ".join(sequence.toString(_NATIVE) for sequence in action.shortcuts()[:1])
    on = "✓ on" if action.isCheckable() and action.isChecked() else ""
    why = "" if action.isEnabled() else WHY.get(kinds.get(action.objectName(), ""), "not now")
    about = f"{path} — {why}" if why else path
    aside = "   ".join(filter(None, (on, keys)))
    return Row(title, about=about, aside=aside, tip=path, enabled=action.isEnabled(), thing=action)


def _key(row: Row) -> str:
    return f"{row.tip} ▸ {row.title}"
