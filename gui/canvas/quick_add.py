"""The box that adds: a name, a symbol, a leaf or a whole equation, typed where it shall stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from graph.errors import GraphError
from graph.model import Equation, Leaf
from graph.notation import shape_text
from gui.adding.changes import Origin
from gui.adding.missing_leaves import MissingLeaves
from gui.adding.proposals import Proposal, proposed
from gui.adding.suggestions import Asking, Filling, Taking, rows
from gui.drawing.colours import colour
from gui.drawing.painter import painting
from gui.writing.field import MathField
from gui.writing.formulas import declaration_formula, node_formula
from gui.writing.rows import Row, RowList
from gui.writing.typeset import PhraseLabel

if TYPE_CHECKING:
    from graph.editing import Change, Port
    from graph.model import Node
    from gui.canvas.view import CanvasView
    from gui.writing.typeset import Written

WIDTH = 430
SHOWN = 6
"""Suggestions seen at once."""

_HINT = "y = A x,  A: 3x4,  tanh,  ⊙ …"
_KEYS = "Enter adds · ↑ ↓ choose · Esc closes"


class QuickAdd(QFrame):
    """A box over the canvas. ``open`` shows it; Esc, or the focus going elsewhere, closes it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._place: QPointF | None = None
        self._origin: Origin | None = None
        self._proposal = Proposal("")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAccessibleName("Add a node")
        self.field = MathField(self._names, self, view.viewport(), single_words=False)
        self.field.setPlaceholderText(_HINT)
        self.field.setAccessibleName("What to add")
        self.field.setAccessibleDescription("a name, a symbol, a leaf such as A: 3x4, or an equation")
        self.echo = PhraseLabel(view.look, px=13, tone="muted", mathematics="text")
        self.problem = PhraseLabel(view.look, px=12.5, tone="error")
        self.missing = MissingLeaves(view.look, self)
        self.list = RowList(view.look, parent=self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Suggestions")
        self.keys = PhraseLabel(view.look, px=11, tone="muted")
        self.keys.set_phrase(_KEYS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        for widget in (self.field, self.echo, self.problem, self.missing, self.list, self.keys):
            layout.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        self.field.textEdited.connect(self._refresh)
        self.field.entered.connect(self.take)
        self.field.moved.connect(self.list.move_current)
        self.list.current_changed.connect(self._echo)
        self.list.clicked.connect(lambda _index: self.take())
        self.missing.changed.connect(self._refresh)
        self.missing.entered.connect(self._take_line)
        for part in (self.field, self.missing):
            part.given_up.connect(self.close)
        self._view.document.opened.connect(self.close)

    # --- opening and closing

    def ask(self) -> None:
        """Opens beside the selected node, else in the middle; what is added goes where the layout wants it."""
        view, name = self._view, self._view.selection.current
        picture = view.stage.picture
        place = view.viewport().rect().center() - QPoint(WIDTH // 2, 120)
        if picture is not None and name in picture.cards:
            card = view.mapFromScene(picture.rect(name)).boundingRect()
            right = card.right() + 24 + WIDTH < view.viewport().width()
            place = card.topRight() + QPoint(24, 0) if right else card.bottomLeft() + QPoint(0, 14)
        self._open(place, None, None)

    def open(self, point: QPoint, from_: Origin | tuple[str, str, Port | None] | None = None) -> None:
        """Opens at a point of the viewport, where the new node is going to stand.

        ``from_`` is the loose end of a wire: a node with "out", or with "in" and one of its ports.
        """
        origin = from_ if isinstance(from_, Origin) or from_ is None else Origin(*from_)
        self._open(point, self._view.mapToScene(point), origin)

    def _open(self, point: QPoint, place: QPointF | None, origin: Origin | None) -> None:
        self._place, self._origin = place, origin
        self.field.clear()
        self.missing.forget()
        self.move(point)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().focusChanged.connect(self._focus_moved, Qt.ConnectionType.UniqueConnection)
        self._refresh()

    def close(self) -> bool:
        """Closes without adding anything."""
        if self.isHidden():
            return False
        QApplication.instance().focusChanged.disconnect(self._focus_moved)
        inside = self._holds(QApplication.focusWidget())
        self.hide()
        if inside:
            self._view.setFocus(Qt.FocusReason.PopupFocusReason)
        return True

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self._holds(new):
            self.close()

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    # --- what is typed

    def _names(self) -> list[str]:
        graph = self._view.document.graph
        return list(graph.nodes) if graph is not None else []

    def _refresh(self) -> None:
        text = self.field.text().strip()
        document = self._view.document.current
        self._proposal = proposed(document, text, self.missing.said)
        single = text.isidentifier()
        self.missing.show_missing(() if single else self._proposal.missing)
        beside = self._view.selection.current if self._origin is None else None
        self.list.set_rows(rows(document, text, self._proposal, self._origin, beside))
        self._echo()
        self._resize()

    def _resize(self) -> None:
        some = bool(self.list.rows.rows)
        self.list.setVisible(some)
        self.list.setFixedHeight(self.list.height_of_rows(SHOWN))
        self.missing.setVisible(bool(self.missing.fields))
        self.resize(WIDTH, self.layout().totalHeightForWidth(WIDTH))
        room = self._view.viewport().rect().adjusted(6, 6, -6, -6)
        box = QRect(self.pos(), self.size())
        box.moveLeft(max(room.left(), min(box.left(), room.right() - box.width())))
        box.moveTop(max(room.top(), min(box.top(), room.bottom() - box.height())))
        self.move(box.topLeft())

    def _echo(self) -> None:
        """What the chosen row would make, or what keeps the line from being added."""
        row = self.list.current
        change, problems = self._change(row)
        wrong = [] if change is not None or row is not None else [*self._proposal.problems]
        wrong += problems
        if isinstance(row.thing if row is not None else None, Asking):
            change, wrong = self._proposal.change, [*self._proposal.problems]
        self.echo.set_phrase(*(_words_of(change) if change is not None else ()))
        self.echo.setVisible(change is not None)
        said = [f"✕ {problem.message}" + (f": {problem.hint}" if problem.hint else "") for problem in wrong[:2]]
        self.problem.set_phrase(*([" ".join(said)] if said else []))
        self.problem.setVisible(bool(said))

    def _change(self, row: Row | None) -> tuple[Change | None, list[object]]:
        if row is None or not isinstance(row.thing, Taking):
            return None, []
        try:
            return row.thing.change(), []
        except GraphError as error:
            return None, list(error.problems)

    # --- adding

    def take(self) -> None:
        """What Enter does: adds the chosen row, or goes on to what is asked first."""
        row = self.list.current
        if row is None:
            return
        if isinstance(row.thing, Filling):
            filling = row.thing
            self.field.setText(filling.text)
            self.field.setSelection(filling.start, filling.end - filling.start)
            self.field.setFocus()
            self._refresh()
        elif isinstance(row.thing, Asking):
            self.missing.ask()
        else:
            self._apply(self._change(row)[0])

    def _take_line(self) -> None:
        if not self.missing.problem:
            self._apply(self._proposal.change)

    def _apply(self, change: Change | None) -> None:
        if change is None:
            return
        place = self._place
        self.close()
        self._view.insert(change, place)

    # --- being a box

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the box: from the line to the shapes that are asked, and round."""
        stops: list[QWidget] = [self.field, *self.missing.fields.values()]
        now = next((at for at, stop in enumerate(stops) if stop.hasFocus()), 0)
        stop = stops[(now + (1 if forward else -1)) % len(stops)]
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._view.look.theme
        with painting(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour(theme.outline), 1))
            painter.setBrush(colour(theme.card))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 9, 9)


def _words_of(change: Change) -> list[str | Written]:
    """``adds y = A x · ℝ²``: each new node with its shape, as mathematics."""
    graph = change.reading.graph if change.reading is not None else None
    nodes = [graph.nodes[name] for name in change.added if name in graph.nodes] if graph is not None else []
    if not nodes:
        return [change.words]
    parts: list[str | Written] = ["adds "]
    for index, node in enumerate(nodes):
        parts += [",  " if index else "", *_words_of_node(node)]
    return [part for part in parts if part != ""]


def _words_of_node(node: Node) -> list[str | Written]:
    if isinstance(node, Leaf):
        return [declaration_formula([node])]
    assert isinstance(node, Equation)
    if node.shape is None:
        return [node_formula(node), " · waits for its inputs"]
    return [node_formula(node), f" · {shape_text(node.shape, 'unicode') if node.shape else 'scalar'}"]
