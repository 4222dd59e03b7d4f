"""An interpreter of expressions, a numeric reverse sweep and a stencil: independent of the engine, for tests alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from graph.expression import Apply, Expression, Name, Number, apply, postorder
from graph.operations import TABLE, Operation, Sample

Values = Mapping[str, np.ndarray]

CASES = [(operation, sample) for operation in TABLE.values() for sample in operation.samples]


def label(case: object) -> str | None:
    if isinstance(case, Operation):
        return case.name
    if isinstance(case, Sample):
        options = "".join(f",{key}={value}" for key, value in case.options.items())
        return "_".join("x".join(map(str, shape)) or "scalar" for shape in case.shapes) + options
    return None


def draw(operation: Operation, sample: Sample) -> dict[str, np.ndarray]:
    """The same numbers every time, other ones for every record and input; a, b, c … by slot."""
    random = np.random.default_rng(zlib.crc32(repr((operation.name, sample)).encode()))
    return {f"x{slot}": _fit(random, shape, sample.values) for slot, shape in enumerate(sample.shapes)}


def _fit(random: np.random.Generator, shape: tuple[int, ...], values: str) -> np.ndarray:
    if values == "positive":
        return random.uniform(0.5, 2.0, shape)
    if values == "unit":
        return random.uniform(-0.9, 0.9, shape)
    drawn = random.standard_normal(shape)
    if values == "invertible" and shape and shape[-1] == shape[-2]:
        return 0.5 * drawn + 2.0 * np.eye(shape[-1])
    return drawn


def like(name: str, shape: tuple[int, ...] | None) -> np.ndarray:
    assert shape is not None
    return np.random.default_rng(zlib.crc32(name.encode())).standard_normal(shape)


def symbols(sample: Sample) -> list[Name]:
    return [Name(f"x{slot}", shape) for slot, shape in enumerate(sample.shapes)]


def call(operation: Operation, sample: Sample) -> Apply:
    return Apply(operation, tuple(symbols(sample)), tuple(sample.options.items()))


def evaluate(root: Expression, values: Values) -> np.ndarray:
    """The value of ``root``; every value on the way has the shape that its expression claims."""
    return everything(root, values)[id(root)]


def everything(root: Expression, values: Values) -> dict[int, np.ndarray]:
    known: dict[int, np.ndarray] = {}
    for node in postorder(root):
        if isinstance(node, Number):
            value = np.float64(node.value)
        elif isinstance(node, Name):
            value = np.asarray(values[node.name])[()]
        else:
            assert isinstance(node, Apply)
            shapes = [child.shape for child in node.inputs]
            function = node.operation.forward(*shapes, **dict(node.options))
            value = function(*(known[id(child)] for child in node.inputs))
        assert np.shape(value) == node.shape, f"{node!r} gave {np.shape(value)}, its rule says {node.shape}"
        known[id(node)] = value
    return known


def reverse(root: Expression, seed: np.ndarray, values: Values) -> dict[str, np.ndarray]:
    """The adjoint of every name in ``root``, by the pulls, evaluated one after the other."""
    known = everything(root, values)
    adjoints: dict[int, np.ndarray] = {id(root): seed}
    found = {node.name: np.zeros(node.shape) for node in postorder(root) if isinstance(node, Name)}
    for node in reversed(list(postorder(root))):
        adjoint = adjoints.get(id(node))
        if adjoint is None:
            continue
        if isinstance(node, Name):
            found[node.name] = found[node.name] + adjoint
        if not isinstance(node, Apply):
            continue
        for child, message in zip(node.inputs, pulled(node, known, adjoint), strict=True):
            if message is not None:
                adjoints[id(child)] = adjoints.get(id(child), 0.0) + message
    return found


def pulled(node: Apply, known: Mapping[int, np.ndarray], adjoint: np.ndarray) -> list[np.ndarray | None]:
    inputs = [
        child if isinstance(child, Number) else Name(f"in{i}", child.shape) for i, child in enumerate(node.inputs)
    ]
    values = {f"in{i}": known[id(child)] for i, child in enumerate(node.inputs)}
    values |= {"g": adjoint, "y": known[id(node)]}
    messages = node.operation.pull(Name("g", node.shape), Name("y", node.shape), *inputs, **dict(node.options))
    return [None if message is None else evaluate(message, values) for message in messages]


def replaced(pull_message: Expression, result: Expression) -> Expression:
    """The message with the result's symbol y written out, so that it can be differentiated through."""
    from graph.expression import rebuild

    return rebuild(pull_message, lambda e: result if isinstance(e, Name) and e.name == "y" else None)


def differences(function: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    """The gradient of a number-valued function, by the stencil of fourth order."""
    gradient = np.zeros(np.shape(at))
    for index in np.ndindex(np.shape(at)):
        step = 1e-4 * max(1.0, abs(float(at[index])))

        def moved(k: float, index: tuple[int, ...] = index, step: float = step) -> float:
            there = np.array(at, dtype=np.float64)
            there[index] += k * step
            return function(there[()])

        gradient[index] = (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * step)
    return gradient


def agree(found: np.ndarray, expected: np.ndarray, tolerance: float = 1e-7) -> None:
    """Equal up to ``tolerance`` of the size of the expected gradient."""
    assert np.shape(found) == np.shape(expected)
    scale = max(float(np.linalg.norm(np.ravel(expected))), 1e-3)
    assert np.linalg.norm(np.ravel(found - expected)) <= tolerance * scale, f"{found}\nis not\n{expected}"


def inner(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.sum(np.asarray(a) * np.asarray(b)))


def pull_of(operation: Operation, sample: Sample, adjoint: Expression | None = None) -> Sequence[Expression | None]:
    result = call(operation, sample)
    return operation.pull(
        adjoint or Name("g", result.shape), Name("y", result.shape), *symbols(sample), **dict(sample.options)
    )


def push_of(operation: Operation, sample: Sample, moving: Sequence[bool]) -> Expression:
    result = call(operation, sample)
    inputs = symbols(sample)
    tangents = [
        Name(f"t{i}", x.shape) if move else None for i, (x, move) in enumerate(zip(inputs, moving, strict=True))
    ]
    return operation.push(Name("y", result.shape), inputs, tangents, **dict(sample.options))


def calling(name: str, *values: np.ndarray | float, **options: object) -> np.ndarray:
    """The forward of an operation on these numbers."""
    arrays = [np.asarray(value, dtype=np.float64)[()] for value in values]
    names = [Name(f"x{i}", np.shape(array)) for i, array in enumerate(arrays)]
    return evaluate(apply(name, *names, **options), {f"x{i}": array for i, array in enumerate(arrays)})


def adjoints(
    name: str, *values: np.ndarray | float, seed: np.ndarray | None = None, **options: object
) -> list[np.ndarray]:
    """The adjoint of every input of an operation at these numbers; the seed is ones unless given."""
    arrays = [np.asarray(value, dtype=np.float64)[()] for value in values]
    names = [Name(f"x{i}", np.shape(array)) for i, array in enumerate(arrays)]
    root = apply(name, *names, **options)
    seed = np.ones(root.shape)[()] if seed is None else seed
    found = reverse(root, seed, {f"x{i}": array for i, array in enumerate(arrays)})
    return [found[f"x{i}"] for i in range(len(arrays))]
