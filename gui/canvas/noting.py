"""Notes on the canvas: added, typed, moved, made wider, coloured, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from gui.canvas.annotation_layers import NotesLayer
from gui.canvas.gestures.gesture import Gesture
from gui.canvas.gestures.move_note import MoveNote, WidenNote
from gui.canvas.textfield import is_for_good
from gui.drawing.annotations import Note, annotations, said_of_note
from gui.drawing.cards import Point
from gui.drawing.frames import notes_along
from gui.drawing.notes import GRIP, note_at

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

WIDTH = 240.0
"""How wide a new note is."""

LEAST = (160, 60)
"""Pixels the field has at least, however far the canvas is zoomed out."""

_KEYS_OF_NEW = "Ctrl+Enter, Esc or a click beside it keeps the note"
_KEYS = "Ctrl+Enter or a click beside it keeps the note, Esc leaves it as it was"


class NoteField(QPlainTextEdit):
    """The text of one note. Signals: ``entered(str)`` with Ctrl+Enter or by going elsewhere; ``given_up()``, Esc."""

    entered = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("note")
        self.setPlaceholderText("Words, and mathematics as $\\bar A = \\bar z\\,(u \\odot v)^\\top$")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def text_height(self) -> int:
        """Pixels that all lines take, broken to the width it has."""
        lines = self.document().size().height()
        return round(
            lines * self.fontMetrics().lineSpacing() + 2 * (self.document().documentMargin() + self.frameWidth())
        )

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.toPlainText())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and is_for_good(event):
            self.entered.emit(self.toPlainText())


class Noting(QObject):
    """What menus, keys and the mouse do to notes; ``current`` is the one that was clicked last."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self.current: str | None = None
        self._open: tuple[str | None, Note] | None = None
        view.scene().addItem(NotesLayer(view.stage, lambda: self.current))
        self.field = NoteField(view.viewport())
        self.field.entered.connect(self._take)
        self.field.given_up.connect(self._give_up)
        self.keys = QLabel(view.viewport())
        self.keys.setProperty("muted", True)
        self.keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.keys.setAutoFillBackground(True)
        self.keys.setContentsMargins(4, 1, 4, 1)
        self.keys.hide()
        self.field.textChanged.connect(self.follow)
        view.selection.selected_changed.connect(self._forget)

    @property
    def notes(self) -> dict[str, Note]:
        return dict(annotations(self._view.document.drawn).notes)

    # --- commands

    def add(self) -> None:
        """A new note where the pointer is, or in the middle of the canvas, ready to be typed."""
        view = self._view
        point = view.viewport().mapFromGlobal(view.cursor().pos())
        if not view.viewport().rect().contains(point):
            point = view.viewport().rect().center()
        there = view.mapToScene(point)
        self._edit(None, Note("", round(there.x(), 1), round(there.y(), 1), WIDTH))

    def choose(self, key: str) -> None:
        """This note is the current one, and no node is selected."""
        self._view.selection.select()
        self.current = key
        self._view.viewport().update()

    def edit_chosen(self) -> None:
        """Opens the note clicked."""
        if self.current in self.notes:
            self.edit(self.current)

    def edit(self, key: str) -> None:
        self._edit(key, self.notes[key])

    def delete(self) -> bool:
        """Deletes the note clicked; False where none is."""
        notes = self.notes
        if self.current not in notes:
            return False
        del notes[self.current]
        self.current = None
        self._keep(notes, "delete a note")
        return True

    def paint(self, name: str) -> None:
        """Gives the note clicked a colour."""
        if self.current in self.notes:
            self.change(self.current, f"colour a note {name}", colour=name)

    def change(self, key: str, words: str, **parts: Any) -> None:
        notes = self.notes
        notes[key] = replace(notes[key], **parts)
        self._keep(notes, words)

    def following(self, places: Mapping[str, Point]) -> dict[str, Any]:
        """What a document says of notes when nodes are put elsewhere; nothing where it says the same."""
        before = self._view.stage.settled
        along = notes_along(before, places) if before is not None else {}
        said = {key: said_of_note(note) for key, note in {**self.notes, **along}.items()}
        return {"notes": said} if along else {}

    def _keep(self, notes: dict[str, Note], words: str, placement: Mapping[str, Point] | None = None) -> None:
        drawn = {"notes": {key: said_of_note(note) for key, note in notes.items()}}
        self._view.document.change(words, drawn=drawn, placement=placement)

    def _standing(self) -> dict[str, Point]:
        """Where all cards stand: what a note is written beside is to be there when the file is opened again."""
        document = self._view.document
        names = document.graph.nodes if document.graph is not None else {}
        places = {name: (at.x(), at.y()) for name, at in self._view.places().items() if name in names}
        return {**places, **document.placement}

    def _forget(self) -> None:
        if self._view.selection.selected:
            self.current = None

    # --- the mouse

    def at(self, point: QPoint) -> str | None:
        """The note under a point of the viewport."""
        picture, there = self._view.stage.picture, self._view.mapToScene(point)
        return note_at(picture, there.x(), there.y()) if picture is not None else None

    def pressed(self, key: str, point: QPoint) -> Gesture:
        """A press on a note: it is the current one, and is moved, or by its right edge made wider."""
        self.choose(key)
        right = self._rect(key).right()
        wider = right - self._view.mapToScene(point).x() < GRIP / min(1.0, self._view.zoom)
        return (WidenNote if wider else MoveNote)(self._view, point, self, key)

    def show(self, key: str, **parts: Any) -> None:
        """The note under the hand; nothing is kept."""
        self._view.stage.show_note(key, replace(self.notes[key], **parts))

    def drop(self) -> None:
        """The notes are again where the document has them."""
        self._view.stage.redraw()

    def _rect(self, key: str) -> QRectF:
        picture = self._view.stage.picture
        assert picture is not None
        return picture.notes[key].rect

    # --- the text

    def _edit(self, key: str | None, note: Note) -> None:
        self._open = (key, note)
        self.field.setPlainText(note.text)
        self.keys.setText(_KEYS if key is not None else _KEYS_OF_NEW)
        self.keys.adjustSize()
        self.follow()
        self.field.show()
        self.keys.show()
        self.field.selectAll()
        self.field.setFocus()

    def follow(self) -> None:
        """The canvas moved under the field."""
        if self._open is None:
            return
        key, note = self._open
        picture = self._view.stage.picture
        there = key is not None and picture is not None and key in picture.notes
        if key is not None and not there:
            self._close()
            return
        rect = self._rect(key) if key is not None else QRectF(note.x, note.y, note.width, 80)
        place = self._view.mapFromScene(rect).boundingRect()
        width = max(place.width(), LEAST[0])
        self.field.resize(width, self.field.height())
        height = max(place.height() + 8, LEAST[1], self.field.text_height())
        self.field.setGeometry(QRect(place.left(), place.top(), width, height))
        right = self._view.viewport().width() - self.keys.width()
        self.keys.move(max(0, min(place.left(), right)), place.top() + height + 2)

    def _take(self, text: str) -> None:
        if self._open is None:
            return
        (key, note), text = self._open, text.strip()
        self._close()
        notes = self.notes
        if key is None and text:
            key = next(f"n{k}" for k in range(1, len(notes) + 2) if f"n{k}" not in notes)
            self._keep({**notes, key: replace(note, text=text)}, "add a note", self._standing())
            self._view.selection.select()
            self.current = key
        elif key in notes and not text:
            self.current = key
            self.delete()
        elif key in notes and text != notes[key].text:
            self.change(key, "edit a note", text=text)

    def _give_up(self) -> None:
        """Leaves a note as it was; of a new one nothing would be left, so what was typed is kept."""
        if self._open is not None and self._open[0] is None:
            self._take(self.field.toPlainText())
        else:
            self._close()

    def _close(self) -> None:
        self._open = None
        if self.field.hasFocus():
            self._view.setFocus()
        self.field.hide()
        self.keys.hide()
