"""One message, or one value, as a row of the inspector: who, the formula, the shapes, the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from graph.expression import Expression
from graph.notation import expression_text, name_text, shape_text
from graph.shapes import Shape
from gui.drawing.colours import colour
from gui.drawing.fonts import text_font
from gui.drawing.grids import Grid, grid
from gui.drawing.mathematics import Formula
from gui.drawing.matrices import BlockLook, paint_block
from gui.drawing.painter import painting
from gui.drawing.values import Block
from gui.theming import Look

FORMULA = 18.0
NAME = 17.0
TITLE = 52.0
"""Pixels that titles have at least."""

_SMALLEST = 0.85
"""How much smaller a formula may be set so that its block stands beside it."""

_APART = 12.0


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says: its formula, a ``line`` in grey below it, and the ``shape`` of its block.

    ``node`` is the last word of the title where that is a node: it is set as mathematics.
    """

    title: str
    latex: str
    unicode: str
    line: str
    shape: Shape
    tone: str = "backward"
    node: str = ""


def message_entry(way: str, node: str, expression: Expression, shapes: str) -> Entry:
    """The row of a message ``to`` or ``via`` a node; ``shapes`` says why they fit."""
    return Entry(
        f"{way} {node}",
        expression_text(expression, "latex"),
        expression_text(expression, "unicode"),
        shapes,
        expression.shape or (),
        node=node,
    )


def shape_words(shape: Shape | None) -> str:
    """``ℝ²ˣ²``, or ``scalar``, or words where a hole waits."""
    if shape is None:
        return "shape not known yet"
    return shape_text(shape, "unicode") if shape else "scalar"


class EntryRow(QWidget):
    """Paints one entry. ``shown`` 0 is grey and hatched, 1 is there."""

    def __init__(self, entry: Entry, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = entry
        self._look = look
        self._block: Block | None = None
        self._shown = 0.0
        self._words = "—"
        self._below = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{entry.title}: {entry.unicode}, {entry.line}")
        look.changed.connect(self._resize)
        look.typesetter.ready.connect(self.update)

    @property
    def entry(self) -> Entry:
        return self._entry

    @property
    def shown(self) -> float:
        return self._shown

    def show_state(self, block: Block | None, shown: float, words: str = "—") -> None:
        """The numbers, how far they are there, and what the empty block says."""
        if (block, shown, words) != (self._block, self._shown, self._words):
            self._block, self._shown, self._words = block, shown, words
            self.update()

    # --- the picture

    @property
    def _grid(self) -> Grid:
        return grid(self._entry.shape, self._look.theme.metrics, self._look.digits)

    def fits_beside(self, width: int) -> bool:
        """Whether the block has room right of the words in so many pixels."""
        entry, room = self._entry, width - self._grid.size[0] - _APART
        formula = self._look.typesetter.formula(entry.latex, entry.unicode)
        line = QFontMetricsF(text_font(12)).horizontalAdvance(entry.line)
        return room >= line and room >= self._title_width() + _SMALLEST * formula.width(FORMULA)

    def put(self, below: bool) -> None:
        """The block beside the words, or below them."""
        if below != self._below:
            self._below = below
            self._resize()

    def sizeHint(self) -> QSize:
        height = self._grid.size[1] * self._zoom()
        return QSize(280, round(58 + height + 8 if self._below else max(54, height + 10)))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def _zoom(self) -> float:
        """Wide blocks are scaled down to the width there is."""
        room = max(120, self.width() or 300)
        return min(1.0, room / self._grid.size[0])

    def _resize(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, entry = self._look.theme, self._entry
        with painting(self) as painter:
            there = self._shown > 0
            self._paint_title(painter, theme.text if there else theme.faint)
            left = self._title_width()
            formula = self._look.typesetter.formula(entry.latex, entry.unicode)
            room = (self.width() if self._below else self.width() - self._grid.size[0] - _APART) - left
            px = min(FORMULA, FORMULA * max(40.0, room) / max(1.0, formula.width(FORMULA)))
            formula.draw(painter, left, 21, px, getattr(theme, entry.tone) if there else theme.faint)
            painter.setFont(text_font(12))
            painter.setPen(colour(theme.muted if there else theme.faint))
            painter.drawText(0, 42, entry.line)
            self._paint_block(painter)

    def _title_width(self) -> float:
        """Pixels up to the formula."""
        entry = self._entry
        words = QFontMetricsF(text_font(13, 600)).horizontalAdvance(entry.title.removesuffix(entry.node))
        name, px = self._name(words)
        return max(TITLE, words + (name.width(px) if name is not None else 0.0) + 14)

    def _name(self, before: float) -> tuple[Formula | None, float]:
        """The node that the title ends with, and its size: a long name is smaller."""
        node = self._entry.node
        if not node:
            return None, NAME
        name = self._look.typesetter.formula(name_text(node, "latex"), name_text(node, "unicode"))
        return name, min(NAME, NAME * (self.width() / 3 - before) / max(1.0, name.width(NAME)))

    def _paint_title(self, painter: QPainter, tone: str) -> None:
        entry, font = self._entry, text_font(13, 600)
        words = entry.title.removesuffix(entry.node)
        painter.setFont(font)
        painter.setPen(colour(tone))
        painter.drawText(0, 20, words)
        width = QFontMetricsF(font).horizontalAdvance(words)
        name, px = self._name(width)
        if name is not None:
            name.draw(painter, width, 20, px, tone)

    def _paint_block(self, painter: QPainter) -> None:
        theme, cells, zoom = self._look.theme, self._grid, self._zoom()
        x, y = (0.0, 52.0) if self._below else (self.width() - cells.size[0], 2.0)
        look = BlockLook(
            getattr(theme, self._entry.tone), reveal=self._shown, words=self._words, digits=self._look.digits
        )
        painter.save()
        painter.translate(x, y)
        painter.scale(zoom, zoom)
        paint_block(painter, 0, 0, cells, self._block if self._shown > 0 else None, look, theme, zoom)
        painter.restore()


def rule(parent: QWidget | None = None) -> QWidget:
    """A hairline between two parts of a panel."""
    line = QWidget(parent)
    line.setFixedHeight(1)
    line.setProperty("rule", True)
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return line
