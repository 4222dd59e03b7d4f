"""Trees and graphs as text: Unicode and ASCII, which the language reads back, and LaTeX."""

from graph.notation.bars import bar
from graph.notation.names import name_text, owner
from graph.notation.printer import expression_text
from graph.notation.scripts import Style, shape_text
from graph.notation.writing import write

__all__ = ["Style", "bar", "expression_text", "name_text", "owner", "shape_text", "write"]
