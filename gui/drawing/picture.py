"""A picture: the measured cards of a graph, where they stand, and the wires between them. Numbers come later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, reduce
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF

from graph.layout import place, place_new
from graph.model import Graph
from gui.drawing.annotations import NOTHING, Annotations
from gui.drawing.bends import BentWire, carried
from gui.drawing.cards import Card, Point, measure
from gui.drawing.faceplate import MARGIN
from gui.drawing.faces import Face, faces, factor, hiding
from gui.drawing.frames import frame_rects, title_rects
from gui.drawing.mathematics import Formula, Typesetter
from gui.drawing.openings import opening_rect, opening_title, standing
from gui.drawing.ports import in_ports, out_ports
from gui.drawing.routes import Points, Router
from gui.drawing.theme import Theme
from gui.drawing.whereabouts import Whereabouts, table
from gui.drawing.wires import Bends, Chip, DirectWire, Edge, Wire, place_chips

if TYPE_CHECKING:
    from graph.calculus.gradient import Gradient
    from graph.story import Step, Story
    from gui.drawing.folds import Fold
    from gui.drawing.notes import Sheet
    from gui.drawing.openings import Opening

ROUTED = 600
"""Wires up to which each is led around the cards in its way; beyond, they run straight to their ends."""

_CHIPPED = 150
"""Wires up to which they have chips."""

CROWD = 250
"""Nodes up to which every card is measured at once; in larger pictures those that are looked at."""


Layout = Callable[[Graph, Mapping[str, Point]], Mapping[str, Point]]
"""Gives places for cards of these sizes."""


@dataclass(frozen=True, slots=True)
class Times:
    """In which step (from 1) each value, each adjoint and each message, by (child, parent), comes.

    ``forward`` is the number of steps of the forward sweep.
    """

    values: Mapping[str, int]
    adjoints: Mapping[str, int]
    sends: Mapping[tuple[str, str], int]
    forward: int


@dataclass(frozen=True, eq=False)
class Picture:
    """Everything about a graph that does not change with numbers or time. Placement is of top-left corners."""

    graph: Graph
    steps: Sequence[Step]
    times: Times
    cards: Mapping[str, Card]
    placement: Mapping[str, Point]
    wires: Mapping[Edge, Wire]
    chips: Mapping[Edge, Chip]
    factors: Mapping[Edge, Formula]
    theme: Theme
    digits: int
    annotations: Annotations = NOTHING
    folds: Mapping[str, Fold] = field(default_factory=dict)
    """The cards that stand for several nodes, by frame or family."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """The nodes that they stand for, with the fold of each."""
    whole: Picture | None = None
    notes: Mapping[str, Sheet] = field(default_factory=dict)
    openings: Mapping[str, Opening] = field(default_factory=dict)

    @property
    def unfolded(self) -> Picture:
        """The same picture with nothing folded."""
        return self

    @property
    def settled(self) -> bool:
        """Whether all formulas are typeset; if not, arrange again when the typesetter says ready."""
        noted = all(sheet.settled for sheet in self.notes.values())
        noted = noted and all(opening.title.ready for opening in self.openings.values())
        carded = all(card.settled for card in self.cards.values())
        return noted and carded and all(formula.ready for formula in self.factors.values())

    @property
    def sizes(self) -> Mapping[str, Point]:
        return {name: card.size for name, card in self.cards.items()}

    def rect(self, name: str) -> QRectF:
        """The card, in the coordinates of the picture."""
        return QRectF(*self.placement[name], *self.cards[name].size)

    def corner(self, name: str) -> Point:
        """Where the card of a node is drawn, if it is; within a fold, where its messages go."""
        return self.placement[name]

    def shows_value(self, name: str) -> bool:
        """Whether the block with the value of a node is there to be looked at and edited."""
        return name not in self.hidden and "value" not in self.cards[name].face.hides

    def carried(self, places: Mapping[str, Point]) -> Mapping[str, Point]:
        """Where nodes come to stand when their cards go to ``places``: what stands for several carries them all, and
        an open equation its operations.
        """
        if not self.openings:
            return places
        there = dict(places)
        for name in self.openings.keys() & places.keys():
            (x, y), (left, top) = places[name], self.placement[name]
            for part in self.openings[name].nodes:
                there[part] = (self.placement[part][0] + x - left, self.placement[part][1] + y - top)
        return there

    def near(self, name: str) -> Card:
        """The card as it is drawn when it is seen from near."""
        return self.cards[name]

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Where cards and wires are."""
        cards = [(*self.placement[name], *card.size) for name, card in self.cards.items()]
        cards = [(left, top, left + width, top + height) for left, top, width, height in cards]
        return Whereabouts(
            tuple(self.cards), table(cards), tuple(self.wires), table(w.box for w in self.wires.values())
        )

    def with_beside(self, **beside: Any) -> Picture:
        """The same cards and wires, with other annotations, notes or openings; where they are is not counted again."""
        picture = replace(self, **beside)
        if "whereabouts" in self.__dict__:
            picture.__dict__["whereabouts"] = self.whereabouts
        return picture

    def bounds(self) -> QRectF:
        """Everything but the message and the fan, with the room that halos take."""
        whole = self.whereabouts.bounds
        for rect in frame_rects(self, self.annotations.frames).values():
            whole = whole.united(rect)
        for name in self.openings:
            whole = whole.united(opening_rect(self, name))
        for beside in (*self.folds.values(), *self.notes.values()):
            whole = whole.united(beside.rect)
        return whole.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def card_at(self, x: float, y: float) -> str | None:
        """The topmost card under a point."""
        return self.whereabouts.card_at(x, y)

    def fold_at(self, x: float, y: float) -> str | None:
        """The fold under a point."""
        return None

    def cards_in(self, area: QRectF) -> list[str]:
        """The cards that an area touches, from the lowest to the topmost."""
        return self.whereabouts.cards_in(area)

    def wires_in(self, area: QRectF) -> list[Wire]:
        """The wires that may show in an area."""
        return [self.wires[edge] for edge in self.whereabouts.edges_in(area)]

    def wires_of(self, names: Iterable[str]) -> list[Wire]:
        """The wires that begin or end at some cards."""
        found = self.whereabouts
        rows = {row for name in names for row in found.wires_at(name).tolist()}
        return [self.wires[found.edges[row]] for row in sorted(rows)]

    def moved(self, placement: Mapping[str, Point], quick: bool = False) -> Picture:
        """The same cards at other places; only wires that are touched by what moved are routed again.

        ``quick`` is for cards under the hand: their wires run straight, all others stay as they are.
        """
        changed = {name for name, place in placement.items() if place != self.placement.get(name)}
        places = {**self.placement, **placement}
        if quick:
            chips = {edge: chip for edge, chip in self.chips.items() if changed.isdisjoint(edge)}
            found = replace(self.annotations, bends=carried(self.annotations.bends, self.placement, placement))
            wires = _dragged(self, places, changed, found.bends)
            return replace(self, placement=places, wires=wires, chips=chips, annotations=found)
        wires = _wires(self.cards, places, self.wires, changed, changed, self.annotations.bends)
        there = replace(self, placement=places, wires=wires)
        return replace(there, chips=chips_of(there, wires))

    def bent(self, bends: Mapping[Edge, Bends]) -> Picture:
        """The same with other bends; only wires that are bent in another way are led anew."""
        picture = replace(self, annotations=replace(self.annotations, bends=bends))
        kept = {edge: wire for edge, wire in self.wires.items() if wire.bends == bends.get(edge, ())}
        if len(kept) == len(self.wires):
            return picture
        wires = _wires(self.cards, self.placement, kept, set(), set(), bends)
        return replace(picture, wires=wires, chips=chips_of(picture, wires))


def arrange(
    graph: Graph,
    story: Story | None,
    theme: Theme,
    typesetter: Typesetter,
    placement: Mapping[str, Point] | None = None,
    digits: int = 3,
    previous: Picture | None = None,
    rooms: Mapping[str, Point] | None = None,
    layout: Layout = place,
    hides: Mapping[str, frozenset[str]] = NOTHING.hides,
    together: Collection[frozenset[str]] = (),
) -> Picture:
    """The picture of a graph. Nodes without a place get one: from the ``layout`` of the whole, or, beside a
    ``previous`` picture, next to their parents. ``rooms`` are the sizes for which places were found: cards that are
    larger now push others aside, but none that they lie ``together`` with. Cards and wires of ``previous`` that still
    hold are taken over. ``hides`` is what of ``value``, ``adjoint`` and ``shape`` is not drawn, by node.

    Without a story (no scalar loss) nothing can be stepped through and cards have no adjoints.
    """
    gradient = story.gradient if story is not None else None
    previous = previous.unfolded if previous is not None else None
    if len(graph.nodes) > CROWD:
        from gui.drawing.large import arrange_large

        return arrange_large(graph, story, theme, typesetter, placement or {}, digits, previous, layout, hides)
    shown = _hiding(faces(graph, gradient), hides)
    cards = _cards(shown, theme, typesetter, digits, previous)
    sizes = {name: card.size for name, card in cards.items()}
    known = {name: point for name, point in (placement or {}).items() if name in cards}
    if previous is not None:
        known = place_new(graph, sizes, standing(graph, sizes, known, rooms or {}, together))
    elif len(known) < len(cards):
        known = {**layout(graph, sizes), **known}
    steps = story.steps if story is not None else ()
    old = previous.wires if previous is not None else {}
    bends = previous.annotations.bends if previous is not None else {}
    wires = _wires(cards, known, old, *_changed(cards, known, previous), bends)
    factors = _factors(gradient, cards, typesetter)
    picture = Picture(graph, steps, times_of(story), cards, known, wires, {}, factors, theme, digits)
    return replace(picture, chips=chips_of(picture, wires))


def _hiding(shown: dict[str, Face], hides: Mapping[str, frozenset[str]]) -> dict[str, Face]:
    if not hides:
        return shown
    return {name: hiding(face, hides) for name, face in shown.items()}


def _cards(
    shown: Mapping[str, Face], theme: Theme, typesetter: Typesetter, digits: int, previous: Picture | None
) -> dict[str, Card]:
    old: Mapping[str, Card] = {}
    if previous is not None and previous.theme.metrics == theme.metrics and previous.digits == digits:
        old = previous.cards
    cards = {}
    for name, face in shown.items():
        card = old.get(name)
        fits = card is not None and (card.face is face or card.face == face) and card.settled
        cards[name] = card if fits and card is not None else measure(face, theme, typesetter, digits)
    return cards


def _changed(
    cards: Mapping[str, Card], places: Mapping[str, Point], previous: Picture | None
) -> tuple[set[str], set[str]]:
    """The cards that are new, or stand elsewhere or larger than before: wires near them are routed again; and those
    that are other cards than before, whatever their size: their ports may be others.
    """
    if previous is None:
        return set(cards), set(cards)
    old, then = previous.placement, previous.cards
    moved = {name for name, c in cards.items() if old.get(name) != places[name] or then[name].size != c.size}
    return moved, moved | {name for name, card in cards.items() if then.get(name) is not card}


def times_of(story: Story | None) -> Times:
    """When everything happens in a story; never, where there is none."""
    if story is None:
        return Times({}, {}, {}, 0)
    return Times(story.value_step, story.adjoint_step, story.send_step, story.forward_length)


def _factors(gradient: Gradient | None, cards: Mapping[str, Card], typesetter: Typesetter) -> dict[Edge, Formula]:
    if gradient is None or sum(len(card.face.parents) for card in cards.values()) > _CHIPPED:
        return {}
    found = {}
    for parent in cards:
        for child, message in gradient.messages.get(parent, {}).items():
            written = factor(message, gradient.bars[child]) if message is not None and child in gradient.bars else None
            if written is not None:
                found[parent, child] = typesetter.formula(written.latex, written.text)
    return found


def chips_of(picture: Picture, wires: Mapping[Edge, Wire]) -> dict[Edge, Chip]:
    """The chips of these wires, clear of the cards and of what is written beside them."""
    if not picture.factors:
        return {}
    there = picture.placement
    rects = [QRectF(*there[name], *card.size) for name, card in picture.cards.items() if name not in picture.hidden]
    rects += [fold.rect for fold in picture.folds.values()] + [sheet.rect for sheet in picture.notes.values()]
    rects += title_rects(picture) + [opening_title(picture, name) for name in picture.openings]
    return place_chips(wires.values(), picture.factors, picture.theme.metrics.formula - 1, rects)


def _wires(
    cards: Mapping[str, Card],
    places: Mapping[str, Point],
    old: Mapping[Edge, Wire],
    moved: set[str],
    other: set[str],
    bends: Mapping[Edge, Bends],
) -> dict[Edge, Wire]:
    """Routes for all edges, through their bends; ``old`` ones whose ends and whose surroundings stand still are kept.

    ``moved`` cards take up other room than before; ``other`` ones, these among them, may have other ports.
    """
    # The ports of a parent stand in the order of its children, those of a child in the order of the parents' ports.
    senders = other | {parent for name in other for parent in cards[name].face.parents}
    receivers = other | {child for name in senders for child in cards[name].face.children}

    @cache
    def starts(name: str) -> dict[str, Point]:
        return out_ports(cards[name], places[name], lambda child: places[child][1] + cards[child].height / 2)

    @cache
    def ends(name: str) -> dict[str, Point]:
        parents = cards[name].face.parents
        return in_ports(cards[name], places[name], {parent: starts(parent) for parent in parents})

    @cache
    def router() -> Router | None:
        if sum(len(c.face.parents) for c in cards.values()) > ROUTED:
            return None
        return Router({n: (*places[n], places[n][0] + c.width, places[n][1] + c.height) for n, c in cards.items()})

    rects = [QRectF(*places[name], *cards[name].size) for name in moved]
    left, top, right, bottom = reduce(QRectF.united, rects, QRectF()).getCoords()
    wires: dict[Edge, Wire] = {}
    for child, card in cards.items():
        for parent in card.face.parents:
            kept, through = old.get((parent, child)), bends.get((parent, child), ())
            if kept is not None and kept.bends == through and parent not in senders and child not in receivers:
                # Beyond what moved, only wires at other ports can have changed.
                x, y, over, below = kept.box
                if not rects or x >= right or over <= left or y >= bottom or below <= top:
                    wires[parent, child] = kept
                    continue
            still = kept is not None and kept.bends == through
            still = still and (bool(through) or not any(kept.bounds.intersects(rect) for rect in rects))
            if still and (parent in senders or child in receivers):
                still = tuple(kept.points[0]) == starts(parent)[child] and tuple(kept.points[-1]) == ends(child)[parent]
            if still:
                wires[parent, child] = kept
            elif through:
                wires[parent, child] = BentWire(parent, child, starts(parent)[child], ends(child)[parent], through)
            elif (routes := router()) is None:
                wires[parent, child] = DirectWire(parent, child, starts(parent)[child], ends(child)[parent])
            else:
                points = routes.route(starts(parent)[child], ends(child)[parent], parent, child)
                wires[parent, child] = Wire(parent, child, points)
    return wires


def _dragged(
    picture: Picture, places: Mapping[str, Point], changed: set[str], bends: Mapping[Edge, Bends]
) -> dict[Edge, Wire]:
    """The wires of a picture; those at the cards that changed go straight from port to port, or through their bends."""
    wires = dict(picture.wires)

    def follow(point: Points, name: str) -> Point:
        (x, y), (old_x, old_y) = places[name], picture.placement[name]
        return float(point[0]) + x - old_x, float(point[1]) + y - old_y

    for edge, wire in picture.wires.items():
        if not changed.isdisjoint(edge):
            start, end = follow(wire.points[0], wire.parent), follow(wire.points[-1], wire.child)
            through = bends.get(edge, ())
            wires[edge] = BentWire(*edge, start, end, through) if through else DirectWire(*edge, start, end)
    return wires
