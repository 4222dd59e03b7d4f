"""Equations in, values and adjoints out: the mathematics, without a window."""

from graph.calculus.checking import Check, check
from graph.calculus.derivation import Derivation, DerivationStep, Term, derive, derive_all
from graph.calculus.hessian import Hessian, hessian
from graph.errors import GraphError, Notice, Problem
from graph.evaluation import Run, evaluate
from graph.files import Document, gradient_document, hessian_document, load, save
from graph.language import Reading, parse, read
from graph.model import Equation, Graph, Leaf
from graph.notation import write
from graph.sources import Source, source
from graph.story import Story, story

__all__ = [
    "Check",
    "Derivation",
    "DerivationStep",
    "Document",
    "Equation",
    "Graph",
    "GraphError",
    "Hessian",
    "Leaf",
    "Notice",
    "Problem",
    "Reading",
    "Run",
    "Source",
    "Story",
    "Term",
    "check",
    "derive",
    "derive_all",
    "evaluate",
    "gradient_document",
    "hessian",
    "hessian_document",
    "load",
    "parse",
    "read",
    "save",
    "source",
    "story",
    "write",
]
