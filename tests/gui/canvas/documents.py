"""What the document of a window holds now: its lines, its nodes, and the steps that can be undone."""


def lines(window):
    """Of the text, blank ones too."""
    return window.document.text.split("\n")


def nodes(window):
    """The shape of every node."""
    graph = window.document.graph
    return {name: node.shape for name, node in graph.nodes.items()} if graph is not None else {}


def steps(window):
    """How many steps could be undone."""
    return window.document.undo_stack.index()


def undo_words(window):
    """What undo would take back."""
    return window.document.undo_stack.undoText()
