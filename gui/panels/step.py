"""The inspector's first page: what one node sends and receives, with its numbers, at this moment of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from graph.expression import Expression
from graph.model import Leaf
from gui.drawing.values import Block, Values
from gui.evaluator import Evaluator
from gui.panels.messages import Entry, EntryRow, message_entry, rule, shape_words
from gui.playhead import Playhead
from gui.theming import Look
from gui.writing.formulas import Mathematics, name_formula
from gui.writing.typeset import PhraseLabel

if TYPE_CHECKING:
    from graph.story import Story

MOST_ROWS = 12
"""Messages of one inbox that get a row."""


class StepPage(QWidget):
    """What one node sends its parents and gets from its children, as far as the story has come."""

    def __init__(self, evaluator: Evaluator, playhead: Playhead, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evaluator = evaluator
        self._playhead = playhead
        self._look = look
        self._node: str | None = None
        self._said: tuple[object, ...] = ()
        self._values = Values(None)
        self._blocks: dict[tuple[str, str], Block] = {}
        self._own: list[tuple[str, EntryRow]] = []
        self._sent: list[tuple[str, EntryRow]] = []
        self._received: list[tuple[str, EntryRow]] = []
        self._sending = PhraseLabel(look, px=12.5, tone="muted")
        self._receiving = PhraseLabel(look, px=12.5, tone="muted")
        self._numbers_title = PhraseLabel(look, px=13, weight=600)
        self._numbers = PhraseLabel(look, px=14)
        self._numbers_rule = rule()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 8)
        self._layout.setSpacing(8)
        look.typesetter.ready.connect(self._align)
        look.changed.connect(self._align)

    def show_node(self, name: str | None) -> None:
        """Rows for another node, or for the same one of another graph, where it says something else there."""
        said = self._said_of(name)
        if said and said == self._said:
            self.take_run()
            return
        self._node, self._said = name, said
        self._clear()
        graph = self._evaluator.graph
        self._take_values()
        if name is not None and graph is not None and name in graph.nodes and graph.nodes[name].shape is not None:
            leaf = isinstance(graph.nodes[name], Leaf)
            parts = [self._add_own, self._add_received] if leaf else [self._add_sent, self._add_received, self._add_own]
            for add in parts:
                add(name)
        for widget in (self._numbers_rule, self._numbers_title, self._numbers):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        self._align()
        self.follow()

    def _said_of(self, name: str | None) -> tuple[object, ...]:
        """All that the rows of a node follow from, but numbers; empty where nothing is known."""
        graph, story = self._evaluator.graph, self._evaluator.story
        if name is None or graph is None or story is None or name not in graph.nodes:
            return ()
        node, swept = graph.nodes[name], story.gradient
        if swept is None:
            return name, node
        sent = [(parent, swept.messages.get(parent, {}).get(name)) for parent in node.parents]
        return name, node, swept.loss, swept.bars.get(name), sent, list(swept.messages.get(name, {}).items())

    def take_run(self) -> None:
        """New numbers for the same rows."""
        self._take_values()
        self.follow()

    def _take_values(self) -> None:
        self._values = Values(self._evaluator.run, self._look.digits)
        self._blocks = {}

    def _clear(self) -> None:
        kept = {self._sending, self._receiving, self._numbers_rule, self._numbers_title, self._numbers}
        while (item := self._layout.itemAt(0)) is not None:
            widget = item.widget()
            if widget is None:  # the stretch below
                self._layout.takeAt(0)
                continue
            # Not ``takeAt``: the item that it gives lives on, and the layout never hears of the widget again.
            self._layout.removeWidget(widget)
            if widget not in kept:
                widget.hide()
                widget.deleteLater()
        self._own, self._sent, self._received = [], [], []
        self._sending.hide()
        self._receiving.hide()

    def _add_own(self, name: str) -> None:
        """Its value and its adjoint."""
        graph, story = self._evaluator.graph, self._evaluator.story
        shape = graph.nodes[name].shape or ()
        formula = name_formula(name)
        self._begin_part()
        entry = Entry("value", formula.latex, formula.unicode, shape_words(shape), shape, "forward")
        self._own.append(("value", self._add(entry)))
        swept = story.gradient if story is not None else None
        if swept is not None and name in swept.reached:
            bar = name_formula(swept.bars[name])
            loss = name_formula(swept.loss)
            latex = rf"{bar.latex} = \partial {loss.latex}/\partial {formula.latex}"
            unicode = f"{bar.unicode} = ∂{loss.unicode}/∂{formula.unicode}"
            entry = Entry("adjoint", latex, unicode, shape_words(shape), shape)
            self._own.append(("adjoint", self._add(entry)))

    def _add_sent(self, name: str) -> None:
        """What it sends each parent."""
        graph, story = self._evaluator.graph, self._evaluator.story
        swept = story.gradient if story is not None else None
        for parent in graph.nodes[name].parents if swept is not None else ():
            message = swept.messages.get(parent, {}).get(name)
            if message is not None:
                if not self._sent:
                    self._begin_part(self._sending)
                self._sent.append((parent, self._add_row("to", parent, message, (name, parent))))

    def _add_received(self, name: str) -> None:
        """What its children send it, where it is a sum, or the node a leaf."""
        graph, story = self._evaluator.graph, self._evaluator.story
        swept = story.gradient if story is not None else None
        received = swept.messages.get(name, {}) if swept is not None else {}
        if len(received) > 1 or (received and isinstance(graph.nodes[name], Leaf)):
            self._begin_part(self._receiving)
            for child, expression in list(received.items())[:MOST_ROWS]:
                self._received.append((child, self._add_row("via", child, expression, (child, name))))
            if len(received) > MOST_ROWS:
                more = PhraseLabel(self._look, px=12.5, tone="muted")
                more.set_phrase(f"and {len(received) - MOST_ROWS} more")
                self._layout.addWidget(more)

    def _begin_part(self, title: QWidget | None = None) -> None:
        if self._layout.count():
            self._layout.addWidget(rule())
        if title is not None:
            self._layout.addWidget(title)
            title.show()

    def _add_row(self, way: str, node: str, message: Expression, ends: tuple[str, str]) -> EntryRow:
        """The row of one message between its ``ends``, child and parent."""
        story = self._evaluator.story
        return self._add(message_entry(way, node, message, story.steps[story.send_step[ends] - 1].shapes))

    def _align(self) -> None:
        """All blocks stand right of their words, or, where that is too narrow for one of them, all below."""
        rows = [row for _, row in (*self._own, *self._sent, *self._received)]
        below = not all(row.fits_beside(self.width()) for row in rows)
        for row in rows:
            row.put(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def _add(self, entry: Entry) -> EntryRow:
        row = EntryRow(entry, self._look)
        self._layout.addWidget(row)
        return row

    def follow(self) -> None:
        """Shows the rows at this moment of the story."""
        story, name, t = self._playhead.story, self._node, self._playhead.t
        graph = self._evaluator.graph
        known = graph is not None and name in graph.nodes and story is self._evaluator.story
        if (
            story is None or name not in story.graph.nodes or not known
        ):  # of a new text the story comes before its numbers
            self._show_numbers(None)
            return
        for kind, row in self._own:
            value = kind == "value"
            given = value and isinstance(graph.nodes[name], Leaf)  # its numbers stand from the start
            shown = 1.0 if given else story.value_shown(name, t) if value else story.adjoint_shown(name, t)
            row.show_state(self._values.value(name) if value else self._values.adjoint(name), shown)
        for parent, row in self._sent:
            sent = story.message_progress(name, parent, t) > 0  # a message exists from the moment it is sent
            row.show_state(self._sent_block(parent, name) if sent else None, float(sent))
        for child, row in self._received:
            progress = story.message_progress(child, name, t)
            words = "on its way" if 0 < progress < 1 else f"waits for {_bar(story, child)}"
            arrived = progress >= 1
            row.show_state(self._values.message(name, child) if arrived else None, float(arrived), words)
        self._tell(story, name, t)
        self._show_numbers(story)

    def _sent_block(self, parent: str, child: str) -> Block | None:
        """A message on its own scale: that of its receiver's inbox would need all the other messages."""
        run = self._evaluator.run
        if run is not None and (parent, child) not in self._blocks:
            self._blocks[parent, child] = Block(run.messages[parent][child])
        return self._blocks.get((parent, child))

    def _tell(self, story: Story, name: str, t: float) -> None:
        formula = name_formula(name)
        whole = story.adjoint_shown(name, t) > 0
        if self._sent:
            one = "One message to each parent:" if len(self._sent) > 1 else "One message to its parent:"
            if whole:
                self._sending.set_phrase(formula, f" has its whole adjoint. {one}")
            else:
                self._sending.set_phrase(formula, " sends nothing before its own adjoint is complete. Then:")
        if self._received:
            count, arrived = len(story.gradient.messages[name]), len(story.received(name, t))
            if count == 1:
                self._receiving.set_phrase(
                    formula, " has one child on the way to the loss, so its adjoint is this message:"
                )
            else:
                self._receiving.set_phrase(
                    formula,
                    f" has {count} children on the way to the loss, so its adjoint is the sum of {count} messages;"
                    f" {arrived} received:",
                )

    def _show_numbers(self, story: Story | None) -> None:
        step, run = self._playhead.step, self._evaluator.run
        phrase: tuple[str | Mathematics, ...] = ()
        if story is not None and run is not None and step is not None and self._node in (step.node, step.parent):
            phrase = tuple(story.numbers(run, step.number))
        self._numbers.set_phrase(*phrase)
        self._numbers_title.set_phrase(*((f"The numbers of step {step.number}",) if phrase and step else ()))
        for widget in (self._numbers_rule, self._numbers_title, self._numbers):
            widget.setVisible(bool(phrase))


def _bar(story: Story, child: str) -> str:
    bars = story.gradient.bars if story.gradient is not None else {}
    return name_formula(bars[child]).unicode if child in bars else child
