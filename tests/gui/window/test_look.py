"""Themes, digits, sign colours, panels, and the pages of the Help menu."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel

from graph.operations import TABLE
from gui import theming
from gui.actions import COMMANDS, shortcut_sheets
from gui.drawing.theme import DARK, LIGHT


def choose(window, menu, words):
    view = window.menus.menus["&View"]
    sub = next(action.menu() for action in view.actions() if action.text().replace("&", "") == menu)
    next(action for action in sub.actions() if action.text() == words).trigger()


def ground(window):
    image = window.grab().toImage()
    return image.pixelColor(window.topbar.mapTo(window, window.topbar.rect().center() / 2)).name().upper()


def test_the_theme_changes_at_once(window):
    assert ground(window) == LIGHT.card
    choose(window, "Theme", "Dark")
    assert window.look.theme == DARK
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.card
    assert ground(window) == DARK.card
    choose(window, "Theme", "Light")
    assert ground(window) == LIGHT.card


class System(QObject):
    """A desktop with a colour scheme, which the platform of the tests has not."""

    colorSchemeChanged = Signal(Qt.ColorScheme)

    def __init__(self):
        super().__init__()
        self.scheme = Qt.ColorScheme.Light

    def colorScheme(self):
        return self.scheme

    def become(self, scheme):
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


def test_the_theme_follows_the_system(settings, monkeypatch, qtbot):
    system = System()
    monkeypatch.setattr(theming.QGuiApplication, "styleHints", lambda: system)
    settings.theme = "system"
    look = theming.Look(settings)
    assert look.theme == LIGHT
    with qtbot.waitSignal(look.changed):
        system.become(Qt.ColorScheme.Dark)
    assert look.theme == DARK
    assert QApplication.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.card
    settings.theme = "light"
    system.become(Qt.ColorScheme.Light)
    system.become(Qt.ColorScheme.Dark)
    assert look.theme == LIGHT


def test_digits_and_sign_colours(window, qtbot):
    with qtbot.waitSignal(window.look.changed):
        choose(window, "Digits shown", "5")
    assert window.look.digits == 5
    with qtbot.waitSignal(window.look.changed):
        window.menus.actions["settings.flip_signs"].trigger()
    assert window.look.theme.stops == LIGHT.sign[::-1]
    window.menus.actions["settings.reduce_motion"].trigger()
    assert window.look.reduce_motion


@pytest.mark.parametrize("name", ["equations", "inspector", "timeline"])
def test_panels_are_hidden_and_shown(window, name):
    action = window.menus.actions[f"{name}.setVisible"]
    action.trigger()
    assert not getattr(window, name).isVisible()
    action.trigger()
    assert getattr(window, name).isVisible()


def test_every_command_of_the_table_is_in_a_menu_and_can_be_called(window):
    for command in COMMANDS:
        action = window.menus.actions[command.name]
        assert action in window.menus.menus[command.menu].actions()
        assert action.shortcuts() == command.sequences


def test_no_shortcut_is_taken_twice(window):
    taken = [sequence.toString() for action in window.menus.actions.values() for sequence in action.shortcuts()]
    assert len(taken) == len(set(taken))


def test_the_sheet_of_shortcuts_has_them_all(window):
    window.menus.actions["show_shortcuts"].trigger()
    sheet = window._dialogs["shortcuts"]
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    for part in shortcut_sheets():
        for keys, words in part.rows:
            assert {keys, words} <= shown
    for command in COMMANDS:
        if command.sequences:
            assert command.plain_words in shown


def test_the_sheet_of_shortcuts_fits_the_screen_and_scrolls(window):
    window.menus.actions["show_shortcuts"].trigger()
    sheet = window._dialogs["shortcuts"]
    room = sheet.screen().availableSize()
    assert sheet.width() < room.width()
    assert sheet.height() < room.height()
    close = sheet.findChild(QDialogButtonBox)
    assert sheet.rect().contains(close.geometry())
    bar = sheet.area.verticalScrollBar()
    assert bar.maximum() == max(0, sheet.area.widget().height() - sheet.area.viewport().height())


def test_the_reference_has_every_operation_and_finds_it(window, qtbot):
    window.menus.actions["show_reference"].trigger()
    reference = window._dialogs["reference"]
    text = reference.page.toPlainText()
    for operation in TABLE.values():
        assert operation.summary.split(".")[0] in text, operation.name
    qtbot.keyClicks(reference.search, "softplus")
    found = reference.page.toPlainText()
    assert "softplus" in found
    assert len(found) < len(text) / 4
    reference.search.clear()
    qtbot.keyClicks(reference.search, "zzzz")
    assert "Nothing" in reference.page.toPlainText()


def test_about_says_what_it_is(window):
    window.menus.actions["show_about"].trigger()
    assert window._dialogs["about"].isVisible()


def test_controls_have_names(window):
    controls = [window.timeline.first, window.timeline.back, window.timeline.play, window.timeline.step]
    controls += [window.timeline.last, window.timeline.speed, window.timeline.track, window.equations.editor]
    controls += [window.equations.adjoints, window.inspector.tabs, window.topbar.export]
    for control in controls:
        assert control.accessibleName(), control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


def test_text_is_copied_as_asked(window):
    for style, part in (("unicode", "‖w‖²"), ("ascii", "w = A z"), ("latex", r"\odot")):
        window.menus.actions[f"copy_{style}"].trigger()
        assert part in QGuiApplication.clipboard().text()
