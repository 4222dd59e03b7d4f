"""Gradients in closed form: derived, simplified, explained and checked."""

from graph.calculus.derivation.derivation import Definition, Derivation, DerivationStep, Term
from graph.calculus.derivation.deriving import derive, derive_all, derive_each, gradient_equations
from graph.calculus.derivation.document import latex_document

__all__ = [
    "Definition",
    "Derivation",
    "DerivationStep",
    "Term",
    "derive",
    "derive_all",
    "derive_each",
    "gradient_equations",
    "latex_document",
]
