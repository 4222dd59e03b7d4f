"""A small menu at the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

Choice = tuple[str, Callable[[], object]]
"""Words, and what choosing them does."""


def choose(parent: QWidget, place: QPoint, title: str, choices: Sequence[Choice]) -> QMenu:
    """Shows the choices at a place of the screen, under what they are about; Esc chooses none."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(title)
    if title:
        heading = menu.addAction(title.replace("&", "&&"))
        heading.setEnabled(False)
        menu.addSeparator()
    for words, act in choices:
        action = menu.addAction(words.replace("&", "&&"))
        action.triggered.connect(lambda _checked=False, act=act: act())
    first = menu.actions()[2 if title else 0]
    menu.popup(place)
    menu.setActiveAction(first)
    return menu
