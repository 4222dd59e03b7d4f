"""What the keys do while the canvas has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gui.canvas.context import open_menu
from gui.canvas.walking import Direction, next_in_order

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

Key = Qt.Key
Keys = Qt.KeyboardModifier

_ARROWS: dict[int, Direction] = {
    Key.Key_Left: "left",
    Key.Key_Right: "right",
    Key.Key_Up: "up",
    Key.Key_Down: "down",
}
_PLAIN = (Keys.NoModifier, Keys.KeypadModifier)
_SHIFTED = (Keys.ShiftModifier, Keys.ShiftModifier | Keys.KeypadModifier)


class Keyboard:
    """``space`` is whether the space bar is held: a drag then moves the view; released without one, it plays."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self.space = False
        self.dragged = False

    def takes(self, event: QKeyEvent) -> bool:
        """Keys that mean something else here than in the rest of the window."""
        some = self._view.selection.current is not None
        arrow = event.key() in _ARROWS and event.modifiers() in (*_PLAIN, *_SHIFTED)
        space = event.key() == Key.Key_Space and event.modifiers() in _PLAIN
        return space or (some and arrow)

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key was for the canvas."""
        name = self._view.selection.current
        if event.key() == Key.Key_Space:
            if not event.isAutoRepeat():
                self.space, self.dragged = True, False
                self._view.show_cursor()
        elif event.key() == Key.Key_Escape:
            self._view.escape()
        elif event.key() == Key.Key_Menu or (event.key() == Key.Key_F10 and event.modifiers() in _SHIFTED):
            open_menu(self._view)
        elif event.key() in (Key.Key_Delete, Key.Key_Backspace) and self._view.noting.delete():
            pass
        else:
            return name is not None and self._for_node(event, name)
        return True

    def release(self, event: QKeyEvent) -> bool:
        if event.key() != Key.Key_Space or event.isAutoRepeat():
            return False
        played = self.space and not self.dragged and not self._view.panning
        self.let_go()
        if played:
            self._view.playhead.toggle()
        return True

    def let_go(self) -> None:
        self.space = self.dragged = False
        self._view.show_cursor()

    def next_node(self, forward: bool) -> bool:
        """Goes on in topological order; False past the last node."""
        graph, name = self._view.document.graph, self._view.selection.current
        end = graph.order[-1 if forward else 0] if graph is not None and graph.order else None
        if graph is None or end is None or name == end:
            return False
        self._view.go(next_in_order(graph, name, 1 if forward else -1))
        return True

    def _for_node(self, event: QKeyEvent, name: str) -> bool:
        """What a key does to the node selected; False where it does nothing."""
        if event.key() in _ARROWS and event.modifiers() in _PLAIN:
            self._view.choosing.walk(_ARROWS[event.key()])
        elif event.key() in _ARROWS and event.modifiers() in _SHIFTED:
            self._view.choosing.extend(_ARROWS[event.key()])
        elif event.key() in (Key.Key_Return, Key.Key_Enter):
            self._view.editing.begin(name)
        else:
            return False
        return True
