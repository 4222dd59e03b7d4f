"""File → document. What counts is what a file holds, not its name; whatever is wrong has a place and a reason."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from graph.errors import GraphError, Problem
from graph.files.arrays import from_archive, from_lists
from graph.files.disk import reason
from graph.files.document import Document
from graph.files.faults import Damaged
from graph.files.syntax import Table, parse
from graph.language.tokens import with_newlines
from graph.model import Array

FORMAT = "adjoint"
VERSION = 1
INSIDE = "graph.json"
"""The member of an archive that holds what a file without large arrays would."""

LARGEST = 100_000_000
"""Bytes of text or JSON that a file may have."""

SUFFIX = ".adjoint"
_DEEPEST = 50
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORDS = {"array": "a list", "object": "a table", "str": "a word", "int": "a number", "float": "a number"}
_MAGIC = {b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"%PDF": "a PDF"}


class _Content(msgspec.Struct):
    """What version 1 knows; anything else is kept as it is."""

    text: list[str]
    values: Table = {}
    placement: dict[str, tuple[float, float]] = {}
    view: Table = {}


def load(path: str | os.PathLike[str]) -> Document:
    """Reads an ``.adjoint`` file or a text of equations. Raises GraphError of kind ``file`` for anything else.

    The error's problem has line and column where the file is text; the path goes along as a note.
    """
    try:
        with Path(path).open("rb") as stream:
            return _read(stream, text_allowed=Path(path).suffix.lower() != SUFFIX)
    except Damaged as fault:
        problem = fault.problem
    except FileNotFoundError:
        problem = Problem("file", "there is no such file", hint="check the name and the folder")
    except IsADirectoryError:
        problem = Problem("file", "this is a folder", hint="name a file in it")
    except PermissionError:
        problem = Problem("file", "this file may not be read", hint="ask its owner for permission, or copy it")
    except MemoryError:
        problem = Problem("file", "there is not enough memory to read it", hint="close other programs first")
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        problem = Problem("file", f"this file cannot be read: {reason(error)}", hint="check the name and the folder")
    failed = GraphError([problem])
    failed.add_note(os.fspath(path))
    raise failed


def decode(data: bytes) -> Document:
    """As ``load``, from the bytes of a file, or of a text of equations."""
    try:
        return _read(io.BytesIO(data), text_allowed=True)
    except Damaged as fault:
        raise GraphError([fault.problem]) from None


def _read(stream: BinaryIO, text_allowed: bool) -> Document:
    head = stream.read(4)
    if head in _ZIP:
        return _from_archive(stream)
    data = head + stream.read(LARGEST + 1 - len(head))
    if len(data) > LARGEST:
        raise Damaged(f"it is longer than {LARGEST // 1_000_000} MB", "large arrays belong in an .adjoint archive")
    if not data.strip():
        if text_allowed:
            return Document("")
        raise Damaged("the file is empty", "take it from a backup")
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise Damaged(f"this is {name}, no document", "open an .adjoint file or a text of equations")
    text = _decoded(data)
    if text.lstrip().startswith("{") or not text_allowed:
        return _from_json(text, None)
    return Document(with_newlines(text))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Damaged("this is UTF-16 text", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig", errors="replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        fault = f"the byte {error.object[error.start]:#04x} is no UTF-8 text"
        raise Damaged(fault, "save it as UTF-8, or open another file", line, column) from None
    stray = re.search(r"[\x00-\x08\x0e-\x1f]", text)
    if stray is not None:
        line, column = text.count("\n", 0, stray.start()) + 1, stray.start() - text.rfind("\n", 0, stray.start())
        raise Damaged(f"U+{ord(stray[0]):04X} is no text", "open an .adjoint file or a text of equations", line, column)
    return text


def _from_archive(stream: BinaryIO) -> Document:
    try:
        with zipfile.ZipFile(stream) as archive:
            try:
                info = archive.getinfo(INSIDE)
            except KeyError:
                raise Damaged(f"this ZIP archive holds no {INSIDE}", "open an .adjoint file") from None
            if info.file_size > LARGEST:
                raise Damaged(f"{INSIDE} is longer than {LARGEST // 1_000_000} MB", "take it from a backup")
            if any(member.compress_type not in _PACKINGS for member in archive.infolist()):
                raise Damaged("the archive is packed in a way that Adjoint does not read", "pack it again by deflate")
            return _from_json(_decoded(archive.read(info)), archive)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Damaged(f"the archive is damaged: {reason(error)}", "take it from a backup") from error
    except (NotImplementedError, RuntimeError, ValueError) as error:  # other versions, passwords, impossible offsets
        raise Damaged(f"the archive cannot be opened: {reason(error)}", "save it again in Adjoint") from error


def _from_json(text: str, archive: zipfile.ZipFile | None) -> Document:
    raw = parse(text)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Damaged('this is JSON, but it has no "format": "adjoint"', "open an .adjoint file or a text of equations")
    _check_version(raw.get("version"))
    content = _content(raw)
    known = {"format", "version", *_Content.__struct_fields__}
    extra = {key: value for key, value in raw.items() if key not in known}
    _refuse_deep(content.view)
    _refuse_deep(extra)
    values = _values(content.values, archive)
    try:
        return Document("\n".join(content.text), values, content.placement, content.view, extra)
    except GraphError as error:  # a name that is none
        raise Damaged(error.problems[0].message, "mend the key, or delete it") from None


def _check_version(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Damaged(f"version is {version!r}: it has to be a number from 1 on", f'write "version": {VERSION}')
    if version > VERSION:
        raise Damaged(
            f"This file was written by a newer Adjoint (format {version}; this one reads up to {VERSION})",
            "open it with a newer Adjoint",
        )


def _content(raw: Table) -> _Content:
    try:
        return msgspec.convert(raw, _Content)
    except (msgspec.ValidationError, OverflowError) as error:
        message, _, place = str(error).partition(" - at `$.")
        place = place.rstrip("`") or "the file"
        if "[...]" in place:
            place = place.replace("[...]", f".{_misplaced(raw)}")
        message = re.sub(r"`(\w+)`", lambda match: _WORDS.get(match[1], match[1]), message)
        raise Damaged(f"{place}: {message[:1].lower()}{message[1:]}", "mend it there, or take a backup") from None


def _misplaced(raw: Table) -> str:
    """The first node whose place is none."""
    for name, place in raw["placement"].items():
        try:
            msgspec.convert(place, tuple[float, float])
        except (msgspec.ValidationError, OverflowError):
            return str(name)
    return "?"


def _values(raw: Mapping[str, Any], archive: zipfile.ZipFile | None) -> dict[str, Array]:
    values = {}
    for name, value in raw.items():
        if isinstance(value, dict):
            values[name] = from_archive(name, value, archive)
        else:
            values[name] = from_lists(name, value)
    return values


def _refuse_deep(table: Table) -> None:
    """What is only kept has to be written again, and by a walk that recurses."""
    level: list[Any] = [table]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise Damaged("its tables are nested too deeply", "take it from a backup")
