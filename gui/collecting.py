"""Python's garbage is collected while nobody edits: in the middle of an edit it costs more than all the rest of it."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

from gui.document import OpenDocument

_REST = 600
"""Milliseconds without an edit."""

_YOUNG = 1
"""The generation up to which a rest collects: what is older takes longer than a frame to look through."""

_AT_LAST = 500_000
"""Objects made without any rest after which they are looked through nevertheless, and now and then what is older."""


SWITCH = 5e-5
"""Seconds after which a thread gives way: at 1 ms a frame beside one that calculates takes ten times as long."""


class Collecting(QObject):
    """Collects after edits of ``document``; what is there already is left alone for good."""

    def __init__(self, document: OpenDocument) -> None:
        super().__init__(document)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._collect)
        document.changed.connect(self._rest.start)
        document.opened.connect(self._rest.start)

    def begin(self) -> None:
        """Takes the collector over for as long as the program runs; other threads give way to the window sooner."""
        sys.setswitchinterval(SWITCH)
        gc.freeze()
        gc.set_threshold(_AT_LAST, 20, 50)

    def _collect(self) -> None:
        gc.collect(_YOUNG)
