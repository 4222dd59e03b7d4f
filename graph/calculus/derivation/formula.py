"""An expression in the three scripts, written when somebody asks."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property

from graph.expression import Expression
from graph.notation import expression_text


class Formula:
    """An expression among the names ``defined``: ``unicode``, ``ascii`` (which reads back) and ``latex``."""

    def __init__(self, expression: Expression, defined: Container[str]) -> None:
        self.expression = expression
        self._defined = defined

    def _text(self, style: str) -> str:
        return expression_text(self.expression, style, self._defined)

    @cached_property
    def unicode(self) -> str:
        return self._text("unicode")

    @cached_property
    def ascii(self) -> str:
        return self._text("ascii")

    @cached_property
    def latex(self) -> str:
        return self._text("latex")

    def __repr__(self) -> str:
        return f"Formula({self.unicode!r})"


class Equality:
    """``left = right``, in the three scripts."""

    def __init__(self, left: Formula, right: Formula) -> None:
        self.left = left
        self.right = right

    @property
    def unicode(self) -> str:
        return f"{self.left.unicode} = {self.right.unicode}"

    @property
    def ascii(self) -> str:
        return f"{self.left.ascii} = {self.right.ascii}"

    @property
    def latex(self) -> str:
        return f"{self.left.latex} = {self.right.latex}"
