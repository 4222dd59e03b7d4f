"""What the lines of the text before said, so that a line which stands as it was is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.expression import Name, postorder
from graph.language.declarations import Declaration
from graph.language.rows import Row
from graph.language.tokens import Kind, Token
from graph.model import Array, Equation, Leaf
from graph.shapes import Shape


@dataclass(frozen=True, slots=True)
class Said:
    """The right side of one equation, what it said, the shapes it was read with, its ``words``, and which tokens are
    functions.
    """

    body: str
    equation: Equation
    shapes: Mapping[str, Shape | None]
    words: frozenset[str]
    functions: tuple[int, ...]

    def holds(self, shapes: Mapping[str, Shape | None]) -> bool:
        """Whether all that it refers to is there and has the shape it had."""
        return all(name in shapes and shapes[name] == shape for name, shape in self.shapes.items())


@dataclass(frozen=True, slots=True)
class Remembered:
    """The rows of a text, its leaves with what is declared of them and the numbers that they drew by that, the
    equations that were read without a remark, and the ``names`` that it defined.
    """

    names: frozenset[str] = frozenset()
    said: Mapping[str, Said] = field(default_factory=dict)
    rows: Sequence[Row] = ()
    leaves: Mapping[str, tuple[Declaration, Leaf]] = field(default_factory=dict)
    drawn: Mapping[str, tuple[Declaration, Array]] = field(default_factory=dict)

    def find(self, name: str, body: str, changed: frozenset[str], tokens: Sequence[Token]) -> Said | None:
        """What ``name = body`` said, where no word of it is in ``changed``: the names that are defined now and were
        not, or the other way round, for these decide what is a product and what a call. The tokens then say again
        what they are.
        """
        found = self.said.get(name)
        if found is None or found.body != body or not found.words.isdisjoint(changed):
            return None
        for index in found.functions:
            tokens[index].kind = Kind.FUNCTION
        return found


def remark(body: str, equation: Equation, tokens: Sequence[Token]) -> Said:
    """What there is to remember of an equation."""
    shapes = {e.name: e.shape for e in postorder(equation.expression) if isinstance(e, Name)}
    words = frozenset(token.spelled.name for token in tokens if token.spelled is not None)
    functions = tuple(index for index, token in enumerate(tokens) if token.kind == Kind.FUNCTION)
    return Said(body, equation, shapes, words, functions)
