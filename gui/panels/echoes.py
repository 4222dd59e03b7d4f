"""What each line of the text was read as, and which line a node comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from graph.model import Equation, Leaf, Node
from gui.writing.formulas import Mathematics, declaration_formula, node_formula

if TYPE_CHECKING:
    from graph.language import Reading
    from graph.language.statements import Statement

MOST_NAMES = 6
"""Names of one declaration that are set as mathematics; more of them stand as they were typed."""

_UNSAID = re.compile(r"[=~≔←]|\b(?:input|constant|parameter|symmetric|diagonal|orthogonal|onehot|positive)\b")


@dataclass(frozen=True)
class Echo:
    """What a line was read as, and the text of the line it was read from.

    ``make`` gives the formula, when it is first seen; ``rest`` is what stands behind it as it was typed: a literal, a
    comment.
    """

    source: str
    make: Callable[[], Mathematics]
    rest: str = ""

    @cached_property
    def formula(self) -> Mathematics:
        return self.make()


class Lines:
    """The line that defines each node; looked for when the first is asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, name: str | None) -> int | None:
        """From 1; None where no line does."""
        return self._found.get(name) if name is not None else None

    @cached_property
    def _found(self) -> Mapping[str, int]:
        return {name: statement.line for statement in self._reading.statements for name in statement.names}


def changed_lines(before: Reading, now: Reading) -> set[int] | None:
    """The lines, from 1, that say something else than in the reading before; None where lines came or went."""
    if len(before.rows) != len(now.rows):
        return None
    changed = {row.number for row, old in zip(now.rows, before.rows, strict=True) if row is not old}
    other = (s.line for s in now.statements if any(now.nodes.get(n) is not before.nodes.get(n) for n in s.names))
    return changed.union(other)


class Echoes(Mapping[int, Echo]):
    """A typeset formula for every line that holds exactly one equation or declaration and stands for itself.

    Each is looked for when it is asked for: of a long text few lines are in view.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._nodes = reading.nodes
        self._found: dict[int, Echo | None] = {}

    @cached_property
    def _texts(self) -> list[str]:
        return self._reading.text.split("\n")

    @cached_property
    def _statements(self) -> Mapping[int, Statement | None]:
        """The statement of a line; None where it has several."""
        found: dict[int, Statement | None] = {}
        for statement in self._reading.statements:
            found[statement.line] = None if statement.line in found else statement
        return found

    def __getitem__(self, line: int) -> Echo:
        if line not in self._found:
            self._found[line] = self._echo(line)
        found = self._found[line]
        if found is None:
            raise KeyError(line)
        return found

    def __iter__(self) -> Iterator[int]:
        return (line for line in self._statements if line in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _echo(self, line: int) -> Echo | None:
        alone = self._statements.get(line)
        make = _formula(alone, self._nodes) if alone is not None and line <= len(self._texts) else None
        if alone is None or make is None:
            return None
        return Echo(self._texts[line - 1], make, _rest(alone, self._texts[line - 1]))


def _formula(statement: Statement, known: Mapping[str, Node]) -> Callable[[], Mathematics] | None:
    """What makes the formula of a statement; None where it is better left as typed."""
    nodes = [known[name] for name in statement.names if name in known]
    if not nodes or len(nodes) != len(statement.names):
        return None
    if statement.kind == "declaration":
        leaves = [node for node in nodes if isinstance(node, Leaf)]
        return partial(declaration_formula, leaves) if len(leaves) == len(nodes) <= MOST_NAMES else None
    equation = nodes[0]
    whole = len(nodes) == 1 and isinstance(equation, Equation) and equation.family is None
    return partial(node_formula, equation) if whole and equation.shape is not None else None


def _rest(statement: Statement, text: str) -> str:
    """What the formula does not say: properties and numbers of a declaration, a comment."""
    end = statement.column - 1 + statement.length
    if statement.kind == "declaration":
        said = _UNSAID.search(text, statement.column - 1, end)
        end = said.start() if said else end
    return text[end:].strip()
