"""What a file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import GraphError, Problem
from graph.model import Array, Graph
from graph.shapes import canonical

if TYPE_CHECKING:
    from graph.language import Reading

Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Document:
    """Text, leaf values, placement, view, and what else a file holds. Immutable.

    ``values`` are the numbers of leaves by name: any array-like of real numbers; kept as float64 in the node's
    shape (one axis is a column, 1×1 a scalar), not writeable. ``placement`` are top-left corners in pixels.
    ``view`` is what a window remembers about the look; ``extra`` the top-level keys of the file that this version
    does not know. Both hold what JSON can say. Two documents are equal where their files say the same.

    Raises GraphError of kind ``value`` where an array is none.
    """

    text: str
    values: Mapping[str, Array] = field(default_factory=dict)
    placement: Mapping[str, Place] = field(default_factory=dict)
    view: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = {name: _frozen(name, value) for name, value in self.values.items()}
        placement = {name: (float(x), float(y)) for name, (x, y) in self.placement.items()}
        for key, mapping in (("values", values), ("placement", placement), ("view", self.view), ("extra", self.extra)):
            object.__setattr__(self, key, MappingProxyType(dict(mapping)))

    @cached_property
    def reading(self) -> Reading:
        """What the text says with these values."""
        from graph.language import parse  # a document can be kept and saved without the reader

        return parse(self.text, self.values, typed=False)

    @property
    def is_read(self) -> bool:
        """Whether the reading is there at no cost."""
        return "reading" in self.__dict__

    def take_reading(self, reading: Reading) -> None:
        """Tells what the text says with these values, where somebody has read it already."""
        self.__dict__["reading"] = reading

    @property
    def graph(self) -> Graph | None:
        """The graph of the text, None where it cannot be read; ``reading.problems`` says why."""
        return self.reading.graph

    def loss_in(self, graph: Graph) -> str | None:
        """The node of ``graph`` that was chosen as the loss, else the one that the language takes."""
        chosen = self.view.get("loss")
        return chosen if isinstance(chosen, str) and chosen in graph.nodes else graph.loss

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return (
            (self.text, self.placement, self.view, self.extra) == (other.text, other.placement, other.view, other.extra)
            and self.values.keys() == other.values.keys()
            and all(_same_bits(array, other.values[name]) for name, array in self.values.items())
        )

    __hash__ = None  # type: ignore[assignment]  # arrays have none


def _frozen(name: str, value: Any) -> Array:
    """``value`` as a float64 array of its node's shape that nobody can change; itself where it is one already."""
    if not name.isprintable():
        raise GraphError([Problem("value", f"{name!r} is no name")])
    if isinstance(value, np.ndarray) and _is_frozen(value):
        return value
    try:
        raw = np.asarray(value)
        if raw.dtype.kind not in "fiub":
            raise ValueError(f"real numbers are wanted, not {raw.dtype}")
        array = np.array(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise GraphError([Problem("value", f"the value of {name} is no array of numbers: {error}")]) from error
    if not array.size:
        raise GraphError([Problem("value", f"the value of {name} has no entries")])
    array = array.reshape(canonical(array.shape))
    array.flags.writeable = False
    return array


def _is_frozen(array: np.ndarray[Any, Any]) -> bool:
    fits = array.size > 0 and array.shape == canonical(array.shape)
    return fits and array.dtype == np.float64 and not array.flags.writeable


def _same_bits(left: Array, right: Array) -> bool:
    """Equal shapes and numbers, NaN equal to NaN, −0 not equal to 0."""
    return (
        left.shape == right.shape
        and np.array_equal(left, right, equal_nan=True)
        and np.array_equal(np.signbit(left), np.signbit(right))
    )
