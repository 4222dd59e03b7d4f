"""The menu bar, made of the table of commands and of what changes: recent files, examples, themes, undo."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gui.actions import COMMANDS, MENUS, Command
from gui.examples import examples
from gui.settings import DIGITS, THEMES, Settings


class Menus(QObject):
    """Fills a menu bar; ``actions`` gives every action of the table by its name."""

    def __init__(self, bar: QMenuBar, target: QWidget) -> None:
        super().__init__(target)
        self._target = target
        self.actions: dict[str, QAction] = {}
        self._enabled: dict[str, bool] = {}
        self.menus: dict[str, QMenu] = {}
        for title in MENUS:
            self.menus[title] = bar.addMenu(title)
        for command in COMMANDS:
            self._add(command)

    def _add(self, command: Command) -> None:
        menu = self._menu(command.menu)
        if command.ruled:
            menu.addSeparator()
        action = QAction(command.words, self._target)
        action.setObjectName(command.name)
        action.setShortcuts(command.sequences)
        if command.flag:
            action.setCheckable(True)
            action.toggled.connect(lambda on: self._switch(command.name, on))
        else:
            action.triggered.connect(lambda _checked=False: self._part(command.name)())
        menu.addAction(action)
        self._target.addAction(action)
        self.actions[command.name] = action

    def _part(self, name: str) -> Any:
        return attrgetter(name)(self._target)

    def _switch(self, name: str, on: bool) -> None:
        if callable(self._part(name)):
            self._part(name)(on)
        else:
            owner, attribute = name.rsplit(".", 1)
            setattr(self._part(owner), attribute, on)

    def _menu(self, path: str) -> QMenu:
        if path not in self.menus:
            parent, title = path.rsplit("/", 1)
            self.menus[path] = self.menus[parent].addMenu(title)
        return self.menus[path]

    def before(self, name: str) -> tuple[QMenu, QAction]:
        """The menu an action stands in, and the action, to put something above it."""
        command = next(command for command in COMMANDS if command.name == name)
        return self.menus[command.menu], self.actions[name]

    def add_undo(self, stack: QUndoStack) -> None:
        """Undo and Redo, saying in words what they would undo and redo."""
        menu = self.menus["&Edit"]
        first = menu.actions()[0]
        undo = stack.createUndoAction(self._target, "&Undo:")
        undo.setShortcuts(QKeySequence.StandardKey.Undo)
        redo = stack.createRedoAction(self._target, "&Redo:")
        bindings = QKeySequence.keyBindings(QKeySequence.StandardKey.Redo)
        other = QKeySequence("Ctrl+Y")
        redo.setShortcuts(bindings if other in bindings else [*bindings, other])
        for name, action in (("undo", undo), ("redo", redo)):
            menu.insertAction(first, action)
            self._target.addAction(action)
            self.actions[name] = action
        menu.aboutToShow.connect(self._without_colons)
        menu.insertSeparator(first)

    def _without_colons(self) -> None:
        """Undo, where there is nothing to say after it."""
        for action in (self.actions["undo"], self.actions["redo"]):
            action.setText(action.text().removesuffix(":"))

    def enable(self, kind: str, enabled: bool) -> None:
        """Enables what works with a graph, or with a story."""
        if self._enabled.get(kind) is enabled:
            return
        self._enabled[kind] = enabled
        for command in COMMANDS:
            if command.enabled_with == kind:
                self.actions[command.name].setEnabled(enabled)


def recent_menu(settings: Settings, open_path: Callable[[Path], object], parent: QWidget) -> QMenu:
    """Open recent ▸, up to date whenever it is shown."""
    menu = QMenu("Open &recent", parent)

    def fill() -> None:
        menu.clear()
        files = settings.recent
        names = [file.name for file in files]
        for index, file in enumerate(files):
            where = f" — {file.parent}" if names.count(file.name) > 1 else ""
            action = menu.addAction(f"&{(index + 1) % 10} {file.name}{where}".replace("&&", "&"))
            action.setToolTip(str(file))
            action.triggered.connect(lambda _checked=False, file=file: open_path(file))
        if files:
            menu.addSeparator()
            menu.addAction("&Forget these", settings.forget_recent)
        menu.menuAction().setEnabled(bool(files))

    fill()
    settings.recent_changed.connect(fill)
    menu.aboutToShow.connect(fill)
    return menu


def examples_menu(open_example: Callable[[Path], object], parent: QWidget) -> QMenu:
    """Open example ▸."""
    menu = QMenu("Open e&xample", parent)
    for example in examples():
        action = menu.addAction(example.title)
        action.setToolTip(example.about)
        action.triggered.connect(lambda _checked=False, path=example.path: open_example(path))
    return menu


def theme_menu(settings: Settings, parent: QWidget) -> QMenu:
    """Theme ▸ System, Light, Dark."""
    return _choices("&Theme", {theme: theme.capitalize() for theme in THEMES}, settings, "theme", parent)


def digits_menu(settings: Settings, parent: QWidget) -> QMenu:
    """Digits shown ▸."""
    return _choices("&Digits shown", {digits: str(digits) for digits in DIGITS}, settings, "digits", parent)


def _choices(title: str, choices: dict[object, str], settings: Settings, name: str, parent: QWidget) -> QMenu:
    menu = QMenu(title, parent)
    group = QActionGroup(menu)
    for value, words in choices.items():
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(getattr(settings, name) == value)
        action.triggered.connect(lambda _checked=False, value=value: setattr(settings, name, value))
        group.addAction(action)
        settings.look_changed.connect(
            lambda action=action, value=value: action.setChecked(getattr(settings, name) == value)
        )
    return menu
