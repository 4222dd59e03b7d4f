"""Frames on the canvas: made of the selection, titled in place, dragged by their title bars, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF

from graph.notation import owner
from gui.canvas.textfield import TextField
from gui.document import listed
from gui.drawing.annotations import Annotations, Frame, annotations, said_of_frame
from gui.drawing.frames import chevron_rect, frame_rects, header_at, header_rect

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

UNTITLED = "Frame"

Point = tuple[float, float]
NOWHERE: Mapping[str, Point] = {}


class Framing(QObject):
    """What menus, keys and the mouse do to frames; each change one step of undo.

    ``current`` is the frame whose title bar was clicked last, until something else is selected.
    """

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._current: str | None = None
        self._titled: str | None = None
        self.field = TextField(view.viewport(), "frame title")
        self.field.entered.connect(self._take_title)
        self.field.given_up.connect(self._close_field)
        view.selection.selected_changed.connect(self._forget)

    @property
    def frames(self) -> dict[str, Frame]:
        return dict(annotations(self._view.document.drawn).frames)

    @property
    def current(self) -> str | None:
        """The frame that commands are about: the one clicked, else the smallest that holds what is selected."""
        frames = self.frames
        if self._current in frames:
            return self._current
        selected = frozenset(self._view.selection.selected)
        around = [key for key, frame in frames.items() if selected and selected <= {*frame.nodes}]
        return min(around, key=lambda key: len(frames[key].nodes), default=None)

    @property
    def clicked(self) -> str | None:
        """The frame whose title bar was clicked last."""
        return self._current if self._current in self.frames else None

    # --- commands

    def frame(self) -> None:
        """A frame about the nodes selected, its title open to be typed."""
        nodes = [name for name in self._view.places() if name in self._view.selection.selected]
        if not nodes:
            return
        if (around := self._folded_around(nodes)) is not None:
            self._view.wiring.tell(f"{listed(nodes)}: inside “{around}”, which is collapsed. Expand it to frame them")
            return
        frames = self.frames
        key = next(f"f{k}" for k in range(1, len(frames) + 2) if f"f{k}" not in frames)
        self._keep({**frames, key: Frame(UNTITLED, tuple(nodes))}, f"frame {listed(nodes)}")
        self.choose(key)
        self.edit_title(key)

    def ungroup(self) -> None:
        """Takes the current frame away; its nodes stay."""
        key, frames = self.current, self.frames
        if key is not None:
            title = frames.pop(key).title
            self._keep(frames, f"take the frame “{title}” away")

    def paint(self, colour: str) -> None:
        """Gives the current frame a colour."""
        key = self.current
        if key is not None:
            self._change(key, f"colour the frame {colour}", colour=colour)

    def rename(self) -> None:
        """Opens the title of the current frame."""
        if self.current is not None:
            self.edit_title(self.current)

    def take_out(self) -> None:
        """The nodes selected leave the smallest frame they are in."""
        frames, selected = self.frames, self._view.selection.selected
        around = [key for key, frame in frames.items() if not {*selected}.isdisjoint(frame.nodes)]
        if around:
            key = min(around, key=lambda one: len(frames[one].nodes))
            left = tuple(name for name in frames[key].nodes if name not in selected)
            frames[key] = replace(frames[key], nodes=left)
            if not left:
                del frames[key]
            self._keep(frames, f"take {listed(selected)} out of the frame")

    def put_in(self, key: str) -> None:
        """The nodes selected join a frame."""
        frame = self.frames[key]
        nodes = tuple(dict.fromkeys((*frame.nodes, *self._view.selection.selected)))
        self._change(key, f"put {listed(self._view.selection.selected)} into “{frame.title}”", nodes=nodes)

    def choose(self, key: str) -> None:
        """A click on a title bar: the frame is current, its nodes are selected."""
        self._view.select(name for name in self.frames[key].nodes if name in self._view.places())
        self._current = key

    def _forget(self) -> None:
        self._current = None

    # --- what the mouse finds

    def at(self, point: QPoint) -> str | None:
        """The frame whose title bar is under a point of the viewport."""
        picture, there = self._view.stage.picture, self._view.mapToScene(point)
        return header_at(picture, there.x(), there.y()) if picture is not None else None

    def on_chevron(self, key: str, point: QPoint) -> bool:
        rect = self._rect(key)
        return rect is not None and chevron_rect(rect).contains(QPointF(self._view.mapToScene(point)))

    def _rect(self, key: str) -> QRectF | None:
        """Where a frame is, or the card it is collapsed into; None inside of a collapsed one."""
        picture = self._view.stage.picture
        if picture is None:
            return None
        if key in picture.folds:
            return picture.folds[key].rect
        return frame_rects(picture, picture.annotations.frames).get(key)

    def _folded_around(self, nodes: list[str]) -> str | None:
        """The title of the collapsed frame that all of these nodes are in."""
        picture = self._view.stage.picture
        folds = picture.folds.values() if picture is not None else ()
        return next((fold.title for fold in folds if fold.family is None and {*nodes} <= {*fold.nodes}), None)

    # --- the title

    def edit_title(self, key: str) -> None:
        place = self._title_place(key)
        if place is not None:
            self._titled = key
            self.field.begin(self.frames[key].title, place)

    def follow(self) -> None:
        """The canvas moved under the field."""
        if self._titled is None:
            return
        place = self._title_place(self._titled)
        if place is None:
            self._close_field()
        else:
            self.field.stand(place)

    def _title_place(self, key: str) -> QRect | None:
        rect = self._rect(key)
        return self._view.mapFromScene(header_rect(rect)).boundingRect() if rect is not None else None

    def _take_title(self, text: str) -> None:
        key, title = self._titled, text.strip()
        self._close_field()
        if key in self.frames and title and title != self.frames[key].title:
            self._change(key, f"title the frame “{title}”", title=title)

    def _close_field(self) -> None:
        self._titled = None
        self.field.end(self._view)

    # --- changes

    def keep_places(self, places: dict[str, tuple[float, float]], words: str) -> None:
        """Cards were put down: the nodes that were dragged out of frames or into some leave or join, in one step."""
        lifted, kept = self._view.stage.drawn_there(), self._view.stage.kept(places)
        if lifted is None or lifted.frames == self.frames:
            self._view.put(kept, words or f"move {listed(list(dict.fromkeys(map(owner, places))))}")
        else:
            self._view.put(kept, self._told(lifted), drawn={"frames": _said(lifted.frames)})

    def _told(self, drawn: Annotations) -> str:
        """What a drag did to the frames, in words."""
        before = self.frames
        words = []
        for key, frame in drawn.frames.items():
            left = [name for name in before[key].nodes if name not in frame.nodes]
            joined = [name for name in frame.nodes if name not in before[key].nodes]
            words += [f"move {listed(left)} out of “{frame.title}”"] if left else []
            words += [f"move {listed(joined)} into “{frame.title}”"] if joined else []
        return " and ".join(words[:2])

    def keep(self, changed: dict[str, Frame], words: str, places: Mapping[str, Point] = NOWHERE) -> None:
        """Other frames in the place of these, and cards at other places; the current frame stays current."""
        kept = self._current
        self._keep({**self.frames, **changed}, words, places)
        self._current = kept

    def _change(self, key: str, words: str, **parts: Any) -> None:
        self.keep({key: replace(self.frames[key], **parts)}, words)

    def _keep(self, frames: dict[str, Frame], words: str, places: Mapping[str, Point] = NOWHERE) -> None:
        document = self._view.document
        document.change(words, drawn={"frames": _said(frames)}, placement={**document.placement, **places})


def _said(frames: Any) -> dict[str, Any]:
    return {key: said_of_frame(frame) for key, frame in frames.items() if frame.nodes}
