"""What is wrong with a file, on its way to the caller."""

from __future__ import annotations

from graph.errors import Problem


class Damaged(Exception):
    """A file that is no document: the facts, one fix, and the place where the file is text."""

    def __init__(
        self, message: str, hint: str, line: int | None = None, column: int | None = None, source: str = ""
    ) -> None:
        super().__init__(message)
        self.problem = Problem("file", message, line, column, hint=hint, source=source)
