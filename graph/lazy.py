"""A sequence and a mapping whose items are made when somebody looks at them, once: of many hundreds that is a few."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class LazySequence(Sequence[T]):
    """``length`` items; a subclass says how one is made."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._made: dict[int, T] = {}

    @abstractmethod
    def _make(self, place: int) -> T:
        """The item at a place, counted from 0."""

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self[k] for k in range(self._length)[place]]
        k = range(self._length)[place]
        if k not in self._made:
            self._made[k] = self._make(k)
        return self._made[k]


class LazyMapping(Mapping[str, T]):
    """A mapping with known keys whose entries are made when somebody looks at them, once."""

    def __init__(self, keys: Iterable[str], make: Callable[[str], T]) -> None:
        self._keys = dict.fromkeys(keys)
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return f"{{{', '.join(map(repr, self._keys))}}}"
