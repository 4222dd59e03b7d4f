"""What keeps the user waiting: files that are opened, layouts that are found, edits of large graphs; with a Cancel."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.canvas.late_edit import LateEdit
from gui.canvas.placing import Placing
from gui.canvas.tidying import Tidying
from gui.opening import Opening
from gui.progress import ProgressPlate


class LongWork(QObject):
    """Shows one plate over ``over`` for whatever of these is under way."""

    def __init__(self, opening: Opening, layouts: tuple[Placing | Tidying, ...], edit: LateEdit, over: QWidget) -> None:
        super().__init__(over)
        self._opening, self._layouts, self._edit = opening, layouts, edit
        self.plate = ProgressPlate(over)
        self.plate.cancelled.connect(self._cancel)
        opening.begun.connect(lambda name: self.plate.begin(f"Opening {name}"))
        opening.told.connect(self.plate.tell)
        opening.ended.connect(self._show)
        for work in (*layouts, edit):
            work.busy_changed.connect(self._show)

    def _show(self) -> None:
        if self._opening.busy:
            return
        cards = max(layout.cards for layout in self._layouts)
        if self._edit.busy:
            self.plate.begin(self._edit.words)
        elif cards:
            self.plate.begin(f"Laying out {cards:,} cards", "Take a simple layout")
        else:
            self.plate.end()

    def _cancel(self) -> None:
        if self._opening.busy:
            self._opening.cancel()
        elif self._edit.busy:
            self._edit.cancel()
        else:
            for layout in self._layouts:
                layout.hasten()
