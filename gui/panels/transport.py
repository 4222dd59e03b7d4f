"""The buttons of the timeline, and the choice of speed."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolButton, QWidget

from gui.drawing.colours import colour, mix
from gui.drawing.painter import painting
from gui.playhead import SPEEDS, Playhead
from gui.theming import Look


def speed_words(speed: float) -> str:
    """``¼×``, ``1×``, ``Jump``."""
    if math.isinf(speed):
        return "Jump"
    return {0.25: "¼×", 0.5: "½×"}.get(speed, f"{speed:g}×")


class TransportButton(QAbstractButton):
    """First, back, play, step or last: a sign that needs no words, which it has for those who cannot see it."""

    def __init__(self, kind: str, words: str, keys: str, look: Look, press: Callable[[], None]) -> None:
        super().__init__()
        self.kind = kind
        self._look = look
        self.tone = "text"
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({keys})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(press)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(44, 44) if self.kind in ("play", "pause") else QSize(36, 36)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        with painting(self) as painter:
            centre = QPointF(self.width() / 2, self.height() / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            ink = theme.text if self.isEnabled() else theme.faint
            if self.kind in ("play", "pause"):
                disc = getattr(theme, self.tone) if self.isEnabled() else theme.faint
                if self.underMouse() and self.isEnabled():
                    disc = mix(disc, theme.text, 0.15)
                painter.setBrush(colour(disc))
                painter.drawEllipse(centre, 20, 20)
                ink = theme.card
            elif self.underMouse() and self.isEnabled():
                painter.setBrush(colour(theme.canvas))
                painter.drawEllipse(centre, 17, 17)
            painter.setBrush(colour(ink))
            self._paint_sign(painter, centre)
            if self.hasFocus():
                painter.setPen(QPen(colour(theme.focus), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                radius = min(self.width(), self.height()) / 2 - 1
                painter.drawEllipse(centre, radius, radius)

    def _paint_sign(self, painter: QPainter, centre: QPointF) -> None:
        x, y = centre.x(), centre.y()
        if self.kind == "pause":
            painter.drawRect(QRectF(x - 6, y - 7, 4, 14))
            painter.drawRect(QRectF(x + 2, y - 7, 4, 14))
            return
        way = -1 if self.kind in ("first", "back") else 1
        nudge = way * (1.5 if self.kind == "play" else 0)
        size = 8.0 if self.kind == "play" else 6.5
        tip, flat = x + nudge + way * size * 0.85, x + nudge - way * size * 0.75
        painter.drawPolygon(QPolygonF([QPointF(tip, y), QPointF(flat, y - size), QPointF(flat, y + size)]))
        if self.kind in ("first", "last"):
            painter.drawRect(QRectF(x + way * 7.5 - 1.25, y - size, 2.5, 2 * size))


class SpeedButton(QToolButton):
    """The speed of this moment; its menu has the others."""

    def __init__(self, playhead: Playhead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMinimumWidth(56)
        self.setToolTip("Speed")
        self.setMenu(speed_menu(playhead, self))
        playhead.speed_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        words = speed_words(self._playhead.speed)
        self.setText(words)
        self.setAccessibleName(f"Speed {words}")


def speed_menu(playhead: Playhead, parent: QWidget) -> QMenu:
    """All speeds, the present one marked."""
    menu = QMenu("&Speed", parent)
    group = QActionGroup(menu)
    for speed in SPEEDS:
        action = menu.addAction(speed_words(speed))
        action.setCheckable(True)
        action.setChecked(speed == playhead.speed)
        action.triggered.connect(lambda _checked=False, speed=speed: playhead.set_speed(speed))
        group.addAction(action)
        playhead.speed_changed.connect(lambda now, action=action, speed=speed: action.setChecked(now == speed))
    return menu
