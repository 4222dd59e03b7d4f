"""Leaves that several nodes share: two made one, and one made several."""

from __future__ import annotations

from graph.editing.change import Change
from graph.editing.concluding import concluded
from graph.editing.deleting import without
from graph.editing.exchanging import with_names
from graph.editing.families import alone, apart, noted
from graph.editing.naming import free_among
from graph.editing.rewriting import Rewriting
from graph.editing.sentences import Piece
from graph.editing.source import Source, refused, source_of
from graph.files import Document
from graph.model import Leaf
from graph.notation import name_text
from graph.shapes import describe


def tie(doc: Document, a: str, b: str) -> Change:
    """One leaf for two: what used ``b`` uses ``a``, whose numbers stay. Raises GraphError where their shapes differ."""
    source = source_of(doc)
    first, second = _leaf(source, a), _leaf(source, b)
    kept, gone = name_text(a), name_text(b)
    if a == b:
        raise refused(f"{kept} is one leaf already", "take two leaves")
    if first.shape != second.shape:
        facts = f"{describe(kept, first.shape)}, {describe(gone, second.shape)}"
        raise refused(f"{facts}: they cannot be one", "tie leaves of one shape", kind="shape")
    doc, heads = apart(doc, a, b)
    source = source_of(doc)
    rewriting = Rewriting(source)
    own = source.sentence(b)
    if own is not None and own.names == (b,):
        rewriting.remove(own)
    elif own is not None:
        rewriting.replace(own, without(own, [b]))
    for sentence in source.users(b):
        rewriting.replace(sentence, with_names(source, sentence, {b: a}))
    values = {name: array for name, array in doc.values.items() if name != b}
    words = noted(f"tie {gone} to {kept}", heads)
    return concluded(source, rewriting.text(), words, values=values, removed=(b,))


def untie(doc: Document, name: str) -> Change:
    """A leaf for every child of a shared one, A → A_1, A_2, A_3, all with its numbers.

    The first continues as it. The adjoints of the copies add up to the adjoint of the shared leaf.
    """
    source = source_of(doc)
    _leaf(source, name)
    shown = name_text(name)
    if len(source.graph.children(name)) < 2:
        child = "".join(map(name_text, source.graph.children(name)))
        facts = f"only {child} uses {shown}" if child else f"nothing uses {shown}"
        raise refused(f"{facts}: it is not shared", "untie a leaf that several nodes use", node=name)
    doc, heads = alone(doc, *(s.names[0] for s in source.users(name)))
    doc, more = apart(doc, name)
    source = source_of(doc)
    copies: dict[str, str] = {}
    for child in (c for s in source.users(name) for c in s.names if c in source.graph.children(name)):
        copies[child] = free_among({*source.graph.nodes, *doc.values, *copies.values()}, f"{name}_1")
    rewriting = Rewriting(source)
    own = source.sentence(name)
    if own is not None:
        target = own.target(name)
        listed = ", ".join(name_text(copy, source.style_in(own)) for copy in copies.values())
        rewriting.replace(own, own.with_pieces([Piece(target.start, target.end, listed)]))
    for sentence in source.users(name):
        rewriting.replace(sentence, with_names(source, sentence, {name: copies[sentence.names[0]]}))
    values = {key: array for key, array in doc.values.items() if key != name}
    if name in doc.values:
        values.update(dict.fromkeys(copies.values(), doc.values[name]))
    first, *others = copies.values()
    return concluded(
        source,
        rewriting.text(),
        noted(f"untie {shown}", heads + more),
        values=values,
        added=others,
        renamed={name: first},
        numbers=dict.fromkeys(copies.values(), name),
    )


def _leaf(source: Source, name: str) -> Leaf:
    node = source.node(name)
    if not isinstance(node, Leaf):
        shown = name_text(name)
        raise refused(f"{shown} is an equation: leaves are tied and untied", "take a leaf", node=name)
    return node
