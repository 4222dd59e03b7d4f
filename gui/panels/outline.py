"""The outline: all nodes in topological order, frame by frame, to be filtered and gone to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from graph.lazy import LazySequence
from graph.model import Graph, Leaf
from graph.notation import name_text, shape_text
from gui.document import OpenDocument
from gui.drawing.annotations import Frame, annotations
from gui.searching import names_with
from gui.selection import Selection
from gui.theming import Look
from gui.writing.formulas import node_formula
from gui.writing.rows import Row, RowList

NAME = 190
"""Pixels that the formulas have."""


BESIDE = "In no frame"


@dataclass(frozen=True, slots=True)
class Title:
    """What stands above the nodes of one frame, or of none."""

    words: str


class Rows(LazySequence[Row]):
    """A row a line: a graph of 50 000 nodes shows some 20 of them."""

    def __init__(self, names: Sequence[str | Title], row: Callable[[str | Title], Row]) -> None:
        super().__init__(len(names))
        self.names, self._row = names, row

    def _make(self, place: int) -> Row:
        return self._row(self.names[place])


class Outline(QWidget):
    """Signals: ``wanted(str)``, a node to select and to bring into view."""

    wanted = Signal(str)

    def __init__(self, document: OpenDocument, selection: Selection, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self._places: dict[str, int] = {}
        self._shown: Graph | None = None
        self._following = False
        self.setAccessibleName("Outline")
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by name")
        self.filter.setAccessibleName("Filter the outline")
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.count.setContentsMargins(12, 0, 12, 0)
        self.list = RowList(look, NAME, self)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Nodes in topological order")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        field = QVBoxLayout()
        field.setContentsMargins(12, 0, 12, 0)
        field.addWidget(self.filter)
        layout.addLayout(field)
        layout.addWidget(self.count)
        layout.addWidget(self.list, 1)
        self.filter.textChanged.connect(self._list)
        self.list.clicked.connect(self._go)
        self.list.taken.connect(lambda row: self.wanted.emit(row.thing))
        self.list.current_changed.connect(self._chosen)
        document.graph_changed.connect(self._list)
        document.drawn_changed.connect(self._list)
        selection.selected_changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        return QSize(288, 380)

    def focus(self) -> None:
        """Where the focus goes when the outline is called for."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def showEvent(self, event: object) -> None:
        if self._shown is not self._document.graph:
            self._list()
        self._follow()

    def _list(self) -> None:
        if not self.isVisible():
            return
        graph = self._shown = self._document.graph
        names: Sequence[str] = graph.order if graph is not None else ()
        asked = self.filter.text().strip()
        if asked:
            found = frozenset(names_with(asked, names))
            names = [name for name in names if name in found]
        lines = grouped(names, annotations(self._document.drawn).frames)
        self._places = {name: place for place, name in enumerate(lines) if isinstance(name, str)}
        self._following = True
        self.list.rows.set_rows(Rows(lines, self._row))
        self._following = False
        whole = len(graph.nodes) if graph is not None else 0
        self.count.setText(f"{len(names):,} of {whole:,} nodes" if asked else f"{whole:,} nodes")
        self._follow()

    def _row(self, name: str | Title) -> Row:
        if isinstance(name, Title):
            return Row(name.words, heading=True)
        node = self._shown.nodes[name] if self._shown is not None else None
        if node is None:
            return Row(name, thing=name)
        shape = "?" if node.shape is None else shape_text(node.shape, "unicode") if node.shape else "scalar"
        role = {"parameter": "P", "input": "in", "constant": "const"}[node.role] if isinstance(node, Leaf) else ""
        return Row("", node_formula(node), aside=f"{role}  {shape}".strip(), tip=name_text(name), thing=name)

    def _follow(self) -> None:
        """Marks the node selected last."""
        place = self._places.get(self._selection.current or "")
        if not self.isVisible():
            return
        self._following = True
        self.list.setCurrentIndex(self.list.model().index(-1 if place is None else place, 0))
        self._following = False

    def _go(self, index: QModelIndex) -> None:
        self.wanted.emit(self.list.rows.rows[index.row()].thing)

    def _chosen(self) -> None:
        """The arrows in the list select."""
        row = self.list.current
        if not self._following and row is not None:
            self.wanted.emit(row.thing)


def grouped(names: Sequence[str], frames: Mapping[str, Frame]) -> Sequence[str | Title]:
    """The names with those of each frame together below its title; a node in several is in the smallest of them."""
    if not frames:
        return names
    homes: dict[str, str] = {}
    for key in sorted(frames, key=lambda one: len(frames[one].nodes), reverse=True):
        homes.update(dict.fromkeys(frames[key].nodes, key))
    groups: dict[str | None, list[str]] = {}
    for name in names:
        groups.setdefault(homes.get(name), []).append(name)
    beside = groups.pop(None, [])
    lines: list[str | Title] = []
    for key, inside in groups.items():
        lines += [Title(frames[str(key)].title), *inside]
    return [*lines, *([Title(BESIDE)] if lines and beside else []), *beside]
