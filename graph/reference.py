"""The reference of the language and its operations: data, made from the records, for the window and the README."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from graph.expression import Apply, Expression, Name
from graph.notation import bar, expression_text, name_text
from graph.operations import TABLE, Operation, Option
from graph.shapes import Shape, is_row, is_vector


@dataclass(frozen=True, slots=True)
class Written:
    """A formula in the three scripts."""

    unicode: str
    ascii: str
    latex: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation: how it is written on sample inputs, its shapes, and what it sends each input.

    ``pulls`` are equations such as ``Ā = Ȳ Bᵀ``; an input that gets nothing has none. ``options`` are words such as
    ``axis=0|1``; ``names`` all that call it.
    """

    name: str
    written: Written
    summary: str
    rule: str
    pulls: tuple[Written, ...]
    options: tuple[str, ...]
    names: tuple[str, ...]
    convention: str
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one family."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Something that can be written, the same from a plain keyboard, and what it means."""

    text: str
    ascii: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the grammar."""

    title: str
    rows: tuple[Row, ...]


@cache
def operations() -> tuple[Section, ...]:
    """Every operation of the table, by family."""
    families: dict[str, list[Entry]] = {}
    for operation in TABLE.values():
        families.setdefault(operation.family, []).append(_entry(operation))
    return tuple(Section(family.capitalize(), tuple(entries)) for family, entries in families.items())


_POOLS = {"scalar": "abc", "vector": "xvw", "matrix": "ABC"}


def _entry(operation: Operation) -> Entry:
    sample = operation.samples[0]
    inputs = _sample_inputs(sample.shapes)
    applied = Apply(operation, inputs, tuple(sample.options.items()))
    result = Name("Y" if _kind(applied.shape or ()) == "matrix" else "y", applied.shape)
    adjoint = Name(bar(result.name), applied.shape)
    pulled = operation.pull(adjoint, result, *inputs, **sample.options)
    notation = operation.notation
    return Entry(
        name=operation.name,
        written=_equation(result.name, applied),
        summary=operation.summary,
        rule=operation.rule,
        pulls=tuple(
            _equation(bar(x.name), message) for x, message in zip(inputs, pulled, strict=True) if message is not None
        ),
        options=tuple(_option(name, option) for name, option in operation.options.items()),
        names=tuple(dict.fromkeys(name for name in (notation.call, *operation.aliases) if name)),
        convention=operation.convention,
        example=operation.example,
    )


def _sample_inputs(shapes: tuple[Shape, ...]) -> tuple[Name, ...]:
    pools = {kind: iter(letters) for kind, letters in _POOLS.items()}
    return tuple(Name(next(pools[_kind(shape)]), shape) for shape in shapes)


def _kind(shape: Shape) -> str:
    if not shape:
        return "scalar"
    return "vector" if is_vector(shape) or is_row(shape) else "matrix"


def _equation(left: str, right: Expression) -> Written:
    unicode, ascii, latex = (
        f"{name_text(left, style)} = {expression_text(right, style)}" for style in ("unicode", "ascii", "latex")
    )
    return Written(unicode, ascii, latex)


def _option(name: str, option: Option) -> str:
    values = {
        "axis": "0|1",
        "word": "|".join(option.words),
        "shape": "rows, columns",
        "integers": "whole numbers",
        "integer": "a whole number",
        "number": "a number",
        "text": "a text",
    }[option.kind]
    default = f" ({option.default} if not said)" if option.default is not None else ""
    return (f"{name}: {values}" if option.bare else f"{name}={values}") + default


def grammar() -> tuple[Topic, ...]:
    """What can be written, by example."""
    return _GRAMMAR


_GRAMMAR = (
    Topic(
        "Lines",
        (
            Row("y = A x + b", "y = A x + b", "an equation: one node of the graph; the order of lines is free"),
            Row("A, B ∈ ℝ²ˣ³", "A, B: 2x3", "parameters and their shape"),
            Row("x ∈ ℝ³ input", "x: 3 input", "an input: a column of 3 entries"),
            Row("c ∈ ℝ constant = 2", "c: scalar constant = 2", "a constant: nothing is sent to it"),
            Row("S ∈ ℝ³ˣ³ symmetric", "S: 3x3 symmetric", "also diagonal, orthogonal, positive, onehot"),
            Row("x ∈ ℝ³ = [1, 2, 3]", "x: 3 = [1, 2, 3]", "with numbers; in brackets a space separates too"),
            Row("M ∈ ℝ²ˣ² = [1 2; 3 4]", "M: 2x2 = [1 2; 3 4]", "a semicolon starts the next row"),
            Row("W ∈ ℝ⁴ˣ³ ~ normal(0, 0.5, seed=1)", "W: 4x3 ~ normal(0, 0.5, seed=1)", "or zeros, ones, eye, uniform"),
            Row("# a comment", "# a comment", "up to the end of the line"),
        ),
    ),
    Topic(
        "Operators, the weakest first",
        (
            Row("x + y − z", "x + y - z", "sums; a scalar, a column or a row is copied to fit"),
            Row("x ⊙ y", "x .* y", "the product entry by entry: weaker than the product of matrices"),
            Row("x ⊘ y", "x ./ y", "the quotient entry by entry"),
            Row("h ∗ x", "conv(h, x)", "the convolution with the filter h, of odd length"),
            Row("A ⊗ B", "kron(A, B)", "the Kronecker product"),
            Row("A x", "A x", "the product of matrices, or a scalar times anything; * and @ are the same"),
            Row("x / a", "x / a", "divided by a scalar; products and quotients go left to right"),
            Row("−x", "-x", "the negative"),
        ),
    ),
    Topic(
        "Behind a name or a bracket",
        (
            Row("Aᵀ", "A'", "the transpose, also A.T and A^T"),
            Row("A⁻¹", "A^-1", "the inverse; A⁻ᵀ is its transpose"),
            Row("A²", "A^2", "a power of a square matrix"),
            Row("x²", "x^2", "of a vector: every entry is squared"),
            Row("A.^2", "A.^2", "always entry by entry"),
            Row("a^n", "a^n", "a power of a scalar; from right to left"),
        ),
    ),
    Topic(
        "Brackets",
        (
            Row("‖x‖", "||x||", "the Euclidean, of a matrix the Frobenius norm"),
            Row("‖x − y‖²", "||x - y||^2", "its square, one operation"),
            Row("|x|", "|x|", "the absolute value, entry by entry"),
            Row("[x > 0]", "[x > 0]", "a mask: 1 where true, 0 elsewhere; it has no derivative"),
            Row("[A, x; xᵀ, a]", "[A, x; x', a]", "a matrix made of blocks"),
            Row("A (x ⊙ y)", "A (x .* y)", "a name before a bracket is a product, a function is called"),
            Row("tanh²(A)", "tanh(A).^2", "the square of a function's value, entry by entry"),
        ),
    ),
    Topic(
        "Families",
        (
            Row("c_t = tanh(W c_{t-1}) for t = 1..3", "c_t = tanh(W c_{t-1}) for t = 1..3", "three equations"),
            Row("d_t ∈ ℝ³ for t = 1..3", "d_t: 3 for t = 1..3", "three leaves"),
            Row("Σ_{t=1..3} ‖d_t‖²", "sum_{t=1..3} ||d_t||^2", "the sum of the one product that follows"),
        ),
    ),
    Topic(
        "Names and numbers",
        (
            Row("α", "alpha", "Greek letters by name, also \\alpha; they are the same name"),
            Row("x₂", "x_2", "a subscript; of more than one letter or digit x_12, W_out, x_{1,2}"),
            Row("ŷ", "\\hat{y}", "a mark on a letter: hat, bar, tilde, dot, vec"),
            Row("π", "pi", "the number, as e is, unless the text defines the name"),
            Row("½ x", "0.5 x", "numbers have a decimal point; 1e-3 is 0.001"),
            Row("?", "?", "a hole: an input not wired yet"),
            Row("I + A", "I + A", "the identity takes its size from its neighbour, else eye(3)"),
        ),
    ),
    Topic(
        "The loss",
        (Row("L = ‖y − t‖²", "L = ||y - t||^2", "the node named L, else the last equation that nothing uses"),),
    ),
)
