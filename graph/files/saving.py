"""Document → file: one object a line and sorted keys, so that a diff shows what changed."""

from __future__ import annotations

import json
import math
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

import numpy as np

from graph.files.disk import trouble, write
from graph.files.document import Document
from graph.files.loading import FORMAT, INSIDE, VERSION
from graph.model import Array

INLINE = 64
"""Entries an array may have to stand in the JSON itself."""


class _Unsayable(Exception):
    """JSON has no word for it."""


def save(document: Document, path: str | os.PathLike[str]) -> None:
    """Writes ``document`` to ``path``, whole or not at all. Raises GraphError of kind ``file`` where it cannot."""
    large = {name: array for name, array in document.values.items() if array.size > INLINE}
    try:
        content = encode(document)
    except _Unsayable as error:
        raise trouble(path, str(error), "a file holds numbers, words, lists and tables of them") from error
    if large:
        write(path, lambda stream: _write_archive(stream, content, large))
    else:
        write(path, lambda stream: _write_plain(stream, content))


def encode(document: Document) -> bytes:
    """The JSON of a document; of an array with over ``INLINE`` entries it holds the name of its member."""
    parts: dict[str, str] = {key: _member(key, value) for key, value in document.extra.items()}
    parts["format"] = _string(FORMAT)
    parts["version"] = str(VERSION)
    parts["text"] = _lines("[]", map(_string, document.text.split("\n")))
    parts["placement"] = _table(document.placement, lambda _, place: f"[{_number(place[0])}, {_number(place[1])}]")
    parts["values"] = _table(document.values, _value)
    parts["view"] = _member("view", document.view)
    return (_lines("{}", (f"{_string(key)}: {parts[key]}" for key in sorted(parts))) + "\n").encode()


def member_of(name: str) -> str:
    """Where in the archive the array of a leaf stands."""
    return f"values/{name}.npy"


def _value(name: str, array: Array) -> str:
    if array.size > INLINE:
        return json.dumps({"npy": member_of(name)}, ensure_ascii=False)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    return _nested(array.tolist())


def _nested(numbers: Any) -> str:
    if isinstance(numbers, list):
        return "[" + ", ".join(map(_nested, numbers)) + "]"
    return _number(numbers) if math.isfinite(numbers) else f'"{numbers}"'


def _number(value: float) -> str:
    """The shortest digits that read back as the same float64; whole numbers without a point."""
    if not math.isfinite(value):
        raise _Unsayable(f"a place is {value}")
    negative_zero = value == 0 and math.copysign(1.0, value) < 0
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 and not negative_zero else repr(value)


def _member(key: str, value: Any) -> str:
    """What this version only keeps: a table one entry a line, anything else on one line."""
    if isinstance(value, Mapping):
        return _table(value, lambda name, inner: _plain(f"{key}.{name}", inner))
    return _plain(key, value)


def _plain(place: str, value: Any) -> str:
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)
    except (TypeError, ValueError, RecursionError) as error:
        raise _Unsayable(f"{place} cannot be kept in a file: {error}") from error
    return written if _encodable(written) else json.dumps(value, sort_keys=True)


def _table(mapping: Mapping[str, Any], written: Callable[[str, Any], str]) -> str:
    for key in mapping:
        if not isinstance(key, str):
            raise _Unsayable(f"{key!r} is no word, and keys are words")
    return _lines("{}", (f"{_string(name)}: {written(name, mapping[name])}" for name in sorted(mapping)))


def _lines(brackets: str, parts: Iterable[str]) -> str:
    inner = ",\n".join(parts).replace("\n", "\n ")
    return f"{brackets[0]}\n {inner}\n{brackets[1]}" if inner else brackets


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=not _encodable(text))


def _encodable(text: str) -> bool:
    """False for halves of a character, which UTF-8 has no bytes for: JSON escapes them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _write_plain(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)


def _write_archive(stream: BinaryIO, content: bytes, arrays: Mapping[str, Array]) -> None:
    """The same JSON and an ``.npy`` member an array. No times are kept: equal documents give equal files."""
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo(INSIDE), content, zipfile.ZIP_DEFLATED)
        for name in sorted(arrays):
            with archive.open(zipfile.ZipInfo(member_of(name)), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.ascontiguousarray(arrays[name]), allow_pickle=False)
