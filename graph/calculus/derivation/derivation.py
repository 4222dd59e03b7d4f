"""What a derivation gives: the formula, its terms with their messages, definitions, steps, and how it was checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from graph.calculus.derivation.formula import Equality, Formula
from graph.calculus.derivation.verification import Checked, evaluated, verified
from graph.evaluation import Run
from graph.expression import Expression, Name
from graph.model import Array, Graph
from graph.notation import name_text
from graph.notation.python import python_lines

MessageName = tuple[str, str]
"""A message by its child, which sends it, and its parent, which gets it."""

Reading = Literal["closed", "messages", "differentials"]


class _Written:
    """What reads as its ``formula`` does, in the three scripts."""

    formula: Formula

    @property
    def unicode(self) -> str:
        return self.formula.unicode

    @property
    def ascii(self) -> str:
        return self.formula.ascii

    @property
    def latex(self) -> str:
        return self.formula.latex


@dataclass(frozen=True, eq=False)
class Term(_Written):
    """One printed term of a gradient, without its sign, which is 1 or −1.

    It is what ``child`` sends, or part of it; ``messages`` are that message and all that are written out in it.
    """

    formula: Formula
    sign: int
    child: str
    _behind: Callable[[], tuple[MessageName, ...]] = field(repr=False)

    @cached_property
    def messages(self) -> tuple[MessageName, ...]:
        return self._behind()


@dataclass(frozen=True, eq=False)
class Definition:
    """A name that formulas use: an adjoint (of ``node``), or what would be written more than once."""

    name: str
    formula: Formula
    node: str | None
    _behind: Callable[[], tuple[MessageName, ...]] = field(repr=False)

    @cached_property
    def messages(self) -> tuple[MessageName, ...]:
        """The messages that are written out in it."""
        return self._behind()

    @cached_property
    def left(self) -> Formula:
        return Formula(Name(self.name, self.formula.expression.shape), (self.name,))

    @property
    def unicode(self) -> str:
        return f"{name_text(self.name)} = {self.formula.unicode}"

    @property
    def ascii(self) -> str:
        return f"{name_text(self.name, 'ascii')} = {self.formula.ascii}"

    @property
    def latex(self) -> str:
        return f"{name_text(self.name, 'latex')} = {self.formula.latex}"


@dataclass(frozen=True, eq=False)
class DerivationStep:
    """One rewriting of one adjoint: ``left`` (its name) is ``before``, and by the rule it is ``after``.

    ``rule`` is the rule's name, ``words`` what it does here; ``messages`` are those it is about.
    """

    rule: str
    words: str
    left: Formula
    before: Formula
    after: Formula
    messages: tuple[MessageName, ...]


@dataclass(frozen=True, eq=False)
class Derivation(_Written):
    """∂ loss / ∂ wrt as a formula over the nodes of the graph and ``defined``.

    ``unicode``, ``ascii`` and ``latex`` are the right side, ``formula``; ``left`` is the left one. By differentials
    these are dL and its Frobenius product with d wrt; ``gradient`` is always the gradient itself, with the name
    ``bar``. ``definitions`` are pairs of name and ASCII, each behind those it uses: they and ``ascii`` read back as
    equations of the same graph (in which, by differentials, d wrt is a leaf).
    ``conditions`` say in Unicode what the formula takes to be different from 0.
    """

    graph: Graph
    loss: str
    wrt: str
    bar: str
    reading: Reading
    named: bool
    left: Formula
    formula: Formula
    gradient: Formula
    terms: tuple[Term, ...]
    conditions: tuple[str, ...]
    seed: str | None
    _defined: Callable[[], Iterable[Definition]] = field(repr=False)
    _steps: Callable[[], Iterable[DerivationStep]] = field(repr=False)

    @property
    def declared(self) -> tuple[str, ...]:
        """The declared properties that it rests on, in words: ``K is declared symmetric``."""
        said = (part.split(":")[0] for step in self.steps for part in step.words.split("; "))
        return tuple(dict.fromkeys(words for words in said if " is declared " in words))

    @property
    def expression(self) -> Expression:
        """The gradient over names of the graph and of definitions."""
        return self.gradient.expression

    @cached_property
    def numpy(self) -> str:
        """The definitions and the gradient as lines of NumPy, over the values of the nodes."""
        return python_lines([*((d.name, d.formula.expression) for d in self.defined), (self.bar, self.expression)])

    @property
    def equation(self) -> Equality:
        """The whole equation: its texts are ``Ā = …``."""
        return Equality(self.left, self.formula)

    @cached_property
    def defined(self) -> tuple[Definition, ...]:
        """The names that the formula uses, each behind those it uses itself."""
        return tuple(self._defined())

    @cached_property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """(name, ASCII) in the order in which they can be read back."""
        return tuple((name_text(d.name, "ascii"), d.formula.ascii) for d in self.defined)

    @cached_property
    def steps(self) -> tuple[DerivationStep, ...]:
        """From the loss to the formula, one rule at a time."""
        return tuple(self._steps())

    def evaluate(self, run: Run) -> Array:
        """The formula with the values of a run: an array in the shape of ``wrt``."""
        return evaluated(self, run)

    @cached_property
    def checked(self) -> Checked:
        """The formula against the sweep and central differences, at the user's values and at a random point."""
        return verified(self)

    def document(self) -> str:
        """LaTeX that compiles by itself: the graph, every step, the definitions and the result."""
        from graph.calculus.derivation.document import latex_document

        return latex_document(self)
