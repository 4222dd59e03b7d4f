"""The tests of every record must fail where a pull is wrong: they are tried on records made wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.expression import Expression
from graph.operations import TABLE, Operation, Sample
from tests.graph.operations import test_every_record as tests
from tests.graph.operations.support import label, reverse, symbols


def sends(operation: Operation, sample: Sample) -> bool:
    """Whether anything but zeros flows back; of a softmax of one number, say, nothing does."""
    root, values = tests.scene(operation, sample)
    return any(reverse(root, values["g"], values)[x.name].any() for x in symbols(sample))


SENDING = [case for case in tests.MOVING if sends(*case)]


def with_messages(operation: Operation, change: Callable[[Expression], Expression]) -> Operation:
    def wrong(*arguments: Any, **options: Any) -> tuple[Expression | None, ...]:
        return tuple(m if m is None else change(m) for m in operation.pull(*arguments, **options))

    return replace(operation, pull=wrong)


@pytest.mark.parametrize(("operation", "sample"), SENDING, ids=label)
def test_a_scaled_pull_fails(operation: Operation, sample: Sample) -> None:
    wrong = with_messages(operation, lambda message: 1.001 * message)
    with pytest.raises(AssertionError):
        tests.test_pull_agrees_with_differences(wrong, sample)
    with pytest.raises(AssertionError):
        tests.test_pull_is_the_adjoint_of_push(wrong, sample)


@pytest.mark.parametrize("name", ["product", "solve", "inv", "logdet", "det"])
def test_a_dropped_transpose_fails(name: str) -> None:
    operation = TABLE[name]
    square = replace(operation.samples[0], shapes=((3, 3),) * len(operation.samples[0].shapes))
    wrong = with_messages(operation, lambda message: message.T)
    tests.test_pull_agrees_with_differences(operation, square)
    with pytest.raises(AssertionError):
        tests.test_pull_agrees_with_differences(wrong, square)


def test_a_forgotten_message_fails() -> None:
    operation = TABLE["hadamard"]
    wrong = replace(operation, pull=lambda g, y, a, b: (operation.pull(g, y, a, b)[0], None))
    with pytest.raises(AssertionError):
        tests.test_pull_agrees_with_differences(wrong, operation.samples[0])


@pytest.mark.parametrize(("name", "kind"), [("exp", "L"), ("softmax", "E"), ("solve", "M")])
def test_a_wrong_kind_fails(name: str, kind: Any) -> None:
    wrong = replace(TABLE[name], kind=kind)
    with pytest.raises(AssertionError):
        tests.test_its_kind_is_what_it_says(wrong, wrong.samples[0])


def test_a_record_without_samples_fails() -> None:
    with pytest.raises(AssertionError, match="no sample inputs"):
        tests.test_it_is_complete(replace(TABLE["exp"], samples=()))
