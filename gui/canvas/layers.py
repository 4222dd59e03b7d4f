"""Keeps the layers of the canvas up with the stage, and has only that painted again which changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QGraphicsView

from gui.canvas.annotation_layers import FoldsLayer, FramesLayer
from gui.canvas.items import CardsLayer, MovingLayer, OverviewLayer, WiresLayer
from gui.canvas.stage import EMPTY, Stage
from gui.drawing.faceplate import MARGIN, WARNING, WARNING_ASIDE
from gui.drawing.overview import Overview
from gui.drawing.painting import overlay_rect
from gui.drawing.picture import Picture
from gui.drawing.pose import changed_steps, taking_part
from gui.drawing.states import Pose
from gui.drawing.wires import Edge

_FEW = 4
"""Wires up to which only what lies along them is painted again: what lies between their ends is mostly not theirs."""

_MANY = 60
"""Areas that change at once, from which on all is painted: clipping to many small places costs more than it saves."""


class Layers(QObject):
    """The layers in one view."""

    def __init__(self, view: QGraphicsView, stage: Stage, focused: Callable[[], bool]) -> None:
        super().__init__(view)
        self._view = view
        self._stage = stage
        self.overview = Overview()
        self._shown: Picture | None = None
        self._marked: set[str] = set()
        self._moving = QRectF()
        cards = CardsLayer(stage, focused, view.viewport().update)
        for layer in (
            FramesLayer(stage),
            OverviewLayer(stage, self.overview),
            WiresLayer(stage),
            cards,
            FoldsLayer(stage),
            MovingLayer(stage),
        ):
            view.scene().addItem(layer)
        stage.picture_changed.connect(self._follow_picture)
        stage.posed.connect(self._follow_pose)
        self._follow_picture()

    # --- another picture

    def _follow_picture(self) -> None:
        before, now = self._shown, self._stage.picture
        self._shown = now
        drawn = before is None or now is None or before.annotations or now.annotations
        if drawn or now is before or before.cards is not now.cards:
            self._view.viewport().update()
        else:
            self.repaint([*_places_changed(before, now), self._overlay()])

    # --- another pose

    def _follow_pose(self, before: Pose) -> None:
        stage, picture = self._stage, self._stage.picture
        marked = {*stage.selection.selected, stage.selection.hovered or ""}
        touched, self._marked = marked | self._marked, marked
        overlay = self._overlay()
        steps = changed_steps(before, stage.pose, picture.times.forward) if picture is not None else None
        if picture is None or before is EMPTY or steps is None or len(touched) > _MANY:
            self._view.viewport().update()
            return
        cards, wires = taking_part(picture, steps)
        now = stage.pose
        changed = [n for n in cards if before.card(n) != now.card(n)]
        changed += [name for name in touched if name in picture.cards]
        led = [edge for edge in wires if before.wire(*edge) != now.wire(*edge)]
        self.repaint([*map(self._around, changed), *(self._along(edge) for edge in led), overlay])

    def _overlay(self) -> QRectF:
        """Where the moving layer draws, and drew before."""
        stage, picture = self._stage, self._stage.picture
        before = self._moving
        self._moving = overlay_rect(picture, stage.pose, stage.fans) if picture is not None else QRectF()
        for part in stage.lit if picture is not None else ():
            self._moving = self._moving.united(picture.rect(part.name))
        return before.united(self._moving)

    def _around(self, name: str) -> QRectF:
        """A card with its halo and its warning."""
        assert self._stage.picture is not None
        return _with_marks(self._stage.picture.rect(name))

    def _along(self, edge: Edge) -> QRectF:
        """A wire with its chip."""
        picture = self._stage.picture
        assert picture is not None
        area, chip = picture.wires[edge].bounds, picture.chips.get(edge)
        return area.united(chip.rect.adjusted(-2, -2, 2, 2)) if chip is not None else area

    def repaint_marks(self, names: Iterable[str], edges: Iterable[Edge]) -> None:
        """These cards, with what stands at their edges, and these wires are painted again."""
        picture = self._stage.picture
        if picture is not None:
            cards = [_with_marks(picture.rect(name)) for name in names if name in picture.cards]
            strips = [strip for edge in edges if edge in picture.wires for strip in picture.wires[edge].strips]
            self.repaint([*cards, *strips])

    def repaint(self, areas: Iterable[QRectF]) -> None:
        """What lies in these areas of the scene is painted again."""
        region, port = QRegion(), self._view.viewport()
        found = [area for area in areas if not area.isEmpty()]
        for area in found[: _MANY + 1]:
            region += self._view.mapFromScene(area).boundingRect().adjusted(-2, -2, 2, 2)
        if len(found) > _MANY:
            port.update()
        elif not region.isEmpty():
            port.update(region & QRegion(port.rect()))


def _with_marks(rect: QRectF) -> QRectF:
    return rect.adjusted(-MARGIN, -MARGIN, MARGIN + WARNING_ASIDE, MARGIN + WARNING)


def _places_changed(before: Picture, now: Picture) -> list[QRectF]:
    """Where cards and wires of two pictures with the same cards differ."""
    old, new = before.whereabouts, now.whereabouts
    areas: list[QRectF] = []
    cards, wires = new.differing(old)
    areas += [_with_marks(_rect(box)) for there in (old, new) for box in there.card_boxes(cards)]
    led = isinstance(before.wires, dict) and isinstance(now.wires, dict)
    if led:  # around cards: such a wire may have other bends between the same ends, within the same bounds
        edges = [edge for edge in before.wires.keys() & now.wires.keys() if before.wires[edge] is not now.wires[edge]]
    else:
        edges = [new.edges[row] for row in wires.tolist()]
    if len(edges) <= _FEW:
        areas += [strip for edge in edges for one in (before, now) for strip in one.wires[edge].strips]
    elif led:
        areas += [one.wires[edge].bounds for edge in edges for one in (before, now)]
    else:
        areas += [_rect(box) for there in (old, new) for box in there.wire_boxes(wires)]
    for edge in before.chips.keys() | now.chips.keys():
        chip, moved = before.chips.get(edge), now.chips.get(edge)
        if chip != moved:
            areas += [one.rect.adjusted(-2, -2, 2, 2) for one in (chip, moved) if one is not None]
    return areas


def _rect(box: np.ndarray) -> QRectF:  # type: ignore[type-arg]
    left, top, right, bottom = box.tolist()
    return QRectF(left, top, right - left, bottom - top)
