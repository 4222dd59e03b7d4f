"""Every edit of a graph as an edit of its text: what is not touched stays as it was typed."""

from graph.editing.adding import add, add_leaf, add_operation
from graph.editing.appending import appends
from graph.editing.change import Change, Fit, Port
from graph.editing.copying import copy, duplicate
from graph.editing.decomposing import opened
from graph.editing.deleting import delete
from graph.editing.fixing import fit
from graph.editing.holes import ports
from graph.editing.inserting import cut_out, insert
from graph.editing.naming import free_name
from graph.editing.pasting import paste
from graph.editing.redefining import redeclare, redefine
from graph.editing.renaming import rename
from graph.editing.sharing import tie, untie
from graph.editing.showing import closed, inside, shown
from graph.editing.splitting import merge, split
from graph.editing.wiring import cut, wire

__all__ = [
    "Change",
    "Fit",
    "Port",
    "add",
    "add_leaf",
    "add_operation",
    "appends",
    "closed",
    "copy",
    "cut",
    "cut_out",
    "delete",
    "duplicate",
    "fit",
    "free_name",
    "insert",
    "inside",
    "merge",
    "opened",
    "paste",
    "ports",
    "redeclare",
    "redefine",
    "rename",
    "shown",
    "split",
    "tie",
    "untie",
    "wire",
]
