"""Where on the cards the wires of a graph begin and end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gui.drawing.cards import Card, Point


def out_ports(card: Card, corner: Point, middle: Callable[[str], float]) -> dict[str, Point]:
    """The out ports by child: at their slots, or, where there are none, in the order of the children from the top.

    ``corner`` is where the card stands, ``middle(child)`` at what height a child does.
    """
    ports = _shifted(card.outs, corner)
    if card.inbox is not None and not card.inbox.hidden:
        return ports
    children = sorted(ports, key=middle)
    return dict(zip(children, sorted(ports.values(), key=lambda port: port[1]), strict=True))


def in_ports(card: Card, corner: Point, starts: Mapping[str, Mapping[str, Point]]) -> dict[str, Point]:
    """The in ports, given out in the order in which the wires come in, so that they do not cross at the card.

    ``starts`` are the out ports of the parents. Holes have no wires, and keep their places.
    """
    holes = frozenset(card.face.holes)
    places = [place for port, place in _shifted(card.ins, corner).items() if port not in holes]
    parents = sorted(card.face.parents, key=lambda parent: starts[parent][card.name][1])
    return dict(zip(parents, places, strict=True))


def _shifted(ports: Mapping[str, Point], corner: Point) -> dict[str, Point]:
    return {name: (corner[0] + x, corner[1] + y) for name, (x, y) in ports.items()}
