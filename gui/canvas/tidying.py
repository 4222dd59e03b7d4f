"""The layout put in order: cards glide where the layout wants them, but for those that are pinned."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QVariantAnimation, Signal

from graph.editing.concluding import listed
from graph.layout import AT_ONCE, place, place_folded, place_part
from gui.calculating import Newest, Outcome
from gui.drawing.annotations import said_of_bends
from gui.drawing.bends import carried
from gui.drawing.easing import in_out_cubic, mixed
from gui.drawing.folding import folded_at
from gui.drawing.picture import Picture

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

DURATION = 350
"""Milliseconds that the cards take."""

MOST = 400
"""Cards that glide; more of them are there at once."""

Point = tuple[float, float]
Places = dict[str, Point]


class Tidying(QObject):
    """Tidy, and the pins that it respects.

    The document has the new places before anything moves: whoever edits meanwhile edits what will be seen.
    Signals: ``busy_changed()``, ``busy`` while the layout of a larger graph is looked for.
    """

    busy_changed = Signal()

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self._layouts = Newest(self)
        self._layouts.done.connect(self._take)
        self._stop = threading.Event()
        self._words = ""
        self.cards = 0
        self._from: Places = {}
        self._to: Places = {}
        self._areas = (QRectF(), QRectF())
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setDuration(DURATION)
        self._glide.valueChanged.connect(self._show)
        self._glide.finished.connect(self._arrived)
        view.document.changed.connect(self._give_way)
        view.document.opened.connect(self._give_way)

    @property
    def busy(self) -> bool:
        return self.cards > 0

    # --- commands

    def tidy(self) -> None:
        """Every card that is not pinned goes where the layout wants it; one step of undo."""
        picture = self._view.stage.picture
        if picture is None:
            return
        if picture.folds:
            self._ask("tidy the layout", len(picture.sizes), _of_folded(picture))
            return
        graph, sizes = picture.graph, dict(picture.sizes)
        held = {name: at for name, at in picture.placement.items() if name in picture.annotations.pinned}
        framed = [frame.nodes for frame in picture.annotations.frames.values()]
        self._ask(
            "tidy the layout",
            len(sizes),
            lambda stop: place(graph, sizes, held, together=framed, cancelled=stop),
        )

    def tidy_selection(self) -> None:
        """The cards selected, but for pinned ones, are put in order about where they are; all others stay."""
        picture = self._view.stage.picture
        if picture is None:
            return
        names = frozenset(self._view.selection.selected) - picture.annotations.pinned
        graph, sizes, standing = picture.graph, dict(picture.sizes), dict(picture.placement)
        if len(names) > 1:
            chosen = tuple(name for name in self._view.selection.selected if name in names)
            words = f"tidy {listed(chosen)}"
            self._ask(words, len(names), lambda stop: place_part(graph, sizes, names, standing, cancelled=stop))

    def pin(self) -> None:
        """The cards selected stay where they are when the rest is tidied; where all of them do, no longer."""
        picture, chosen = self._view.stage.picture, self._view.selection.selected
        if picture is None or not chosen:
            return
        before, document = picture.annotations.pinned, self._view.document
        if before.issuperset(chosen):
            document.change(f"unpin {listed(chosen)}", drawn={"pinned": sorted(before.difference(chosen))})
        else:
            here = {name: picture.placement[name] for name in chosen}
            pinned = sorted(before.union(chosen))
            document.change(f"pin {listed(chosen)}", placement={**document.placement, **here}, drawn={"pinned": pinned})

    def hasten(self) -> None:
        """The simple layout will do."""
        self._stop.set()

    def close(self) -> None:
        """Ends what is running; to be called before the application ends."""
        self._give_way()
        self._layouts.close()

    # --- the layout

    def _ask(self, words: str, cards: int, work: Callable[[Callable[[], bool]], Places]) -> None:
        self._give_way()
        self._words = words
        if cards <= AT_ONCE:
            self._go(work(lambda: False))
            return
        stop = self._stop = threading.Event()
        self.cards = cards
        self._layouts.ask(lambda: Outcome(work(stop.is_set)))
        self.busy_changed.emit()

    def _take(self, outcome: Outcome) -> None:
        self.cards = 0
        self.busy_changed.emit()
        if outcome.result is not None:
            self._go(outcome.result)

    def _give_way(self) -> None:
        """Somebody edits: what is looked for is for a graph that is gone, what glides is there."""
        if self.busy:
            self._stop.set()
            self._layouts.forget()
            self.cards = 0
            self.busy_changed.emit()
        self.arrive()

    # --- the way

    def _go(self, places: Mapping[str, Point]) -> None:
        picture = self._view.stage.picture
        if picture is None:
            return
        there = {name: at for name, at in places.items() if name in picture.placement}
        changed = {name: at for name, at in there.items() if picture.placement[name] != at}
        if not changed:
            return
        before, area = {name: picture.placement[name] for name in changed}, self._view.content()
        self._view.document.place(there, self._words, drawn=_unbent(picture, changed))
        self._from, self._to = before, changed
        self._areas = area, self._view.content()
        if self._view.look.reduce_motion or len(changed) > MOST or not self._view.isVisible():
            self._arrived()
        else:
            self._show(0.0)
            self._glide.start()

    def _show(self, share: float) -> None:
        if not self._to:
            return
        along = in_out_cubic(share)
        places = {
            name: (mixed(self._from[name][0], x, along), mixed(self._from[name][1], y, along))
            for name, (x, y) in self._to.items()
        }
        self._view.stage.show_places(places)
        old, new = self._areas
        pairs = zip(old.getCoords(), new.getCoords(), strict=True)
        left, top, right, bottom = (mixed(first, last, along) for first, last in pairs)
        self._view.fit_to(QRectF(left, top, right - left, bottom - top))

    def arrive(self) -> None:
        """What glides is where it was going."""
        if self._glide.state() == QVariantAnimation.State.Running:
            self._glide.stop()
            self._arrived()

    def _arrived(self) -> None:
        self._from, self._to = {}, {}
        self._view.stage.settle()
        self._view.fit_to(self._view.content())


def _of_folded(picture: Picture) -> Callable[[Callable[[], bool]], Places]:
    """The layout of what is seen: what is folded takes the room of its card, and goes along with it."""
    folds = {f"fold {key}": fold for key, fold in picture.folds.items()}  # no node has a blank in its name
    sizes = {**picture.sizes, **{key: fold.size for key, fold in folds.items()}}
    pinned = picture.annotations.pinned
    held = {name: at for name, at in picture.placement.items() if name in pinned and name not in picture.hidden}
    stand = {key: folded_at(picture, fold) for key, fold in folds.items()}
    held.update({key: stand[key] for key, fold in folds.items() if not pinned.isdisjoint(fold.nodes)})

    def work(stop: Callable[[], bool]) -> Places:
        inside = {key: fold.nodes for key, fold in folds.items()}
        found = place_folded(picture.graph, sizes, inside, held, cancelled=stop)
        if found is None:
            return place(picture.graph, dict(picture.sizes), held, cancelled=stop)
        places = {name: at for name, at in found.items() if name not in folds}
        for key, fold in folds.items():
            right, down = found[key][0] - stand[key][0], found[key][1] - stand[key][1]
            for name in fold.nodes:
                x, y = picture.placement[name]
                places[name] = (round(x + right, 2), round(y + down, 2))
        return places

    return work


def _unbent(picture: Picture, places: Mapping[str, Point]) -> dict[str, object]:
    """Bends belong to the places for which they were put: those of wires whose cards go elsewhere go."""
    bends = picture.annotations.bends
    after = carried(bends, picture.placement, places)
    kept = {edge: points for edge, points in after.items() if points != bends[edge] or not places.keys() & set(edge)}
    return {"bends": said_of_bends(kept)} if kept != dict(bends) else {}
