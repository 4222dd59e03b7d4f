"""Every edit of a graph as an edit of its text: what is not touched stays as it was typed."""

from graph.editing.adding import add, add_leaf, add_operation
from graph.editing.change import Change, Fit, Port
from graph.editing.deleting import delete
from graph.editing.fitting import fit
from graph.editing.holes import ports
from graph.editing.naming import free_name
from graph.editing.renaming import rename
from graph.editing.wiring import cut, wire

__all__ = [
    "Change",
    "Fit",
    "Port",
    "add",
    "add_leaf",
    "add_operation",
    "cut",
    "delete",
    "fit",
    "free_name",
    "ports",
    "rename",
    "wire",
]
