"""Paints a picture at a pose: the whole of it for exports, or layer by layer for the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.drawing.faceplate import MARGIN, WARNING, WARNING_ASIDE, paint_card, paint_halo
from gui.drawing.fan import fan_rect, paint_fan
from gui.drawing.folds import paint_fold
from gui.drawing.frames import paint_frames
from gui.drawing.message import message_rect, paint_message
from gui.drawing.notes import paint_notes
from gui.drawing.openings import paint_openings
from gui.drawing.picture import Picture
from gui.drawing.pose import taking_part
from gui.drawing.shares import Share, paint_share
from gui.drawing.states import FanPose, Pose
from gui.drawing.surface import Surface
from gui.drawing.tags import paint_tags
from gui.drawing.theme import Theme
from gui.drawing.values import Block, Values
from gui.drawing.wires import DETAILED, Strokes, Wire, add_backward, add_forward, paint_chip, width_class


@dataclass(frozen=True, slots=True)
class Detail:
    """How finely to paint: ``zoom`` is pixels on screen a unit; ``crisp`` is for exports: outlines, no images."""

    zoom: float = 1.0
    crisp: bool = False


def paint_picture(
    painter: QPainter, picture: Picture, pose: Pose, values: Values, theme: Theme,
    detail: Detail | None = None, shares: Iterable[tuple[Share, Block | None]] = (),
) -> None:  # fmt: skip
    """Everything but the ground: frames, wires, cards, and what moves above them; ``shares`` with their numbers, if
    these are known yet.
    """
    detail = detail or Detail()
    paint_frames(painter, picture, theme, detail.zoom)
    paint_openings(painter, picture, theme, detail.crisp)
    paint_wires(painter, picture, pose, values, theme, detail)
    paint_notes(painter, picture, theme, detail.crisp)
    for share, total in shares:
        paint_share(Surface(painter, values, theme, detail.zoom, detail.crisp), share, total)
    for name, card in picture.cards.items():
        if name in picture.hidden:
            continue
        painter.save()
        painter.translate(*picture.placement[name])
        paint_card(
            painter, card, pose.card(name), values, theme,
            zoom=detail.zoom, crisp=detail.crisp, warning=values.warnings.get(name, ""),
        )  # fmt: skip
        painter.restore()
    paint_tags(painter, picture, pose, theme, detail.zoom)
    for fold in picture.folds.values():
        paint_fold(Surface(painter, values, theme, detail.zoom, detail.crisp), picture, fold, pose)
    paint_overlay(painter, picture, pose, values, theme, detail)


def paint_wires(
    painter: QPainter,
    picture: Picture,
    pose: Pose,
    values: Values,
    theme: Theme,
    detail: Detail | None = None,
    exposed: QRectF | None = None,
    wires: Sequence[Wire] | None = None,
) -> None:
    """The layer below the cards: halos of what is active, wires forward and backward, chips.

    ``exposed`` is what is in view, in the coordinates of the picture; all where it is None. ``wires`` are those to
    paint; all that may show there where they are not given.
    """
    detail = detail or Detail()
    for name in _working(picture, pose):
        painter.save()
        painter.translate(*picture.placement[name])
        paint_halo(painter, picture.cards[name], pose.card(name), theme)
        painter.restore()
    if wires is None:
        wires = tuple(picture.wires.values()) if exposed is None else picture.wires_in(exposed)
    seen = list(wires)
    # What is dimmed lies below what is lit.
    seen.sort(key=lambda wire: pose.wire(wire.parent, wire.child).active)
    strokes = Strokes(painter, alone=exposed is None)
    for wire in seen:
        add_forward(strokes, wire, pose.wire(wire.parent, wire.child), theme, detail.zoom, exposed)
    strokes.paint()
    for wire in seen:
        state = pose.wire(wire.parent, wire.child)
        if state.message > 0:
            width = _width(wire, values, theme)
            add_backward(strokes, wire, state, width, theme, detail.zoom, exposed)
    strokes.paint()
    if detail.zoom >= DETAILED:
        _paint_chips(painter, picture, seen, pose, theme, detail)


def wires_look(picture: Picture, pose: Pose, values: Values, theme: Theme, wires: Sequence[Wire]) -> tuple[Any, ...]:
    """What ``paint_wires`` makes of these wires: equal as long as none of it need be drawn again."""
    states = [pose.wire(wire.parent, wire.child) for wire in wires]
    widths = [_width(w, values, theme) if state.message > 0 else 0 for w, state in zip(wires, states, strict=True)]
    chips = [picture.chips.get((wire.parent, wire.child)) for wire in wires] if picture.chips else []
    halos = [(pose.card(name).active, picture.rect(name)) for name in _working(picture, pose)]
    return theme, list(wires), states, widths, chips, halos


def paint_overlay(
    painter: QPainter,
    picture: Picture,
    pose: Pose,
    values: Values,
    theme: Theme,
    detail: Detail | None = None,
    fans: Iterable[FanPose] = (),
) -> None:
    """The message in flight and the fan of the moment, above the cards; ``fans`` are others that are held open."""
    detail = detail or Detail()
    surface = Surface(painter, values, theme, detail.zoom, detail.crisp)
    if pose.message is not None:
        paint_message(surface, picture, pose.message)
    for fan in (*fans, *((pose.fan,) if pose.fan is not None else ())):
        paint_fan(surface, picture, fan)


def overlay_rect(picture: Picture, pose: Pose, fans: Iterable[FanPose] = ()) -> QRectF:
    """What ``paint_overlay`` draws on, empty where nothing moves; the canvas updates this and what it was before."""
    result = QRectF()
    if pose.message is not None:
        result = result.united(message_rect(picture, pose.message))
    for fan in (*fans, *((pose.fan,) if pose.fan is not None else ())):
        result = result.united(fan_rect(picture, fan)).united(picture.rect(fan.parent))
    return result.adjusted(-8, -8, 8, 8) if not result.isNull() else result


def painted_rect(picture: Picture, pose: Pose, values: Values) -> QRectF:
    """Everything that a picture covers at this moment."""
    result = picture.bounds()
    overlay = overlay_rect(picture, pose)
    for name in values.warnings:
        if name in picture.cards:
            rect = picture.rect(name)
            result = result.united(rect.adjusted(-MARGIN, 0, WARNING_ASIDE, WARNING + 4))
    return result.united(overlay) if not overlay.isNull() else result


def _working(picture: Picture, pose: Pose) -> list[str]:
    """The cards with a halo."""
    step = pose.step or 0
    near = taking_part(picture, range(max(1, step - 1), step + 1))[0]
    return sorted(name for name in near if pose.card(name).active > 0 and name not in picture.hidden)


def _paint_chips(
    painter: QPainter, picture: Picture, seen: list[Wire], pose: Pose, theme: Theme, detail: Detail
) -> None:
    """A chip shows from the moment its message sets out."""
    size = picture.theme.metrics.formula - 1
    for wire in seen:
        edge = (wire.parent, wire.child)
        state = pose.wire(*edge)
        if edge in picture.chips and state.message > 0:
            paint_chip(painter, picture.chips[edge], state, size, theme, detail.crisp)


def _width(wire: Wire, values: Values, theme: Theme) -> float:
    return width_class(values.norms(wire.parent).get(wire.child, 0.0), values.largest_norm, theme)
