"""Equations in, values and adjoints out: the mathematics, without a window."""

from graph.errors import GraphError, Notice, Problem
from graph.evaluation import Run, evaluate
from graph.language import Reading, parse, read
from graph.model import Equation, Graph, Leaf

__all__ = ["Equation", "Graph", "GraphError", "Leaf", "Notice", "Problem", "Reading", "Run", "evaluate", "parse", "read"]
