"""New nodes: as they are typed, as a leaf, as an operation on nodes or holes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graph.editing.change import Change
from graph.editing.concluding import concluded, declaration, listed
from graph.editing.naming import name_of_equation, name_of_leaf, new_name, refuse_shadowing
from graph.editing.rewriting import Rewriting
from graph.editing.source import Source, reading_of, refused, source_of
from graph.errors import GraphError, Problem, ShapeError
from graph.expression import Apply, Expression, Hole, Name
from graph.files import Document
from graph.language.declarations import INITIALISERS, PROPERTIES, ROLES
from graph.language.faults import Refused
from graph.language.functions import functions
from graph.language.statements import cut, split
from graph.language.tokens import Kind, Token, tokenise
from graph.model import Array, Leaf, Role
from graph.notation import expression_text, name_text
from graph.operations import TABLE, Operation
from graph.shapes import Shape, canonical, describe, is_row, written


def add(doc: Document, typed: str) -> Change:
    """What is typed, one or several lines of declarations and equations, at the end of the text.

    An expression alone gets a free letter for a name. Raises GraphError with places in ``typed``.
    """
    source = source_of(doc)
    typed = _named(source, typed.strip("\n"))
    rewriting = Rewriting(source)
    lines = typed.split("\n")
    only_leaves = all(_sign(tokens) in (":", "∈", "in") for tokens in split(tokenise(typed).tokens))
    if only_leaves and "#" not in typed:
        rewriting.declare(lines)
    else:
        rewriting.append(lines)
    text = rewriting.text()
    fresh = _fresh_names(source, typed)
    for name in fresh:
        refuse_shadowing(source, name)
    values = {name: array for name, array in doc.values.items() if name not in fresh}
    reading = reading_of(text, values)
    if reading.graph is None:
        raise _error_in(typed, text, reading.problems)
    return concluded(source, text, f"add {listed(fresh)}", values=values, added=fresh)


def _fresh_names(source: Source, typed: str) -> tuple[str, ...]:
    """The names that lines define and the graph does not have."""
    found: dict[str, None] = {}
    for tokens in split(tokenise(typed).tokens):
        try:
            line = cut(typed, tokens)
        except Refused:
            continue  # the whole text says better what is wrong with it
        for token in line.targets:
            for letters in line.letters:
                if token.spelled is not None and (name := token.spelled.under(letters)) not in source.graph.nodes:
                    found.setdefault(name)
    return tuple(found)


def _named(source: Source, typed: str) -> str:
    """``typed``, with a name before every expression that has none."""
    taken = set(source.graph.nodes)
    statements = split(tokenise(typed).tokens)
    if not statements:
        raise refused("nothing is typed", "write for example y = A x or A: 3x3", kind="empty")
    taken |= {token.spelled.name for tokens in statements for token in tokens if token.spelled is not None}
    parts, end = [], 0
    for tokens in statements:
        if _sign(tokens) is None and not any(token.value in ("==", "~") for token in tokens):
            name = name_of_equation(taken)
            taken.add(name)
            parts += [typed[end : tokens[0].start], f"{name} = "]
            end = tokens[0].start
    return "".join([*parts, typed[end:]])


def _sign(tokens: Sequence[Token]) -> str | None:
    """The first = or : or ∈ that is in no bracket."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.acts == Kind.BRACKET:
            depth += 1 if token.value in "([{" else -1
        elif depth <= 0 and token.acts == Kind.OPERATOR and token.value in ("=", ":", "∈"):
            return token.value
        elif depth <= 0 and index and token.text == "in":
            return "in"
    return None


def _error_in(typed: str, text: str, problems: Sequence[Problem]) -> GraphError:
    """The problems with their lines counted in what was typed."""
    first = text[: text.index(typed)].count("\n") if typed in text else 0
    last = first + typed.count("\n") + 1
    return GraphError(
        [replace(p, line=p.line - first) if p.line is not None and first < p.line <= last else p for p in problems]
    )


def add_leaf(
    doc: Document,
    name: str | None,
    shape: int | Sequence[int],
    initial: str | Any | None = None,
    role: Role = "parameter",
    properties: Sequence[str] = (),
    *,
    seed: int | None = None,
) -> Change:
    """A leaf, declared below the other ones.

    ``initial`` is one of "zeros", "ones", "eye", "uniform" and "normal" (the last two with ``seed``), or an
    array-like in its shape, or None for numbers drawn from a seed made of the name.
    """
    source = source_of(doc)
    lengths = canonical((shape,) if isinstance(shape, int) else tuple(shape))
    taken = {*source.graph.nodes, *doc.values}
    chosen = new_name(source, name) if name and name.strip() else name_of_leaf(taken, lengths)
    for word in (role, *properties):
        if word not in ROLES and word not in PROPERTIES:
            raise refused(f"{word} is no property", f"the properties are {', '.join((*ROLES, *PROPERTIES))}")
    values = {key: array for key, array in doc.values.items() if key != chosen}
    line = declaration(
        [name_text(chosen, source.style)], Leaf(chosen, lengths, role, frozenset(properties)), source.style
    )
    if isinstance(initial, str):
        line += f" ~ {_initialiser(initial, seed)}"
    elif initial is not None:
        values[chosen] = _array(chosen, lengths, initial)
    rewriting = Rewriting(source)
    rewriting.declare([line])
    return concluded(source, rewriting.text(), f"add {name_text(chosen)}", values=values, added=(chosen,))


def _initialiser(initial: str, seed: int | None) -> str:
    if initial not in INITIALISERS:
        raise refused(f"{initial} is no initialiser", f"take one of {', '.join(INITIALISERS)}", kind="unknown-function")
    if not INITIALISERS[initial]:
        return initial
    numbers = {"uniform": "-1, 1", "normal": "0, 1"}[initial]
    return f"{initial}({numbers}{'' if seed is None else f', seed={seed}'})"


def _array(name: str, shape: Shape, given: Any) -> Array:
    try:
        array = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        message = f"what is given for {name_text(name)} is no array of numbers"
        raise refused(message, "give numbers in rows and columns", kind="value") from None
    if is_row(shape) and array.shape == shape[1:]:
        array = array.reshape(shape)
    found = canonical(array.shape) if array.size else array.shape
    if found != shape:
        message = f"{describe(name_text(name), shape)}, its numbers are {written(found)}"
        raise refused(message, f"give numbers of shape {written(shape)}", kind="shape")
    array = array.reshape(shape)
    array.flags.writeable = False
    return array


def add_operation(
    doc: Document, operation: str, inputs: Sequence[str | None] = (), name: str | None = None, **options: Any
) -> Change:
    """An equation that applies one operation to nodes; an input that is None, or missing, is a hole.

    ``operation`` is a name of the table, or what calls it. Raises GraphError where the inputs do not fit.
    """
    source = source_of(doc)
    record = TABLE.get(operation) or functions().get(operation)
    if record is None:
        raise refused(f"there is no operation {operation}", "take one from the reference", kind="unknown-function")
    chosen = new_name(source, name) if name and name.strip() else name_of_equation({*source.graph.nodes, *doc.values})
    expression = _applied(source, record, inputs, options)
    right = expression_text(expression, source.style, {*source.graph.nodes, chosen})
    rewriting = Rewriting(source)
    rewriting.append([f"{name_text(chosen, source.style)} = {right}"])
    values = {key: array for key, array in doc.values.items() if key != chosen}
    words = f"add {name_text(chosen)}"
    return concluded(source, rewriting.text(), words, values=values, added=(chosen,))


def _applied(source: Source, record: Operation, inputs: Sequence[str | None], options: Mapping[str, Any]) -> Expression:
    least, most = record.arity
    given = [*inputs, *[None] * (least - len(inputs))]
    if most is not None and len(given) > most:
        message = f"{record.name} takes {most} input{'s' if most != 1 else ''}, not {len(given)}"
        raise refused(message, f"for example {record.example}", kind="arity")
    holes = given.count(None)
    parts: list[Expression] = []
    count = 0
    for name in given:
        if name is None:
            count += 1
            parts.append(Hole(str(count) if holes > 1 else ""))
        else:
            parts.append(Name(name, source.node(name).shape))
    try:
        return Apply(record, tuple(parts), tuple(options.items()))
    except ShapeError as error:
        facts = ", ".join(dict.fromkeys(describe(p.name, p.shape) for p in parts if isinstance(p, Name) and p.shape))
        message = f"{facts}: {error.message}" if facts else error.message
        raise refused(message, error.hint or f"for example {record.example}", kind=error.kind) from None
