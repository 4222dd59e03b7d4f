"""The layers of the canvas: wires below, a card an item, and above all one item for what moves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.stage import Stage
from gui.drawing.faceplate import MARGIN, WARNING, WARNING_ASIDE, paint_card
from gui.drawing.matrices import paint_lit
from gui.drawing.painting import Detail, overlay_rect, paint_overlay, paint_wires
from gui.drawing.states import Pose

Option = QStyleOptionGraphicsItem


def _zoom(painter: QPainter) -> float:
    return painter.worldTransform().m11()


class CardItem(QGraphicsItem):
    """One card; it stands where the picture has it."""

    def __init__(self, stage: Stage, name: str, focused: Callable[[], bool]) -> None:
        super().__init__()
        self.name = name
        self._stage = stage
        self._focused = focused
        self._size = (0.0, 0.0)

    def follow(self) -> None:
        """Takes its place and size from the picture."""
        picture = self._stage.picture
        if picture is None or self.name not in picture.cards:
            return
        card = picture.cards[self.name]
        if card.size != self._size:
            self.prepareGeometryChange()
            self._size = card.size
        self.setPos(*picture.placement[self.name])

    def boundingRect(self) -> QRectF:
        width, height = self._size
        return QRectF(0, 0, width, height).adjusted(-MARGIN, -MARGIN, MARGIN + WARNING_ASIDE, MARGIN + WARNING)

    def paint(self, painter: QPainter, _option: Option, _widget: QWidget | None = None) -> None:
        stage = self._stage
        if stage.picture is None or self.name not in stage.picture.cards:
            return
        paint_card(
            painter, stage.picture.cards[self.name], stage.card_pose(self.name, self._focused()), stage.values,
            stage.look.theme, zoom=_zoom(painter), warning=stage.values.warnings.get(self.name, ""), cache=stage.faces,
        )  # fmt: skip


class WiresItem(QGraphicsItem):
    """All wires at once, in one item: an item a wire would cost more than its line."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._bounds = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(-1)

    def follow(self) -> None:
        picture = self._stage.picture
        self.prepareGeometryChange()
        self._bounds = picture.bounds().adjusted(-40, -40, 40, 40) if picture is not None else QRectF()
        self.update()

    def repaint_changes(self, before: Pose) -> None:
        """Updates the wires, and the halos below the cards, that differ from the pose of before."""
        picture, now = self._stage.picture, self._stage.pose
        if picture is None:
            return
        for edge, wire in picture.wires.items():
            if before.wire(*edge) != now.wire(*edge):
                area = wire.bounds
                self.update(
                    area.united(picture.chips[edge].rect.adjusted(-2, -2, 2, 2)) if edge in picture.chips else area
                )
        for name in picture.cards:
            if before.card(name).active != now.card(name).active:
                self.update(picture.rect(name).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: Option, _widget: QWidget | None = None) -> None:
        stage = self._stage
        if stage.picture is not None:
            detail = Detail(_zoom(painter))
            exposed = QRectF(option.exposedRect)
            paint_wires(painter, stage.picture, stage.pose, stage.values, stage.look.theme, detail, exposed)


class OverlayItem(QGraphicsItem):
    """The message in flight and the fans: everything that moves, drawn from the pose."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._bounds = QRectF()
        self.setZValue(1)

    def follow(self) -> None:
        picture = self._stage.picture
        bounds = overlay_rect(picture, self._stage.pose, self._stage.fans) if picture is not None else QRectF()
        for part in self._stage.lit if picture is not None else ():
            bounds = bounds.united(picture.rect(part.name))
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, _option: Option, _widget: QWidget | None = None) -> None:
        stage = self._stage
        if stage.picture is not None:
            detail = Detail(_zoom(painter))
            paint_overlay(painter, stage.picture, stage.pose, stage.values, stage.look.theme, detail, stage.fans)
            for part in stage.lit:
                card, (x, y) = stage.picture.cards[part.name], stage.picture.placement[part.name]
                paint_lit(
                    painter, x + card.value[0], y + card.value[1],
                    card.cells, part.rows, part.columns, stage.look.theme,
                )  # fmt: skip
