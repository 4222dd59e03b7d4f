"""The look of the window: the drawing's theme, the palette and the style sheet made of it, following the system."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from assets import asset
from gui.drawing.fonts import load_fonts, text_font
from gui.drawing.mathematics import Typesetter
from gui.drawing.theme import DARK, LIGHT, Theme
from gui.settings import Settings

TEXT_SIZE = 13
"""Pixels of the window's own text."""


class Look(QObject):
    """The theme of this moment, the digits shown, the one typesetter, whether motion is reduced, whether cards snap.

    Signals: ``changed()`` when any of them did; the application's palette has changed by then.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = LIGHT
        self.typesetter = Typesetter(parent=self)
        load_fonts()
        settings.look_changed.connect(self._follow)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self._apply()

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def digits(self) -> int:
        return self._settings.digits

    @property
    def reduce_motion(self) -> bool:
        return self._settings.reduce_motion

    @property
    def snaps(self) -> bool:
        """Whether cards that are dragged catch at others."""
        return self._settings.snap

    def close(self) -> None:
        """Stops the typesetting; to be called before the application ends."""
        self.typesetter.close()

    def _follow(self) -> None:
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        self._theme = _chosen(self._settings.theme).flipped(self._settings.flip_signs)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setFont(text_font(TEXT_SIZE))
            application.setPalette(palette(self._theme))
            application.setStyleSheet(style_sheet(self._theme))


def _chosen(choice: str) -> Theme:
    if choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def palette(theme: Theme) -> QPalette:
    """The palette of Fusion in the colours of the theme."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.card,
        role.WindowText: theme.text,
        role.Base: theme.card,
        role.AlternateBase: theme.canvas,
        role.Text: theme.text,
        role.Button: theme.card,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.card,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.BrightText: theme.error,
        role.Highlight: theme.focus,
        role.HighlightedText: theme.card,
        role.Link: theme.focus,
        role.LinkVisited: theme.focus,
        role.Light: theme.card,
        role.Midlight: theme.edge,
        role.Mid: theme.edge,
        role.Dark: theme.outline,
        role.Shadow: theme.outline,
        role.Accent: theme.focus,
    }
    result = QPalette()
    for key, colour in colours.items():
        result.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.faint))
    return result


def _icon(name: str) -> str:
    """The path of a sign, as a style sheet takes it."""
    return asset(f"icons/{name}.svg").as_posix()


def _fields(theme: Theme) -> str:
    """Choices, numbers, longer texts and boxes to tick, as the lines to type into look."""
    return f"""
    QLineEdit {{ border: 1px solid {theme.edge}; border-radius: 6px; padding: 4px 8px; background: {theme.card}; }}
    QComboBox, QAbstractSpinBox, QPlainTextEdit {{
        border: 1px solid {theme.edge}; border-radius: 6px; background: {theme.card};
        selection-background-color: {theme.focus}; }}
    QComboBox, QAbstractSpinBox {{ padding: 4px 8px; min-height: 18px; }}
    QComboBox:hover, QAbstractSpinBox:hover {{ border-color: {theme.outline}; }}
    QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus {{ border: 2px solid {theme.focus}; }}
    QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {theme.faint}; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow, QAbstractSpinBox::down-arrow {{ image: url("{_icon("down")}"); width: 10px; height: 10px; }}
    QAbstractSpinBox::up-arrow {{ image: url("{_icon("up")}"); width: 10px; height: 10px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
        border: none; width: 20px; background: transparent; border-radius: 4px; }}
    QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {theme.canvas}; }}
    QComboBox QAbstractItemView {{
        border: 1px solid {theme.edge}; background: {theme.card}; padding: 4px; outline: none;
        selection-background-color: {theme.focus}; selection-color: {theme.card}; }}
    QComboBox QAbstractItemView::item {{ min-height: 26px; padding-left: 6px; border-radius: 4px; }}
    QCheckBox {{ spacing: 7px; }}
    QCheckBox::indicator {{
        width: 14px; height: 14px; border: 1px solid {theme.outline}; border-radius: 4px; background: {theme.card}; }}
    QCheckBox::indicator:hover {{ border-color: {theme.text}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {theme.focus}; }}
    QCheckBox::indicator:checked {{
        background: {theme.focus}; border-color: {theme.focus};
        image: url("{_icon("check-dark" if theme.dark else "check")}"); }}
    """


def _tabs(theme: Theme) -> str:
    """Words over a line; they stand closer where a panel is narrow."""
    return f"""
    QTabBar::tab {{ padding: 6px 2px; margin-right: 18px; color: {theme.muted}; border-bottom: 3px solid transparent; }}
    QTabBar[narrow="true"]::tab {{ margin-right: 9px; }}
    QTabBar::tab:selected {{ color: {theme.backward}; font-weight: 600; border-bottom: 3px solid {theme.backward}; }}
    QTabBar::tab:focus {{ border-bottom: 3px solid {theme.focus}; }}
    """


def style_sheet(theme: Theme) -> str:
    """What a palette cannot say: separators, tabs, flat buttons, the focus ring."""
    return f"""
    QToolTip {{ color: {theme.text}; background: {theme.card}; border: 1px solid {theme.edge}; padding: 4px 6px; }}
    QMenuBar {{ background: {theme.card}; padding: 0; }}
    QMenuBar::item {{ padding: 4px 9px; border-radius: 5px; background: transparent; }}
    QMenuBar::item:selected {{ background: {theme.canvas}; }}
    QMenu {{ background: {theme.card}; border: 1px solid {theme.edge}; padding: 5px; }}
    QMenu::item {{ padding: 5px 22px 5px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.canvas}; }}
    QMenu::item:disabled {{ color: {theme.faint}; }}
    QMenu::separator {{ height: 1px; background: {theme.edge}; margin: 5px 8px; }}
    QMenu::indicator {{ left: 7px; width: 12px; height: 12px; }}
    QSplitter::handle {{ background: {theme.edge}; }}
    QSplitter::handle:hover {{ background: {theme.focus}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {theme.edge}; border-radius: 3px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:hover {{ background: {theme.outline}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 5px 10px; background: transparent; }}
    QToolButton:hover {{ background: {theme.canvas}; }}
    QToolButton:focus, QPushButton:focus, QLineEdit:focus {{ border: 2px solid {theme.focus}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QPushButton {{ border: 1px solid {theme.edge}; border-radius: 6px; padding: 5px 14px; background: {theme.card}; }}
    QPushButton:hover {{ background: {theme.canvas}; }}
    QPushButton:disabled {{ color: {theme.faint}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    {_fields(theme)}
    QToolButton[phase="true"] {{ border: 1px solid {theme.edge}; padding: 5px 20px; min-width: 56px; }}
    QToolButton[phase="true"][sweep="forward"]:checked {{
        border: 1.5px solid {theme.forward}; background: {theme.forward_tint}; color: {theme.forward}; }}
    QToolButton[phase="true"][sweep="backward"]:checked {{
        border: 1.5px solid {theme.backward}; background: {theme.backward_tint}; color: {theme.backward}; }}
    QLabel[heading="true"] {{ color: {theme.muted}; font-size: 11px; font-weight: 600; letter-spacing: 0.4px; }}
    QLabel[muted="true"] {{ color: {theme.muted}; }}
    QLabel[good="true"] {{ color: {theme.forward}; }}
    QLabel[bad="true"] {{ color: {theme.error}; }}
    QWidget[ground="true"] {{ background: {theme.canvas}; }}
    QLabel[strong="true"] {{ font-weight: 600; }}
    QWidget[rule="true"] {{ background: {theme.edge}; }}
    {_tabs(theme)}
    """
