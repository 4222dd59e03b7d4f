"""A small menu at the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget, QWidgetAction

Choice = tuple[str, Callable[[], object]]
"""Words, and what choosing them does."""

_WIDEST = 380


def choose(parent: QWidget, place: QPoint, title: str, choices: Sequence[Choice]) -> QMenu:
    """Shows the choices at a place of the screen, under what they are about; Esc chooses none."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(title)
    if title:
        menu.addAction(_heading(menu, title))
        menu.addSeparator()
    for words, act in choices:
        action = menu.addAction(words.replace("&", "&&"))
        action.triggered.connect(lambda _checked=False, act=act: act())
    menu.popup(place)
    menu.setActiveAction(menu.actions()[2 if title else 0])
    return menu


def _heading(menu: QMenu, title: str) -> QWidgetAction:
    label = QLabel(title)
    label.setProperty("muted", True)
    label.setWordWrap(True)
    label.setContentsMargins(24, 6, 18, 4)
    wide = label.fontMetrics().horizontalAdvance(title) + 44
    label.setFixedWidth(min(_WIDEST, wide))
    action = QWidgetAction(menu)
    action.setDefaultWidget(label)
    action.setEnabled(False)
    return action
