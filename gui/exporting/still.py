"""A still picture of a document as PNG, painted by the code that paints the canvas, without a window or a display."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QRectF, QSaveFile, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter

from graph.editing import shown
from graph.errors import GraphError, Problem
from graph.files import Document
from graph.model import Graph
from graph.story import Story, story
from gui.drawing.annotations import Annotations, annotations
from gui.drawing.folding import annotated
from gui.drawing.fonts import load_fonts
from gui.drawing.legend import legend_size, paint_legend
from gui.drawing.mathematics import Typesetter
from gui.drawing.painting import Detail, paint_picture, painted_rect
from gui.drawing.picture import Picture, arrange
from gui.drawing.pose import pose
from gui.drawing.shares import Share, measure_share
from gui.drawing.shown_run import shown_run
from gui.drawing.states import Pose
from gui.drawing.strokes import HINTS
from gui.drawing.sums import summed, untied
from gui.drawing.theme import FIGURE, LIGHT, THEMES, Theme
from gui.drawing.values import Block, Values
from gui.exporting.fitting import drawn_beside, resized, squeezed

At = Literal["values", "adjoints"]

LABEL_PT = 8.0
"""The size of labels on paper, in a figure."""

IDLE_PT, STRONG_PT = 0.75, 1.25
WIDTHS_PT = (0.75, 1.25, 1.75)
HEAD_PT = (5.0, 4.0)
"""Strokes and arrowheads of a figure, on paper."""

MARGIN_PT = 4.0
LARGEST_SIDE = 30_000
LARGEST = 150_000_000
"""Pixels of one side and of the whole that are still written; beyond, a number was mistyped."""

_SCREEN_PT = 0.75
_ABOVE_LEGEND = 6.0
_DPI = 300.0


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: pixels, dots per inch, and the size that labels have on paper, in points.

    ``label_pt`` is below 8 in a figure whose cards do not fit into the width at that size.
    """

    width: int
    height: int
    dpi: float
    label_pt: float


@dataclass(frozen=True, slots=True)
class _Page:
    """How a picture goes to pixels: points a unit of the picture, pixels a point, width and height in points."""

    unit: float
    pixels: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is painted: a picture at a moment with its numbers, and beside it the sums over untied leaves."""

    picture: Picture
    values: Values
    t: float
    sums: tuple[tuple[str, tuple[str, ...], Block | None, str], ...]
    spotlight: bool

    @property
    def pose(self) -> Pose:
        return pose(self.picture, self.t, spotlight=self.spotlight)

    def shares(self) -> list[tuple[Share, Block | None]]:
        """The sums where they are drawn, with their numbers once the story has come to all of the copies."""
        now, typesetter, found = self.pose, Typesetter(synchronous=True), []
        for name, copies, total, words in self.sums:
            share = measure_share(self.picture, name, copies, words, typesetter, self.values.digits)
            if share is not None:
                found.append((share, total if all(now.card(copy).adjoint >= 1 for copy in copies) else None))
        return found

    def rect(self) -> QRectF:
        """Everything that is painted."""
        result = painted_rect(self.picture, self.pose, self.values)
        for share, _ in self.shares():
            result = result.united(share.rect)
        return result


def export_png(
    document: Document,
    path: str | Path,
    *,
    step: int | None = None,
    at: At | None = None,
    width: float | None = None,
    dpi: float | None = None,
    scale: float | None = None,
    theme: str = "figure",
    transparent: bool = False,
    digits: int = 3,
    legend: bool = False,
) -> Exported:
    """Writes the picture of ``document`` to ``path``, whole or not at all.

    The moment is after ``step`` (from 1), or with all ``values`` or all ``adjoints`` (the default), and of these two
    nothing is dimmed. ``width`` is in millimetres and goes with ``dpi`` (300): type keeps its size, the cards move
    together until they fit, and only where that is not enough is everything made smaller. Without a width the size
    follows from the type, at ``dpi`` or at ``scale`` times the pixels of the screen (2). Raises GraphError: kind
    ``value`` for sizes and steps that make no sense, ``file`` where nothing can be written, and whatever is wrong
    with the text.
    """
    look = _theme(theme)
    _check_sizes(width, dpi, scale)
    _application()
    load_fonts()
    scene = _scene(document, look, digits, step, at)
    if width is not None:
        scene = _fitted(scene, width / 25.4 * 72, look)
    look = replace(look, canvas="#FFFFFF") if transparent and not look.dark else look
    page, rect = _page(scene, look, width, dpi, scale, legend)
    look = _stroked(look, page)
    image = _image(page, None if transparent else look.canvas)
    painter = QPainter(image)
    painter.setRenderHints(HINTS)
    painter.scale(page.pixels * page.unit, page.pixels * page.unit)
    painter.translate((page.width / page.unit - rect.width()) / 2 - rect.left(), MARGIN_PT / page.unit - rect.top())
    paint_picture(painter, scene.picture, scene.pose, scene.values, look, Detail(crisp=True), scene.shares())
    if legend:
        paint_legend(painter, rect.left(), rect.bottom() + _ABOVE_LEGEND, rect.width(), look)
    painter.end()
    _write(image, Path(path))
    return Exported(image.width(), image.height(), page.pixels * 72, look.metrics.text * page.unit)


def _theme(name: str) -> Theme:
    if name not in THEMES:
        raise _wrong(f"there is no theme {name!r}", f"take one of {', '.join(sorted(THEMES))}")
    return THEMES[name]


def _wrong(message: str, hint: str = "") -> GraphError:
    return GraphError([Problem("value", message, hint=hint)])


def _check_sizes(width: float | None, dpi: float | None, scale: float | None) -> None:
    limits = (("width", width, 5, 5000, " mm"), ("dpi", dpi, 18, 4800, ""), ("scale", scale, 0.05, 40, ""))
    for name, value, least, most, unit in limits:
        if value is not None and not (math.isfinite(value) and least <= value <= most):
            raise _wrong(f"{name} {value:g}{unit} is not between {least:g} and {most:g}{unit}")
    if scale is not None and (width is not None or dpi is not None):
        raise _wrong("scale goes with neither width nor dpi", "give width and dpi for print, or scale for the screen")


@cache
def _application() -> QGuiApplication:
    """The application that fonts and painting need; where none runs, one without a display, kept for good."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["adjoint"])


def _scene(document: Document, theme: Theme, digits: int, step: int | None, at: At | None) -> _Scene:
    graph = document.graph
    if graph is None:
        raise GraphError(document.reading.problems)
    loss, copies = document.loss_in(graph), untied(graph, document.view)
    graph = shown(graph, document.view)
    told = story(graph, loss)
    typesetter = Typesetter(synchronous=True)
    drawn = annotations(document.view)
    picture = _arranged(document, graph, told, theme, typesetter, digits, drawn)
    t = _moment(picture, step, at)
    run = shown_run(graph, loss)
    sums = tuple((name, of, *summed(document, run, name, of)) for name, of in copies.items())
    return _Scene(picture, Values(run, digits), t, sums, spotlight=step is not None)


def _arranged(
    document: Document, graph: Graph, told: Story, theme: Theme, typesetter: Typesetter, digits: int, drawn: Annotations
) -> Picture:
    """The picture for the cards of this theme; places in the document are for those of the screen."""
    placement = {name: place for name, place in document.placement.items() if name in graph.nodes}
    if theme.metrics == LIGHT.metrics or not (placement or drawn.notes or drawn.bends):
        return annotated(
            arrange(graph, told, theme, typesetter, placement, digits, hides=drawn.hides), drawn, typesetter
        )
    screen = arrange(graph, told, LIGHT, typesetter, placement, hides=drawn.hides)
    picture = arrange(graph, told, theme, typesetter, placement, digits, hides=drawn.hides)
    if placement:
        picture = picture.moved(resized(screen, picture.sizes))
    return annotated(picture, drawn_beside(drawn, screen, picture), typesetter)


def _moment(picture: Picture, step: int | None, at: At | None) -> float:
    steps = len(picture.steps)
    if step is not None and at is not None:
        raise _wrong("a picture shows one moment", "give either step or at")
    if at is not None and at not in ("values", "adjoints"):
        raise _wrong(f"{at!r} is no moment", 'take "values" or "adjoints"')
    if step is not None and not 0 <= step <= steps:
        raise _wrong(f"there is no step {step}", f"the story has steps 1 to {steps}")
    if step is not None:
        return float(step)
    return float(picture.times.forward if at == "values" else steps)


def _fitted(scene: _Scene, points: float, theme: Theme) -> _Scene:
    """Cards moved together as far as the width asks for, type kept."""
    room = points - 2 * MARGIN_PT
    unit, picture, wide = _natural_unit(theme), scene.picture, scene.rect().width()
    if wide * unit <= room:
        return scene
    tight = picture.moved(squeezed(picture, room / unit - (wide - picture.bounds().width())))
    beside = drawn_beside(picture.annotations, picture, tight)
    return replace(scene, picture=annotated(tight, beside, Typesetter(synchronous=True)))


def _natural_unit(theme: Theme) -> float:
    """Points on paper for one unit of the picture: in a figure, what makes labels as large as they should be."""
    return LABEL_PT / theme.metrics.text if theme.name == FIGURE.name else _SCREEN_PT


def _page(
    scene: _Scene,
    theme: Theme,
    width: float | None,
    dpi: float | None,
    scale: float | None,
    legend: bool,
) -> tuple[_Page, QRectF]:
    """Size by type; the pixels follow."""
    rect = scene.rect()
    below = 0.0
    if legend:
        wide, high = legend_size(rect.width(), theme)
        rect.setWidth(max(rect.width(), wide))
        below = high + _ABOVE_LEGEND
    unit = _natural_unit(theme)
    points = rect.width() * unit + 2 * MARGIN_PT
    if width is not None:
        target = width / 25.4 * 72
        unit *= min(1.0, (target - 2 * MARGIN_PT) / (rect.width() * unit))
        points = target
    resolution = dpi or (scale * 96 if scale is not None else _DPI if width is not None else 192.0)
    pixels = scale / unit if scale is not None else resolution / 72
    page = _Page(unit, pixels, points, (rect.height() + below) * unit + 2 * MARGIN_PT)
    sides = page.width * pixels, page.height * pixels
    if max(sides) > LARGEST_SIDE or sides[0] * sides[1] > LARGEST:
        raise _wrong(
            f"the picture would be {sides[0]:,.0f} by {sides[1]:,.0f} pixels",
            f"ask for at most {LARGEST_SIDE:,} a side and {LARGEST:,} in all: less dpi or a smaller width",
        )
    return page, rect


def _stroked(theme: Theme, page: _Page) -> Theme:
    """In a figure strokes and arrowheads have their size on paper, whatever became of the type."""
    if theme.name != FIGURE.name:
        return theme
    idle, strong = IDLE_PT / page.unit, STRONG_PT / page.unit
    thin, middle, thick = (width / page.unit for width in WIDTHS_PT)
    head = (HEAD_PT[0] / page.unit, HEAD_PT[1] / page.unit)
    return replace(theme, idle=idle, strong=strong, hairline=idle, widths=(thin, middle, thick), head=head)


def _image(page: _Page, ground: str | None) -> QImage:
    """An empty picture, on paper of this colour or on nothing."""
    # A little more than a whole number of pixels is an accident of arithmetic, not a pixel.
    width, height = (max(1, math.ceil(side * page.pixels - 1e-6)) for side in (page.width, page.height))
    image = QImage(width, height, QImage.Format.Format_RGB32 if ground else QImage.Format.Format_ARGB32_Premultiplied)
    if image.isNull():
        raise _wrong(f"there is no memory for {width} by {height} pixels", "ask for less dpi or a smaller width")
    image.fill(QColor(ground) if ground else Qt.GlobalColor.transparent)
    dots = round(page.pixels * 72 / 0.0254)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    return image


def _write(image: QImage, path: Path) -> None:
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise GraphError([Problem("file", f"cannot write {path}: {file.errorString()}")])
    writer = QImageWriter(file, b"png")
    if not writer.write(image):
        file.cancelWriting()
        raise GraphError([Problem("file", f"cannot write {path}: {writer.errorString()}")])
    if not file.commit():
        raise GraphError([Problem("file", f"cannot write {path}: {file.errorString()}")])
