"""Values, adjoints and second derivatives beside those of PyTorch and SciPy, which share no line with ours."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from graph.expression import Name, apply
from tests.graph.operations.support import calling, evaluate, replaced, reverse

torch = pytest.importorskip("torch")
functional = torch.nn.functional

Shapes = list[tuple[int, ...]]


def _cofactor(x: Any) -> Any:
    return torch.linalg.det(x) * torch.linalg.inv(x).T


CASES: list[tuple[str, Shapes, dict[str, Any], Callable[..., Any]]] = [
    ("product", [(3, 4), (4, 5)], {}, lambda a, b: a @ b),
    ("product", [(2, 3, 4), (4, 5)], {}, lambda a, b: a @ b),
    ("hadamard", [(3, 4), (3, 1)], {}, lambda a, b: a * b),
    ("divide", [(3, 4), (1, 4)], {}, lambda a, b: a / b),
    ("dotpower", [(3, 4), (1, 4)], {}, lambda a, b: a**b),
    ("transpose", [(2, 3, 4)], {}, lambda a: a.transpose(-1, -2)),
    ("kron", [(2, 3), (4, 5)], {}, torch.kron),
    ("outer", [(3, 1), (4, 1)], {}, lambda u, v: u @ v.T),
    ("dot", [(5, 1), (5, 1)], {}, lambda u, v: (u * v).sum()),
    ("einsum", [(3, 4), (4, 5), (5, 3)], {"subscripts": "ij,jk,ki->ik"}, lambda *x: torch.einsum("ij,jk,ki->ik", *x)),
    ("einsum", [(3, 3), (2, 3)], {"subscripts": "ii,ji->j"}, lambda *x: torch.einsum("ii,ji->j", *x)[:, None]),
    ("exp", [(3, 4)], {}, torch.exp),
    ("log", [(3, 4)], {}, torch.log),
    ("sqrt", [(3, 4)], {}, torch.sqrt),
    ("sin", [(3, 4)], {}, torch.sin),
    ("cos", [(3, 4)], {}, torch.cos),
    ("tan", [(3, 4)], {}, torch.tan),
    ("sinh", [(3, 4)], {}, torch.sinh),
    ("cosh", [(3, 4)], {}, torch.cosh),
    ("tanh", [(3, 4)], {}, torch.tanh),
    ("arctan", [(3, 4)], {}, torch.arctan),
    ("erf", [(3, 4)], {}, torch.erf),
    ("sigmoid", [(3, 4)], {}, torch.sigmoid),
    ("logsigmoid", [(3, 4)], {}, functional.logsigmoid),
    ("leaky_relu", [(3, 4)], {"slope": 0.2}, lambda a: functional.leaky_relu(a, 0.2)),
    ("gelu", [(3, 4)], {}, functional.gelu),
    ("silu", [(3, 4)], {}, functional.silu),
    ("softplus", [(3, 4)], {}, functional.softplus),
    ("softmax", [(3, 4)], {"axis": 0}, lambda a: torch.softmax(a, 0)),
    ("softmax", [(2, 3, 4)], {"axis": 1}, lambda a: torch.softmax(a, -1)),
    ("logsumexp", [(3, 4)], {"axis": 1}, lambda a: torch.logsumexp(a, 1, keepdim=True)),
    ("log_softmax", [(3, 4)], {"axis": 1}, lambda a: torch.log_softmax(a, 1)),
    ("sum", [(3, 4)], {"axis": 0}, lambda a: a.sum(0, keepdim=True)),
    ("mean", [(3, 4)], {"axis": 1}, lambda a: a.mean(1, keepdim=True)),
    ("var", [(3, 4)], {"axis": 0}, lambda a: a.var(0, unbiased=False, keepdim=True)),
    ("norm", [(3, 4)], {}, lambda a: a.norm()),
    ("sqnorm", [(5, 1)], {}, lambda a: (a * a).sum()),
    ("norm1", [(3, 4)], {}, lambda a: a.abs().sum()),
    ("max", [(3, 4)], {"axis": 1}, lambda a: a.amax(1, keepdim=True)),
    ("min", [(3, 4), (3, 4)], {}, torch.minimum),
    ("inv", [(3, 3)], {}, torch.linalg.inv),
    ("det", [(4, 4)], {}, torch.linalg.det),
    ("logdet", [(3, 3)], {}, torch.logdet),
    ("cofactor", [(3, 3)], {}, _cofactor),
    ("solve", [(3, 3), (3, 4)], {}, torch.linalg.solve),
    ("matpower", [(3, 3)], {"exponent": 5}, lambda a: torch.linalg.matrix_power(a, 5)),
    ("matpower", [(3, 3)], {"exponent": -3}, lambda a: torch.linalg.matrix_power(a, -3)),
    ("tr", [(3, 3)], {}, torch.trace),
    ("flip", [(3, 4)], {}, lambda a: a.flip(0, 1)),
    ("reshape", [(3, 4)], {"shape": (6, 2)}, lambda a: a.reshape(6, 2)),
    ("corr", [(3, 5), (6, 7)], {}, lambda h, x: functional.conv2d(x[None, None], h[None, None], padding=(1, 2))[0, 0]),
    ("corr", [(2, 3), (6, 7)], {"mode": "valid"}, lambda h, x: functional.conv2d(x[None, None], h[None, None])[0, 0]),
    (
        "conv",
        [(5, 1), (7, 1)],
        {},
        lambda h, x: functional.conv1d(x.T[None], h.flip(0).T[None], padding=2)[0].T,
    ),
]


def _positive_definite(random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    drawn = random.uniform(0.5, 2.0, shape)
    return drawn + 4.0 * np.eye(shape[0]) if shape[0] == shape[-1] else drawn


@pytest.mark.parametrize(("name", "shapes", "options", "theirs"), CASES)
def test_beside_torch(name: str, shapes: Shapes, options: dict[str, Any], theirs: Callable[..., Any]) -> None:
    random = np.random.default_rng(zlib.crc32(repr((name, shapes)).encode()))
    arrays = [_positive_definite(random, shape) for shape in shapes]
    if name in ("leaky_relu", "norm1", "gelu", "tan"):
        arrays = [array - 1.2 for array in arrays]
    values = {f"x{i}": array for i, array in enumerate(arrays)}
    names = [Name(f"x{i}", shape) for i, shape in enumerate(shapes)]
    root = apply(name, *names, **options)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    result = theirs(*tensors)
    np.testing.assert_allclose(evaluate(root, values), result.detach().numpy(), rtol=1e-11, atol=1e-12)

    seed = random.standard_normal(root.shape)
    gradients = torch.autograd.grad(result, tensors, torch.tensor(seed), create_graph=True)
    found = reverse(root, seed, values)
    for symbol, gradient in zip(names, gradients, strict=True):
        np.testing.assert_allclose(found[symbol.name], gradient.detach().numpy(), rtol=1e-10, atol=1e-11)
    _second_derivatives_agree(root, seed, values, tensors, gradients)


def _second_derivatives_agree(
    root: Any, seed: np.ndarray, values: dict[str, np.ndarray], tensors: list[Any], gradients: tuple[Any, ...]
) -> None:
    messages = root.operation.pull(Name("g", root.shape), Name("y", root.shape), *root.inputs, **dict(root.options))
    for message, gradient in zip(messages, gradients, strict=True):
        if not gradient.requires_grad:
            continue
        again = torch.autograd.grad(gradient.sum(), tensors, retain_graph=True, allow_unused=True)
        found = reverse(replaced(message, root), np.ones(message.shape)[()], {**values, "g": seed})
        for slot, theirs in enumerate(again):
            if theirs is not None and f"x{slot}" in found:
                np.testing.assert_allclose(found[f"x{slot}"], theirs.numpy(force=True), rtol=1e-8, atol=1e-9)
            else:
                assert theirs is None or theirs.abs().max() <= 1e-12


@pytest.mark.parametrize("mode", ["same", "full", "valid"])
@pytest.mark.parametrize(("h", "x"), [((3, 1), (8, 1)), ((5, 1), (6, 1)), ((3, 5), (6, 7)), ((1, 3), (1, 4))])
def test_convolution_beside_scipy(mode: str, h: tuple[int, int], x: tuple[int, int]) -> None:
    signal = pytest.importorskip("scipy.signal")
    random = np.random.default_rng(9)
    taps, field = random.standard_normal(h), random.standard_normal(x)
    options = {} if mode == "same" else {"mode": mode}
    np.testing.assert_allclose(calling("conv", taps, field, **options), signal.convolve2d(field, taps, mode))
    np.testing.assert_allclose(calling("corr", taps, field, **options), signal.correlate2d(field, taps, mode))


def test_a_filter_longer_than_the_signal_gives_the_length_of_the_signal() -> None:
    random = np.random.default_rng(9)
    taps, field = random.standard_normal((7, 1)), random.standard_normal((4, 1))
    full = np.convolve(taps[:, 0], field[:, 0])
    np.testing.assert_allclose(calling("conv", taps, field)[:, 0], full[3:7])
