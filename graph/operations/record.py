"""What an operation is: one record that everything else reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.expression import Expression
from graph.operations.code import Code
from graph.shapes import Shape

Kind = Literal["E", "L", "M", "Y", "G"]
"""Elementwise, linear, multilinear, symmetric Jacobian, general."""

Pull = Callable[..., tuple[Expression | None, ...]]
Push = Callable[..., Expression]


@dataclass(frozen=True, slots=True)
class Notation:
    """How an operation is written.

    ``form`` is ``"call"`` for f(x), ``"infix"``, ``"prefix"``, ``"postfix"``, ``"around"``, ``"mask"`` for
    [x > 0] or ``"stack"`` for [a b; c d]; ``binding`` is the strength of an operator in the grammar: ``add`` 10,
    ``had`` 20, ``prod`` 30, ``unary`` 40, ``power`` 50, a call or bracket 60. ``unicode``, ``ascii`` and ``latex``
    are the symbol in each script (of an ``around`` form the two bars, separated by a space; of juxtaposition a
    space).

    ``call`` is the name under which it can be written as f(x) whatever its form, empty where it cannot: an infix
    operation with options that are not the default ones is printed so, and one whose sign ``ascii`` lacks.
    """

    form: Literal["call", "infix", "prefix", "postfix", "around", "mask", "stack"]
    unicode: str
    ascii: str
    latex: str
    binding: int = 60
    call: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """What an operation takes beside its inputs, fixed when the graph is read.

    ``kind``: ``axis`` is 0 or 1, ``shape`` one or more lengths, ``integers`` a tuple of whole numbers, ``integer``
    and ``number`` what they say, ``word`` one of ``words``, ``text`` a string. A ``bare`` option is written without
    its name: after the inputs, as in ``reshape(x, 3, 4)`` and ``leaky_relu(x, 0.1)``, or, a text, before them, as in
    ``einsum("ij,j->i", A, x)``.
    """

    kind: Literal["axis", "shape", "integers", "integer", "number", "word", "text"]
    default: Any = None
    words: tuple[str, ...] = ()
    bare: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """Inputs on which the tests try a record: their shapes, their options, and what values are fit.

    ``positive`` draws entries from (0.5, 2), ``invertible`` adds a multiple of the identity, ``unit`` draws from
    (-0.9, 0.9).
    """

    shapes: tuple[Shape, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    values: Literal["normal", "positive", "invertible", "unit"] = "normal"


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation, whole.

    ``shape(*shapes, **options)`` gives the result's shape or raises ShapeError with the facts.
    ``forward(*shapes, **options)`` is called once, when a graph is planned, and returns the NumPy callable for
    inputs of these shapes; that callable takes one array an input (a float for a scalar) and returns a new array,
    or a view, of the result's shape. It never changes its inputs. What is singular or undefined comes out as NaN or
    infinity under NumPy's own floating-point flags.
    ``pull(adjoint, result, *inputs, **options)`` gives, for every input, the expression of the message it gets, in
    the shape of that input, or None where nothing flows.
    ``push(result, inputs, tangents, **options)`` gives the tangent of the result; a tangent is None where the input
    does not move.
    ``explain`` says in words what the pull does, for the story: "its adjoint times the transpose of what {parent}
    was multiplied with"; one phrase an input, or one for all. ``its`` is the node that sends.
    ``code`` is how it is written in NumPy, JAX and PyTorch.
    ``aliases`` are further names that call it. ``convention`` says what it does where frameworks disagree.
    """

    name: str
    family: str
    arity: tuple[int, int | None]
    shape: Callable[..., Shape]
    forward: Callable[..., Callable[..., Any]]
    pull: Pull
    push: Push
    kind: Kind
    notation: Notation
    samples: tuple[Sample, ...]
    summary: str
    example: str
    explain: tuple[str, ...]
    code: Code
    rule: str = ""
    aliases: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    convention: str = ""
