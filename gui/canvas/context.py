"""Context menus: of a node, of a wire, of the canvas. Their entries are actions of the window, found by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from graph.editing import insert, ports
from graph.errors import GraphError
from graph.notation import name_text
from gui.canvas.context_beside import COLOURS, frames_to_join, groups_beside, groups_of_node
from gui.canvas.sockets import Edge

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

NODE = (
    ("canvas.wire_box.ask", "canvas.nodes.cut_inputs", "canvas.nodes.cut_out"),
    ("canvas.nodes.split", "canvas.nodes.merge", "canvas.nodes.tie", "canvas.nodes.untie"),
    ("canvas.renaming.begin", "take_as_loss", "canvas.framing.frame"),
    ("canvas.marking.value", "canvas.marking.adjoint", "canvas.marking.shape"),
    ("canvas.choosing.upstream", "canvas.choosing.downstream"),
    ("canvas.clipboard.cut", "canvas.clipboard.copy", "canvas.clipboard.duplicate", "canvas.clipboard.copy_numbers"),
    ("canvas.clipboard.delete", "canvas.clipboard.delete_healing"),
    ("canvas.tidying.pin", "canvas.tidying.tidy_selection"),
)
"""Rows of ``gui.actions`` by name, in groups."""

WIRE = (("canvas.wiring.cut",), ("canvas.bending.bend_selected", "canvas.bending.straighten"))

CANVAS = (
    ("canvas.quick_add.ask", "canvas.adding.leaf", "canvas.noting.add"),
    ("canvas.clipboard.paste", "canvas.clipboard.paste_wired"),
    ("canvas.choosing.all", "canvas.choosing.loop"),
    ("canvas.tidying.tidy", "canvas.fit"),
)

MOST = 12
"""Entries of a submenu that is made of nodes."""


def context_menu(view: CanvasView, point: QPoint) -> QMenu:
    """The menu for what is at a point of the viewport; that is selected, unless it is already."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    spot, socket = view.spot(point), view.wiring.socket_at(point)
    name = spot.name if spot is not None else socket.name if socket is not None else None
    beside, coloured = groups_beside(view, point) if name is None else ((), False)
    wire = view.wiring.wire_at(point) if name is None and not beside else None
    if beside:
        _add(view, menu, beside)
        if coloured:
            _colours(view, menu, "Colour")
    elif name is not None:
        if name not in view.selection.selected:
            view.selection.select(name)
        _node(view, menu, name)
    elif wire is not None:
        view.selection.select_wire(*wire)
        _wire(view, menu, wire)
    else:
        _add(view, menu, CANVAS)
    return menu


def open_menu(view: CanvasView, point: QPoint | None = None) -> None:
    """Shows the menu of what is at a point of the viewport; without a point, of what is selected."""
    place = _place_of_selected(view) if point is None else point
    if view.stage.picture is not None:
        context_menu(view, place).popup(view.viewport().mapToGlobal(place))


def _place_of_selected(view: CanvasView) -> QPoint:
    """At the node or the wire selected, else in the middle."""
    picture, selection = view.stage.picture, view.selection
    if picture is not None and selection.current in picture.cards:
        return view.mapFromScene(picture.rect(str(selection.current)).center())
    if picture is not None and selection.selected_wire in picture.wires:
        points = picture.wires[selection.selected_wire].points
        x, y = points[len(points) // 2].tolist()
        return view.mapFromScene(x, y)
    return view.viewport().rect().center()


def _add(view: CanvasView, menu: QMenu, groups: Sequence[Sequence[str]]) -> None:
    for group in groups:
        actions = [view.window().findChild(QAction, name) for name in group]
        if menu.actions() and any(actions):
            menu.addSeparator()
        for action in actions:
            if action is not None:
                menu.addAction(action)


def _node(view: CanvasView, menu: QMenu, name: str) -> None:
    menu.setAccessibleName(name_text(name))
    _add(view, menu, NODE[:1])
    graph = view.document.graph
    parents = graph.nodes[name].parents if graph is not None and name in graph.nodes else ()
    _submenu(
        menu,
        "Cut the wire from",
        [(name_text(parent), lambda p=parent: view.wiring.cut((p, name))) for parent in parents],
    )
    _add(view, menu, [*groups_of_node(view, name), *NODE[1:]])
    _colours(view, menu, "Tag", ("canvas.marking.untag",))
    _submenu(menu, "Put into the frame", frames_to_join(view, name))


def _colours(view: CanvasView, menu: QMenu, title: str, more: Sequence[str] = ()) -> None:
    _add(view, menu.addMenu(title), (COLOURS, more))


def _wire(view: CanvasView, menu: QMenu, wire: Edge) -> None:
    parent, child = wire
    menu.setAccessibleName(f"wire from {name_text(parent)} to {name_text(child)}")
    _add(view, menu, WIRE)
    graph, document = view.document.graph, view.document.current
    entries: list[tuple[str, Callable[[], object]]] = []
    for name in graph.nodes if graph is not None else ():
        if len(entries) == MOST or not any(port.kind == "hole" for port in ports(graph, name)):
            continue
        try:
            change = insert(document, name, parent, child)
        except GraphError:
            continue
        entries.append((name_text(name), lambda change=change: view.document.apply(change)))
    _submenu(menu, "Insert into it", entries)


def _submenu(menu: QMenu, title: str, entries: Sequence[tuple[str, Callable[[], object]]]) -> None:
    if not entries:
        return
    inner = menu.addMenu(title)
    for words, act in entries[:MOST]:
        inner.addAction(words).triggered.connect(lambda _checked=False, act=act: act())
