"""Wiring by keyboard: a box that lists where the selected node can be wired, and says why not elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt

from graph.editing import Change, ports
from graph.errors import GraphError
from graph.notation import name_text
from gui.canvas.box import Box
from gui.canvas.pull import Pull
from gui.canvas.sockets import Socket
from gui.writing.field import MathField
from gui.writing.formulas import node_formula
from gui.writing.rows import HEIGHT, Row, RowList
from gui.writing.typeset import PhraseLabel

if TYPE_CHECKING:
    from graph.model import Graph
    from gui.canvas.view import CanvasView

WIDTH = 400
SHOWN = 6
"""Rows seen at once."""

JUDGED = 60
"""Sockets that are looked at; with more of them, a name has to be typed."""

_KEYS = "↑ ↓ or Tab choose · type a name · Enter wires · Esc closes"


@dataclass(frozen=True, slots=True)
class Way:
    """A wire that could be: from the anchor of a pull to a socket."""

    pull: Pull
    socket: Socket

    @property
    def fits(self) -> bool:
        return self.pull.fit(self.socket).fits


class WireBox(Box):
    """Meanwhile the canvas shows the wire that Enter would make; Esc closes it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view, WIDTH, "Wire the selected node")
        self._ways: list[Way] = []
        self.title = PhraseLabel(view.look, px=13, weight=600)
        self.field = MathField(list, self, view.viewport(), single_words=False)
        self.field.setPlaceholderText("name of a node")
        self.field.setAccessibleName("Node to wire to")
        self.list = RowList(view.look, parent=self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Where it can be wired")
        self.list.setFixedHeight(SHOWN * HEIGHT)
        self.keys = PhraseLabel(view.look, px=11, tone="muted")
        self.keys.set_phrase(_KEYS)
        self.lay_out(self.title, self.field, self.list, self.keys)
        self.field.textEdited.connect(self._fill)
        self.field.entered.connect(self.take)
        self.field.given_up.connect(self.close)
        self.field.moved.connect(self.list.move_current)
        self.list.current_changed.connect(self._preview)
        self.list.clicked.connect(lambda _index: self.take())
        view.document.graph_changed.connect(self.close)

    # --- opening and closing

    def ask(self) -> None:
        """Opens for the selected node; without one it says what to do first."""
        view, name, graph = self._view, self._view.selection.current, self._view.document.graph
        picture = view.stage.picture
        if name is None or graph is None or picture is None or name not in picture.cards:
            view.wiring.tell("select a node first: Tab goes from node to node, W then wires it")
            return
        if view.document.stale:
            view.wiring.tell("nothing is wired while the equations cannot be read")
            return
        self._ways = _ways(view, graph, name)
        self.title.set_phrase("Wire ", node_formula(graph.nodes[name]))
        self.field.clear()
        self._fill()
        self.fit()
        self._stand()
        self.appear(self.field)
        self._preview()

    def close(self) -> bool:
        """Closes without wiring anything; whether it was open. The wire that was shown goes."""
        if not super().close():
            return False
        self._view.wiring.let_go()
        return True

    def _stand(self) -> None:
        """In the corner of the view where the fewest cards are: the wire that is chosen must be seen."""
        room = self.room
        right, bottom = room.right() - self.width() + 1, room.bottom() - self.height() + 1
        corners = [(room.left(), room.top()), (right, room.top()), (room.left(), bottom), (right, bottom)]
        places = [QRect(QPoint(*corner), self.size()) for corner in corners]

        def hidden(place: QRect) -> int:
            return len(self._view.cards_in(self._view.mapToScene(place).boundingRect()))

        self.move(min(places, key=hidden).topLeft())

    # --- the list

    def _fill(self) -> None:
        typed = self.field.text().strip()
        found = [way for way in self._ways if _named(way, typed)]
        judged = found[:JUDGED]
        rows = [_row(way, self._view.document.graph) for way in judged]
        rows.sort(key=lambda row: not row.enabled)
        if len(found) > JUDGED:
            rows.append(Row(f"{len(found) - JUDGED} more: type a name", heading=True))
        if not rows:
            rows = [Row("no such node" if typed else "there is nothing to wire it to", heading=True)]
        self.list.set_rows(rows)
        self._preview()

    def _preview(self) -> None:
        """The canvas shows the wire that is chosen."""
        row = self.list.current
        if self.isVisible() and row is not None and isinstance(row.thing, Way):
            self._view.wiring.show(row.thing.pull, row.thing.socket)

    def take(self) -> None:
        """Makes the wire that is chosen; of one that is refused, lists what would make it fit."""
        row = self.list.current
        if row is None:
            return
        if isinstance(row.thing, Change):
            self.close()
            self._view.document.apply(row.thing)
        elif row.thing.fits:
            way = row.thing
            self.close()
            try:
                self._view.document.apply(way.pull.change(way.socket))
            except GraphError as error:
                self._view.wiring.say(error)
        else:
            fixes = row.thing.pull.fit(row.thing.socket).fixes
            refusal = Row(row.title, row.formula, row.about, enabled=False, thing=row.thing)
            ways = [Row(words, thing=change) for words, change in fixes]
            self.list.set_rows([refusal, *ways], chosen=1 if ways else 0)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the list."""
        self.list.move_current(1 if forward else -1)
        return True


def _ways(view: CanvasView, graph: Graph, name: str) -> list[Way]:
    """Into the holes of the node from every other one; then from the node into holes, then in place of parents."""
    document = view.document.current
    own = [Pull(document, graph, Socket(name, port)) for port in ports(graph, name) if port.kind == "hole"]
    found = [Way(pull, Socket(other)) for pull in own for other in graph.order if other != name]
    pull = Pull(document, graph, Socket(name))
    inputs = [Socket(other, port) for other in graph.order if other != name for port in ports(graph, other)]
    inputs.sort(key=lambda socket: not socket.is_hole)
    return found + [Way(pull, socket) for socket in inputs if socket.edge != (name, socket.name)]


def _named(way: Way, typed: str) -> bool:
    shown = name_text(way.socket.name)
    return not typed or shown.casefold().startswith(typed.casefold()) or way.socket.name.startswith(typed)


def _row(way: Way, graph: Graph) -> Row:
    words = way.pull.words(way.socket)
    title = words if way.fits else f"not into {way.socket}" if way.pull.anchor.is_out else f"not from {way.socket}"
    return Row(
        title, node_formula(graph.nodes[way.socket.name]), "" if way.fits else words, enabled=way.fits, thing=way
    )
