"""``adjoint`` on the command line. Whatever happens, it answers in words and an exit status."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def main() -> None:
    """Runs the command that the arguments name, and exits: 0 done, 1 no, 2 not possible, 3 a fault of Adjoint's own."""
    status: int | str | None = 0
    _open_streams()
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="backslashreplace")  # what a terminal has no letter for
        from gui.command_line import application

        application(prog_name="adjoint")
    except SystemExit as end:
        status = end.code
    except KeyboardInterrupt:
        status = 130
    except Exception as error:
        status = _mishap(error)
    raise SystemExit(_flushed(status))


def _open_streams() -> None:
    """A stream that was closed from outside (``>&-``) is None to Python: reads nothing, and takes what it is given."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)


def _mishap(error: Exception) -> int:
    """What no command foresaw, in one line."""
    if isinstance(error, BrokenPipeError):
        return 141
    if isinstance(error, OSError):
        return _say(f"adjoint: file: {error.strerror or error}", 2)
    if isinstance(error, MemoryError):
        return _say("adjoint: there is not enough memory for this", 2)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return _say(f"adjoint: a fault of the program, not of your file: {type(error).__name__}: {error}{place}", 3)


def _say(words: str, status: int) -> int:
    with suppress(OSError):
        sys.stderr.write(words + "\n")
    return status


def _flushed(status: int | str | None) -> int | str | None:
    """Writes what is left; a reader that went away (``| head``) is no error worth words."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = status or 141
    except OSError as error:
        status = _say(f"adjoint: file: the output cannot be written: {error.strerror}", 2)
    else:
        return status
    # Python flushes once more at its end, and would complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


if __name__ == "__main__":
    main()
