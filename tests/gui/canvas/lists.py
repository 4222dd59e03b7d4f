"""The lists of the palette and of the boxes over the canvas: what they say, and a row dragged off one."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication


def listed(box):
    """All rows, headings too."""
    return [row.title for row in box.list.rows.rows]


def titles(palette):
    """The rows that can be chosen."""
    return [row.title for row in palette.list.rows.rows if not row.heading]


def drag(palette, hand, title, point):
    """The row's own data, carried to a point of the canvas and let go."""
    args = carried_over(palette, hand, title, point)
    drop = QDropEvent(QPointF(point), *args)
    QApplication.sendEvent(hand.viewport, drop)
    assert drop.isAccepted()


def carried_over(palette, hand, title, point):
    """The row's own data, held over a point of the canvas; answers what a drop would bring."""
    place = titles(palette).index(title)
    index = [i for i, row in enumerate(palette.list.rows.rows) if not row.heading][place]
    model = palette.list.model()
    assert model.flags(model.index(index, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    data = model.mimeData([model.index(index, 0)])
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(point, *args), QDragMoveEvent(point, *args)):
        QApplication.sendEvent(hand.viewport, event)
        assert event.isAccepted()
    return args
