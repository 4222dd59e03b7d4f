"""Large pictures in which one card stands for several nodes: nothing is measured, or led, before it is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress

import numpy as np

from gui.drawing.cards import Point
from gui.drawing.crowd import Crowd, CrowdWires
from gui.drawing.folding import FoldedPicture, Group, carried_fold, folded, groups_in
from gui.drawing.folds import Fold
from gui.drawing.large import LargePicture, wire_rows
from gui.drawing.mathematics import Typesetter
from gui.drawing.picture import Picture
from gui.drawing.whereabouts import Whereabouts, rows
from gui.drawing.wires import DirectWire, Edge, Wire


class FoldedWires(Mapping[Edge, Wire]):
    """The wires of a large picture, made when they are asked for; those within a fold are gone, others end on it."""

    def __init__(
        self, inner: CrowdWires, folds: Mapping[str, Fold], hidden: Mapping[str, str], edges: Sequence[Edge]
    ) -> None:
        self.inner, self.folds, self.hidden, self.edges = inner, folds, hidden, edges
        self._made: dict[Edge, Wire] = {}

    def __getitem__(self, edge: Edge) -> Wire:
        parent, child = edge
        away, home = self.hidden.get(parent), self.hidden.get(child)
        if away is None and home is None:
            return self.inner[edge]
        if edge not in self:
            raise KeyError(edge)
        if edge not in self._made:
            start = self.inner.outs_of(parent)[child] if away is None else self.folds[away].start(parent)
            end = self.inner.ins_of(child)[parent] if home is None else self.folds[home].end(parent)
            self._made[edge] = DirectWire(parent, child, start, end)
        return self._made[edge]

    def __contains__(self, edge: object) -> bool:
        if edge not in self.inner or not isinstance(edge, tuple):
            return False
        away = self.hidden.get(edge[0])
        return away is None or away != self.hidden.get(edge[1])

    def __iter__(self) -> Iterator[Edge]:
        return iter(self.edges)

    def __len__(self) -> int:
        return len(self.edges)

    def forget(self, name: str) -> None:
        """A card has other ports now: its wires are made anew."""
        graph = self.inner.crowd.graph
        for child in graph.children(name):
            self._made.pop((name, child), None)
        for parent in graph.nodes[name].parents:
            self._made.pop((parent, name), None)


@dataclass(frozen=True, eq=False)
class LargeFolded(FoldedPicture):
    """A folded picture of a large graph."""

    def __post_init__(self) -> None:
        assert isinstance(self.cards, Crowd)
        self.cards.followers.add(self)

    @property
    def sizes(self) -> Mapping[str, Point]:
        return self.unfolded.sizes

    @cached_property
    def whereabouts(self) -> Whereabouts:
        found = self.unfolded.whereabouts
        boxes, fold_of, shown = _with_folds(found, self.folds)
        ends = found.ends[shown]
        wires, led = found.wires[shown], (fold_of[ends] >= 0).any(axis=1)
        wires[led] = wire_rows(boxes[ends[led, 0]], boxes[ends[led, 1]])
        for fold in self.folds.values():  # the first node is where the fold is; the others are nothing in its middle
            others = [found.index[name] for name in fold.nodes[1:]]
            boxes[others] = np.tile(fold.rect.center().toTuple(), 2)
        assert isinstance(self.wires, FoldedWires)
        result = Whereabouts(found.names, boxes, self.wires.edges, wires)
        result.__dict__.update(index=found.index, ends=ends)
        return result

    def moved(self, placement: Mapping[str, Point], quick: bool = False) -> Picture:
        if not quick:
            return folded(self.unfolded.moved(placement), groups_in(self), self.typesetter)
        whole = self.unfolded.moved(placement, quick=True)
        assert isinstance(whole.wires, CrowdWires)
        assert isinstance(self.wires, FoldedWires)
        folds = {key: carried_fold(fold, self.unfolded, whole) for key, fold in self.folds.items()}
        wires = FoldedWires(whole.wires, folds, self.hidden, self.wires.edges)
        return replace(
            self, whole=whole, placement=whole.placement, wires=wires, folds=folds, annotations=whole.annotations
        )

    def follow_card(self, name: str) -> None:
        """A card was measured: its wires and its rectangle follow, unless it is folded away."""
        if name in self.hidden:
            return
        assert isinstance(self.wires, FoldedWires)
        self.wires.forget(name)
        found = self.whereabouts
        found.put_card(found.index[name], tuple(rows([self.rect(name)])[0].tolist()))
        wires = found.wires_at(name)
        ends = [found.edges[row] for row in wires.tolist()]
        parents, children = (rows(self.rect(edge[side]) for edge in ends) for side in (0, 1))
        found.put_wires(wires, wire_rows(parents, children))


def large_folded(
    whole: LargePicture, groups: Sequence[Group], folds: Mapping[str, Fold], typesetter: Typesetter | None
) -> Picture:
    """The picture of a large graph with these folds, which stand where they shall."""
    hidden = {name: group.key for group in groups for name in group.nodes}
    found = whole.whereabouts
    _, _, shown = _with_folds(found, folds)
    assert isinstance(whole.wires, CrowdWires)
    wires = FoldedWires(whole.wires, folds, hidden, tuple(compress(found.edges, shown.tolist())))
    return LargeFolded(
        whole.graph, whole.steps, whole.times, whole.cards, whole.placement, wires, {}, {}, whole.theme, whole.digits,
        whole.annotations, folds, hidden, whole, whole.notes, whole.openings, typesetter,
    )  # fmt: skip


def _with_folds(found: Whereabouts, folds: Mapping[str, Fold]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Where wires find the cards, those in folds at their folds; the number of the fold of each card, −1 for none; and
    which wires are not within a fold.
    """
    boxes, fold_of = found.cards.copy(), np.full(len(found.names), -1)
    for number, fold in enumerate(folds.values()):
        inside = [found.index[name] for name in fold.nodes]
        boxes[inside], fold_of[inside] = fold.rect.getCoords(), number
    parents, children = fold_of[found.ends[:, 0]], fold_of[found.ends[:, 1]]
    return boxes, fold_of, (parents < 0) | (parents != children)
