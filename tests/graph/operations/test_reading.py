"""Every operation can be written: its example in the reference, and its samples as calls, read as that operation."""

from __future__ import annotations

import pytest

from graph.expression import postorder, same
from graph.language import parse
from graph.operations import TABLE, Operation, Sample
from tests.graph.operations.support import CASES, call, draw, label, symbols

LEAVES = {
    **dict.fromkeys("ABDYEKMPRX", "3x3"),
    **dict.fromkeys("bghkmptuvwxy", "3"),
    **dict.fromkeys("adlnrs", "scalar"),
}


@pytest.mark.parametrize("operation", TABLE.values(), ids=label)
def test_its_example_reads(operation: Operation) -> None:
    defined = operation.example.partition("=")[0].strip()
    leaves = [f"{name}: {shape}" for name, shape in LEAVES.items() if name != defined]
    reading = parse("\n".join([*leaves, operation.example]))
    assert reading.graph is not None, reading.problems
    assert not reading.problems
    expression = reading.graph.nodes[defined].expression
    assert any(getattr(e, "operation", None) is operation for e in postorder(expression))


def written(operation: Operation, sample: Sample) -> str:
    """The call as the options say that it is written."""
    texts, inputs, bare, named = [], [symbol.name for symbol in symbols(sample)], [], []
    for name, value in sample.options.items():
        option = operation.options[name]
        numbers = [str(number) for number in (value if isinstance(value, tuple) else (value,))]
        if option.kind == "text":
            texts.append(f'"{value}"')
        elif option.bare:
            bare += numbers
        elif option.kind == "word":
            named.append(f'{name}="{value}"')
        else:
            named.append(f"{name}=({', '.join(numbers)})" if len(numbers) > 1 else f"{name}={numbers[0]}")
    return f"{operation.notation.call}({', '.join(texts + inputs + bare + named)})"


CALLS = [case for case in CASES if case[0].notation.call]


@pytest.mark.parametrize(("operation", "sample"), CALLS, ids=label)
def test_its_call_reads(operation: Operation, sample: Sample) -> None:
    leaves = [f"x{i}: {'x'.join(map(str, shape)) or 'scalar'}" for i, shape in enumerate(sample.shapes)]
    values = draw(operation, sample)
    reading = parse("\n".join([*leaves, f"z = {written(operation, sample)}"]), values)
    assert reading.graph is not None, reading.problems
    assert not reading.problems
    expected = call(operation, sample)
    found = reading.graph.nodes["z"].expression
    assert found.shape == expected.shape
    assert same(found, expected)
