"""Pictures in which one card stands for several nodes. The nodes stay in it: what they do is drawn at that card."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QRectF

from graph.layout.room import Room
from gui.drawing.annotations import Annotations
from gui.drawing.bends import BentWire
from gui.drawing.cards import Card, Point
from gui.drawing.families import Family, families, family_title
from gui.drawing.folds import Fold, Row, family_size, frame_size, front_corner, port_heights, shown_names
from gui.drawing.mathematics import Typesetter
from gui.drawing.notes import sheets
from gui.drawing.openings import openings
from gui.drawing.picture import CROWD, ROUTED, Picture, chips_of
from gui.drawing.ports import in_ports, out_ports
from gui.drawing.routes import Router
from gui.drawing.tints import DEFAULT
from gui.drawing.whereabouts import Whereabouts, rows, table
from gui.drawing.wires import DirectWire, Edge, Wire

_GAP = 16.0
"""Air between a fold and the cards beside it."""


@dataclass(frozen=True)
class Group:
    """What is to be one card."""

    key: str
    nodes: tuple[str, ...]
    title: str
    colour: str = DEFAULT
    family: Family | None = None


@dataclass(frozen=True, eq=False)
class FoldedPicture(Picture):
    """A picture some of whose nodes are ``hidden`` in folds, by node; ``whole`` is what it was made of.

    ``cards`` and ``placement`` have the hidden ones too; wires within a fold are gone, the others end on it.
    """

    typesetter: Typesetter | None = None

    @property
    def unfolded(self) -> Picture:
        assert self.whole is not None
        return self.whole

    @property
    def settled(self) -> bool:
        lines = (fold.line for fold in self.folds.values() if fold.line is not None)
        return self.unfolded.settled and all(line.ready for line in lines)

    def rect(self, name: str) -> QRectF:
        fold = self.hidden.get(name)
        return self.folds[fold].rect if fold is not None else self.unfolded.rect(name)

    def corner(self, name: str) -> Point:
        fold = self.folds.get(self.hidden.get(name, ""))
        if fold is None:
            return self.placement[name]
        return front_corner(fold, self, name) if fold.family is not None else fold.corner

    def carried(self, places: Mapping[str, Point]) -> Mapping[str, Point]:
        there: dict[str, Point] = {}
        for name, (x, y) in super().carried(places).items():
            if name not in self.hidden:
                there[name] = (x, y)
                continue
            fold = self.folds[self.hidden[name]]
            for other in fold.nodes:
                left, top = self.placement[other]
                there[other] = (left + x - fold.corner[0], top + y - fold.corner[1])
        return there

    def near(self, name: str) -> Card:
        return self.unfolded.near(name)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """The first node of a fold is where the fold is; the others are nothing in its middle."""
        leaders = {fold.nodes[0] for fold in self.folds.values()}
        middles = {name: QRectF(self.rect(name).center(), self.rect(name).center()) for name in self.hidden}
        cards = (self.rect(n) if n in leaders or n not in self.hidden else middles[n] for n in self.cards)
        return Whereabouts(tuple(self.cards), rows(cards), tuple(self.wires), table(w.box for w in self.wires.values()))

    def card_at(self, x: float, y: float) -> str | None:
        found = super().card_at(x, y)
        return None if found in self.hidden else found

    def cards_in(self, area: QRectF) -> list[str]:
        return [name for name in super().cards_in(area) if name not in self.hidden]

    def fold_at(self, x: float, y: float) -> str | None:
        return next((key for key, fold in self.folds.items() if fold.rect.contains(x, y)), None)

    def moved(self, placement: Mapping[str, Point], quick: bool = False) -> Picture:
        whole = self.unfolded.moved(placement, quick=True)
        if not quick:
            whole = self.unfolded.moved(placement)
            return folded(whole, groups_in(self), self.typesetter)
        folds = {key: carried_fold(fold, self.unfolded, whole) for key, fold in self.folds.items()}
        lifted = super().moved(placement, quick=True)
        return replace(lifted, whole=whole, folds=folds)


def annotated(picture: Picture, drawn: Annotations, typesetter: Typesetter) -> Picture:
    """The picture with what is drawn beside its graph, its frames collapsed and its families rolled as that says."""
    noted = sheets(drawn.notes, picture.theme, typesetter)
    bent, opened = picture.unfolded.bent(drawn.bends), openings(picture.graph, typesetter)
    whole = bent.with_beside(annotations=drawn, notes=noted, openings=opened)
    if drawn.frames or noted or whole.openings or picture.annotations:
        whole = replace(whole, chips=chips_of(whole, whole.wires))  # clear of what is written there
    groups = groups_of(whole, drawn)
    return folded(whole, groups, typesetter) if groups else whole


def groups_of(picture: Picture, drawn: Annotations) -> list[Group]:
    """What is folded: collapsed frames, the outermost first, then families; a node is in one fold at most."""
    found, taken = [], set[str]()
    frames = sorted(drawn.frames.items(), key=lambda item: -len(item[1].nodes))
    wanted = [Group(key, frame.nodes, frame.title, frame.colour) for key, frame in frames if frame.collapsed]
    if drawn.rolled:
        known = families(picture.graph)
        wanted += [
            Group(f"family {head}", known[head].names, "", family=known[head]) for head in drawn.rolled if head in known
        ]
    for group in wanted:
        nodes = tuple(name for name in group.nodes if name in picture.placement and name not in taken)
        if nodes and (group.family is None or len(nodes) == len(group.nodes)):
            taken.update(nodes)
            found.append(replace(group, nodes=nodes))
    return found


def groups_in(picture: FoldedPicture) -> list[Group]:
    """What is folded in a picture."""
    return [Group(key, fold.nodes, fold.title, fold.colour, fold.family) for key, fold in picture.folds.items()]


def folded(whole: Picture, groups: list[Group], typesetter: Typesetter | None) -> Picture:
    """The picture with one card for each of the groups."""
    hidden = {name: group.key for group in groups for name in group.nodes}
    room, sizes = Room(_GAP), whole.sizes
    for name in whole.placement:
        if name not in hidden:
            room.take(whole.placement[name], sizes[name])
    folds = {}
    for group in groups:
        fold = _measured(whole, group, typesetter)
        folds[group.key] = replace(fold, corner=room.nearest(folded_at(whole, fold), fold.size))
        room.take(folds[group.key].corner, fold.size)
    if len(whole.placement) - len(hidden) > CROWD:
        from gui.drawing.large_folding import large_folded

        return large_folded(whole, groups, folds, typesetter)
    picture = FoldedPicture(
        whole.graph, whole.steps, whole.times, dict(whole.cards), whole.placement, {}, {}, whole.factors,
        whole.theme, whole.digits, whole.annotations, folds, hidden, whole, whole.notes, whole.openings, typesetter,
    )  # fmt: skip
    wires = _wires(picture)
    return replace(picture, wires=wires, chips=chips_of(picture, wires))


def folded_at(picture: Picture, fold: Fold) -> Point:
    """The corner of a fold's card where it stands in the middle of its nodes."""
    middle = ground(picture, fold.nodes).center()
    return middle.x() - fold.size[0] / 2, middle.y() - fold.size[1] / 2


def ground(picture: Picture, nodes: Collection[str]) -> QRectF:
    """Where these nodes are, or would be without folds."""
    about = QRectF()
    for name in nodes:
        about = about.united(picture.unfolded.rect(name))
    return about


def _measured(whole: Picture, group: Group, typesetter: Typesetter | None) -> Fold:
    """The fold of a group, at the origin."""
    inside, graph = frozenset(group.nodes), whole.graph
    outside = {p for name in group.nodes for p in graph.nodes[name].parents if p not in inside}
    leaving = {name for name in group.nodes if not inside.issuperset(graph.children(name))}
    # From top to bottom as they stand, so that their wires do not cross.
    ins, outs = (tuple(sorted(names, key=lambda n: (whole.rect(n).center().y(), n))) for names in (outside, leaving))
    if group.family is not None and typesetter is not None:
        written = family_title(graph, group.family)
        line = typesetter.formula(written.latex, written.text)
        sizes = whole.sizes
        size = family_size(line, tuple(sizes[name] for name in group.nodes), whole.theme)
        heights = port_heights(ins, size[1]), port_heights(outs, size[1])
        return Fold(group.nodes, "", (0.0, 0.0), size, *heights, family=group.family, line=line)
    rows_in, rows_out = (
        tuple(Row(name, whole.cards[name].symbol, whole.cards[name].space) for name in shown_names(names))
        for names in (ins, outs)
    )
    size = frame_size(group.title, (rows_in, rows_out), (len(ins), len(outs)), whole.theme)
    heights = port_heights(ins, 0.0), port_heights(outs, 0.0)
    return Fold(group.nodes, group.title, (0.0, 0.0), size, *heights, rows_in, rows_out, group.colour)


def carried_fold(fold: Fold, before: Picture, now: Picture) -> Fold:
    """The fold while its nodes are under the hand."""
    (old_x, old_y), (x, y) = before.placement[fold.nodes[0]], now.placement[fold.nodes[0]]
    return replace(fold, corner=(fold.corner[0] + x - old_x, fold.corner[1] + y - old_y))


def _wires(picture: FoldedPicture) -> dict[Edge, Wire]:
    """The wires, from card or fold to card or fold, led around all of them."""
    hidden, folds, cards, graph = picture.hidden, picture.folds, picture.cards, picture.graph
    starts: dict[str, Mapping[str, Point]] = {}
    for name in graph.order:
        if name in hidden:
            fold = folds[hidden[name]]
            starts[name] = {child: fold.start(name) for child in graph.children(name) if name in fold.outs}
        else:
            starts[name] = out_ports(cards[name], picture.placement[name], lambda c: picture.rect(c).center().y())
    shown = {hidden.get(name, name): picture.rect(name) for name in graph.order}
    boxes = {name: rect.getCoords() for name, rect in shown.items()}
    router = Router(boxes) if len(boxes) <= ROUTED else None  # type: ignore[arg-type]
    wires: dict[Edge, Wire] = {}
    for child in graph.order:
        home = hidden.get(child)
        ends = in_ports(cards[child], picture.placement[child], starts) if home is None else {}
        for parent in graph.nodes[child].parents:
            away = hidden.get(parent)
            if home is not None and home == away:
                continue
            start, end = starts[parent][child], ends[parent] if home is None else folds[home].end(parent)
            bends = picture.annotations.bends.get((parent, child), ())
            if bends:
                wires[parent, child] = BentWire(parent, child, start, end, bends)
            elif router is None:
                wires[parent, child] = DirectWire(parent, child, start, end)
            else:
                points = router.route(start, end, away or parent, home or child)
                wires[parent, child] = Wire(parent, child, points)
    return wires
