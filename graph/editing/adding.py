"""New nodes: as they are typed, as a leaf, as an operation on nodes or holes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graph.editing.change import Change
from graph.editing.concluding import concluded, declaration, listed
from graph.editing.naming import name_of_equation, name_of_leaf, new_name, refuse_shadowing
from graph.editing.rewriting import Rewriting
from graph.editing.source import Source, reading_of, refused, source_of
from graph.editing.typed import declares_only, error_in, named, names_defined
from graph.errors import ShapeError
from graph.expression import Apply, Expression, Hole, Name
from graph.files import Document
from graph.language.declarations import INITIALISERS, PROPERTIES, ROLES
from graph.language.functions import functions
from graph.model import Array, Leaf, Role
from graph.notation import expression_text, name_text
from graph.operations import TABLE, Operation
from graph.shapes import Shape, canonical, describe, is_row, written


def add(doc: Document, typed: str) -> Change:
    """What is typed, one or several lines of declarations and equations, at the end of the text.

    An expression alone gets a free letter for a name. Raises GraphError with places in ``typed``.
    """
    source = source_of(doc)
    typed = named(typed.strip("\n"), source.graph.nodes)
    rewriting = Rewriting(source)
    if declares_only(typed):
        rewriting.declare(typed.split("\n"))
    else:
        rewriting.append(typed.split("\n"))
    text = rewriting.text()
    fresh = tuple(name for name in names_defined(typed) if name not in source.graph.nodes)
    for name in fresh:
        refuse_shadowing(source, name)
    values = {name: array for name, array in doc.values.items() if name not in fresh}
    reading = reading_of(text, values, source.reading)
    if reading.graph is None:
        raise error_in(typed, text, reading.problems)
    return concluded(source, text, f"add {listed(fresh)}", values=values, added=fresh)


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
    _require_options(record, options)
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


def _require_options(record: Operation, options: Mapping[str, Any]) -> None:
    """Refuses an operation with an option that it does not have, or without one that it needs."""
    for name in options:
        if name not in record.options:
            known = f"it has {', '.join(record.options)}" if record.options else "leave it out"
            raise refused(f"{record.name} has no option {name}", known, kind="attribute")
    for name, option in record.options.items():
        if option.required and name not in options:
            raise refused(f"{record.name} needs its {name}", f"for example {record.example}", kind="attribute")
