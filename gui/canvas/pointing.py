"""What lies under the pointer: the card, the block of it, the cell, and what that says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from graph.notation import bar, name_text
from gui.drawing.picture import Picture
from gui.drawing.states import Pose
from gui.drawing.values import Values


@dataclass(frozen=True, slots=True)
class Spot:
    """A card; the block under the pointer, if any, and its cell by row and column from 0."""

    name: str
    block: Literal["value", "adjoint", ""] = ""
    cell: tuple[int, int] | None = None

    def words(self, values: Values, pose: Pose) -> str:
        """The number under the pointer with all its digits; nothing while it is not shown."""
        card = pose.card(self.name)
        if self.cell is None or (card.value if self.block == "value" else card.adjoint) < 1:
            return ""
        block = values.value(self.name) if self.block == "value" else values.adjoint(self.name)
        if block is None:
            return ""
        row, column = self.cell
        written = name_text(self.name if self.block == "value" else bar(self.name))
        place = f"({row + 1}, {column + 1})" if block.cells.size > 1 else ""
        number = repr(float(block.cells[row, column])).replace("-", "−").replace("inf", "∞")
        return f"{written}{place} = {number}"


def spot_at(picture: Picture | None, point: QPointF) -> Spot | None:
    """The spot at a point of the scene; None between the cards."""
    name = picture.card_at(point.x(), point.y()) if picture is not None else None
    if picture is None or name is None:
        return None
    card = picture.cards[name]
    here = point - QPointF(*picture.placement[name])
    places: dict[Literal["value", "adjoint"], QRectF | None] = {
        "value": card.value_rect(),
        "adjoint": card.adjoint_rect(),
    }
    for block, rect in places.items():
        if rect is not None and rect.contains(here):
            return Spot(name, block, card.cells.cell_at(here.x() - rect.x(), here.y() - rect.y()))
    return Spot(name)
