"""One printer over the records."""

from graph.notation.bars import bar

__all__ = ["bar"]
