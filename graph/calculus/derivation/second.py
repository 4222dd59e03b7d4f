"""Second derivatives in closed form: a Hessian times a vector and, where it comes out as a matrix, the Hessian."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import chain, count

from graph.calculus.derivation.deriving import derive
from graph.calculus.derivation.formula import Formula
from graph.calculus.derivation.linear import Linear
from graph.expression import Expression, Name, Number, apply, names, rebuild
from graph.model import Equation, Graph, Leaf
from graph.shapes import Shape, is_column, is_vector

_IDENTITY = "I"

LONGEST = 90
"""Characters of a formula beyond which the numbers say more."""


@dataclass(frozen=True, eq=False, slots=True)
class SecondDerivative:
    """∂²loss/∂wrt² times ``vector``, a letter in the shape of ``wrt``; ``matrix`` where no vector is left in it.

    ``evaluable`` is the same matrix, every I in it with its size.
    """

    vector: Name
    product: Formula
    matrix: Formula | None
    evaluable: Expression | None


def second_derivative(g: Graph, wrt: str, loss: str | None = None) -> SecondDerivative | None:
    """The closed form of the gradient, times a vector, differentiated once more; None where it is no short formula.

    A leaf with properties has none: the gradient is simplified by them, and does not hold beside them. Raises
    GraphError as ``derive`` does.
    """
    node = g.nodes[wrt]
    if isinstance(node, Leaf) and node.properties:
        return None
    first = derive(g, wrt, loss, named=False)
    if not set(names(first.expression)) <= g.nodes.keys():  # what grows out of bounds gets names all the same
        return None
    shape = node.shape or ()
    vector = direction(shape, g.nodes)
    product = Equation(free("sfq", {*g.nodes, vector.name}), paired(vector, first.expression))
    extended = Graph([*g.nodes.values(), Leaf(vector.name, shape, "input"), product], product.name)
    second = derive(extended, wrt, product.name, named=False)
    known = {*g.nodes, vector.name}
    formula = Formula(second.expression, known)
    found = set(names(second.expression))
    if vector.name not in found or not found <= known or len(formula.unicode) > LONGEST:
        return None
    matrix = _matrix(second.expression, vector, g)
    if matrix is None:
        return SecondDerivative(vector, formula, None, None)
    shown = Formula(matrix, known)
    return SecondDerivative(vector, formula, shown if len(shown.unicode) <= LONGEST else None, _sized(matrix, g))


def _matrix(product: Expression, vector: Name, g: Graph) -> Expression | None:
    """What is before the vector."""
    if not vector.shape:
        return Linear(vector, Number(1)).matrix(product)
    if not is_column(vector.shape):
        return None
    size = vector.shape[0]
    identity = apply("eye", n=size) if _IDENTITY in g.nodes else Name(_IDENTITY, (size, size))
    return Linear(vector, identity).matrix(product)


def _sized(matrix: Expression, g: Graph) -> Expression:
    def eye(e: Expression) -> Expression | None:
        return apply("eye", n=e.shape[0]) if isinstance(e, Name) and e.name == _IDENTITY and e.shape else None

    if _IDENTITY in g.nodes:
        return matrix
    return rebuild(matrix, eye)


def direction(shape: Shape, taken: Container[str]) -> Name:
    """The vector that a Hessian is multiplied with, v; V where it is a matrix."""
    return Name(free("vdhk" if not shape or is_vector(shape) else "VDHK", taken), shape)


def paired(vector: Expression, adjoint: Expression) -> Expression:
    """Σ vᵢ x̄ᵢ in the shortest words."""
    if not vector.shape:
        return apply("product", vector, adjoint)
    if is_column(vector.shape):
        return apply("product", apply("transpose", vector), adjoint)
    return apply("sum", apply("hadamard", vector, adjoint))


def free(spellings: Sequence[str], taken: Container[str]) -> str:
    """The first of these that is no name yet, or the first of all with the first free subscript."""
    spelled = chain(spellings, (f"{spellings[0]}_{number}" for number in count(2)))
    return next(name for name in spelled if name not in taken)
