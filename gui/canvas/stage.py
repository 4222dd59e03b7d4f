"""What the canvas shows at this moment: the picture, its numbers, its pose; kept up with the models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QRectF, QTimer, Signal

from graph.model import Graph
from graph.notation import owner
from gui.canvas.placing import Placing, Waiting
from gui.canvas.sources import Part
from gui.canvas.upon import Upon
from gui.document import OpenDocument
from gui.drawing.annotations import Annotations, Note, annotations
from gui.drawing.cards import Point
from gui.drawing.facecache import FaceCache
from gui.drawing.folding import annotated
from gui.drawing.frames import notes_along, rehomed
from gui.drawing.large import LargePicture
from gui.drawing.notes import measure_note
from gui.drawing.openings import opening_rect, standing
from gui.drawing.picture import Picture, arrange
from gui.drawing.pose import open_fan, pose
from gui.drawing.states import CardPose, FanPose, Pose
from gui.drawing.values import Values, largest
from gui.drawing.wires import Bends, Edge
from gui.evaluator import Evaluator
from gui.playhead import Playhead
from gui.selection import Selection
from gui.theming import Look

EMPTY = Pose(0.0, None, {}, {})

_MEASURED_AT_ONCE = 40
"""Cards up to which all are measured again whenever formulas come in; larger pictures wait until all have."""

LAID_OUT_AGAIN = 60
"""Cards up to which all are laid out anew where nodes come to a graph and nothing has been put anywhere by hand."""

_BREATH = 250
"""Milliseconds between two looks at whether they have."""

_LOCKED = (0.1, 1.001)
"""Shares of its colour scale between which a block's largest entry may move before the scale follows it."""


class Stage(QObject):
    """The picture at the playhead's time.

    Signals:
        picture_changed: other cards, places or theme.
        posed(before): the pose or the numbers moved on from ``before``.
        opened: a document to be brought into view.
        laid_out: its cards stand elsewhere, as their formulas are typeset now.
    """

    picture_changed = Signal()
    posed = Signal(object)
    opened = Signal()
    laid_out = Signal()

    def __init__(
        self, document: OpenDocument, evaluator: Evaluator, playhead: Playhead, selection: Selection, look: Look
    ) -> None:
        super().__init__()
        self.document, self.evaluator, self.playhead = document, evaluator, playhead
        self.selection, self.look = selection, look
        self.picture: Picture | None = None
        self.pose = EMPTY
        self.values = Values(None)
        self.faces = FaceCache()
        self.fans: tuple[FanPose, ...] = ()
        self._laid_out: Mapping[str, Point] = {}
        self._rooms: Mapping[str, Point] = {}
        self._upon = Upon()
        self._whole: Picture | None = None
        """The picture as it was when all of it was laid out last."""
        self._left: dict[str, QRectF] = {}
        """Where cards stood that are gone: undo brings them back there."""
        self.lit: tuple[Part, ...] = ()
        self.fronts: dict[str, str] = {}
        """The nodes of rolled families that were asked for, until the story goes on."""
        self._lifted: Picture | None = None
        self.under_hand: frozenset[str] = frozenset()
        self._begun = not document.text.strip()
        self._fresh = self._unsettled = True
        self.placing = Placing(self)
        self.placing.ready.connect(self.arrange)
        document.standing = self.standing
        document.opened.connect(self._opened)
        document.renamed.connect(self._renamed)
        document.placement_changed.connect(self._replaced)
        document.drawn_changed.connect(self.redraw)
        document.reading_changed.connect(self.picture_changed)
        evaluator.story_changed.connect(self.arrange)
        evaluator.run_changed.connect(self._new_numbers)
        playhead.t_changed.connect(self._pose)
        selection.selected_changed.connect(self._pose)
        selection.hovered_changed.connect(self._pose)
        look.changed.connect(self._new_look)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_BREATH)
        self._patience.timeout.connect(self._typeset)
        look.typesetter.ready.connect(self._typeset)
        self.arrange()

    @property
    def graph(self) -> Graph | None:
        return self.picture.graph if self.picture is not None else None

    def card_pose(self, name: str, focused: bool = False) -> CardPose:
        """The story's pose of a card, with what the user does to it."""
        selected, hovered = name in self.selection.selected, name == self.selection.hovered
        found = self.pose.card(name)
        if selected or hovered:
            return replace(
                found, selected=selected, hovered=hovered, focused=focused and name == self.selection.current
            )
        return found

    def arrange(self) -> None:
        """Measures and places the document's graph; what stood somewhere stays there, but in a graph that is begun."""
        graph, story = self.document.graph, self.evaluator.story
        if (
            graph is not None
            and self._laid_out
            and 2 * len(self._laid_out.keys() & graph.nodes.keys()) < len(graph.nodes)
        ):
            self._another()  # a text that was pasted: what little is left of the old one holds no places
        elif graph is not None and self._grows(graph):
            self.lay_out_afresh()
        if graph is None or not graph.nodes:
            self.picture, self._laid_out, self._rooms = None, {}, {}
        else:
            laid_out = {**self._recalled(graph), **self._laid_out}
            known = {**laid_out, **self.document.placement}
            drawn = annotations(self.document.drawn)
            try:
                picture = arrange(
                    self.document.shown or graph, story, self.look.theme, self.look.typesetter, known, self.look.digits,
                    self.picture if self._laid_out else None, self._rooms, self.placing.place, drawn.hides,
                    self._upon.pairs(known),
                )  # fmt: skip
            except Waiting:
                self.picture_changed.emit()
                return
            self.picture = annotated(picture, drawn, self.look.typesetter)
            large = isinstance(picture, LargePicture)
            if not self._laid_out:
                self._whole = picture
            # The operations inside an open equation follow it, unless all was laid out with them.
            self._laid_out = {
                name: laid_out.get(name, at)
                for name, at in self.picture.placement.items()
                if name in laid_out or owner(name) == name
            } if laid_out else dict(self.picture.placement)  # fmt: skip
            self._rooms = {} if large else {n: self._rooms.get(n, size) for n, size in self.picture.sizes.items()}
        self.fans, self.lit, self._lifted, self.under_hand = (), (), None, frozenset()
        if self._fresh:
            self.values = Values(None)
        self._new_numbers()
        self.picture_changed.emit()
        if self._fresh and self.picture is not None:
            self._fresh, self._unsettled = False, not self.picture.settled
            self.opened.emit()

    def _grows(self, graph: Graph) -> bool:
        """Whether nodes came to a small graph that was begun here and has nothing put anywhere by hand: it is laid out
        as a whole, as whoever opens its file will see it. A graph that was opened is known as it stands, and stays.
        """
        return (
            self._begun
            and not (self.document.placement or self.document.drawn.keys() & {"notes", "bends"})
            and len(graph.nodes) <= LAID_OUT_AGAIN
            and not graph.nodes.keys() <= self._laid_out.keys() | self._left.keys()
        )

    def _recalled(self, graph: Graph) -> dict[str, Point]:
        """Where nodes that come back stood before, if nothing else stands there now."""
        if self.picture is None:
            return {}
        for name in {owner(name) for name in self.picture.cards} - graph.nodes.keys():
            at = self._laid_out.get(name, self.picture.placement[name])
            self._left[name] = QRectF(*at, *self.picture.sizes[name])
        back = {name: self._left.pop(name) for name in self._left.keys() & graph.nodes.keys()}
        return {
            name: rect.topLeft().toTuple()
            for name, rect in back.items()
            if not any(other in graph.nodes and self._stays(other, rect) for other in self.picture.cards_in(rect))
        }

    def _stays(self, name: str, area: QRectF) -> bool:
        """Whether a card that stands in an area is to stand there further on: an undo may take it away."""
        at = self.document.placement.get(name, self._laid_out.get(name, self.picture.placement[name]))
        return QRectF(*at, *self.picture.sizes[name]).intersects(area)

    def show_places(self, places: Mapping[str, Point]) -> None:
        """Cards under the hand: their wires follow, nothing is kept."""
        if self.picture is not None:
            self._lifted = self._lifted or self.picture
            there = {name: at for name, at in places.items() if name in self.picture.cards}
            self.under_hand = self.under_hand | there.keys()
            moved = self._lifted.moved(there, quick=True)
            drawn = rehomed(self._lifted, moved, there.keys())
            along = notes_along(self._lifted, there)
            notes = {key: replace(sheet, note=along.get(key, sheet.note)) for key, sheet in self._lifted.notes.items()}
            self.picture = moved.with_beside(annotations=drawn, notes=notes)
            self.picture_changed.emit()

    def kept(self, places: Mapping[str, Point]) -> dict[str, Point]:
        """What a document keeps of cards that were put somewhere: of an equation whose operations follow it, where
        their block begins.
        """
        found, known = dict(places), self._laid_out.keys() | self.document.placement.keys()
        for name, opening in self.picture.openings.items() if self.picture is not None else ():
            *inner, _ = opening.nodes
            if name in places and known.isdisjoint(inner) and self.picture is not None:
                (x, y), (left, top) = places[name], self.picture.placement[name]
                corner = opening_rect(self.picture, name).topLeft()
                found = {other: at for other, at in found.items() if other not in inner}
                found[name] = (corner.x() + x - left, corner.y() + y - top)
        return found

    def put_upon(self, places: Mapping[str, Point]) -> None:
        """Cards are put somewhere by hand: what they come to lie upon does not push them aside, nor they it."""
        if self.picture is not None and not isinstance(self.picture.unfolded, LargePicture):
            self._upon.put(places, self.picture.unfolded, {**self._laid_out, **self.document.placement})

    def standing(self) -> dict[str, Point]:
        """Where all cards stand, if a file that says only what was put by hand would not open with them there, or has
        something that is drawn at a place beside them; else nothing.
        """
        if self.settled is None:
            return {}
        now, told, whole = self.settled.unfolded, self.document.placement, self._whole
        drawn = self.document.drawn.keys() & {"notes", "bends"}
        if not drawn and whole is not None and _same_wires(now.graph, whole.graph):
            opens = {**whole.placement, **told}
            if all(at == opens[name] for name, at in now.placement.items()):
                return {}
        return dict(now.placement)

    def drawn_there(self) -> Annotations | None:
        """What is drawn beside the graph, as it follows the cards under the hand; None where none is."""
        return self.picture.annotations if self.picture is not None and self._lifted is not None else None

    @property
    def settled(self) -> Picture | None:
        """The picture without what is under the hand."""
        return self._lifted or self.picture

    def settle(self) -> None:
        """Cards under the hand go where the document has them; their wires are led around the others again."""
        if self._lifted is not None:
            self._replaced()

    def lay_out_afresh(self) -> None:
        """Lets the next picture be laid out as a whole: only what was put somewhere by hand keeps its place."""
        self._laid_out, self._rooms, self._left = {}, {}, {}

    def light(self, parts: tuple[Part, ...]) -> None:
        """Lights the entries that made the one under the pointer, where their values are shown."""
        lit = tuple(part for part in parts if self.pose.card(part.name).value >= 1)
        if lit != self.lit:
            self.lit = lit
            self.posed.emit(self.pose)

    def turn(self, key: str, by: int) -> None:
        """Shows another node of a rolled family."""
        fold = self.picture.folds.get(key) if self.picture is not None else None
        if fold is not None and self.picture is not None:
            now = fold.nodes.index(fold.front(self.picture, self.pose.step, self.fronts.get(key)))
            self.fronts = {**self.fronts, key: fold.nodes[(now + by) % len(fold.nodes)]}
            self._pose(again=True)

    def toggle_fan(self, name: str) -> None:
        """Opens the fan of a merged inbox again, or closes it."""
        if self.picture is None:
            return
        rest = tuple(fan for fan in self.fans if fan.parent != name)
        merged = self.pose.card(name).merged >= 1 and self.picture.cards[name].inbox is not None
        self.fans = (*rest, open_fan(name)) if merged and len(rest) == len(self.fans) else rest
        self.posed.emit(self.pose)

    def _opened(self) -> None:
        self._begun = not self.document.text.strip()
        self._another()

    def _renamed(self, renamed: Mapping[str, str]) -> None:
        """A node that goes on under another name stays where it is."""
        self._laid_out = {renamed.get(name, name): at for name, at in self._laid_out.items()}
        self._rooms = {renamed.get(name, name): size for name, size in self._rooms.items()}

    def _another(self) -> None:
        self.picture, self._laid_out, self._rooms, self._left = None, {}, {}, {}
        self._fresh = self._unsettled = True
        self._upon.clear()

    def _replaced(self) -> None:
        if self.picture is None:
            return
        lifted, self._lifted, self.under_hand = self._lifted or self.picture, None, frozenset()
        # A document also knows places of the operations of equations that were closed since.
        placed = {**self._laid_out, **self.document.placement}
        if isinstance(lifted, LargePicture) and not lifted.openings:  # nothing gives way to anything
            stood = lifted.placement
            self.picture = lifted.moved({name: at for name, at in placed.items() if stood.get(name, at) != at})
            self.picture_changed.emit()
            return
        known = {name: at for name, at in placed.items() if name in self.picture.sizes}
        places = standing(self.picture.graph, self.picture.sizes, known, self._rooms, self._upon.pairs(known))
        self.picture = lifted.moved({name: places[name] for name in lifted.cards if name in places})
        self.picture_changed.emit()

    def show_note(self, key: str, note: Note) -> None:
        """A note under the hand; nothing is kept."""
        if self.picture is not None:
            sheet = measure_note(note, self.look.theme, self.look.typesetter)
            self.picture = self.picture.with_beside(notes={**self.picture.notes, key: sheet})
            self.picture_changed.emit()

    def redraw(self) -> None:
        """Takes what is drawn beside the graph from the document again."""
        drawn = annotations(self.document.drawn)
        if self.picture is not None and drawn.hides != self.picture.annotations.hides:
            self.arrange()
        elif self.picture is not None:
            self.picture = annotated(self.picture, drawn, self.look.typesetter)
            self._pose(again=True)
            self.picture_changed.emit()

    def show_bends(self, edge: Edge, bends: Bends) -> None:
        """The wire under the hand runs through these; nothing is kept."""
        if self.picture is not None:
            found = self.picture.annotations
            found = replace(found, bends={**found.bends, edge: bends})
            self.picture = annotated(self.picture, found, self.look.typesetter)
            self.picture_changed.emit()

    def _new_numbers(self) -> None:
        run = self.evaluator.run
        self.values = Values(run, self.look.digits, _kept_scales(self.values, run))
        self._pose(again=True)

    def _new_look(self) -> None:
        self.faces.clear()
        self.arrange()

    def _typeset(self) -> None:
        if self.picture is None or (self.picture.settled and not isinstance(self.picture.unfolded, LargePicture)):
            return
        if self.look.typesetter.busy and len(self.picture.cards) > _MEASURED_AT_ONCE:
            if not self._patience.isActive():
                self._patience.start()
            return
        if isinstance(self.picture.unfolded, LargePicture):
            self.picture.unfolded.crowd.typesetting_done()
            if not self.picture.settled:  # the line of a rolled family came in
                self.picture = annotated(self.picture, self.picture.annotations, self.look.typesetter)
            self.picture_changed.emit()
            return
        self.faces.clear()
        if self._unsettled:  # the layout of placeholders is none to keep: a file opens the same way each time
            self._laid_out, self._rooms = {}, {}
        self.arrange()
        if self._unsettled and self.picture.settled:
            self._unsettled = False
            self.laid_out.emit()

    def _pose(self, _t: float | None = None, again: bool = False) -> None:
        """``again`` where the numbers are others, so that everything is to be drawn anew."""
        before = EMPTY if again else self.pose
        if not again and self.fronts and self.playhead.t != self.pose.t:
            self.fronts = {}
        if self.picture is None:
            self.pose = EMPTY
        elif again or self.playhead.t != self.pose.t:
            self.pose = pose(self.picture, self.playhead.t, self.look.reduce_motion)
            self.fans = tuple(fan for fan in self.fans if self.pose.card(fan.parent).merged >= 1)
            self.lit = tuple(part for part in self.lit if self.pose.card(part.name).value >= 1)
        self.posed.emit(before)


def _same_wires(one: Graph, other: Graph) -> bool:
    """Whether two graphs have the same nodes and the same wires between them."""
    return one.nodes.keys() == other.nodes.keys() and all(
        node.parents == other.nodes[name].parents for name, node in one.nodes.items()
    )


def _kept_scales(values: Values, run: Any) -> dict[Any, float]:
    """The colour scales of before, but for blocks whose numbers have outgrown them, or shrunk far below."""
    if run is None:
        return {}
    low, high = _LOCKED
    kept = {}
    for key, scale in values.scales.items():
        arrays = run.values if key[0] == "value" else run.adjoints
        array = arrays.get(key[1])
        if array is not None and low * scale <= largest(array) <= high * scale:
            kept[key] = scale
    return kept
