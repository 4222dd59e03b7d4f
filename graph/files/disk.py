"""Writing a file so that a crash leaves either the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from graph.errors import GraphError, Problem


def trouble(path: str | os.PathLike[str], message: str, hint: str = "") -> GraphError:
    """An error of kind ``file``; the path goes along as a note."""
    error = GraphError([Problem("file", message, hint=hint)])
    error.add_note(os.fspath(path))
    return error


def write(path: str | os.PathLike[str], fill: Callable[[BinaryIO], None]) -> None:
    """Puts what ``fill`` writes in the place of ``path``. A link is followed, permissions stay as they were.

    Raises GraphError where that is not possible; the old file is then untouched and nothing else is left behind.
    """
    try:
        target = Path(os.path.realpath(path))
        _refuse(target, path)
        _replace(target, fill)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        raise trouble(path, f"it cannot be written: {reason(error)}", "save it under another name") from error


def reason(error: Exception) -> str:
    """What the system said, in its own words."""
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return words[:1].lower() + words[1:]


def _refuse(target: Path, path: str | os.PathLike[str]) -> None:
    if target.is_dir():
        raise trouble(path, "it is a folder", "give the name of a file in it")
    if target.exists() and not target.is_file():
        raise trouble(path, "it is a device, not a file", "give the name of a file")
    if target.exists() and not os.access(target, os.W_OK):
        raise trouble(path, "it is read-only", "save it under another name")
    if not target.parent.is_dir():
        raise trouble(path, f"there is no folder {target.parent}", "make it first")


def _replace(target: Path, fill: Callable[[BinaryIO], None]) -> None:
    new = target.parent / f".adjoint-{secrets.token_hex(8)}.tmp"
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        _inherit(new, target)
        new.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
    _remember(target.parent)


def _inherit(new: Path, target: Path) -> None:
    """Owner, where we may, and permissions of the file that goes."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(new, old.st_uid, old.st_gid)
    new.chmod(stat.S_IMODE(old.st_mode))


def _remember(folder: Path) -> None:
    """Has the system write down the new name; where it cannot (Windows, some network folders), it does so later."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
