"""The box that adds: a name, a symbol, a leaf or a whole equation, typed where it shall stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QWidget

from graph.errors import GraphError, Problem
from graph.model import Equation, Leaf
from graph.notation import name_text, shape_text
from gui.adding.changes import Origin, wanted_shape, wired
from gui.adding.missing_leaves import MissingLeaves
from gui.adding.proposals import Proposal, proposed
from gui.adding.suggestions import Asking, Filling, Setting, Taking, rows
from gui.canvas.box import Box
from gui.canvas.sockets import Socket
from gui.writing.field import MathField
from gui.writing.formulas import declaration_formula, node_formula
from gui.writing.rows import HEIGHT, RowList
from gui.writing.typeset import PhraseLabel

if TYPE_CHECKING:
    from graph.editing import Change, Port
    from graph.model import Node
    from gui.canvas.view import CanvasView
    from gui.writing.typeset import Written

WIDTH = 430
LEAST_SHOWN, MOST_SHOWN = 4, 10
"""Suggestions seen at once, as far as there is room below the line."""

_BESIDE_LIST = 150
"""Pixels that the box has beside its list."""

_MOST_ECHOED = 6
"""New nodes that are shown of a line that adds more."""

_UNREAD = Problem(
    "syntax", "nothing can be added while the equations cannot be read", hint="mend them on the left first"
)

_KEYS = "Enter adds · ↑ ↓ choose · Esc closes"


class QuickAdd(Box):
    """``open`` shows it where it shall add, ``ask`` beside what is selected; Esc closes it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view, WIDTH, "Add a node")
        self._place: QPointF | None = None
        self._origin: Origin | None = None
        self._proposal = Proposal("")
        self._setting = Setting(view.document.current, None)
        self.field = MathField(self._names, self, view.viewport(), single_words=False)
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
        self.lay_out(self.field, self.echo, self.problem, self.missing, self.list, self.keys)
        self._connect()

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

    # --- opening

    @property
    def loose_end(self) -> tuple[Socket, QPointF] | None:
        """Where the wire that is asked about is plugged in, and where in the scene it was let go."""
        if self._origin is None or self._place is None or self.isHidden():
            return None
        return Socket(self._origin.node, self._origin.port), self._place

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
        document = self._view.document
        self._place, self._origin = place, origin
        beside = self._view.selection.current if origin is None else None
        wanted = wanted_shape(document.current, origin) if not document.stale else None
        self._setting = Setting(document.current, document.graph, origin, beside, wanted)
        self.field.setPlaceholderText(_hint(origin))
        self.field.clear()
        self.missing.forget()
        self.move(point)
        self.appear(self.field)
        self._refresh()

    # --- what is typed

    def _names(self) -> list[str]:
        graph = self._view.document.graph
        return list(graph.nodes) if graph is not None else []

    def _refresh(self) -> None:
        text = self.field.text().strip()
        document = self._view.document
        self._proposal = Proposal(text, problems=(_UNREAD,))
        if not document.stale or not document.text.strip():
            self._proposal = proposed(document.graph, text, self.missing.said)
        self.missing.show_missing(() if text.isidentifier() else self._proposal.missing)
        self.list.set_rows(rows(self._setting, text, self._proposal))
        self._echo()
        self._resize()

    def _shown(self) -> int:
        return max(LEAST_SHOWN, min(MOST_SHOWN, (self.room.height() - _BESIDE_LIST) // HEIGHT))

    def _resize(self) -> None:
        some = bool(self.list.rows.rows)
        self.list.setVisible(some)
        self.list.setFixedHeight(self.list.height_of_rows(self._shown()))
        self.missing.setVisible(bool(self.missing.fields))
        self.fit()
        room, box = self.room, QRect(self.pos(), self.size())
        box.moveLeft(max(room.left(), min(box.left(), room.right() - box.width())))
        box.moveTop(max(room.top(), min(box.top(), room.bottom() - box.height())))
        self.move(box.topLeft())

    def _echo(self) -> None:
        """What the chosen row would make, or what keeps the line from being added."""
        thing = self.list.current.thing if self.list.current is not None else None
        nodes = thing.nodes() if isinstance(thing, Taking) else ()
        if isinstance(thing, Asking):
            nodes = self._proposal.nodes
        words = thing.words if isinstance(thing, Taking) else ""
        self.echo.set_phrase(*(_words_of(nodes) if nodes else [words] if words else []))
        self.echo.setVisible(bool(nodes or words))
        self._say(self._proposal.problems if isinstance(thing, Asking) or thing is None else ())

    def _say(self, problems: Sequence[Problem]) -> None:
        said = [f"✕ {problem.words}" for problem in problems[:2]]
        self.problem.set_phrase(*([" ".join(said)] if said else []))
        self.problem.setVisible(bool(said))

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
            self._apply(row.thing.change)

    def _take_line(self) -> None:
        if not self.missing.problem and self._proposal.nodes:
            document = self._view.document.current
            self._apply(lambda: wired(document, self._proposal.change, self._origin))

    def _apply(self, make: Callable[[], Change]) -> None:
        """Adds it; what the whole text has against it is said, and the box stays."""
        try:
            change = make()
        except GraphError as error:
            self._say(error.problems)
            self._resize()
            return
        place = self._place
        self.close()
        self._view.insert(change, place)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the box: from the line to the shapes that are asked, and round."""
        stops: list[QWidget] = [self.field, *self.missing.fields.values()]
        now = next((at for at, stop in enumerate(stops) if stop.hasFocus()), 0)
        stop = stops[(now + (1 if forward else -1)) % len(stops)]
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        return True


def _hint(origin: Origin | None) -> str:
    """What can be typed, in the empty field."""
    if origin is None:
        return "y = A x,  A: 3x4,  tanh,  ⊙ …"
    name = name_text(origin.node)
    return f"{name} goes into …" if origin.side == "out" else f"what goes into {name} …"


def _words_of(nodes: Sequence[Node]) -> list[str | Written]:
    """``adds y = A x · ℝ²``: each new node with its shape, as mathematics."""
    parts: list[str | Written] = ["adds "]
    for index, node in enumerate(nodes[:_MOST_ECHOED]):
        parts += [*([",  "] if index else []), *_words_of_node(node)]
    return [*parts, f" and {len(nodes) - _MOST_ECHOED} more"] if len(nodes) > _MOST_ECHOED else parts


def _words_of_node(node: Node) -> list[str | Written]:
    if isinstance(node, Leaf):
        return [declaration_formula([node])]
    assert isinstance(node, Equation)
    if node.shape is None:
        return [node_formula(node), " · waits for its inputs"]
    return [node_formula(node), f" · {shape_text(node.shape, 'unicode') if node.shape else 'scalar'}"]
