"""What each line of the text was read as, and which line a node comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Equation, Leaf
from gui.panels.editor import Echo
from gui.panels.formulas import Mathematics, declaration_formula, node_formula
from gui.statements import Statement, statements

if TYPE_CHECKING:
    from graph.language import Reading
    from graph.model import Graph

PROPERTIES = frozenset({"input", "constant", "parameter", "symmetric", "diagonal", "orthogonal", "onehot", "positive"})


def lines_of(reading: Reading) -> dict[str, int]:
    """The line, from 1, that defines each node."""
    lines: dict[str, int] = {}
    running: dict[str, int] = {}
    for statement in statements(reading.tokens):
        for name in statement.names:
            lines.setdefault(name, statement.line)
            if statement.running:
                running.setdefault(_base(name), statement.line)
    if running and reading.graph is not None:
        for name in reading.graph.nodes:
            if name not in lines and _base(name) in running:
                lines[name] = running[_base(name)]
    return lines


def echoes_of(reading: Reading) -> dict[int, Echo]:
    """A typeset formula for every line that holds exactly one equation or declaration and stands for itself."""
    if reading.graph is None:
        return {}
    texts = reading.text.split("\n")
    by_line: dict[int, list[Statement]] = {}
    for statement in statements(reading.tokens):
        by_line.setdefault(statement.line, []).append(statement)
    found: dict[int, Echo] = {}
    for line, (first, *others) in by_line.items():
        if others or first.running or first.last_line != line or line > len(texts):
            continue
        formula = _formula(first, reading.graph)
        if formula is not None:
            found[line] = Echo(texts[line - 1], formula, _rest(first, texts[line - 1]))
    return found


def _formula(statement: Statement, graph: Graph) -> Mathematics | None:
    nodes = [graph.nodes.get(name) for name in statement.names]
    if statement.declares:
        leaves = [node for node in nodes if isinstance(node, Leaf)]
        return declaration_formula(leaves) if leaves and len(leaves) == len(nodes) else None
    equation = nodes[0] if len(nodes) == 1 else None
    return node_formula(equation) if isinstance(equation, Equation) and equation.shape is not None else None


def _rest(statement: Statement, text: str) -> str:
    """What the formula does not say: properties and numbers of a declaration, a comment."""
    end = statement.tokens[-1].column - 1 + statement.tokens[-1].length
    if statement.declares:
        for token in statement.tokens:
            if token.value in ("=", "~") or token.text in PROPERTIES:
                end = token.column - 1
                break
    return text[end:].strip()


def _base(name: str) -> str:
    return name.partition("_")[0]
