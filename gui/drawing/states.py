"""One moment of a picture, as plain values: what the pose function answers and the painting code draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CardPose:
    """One card at one moment. Shares run from 0 to 1.

    ``value`` and ``adjoint`` say how far their cells are filled; ``received`` how far each message of the inbox, in
    the order of its slots, has come into it; ``awaited`` is the slot whose message is under way; ``open`` lights the
    inbox; ``merged`` is its way to the adjoint. ``dim`` is the veil of what is not the active beat. ``active`` and
    ``receiving`` mark the card that works and the one that gets its message. The rest is the user's: set by the canvas.
    """

    value: float = 0.0
    adjoint: float = 0.0
    received: tuple[float, ...] = ()
    awaited: int | None = None
    open: float = 0.0
    merged: float = 0.0
    dim: float = 0.0
    active: float = 0.0
    receiving: float = 0.0
    selected: bool = False
    hovered: bool = False
    focused: bool = False


class Settled(NamedTuple):
    """Which slots of a card show numbers that are all there."""

    value: bool
    adjoint: bool


@dataclass(frozen=True, slots=True)
class WirePose:
    """One wire: how far the message has come along it, how strongly each direction is drawn."""

    message: float = 0.0
    forward: float = 0.0
    dim: float = 0.0
    active: float = 0.0


@dataclass(frozen=True, slots=True)
class MessagePose:
    """The message in flight: ``along`` its wire from child to parent, ``opacity``, ``landing`` into its slot.

    ``number`` is its place among the messages of its parent, from 1.
    """

    parent: str
    child: str
    number: int
    along: float
    opacity: float
    landing: float


@dataclass(frozen=True, slots=True)
class FanPose:
    """The inbox of ``parent`` fanned out: ``spread`` from the card, ``told`` the arithmetic, ``joined`` to the sum.

    ``summed`` shows the sum while the messages still stand beside it.
    """

    parent: str
    spread: float
    told: float
    joined: float
    opacity: float
    summed: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """The picture at time ``t`` of its story, in steps. Equal times give equal poses, however they were reached."""

    t: float
    step: int | None
    cards: Mapping[str, CardPose]
    wires: Mapping[tuple[str, str], WirePose]
    message: MessagePose | None = None
    fan: FanPose | None = None
    dim: float = 0.0

    def card(self, name: str) -> CardPose:
        return self.cards.get(name, REST)

    def wire(self, parent: str, child: str) -> WirePose:
        return self.wires.get((parent, child), IDLE)


REST = CardPose()
IDLE = WirePose()
