"""A formula term by term: a term under the pointer, or chosen by key, lights the messages it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from graph.calculus.derivation.formula import Formula
from graph.expression import is_call
from graph.notation import expression_text
from graph.story.phrases import plain
from gui.drawing.colours import colour, mix
from gui.drawing.painter import painting
from gui.drawing.strokes import pen
from gui.theming import Look
from gui.writing.formulas import Mathematics
from gui.writing.typeset import Flow, Written

Message = tuple[str, str]

_PX = 14.5
_LEAST = 8.0
_ABOVE = 4.0


@dataclass(frozen=True, eq=False)
class Part:
    """A term as it is shown, with the messages it stands for."""

    unicode: str
    latex: str
    messages: frozenset[Message]


def shown_terms(formula: Formula, messages: frozenset[Message]) -> list[tuple[int, Part]]:
    """The terms of a plain sum with their signs, anything else as one; all stand for the same messages."""
    e = formula.expression
    if type(formula) is not Formula or not is_call(e, "add"):
        return [(1, Part(formula.unicode, formula.latex, messages))]
    signed = [(-1, x.inputs[0]) if is_call(x, "neg") else (1, x) for x in e.inputs]
    return [(sign, Part(expression_text(x), expression_text(x, "latex"), messages)) for sign, x in signed]


class TermsView(QWidget):
    """``left = term + term − term``, wrapped to its width; what is too wide for it is set smaller.

    Signals: ``pointed(messages)``: of the term under the pointer or at the keyboard's mark, empty where none is.
    """

    pointed = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._phrase: list[str | Written] = []
        self._parts: list[Part] = []
        self._flow: Flow | None = None
        self._lit: frozenset[Message] = frozenset()
        self._hovered: Part | None = None
        self._marked: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._relay)
        look.typesetter.ready.connect(self._relay)

    def show_formula(self, left: Written, terms: Sequence[tuple[int, Part]]) -> None:
        """The left side and its signed terms; 0 where there is none."""
        phrase: list[str | Written] = [Mathematics(left.unicode, left.latex), " = " if terms else " = 0"]
        for place, (sign, part) in enumerate(terms):
            if place or sign < 0:
                phrase.append((" − " if place else "−") if sign < 0 else " + ")
            phrase.append(part)
        self._phrase, self._parts = phrase, [part for _, part in terms]
        self._hovered, self._marked = None, None
        self.setAccessibleName(plain(phrase))
        self._relay()

    def light(self, messages: Iterable[Message]) -> None:
        """Marks the terms that any of these messages is in."""
        self._lit = frozenset(messages)
        self.update()

    @property
    def parts(self) -> Sequence[Part]:
        return tuple(self._parts)

    def lit_parts(self) -> list[Part]:
        """The terms that are marked."""
        return [part for part in self._parts if part.messages & self._lit]

    def rect_of(self, part: Part) -> QRectF:
        """Where a term stands; empty where it does not."""
        flow = self._laid_out()
        for piece in flow.pieces:
            if piece.content is part:
                formula = self._look.typesetter.formula(part.latex, part.unicode)
                up, down = formula.ascent(flow.formula_px), formula.descent(flow.formula_px)
                return QRectF(piece.x, _ABOVE + piece.baseline - up, piece.width, up + down).adjusted(-3, -3, 3, 3)
        return QRectF()

    # --- the layout

    def _relay(self) -> None:
        self._flow = None
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()
        self.update()

    def _laid_out(self, width: int | None = None) -> Flow:
        room = max(60, self.width() if width is None else width) - 4
        if width is None and self._flow is not None:
            return self._flow
        flow = Flow(self._phrase, self._look.typesetter, _PX, 400, room)
        if flow.width > room:
            flow = Flow(self._phrase, self._look.typesetter, max(_LEAST, _PX * room / flow.width), 400, room)
        if width is None:
            self._flow = flow
        return flow

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._laid_out(width).height + 2 * _ABOVE) if self._phrase else 0

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    def resizeEvent(self, event: object) -> None:
        self._relay()

    # --- pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._hover(next((part for part in self._parts if self.rect_of(part).contains(at)), None))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, part: Part | None) -> None:
        if part is not self._hovered:
            self._hovered = part
            self._marked = None
            self.pointed.emit(part.messages if part is not None else frozenset())

    def event(self, event: QEvent) -> bool:
        own = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not self._parts:
            super().keyPressEvent(event)
            return
        count = len(self._parts)
        before = self._marked if self._marked is not None else (-1 if step > 0 else count)
        self._marked = (before + step) % count
        self.pointed.emit(self._parts[self._marked].messages)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._marked is not None:
            self._marked = None
            self.pointed.emit(frozenset())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        with painting(self) as painter:
            for place, part in enumerate(self._parts):
                if part is self._hovered or place == self._marked or part.messages & self._lit:
                    painter.setPen(pen(theme.text, 1.2))
                    painter.setBrush(colour(mix(theme.halo, theme.card, 0.72)))
                    painter.drawRoundedRect(self.rect_of(part), 4, 4)
            self._laid_out().paint(painter, 0, _ABOVE, theme.text, theme.text)
            if self.hasFocus():
                painter.setPen(pen(theme.focus, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
