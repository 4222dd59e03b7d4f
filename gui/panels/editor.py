"""The text of the equations: typed as text, shown as mathematics where nobody is typing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from graph.language.reading import MOST_TYPED_CHARACTERS
from graph.language.tokens import with_newlines
from gui.drawing.colours import colour, mix
from gui.drawing.fonts import serif_font, text_font
from gui.drawing.painter import painting
from gui.panels.echoes import Echo
from gui.panels.filling import Filling, common, units
from gui.panels.highlighting import Highlighter
from gui.panels.wrapping import Wrapping
from gui.theming import Look
from gui.writing.completion import Candidate, CompletionList, candidates

if TYPE_CHECKING:
    from graph.errors import Problem
    from graph.language.rows import Row

SIZE = 18
"""Pixels of what is typed."""

ECHO = 21.0
"""Pixels of the mathematics that stands in its place."""

MARGIN = 36
"""Room for the line numbers."""

LINE = 26
"""Pixels of a line at least: letters from another face do not push lines apart."""

SPACE = 3
"""Above and below every line."""

_TALL = 1_000
"""Lines from which on a text is higher than any screen: its height is not measured, which has all of it laid out."""


class EquationEditor(QTextEdit):
    """A text editor with line numbers, underlined problems, completion, and typeset lines.

    A line in which nobody types is drawn as mathematics, once it has been read and typeset; the line of the cursor,
    a line with a problem and every line of a selection are drawn as they were typed.
    Signals: ``edited(str)`` after every change by the user; ``line_changed(int)``, the cursor's line from 1, also when
    the focus comes or goes; ``given_up()`` by Esc.
    """

    edited = Signal(str)
    line_changed = Signal(int)
    given_up = Signal()

    def __init__(self, look: Look, names: Callable[[], list[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._names = names
        self._taking = False
        self._line = 1
        self._active: tuple[int | None, str] = (None, "forward")
        self._echoes: Mapping[int, Echo] = {}
        self._problems: dict[int, list[Problem]] = {}
        self.setAccessibleName("Equations")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)  # the document's undo stack covers the text
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(serif_font(SIZE, italic=False))
        self.document().setDocumentMargin(SPACE)
        self._give_lines_room()
        self.completions = CompletionList(self)
        self.completions.taken.connect(self._complete)
        self._wrapping = Wrapping(self)
        self._highlighter = Highlighter(self.document(), look)
        self._coming, self._filling = "", Filling(self)
        self._filling.due.connect(self._fill)
        self.textChanged.connect(self._edited)
        self.cursorPositionChanged.connect(self._moved)
        self.selectionChanged.connect(self.viewport().update)
        look.changed.connect(self.viewport().update)
        look.typesetter.ready.connect(self.viewport().update)

    # --- what the panel tells it

    def take_text(self, text: str) -> None:
        """Shows another text, changing only what differs, so that cursor and scroll stay where they can.

        A long one comes in by pieces.
        """
        if self._filling.busy and text == self._coming:
            return
        self._filling.stop()
        self._coming, old = text, self.toPlainText()
        if text == old:
            return
        start = common(old, text)
        end = common(old[start:][::-1], text[start:][::-1])
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(old[:start]))
        cursor.setPosition(units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
        self._taking = True
        self._filling.begin(cursor, text[start : len(text) - end])
        self._taking = False
        if self.hasFocus():
            self.setTextCursor(cursor)
        self.completions.hide()

    def _fill(self, characters: int | None = None) -> None:
        """Puts in another piece of a long text, or so much of it."""
        self._taking = True
        self._filling.put(*(() if characters is None else (characters,)))
        self._taking = False

    def _fill_up(self) -> None:
        """All of a long text is there now."""
        while self._filling.busy:
            self._fill(MOST_TYPED_CHARACTERS)

    def go_to_start(self) -> None:
        """The cursor to the first line, as in a file just opened."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def show_reading(
        self,
        rows: Sequence[Row],
        problems: Sequence[Problem],
        echoes: Mapping[int, Echo],
        changed: Collection[int] | None = None,
    ) -> None:
        """Colours, underlines and typeset lines (by line from 1) of what was read, where only the lines ``changed``
        say something else than before.
        """
        self._echoes = echoes
        before = self._problems
        self._problems = {}
        for problem in problems:
            if problem.line is not None:
                self._problems.setdefault(problem.line, []).append(problem)
        blocked = self.blockSignals(True)
        self._highlighter.show(rows, problems)
        self.blockSignals(blocked)
        if changed is None or before != self._problems:
            self.viewport().update()
            return
        for line in changed:
            self._update_line(line)

    def _update_line(self, line: int) -> None:
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.viewport().update(self._rect_of(block).toAlignedRect())

    def show_active(self, line: int | None, phase: str = "forward") -> None:
        """Marks the line of the node that the story is at, in the colour of the sweep."""
        if (line, phase) != self._active:
            self._active = (line, phase)
            self.viewport().update()

    def go_to(self, line: int, column: int = 1) -> None:
        """Puts the cursor there and takes the focus; both count from 1."""
        if line >= self.document().blockCount():
            self._fill_up()
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            cursor = QTextCursor(block)
            offset = units(block.text()[: column - 1])
            cursor.setPosition(block.position() + min(offset, block.length() - 1))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def line(self) -> int:
        """The cursor's line, from 1."""
        return self.textCursor().blockNumber() + 1

    def content_height(self) -> int:
        """What the whole text needs, with an empty line to click on below it."""
        if self.document().blockCount() > _TALL:
            return self.document().blockCount() * (LINE + 2 * SPACE)
        return round(self.document().size().height()) + SIZE + 4 * SPACE

    # --- typing

    def _edited(self) -> None:
        if not self._taking and not self._wrapping.changing:
            self._fill_up()
            self.edited.emit(self.toPlainText())
            self._offer()

    def _moved(self) -> None:
        if self.line != self._line:
            self.viewport().update()
            self._line = self.line
            self.completions.hide()
            self.line_changed.emit(self._line)

    def _offer(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = candidates(before, self._names()) if self.hasFocus() and "#" not in before else []
        place = self.cursorRect(cursor).bottomLeft()
        self.completions.offer(found, self.viewport().mapTo(self, place))

    def _complete(self, candidate: Candidate) -> None:
        cursor = self.textCursor()
        cursor.setPosition(cursor.position() - candidate.typed, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(candidate.inserted)
        self.completions.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.completions.key(event.key(), event.text()):
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, but not a file that is dragged in: the window opens that."""
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) > MOST_TYPED_CHARACTERS:
            words = f"Not pasted: {len(text):,} characters, more than {MOST_TYPED_CHARACTERS:,}. Open it as a file."
            QToolTip.showText(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()), words, self.viewport())
            return
        self.textCursor().insertText(with_newlines(text))
        self.ensureCursorVisible()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.completions.hide()
        super().focusOutEvent(event)
        self.viewport().update()
        self.line_changed.emit(self.line)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        self.line_changed.emit(self.line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in ("edit-undo", "edit-redo"):
                menu.removeAction(action)
        menu.exec(event.globalPos())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return True
            if self.completions.isVisible() and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return not self.completions.isVisible() and super().focusNextPrevChild(forward)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            line = self.cursorForPosition(event.pos()).blockNumber() + 1
            words = "\n".join(" — ".join(filter(None, (p.message, p.hint))) for p in self._problems.get(line, ()))
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def _give_lines_room(self) -> None:
        cursor = QTextCursor(self.document())
        form = cursor.blockFormat()
        form.setLeftMargin(MARGIN - SPACE)
        form.setRightMargin(8)
        form.setBottomMargin(2 * SPACE)
        form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor.setBlockFormat(form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.completions.isVisible():
            self._offer()  # the line may stand elsewhere now

    # --- the picture

    def sizeHint(self) -> QSize:
        return QSize(264, self.content_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self.viewport()) as painter:
            shown = [(block, rect) for block, rect in self._visible(event.rect())]
            for block, rect in shown:
                self._paint_band(painter, block.blockNumber() + 1, rect)
        super().paintEvent(event)
        with painting(self.viewport()) as painter:
            for block, rect in shown:
                self._paint_number(painter, block, rect)
                self._paint_echo(painter, block, rect)

    def _visible(self, area: QRect) -> list[tuple[QTextBlock, QRectF]]:
        block = self._block_at(area.top() + self.verticalScrollBar().value())
        found = []
        while block.isValid():
            rect = self._rect_of(block)
            if rect.top() > area.bottom():
                break
            found.append((block, rect))
            block = block.next()
        return found

    def _rect_of(self, block: QTextBlock) -> QRectF:
        """The band of a line, in the viewport."""
        rect = self.document().documentLayout().blockBoundingRect(block)
        top = rect.top() - SPACE - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), rect.height() + 2 * SPACE)

    def _block_at(self, height: float) -> QTextBlock:
        """The line at a height of the document, by halving: asking for the cursor there takes a walk of all lines."""
        document, layout = self.document(), self.document().documentLayout()
        first, last = 0, document.blockCount() - 1
        while first < last:
            middle = (first + last) // 2
            if layout.blockBoundingRect(document.findBlockByNumber(middle)).bottom() + SPACE < height:
                first = middle + 1
            else:
                last = middle
        return document.findBlockByNumber(first)

    def _band(self, line: int) -> str:
        theme = self._look.theme
        if line == self._active[0]:
            return str(getattr(theme, f"{self._active[1]}_tint"))
        return theme.canvas if line == self.line and self.hasFocus() else theme.card

    def _paint_band(self, painter: QPainter, line: int, rect: QRectF) -> None:
        painter.fillRect(rect, colour(self._band(line)))
        if line == self._active[0]:
            tone = getattr(self._look.theme, self._active[1])
            painter.fillRect(QRectF(0, rect.top(), 3, rect.height()), colour(tone))

    def _paint_number(self, painter: QPainter, block: QTextBlock, rect: QRectF) -> None:
        theme = self._look.theme
        line = block.blockNumber() + 1
        wrong = line in self._problems and not self.document().isEmpty()
        painter.setFont(text_font(11))
        painter.setPen(QPen(colour(theme.error if wrong else mix(theme.card, theme.muted, 0.8))))
        for words in (f"✕ {line}", f"✕{line}", "✕") if wrong else (str(line),):
            left = MARGIN - 12 - painter.fontMetrics().horizontalAdvance(words)
            if left >= 1:
                break
        painter.drawText(QPointF(left, self._baseline(block, rect)), words)

    def _baseline(self, block: QTextBlock, rect: QRectF) -> float:
        """Where the letters of the block's first line stand."""
        layout = block.layout()
        if layout is None or not layout.lineCount():
            return rect.top() + 0.7 * rect.height()
        first = layout.lineAt(0)
        return rect.top() + SPACE + first.y() + first.ascent()

    def _paint_echo(self, painter: QPainter, block: QTextBlock, rect: QRectF) -> None:
        line = block.blockNumber() + 1
        echo = self._echoes.get(line)
        if echo is None or echo.source != block.text() or line in self._problems or self._touched(block):
            self._wrapping.show(block, True)
            return
        formula = self._look.typesetter.formula(echo.formula.latex, echo.formula.unicode)
        room = rect.width() - MARGIN - 8
        px = min(ECHO, ECHO * (rect.height() - 4) / max(1.0, formula.height(ECHO)))
        px = min(px, px * room / max(1.0, formula.width(px)))
        self._wrapping.show(block, wide := not formula.ready or px < 0.7 * ECHO)
        if wide:
            return
        theme = self._look.theme
        inside = rect.adjusted(MARGIN - 2, 0, 0, 0)
        painter.fillRect(inside, colour(self._band(line)))
        baseline = max(self._baseline(block, rect), rect.top() + 1 + formula.ascent(px))
        baseline = min(baseline, rect.bottom() - 1 - formula.descent(px))
        formula.draw(painter, MARGIN, baseline, px, theme.text)
        if echo.rest:
            painter.setFont(text_font(12))
            painter.setPen(colour(theme.muted))
            left = MARGIN + formula.width(px) + 10
            words = painter.fontMetrics().elidedText(echo.rest, Qt.TextElideMode.ElideRight, int(rect.right() - left))
            painter.drawText(QPointF(left, baseline), words)

    def _touched(self, block: QTextBlock) -> bool:
        """Whether somebody works in this line: the cursor of the focused editor or a selection is in it."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            last = block.position() + block.length()
            return cursor.selectionStart() < last and cursor.selectionEnd() >= block.position()
        return self.hasFocus() and cursor.blockNumber() == block.blockNumber()
