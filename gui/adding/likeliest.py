"""Which operations people reach for first, by the shape of what goes into them."""

from __future__ import annotations

from collections.abc import Iterable

from graph.shapes import Shape, is_column, is_row
from gui.adding.offers import Offer

_SCALAR = ["product", "add", "neg", "sqnorm", "exp", "log", "tanh", "sigmoid", "power", "divide", "sqrt"]
_VECTOR = [
    "product",
    "sigmoid",
    "hadamard",
    "sqnorm",
    "add",
    "tanh",
    "relu",
    "softmax",
    "sum",
    "transpose",
    "dot",
    "norm",
]
_MATRIX = ["product", "transpose", "add", "hadamard", "sqnorm", "sigmoid", "tanh", "relu", "softmax", "sum", "inv"]


def likeliest_first(offers: Iterable[Offer], shape: Shape | None) -> list[Offer]:
    """Those that a node of this shape goes into most often, then the others as they come."""
    usual = _SCALAR if shape == () else _VECTOR if shape is None or is_column(shape) or is_row(shape) else _MATRIX
    places = {key: place for place, key in enumerate(usual)}
    return sorted(offers, key=lambda offer: places.get(offer.operation, len(places)))
