"""A node put on a wire, and taken off it."""

from __future__ import annotations

from dataclasses import replace

from graph.editing.change import Change, Port
from graph.editing.concluding import after, concluded
from graph.editing.exchanging import opened_up, with_names
from graph.editing.families import apart, noted
from graph.editing.fitting import fits, why_not
from graph.editing.healing import heirs
from graph.editing.holes import ports
from graph.editing.rewriting import Rewriting
from graph.editing.source import Source, refused, source_of
from graph.editing.wiring import wire
from graph.files import Document
from graph.notation import name_text


def insert(doc: Document, node: str, parent: str, child: str) -> Change:
    """``node`` on the wire from ``parent`` to ``child``: the parent into a port of the node, the node into the child.

    The port is the first hole of the node that the parent fits; none where the parent is an input of it already.
    """
    source = source_of(doc)
    shown, above, under = name_text(node), name_text(parent), name_text(child)
    if parent not in source.equation(child).parents:
        raise refused(f"there is no wire from {above} to {under}", "drop the node on a wire", node=child)
    if node in (parent, child):
        raise refused(f"{shown} is an end of that wire", "drop it on a wire between two others", node=node)
    first = doc
    if parent not in source.equation(node).parents:
        first = after(doc, wire(doc, parent, node, _port_for(source, parent, node)))
    change = wire(first, node, child, Port("parent", parent))
    return replace(change, words=f"insert {shown} between {above} and {under}")


def _port_for(source: Source, parent: str, node: str) -> Port:
    """The port of ``node`` that takes ``parent``; raises GraphError where none does."""
    found = ports(source.graph, node)
    holes = [port for port in found if port.kind == "hole"]
    if not holes:
        hint = f"cut one of its wires first: {', '.join(map(str, found))}" if found else "take a node with an input"
        raise refused(f"{name_text(node)} has no input free", hint, node=node)
    for port in holes:
        if fits(source, parent, node, port):
            return port
    problem = why_not(source, parent, node, holes[0])
    assert problem is not None
    raise problem


def cut_out(doc: Document, node: str) -> Change:
    """The node off its wires: what used it takes the parent of the node that fits, and the node has a hole there.

    Raises GraphError where no parent, or more than one, fits for something that uses it.
    """
    source = source_of(doc)
    shown = name_text(node)
    source.equation(node)
    doc, heads = apart(doc, node)
    source = source_of(doc)
    if not source.graph.children(node):
        raise refused(f"nothing uses {shown}: there is no wire to heal", "delete it, or cut its wires", node=node)
    rewriting = Rewriting(source)
    parents: dict[str, None] = {}
    for sentence in source.users(node):
        for child in sorted(sentence.used_by(node)):
            parents.setdefault(_heir(source, node, child))
        rewriting.replace(sentence, with_names(source, sentence, {node: _heir(source, node, sentence.names[0])}))
    own = source.sentence(node)
    assert own is not None
    rewriting.replace(own, opened_up(source, own, [*parents]))
    return concluded(source, rewriting.text(), noted(f"cut out {shown}", heads))


def _heir(source: Source, node: str, child: str) -> str:
    found = heirs(source, child, {node}).get(node)
    if found is None:
        shown, under = name_text(node), name_text(child)
        parents = ", ".join(map(name_text, source.graph.nodes[node].parents)) or "it has no parent"
        message = f"it is not plain which parent of {shown} takes its place in {under}: {parents}"
        raise refused(message, f"wire one of them into {under} by hand", node=node)
    return found
