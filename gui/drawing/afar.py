"""What is drawn of a picture from afar: boxes, names, times and wires as paths. It may be made in any thread."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from graph.notation import name_text
from gui.drawing.picture import Picture
from gui.drawing.whereabouts import Indices, Numbers, Whereabouts

_BATCH = 1_000
"""Wires that are one path."""

_LONG = 6_000.0
"""Units from which a wire does not share a path with those that are drawn only near their ends."""


@dataclass(eq=False)
class Batch:
    """Some wires, by their rows: the area they are in, and their paths as far as they were drawn."""

    rows: Indices
    bounds: QRectF
    sends: Numbers
    """The steps in which their messages are sent, in ascending order; ``rows`` are in the same order."""
    paths: dict[tuple[bool, int], QPainterPath] = field(default_factory=dict)

    def sent(self, t: float) -> int:
        """How many of the messages have been sent."""
        return int(np.searchsorted(self.sends, t + 1e-9, side="right"))

    def path(self, lines: Numbers, curved: bool, count: int) -> QPainterPath:
        """The first wires, straight or curved."""
        key = (curved, count)
        if key not in self.paths:
            partial = [k for k in self.paths if k[0] == curved and k[1] != len(self.rows)]
            for old in partial:  # a path that grows with the sweep is kept for one moment alone
                del self.paths[old]
            self.paths[key] = _path_of(lines[self.rows[:count]], curved)
        return self.paths[key]


class Afar:
    """The boxes and the wires of one picture, in the order of its ``whereabouts``."""

    def __init__(self, picture: Picture) -> None:
        found, times = picture.whereabouts, picture.times
        never, nodes = np.inf, picture.graph.nodes
        cards = found.cards
        self.picture = picture
        self.names = [name_text(name) for name in found.names]
        self.boxes = [_rect(box) for box in cards.tolist()]
        self.values = np.array([times.values.get(n, never) if nodes[n].parents else 0.0 for n in found.names])
        self.adjoints = np.array([times.adjoints.get(name, never) for name in found.names])
        self.lines = _lines(cards[found.ends[:, 0]], cards[found.ends[:, 1]])
        sends = np.array([times.sends.get((child, parent), never) for parent, child in found.edges])
        wires, order = found.wires, np.arange(len(found.edges))
        wide = wires[:, 2] - wires[:, 0] > _LONG
        parts = [rows[k : k + _BATCH] for rows in (order[~wide], order[wide]) for k in range(0, len(rows), _BATCH)]
        self.batches = []
        for part in parts:
            rows = part[np.argsort(sends[part], kind="stable")]
            self.batches.append(Batch(rows, _bounds(wires[rows]), sends[rows]))

    def draw_ahead(self) -> None:
        """Makes the paths with which all of a large picture is seen."""
        for batch in self.batches:
            batch.path(self.lines, False, len(batch.rows))

    def fits(self, found: Whereabouts) -> bool:
        """Whether a picture has the same cards and wires, in the same order."""
        own = self.picture.whereabouts
        return all(a is b or a == b for a, b in ((own.names, found.names), (own.edges, found.edges)))

    def follow(self, picture: Picture) -> None:
        """Goes over to another picture of the same cards, at little cost where few of them moved."""
        found = picture.whereabouts
        moved, _ = found.differing(self.picture.whereabouts)
        self.picture = picture
        for row, box in zip(moved.tolist(), found.card_boxes(moved).tolist(), strict=True):
            self.boxes[row] = _rect(box)
        if not len(moved):
            return
        wires = np.unique(np.concatenate([found.wires_at(found.names[row]) for row in moved.tolist()]))
        ends = found.ends[wires]
        self.lines[wires] = _lines(found.card_boxes(ends[:, 0]), found.card_boxes(ends[:, 1]))
        for batch in self.batches:
            if np.isin(batch.rows, wires, assume_unique=True).any():
                batch.paths.clear()
                batch.bounds = _bounds(found.wire_boxes(batch.rows))


def _rect(box: list[float]) -> QRectF:
    left, top, right, bottom = box
    return QRectF(left, top, right - left, bottom - top)


def _bounds(boxes: Numbers) -> QRectF:
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return QRectF(left, top, right - left, bottom - top)


def _lines(parents: Numbers, children: Numbers) -> Numbers:
    """From the middle of the right edge of a card to the middle of the left edge of another: x, y, x, y."""
    return np.stack(
        [parents[:, 2], (parents[:, 1] + parents[:, 3]) / 2, children[:, 0], (children[:, 1] + children[:, 3]) / 2],
        axis=1,
    )


def _path_of(lines: Numbers, curved: bool) -> QPainterPath:
    path = QPainterPath()
    if curved:
        bends = np.clip((lines[:, 2] - lines[:, 0]) / 2, 26.0, 170.0)
        for (x, y, right, level), bend in zip(lines.tolist(), bends.tolist(), strict=True):
            path.moveTo(x, y)
            path.cubicTo(x + bend, y, right - bend, level, right, level)
    else:
        for x, y, right, level in lines.tolist():
            path.moveTo(x, y)
            path.lineTo(right, level)
    return path
