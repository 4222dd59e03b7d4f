"""How nodes that are copied look: their colour tags, the slots shown of them, the bends of wires between them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from graph.files.drawn import ARROW
from gui.drawing.annotations import MOST_BENDS, SLOTS, annotations, said_of_bends

Point = tuple[float, float]


class CopiedLook(msgspec.Struct):
    """As a document's view says it, of the nodes copied alone."""

    tags: dict[str, str] = {}
    slots: dict[str, dict[str, bool]] = {}
    bends: dict[str, list[Point]] = {}

    @property
    def sound(self) -> bool:
        """Whether all of it is what a document may hold; a clip can come from anywhere."""
        points = [point for bends in self.bends.values() for point in bends]
        return (
            all(len(bends) <= MOST_BENDS for bends in self.bends.values())
            and all(math.isfinite(x) and math.isfinite(y) for x, y in points)
            and all(slot in SLOTS for slots in self.slots.values() for slot in slots)
        )


def look_of(drawn: Mapping[str, Any], names: Collection[str]) -> CopiedLook:
    """How these nodes look in a document."""
    said = annotations(drawn)
    slots = {
        name: {slot: shown for slot, shown in of_node.items() if slot in SLOTS and isinstance(shown, bool)}
        for name, of_node in _part(drawn, "slots").items()
        if name in names and isinstance(of_node, Mapping)
    }
    bends = {edge: points for edge, points in said.bends.items() if set(edge) <= set(names)}
    return CopiedLook(
        {name: tag for name, tag in said.tags.items() if name in names},
        slots,
        {key: [(x, y) for x, y in points] for key, points in said_of_bends(bends).items()},
    )


def with_look(
    drawn: Mapping[str, Any],
    look: CopiedLook,
    copies: Mapping[str, str],
    before: Mapping[str, Point],
    now: Mapping[str, Point],
) -> dict[str, Any]:
    """What a document says once ``copies`` (new names by old ones) look as what they were copied from.

    ``before`` is where the old ones stood, ``now`` where the new ones do: bends go as far as their wires.
    """
    tags = {copies[name]: tag for name, tag in look.tags.items() if name in copies}
    slots = {copies[name]: shown for name, shown in look.slots.items() if name in copies}
    bends = {}
    for key, points in look.bends.items():
        parent, _, child = key.partition(ARROW)
        if not {parent, child} <= copies.keys() or parent not in before or copies[parent] not in now:
            continue
        right, down = (now[copies[parent]][axis] - before[parent][axis] for axis in (0, 1))
        shifted = [[round(x + right, 2), round(y + down, 2)] for x, y in points]
        bends[ARROW.join((copies[parent], copies[child]))] = shifted
    parts = {"tags": tags, "slots": slots, "bends": bends}
    return {key: {**_part(drawn, key), **part} for key, part in parts.items() if part}


def _part(drawn: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = drawn.get(key)
    return part if isinstance(part, Mapping) else {}
