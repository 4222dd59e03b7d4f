"""What keeps the user waiting: files that are opened and layouts that are found, each with its plate and its Cancel."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.canvas.placing import Placing
from gui.opening import Opening
from gui.progress import ProgressPlate


class LongWork(QObject):
    """Shows one plate over ``over`` for whatever of these is under way."""

    def __init__(self, opening: Opening, placing: Placing, over: QWidget) -> None:
        super().__init__(over)
        self._opening, self._placing = opening, placing
        self.plate = ProgressPlate(over)
        self.plate.cancelled.connect(self._cancel)
        opening.begun.connect(lambda name: self.plate.begin(f"Opening {name}"))
        opening.told.connect(self.plate.tell)
        opening.ended.connect(self._show)
        placing.busy_changed.connect(self._show)

    def _show(self) -> None:
        if self._opening.busy:
            return
        if self._placing.busy:
            self.plate.begin(f"Laying out {self._placing.cards:,} cards", "Take a simple layout")
        else:
            self.plate.end()

    def _cancel(self) -> None:
        if self._opening.busy:
            self._opening.cancel()
        else:
            self._placing.hasten()
