"""What holds for every operation, asked of each record without naming it."""

from __future__ import annotations

import numpy as np
import pytest

from graph.expression import Expression, Number, names
from graph.operations import TABLE, Operation, Sample
from tests.graph.operations.support import (
    CASES,
    agree,
    call,
    differences,
    draw,
    evaluate,
    inner,
    label,
    like,
    pull_of,
    push_of,
    replaced,
    reverse,
    symbols,
)

every_record = pytest.mark.parametrize("operation", TABLE.values(), ids=label)

ANALYTIC = {
    *("add", "neg", "product", "transpose", "hadamard", "divide", "quotient", "exp", "log", "sqrt", "sin", "cos"),
    *("tan", "sinh", "cosh", "tanh", "arctan", "power", "dotpower", "dot", "outer", "kron", "inv", "det"),
    *("solve", "matpower", "tr", "sum", "mean", "var", "sqnorm", "sigmoid", "flip", "reshape", "diag"),
}
"""Forwards that NumPy can follow into the complex plane, where a step costs no digits."""

MOVING = [(operation, sample) for operation, sample in CASES if sample.shapes]


def every(cases: list[tuple[Operation, Sample]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("operation", "sample"), cases, ids=label)


def scene(operation: Operation, sample: Sample) -> tuple[Expression, dict[str, np.ndarray]]:
    """The call on its sample and the values of inputs, tangents, adjoint and result."""
    root = call(operation, sample)
    values = draw(operation, sample)
    result = evaluate(root, values)
    tangents = {f"t{slot}": like(f"t{slot}", shape) for slot, shape in enumerate(sample.shapes)}
    return root, {**values, **tangents, "g": like("g", root.shape), "y": result}


@every_record
def test_it_is_complete(operation: Operation) -> None:
    assert operation.samples, f"{operation.name} has no sample inputs"
    assert operation.summary.endswith(".")
    assert operation.example
    assert operation.rule
    assert operation.explain
    least, most = operation.arity
    assert len(operation.explain) in {1, most}
    for sample in operation.samples:
        assert least <= len(sample.shapes) <= (most or 99)
        assert set(sample.options) <= set(operation.options)


@every(CASES)
def test_forward_has_the_shape_of_the_rule_and_leaves_its_inputs_alone(operation: Operation, sample: Sample) -> None:
    values = draw(operation, sample)
    before = {name: np.copy(value) for name, value in values.items()}
    result = evaluate(call(operation, sample), values)
    assert np.asarray(result).dtype == np.float64
    assert all(np.array_equal(values[name], before[name]) for name in values)


@every(MOVING)
def test_pull_agrees_with_differences(operation: Operation, sample: Sample) -> None:
    root, values = scene(operation, sample)
    for symbol, message in zip(symbols(sample), pull_of(operation, sample), strict=True):
        at = values[symbol.name]
        expected = differences(
            lambda there, name=symbol.name: inner(values["g"], evaluate(root, {**values, name: there})), at
        )
        found = np.zeros(symbol.shape) if message is None else evaluate(message, values)
        assert np.asarray(found).dtype == np.float64
        agree(found, expected)


@every(MOVING)
def test_push_agrees_with_differences(operation: Operation, sample: Sample) -> None:
    root, values = scene(operation, sample)
    for slot, symbol in enumerate(symbols(sample)):
        tangent = evaluate(push_of(operation, sample, [i == slot for i in range(len(sample.shapes))]), values)

        def moved(k: float, name: str = symbol.name, tangent: str = f"t{slot}") -> np.ndarray:
            return evaluate(root, {**values, name: values[name] + k * 1e-4 * values[tangent]})

        agree(tangent, (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / 12e-4)


@every(MOVING)
def test_pull_is_the_adjoint_of_push(operation: Operation, sample: Sample) -> None:
    _, values = scene(operation, sample)
    tangent = evaluate(push_of(operation, sample, [True] * len(sample.shapes)), values)
    pulled = sum(
        inner(evaluate(message, values), values[f"t{slot}"])
        for slot, message in enumerate(pull_of(operation, sample))
        if message is not None
    )
    assert inner(values["g"], tangent) == pytest.approx(pulled, rel=1e-10, abs=1e-11)


@every([case for case in MOVING if case[0].name in ANALYTIC])
def test_complex_step(operation: Operation, sample: Sample) -> None:
    root, values = scene(operation, sample)
    moved = {f"x{slot}": values[f"x{slot}"] + 1e-30j * values[f"t{slot}"] for slot in range(len(sample.shapes))}
    tangent = evaluate(push_of(operation, sample, [True] * len(sample.shapes)), values)
    agree(tangent, np.imag(evaluate(root, moved)) / 1e-30, 1e-12)


@every([case for case in MOVING if call(*case).shape == ()])
def test_message_is_written_for_the_adjoint_one(operation: Operation, sample: Sample) -> None:
    """A loss sends the number 1, which folds away in the formula and must not change it."""
    _, values = scene(operation, sample)
    for folded, whole in zip(pull_of(operation, sample, Number(1)), pull_of(operation, sample), strict=True):
        assert (folded is None) == (whole is None)
        if folded is not None and whole is not None:
            assert folded.shape == whole.shape
            agree(evaluate(folded, values), evaluate(whole, {**values, "g": np.float64(1)}), 1e-14)


@every(MOVING)
def test_second_derivative(operation: Operation, sample: Sample) -> None:
    """The message differentiated again, by the pulls of what it is written with, against differences of the message."""
    root, values = scene(operation, sample)
    del values["y"]
    for slot, message in enumerate(pull_of(operation, sample)):
        if message is not None:
            _differentiate_again(replaced(message, root), like(f"w{slot}", message.shape), values)


def _differentiate_again(message: Expression, weight: np.ndarray, values: dict[str, np.ndarray]) -> None:
    found = reverse(message, weight, values)
    for name in names(message):
        expected = differences(
            lambda there, name=name: inner(weight, evaluate(message, {**values, name: there})), values[name]
        )
        agree(found[name], expected, 1e-6)


def _jacobian(root: Expression, values: dict[str, np.ndarray], name: str) -> np.ndarray:
    rows = []
    for index in np.ndindex(root.shape or ()):
        seed = np.zeros(root.shape)
        seed[index] = 1.0
        rows.append(np.ravel(reverse(root, seed[()], values)[name]))
    return np.array(rows)


@every(MOVING)
def test_its_kind_is_what_it_says(operation: Operation, sample: Sample) -> None:
    root, values = scene(operation, sample)
    if operation.kind == "L":
        _is_additive(root, values, [symbol.name for symbol in symbols(sample)])
    elif operation.kind == "M":
        for symbol in symbols(sample):
            _is_additive(root, values, [symbol.name])
    elif operation.kind == "E":
        jacobian = _jacobian(root, values, "x0")
        assert np.array_equal(jacobian, np.diag(np.diag(jacobian)))
    elif operation.kind == "Y":
        jacobian = _jacobian(root, values, "x0")
        np.testing.assert_allclose(jacobian, jacobian.T, atol=1e-14)
        assert not np.array_equal(jacobian, np.diag(np.diag(jacobian))) or jacobian.size == 1


def _is_additive(root: Expression, values: dict[str, np.ndarray], moving: list[str]) -> None:
    others = {name: like(f"other {name}", np.shape(values[name])) for name in moving}
    whole = evaluate(root, {**values, **{name: 3.0 * values[name] + others[name] for name in moving}})
    parts = 3.0 * evaluate(root, values) + evaluate(root, {**values, **others})
    np.testing.assert_allclose(whole, parts, rtol=1e-12, atol=1e-12)
