"""How an operation is written in Python, for NumPy, JAX and PyTorch: a field of its record.

A template is a Python expression in which ``x``, ``y`` and ``z`` stand for the first three inputs and ``*xs`` for all
of them; the printer puts the brackets. ``np.`` becomes ``jnp.`` or ``torch.``, and the keywords ``axis`` and
``keepdims`` what PyTorch calls them. ``truth(x)`` is where a condition stands, and ``like`` in a template for
PyTorch the dtype and device of the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.shapes import Shape, canonical

Library = Literal["numpy", "jax", "pytorch"]
LIBRARIES: tuple[Library, ...] = ("numpy", "jax", "pytorch")
MODULE: Mapping[Library, str] = {"numpy": "np", "jax": "jnp", "pytorch": "torch"}

Template = str | Callable[..., str]

_TORCH_WORDS = {"axis=": "dim=", "keepdims=": "keepdim=", "axis1=": "dim1=", "axis2=": "dim2="}


@dataclass(frozen=True, slots=True)
class Routine:
    """A function that a library lacks; its source goes into the files that call it. ``needs`` are others it calls."""

    name: str
    source: Mapping[Library, str]
    needs: tuple[Routine, ...] = ()
    imports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """The templates of one operation; JAX and PyTorch are written as NumPy where theirs is not given.

    A template is text, or a function ``(*shapes, **options)`` that gives it for inputs of these shapes.
    """

    numpy: Template
    jax: Template | None = None
    pytorch: Template | None = None
    routines: Sequence[Routine] = field(default=())

    def text(self, library: Library, shapes: Sequence[Shape], options: Mapping[str, Any]) -> str:
        """The template for this library and these inputs."""
        own: Template | None = getattr(self, library)
        template = self.numpy if own is None else own
        text = template if isinstance(template, str) else template(*shapes, **options)
        return in_words_of(library, text) if own is None else text


def in_words_of(library: Library, text: str) -> str:
    """Code for NumPy with the names that another library has for the same."""
    if library == "numpy":
        return text
    text = re.sub(r"\bnp\.", MODULE[library] + ".", text)
    if library == "pytorch":
        for numpy, torch in _TORCH_WORDS.items():
            text = re.sub(rf"\b{numpy}", torch, text)
    return text


def named(name: str) -> Code:
    """The function that all three libraries have under one name."""
    return Code(f"np.{name}(x)")


def unless_scalar(text: str, otherwise: str = "x") -> Callable[..., str]:
    """``text`` where the first input is an array, ``otherwise`` where it is a scalar."""
    return lambda shape, *_, **__: text if shape else otherwise


def along_axis(call: str, scalar: str = "", *, keep: bool = True, whole: str = "") -> Callable[..., str]:
    """``np.sum(x…)`` with the axis of a reduction, which stays with length 1, and none where all is reduced.

    ``call`` is the function's name, or, with an opening bracket, all up to where the axis stands. ``scalar`` is the
    template for a scalar, ``whole`` what stands in the place of the axis where all axes are meant.
    """
    opening = call if "(" in call else f"{call}(x"

    def template(shape: Shape, axis: int | None = None) -> str:
        if not shape and scalar:
            return scalar
        kept = ", keepdims=True" if keep else ""
        if axis is None or not shape or canonical(shape[:-2] + (1, 1)) == reduced_to(shape, axis) == ():
            return f"{opening}{whole})"
        return f"{opening}, axis={axis if len(shape) == 2 else axis - 2}{kept})"

    return template


def reduced_to(shape: Shape, axis: int) -> Shape:
    """What a reduction along that axis of the matrix leaves."""
    return canonical((*shape[:-2], 1, shape[-1]) if axis == 0 else (*shape[:-1], 1))


def size_text(shape: Shape) -> str:
    """A shape as a tuple in Python."""
    return repr(tuple(int(length) for length in shape))


def window_text(x: str, given: Sequence[int], asked: Sequence[int], library: Library) -> str:
    """The middle of ``x``, a matrix of ``given`` lengths, in those asked for; zeros around where it is too small."""
    cuts, zeros = [], []
    for have, want in zip(given, asked, strict=True):
        before = (want - have) // 2
        cuts.append(":" if before >= 0 else f"{-before}:{-before + want}")
        zeros.append((max(before, 0), max(want - have - before, 0)))
    if cuts[1] == ":":
        cuts.pop()
    text = x if cuts == [":"] else f"{x}[{', '.join(cuts)}]"
    return pad_text(text, zeros, library)


def pad_text(x: str, zeros: Sequence[tuple[int, int]], library: Library) -> str:
    """``x``, a matrix, with zeros above and below, left and right."""
    if not any(map(sum, zeros)):
        return x
    if library == "pytorch":
        (above, below), (left, right) = zeros
        return f"torch.nn.functional.pad({x}, {(left, right, above, below)})"
    return f"np.pad({x}, {tuple(zeros)})"
