"""The layers of the canvas, an item each: wires, cards, and above all what moves; from afar an overview of all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import inf
from time import perf_counter
from typing import Any

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.stage import Stage
from gui.canvas.still import Still, on_view
from gui.drawing.faceplate import FULL, MARGIN, WARNING, WARNING_ASIDE, paint_box, paint_card
from gui.drawing.matrices import paint_lit
from gui.drawing.overview import AFAR, Overview
from gui.drawing.painting import Detail, paint_overlay, paint_wires, wires_look
from gui.drawing.picture import Picture

Option = QStyleOptionGraphicsItem

AT_LEAST, BUDGET = 24, 0.010
"""Cards that are drawn anew in every frame, and seconds after which further ones wait for the next frame."""

COPIED = 300
"""Wires up to which it is looked whether they are as they were; beyond, to look takes as long as to draw."""

_EVERYWHERE = QRectF(-1e9, -1e9, 2e9, 2e9)


def zoom_of(painter: QPainter) -> float:
    return painter.worldTransform().m11()


class Layer(QGraphicsItem):
    """One layer. It says that it is everywhere and looks at what is exposed: an item a card or a wire costs more."""

    def __init__(self, stage: Stage, height: float) -> None:
        super().__init__()
        self.stage = stage
        self._faulty: Picture | None = None
        """The picture that could not be drawn: the fault is told once, and not at every paint."""
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(height)

    def boundingRect(self) -> QRectF:
        return _EVERYWHERE

    def paint(self, painter: QPainter, option: Option, _widget: QWidget | None = None) -> None:
        picture = self.stage.picture
        if picture is None or picture is self._faulty:
            return
        try:
            self.draw(painter, picture, zoom_of(painter), QRectF(option.exposedRect))
        except Exception:  # raised through Qt it would end the program without a word
            self._faulty = picture
            sys.excepthook(*sys.exc_info())

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        """Paints what is in ``exposed``, at ``zoom`` pixels a unit."""
        raise NotImplementedError


class CardsLayer(Layer):
    """The cards. Where many are to be drawn anew, some wait for the next frames and show as they were, or as a box."""

    def __init__(self, stage: Stage, focused: Callable[[], bool], ask_again: Callable[[], None]) -> None:
        super().__init__(stage, 0)
        self._focused = focused
        self._again = QTimer()
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(ask_again)
        self._still = Still()

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        if zoom < AFAR:
            return
        hand = self.stage.under_hand
        if not hand:
            self._still.drop()
            self._draw(painter, picture, zoom, _in_reach(picture, exposed), BUDGET)
            return

        def stand(own: QPainter, area: QRectF) -> None:
            self._draw(own, picture, zoom, [name for name in _in_reach(picture, area) if name not in hand], inf)

        self._still.paint(painter, exposed, standing(self.stage), stand)
        there = [name for name in hand if name in picture.cards and name not in picture.hidden]
        self._draw(painter, picture, zoom, there, BUDGET)

    def _draw(self, painter: QPainter, picture: Picture, zoom: float, names: list[str], budget: float) -> None:
        """``budget`` is in seconds: what cannot be drawn anew in it waits."""
        stage, began, drawn, waiting = self.stage, perf_counter(), 0, False
        theme, values, focused = stage.look.theme, stage.values, self._focused()
        stage.faces.few = len(names) <= AT_LEAST
        for name in names:
            late = drawn >= AT_LEAST and perf_counter() - began > budget
            painter.save()
            painter.translate(*picture.placement[name])
            if late and not stage.faces.knows(name):
                waiting = True
                paint_box(painter, picture.rect(name).size(), theme)
            else:
                card = picture.near(name) if zoom >= FULL and not late else picture.cards[name]
                stage.faces.hurry = late
                paint_card(
                    painter, card, stage.card_pose(name, focused), values, theme,
                    zoom=zoom, warning=values.warnings.get(name, ""), cache=stage.faces,
                )  # fmt: skip
                waiting = waiting or stage.faces.owed
                drawn += stage.faces.rendered
            painter.restore()
        stage.faces.hurry = False
        if waiting:
            self._again.start()


def standing(stage: Stage) -> tuple[Any, ...]:
    """What cards and wires look like that are not under the hand: equal as long as they need not be drawn again."""
    marked = stage.selection.selected, stage.selection.hovered
    return stage.under_hand, stage.pose, stage.values, stage.look.theme, marked


def _in_reach(picture: Picture, area: QRectF) -> list[str]:
    """The cards of which something may show in an area."""
    return picture.cards_in(area.adjusted(-MARGIN - WARNING_ASIDE, -MARGIN - WARNING, MARGIN, MARGIN))


class WiresLayer(Layer):
    """All wires, and the halos below the cards."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, -1)
        self._still = Still()
        self._look: tuple[Any, ...] = ()

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        if zoom < AFAR:
            return
        stage, hand = self.stage, self.stage.under_hand
        given = stage.pose, stage.values, stage.look.theme, Detail(zoom)
        if not hand:
            self._draw(painter, picture, exposed, zoom)
            return

        def stand(own: QPainter, area: QRectF) -> None:
            rest = [wire for wire in picture.wires_in(area) if wire.parent not in hand and wire.child not in hand]
            paint_wires(own, picture, *given, area, rest)

        self._still.paint(painter, exposed, standing(stage), stand)
        paint_wires(painter, picture, *given, exposed, picture.wires_of(hand))

    def _draw(self, painter: QPainter, picture: Picture, exposed: QRectF, zoom: float) -> None:
        """Wires that look as they did when they were last drawn, under new numbers or a pointer, are copied."""
        given = picture, self.stage.pose, self.stage.values, self.stage.look.theme
        wires = picture.wires_in(on_view(painter))
        look = (painter.worldTransform(), *wires_look(*given, wires)) if len(wires) <= COPIED else ()
        before, self._look = self._look, look
        if not look or before != look:
            self._still.drop()
            paint_wires(painter, *given, Detail(zoom), exposed)
        else:
            self._still.paint(
                painter, exposed, look, lambda own, area: paint_wires(own, *given, Detail(zoom), area, wires)
            )


class OverviewLayer(Layer):
    """Cards and wires from afar; while nothing of them changes, a copy of what was painted before."""

    def __init__(self, stage: Stage, overview: Overview) -> None:
        super().__init__(stage, -2)
        self._overview = overview
        self._still = Still()
        self._shown: tuple[Any, ...] = ()
        self._where: tuple[Any, ...] = ()
        self._changes = 0

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        if zoom >= AFAR:
            self._still.drop()
            return
        stage, transform = self.stage, painter.worldTransform()
        self._overview.take(picture)
        marked = stage.selection.selected, stage.selection.hovered

        def paint(own: QPainter, area: QRectF) -> None:
            self._overview.paint(own, stage.pose, stage.look.theme, area, *marked)

        shown = picture, stage.pose, stage.look.theme
        where = transform.m11(), transform.dx(), transform.dy(), *marked
        same = self._where == where and all(a is b for a, b in zip(self._shown, shown, strict=False))
        self._shown, self._where, self._changes = shown, where, self._changes + (not same)
        if same:
            self._still.paint(painter, exposed, self._changes, paint)
        else:
            paint(painter, exposed)


class MovingLayer(Layer):
    """The message in flight and the fans: everything that moves, drawn from the pose."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, 1)

    def draw(self, painter: QPainter, picture: Picture, zoom: float, exposed: QRectF) -> None:
        stage = self.stage
        paint_overlay(painter, picture, stage.pose, stage.values, stage.look.theme, Detail(zoom), stage.fans)
        for part in stage.lit:
            card, (x, y) = picture.cards[part.name], picture.placement[part.name]
            corner = (x + card.value[0], y + card.value[1])
            if picture.shows_value(part.name):
                paint_lit(painter, *corner, card.cells, part.rows, part.columns, stage.look.theme)
