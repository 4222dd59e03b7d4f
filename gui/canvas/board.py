"""The canvas as gestures see it: where cards are, which are selected, and what a gesture shows while it lasts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from graph.notation import owner
from gui.canvas.gestures.gesture import Sketch
from gui.canvas.ground import paint_band
from gui.canvas.navigation import NavigableView
from gui.document import OpenDocument
from gui.selection import Selection
from gui.theming import Look

CROWDED = 300
"""Cards in view beyond which nothing catches at them."""

if TYPE_CHECKING:
    from gui.canvas.bending import Bending
    from gui.canvas.framing import Framing
    from gui.canvas.layers import Layers
    from gui.canvas.stage import Stage


class BoardView(NavigableView):
    """What ``gestures.gesture.Board`` asks for, of a view that has these parts."""

    document: OpenDocument
    selection: Selection
    look: Look
    stage: Stage
    layers: Layers
    framing: Framing
    bending: Bending
    _band: QRectF | None = None
    _sketch: Sketch | None = None
    _sketched: Sequence[QRectF] = ()

    @property
    def snaps(self) -> bool:
        return self.look.snaps

    def names(self) -> tuple[str, ...]:
        """All nodes that are shown."""
        return tuple(self.stage.picture.cards) if self.stage.picture is not None else ()

    def rect(self, name: str) -> QRectF:
        """Where a card is in the scene."""
        return self.stage.picture.rect(name) if self.stage.picture is not None else QRectF()

    def place(self, name: str) -> QPointF:
        """Where a node stands; one that is folded into a card, where it would."""
        return QPointF(*self.stage.picture.placement[name]) if self.stage.picture is not None else QPointF()

    def rects_beside(self, names: Collection[str]) -> list[QRectF]:
        """The cards in view but these; none where that is a crowd: guides to everything would be guides to nothing."""
        picture, area = self.stage.picture, self.mapToScene(self.viewport().rect()).boundingRect()
        found = picture.cards_in(area) if picture is not None else ()
        return [] if len(found) > CROWDED else [self.rect(name) for name in found if name not in names]

    def places(self) -> dict[str, QPointF]:
        picture = self.stage.picture
        return {name: QPointF(*at) for name, at in picture.placement.items()} if picture is not None else {}

    def selected(self) -> frozenset[str]:
        return frozenset(self.selection.selected)

    def lifted(self) -> frozenset[str]:
        """The nodes that move when the selection is dragged: with an open equation, its operations."""
        picture, chosen = self.stage.picture, self.selected()
        opened = picture.openings.keys() & chosen if picture is not None else ()
        return chosen.union(*(picture.openings[name].nodes for name in opened)) if picture is not None else chosen

    def select(self, names: Iterable[str]) -> None:
        graph = self.document.graph
        chosen = frozenset(name for name in names if graph is not None and owner(name) in graph.nodes)
        kept = [name for name in self.selection.selected if name in chosen]
        self.selection.select(*kept, *sorted(chosen - set(kept)))

    def cards_in(self, area: QRectF) -> frozenset[str]:
        picture = self.stage.picture
        if picture is None:
            return frozenset()
        folded = (name for fold in picture.folds.values() if fold.rect.intersects(area) for name in fold.nodes)
        return frozenset((*picture.cards_in(area), *folded))

    def show_places(self, places: dict[str, QPointF]) -> None:
        self.stage.show_places({name: (at.x(), at.y()) for name, at in places.items()})

    def keep_places(self, places: dict[str, QPointF], words: str = "") -> None:
        self.framing.keep_places({name: (at.x(), at.y()) for name, at in places.items()}, words)
        self.stage.settle()

    def put(
        self,
        places: Mapping[str, tuple[float, float]],
        words: str = "",
        gesture: object | None = None,
        drawn: Mapping[str, Any] | None = None,
    ) -> None:
        """Nodes put somewhere by hand, one step of undo; bends go along with wires both of whose ends do."""
        self.stage.put_upon(places)
        more = {**self.bending.following(places), **self.noting.following(places)}
        self.document.place(places, words, gesture, {**(drawn or {}), **more})

    def drop_places(self) -> None:
        self.stage.settle()

    def show_band(self, area: QRectF | None) -> None:
        self._band = area
        self.viewport().update()

    def show_sketch(self, sketch: Sketch | None, areas: Sequence[QRectF] | None = None) -> None:
        """Draws over everything; ``areas`` is all that it covers, where that is little."""
        drawn, self._sketch = self._sketch, sketch
        before, self._sketched = self._sketched, areas or ()
        if areas is not None or (sketch is None and before):
            self.layers.repaint([*before, *self._sketched])
        elif sketch is not None or drawn is not None:
            self.viewport().update()

    def paint_sketch(self, painter: QPainter) -> None:
        """What the gesture under way shows, over everything."""
        if self._band is not None:
            paint_band(painter, self._band, self.look.theme, self.zoom)
        if self._sketch is not None:
            self._sketch(painter, self.look.theme, self.zoom)
