"""Whole files of Python that calculate a graph and its gradient, without Adjoint."""

from graph.sources.source import Source, source

__all__ = ["Source", "source"]
