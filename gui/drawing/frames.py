"""Frames: where they are about their nodes, and how they are painted behind the cards."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gui.drawing.annotations import Annotations, Frame, Note
from gui.drawing.colours import colour, mix
from gui.drawing.fonts import text_width
from gui.drawing.openings import opening_rect
from gui.drawing.strokes import box, text
from gui.drawing.theme import Theme
from gui.drawing.tints import tint

if TYPE_CHECKING:
    from gui.drawing.cards import Point
    from gui.drawing.picture import Picture

HEADER = 30.0
"""The height of a frame's title bar."""

_PAD = 18.0
_RADIUS = 12.0
_TITLE = 14.0
_CHEVRON = 26.0


def frame_rects(picture: Picture, frames: Mapping[str, Frame]) -> dict[str, QRectF]:
    """The frames by id, the outermost first; one that is collapsed, or has no node in the picture, is nowhere."""
    rects: dict[str, QRectF] = {}
    inner: list[str] = []
    folded = [fold for fold in picture.folds.values() if fold.family is None]
    for key in sorted(frames, key=lambda one: len(frames[one].nodes)):
        members = frozenset(frames[key].nodes)
        about = QRectF()
        for name in members & picture.placement.keys():
            about = about.united(opening_rect(picture, name) if name in picture.openings else picture.rect(name))
        if about.isNull() or any(members.issubset(fold.nodes) for fold in folded):
            continue
        for other in inner:
            if members.issuperset(frames[other].nodes):
                about = about.united(rects[other])
        title = 2 * _PAD + _CHEVRON + text_width(frames[key].title, _TITLE, 600)
        about = about.adjusted(-_PAD, -_PAD - HEADER, _PAD, _PAD)
        about.setWidth(max(about.width(), title))
        rects[key] = about
        inner.append(key)
    return dict(reversed(rects.items()))


def header_rect(rect: QRectF) -> QRectF:
    """The title bar of a frame."""
    return QRectF(rect.left(), rect.top(), rect.width(), HEADER)


def title_rects(picture: Picture) -> list[QRectF]:
    """Where the titles of all frames are written."""
    frames = picture.annotations.frames
    found = []
    for key, rect in frame_rects(picture, frames).items():
        width = _CHEVRON + text_width(frames[key].title, _TITLE, 600) + 8
        found.append(QRectF(rect.left(), rect.top(), width, HEADER))
    return found


def chevron_rect(rect: QRectF) -> QRectF:
    """What collapses a frame when it is clicked."""
    return QRectF(rect.left(), rect.top(), _CHEVRON, HEADER)


def header_at(picture: Picture, x: float, y: float) -> str | None:
    """The frame whose title bar is under a point, the innermost."""
    found = None
    for key, rect in frame_rects(picture, picture.annotations.frames).items():
        if header_rect(rect).contains(x, y):
            found = key
    return found


def rehomed(before: Picture, now: Picture, moved: Set[str]) -> Annotations:
    """The annotations when nodes were ``moved``: whatever was dragged out of a frame leaves it, into one joins it.

    A frame all of whose nodes moved is where they are. The middle of a card counts, against the frames of before.
    """
    found = before.annotations
    frames = dict(found.frames)
    for key, rect in frame_rects(before, frames).items():
        frame = frames[key]
        members = frozenset(frame.nodes) & before.placement.keys()
        if members <= moved or frame.collapsed:
            continue
        held = {name: rect.contains(now.rect(name).center()) for name in moved if name in now.placement}
        kept = [name for name in frame.nodes if held.get(name, True)]
        joined = [name for name, inside in held.items() if inside and name not in members]
        if joined or len(kept) < len(frame.nodes):
            frames[key] = replace(frame, nodes=(*kept, *joined))
    return replace(now.annotations, frames=frames) if frames != found.frames else now.annotations


def notes_along(before: Picture, places: Mapping[str, Point]) -> dict[str, Note]:
    """The notes inside of frames, where all nodes of a frame go the same way to these ``places``: they go along."""
    whole, found = before.unfolded, dict[str, Note]()
    if not before.notes:
        return found
    for key, rect in frame_rects(whole, before.annotations.frames).items():
        members = [name for name in before.annotations.frames[key].nodes if name in whole.placement]
        stands = ((whole.placement[name], places.get(name, whole.placement[name])) for name in members)
        ways = {(round(x - left, 1), round(y - top, 1)) for (left, top), (x, y) in stands}
        if len(ways) != 1 or ways == {(0.0, 0.0)}:
            continue
        right, down = ways.pop()
        for note, sheet in before.notes.items():
            if rect.contains(sheet.rect.center()):
                at = round(sheet.note.x + right, 1), round(sheet.note.y + down, 1)
                found[note] = replace(sheet.note, x=at[0], y=at[1])
    return found


def paint_frames(painter: QPainter, picture: Picture, theme: Theme, zoom: float = 1.0) -> None:
    """All frames of a picture, the outermost first; to be painted before the wires."""
    frames = picture.annotations.frames
    for key, rect in frame_rects(picture, frames).items():
        _paint_frame(painter, rect, frames[key], theme, zoom)


def _paint_frame(painter: QPainter, rect: QRectF, frame: Frame, theme: Theme, zoom: float) -> None:
    hue = tint(frame.colour, theme)
    ground = mix(theme.canvas, hue, 0.09 if theme.dark else 0.07)
    box(painter, rect, _RADIUS, ground, mix(theme.canvas, hue, 0.55), max(1.2, 0.8 / zoom))
    header = header_rect(rect)
    painter.save()
    painter.setClipRect(header, Qt.ClipOperation.IntersectClip)
    box(painter, rect.adjusted(0.6, 0.6, -0.6, -0.6), _RADIUS, mix(theme.canvas, hue, 0.24 if theme.dark else 0.18))
    painter.restore()
    room = (rect.width() - _CHEVRON - _PAD) / max(1.0, text_width(frame.title, _TITLE, 600)) * _TITLE
    size = min(max(_TITLE, 11 / zoom), 0.75 * HEADER, max(_TITLE, room))
    _paint_chevron(painter, chevron_rect(rect).center(), theme)
    text(painter, rect.left() + _CHEVRON, header.center().y(), frame.title, size, theme.text, 600)


def _paint_chevron(painter: QPainter, at: QPointF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(theme.muted))
    x, y = at.x() + 1, at.y()
    painter.drawPolygon(QPolygonF([QPointF(x - 4.5, y - 2.5), QPointF(x + 4.5, y - 2.5), QPointF(x, y + 3.5)]))
