"""The derived adjoints, one formula a node, in the order in which the reverse sweep completes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from graph.expression import Expression
from graph.lazy import LazySequence
from graph.notation import expression_text, name_text
from gui.drawing.colours import colour, mix
from gui.drawing.fonts import serif_font
from gui.drawing.painter import painting
from gui.playhead import Playhead
from gui.selection import Selection
from gui.theming import Look

if TYPE_CHECKING:
    from graph.story import Story

ROW = 28
SIZE = 16.0


@dataclass(frozen=True)
class Row:
    """One adjoint: its node, its name and what it is; the formula is made when it is first seen."""

    node: str
    bar: str
    adjoint: Expression

    @cached_property
    def latex(self) -> str:
        return self._written("latex")

    @cached_property
    def unicode(self) -> str:
        return self._written("unicode")

    def _written(self, style: str) -> str:
        return f"{name_text(self.bar, style)} = {expression_text(self.adjoint, style)}"


class Rows(LazySequence[Row]):
    """``w̄ = 2 w``, ``z̄ = Aᵀ w̄``, … for every node that the loss reaches, but for the loss itself."""

    def __init__(self, story: Story | None) -> None:
        self._gradient = story.gradient if story is not None else None
        self._nodes: list[str] = []
        if story is not None and story.gradient is not None:
            self._nodes = list(story.adjoint_step)
            self._nodes.remove(story.gradient.loss)
        super().__init__(len(self._nodes))

    def _make(self, place: int) -> Row:
        assert self._gradient is not None
        node = self._nodes[place]
        return Row(node, self._gradient.bars[node], self._gradient.adjoints[node])

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The row of every node."""
        return {node: index for index, node in enumerate(self._nodes)}


class AdjointList(QAbstractScrollArea):
    """Rows that are grey until the sweep has reached them; a press selects the node. Paints what is visible only."""

    def __init__(self, playhead: Playhead, selection: Selection, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._selection = selection
        self._look = look
        self._rows = Rows(None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Derived adjoints")
        self.verticalScrollBar().setSingleStep(ROW)
        playhead.story_changed.connect(self._take_story)
        playhead.t_changed.connect(self._follow)
        selection.selected_changed.connect(self.viewport().update)
        look.changed.connect(self.viewport().update)
        look.typesetter.ready.connect(self.viewport().update)
        self._take_story()

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def content_height(self) -> int:
        return ROW * len(self._rows) + 4

    def sizeHint(self) -> QSize:
        return QSize(264, self.content_height())

    def _take_story(self) -> None:
        story = self._playhead.story
        self._rows = Rows(story)
        self.setMaximumHeight(max(ROW, self.content_height()))
        self._limit()
        self.updateGeometry()
        self.viewport().update()

    def _limit(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self.content_height() - self.viewport().height()))

    def _follow(self) -> None:
        """Keeps the row of this moment in sight while the story moves."""
        step = self._playhead.step
        index = self._rows.places.get(step.node) if step and step.phase == "backward" else None
        if index is not None:
            top, bar = index * ROW, self.verticalScrollBar()
            bar.setValue(min(top, max(bar.value(), top + ROW - self.viewport().height())))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = int(event.position().y() + self.verticalScrollBar().value()) // ROW
        if 0 <= index < len(self._rows):
            self._selection.select(self._rows[index].node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if way is None or not len(self._rows):
            super().keyPressEvent(event)
            return
        index = self._rows.places.get(self._selection.current or "", -1 if way > 0 else len(self._rows))
        index = min(len(self._rows) - 1, max(0, index + way))
        self._selection.select(self._rows[index].node)
        self.verticalScrollBar().setValue(
            min(index * ROW, max(self.verticalScrollBar().value(), (index + 1) * ROW - self.viewport().height()))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self.viewport()) as painter:
            theme, offset = self._look.theme, self.verticalScrollBar().value()
            first = offset // ROW
            last = min(len(self._rows), (offset + self.viewport().height()) // ROW + 1)
            for index in range(first, last):
                self._paint_row(painter, self._rows[index], index * ROW - offset)
            if self.hasFocus():
                painter.setPen(QPen(colour(theme.focus), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_row(self, painter: QPainter, row: Row, top: float) -> None:
        theme, story = self._look.theme, self._playhead.story
        if story is None:
            return
        shown = story.adjoint_shown(row.node, self._playhead.t)
        if row.node in self._selection.selected:
            painter.fillRect(QRectF(0, top, self.viewport().width(), ROW), colour(theme.backward_tint))
        painter.fillRect(QRectF(8, top + 4, 3, ROW - 8), colour(mix(theme.card, theme.backward, 0.26 + 0.74 * shown)))
        formula = self._look.typesetter.formula(row.latex, row.unicode)
        room = self.viewport().width() - 28
        px = max(11.0, min(SIZE, SIZE * room / max(1.0, formula.width(SIZE))))
        ink, baseline = mix(theme.faint, theme.text, shown), top + ROW / 2 + 0.3 * px
        if formula.ready:
            formula.draw(painter, 20, baseline, px, ink)
            return
        painter.setFont(serif_font(px))  # a picture of every placeholder would hold up a window with many rows
        painter.setPen(colour(ink))
        words = painter.fontMetrics().elidedText(row.unicode, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QPointF(20, baseline), words)
