"""Wires by hand: pulled from socket to socket, selected, cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSize
from PySide6.QtWidgets import QToolTip

from graph.editing import Change, cut
from graph.errors import GraphError
from graph.notation import name_text
from gui.canvas.choices import choose
from gui.canvas.pull import Offer, Pull
from gui.canvas.sockets import Edge, Socket, place_of, socket_at, wire_at

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


_SWING = 240.0
"""How far, in units of the picture, a wire may swing out beyond its ends."""

_INSIDE = (48, 28, -24, -60)
"""Pixels from the edges of the viewport within which a new node may be begun."""

_WORDS = (760, 260)
"""Pixels about the pointer within which words are said, and sockets marked."""


class Wiring(QObject):
    """What the wires of one canvas are up to.

    ``pull`` is the wire under the hand, if any, ``tip`` its loose end in the scene. ``target`` is the socket that a
    drop now would plug it into, ``card`` the card under the pointer otherwise, ``words`` what is said at the pointer
    and ``refused`` whether that is why it cannot be. ``socket`` and ``wire`` are what the pointer is on without a pull.
    """

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self.pull: Pull | None = None
        self.tip = QPointF()
        self.target: Socket | None = None
        self.card: str | None = None
        self.words = ""
        self.refused = False
        self._area = QRect()
        self.socket: Socket | None = None
        self.wire: Edge | None = None

    # --- what the pointer is on

    def socket_at(self, point: QPoint) -> Socket | None:
        """The socket at a point of the viewport; none while the equations cannot be read."""
        found = socket_at(self._view.stage.picture, self._view.mapToScene(point), self._view.zoom)
        return found if found is not None and self._has(found.name) else None

    def wire_at(self, point: QPoint) -> Edge | None:
        found = wire_at(self._view.stage.picture, self._view.mapToScene(point), self._view.zoom)
        return found if found is not None and self._has(*found) else None

    def _has(self, *names: str) -> bool:
        """Whether these are nodes that the text has now: a part of an opened node is none."""
        graph = self._view.document.graph
        return graph is not None and not self._view.document.stale and graph.nodes.keys() >= set(names)

    def hover(self, point: QPoint | None) -> str:
        """The pointer is at a point of the viewport, or gone; answers what is to be said of a socket there."""
        socket = self.socket_at(point) if point is not None else None
        wire = self.wire_at(point) if point is not None and socket is None else None
        if (socket, wire) != (self.socket, self.wire):
            names = {one.name for one in (socket, self.socket) if one is not None}
            self._view.layers.repaint_marks(names, {edge for edge in (wire, self.wire) if edge is not None})
            self.socket, self.wire = socket, wire
        return _told(socket) if socket is not None else ""

    # --- a wire under the hand

    def begin(self, socket: Socket) -> None:
        """A wire is pulled out of a socket: a new one, or, from an in-port, the loose end of the one that is there."""
        graph = self._view.document.graph
        if graph is not None:
            edge = socket.edge
            anchor = Socket(edge[0]) if edge is not None else socket
            self.pull = Pull(self._view.document.current, graph, anchor, socket if edge is not None else None)

    def follow(self, point: QPoint) -> None:
        """The loose end is at a point of the viewport."""
        if self.pull is None:
            return
        self.tip = self._view.mapToScene(point)
        self.target, self.card = self._aimed_at(point)
        self.words, self.refused = self._said()
        self._repaint(point)

    def drop(self, point: QPoint) -> None:
        """Plugs the wire in; where it does not fit, or it is not plain what is meant, offers what can be done."""
        pull = self.pull
        if pull is None:
            return
        self.follow(point)
        target, card = self.target, self.card
        words = self.words.split("\n")[0]
        if card is not None and not self.refused:
            words = f"wire {name_text(pull.anchor.name)} into {name_text(card)}"
        spot = self._view.spot(point)
        self.let_go()
        if target is not None and target == pull.drawn_from:
            return
        if target is None and spot is not None and spot.name == pull.anchor.name:
            return
        if target is not None and pull.fit(target).fits:
            self._make(pull, lambda: pull.change(target))
        elif target is not None or card is not None:
            offers = pull.fit(target).fixes if target is not None else pull.offers(str(card))
            self._offer(pull, point, words, offers)
        elif pull.unplugged is not None:
            self._apply(pull, pull.unplugged)
        else:
            self.ask(pull.anchor, point)

    def let_go(self) -> None:
        """As if no wire had been pulled."""
        self.pull = self.target = self.card = None
        self.words, self.refused, self._area = "", False, QRect()
        self._view.viewport().update()

    def show(self, pull: Pull, socket: Socket) -> None:
        """Shows a wire that the keyboard has chosen, with nothing under the hand."""
        self.pull, self.target, self.refused = pull, socket, not pull.fit(socket).fits
        picture = self._view.stage.picture
        if picture is not None and socket.name in picture.cards:
            self.tip = place_of(picture, socket)
        self._view.viewport().update()

    def note(self, point: QPoint, words: str, refused: bool) -> None:
        """Says something at a point of the viewport, while something else is under the hand."""
        shown = bool(words or self.words)
        self.tip, self.words, self.refused = self._view.mapToScene(point), words, refused
        if shown:
            self._view.viewport().update()

    def _repaint(self, point: QPoint) -> None:
        """Has only that painted again where the wire and its words are, and were; all of it as it begins."""
        view, picture, pull = self._view, self._view.stage.picture, self.pull
        if picture is None or pull is None or pull.anchor.name not in picture.cards:
            view.viewport().update()
            return
        start = view.mapFromScene(place_of(picture, pull.anchor))
        swing = round(_SWING * view.zoom)
        area = QRect(start, point).normalized().adjusted(-swing, -40, swing, 40)
        area = area.united(QRect(point, QSize(*_WORDS)).translated(-_WORDS[0] // 2, -_WORDS[1] // 2))
        if self._area.isNull():
            view.viewport().update()
        else:
            view.viewport().update(area.united(self._area))
        self._area = area

    def _aimed_at(self, point: QPoint) -> tuple[Socket | None, str | None]:
        pull = self.pull
        assert pull is not None
        socket, spot = self.socket_at(point), self._view.spot(point)
        if socket is not None and (pull.fits_kind(socket) or socket == pull.drawn_from):
            return socket, None
        if spot is None or spot.name == pull.anchor.name or not self._has(spot.name):
            return None, None
        return pull.of_card(spot.name), spot.name

    def _said(self) -> tuple[str, bool]:
        pull, target = self.pull, self.target
        assert pull is not None
        if target is not None and target == pull.drawn_from:
            return "", False
        if target is not None:
            words, fixes = pull.words(target), () if pull.fit(target).fits else pull.fit(target).fixes
            ways = f"\nDrop here to choose: {', '.join(words for words, _ in fixes)}" if fixes else ""
            return words + ways, not pull.fit(target).fits
        if self.card is None:
            return (pull.unplugged.words if pull.unplugged is not None else ""), False
        offers = pull.offers(self.card)
        if not offers:
            return pull.why_not(self.card), True
        return f"drop here to choose: {', '.join(words for words, _ in offers)}", False

    def _offer(self, pull: Pull, point: QPoint, words: str, offers: Sequence[Offer]) -> None:
        place = self._view.viewport().mapToGlobal(point)
        if offers:
            choose(
                self._view,
                place,
                words,
                [(said, lambda c=change: self._apply(pull, c)) for said, change in offers],
            )
        elif words:
            QToolTip.showText(place, words, self._view.viewport(), QRect(), 6000)

    def _make(self, pull: Pull, change: Callable[[], Change]) -> None:
        try:
            self._apply(pull, change())
        except GraphError as error:
            self.say(error)

    def _apply(self, pull: Pull, change: Change) -> None:
        self._view.document.apply(change, words=pull.words_of_change(change))

    # --- wires that are there

    def take(self, socket: Socket) -> None:
        """A click on a socket selects the wire that ends there, else its node."""
        if socket.edge is not None:
            self._view.selection.select_wire(*socket.edge)
        else:
            self._view.selection.select(socket.name)

    def cut(self, edge: Edge | None = None) -> None:
        """Cuts a wire, or the selected one: a hole remains. Where a bend of that was chosen, it goes instead."""
        if edge is None and (bend := self._view.bending.chosen) is not None:
            self._view.bending.take_out(*bend)
            return
        edge = edge or self._view.selection.selected_wire
        if edge is None:
            return
        self.attempt(lambda: cut(self._view.document.current, *edge))

    def attempt(self, make: Callable[[], Change]) -> bool:
        """Makes a change, one step of undo; says why it cannot be. Answers whether it was made."""
        try:
            self._view.document.apply(make())
        except GraphError as error:
            self.say(error)
            return False
        return True

    def ask(self, socket: Socket, point: QPoint) -> None:
        """Asks what new node shall be wired there; it comes to stand in view, however far the wire was pulled."""
        room = self._view.viewport().rect().adjusted(*_INSIDE)
        point = QPoint(max(room.left(), min(point.x(), room.right())), max(room.top(), min(point.y(), room.bottom())))
        self._view.quick_add.open(point, (socket.name, "out" if socket.is_out else "in", socket.port))

    def say(self, error: GraphError) -> None:
        """Why an edit cannot be, beside what it was about."""
        problem = error.problems[0]
        self.tell(problem.words, problem.node)

    def tell(self, words: str, node: str | None = None) -> None:
        """Says something beside a node, or the one selected; else in the middle."""
        view = self._view
        node, picture = node or view.selection.current, view.stage.picture
        place = view.viewport().rect().center()
        if picture is not None and node in picture.cards:
            place = view.mapFromScene(picture.rect(node)).boundingRect().bottomLeft()
        QToolTip.showText(view.viewport().mapToGlobal(place), words, view.viewport(), QRect(), 8000)


def _told(socket: Socket) -> str:
    node = name_text(socket.name)
    if socket.is_out:
        return f"drag to wire {node} into a node"
    if socket.is_hole:
        return f"{socket}: not wired yet. Drag it to a node, or a node to it"
    assert socket.edge is not None
    return f"{name_text(socket.edge[0])} into {node}: drag away to unplug it"
