"""Pictures of graphs so large that cards are measured, and wires made, only where somebody looks."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF

from graph.layout import place, place_new
from graph.model import Graph
from graph.story import Story
from gui.drawing.afar import Afar
from gui.drawing.bends import carried
from gui.drawing.cards import Card, Point
from gui.drawing.crowd import Crowd, CrowdWires
from gui.drawing.estimates import estimated_sizes
from gui.drawing.mathematics import Typesetter
from gui.drawing.picture import Layout, Picture, times_of
from gui.drawing.theme import Metrics, Theme
from gui.drawing.whereabouts import MANY, Indices, Numbers, Whereabouts, rows
from gui.drawing.wires import Bends, Edge


@dataclass(frozen=True, eq=False)
class LargePicture(Picture):
    """A picture whose cards have the sizes they are estimated at, until one turns out larger."""

    def __post_init__(self) -> None:
        self.crowd.followers.add(self)

    @property
    def crowd(self) -> Crowd:
        assert isinstance(self.cards, Crowd)
        return self.cards

    @property
    def settled(self) -> bool:
        return True

    @property
    def sizes(self) -> Mapping[str, Point]:
        return self.crowd.sizes

    def rect(self, name: str) -> QRectF:
        return QRectF(*self.placement[name], *self.crowd.sizes[name])

    def near(self, name: str) -> Card:
        return self.crowd.typeset(name)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        names = self.graph.order
        corners = np.array([self.placement[name] for name in names], dtype=float)
        cards = np.hstack([corners, corners + np.array([self.crowd.sizes[name] for name in names], dtype=float)])
        alone = Whereabouts(names, cards, tuple(iter(self.wires)), np.empty((0, 4)))
        ends = alone.ends
        found = Whereabouts(names, cards, alone.edges, wire_rows(cards[ends[:, 0]], cards[ends[:, 1]]))
        found.__dict__["ends"] = ends
        self._reach(found, self.annotations.bends)
        return found

    def moved(self, placement: Mapping[str, Point], quick: bool = False) -> Picture:
        """The same cards at other places. ``quick``, for cards under the hand, does nothing for the others."""
        there = {name: place for name, place in placement.items() if place != self.placement.get(name)}
        assert isinstance(self.wires, CrowdWires)
        assert isinstance(self.placement, dict)
        places = ChainMap(there, self.placement) if quick else {**self.placement, **there}
        bends = carried(self.annotations.bends, self.placement, there) if quick else self.annotations.bends
        wires, drawn = self.wires.moved(places, there, bends), replace(self.annotations, bends=bends)
        moved = replace(self, placement=places, wires=wires, annotations=drawn)
        many = len(there) > MANY
        moved.__dict__["whereabouts"] = self.whereabouts.copy(apart=many)
        for name in there:
            moved._put(name, apart=not many)
        return moved

    def bent(self, bends: Mapping[Edge, Bends]) -> Picture:
        """The same with other bends."""
        if bends == self.annotations.bends:
            return self
        assert isinstance(self.wires, CrowdWires)
        wires = self.wires.moved(self.wires.placement, (), bends)
        picture = replace(self, annotations=replace(self.annotations, bends=bends), wires=wires)
        picture.__dict__["whereabouts"] = self.whereabouts.copy()
        picture._reach(picture.whereabouts, self.wires.bends.keys() | bends.keys(), apart=True)
        return picture

    def follow_card(self, name: str) -> None:
        """A card was measured: its wires and its rectangle follow."""
        assert isinstance(self.wires, CrowdWires)
        self.wires.forget(name)
        self._put(name)

    def _put(self, name: str, apart: bool = False) -> None:
        """A card is somewhere else, or larger: so are its wires."""
        found = self.whereabouts
        rect = self.rect(name)
        found.put_card(found.index[name], (rect.left(), rect.top(), rect.right(), rect.bottom()), apart)
        wires = found.wires_at(name)
        found.put_wires(wires, _rows_of(found, wires), apart)
        self._reach(found, [edge for edge in self.annotations.bends if name in edge], apart)

    def _reach(self, found: Whereabouts, edges: Iterable[Edge], apart: bool = False) -> None:
        """Wires that are, or were, bent by hand cover something else than wires do that run straight."""
        for edge in edges:
            row = found.wire_row(edge)
            if row is not None:
                bent = edge in self.annotations.bends
                wire = np.array([row], dtype=np.intp)
                found.put_wires(wire, rows([self.wires[edge].bounds]) if bent else _rows_of(found, wire), apart)


def arrange_large(
    graph: Graph,
    story: Story | None,
    theme: Theme,
    typesetter: Typesetter,
    placement: Mapping[str, Point],
    digits: int,
    previous: Picture | None,
    layout: Layout,
    hides: Mapping[str, frozenset[str]],
) -> Picture:
    """The picture of a large graph, as ``arrange`` has it: what has a place keeps it."""
    ahead: Ahead | None = graph.memo.pop(_AHEAD, None)
    if ahead is not None and previous is None and ahead.asked == (story, theme, typesetter, placement, digits, hides):
        return ahead.picture
    gradient = story.gradient if story is not None else None
    sizes = large_sizes(graph, story, theme.metrics, digits)
    known = {name: point for name, point in placement.items() if name in sizes}
    if previous is not None:
        known = place_new(graph, sizes, known)
    elif len(known) < len(sizes):
        known = {**layout(graph, sizes), **known}
    crowd = Crowd(graph, gradient, dict(sizes), theme, typesetter, digits, hides)
    steps = story.steps if story is not None else ()
    return LargePicture(
        graph, steps, times_of(story), crowd, known, CrowdWires(crowd, known, {}), {}, {}, theme, digits
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Ahead:
    """A picture made before it is asked for, and what it is the answer to."""

    asked: tuple[object, ...]
    picture: Picture


_AHEAD = "picture made ahead"


def arrange_ahead(
    graph: Graph,
    story: Story | None,
    theme: Theme,
    typesetter: Typesetter,
    placement: Mapping[str, Point],
    digits: int,
    hides: Mapping[str, frozenset[str]],
    cancelled: Callable[[], bool],
) -> None:
    """Makes the picture of a large graph and all that its first painting needs, so that ``arrange_large`` has it at
    once. It may run in any thread.
    """

    def layout(graph: Graph, sizes: Mapping[str, Point]) -> Mapping[str, Point]:
        return place(graph, sizes, cancelled=cancelled)

    picture = arrange_large(graph, story, theme, typesetter, placement, digits, None, layout, hides)
    if cancelled():
        return
    assert isinstance(picture, LargePicture)
    picture.crowd.afar = Afar(picture)
    picture.crowd.afar.draw_ahead()
    picture.whereabouts.copy()  # what follows from the order alone is counted now
    asked = (story, theme, typesetter, dict(placement), digits, hides)
    graph.memo[_AHEAD] = Ahead(asked, picture)


def large_sizes(graph: Graph, story: Story | None, metrics: Metrics, digits: int) -> Mapping[str, Point]:
    """What the cards of a large graph are estimated at; counted once a structure."""
    key = _key(story, metrics, digits, "sizes")
    if key not in graph.memo:
        graph.memo[key] = estimated_sizes(graph, story.gradient if story is not None else None, metrics, digits)
    found: Mapping[str, Point] = graph.memo[key]
    return found


def _key(story: Story | None, metrics: Metrics, digits: int, what: str) -> tuple[object, ...]:
    return ("cards", what, story.loss if story is not None else None, metrics, digits)


def _rows_of(found: Whereabouts, wires: Indices) -> Numbers:
    """What these wires cover at most that run straight, as their cards stand now."""
    ends = found.ends[wires]
    return wire_rows(found.card_boxes(ends[:, 0]), found.card_boxes(ends[:, 1]))


def wire_rows(parents: Numbers, children: Numbers) -> Numbers:
    """What wires cover at most that run straight from the right edge of one card to the left edge of another."""
    start, end = parents[:, 2], children[:, 0]
    top, bottom = np.minimum(parents[:, 1], children[:, 1]), np.maximum(parents[:, 3], children[:, 3])
    back = np.maximum(0.0, start - end + 12)
    swing = np.where(back > 0, 50 + 0.6 * (bottom - top + back), 0.0)
    return np.stack([np.minimum(start, end - swing), top, np.maximum(end, start + swing), bottom], axis=1)
