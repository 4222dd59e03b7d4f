"""What the tests of painting share: the fonts, a typesetter whose answers are final, an image to paint on."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.drawing.fonts import load_fonts
from gui.drawing.mathematics import Typesetter
from gui.drawing.strokes import HINTS


@pytest.fixture(autouse=True)
def _fonts(qapp):
    load_fonts()


@pytest.fixture(scope="session")
def typesetter(qapp) -> Typesetter:
    load_fonts()
    return Typesetter(synchronous=True)


@pytest.fixture
def painted(qtbot: QtBot) -> Callable[..., QImage]:
    """Calls a function with a painter on a white image of this size and gives the image."""

    def paint(width: int, height: int, draw: Callable[[QPainter], None], ground: str = "#FFFFFF") -> QImage:
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(ground))
        painter = QPainter(image)
        painter.setRenderHints(HINTS)
        draw(painter)
        painter.end()
        return image

    return paint
