"""Keeps the faces of cards as images, so that dimming, selecting and moving a card costs one blit, not a hundred.

What does not change with the numbers, the plate, is kept beside the face: an edit of a number paints numbers alone. Of
few cards they are painted where they are seen; an image is made of a face that is seen again, which many never are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from gui.drawing.cards import Card
from gui.drawing.mathematics import whole
from gui.drawing.states import CardPose, Settled
from gui.drawing.surface import Surface
from gui.drawing.theme import Theme
from gui.drawing.values import Values

_REACH = 3.0
"""How far the shadow of a card goes over its edge."""

Paint = Callable[[Surface, Card, CardPose, Settled], None]

_BYTES = 96 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Kept:
    card: Card
    values: Values
    theme: Theme
    pose: CardPose
    scale: float
    settled: Settled
    plate: QImage
    image: QImage | None
    """None of a face that was seen once."""

    @property
    def bytes(self) -> int:
        return self.plate.sizeInBytes() + (self.image.sizeInBytes() if self.image is not None else 0)

    def grounds(self, card: Card, theme: Theme, scale: float, settled: Settled) -> bool:
        """Whether the plate is that of a card."""
        return self.card is card and self.theme == theme and self.scale == scale and self.settled == settled

    def shows(self, card: Card, values: Values, theme: Theme, pose: CardPose) -> bool:
        return self.card is card and self.values is values and self.pose == pose and self.theme == theme


class FaceCache:
    """One image a card, the least recently drawn dropped beyond 96 MB.

    ``hurry`` lets an image made for another zoom stand in, stretched, and ``owed`` then says that it did;
    ``rendered`` says whether the last card drawn had to be made. ``few`` says that no card will have to hurry.
    """

    def __init__(self) -> None:
        self.hurry = self.owed = self.rendered = False
        self.few = True
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0

    def clear(self) -> None:
        self._kept.clear()
        self._bytes = 0

    def knows(self, name: str) -> bool:
        """Whether there is an image of a card, however old."""
        return name in self._kept

    def paint(
        self, surface: Surface, card: Card, pose: CardPose, settled: Settled, plate: Paint, numbers: Paint
    ) -> None:
        """Draws what ``plate`` draws, which follows from the card and from what is ``settled``, and ``numbers`` over
        it; from images where they still hold.
        """
        pose = _face_pose(pose)
        self.owed, self.rendered = False, True
        if _moves(pose):
            plate(surface, card, pose, settled)
            numbers(surface, card, pose, settled)
            return
        scale = surface.painter.deviceTransform().m11()
        kept = self._kept.get(card.name)
        same = kept is not None and kept.shows(card, surface.values, surface.theme, pose) and kept.scale == scale
        if kept is None or not (same or (self.hurry and kept.image is not None)):
            ground = kept.plate if kept is not None and kept.grounds(card, surface.theme, scale, settled) else None
            if ground is None:
                ground = _blank(card, scale)
                _paint(ground, surface, card, pose, scale, settled, plate)
            kept = _Kept(card, surface.values, surface.theme, pose, scale, settled, ground, None)
            if self.few:
                self._keep(kept)
                corner = _place(surface.painter, ground, scale)
                with surface.moved(corner.x() + _REACH, corner.y() + _REACH):
                    numbers(surface, card, pose, settled)
                return
        else:
            self.owed, self.rendered = not same, kept.image is None
        if kept.image is None:
            kept = replace(kept, image=kept.plate.copy())
            _paint(kept.image, surface, card, pose, scale, settled, numbers)
        self._keep(kept)
        _place(surface.painter, kept.image, kept.scale)

    def _keep(self, kept: _Kept) -> None:
        old = self._kept.pop(kept.card.name, None)
        self._bytes += kept.bytes - (old.bytes if old is not None else 0)
        self._kept[kept.card.name] = kept
        while self._bytes > _BYTES and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].bytes


def _blank(card: Card, scale: float) -> QImage:
    width, height = ((side + 2 * _REACH) * scale for side in card.size)
    image = QImage(max(1, round(width)), max(1, round(height)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def _place(painter: QPainter, image: QImage, scale: float) -> QPointF:
    """Draws an image made at ``scale``, its corner on a whole pixel; the corner, in the units of the card."""
    transform = painter.deviceTransform()
    corner = transform.map(QPointF(-_REACH, -_REACH))
    snapped = transform.inverted()[0].map(whole(corner))
    painter.drawImage(QRectF(snapped.x(), snapped.y(), image.width() / scale, image.height() / scale), image)
    return snapped


def _paint(
    image: QImage, surface: Surface, card: Card, pose: CardPose, scale: float, settled: Settled, paint: Paint
) -> None:
    painter = QPainter(image)
    painter.setRenderHints(surface.painter.renderHints())
    painter.scale(scale, scale)
    painter.translate(_REACH, _REACH)
    paint(replace(surface, painter=painter), card, pose, settled)
    painter.end()


def _face_pose(pose: CardPose) -> CardPose:
    """What of a pose the face shows; the rest is drawn over it."""
    return CardPose(pose.value, pose.adjoint, pose.received, pose.awaited, pose.open, pose.merged)


def _moves(pose: CardPose) -> bool:
    """Whether the face is changing at this moment: then an image would be used once."""
    return any(0 < share < 1 for share in (pose.value, pose.adjoint, pose.open, pose.merged, *pose.received))
