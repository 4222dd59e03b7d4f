"""Finding nodes by name, by what their equations say, or by operation: a bar over the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from graph.expression import Apply, postorder
from graph.language.tokens import canonical
from graph.model import Equation, Graph
from graph.notation import name_text
from gui.drawing.colours import colour
from gui.writing.field import MathField

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

WIDTH = 420
LIT = 300
"""Matches that are lit at once; of more, those that are looked at."""


class FindBar(QFrame):
    """A field, how many were found, the next one and the one before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Find a node")
        self.field = MathField(parent=self, host=parent, single_words=False)
        self.field.setPlaceholderText("Find: a name, A x, tanh …")
        self.field.setAccessibleName("Find")
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.count.setMinimumWidth(64)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.before = _button("‹", "Previous match (Shift+Enter)")
        self.after = _button("›", "Next match (Enter)")
        self.away = _button("✕", "Close (Esc)")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field, 1)
        for widget in (self.count, self.before, self.after, self.away):
            layout.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self.hide()

    def stand(self) -> None:
        """At the top of the canvas, in its right corner."""
        room = self.parentWidget()
        self.setFixedWidth(min(WIDTH, room.width() - 16))
        self.adjustSize()
        self.move(room.width() - self.width() - 12, 12)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in the bar."""
        stops: list[QWidget] = [self.field, self.before, self.after, self.away]
        now = next((at for at, stop in enumerate(stops) if stop.hasFocus()), 0)
        stops[(now + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.field.given_up.emit()
        event.accept()


class Finding(QObject):
    """``matches`` are the nodes found, in topological order; the current one is selected."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._texts: tuple[Graph | None, dict[str, str]] = (None, {})
        self.matches: list[str] = []
        self.bar = FindBar(view.viewport())
        self.bar.field.textEdited.connect(self._search)
        self.bar.field.given_up.connect(self.close)
        self.bar.field.installEventFilter(self)
        self.bar.away.clicked.connect(self.close)
        self.bar.after.clicked.connect(lambda: self.step(1))
        self.bar.before.clicked.connect(lambda: self.step(-1))
        view.viewport().installEventFilter(self)
        view.document.graph_changed.connect(self._again)

    def open(self) -> None:
        """Shows the bar, with what was looked for last."""
        self.bar.stand()
        self.bar.show()
        self.bar.raise_()
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.field.selectAll()
        self._again()

    def close(self) -> None:
        if self.bar.isHidden():
            return
        inside = self.bar.isAncestorOf(self.bar.window().focusWidget() or self._view)
        self.bar.hide()
        self.matches = []
        self._view.viewport().update()
        if inside:
            self._view.setFocus()

    def step(self, way: int) -> None:
        """To the next match, or the one before, round and round."""
        if self.matches:
            current = self._view.selection.current
            at = self.matches.index(current) + way if current in self.matches else (0 if way > 0 else -1)
            self._show(self.matches[at % len(self.matches)])

    def paint(self, painter: QPainter, zoom: float) -> None:
        """Lights the matches."""
        picture = self._view.stage.picture
        if not self.matches or picture is None or self.bar.isHidden():
            return
        theme = self._view.look.theme
        seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        near = picture.cards_in(seen) if len(self.matches) > LIT else self.matches
        found = frozenset(self.matches)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name in near:
            if name in found and name in picture.cards:
                rect = picture.rect(name).adjusted(-5, -5, 5, 5)
                for tone, width in ((theme.text, 5.0), (theme.halo, 3.0)):
                    painter.setPen(QPen(colour(tone), width / max(zoom, 0.2)))
                    painter.drawRoundedRect(QRectF(rect), 12, 12)

    # --- what is found

    def _search(self) -> None:
        asked = self.bar.field.text().strip()
        self.matches = self._found(self.bar.field.text())
        wanted = [name for name in self.matches if asked in (name, name_text(name))] or self.matches
        if wanted and self._view.selection.current not in wanted:
            self._show(wanted[0])
        else:
            self._say()

    def _again(self) -> None:
        if not self.bar.isHidden():
            self.matches = self._found(self.bar.field.text())
            self._say()

    def _found(self, query: str) -> list[str]:
        graph = self._view.document.graph
        asked = [part for part in {_folded(query), _folded(canonical(query.strip()))} if part]
        if graph is None or not asked:
            return []
        texts = self._texts_of(graph)
        return [name for name in graph.order if any(part in texts[name] for part in asked)]

    def _texts_of(self, graph: Graph) -> dict[str, str]:
        """What every node is found by: its name, its line as it was typed, its operations."""
        if self._texts[0] is not graph:
            reading = self._view.document.reading
            texts = {}
            for name, node in graph.nodes.items():
                said = reading.statement_of(name) if reading.graph is graph else None
                line = reading.text[said.start : said.start + said.length] if said is not None else ""
                texts[name] = "\n".join(map(_folded, (name, name_text(name), line, *_operations(node))))
            self._texts = (graph, texts)
        return self._texts[1]

    def _show(self, name: str) -> None:
        self._view.bring_near(name)
        self._say()

    def _say(self) -> None:
        current, count = self._view.selection.current, len(self.matches)
        if not self.bar.field.text().strip():
            self.bar.count.setText("")
        elif not count:
            self.bar.count.setText("none")
        else:
            at = self.matches.index(current) + 1 if current in self.matches else 0
            self.bar.count.setText(f"{at} of {count}" if at else str(count))
        self._view.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.bar.field:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.bar.field.completing:
                ways = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
                if event.key() in ways:
                    back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                    self.step(-1 if back else ways[Qt.Key(event.key())])
                    return True
        elif event.type() == QEvent.Type.Resize and not self.bar.isHidden():
            self.bar.stand()
        return False


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _operations(node: object) -> list[str]:
    if not isinstance(node, Equation):
        return [getattr(node, "role", "")]
    applied = (part.operation for part in postorder(node.expression) if isinstance(part, Apply))
    return list(dict.fromkeys(word for record in applied for word in (record.name, *record.aliases)))


def _button(sign: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
