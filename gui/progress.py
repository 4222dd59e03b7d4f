"""A plate over the middle of the window that says what takes long, how far it is, and lets it be cancelled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

PATIENCE = 250
"""Milliseconds before it shows: what is done by then needs no plate."""

_WIDTH = 380


class ProgressPlate(QFrame):
    """Signals: ``cancelled()``, by the button or by Esc."""

    cancelled = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("progress")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Progress")
        self.headline = QLabel()
        self.headline.setProperty("strong", True)
        self.words = QLabel()
        self.words.setProperty("muted", True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.button = QPushButton("Cancel")
        self.button.clicked.connect(self.cancelled)
        QShortcut(Qt.Key.Key_Escape, self, self.cancelled.emit)
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PATIENCE)
        self._later.timeout.connect(self._appear)
        over.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(8)
        layout.addWidget(self.headline)
        layout.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.button)
        layout.addLayout(foot)
        self.setFixedWidth(_WIDTH)

    def begin(self, headline: str, cancel: str = "Cancel") -> None:
        """Something began that may take long; ``cancel`` is on the button."""
        self.headline.setText(headline)
        self.button.setText(cancel)
        self.tell("", None)
        self._later.start()

    def tell(self, words: str, share: float | None) -> None:
        """What is being done; ``share`` is how much of the whole is, 0 to 1, or None where nobody knows."""
        self.words.setText(words)
        self.bar.setRange(0, 0 if share is None else 1000)
        self.bar.setValue(round(1000 * (share or 0.0)))

    def end(self) -> None:
        self._later.stop()
        self.hide()

    def _appear(self) -> None:
        self.adjustSize()
        self._centre()
        self.show()
        self.raise_()

    def _centre(self) -> None:
        over = self.parentWidget()
        self.move((over.width() - self.width()) // 2, (over.height() - self.height()) // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._centre()
        return super().eventFilter(watched, event)
