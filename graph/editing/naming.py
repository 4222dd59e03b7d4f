"""Names for new nodes: which are free, and which may be taken."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from graph.editing.sentences import with_sums
from graph.editing.source import Source, refused
from graph.language.names import LONGEST
from graph.language.statements import RESERVED
from graph.language.syntax import Called, Syntax, Word, walk
from graph.language.tokens import Kind, tokenise
from graph.model import Graph, Leaf
from graph.notation import name_text
from graph.shapes import Shape, is_vector

_OF_EQUATIONS = ("y", "z", "u", "v", "w", "q", "r", "s", "h", "p", "m", "n", "k", "g")
_OF_MATRICES = ("A", "B", "W", "X", "C", "D", "M", "P", "Q")
_OF_VECTORS = ("x", "b", "a", "c", "d", "v", "w")
_OF_SCALARS = ("α", "β", "γ", "λ", "μ", "a", "c")
_NUMBER = re.compile(r"(?P<stem>.*_)(?P<number>[0-9]{1,9})\Z")


def free_name(graph: Graph, like: str) -> str:
    """``like`` where it is free, else its base with the first free number below it: A → A_1, x_1 → x_2."""
    return free_among(graph.nodes, like)


def free_among(taken: Container[str], like: str) -> str:
    """``like``, or the first name of its kind that is not taken, no longer than a name may be."""
    if like not in taken:
        return like
    match = _NUMBER.match(like)
    stem, number = (match["stem"], int(match["number"])) if match is not None else (like + "_", 0)
    while True:
        number += 1
        room = LONGEST - len(str(number)) - 1
        name = f"{stem if len(stem) <= room + 1 else stem[:room].rstrip('_{') + '_'}{number}"
        if name not in taken:
            return name


def name_of_equation(taken: Container[str]) -> str:
    """A letter for a new equation."""
    return _first(_OF_EQUATIONS, taken)


def name_of_leaf(taken: Container[str], shape: Shape) -> str:
    """A letter for a new leaf: α for a scalar, x for a column, A for a matrix."""
    letters = _OF_SCALARS if not shape else _OF_VECTORS if is_vector(shape) else _OF_MATRICES
    return _first(letters, taken)


def _first(letters: Iterable[str], taken: Container[str]) -> str:
    first, *others = letters
    return next((letter for letter in (first, *others) if letter not in taken), None) or free_among(taken, first)


def new_name(source: Source, typed: str, *, but: Container[str] = ()) -> str:
    """The name that is typed, in its one form; raises GraphError where no new node can have it.

    ``but`` are nodes that are going to give their name up.
    """
    tokens = [token for token in tokenise(typed.strip()).tokens if token.kind != Kind.SPACE]
    spelled = tokens[0].spelled if len(tokens) == 1 and tokens[0].kind == Kind.NAME else None
    if spelled is None or tokens[0].text in RESERVED:
        shown = typed.strip()[:LONGEST] or "nothing"
        hint = f"a name starts with a letter and has at most {LONGEST} characters: y, W_c, x_{{t-1}}"
        raise refused(f"{shown} cannot be the name of a node", hint, kind="bad-name")
    name = spelled.name
    if name in source.graph.nodes and name not in but:
        what = "a leaf" if isinstance(source.graph.nodes[name], Leaf) else "an equation"
        hint = f"take another name, for example {name_text(free_name(source.graph, name))}"
        raise refused(f"{name_text(name)} is {what} already", hint, kind="redefinition")
    refuse_shadowing(source, name)
    return name


def refuse_shadowing(source: Source, name: str) -> None:
    """Raises GraphError where the text uses ``name`` as a function, a number or a running letter."""
    if name in source.graph.nodes:
        return
    if not any(token.spelled is not None and token.spelled.name == name for token in source.reading.tokens):
        return
    for sentence in source.sentences:
        if sentence.line.kind == "equation" and _says(sentence.tree, name):
            hint = f"take another name, for example {name_text(name)}_1"
            raise refused(f"{name_text(name)} means something else in {sentence.text[:60]}", hint, kind="bad-name")


def _says(tree: Syntax, name: str) -> bool:
    for part in with_sums(tree):
        for node in walk(part):
            if isinstance(node, Called) and node.function == name:
                return True
            if isinstance(node, Word) and node.spelled.name == name:
                return True
    return False
