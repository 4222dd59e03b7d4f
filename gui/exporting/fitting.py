"""Placements for a page: cards of other sizes on the same plan, and cards moved together until they fit a width."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF

from gui.drawing.annotations import Annotations, Note
from gui.drawing.cards import Point
from gui.drawing.easing import mixed
from gui.drawing.picture import Picture
from gui.drawing.wires import Bends, Edge

_GAP = 38.0
"""The least room between neighbours: an arrowhead and a bit of wire."""

_AIR = 10.0
_HALVINGS = 24


def resized(picture: Picture, sizes: Mapping[str, Point]) -> dict[str, Point]:
    """The plan of a picture for cards of other sizes: what did not overlap does not."""
    across = max((sizes[name][0] / card.width for name, card in picture.cards.items()), default=1.0)
    down = max((sizes[name][1] / card.height for name, card in picture.cards.items()), default=1.0)
    return {name: (x * across, y * down) for name, (x, y) in picture.placement.items()}


def squeezed(picture: Picture, width: float) -> dict[str, Point]:
    """Corners with which the picture is at most so wide, or as narrow as it can be; heights and order stay."""
    if not picture.cards:
        return {}
    loose, tight = 1.0, 0.0
    if _width(picture, _moved(picture, tight)) >= width:
        return _moved(picture, tight)
    for _ in range(_HALVINGS):
        middle = (loose + tight) / 2
        if _width(picture, _moved(picture, middle)) > width:
            loose = middle
        else:
            tight = middle
    return _moved(picture, tight)


def drawn_beside(drawn: Annotations, before: Picture, now: Picture) -> Annotations:
    """What is drawn beside a graph where its cards stand elsewhere or have other sizes."""
    notes, bends = _notes_beside(drawn.notes, before, now), _rebent(drawn.bends, before.unfolded, now.unfolded)
    return replace(drawn, notes=notes, bends=bends)


def _notes_beside(notes: Mapping[str, Note], before: Picture, now: Picture) -> dict[str, Note]:
    """The notes of a picture beside the same cards where these stand elsewhere or have other sizes."""
    type_size = now.theme.metrics.text / before.theme.metrics.text
    found = {}
    for key, note in notes.items():
        near = min(before.cards, key=lambda name: _away(before.rect(name), note), default=None)
        if near is None:
            continue
        old, new = before.rect(near), now.rect(near)
        x = new.left() + (note.x - old.left()) * new.width() / old.width()
        y = new.top() + (note.y - old.top()) * new.height() / old.height()
        found[key] = replace(note, x=x, y=y, width=note.width * type_size)
    return found


def _away(rect: QRectF, note: Note) -> float:
    """How far the corner of a note is from a card."""
    right = max(rect.left() - note.x, 0.0, note.x - rect.right())
    down = max(rect.top() - note.y, 0.0, note.y - rect.bottom())
    return right + down


def _rebent(bends: Mapping[Edge, Bends], before: Picture, after: Picture) -> dict[Edge, Bends]:
    """The bends of wires when their cards stand elsewhere: each goes with the end of its wire that it is nearer to."""
    found = {}
    for edge, points in bends.items():
        if edge in before.wires and edge in after.wires:
            (x1, y1), (x2, y2) = _ends(before, edge)
            (u1, v1), (u2, v2) = _ends(after, edge)
            moved = []
            for x, y in points:
                first, second = math.hypot(x - x1, y - y1), math.hypot(x - x2, y - y2)
                share = first / (first + second) if first + second else 0.0
                moved.append((x + mixed(u1 - x1, u2 - x2, share), y + mixed(v1 - y1, v2 - y2, share)))
            found[edge] = tuple(moved)
    return found


def _ends(picture: Picture, edge: Edge) -> tuple[Point, Point]:
    """The middles of the edges of the cards between which a wire runs."""
    parent, child = picture.rect(edge[0]), picture.rect(edge[1])
    return (parent.right(), parent.center().y()), (child.left(), child.center().y())


def _width(picture: Picture, placement: Mapping[str, Point]) -> float:
    """How wide the picture becomes: wires and halos reach over the outermost cards as far as they did."""
    left = min(x for x, _ in placement.values())
    right = max(x + picture.cards[name].width for name, (x, _) in placement.items())
    old_left = min(x for x, _ in picture.placement.values())
    old_right = max(x + picture.cards[name].width for name, (x, _) in picture.placement.items())
    bounds = picture.bounds()
    return (right - left) + (old_left - bounds.left()) + (bounds.right() - old_right)


def _moved(picture: Picture, share: float) -> dict[str, Point]:
    """Every card at ``share`` of its distance from the left edge, but clear of what stood left of it."""
    left = min(x for x, _ in picture.placement.values())
    placed: dict[str, Point] = {}
    for name in sorted(picture.placement, key=lambda one: picture.placement[one]):
        x, y = picture.placement[name]
        card = picture.cards[name]
        new = left + (x - left) * share
        for other, (other_x, other_y) in placed.items():
            old_x, right = picture.placement[other][0], other_x + picture.cards[other].width
            before = old_x + picture.cards[other].width <= x
            level = other_y < y + card.height + _AIR and y < other_y + picture.cards[other].height + _AIR
            if before and (level or other in card.face.parents):
                new = max(new, right + min(_GAP, x - old_x - picture.cards[other].width))
        placed[name] = (new, y)
    return placed
