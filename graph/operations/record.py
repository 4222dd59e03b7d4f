"""What an operation is: one record that everything else reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.expression import Expression
from graph.shapes import Shape

Kind = Literal["E", "L", "M", "Y", "G"]
"""Elementwise, linear, multilinear, symmetric Jacobian, general."""

Pull = Callable[..., tuple[Expression | None, ...]]
Push = Callable[..., Expression]


@dataclass(frozen=True, slots=True)
class Notation:
    """How an operation is written.

    ``form`` is ``"call"`` for f(x), ``"infix"``, ``"prefix"``, ``"postfix"`` or ``"around"``; ``binding`` is the
    strength of an operator in the grammar: ``add`` 10, ``had`` 20, ``prod`` 30, ``unary`` 40, ``power`` 50, a
    call or bracket 60. ``unicode``, ``ascii`` and ``latex`` are the symbol in each script (of an ``around`` form
    the two bars, separated by a space).
    """

    form: Literal["call", "infix", "prefix", "postfix", "around"]
    unicode: str
    ascii: str
    latex: str
    binding: int = 60


@dataclass(frozen=True, slots=True)
class Sample:
    """Inputs on which the tests try a record: their shapes, their options, and what values are fit.

    ``positive`` draws entries from (0.5, 2), ``invertible`` adds a multiple of the identity.
    """

    shapes: tuple[Shape, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    values: Literal["normal", "positive", "invertible"] = "normal"


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
    was multiplied with"; one phrase an input, or one for all.
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
    rule: str = ""
    aliases: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    convention: str = ""
