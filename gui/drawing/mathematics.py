"""Typeset mathematics: formulas measured once, drawn from images, typeset off the GUI thread where asked to."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from math import floor

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPainterPath, QTransform

from gui.drawing.arithmetic import arithmetic
from gui.drawing.colours import colour
from gui.drawing.fonts import serif_font
from gui.drawing.outlines import CannotTypeset, Outline, outline

_IMAGES = 12
"""Images a formula keeps: a few zooms by a few colours."""

_FORMULAS = 8192

_PAINTED_BY = 50
"""Milliseconds after which formulas are typeset that were asked for: after the picture that has their placeholders."""

_PLAIN = 40.0
"""The size at which a placeholder is measured; its outline is scaled from there."""

_MOST_PLAIN = 600
"""Characters that are drawn of a formula that stands as text; of ten thousand one painting takes seconds."""


class Formula:
    """One formula that can be measured and drawn at any size; immutable but for the images it keeps.

    ``ready`` is False while it is a placeholder: the plain text in a similar face, until the formula is typeset.
    """

    def __init__(self, latex: str, plain: str | Callable[[], str], shape: Outline, ready: bool = True) -> None:
        self.latex = latex
        self._plain = plain
        self.ready = ready
        self._shape = shape
        self._images: OrderedDict[tuple[float, str], tuple[QImage, QPointF]] = OrderedDict()

    @property
    def plain(self) -> str:
        """Its text, for where no pictures can be."""
        return _text(self.latex, self._plain)

    def width(self, px: float) -> float:
        return self._shape.width * px

    def ascent(self, px: float) -> float:
        """From the baseline up."""
        return self._shape.ascent * px

    def descent(self, px: float) -> float:
        """From the baseline down, 0 or more."""
        return self._shape.descent * px

    def height(self, px: float) -> float:
        return self.ascent(px) + self.descent(px)

    def path(self, px: float) -> QPainterPath:
        """Its filled shape, baseline at y = 0, left edge at x = 0."""
        return QTransform.fromScale(px, px).map(self._shape.path)

    def draw(self, painter: QPainter, x: float, baseline: float, px: float, code: str, crisp: bool = False) -> None:
        """Draws it ``px`` units high with its left edge at ``x``, in the colour ``code``.

        ``crisp`` fills the outline itself, as exports want; else an image made for this zoom, device and colour is
        drawn, and kept.
        """
        if crisp:
            painter.fillPath(self.path(px).translated(x, baseline), colour(code))
            return
        transform = painter.deviceTransform()
        exact = px * transform.m11()
        drawn = _bucket(exact)
        image, origin = self._image(drawn, code)
        corner = transform.map(QPointF(x, baseline)) + origin * (exact / drawn)
        snapped = transform.inverted()[0].map(whole(corner))
        units = px / drawn
        painter.drawImage(QRectF(snapped.x(), snapped.y(), image.width() * units, image.height() * units), image)

    def _image(self, px: float, code: str) -> tuple[QImage, QPointF]:
        key = (px, code)
        found = self._images.get(key)
        if found is None:
            found = self._images[key] = self._render(px, code)
            while len(self._images) > _IMAGES:
                self._images.popitem(last=False)
        return found

    def _render(self, px: float, code: str) -> tuple[QImage, QPointF]:
        path = self.path(px)
        box = path.boundingRect().adjusted(-1, -1, 1, 1).toAlignedRect()
        image = QImage(max(1, box.width()), max(1, box.height()), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path.translated(-box.left(), -box.top()), colour(code))
        painter.end()
        return image, QPointF(box.left(), box.top())


def whole(point: QPointF) -> QPointF:
    """The nearest whole pixel; of two as near always the one right and below, wherever the origin is."""
    return QPointF(floor(point.x() + 0.5), floor(point.y() + 0.5))


def _bucket(px: float) -> float:
    """The size an image is made at: exact at the usual zooms, at most 2.5 % off in between, so that few are made."""
    step = 0.25 if px < 12 else 0.5 if px < 32 else 1.0 if px < 80 else 4.0
    return max(1.0, round(px / step) * step)


class Typesetter(QObject):
    """Gives formulas by their LaTeX.

    With ``synchronous`` every answer is final (exports, tests). Else an answer is immediate: a formula seen before,
    or a placeholder while a thread, which lives only as long as there is work, typesets it. ``ready`` is emitted in
    the thread of this object, once for all that has come in, and then ``formula`` answers with the final ones.
    """

    ready = Signal()
    _arrived = Signal()

    def __init__(self, synchronous: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.synchronous = synchronous
        self._done: OrderedDict[str, Formula] = OrderedDict()
        self._placeholders: dict[str, Formula] = {}
        # What thread and owner share: queues, which need no lock. Whoever waits for a lock here would wait for the
        # interpreter too, and the window would stutter.
        self._queue: deque[tuple[str, str]] = deque()
        self._arrivals: deque[Formula] = deque()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._told = False
        self._soon = QTimer(self)  # what was asked for is painted first, with its placeholders
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAINTED_BY)
        self._soon.timeout.connect(self._begin)
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def formula(self, latex: str, plain: str | Callable[[], str] = "") -> Formula:
        """The formula; ``plain`` is its text, or gives it, for while it is not typeset yet, and if it cannot be."""
        placeholder = self._placeholders.get(latex)
        if placeholder is not None:
            return placeholder  # until ``ready``: who measured the placeholder has its room, and no other
        found = self._done.get(latex)
        if found is not None:
            self._done.move_to_end(latex)
            return found
        at_once = arithmetic(latex)
        if at_once is not None:
            return self._keep(Formula(latex, plain, at_once))
        if self.synchronous:
            return self._keep(_typeset(latex, plain))
        return self._later(latex, plain)

    def close(self) -> None:
        """Drops what is waiting and returns when the thread has ended."""
        self._soon.stop()
        with self._lock:
            self._queue.clear()
            worker = self._worker
        if worker is not None:
            worker.join()

    @property
    def busy(self) -> bool:
        """Whether something is being typeset."""
        return self._worker is not None or bool(self._queue)

    def _later(self, latex: str, plain: str) -> Formula:
        text = _text(latex, plain)
        placeholder = self._placeholders[latex] = Formula(latex, text, _plain_outline(text), ready=False)
        self._queue.append((latex, text))
        if self._worker is None and not self._soon.isActive():
            self._soon.start()
        return placeholder

    @Slot()
    def _begin(self) -> None:
        with self._lock:
            if self._queue and self._worker is None:
                self._worker = threading.Thread(target=self._work, name="typesetting", daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while True:
            try:
                latex, plain = self._queue.pop()  # what was asked for last is what is looked at
            except IndexError:
                with self._lock:
                    if self._queue:
                        continue
                    self._worker = None
                    return
            self._arrivals.append(_typeset(latex, plain))
            if not self._told:
                self._told = True
                self._arrived.emit()

    def _keep(self, formula: Formula) -> Formula:
        self._done[formula.latex] = formula
        while len(self._done) > _FORMULAS:
            self._done.popitem(last=False)
        return formula

    @Slot()
    def _tell(self) -> None:
        self._told = False  # before the arrivals are taken, so that none is left waiting
        while self._arrivals:
            formula = self._keep(self._arrivals.popleft())
            self._placeholders.pop(formula.latex, None)
        self.ready.emit()


def _typeset(latex: str, plain: str | Callable[[], str]) -> Formula:
    try:
        return Formula(latex, plain, outline(latex))
    except CannotTypeset:
        text = _text(latex, plain)
        return Formula(latex, text, _plain_outline(text))


def _text(latex: str, plain: str | Callable[[], str]) -> str:
    return (plain if isinstance(plain, str) else plain()) or latex


def _plain_outline(text: str) -> Outline:
    path = QPainterPath()
    path.addText(0, 0, serif_font(_PLAIN), text if len(text) <= _MOST_PLAIN else text[: _MOST_PLAIN - 1] + "…")
    ink = path.boundingRect()
    scaled = QTransform.fromScale(1 / _PLAIN, 1 / _PLAIN).translate(-ink.left(), 0).map(path)
    return Outline(scaled, ink.width() / _PLAIN, max(0.0, -ink.top()) / _PLAIN, max(0.0, ink.bottom()) / _PLAIN)
