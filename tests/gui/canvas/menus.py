"""Menus that are open, and choosing from them with the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu


def entries(menu=None):
    """The entries of the open menu, or of one of its submenus, by their words; without those that are disabled."""
    found = menu or QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return {
        action.text().replace("&", ""): action for action in found.actions() if action.isEnabled() and action.text()
    }


def pick(*path):
    """Chooses an entry of the open menu, through its submenus."""
    menu = QApplication.activePopupWidget()
    for words in path[:-1]:
        action = entries(menu)[words]
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Right)
        menu = action.menu()
    menu.setActiveAction(entries(menu)[path[-1]])
    QTest.keyClick(menu, Qt.Key.Key_Return)
