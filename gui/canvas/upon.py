"""Which cards were put upon each other by hand: they stay so, however large either of them becomes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF

from gui.drawing.cards import Point
from gui.drawing.picture import Picture


class Upon:
    """Pairs of cards, each with the places of both that it holds for: undo of the move ends it, redo brings it back."""

    def __init__(self) -> None:
        self._places: dict[frozenset[str], dict[str, Point]] = {}

    def put(self, places: Mapping[str, Point], picture: Picture, known: Mapping[str, Point]) -> None:
        """Cards go to ``places``; ``known`` is where those stand by themselves that stay."""
        shown, then = {**picture.placement, **places}, {**known, **places}
        for name in places.keys() & picture.cards.keys():
            rect = QRectF(*shown[name], *picture.cards[name].size)
            for other, card in picture.cards.items():
                if other != name and other in then and rect.intersects(QRectF(*shown[other], *card.size)):
                    self._places[frozenset((name, other))] = {name: then[name], other: then[other]}

    def pairs(self, known: Mapping[str, Point]) -> frozenset[frozenset[str]]:
        """Those that hold where cards have these places."""
        return frozenset(
            pair for pair, places in self._places.items() if all(known.get(name) == at for name, at in places.items())
        )

    def clear(self) -> None:
        """Another graph: nothing lies upon anything yet."""
        self._places = {}
