"""The window: the models, the panels around the canvas, and what the menus do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QSplitter, QVBoxLayout, QWidget

from graph.notation import write
from gui.about import About
from gui.aside import Aside
from gui.canvas.view import CanvasView
from gui.document import OpenDocument
from gui.evaluator import Evaluator
from gui.examples import examples
from gui.export_dialog import ExportDialog
from gui.filing import Filing
from gui.keys import FocusedKeys
from gui.lecture import Lecture
from gui.long_work import LongWork
from gui.menus import Menus, digits_menu, examples_menu, recent_menu, theme_menu
from gui.opening import Opening
from gui.panels.command_palette import CommandPalette
from gui.panels.derivation import DerivationPanel
from gui.panels.drawer import Drawer
from gui.panels.equations import EquationsPanel
from gui.panels.hessian import HessianPanel
from gui.panels.inspector import Inspector
from gui.panels.messages import rule
from gui.panels.outline import Outline
from gui.panels.palette import Palette
from gui.panels.reference import Reference
from gui.panels.shortcuts import ShortcutSheet
from gui.panels.timeline import Timeline
from gui.panels.transport import speed_menu
from gui.panels.welcome import Welcome
from gui.playhead import Playhead
from gui.selection import Selection
from gui.settings import Settings
from gui.side import Side
from gui.source_export import SourceExport
from gui.theming import Look
from gui.topbar import TopBar

_LEAST_ASIDE = 240


class Window(QMainWindow):
    """One document in one window."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.look = Look(settings, self)
        self.document = OpenDocument(self)
        self.evaluator = Evaluator(self.document, self)
        self.playhead = Playhead(self)
        self.selection = Selection(self)
        self.opening = Opening(self.look, self)
        self.filing = Filing(self.document, self.opening, settings, self)
        self.sources = SourceExport(self.document, self.filing, settings, self)
        self._fresh = False
        self._offered = self._widths_by_hand = False
        self._dialogs: dict[str, QWidget] = {}
        self.canvas = CanvasView(self.document, self.evaluator, self.playhead, self.selection, self.look)
        self.equations = EquationsPanel(self.document, self.evaluator, self.playhead, self.selection, self.look)
        self.inspector = Inspector(self.evaluator, self.playhead, self.selection, self.look)
        self.derivation = DerivationPanel(self.document, self.selection, self.look)
        self.hessian = HessianPanel(self.document, self.selection, self.look)
        self.aside = Aside({"Inspector": self.inspector, "Derivation": self.derivation, "Hessian": self.hessian})
        self.timeline = Timeline(self.playhead, self.look)
        shown = [(e.title, e.about, e.path) for e in examples()]
        self.welcome = Welcome(shown, self.filing.open_example, self.canvas.viewport())
        self.palette_panel = Palette(self.look)
        self.drawer = Drawer()
        self.outline = Outline(self.document, self.selection, self.look)
        self.drawer.add_page("Palette", self.palette_panel)
        self.drawer.add_page("Outline", self.outline)
        bar = QMenuBar()
        self.menus = Menus(bar, self)
        self.topbar = TopBar(
            self.document, self.playhead, bar, self.menus.menus["&File/&Export"], self.canvas.quick_add.ask
        )
        self._keys = FocusedKeys(self)
        self._finish_menus()
        self.command_palette = CommandPalette(bar, self._nodes, settings, self.look, self)
        self._lay_out()
        self.lecture = Lecture(self, self.canvas, self.playhead, self.look)
        layouts = (self.canvas.stage.placing, self.canvas.tidying)
        self.long_work = LongWork(self.opening, layouts, self.canvas.late_edit, self.canvas)
        self._connect()
        self._restore()
        self.setAcceptDrops(True)

    # --- building

    def _finish_menus(self) -> None:
        menu, save = self.menus.before("filing.save")
        first = menu.actions()[menu.actions().index(save) - 1]
        for more in (
            recent_menu(self.settings, self.filing.open_path, self),
            examples_menu(self.filing.open_example, self),
        ):
            menu.insertMenu(first, more)
        self.menus.add_undo(self.document.undo_stack)
        menu, flip = self.menus.before("settings.flip_signs")
        menu.insertMenu(flip, theme_menu(self.settings, self))
        menu.insertMenu(flip, digits_menu(self.settings, self))
        menu, faster = self.menus.before("playhead.faster")
        menu.insertMenu(faster, speed_menu(self.playhead, self))

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.side = Side(self.equations, self.drawer)
        for widget in (self.side, self.canvas, self.aside):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(self._take_widths)
        self.equations.setMinimumWidth(200)
        self.aside.setMinimumWidth(_LEAST_ASIDE)
        self.canvas.setMinimumWidth(240)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.topbar)
        layout.addWidget(rule())
        layout.addWidget(self.splitter, 1)
        layout.addWidget(rule())
        layout.addWidget(self.timeline)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        document = self.document
        document.opened.connect(self._opened)
        document.title_changed.connect(self._show_title)
        document.graph_changed.connect(self._graph_changed)
        document.text_changed.connect(self._text_changed)
        document.reading_changed.connect(self._enable)
        self.evaluator.story_changed.connect(self._story_changed)
        self.selection.selected_changed.connect(self._enable)
        self.playhead.speed_changed.connect(lambda speed: setattr(self.settings, "speed", speed))
        self.palette_panel.wanted.connect(self.canvas.adding.take)
        self.outline.wanted.connect(self.canvas.bring_near)
        self.aside.changed.connect(self._aside_changed)
        self.equations.editor.given_up.connect(self.canvas.setFocus)
        self.derivation.wanted_gradient.connect(self.filing.open_gradient)
        self.hessian.wanted_document.connect(self.filing.open_hessian)
        self.command_palette.node_wanted.connect(self.canvas.bring_near)
        self._show_title()
        self._text_changed()
        self._enable()

    def _restore(self) -> None:
        geometry = self.settings.window("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(1680, round(room.width() * 0.95)), min(1050, round(room.height() * 0.92)))
        left, right = panel_widths(self.width())
        self.splitter.setSizes([left, self.width() - left - right, right])
        if (splitter := self.settings.window("splitter")) is not None:
            self.splitter.restoreState(splitter)
            self._widths_by_hand = True
        shown = self.settings.window("panels")
        for index, name in enumerate(("equations", "inspector", "timeline")):
            visible = shown is None or shown[index : index + 1] != b"0"
            self.menus.actions[f"{name}.setVisible"].setChecked(visible)
            getattr(self, name).setVisible(visible)
        self.menus.actions["canvas.minimap.set_wanted"].setChecked(self.settings.window("minimap") != b"0")
        for name in ("flip_signs", "reduce_motion", "snap"):
            self.menus.actions[f"settings.{name}"].setChecked(getattr(self.settings, name))
        self.playhead.set_speed(self.settings.speed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panels beside the canvas follow the width of the window until somebody gives them another one."""
        super().resizeEvent(event)
        if not self._widths_by_hand:
            left, right = panel_widths(self.width())
            self.splitter.setSizes([left, self.width() - left - right, right])

    def _take_widths(self) -> None:
        self._widths_by_hand = True

    # --- what follows from a change

    def _nodes(self) -> list[str]:
        return list(self.document.graph.nodes) if self.document.graph is not None else []

    def _aside_changed(self) -> None:
        for name in ("inspector", "derivation", "hessian"):
            self.menus.actions[f"{name}.setVisible"].setChecked(not getattr(self, name).isHidden())

    def _opened(self) -> None:
        _close_popups()
        self._fresh = True
        self.selection.select()
        self.selection.hover(None)
        if self._offered and self.document.text.strip():
            self.drawer.hide()
        self._offered = False
        self._text_changed()

    def _graph_changed(self) -> None:
        graph = self.document.graph
        self.selection.keep(graph.nodes if graph is not None else ())
        self._enable()

    def _text_changed(self) -> None:
        blank = not self.document.text.strip()
        self.welcome.setVisible(blank)
        if blank and self.isVisible() and self.drawer.isHidden():
            self._offered = True
            self.drawer.show_page("Palette")
        self.side.share(self.equations.wanted_height())

    def _story_changed(self) -> None:
        self.playhead.set_story(self.evaluator.story, keep=not self._fresh)
        if self._fresh:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)  # so that Space plays
        self._fresh = False
        self._enable()

    def _enable(self) -> None:
        self.menus.enable("graph", self.document.graph is not None and not self.document.stale)
        self.menus.enable("story", bool(self.playhead.length))
        self.menus.enable("selection", bool(self.selection.selected) and not self.document.stale)
        wire = self.selection.selected_wire is not None and not self.document.stale
        self.menus.enable("wire", wire)
        self.menus.enable("anything", wire or (bool(self.selection.selected) and not self.document.stale))
        self.menus.actions["take_as_loss"].setEnabled(self.selection.current is not None)

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] — Adjoint")
        self.setWindowModified(self.document.edited)

    # --- the desktop

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.filing.may_drop():
            event.ignore()
            return
        self.playhead.pause()
        self.lecture.leave()
        self._remember()
        self.opening.close()
        self.canvas.stage.placing.close()
        self.derivation.deriver.close()
        self.hessian.work.close()
        self.canvas.tidying.close()
        self.canvas.late_edit.close()
        self.document.close()
        self.evaluator.close()
        self.look.close()
        event.accept()

    def _remember(self) -> None:
        self.settings.remember_window("geometry", self.saveGeometry())
        given, now = panel_widths(self.width()), self.splitter.sizes()
        if self._widths_by_hand or any(w and abs(w - g) > 2 for w, g in zip((now[0], now[2]), given, strict=True)):
            self.settings.remember_window("splitter", self.splitter.saveState())
        shown = (self.equations, self.aside, self.timeline)
        self.settings.remember_window("panels", QByteArray("".join("01"[not w.isHidden()] for w in shown).encode()))
        self.settings.remember_window("minimap", QByteArray(b"01"[self.canvas.minimap.wanted :][:1]))
        self.settings.write()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.filing.open_path(path)

    # --- what the menus do, where it is not done by one of the parts

    def new(self) -> None:
        if self.filing.new():
            self.equations.editor.setFocus()

    def export_png(self) -> None:
        ExportDialog(self.document, self.playhead, self.look, self.settings.folder, self).exec()

    def copy_unicode(self) -> None:
        self._copy("unicode")

    def copy_ascii(self) -> None:
        self._copy("ascii")

    def copy_latex(self) -> None:
        self._copy("latex")

    def _copy(self, style: str) -> None:
        if self.document.graph is not None:
            QGuiApplication.clipboard().setText(write(self.document.graph, style))

    def take_as_loss(self) -> None:
        self.document.choose_loss(self.selection.current)

    def show_hessian(self) -> None:
        self.hessian.setVisible(True)
        self.hessian.matrix.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_hessian(self) -> None:
        if self.selection.current is not None:
            self.filing.open_hessian(self.selection.current)

    def show_reference(self) -> None:
        self._show_dialog("reference", lambda: Reference(self.look, self))

    def show_shortcuts(self) -> None:
        self._show_dialog("shortcuts", lambda: ShortcutSheet(self))

    def show_about(self) -> None:
        self._show_dialog("about", lambda: About(self.look, self))

    def _show_dialog(self, name: str, make: Callable[[], QWidget]) -> None:
        """A page beside the work; asked for again, it comes to the front."""
        if name not in self._dialogs:
            self._dialogs[name] = make()
        dialog = self._dialogs[name]
        if dialog.isVisible():
            dialog.raise_()
        dialog.show()
        dialog.activateWindow()


def panel_widths(window: int) -> tuple[int, int]:
    """Pixels of the panels left and right of the canvas in a window of this width: the canvas has what it needs for a
    graph of some ten nodes first.
    """
    wider = min(1.0, max(-0.5, (window - 1280) / 400))
    return round(225 + 47 * wider), max(_LEAST_ASIDE, round(240 + 110 * wider))


def _close_popups() -> None:
    """A menu that is open is about what was there before."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def _dropped(event: QDropEvent) -> Path | None:
    """The first local file that is dragged."""
    paths = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return next((path for path in paths if path.is_file()), None)
