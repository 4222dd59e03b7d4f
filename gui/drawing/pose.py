"""The picture at time t: a pure function. Playing, scrubbing, stepping back and film export all call this one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from gui.drawing.easing import between, clamp, in_out_cubic, out_cubic
from gui.drawing.picture import Picture
from gui.drawing.states import CardPose, FanPose, MessagePose, Pose, WirePose

# Shares of a step. A step lasts 1.5 to 1.9 seconds at speed 1, of which the last second is for looking (graph.story),
# so what moves does so in the first half; only the fan of an inbox, which has to be read, takes the whole of it.

_FOCUS = 0.11
"""The light moves from the last beat to this one, and, at the end, back to all: 200 ms."""

_FILL = (0.1, 0.5)
_APPEAR = (0.04, 0.12)
_SET_OUT = 0.12
_TRAVEL = (0.18, 0.37)
"""What the way along a short wire and along a long one takes: 350 and 700 ms."""

K, P = TypeVar("K"), TypeVar("P")

_FEW = 16
"""Steps that two poses may lie apart for what differs between them to be counted up."""

_LONG_WIRE = 900.0
_LAND = 0.16
_SPREAD = (0.08, 0.26)
_TOLD = (0.26, 0.36)
_JOIN = (0.68, 0.9)
_FADE = (0.9, 1.0)


@dataclass(frozen=True, slots=True)
class _Moment:
    """Step ``k`` (from 1) at ``share`` of its way; ``light`` is how much of the light has moved to it."""

    k: int
    share: float
    light: float
    dark: float


def pose(picture: Picture, t: float, reduce_motion: bool = False, spotlight: bool = True) -> Pose:
    """Every card, every wire and what moves at ``t``, in steps: 0 before anything, k after step k.

    ``reduce_motion`` turns travel into fades; without ``spotlight`` everything is in full light. The
    answer depends on nothing but its arguments.
    """
    steps = picture.steps
    t = min(max(0.0, t), float(len(steps)))
    if t == 0:
        return Pose(0.0, None, _Poses(picture.cards, lambda name: _card(picture, name, 0, 0.0)), {})
    k = math.ceil(t)
    share = t - (k - 1)
    light = out_cubic(share / _FOCUS)
    # The story begins and ends with everything in full light.
    dark = light if k == 1 else 1.0
    if k == len(steps):
        dark *= 1 - in_out_cubic(between(share, 1 - _FOCUS, 1))
    moment = _Moment(k, share, light, dark if spotlight else 0.0)
    cards = _Poses(picture.cards, _card_at(picture, moment))
    wires = _Poses(picture.wires, _wire_at(picture, moment))
    step = steps[k - 1]
    message = fan = None
    if step.kind == "send" and step.parent is not None:
        message = _message(picture, step.node, step.parent, share, reduce_motion)
    elif step.kind == "collect":
        fan = _fan(picture, step.node, share, reduce_motion)
    return Pose(t, k, cards, wires, message, fan, moment.dark)


class _Poses(Mapping[K, P]):
    """The poses of all cards, or of all wires, each made when it is asked for: of many, few are in view."""

    def __init__(self, whole: Mapping[K, Any], make: Callable[[K], P]) -> None:
        self._whole = whole
        self._make = make
        self._made: dict[K, P] = {}

    def __getitem__(self, key: K) -> P:
        found = self._made.get(key)
        if found is None:
            if key not in self._whole:
                raise KeyError(key)
            found = self._made[key] = self._make(key)
        return found

    def __iter__(self) -> Iterator[K]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def changed_steps(before: Pose, now: Pose, forward: int) -> range | None:
    """The steps, from 1, which are all that two poses of one picture can differ by; None where those are too many.

    There are none where the poses are of one moment.
    ``forward`` is the number of steps of the forward sweep, at whose end all that is not reached gets its zero.
    """
    if before.t == now.t:
        return range(0)
    if before.step is None or now.step is None or before.dim != now.dim:
        return None
    first, last = sorted((before.step, now.step))
    return None if first <= forward < last or last - first > _FEW else range(max(1, first - 1), last + 1)


def _card(picture: Picture, name: str, k: int, share: float) -> CardPose:
    """What a card shows of its numbers at ``share`` of step ``k``."""
    times, face = picture.times, picture.cards[name].face
    value = _filled(times.values.get(name), k, share) if face.parents or face.waits else 1.0
    adjoint = _filled(times.adjoints.get(name), k, share)
    sends = [times.sends.get((slot.child, name)) for slot in face.slots]
    received = tuple(
        _received(picture, (name, slot.child), at, k, share) for slot, at in zip(face.slots, sends, strict=True)
    )
    awaited = next((j for j, at in enumerate(sends) if at == k and received[j] < 1), None)
    merged = 0.0
    if picture.cards[name].inbox is not None:
        merged = out_cubic(between(share, 0.86, 1.0)) if times.adjoints.get(name) == k else float(adjoint >= 1)
    elif not face.constant and not face.reached:
        # Not on the way to the loss: its adjoint is zero from the moment the sweep begins.
        adjoint = float(k > times.forward > 0)
    return CardPose(value, adjoint, received, awaited, _opened(sends, k, share), merged)


def _filled(at: int | None, k: int, share: float) -> float:
    """How much of what step ``at`` computes is there at ``share`` of step ``k``."""
    if at is None or at > k:
        return 0.0
    return 1.0 if at < k else between(share, *_FILL)


def _arrival(picture: Picture, edge: tuple[str, str]) -> float:
    """The share of its step at which the message along this wire is there: longer wires take longer."""
    short, long = _TRAVEL
    wire = picture.wires.get(edge)
    return _SET_OUT + short + (long - short) * clamp((wire.length if wire else 0.0) / _LONG_WIRE)


def _received(picture: Picture, edge: tuple[str, str], at: int | None, k: int, share: float) -> float:
    if at is None or at > k:
        return 0.0
    landed = _arrival(picture, edge) + _LAND
    return 1.0 if at < k else out_cubic(between(share, landed - _LAND / 2, landed))


def _opened(sends: Sequence[int | None], k: int, share: float) -> float:
    """An inbox opens as the first of its messages sets out."""
    first = min((at for at in sends if at is not None), default=None)
    if first is None or first > k:
        return 0.0
    return 1.0 if first < k else out_cubic(share / _FOCUS)


def _bright(picture: Picture, k: int) -> tuple[frozenset[str], str | None, str | None]:
    """What step ``k`` is about: the cards in light, the one that works, the one that gets something."""
    if not 1 <= k <= len(picture.steps):
        return frozenset(), None, None
    step = picture.steps[k - 1]
    if step.kind == "send" and step.parent is not None:
        return frozenset((step.node, step.parent)), step.node, step.parent
    if step.kind == "value":
        return frozenset((step.node, *picture.graph.nodes[step.node].parents)), step.node, None
    return frozenset((step.node,)), step.node, None


def _card_at(picture: Picture, moment: _Moment) -> Callable[[str], CardPose]:
    """What a card shows at a moment, in the light or out of it."""
    bright, active, receiving = _bright(picture, moment.k)
    before, was_active, was_receiving = _bright(picture, moment.k - 1)
    light, dark = moment.light, moment.dark

    def moved(now: bool, then: bool) -> float:
        return float(then) + (float(now) - float(then)) * light

    def card_at(name: str) -> CardPose:
        card = _card(picture, name, moment.k, moment.share)
        lit = moved(name in bright, name in before) if moment.k > 1 else float(name in bright)
        return CardPose(
            card.value, card.adjoint, card.received, card.awaited, card.open, card.merged,
            dim=(1 - lit) * dark,
            active=moved(name == active, name == was_active) * dark,
            receiving=moved(name == receiving, name == was_receiving) * dark,
        )  # fmt: skip

    return card_at


def _wire_at(picture: Picture, moment: _Moment) -> Callable[[tuple[str, str]], WirePose]:
    k, share = moment.k, moment.share
    now, then = _live(picture, k), _live(picture, k - 1)

    def wire_at(edge: tuple[str, str]) -> WirePose:
        lit = float(edge in then) + (float(edge in now) - float(edge in then)) * moment.light
        if k == 1:
            lit = float(edge in now)
        forward = lit * moment.dark if k <= picture.times.forward else 0.0
        return WirePose(_sent(picture, edge, k, share), forward, (1 - lit) * moment.dark, lit * moment.dark)

    return wire_at


def taking_part(picture: Picture, steps: range) -> tuple[set[str], set[tuple[str, str]]]:
    """The cards and the wires, (parent, child), that some steps are about."""
    cards: set[str] = set()
    wires: set[tuple[str, str]] = set()
    for k in steps:
        cards |= _bright(picture, k)[0]
        wires |= _live(picture, k)
    return cards, wires


def _sent(picture: Picture, edge: tuple[str, str], k: int, share: float) -> float:
    """How far along its wire the message is, or has been."""
    at = picture.times.sends.get((edge[1], edge[0]))
    if at is None or at > k:
        return 0.0
    return 1.0 if at < k else in_out_cubic(between(share, _SET_OUT, _arrival(picture, edge)))


def _live(picture: Picture, k: int) -> frozenset[tuple[str, str]]:
    """The wires that step ``k`` is about."""
    if not 1 <= k <= len(picture.steps):
        return frozenset()
    step = picture.steps[k - 1]
    if step.kind == "send" and step.parent is not None:
        return frozenset(((step.parent, step.node),))
    if step.kind == "value":
        return frozenset((parent, step.node) for parent in picture.graph.nodes[step.node].parents)
    return frozenset()


def _message(picture: Picture, child: str, parent: str, share: float, reduce_motion: bool) -> MessagePose | None:
    slots = [slot.child for slot in picture.cards[parent].face.slots]
    arrival = _arrival(picture, (parent, child))
    fade = between(share, arrival + 0.7 * _LAND, arrival + _LAND)
    opacity = out_cubic(between(share, *_APPEAR)) * (1 - fade)
    if opacity <= 0 or child not in slots or (parent, child) not in picture.wires:
        return None
    along = in_out_cubic(between(share, _SET_OUT, arrival))
    landing = out_cubic(between(share, arrival, arrival + _LAND))
    if reduce_motion:
        along, landing = 1.0, 0.0
        opacity = min(out_cubic(between(share, 0.1, 0.3)), 1 - fade)
    return MessagePose(parent, child, slots.index(child) + 1, along, opacity, landing)


def _fan(picture: Picture, name: str, share: float, reduce_motion: bool) -> FanPose | None:
    card = picture.cards[name]
    fold = picture.folds.get(picture.hidden.get(name, ""))
    if card.inbox is None or len(card.face.slots) < 2 or (fold is not None and fold.family is None):
        return None
    spread, joined = out_cubic(between(share, *_SPREAD)), in_out_cubic(between(share, *_JOIN))
    opacity = min(between(share, 0.04, 0.12), 1 - between(share, *_FADE))
    summed = 0.0
    if reduce_motion:
        spread, joined, summed = 1.0, 0.0, joined
    return FanPose(name, spread, between(share, *_TOLD), joined, opacity, summed) if opacity > 0 else None


def open_fan(name: str) -> FanPose:
    """The fan of an inbox held open, as a click asks for it."""
    return FanPose(name, 1.0, 1.0, 0.0, 1.0, 1.0)
