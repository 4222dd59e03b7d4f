"""Frames on a canvas: where they are seen, and making one as a user does."""

from PySide6.QtCore import Qt

from gui.drawing.frames import chevron_rect, frame_rects, header_rect
from tests.gui.canvas.hand import CONTROL


class Frames:
    """The frames on a canvas, as they are seen."""

    def __init__(self, hand):
        self.hand, self.canvas = hand, hand.canvas

    def rects(self):
        picture = self.canvas.stage.picture
        return frame_rects(picture, picture.annotations.frames)

    def rect(self, key="f1"):
        return self.rects()[key]

    def title(self, key="f1"):
        return self.canvas.mapFromScene(header_rect(self.rect(key)).center())

    def chevron(self, key="f1"):
        return self.canvas.mapFromScene(chevron_rect(self.rect(key)).center())

    def make(self, *names, title=""):
        """Clicks the nodes, presses Ctrl+G, types a title."""
        self.hand.choose(*names)
        self.hand.key(Qt.Key.Key_G, CONTROL)
        self.hand.type(title)
        self.hand.key(Qt.Key.Key_Return)
