"""The picture at time t: a pure function. Playing, scrubbing, stepping back and film export all call this one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

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


def pose(picture: Picture, t: float, reduce_motion: bool = False) -> Pose:
    """Every card, every wire and what moves at ``t``, in steps: 0 before anything, k after step k.

    ``reduce_motion`` turns travel into fades. The answer depends on nothing but its arguments.
    """
    steps = picture.steps
    t = min(max(0.0, t), float(len(steps)))
    if t == 0:
        return Pose(0.0, None, _cards(picture, 0, 0.0), {})
    k = math.ceil(t)
    share = t - (k - 1)
    light = out_cubic(share / _FOCUS)
    # The story begins and ends with everything in full light.
    dark = light if k == 1 else 1.0
    if k == len(steps):
        dark *= 1 - in_out_cubic(between(share, 1 - _FOCUS, 1))
    moment = _Moment(k, share, light, dark)
    cards = _cards(picture, k, share)
    _light_cards(picture, cards, moment)
    wires = _wires(picture, moment)
    step = steps[k - 1]
    message = fan = None
    if step.kind == "send" and step.parent is not None:
        message = _message(picture, step.node, step.parent, share, reduce_motion)
    elif step.kind == "collect":
        fan = _fan(picture, step.node, share, reduce_motion)
    return Pose(t, k, cards, wires, message, fan, dark)


def _cards(picture: Picture, k: int, share: float) -> dict[str, CardPose]:
    """What every card shows of its numbers at ``share`` of step ``k``."""
    times = picture.times
    poses: dict[str, CardPose] = {}
    for name, card in picture.cards.items():
        value = _filled(times.values.get(name), k, share) if card.face.parents else 1.0
        adjoint = _filled(times.adjoints.get(name), k, share)
        sends = [times.sends.get((slot.child, name)) for slot in card.face.slots]
        received = tuple(
            _received(picture, (name, slot.child), at, k, share)
            for slot, at in zip(card.face.slots, sends, strict=True)
        )
        awaited = next((j for j, at in enumerate(sends) if at == k and received[j] < 1), None)
        merged = 0.0
        if card.inbox is not None:
            merged = out_cubic(between(share, 0.86, 1.0)) if times.adjoints.get(name) == k else float(adjoint >= 1)
        elif not card.face.constant and not card.face.reached:
            # Not on the way to the loss: its adjoint is zero from the moment the sweep begins.
            adjoint = float(k > times.forward > 0)
        poses[name] = CardPose(value, adjoint, received, awaited, _opened(sends, k, share), merged)
    return poses


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
        return frozenset((step.node, *picture.cards[step.node].face.parents)), step.node, None
    return frozenset((step.node,)), step.node, None


def _light_cards(picture: Picture, cards: dict[str, CardPose], moment: _Moment) -> None:
    bright, active, receiving = _bright(picture, moment.k)
    before, was_active, was_receiving = _bright(picture, moment.k - 1)
    light, dark = moment.light, moment.dark

    def moved(now: bool, then: bool) -> float:
        return float(then) + (float(now) - float(then)) * light

    for name, card in cards.items():
        lit = moved(name in bright, name in before) if moment.k > 1 else float(name in bright)
        cards[name] = CardPose(
            card.value, card.adjoint, card.received, card.awaited, card.open, card.merged,
            dim=(1 - lit) * dark,
            active=moved(name == active, name == was_active) * dark,
            receiving=moved(name == receiving, name == was_receiving) * dark,
        )  # fmt: skip


def _wires(picture: Picture, moment: _Moment) -> dict[tuple[str, str], WirePose]:
    k, share = moment.k, moment.share
    now, then = _live(picture, k), _live(picture, k - 1)
    poses = {}
    for edge in picture.wires:
        message = _sent(picture, edge, k, share)
        lit = float(edge in then) + (float(edge in now) - float(edge in then)) * moment.light
        if k == 1:
            lit = float(edge in now)
        forward = lit * moment.dark if k <= picture.times.forward else 0.0
        poses[edge] = WirePose(message, forward, (1 - lit) * moment.dark, lit * moment.dark)
    return poses


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
        return frozenset((parent, step.node) for parent in picture.cards[step.node].face.parents)
    return frozenset()


def _message(picture: Picture, child: str, parent: str, share: float, reduce_motion: bool) -> MessagePose | None:
    slots = [slot.child for slot in picture.cards[parent].face.slots]
    arrival = _arrival(picture, (parent, child))
    fade = between(share, arrival + 0.7 * _LAND, arrival + _LAND)
    opacity = out_cubic(between(share, *_APPEAR)) * (1 - fade)
    if opacity <= 0 or child not in slots:
        return None
    along = in_out_cubic(between(share, _SET_OUT, arrival))
    landing = out_cubic(between(share, arrival, arrival + _LAND))
    if reduce_motion:
        along, landing = 1.0, 0.0
        opacity = min(out_cubic(between(share, 0.1, 0.3)), 1 - fade)
    return MessagePose(parent, child, slots.index(child) + 1, along, opacity, landing)


def _fan(picture: Picture, name: str, share: float, reduce_motion: bool) -> FanPose | None:
    card = picture.cards[name]
    if card.inbox is None or len(card.face.slots) < 2:
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
