"""What a screen reader says of the canvas: the node selected, what it is made of, and what of it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent

from graph.model import Equation, Graph
from graph.notation import expression_text, name_text
from graph.story.phrases import described

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Describing(QObject):
    """Keeps the accessible description of a canvas up with the selection and the story, and announces it."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._said = ""
        view.selection.selected_changed.connect(self.follow)
        view.playhead.t_changed.connect(self._follow_story)
        view.stage.picture_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Says what is selected now, if that is something else than before."""
        words = self.words()
        if words == self._said:
            return
        self._said = words
        self._view.setAccessibleDescription(words)
        if words and self._view.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self._view, QAccessible.Event.DescriptionChanged))
            QAccessible.updateAccessibility(QAccessibleEvent(self._view, QAccessible.Event.Focus))

    def _follow_story(self) -> None:
        if not self._view.playhead.moving:  # while it plays, the timeline says what happens
            self.follow()

    def words(self) -> str:
        """``z = A (u ⊙ v); a column of 2 entries; value shown, adjoint not yet; from A, u, v; used by w``."""
        graph, wire = self._view.document.graph, self._view.selection.selected_wire
        chosen = [name for name in self._view.selection.selected if graph is not None and name in graph.nodes]
        if wire is not None:
            return f"wire from {name_text(wire[0])} to {name_text(wire[1])}"
        if graph is None or not chosen:
            return ""
        if len(chosen) > 1:
            return f"{len(chosen)} nodes selected: {', '.join(map(name_text, chosen[:6]))}" + ", …" * (len(chosen) > 6)
        return "; ".join([_equation(graph, chosen[0]), *self._facts(graph, chosen[0])])

    def _facts(self, graph: Graph, name: str) -> list[str]:
        node, children = graph.nodes[name], graph.children(name)
        role = "an equation" if isinstance(node, Equation) else f"a leaf, {node.role}"
        facts = [f"{role}, {described(node.shape)}", self._state(name)]
        facts += [f"from {', '.join(map(name_text, node.parents))}"] if node.parents else []
        facts += [f"used by {', '.join(map(name_text, children))}"] if children else []
        return facts + self._drawn(name)

    def _state(self, name: str) -> str:
        """What of its numbers is there at this moment."""
        stage = self._view.stage
        pose, card = stage.pose.card(name), stage.picture.cards.get(name) if stage.picture is not None else None
        value = "value shown" if pose.value >= 1 else "value not yet"
        if card is None or card.face.constant:
            return f"{value}, no adjoint"
        received = sum(share >= 1 for share in pose.received)
        adjoint = "adjoint shown" if pose.adjoint >= 1 else "adjoint not yet"
        if 0 < received < len(pose.received):
            adjoint += f", {received} of {len(pose.received)} messages received"
        return f"{value}, {adjoint}"

    def _drawn(self, name: str) -> list[str]:
        """Its tag, its frames, and whether something stands for it."""
        picture = self._view.stage.picture
        if picture is None:
            return []
        drawn = picture.annotations
        said = [f"tagged {drawn.tags[name]}"] if name in drawn.tags else []
        said += [f"in the frame {frame.title}" for frame in drawn.frames.values() if name in frame.nodes]
        said += ["folded away into one card"] if name in picture.hidden else []
        return said + (["open"] if name in picture.openings else [])


def _equation(graph: Graph, name: str) -> str:
    node = graph.nodes[name]
    text = name_text(name)
    return f"{text} = {expression_text(node.expression, defined=graph.nodes)}" if isinstance(node, Equation) else text
