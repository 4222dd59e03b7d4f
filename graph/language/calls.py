"""Calls: which arguments are inputs, which are options, and whether they may be what they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.language import identity
from graph.language.functions import functions
from graph.language.identity import Identity
from graph.language.suggestions import Suggestions
from graph.language.syntax import Called, Group, Listed, Syntax, Text, Word, constant
from graph.operations import Operation, Option

if TYPE_CHECKING:
    from graph.language.elaboration import Elaborator, Read

LARGEST_LENGTH = 10**12
MOST_AXES = 8


class _Refused(Exception):
    """The call has a fault, which is told already."""


def read_call(reader: Elaborator, node: Called, parts: list[Read]) -> Read:
    operation = functions().get(node.function)
    if operation is None:
        reader.scope.report_unknown_function(reader, node)
        return None
    try:
        arguments, options = _sorted_out(reader, node, operation)
    except _Refused:
        return None
    reads = {id(argument): read for argument, read in zip(node.arguments, parts, strict=True)}
    found = [reads[id(argument)] for argument in arguments]
    if len(found) == 1 and isinstance(found[0], Identity) and operation.name == "transpose":
        return found[0]
    inputs = identity.settled_all(reader, found)
    return None if inputs is None else reader.build(node, operation.name, tuple(arguments), inputs, **options)


def _sorted_out(reader: Elaborator, node: Called, operation: Operation) -> tuple[list[Syntax], dict[str, Any]]:
    """The inputs and the options of a call, options that are at their default left out."""
    arguments = list(node.arguments)
    chosen: dict[str, Any] = {}
    bare = {name: option for name, option in operation.options.items() if option.bare}
    for name, option in bare.items():
        if option.kind == "text" and arguments and isinstance(text := arguments[0], Text):
            chosen[name] = text.value
            del arguments[0]
    most = operation.arity[1]
    extra = arguments[most:] if most is not None else []
    arguments = arguments[: len(arguments) - len(extra)]
    for name, option in bare.items():
        if extra and option.kind != "text":
            taken = len(extra) if option.kind in ("shape", "integers") else 1
            given = extra[0] if taken == 1 else Listed(extra[0].span.to(extra[-1].span), extra)
            chosen[name] = _option(reader, node, name, option, given)
            extra = extra[taken:]
    _check_count(reader, node, operation, arguments, extra)
    for named in node.named:
        if named.name in chosen:
            _refuse(reader, "attribute", f"{named.name} is given twice", named.place, "keep one of them")
        if named.name not in operation.options:
            _refuse_name(reader, node, operation, named.name, named.place)
        chosen[named.name] = _option(reader, node, named.name, operation.options[named.name], named.value)
    for name, option in operation.options.items():
        if option.required and name not in chosen:
            _refuse(reader, "arity", f"{node.function} needs its {name}", node.span, _example(operation))
    for argument in arguments:
        if isinstance(argument, Text | Listed):
            _refuse(reader, "syntax", f"{node.function} takes no such input", argument.span, _example(operation))
    in_order = {name: chosen[name] for name in operation.options if name in chosen}
    return arguments, {name: v for name, v in in_order.items() if v != operation.options[name].default}


def _refuse(reader: Elaborator, kind: str, message: str, span: Any, hint: str) -> None:
    if not any(fault.span == span for fault in reader.faults[-8:]):
        reader.fault(kind, message, span, hint)
    raise _Refused


def _example(operation: Operation) -> str:
    return f"for example {operation.example}" if operation.example else f"see {operation.name} in the reference"


def _check_count(
    reader: Elaborator, node: Called, operation: Operation, inputs: Sequence[Syntax], extra: Sequence[Syntax]
) -> None:
    least, most = operation.arity
    given = len(inputs) + len(extra)
    if least <= given and not extra:
        return
    takes = f"{least}" if least == most else f"at least {least}" if most is None else f"{least} or {most}"
    word = "input" if takes in ("1", "at least 1") else "inputs"
    message = f"{node.function} takes {takes} {word}, not {given}"
    at = extra[0].span if extra else node.span
    if len(extra) == 1 and "axis" in operation.options and constant(extra[0]) in (0, 1, -1):
        axis = 1 if constant(extra[0]) else 0
        _refuse(reader, "arity", message, at, f"write axis={axis}")
    if len(extra) == 1 and operation.name == "norm":
        _refuse(reader, "arity", message, at, "write norm1(x) for the sum of absolute values")
    _refuse(reader, "arity", message, at, _example(operation))


def _refuse_name(reader: Elaborator, node: Called, operation: Operation, name: str, place: Any) -> None:
    options = list(operation.options)
    near = Suggestions({option: option for option in options}).near(name)
    if near is not None:
        hint = f"did you mean {near}?"
    elif name in ("keepdims", "keepdim"):
        hint = "drop it: a reduced axis always keeps its length 1"
    elif name in ("dim", "ax") and "axis" in options:
        hint = "did you mean axis?"
    else:
        hint = f"it has {', '.join(options)}" if options else "it has no options"
    _refuse(reader, "attribute", f"{node.function} has no option {name}", place, hint)


def _option(reader: Elaborator, node: Called, name: str, option: Option, value: Syntax) -> Any:
    """The value of an option, checked for its kind; what only the operation can judge its shape rule judges."""
    shown = reader.shown(value, "that")
    match option.kind:
        case "shape":
            return _shape(reader, node, value)
        case "text":
            if isinstance(value, Text):
                return value.value
            _refuse(reader, "attribute", f"{name} is a text, {shown} is not", value.span, f'write {name}="{shown}"')
        case "word":
            word = value.value if isinstance(value, Text) else shown
            if word in option.words:
                return word
            near = Suggestions({w: w for w in option.words}).near(word)
            hint = f"did you mean {near}?" if near else f"it is one of {', '.join(option.words)}"
            _refuse(reader, "attribute", f"{name} of {node.function} cannot be {shown}", value.span, hint)
        case "axis":
            axis = constant(value)
            if axis in (0, 1):
                return int(axis)
            hint = "axis=0 reduces over rows and gives a row, axis=1 over columns and gives a column"
            _refuse(reader, "attribute", f"axis is 0 or 1, not {shown}", value.span, hint)
        case "integers":
            numbers = [constant(item) for item in _items(value)]
            if all(n is not None and math.isfinite(n) and n == int(n) for n in numbers):
                return tuple(int(n) for n in numbers if n is not None)
            _refuse(reader, "attribute", f"{name} are whole numbers, {shown} is not", value.span, "write numbers")
        case "integer":
            number = constant(value)
            if number is not None and math.isfinite(number) and number == int(number):
                return int(number)
            _refuse(reader, "attribute", f"{name} is a whole number, {shown} is not", value.span, f"write {name}=3")
        case "number":
            number = constant(value)
            if number is not None and math.isfinite(number):
                return number
            _refuse(reader, "attribute", f"{name} is a number, {shown} is not", value.span, f"write {name}=0.1")
    raise _Refused


def _items(value: Syntax) -> list[Syntax]:
    """The entries of (3, 4), with or without brackets around them."""
    while isinstance(value, Group):
        value = value.inner
    items = value.items if isinstance(value, Listed) else [value]
    return items[0].items if len(items) == 1 and isinstance(items[0], Listed) else items


def _shape(reader: Elaborator, node: Called, value: Syntax) -> tuple[int, ...]:
    lengths = []
    items = _items(value)
    if len(items) > MOST_AXES:
        message = f"a shape has at most {MOST_AXES} lengths, this has {len(items)}"
        _refuse(reader, "bad-shape", message, value.span, "use a matrix: (3, 4)")
    for item in items:
        number = constant(item)
        shown = reader.shown(item, "that")
        if number is None:
            hint = "write the number" if isinstance(item, Word) else "write whole numbers, as in (3, 4)"
            _refuse(reader, "bad-shape", f"a length in {node.function} is a number, {shown} is not", item.span, hint)
        assert number is not None
        if number > LARGEST_LENGTH:
            _refuse(reader, "too-large", f"{shown} is too large for a length", item.span, "use a smaller shape")
        if number != number or number < 1 or number != int(number):
            message = f"a length in {node.function} is a whole number from 1, {shown} is not"
            _refuse(reader, "bad-shape", message, item.span, "write whole numbers, as in (3, 4)")
        lengths.append(int(number))
    return (lengths[0], 1) if len(lengths) == 1 else tuple(lengths)
