"""A node into several, one an operation, and a node into its only child."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import count

from graph.editing.change import Change
from graph.editing.concluding import concluded
from graph.editing.decomposing import primitives
from graph.editing.exchanging import with_expression
from graph.editing.families import alone, noted
from graph.editing.holes import renumbered
from graph.editing.naming import free_among
from graph.editing.rewriting import Rewriting
from graph.editing.source import refused, source_of
from graph.expression import Expression, Hole, Name, rebuild
from graph.files import Document
from graph.language.names import LONGEST
from graph.model import Leaf
from graph.notation import expression_text, name_text


def split(doc: Document, name: str) -> Change:
    """An equation as several, one a primitive operation: the inner ones above its line, under new names."""
    if len(primitives(source_of(doc).equation(name).expression, _names(name, ()))) < 2:
        raise refused(f"{name_text(name)} is one operation already", "split a node that has several", node=name)
    doc, heads = alone(doc, name)
    source = source_of(doc)
    sentence = source.sentence(name)
    assert sentence is not None
    parts = primitives(source.equation(name).expression, _names(name, {*source.graph.nodes, *doc.values}))
    added = tuple(part for part, _ in parts[:-1])
    style = source.style_in(sentence)
    defined = {*source.graph.nodes, *added}
    lines = [f"{name_text(part, style)} = {expression_text(renumbered(e), style, defined)}" for part, e in parts[:-1]]
    rewriting = Rewriting(source)
    rewriting.insert_before(sentence, lines)
    rewriting.replace(sentence, with_expression(source, sentence, renumbered(parts[-1][1]), added))
    return concluded(source, rewriting.text(), noted(f"split {name_text(name)}", heads), added=added)


def _names(name: str, taken: Container[str]) -> Iterator[str]:
    """``z_1``, ``z_2``, … but for those that are taken."""
    for number in count(1):
        new = f"{name}_{number}"
        if len(new) > LONGEST:
            new = free_among(taken, f"y_{number}")
        if new not in taken:
            yield new


def merge(doc: Document, name: str) -> Change:
    """An equation written out in the only equation that uses it; raises GraphError where there are more, or none."""
    source = source_of(doc)
    shown = name_text(name)
    if isinstance(source.node(name), Leaf):
        raise refused(f"{shown} is a leaf: an equation is merged into its child", "take an equation", node=name)
    children = source.graph.children(name)
    if len(children) != 1:
        used = ", ".join(map(name_text, children[:6])) + (", …" if len(children) > 6 else "") if children else "nothing"
        hint = "rewire the others first" if children else "wire it into a node first"
        raise refused(f"{shown} is used by {used}: a node is merged into its only child", hint, node=name)
    (child,) = children
    doc, heads = alone(doc, name, child)
    source = source_of(doc)
    inner, outer = source.equation(name).expression, source.equation(child).expression
    own, sentence = source.sentence(name), source.sentence(child)
    assert own is not None
    assert sentence is not None
    rewriting = Rewriting(source)
    rewriting.remove(own)
    rewriting.replace(sentence, with_expression(source, sentence, _inlined(outer, name, inner)))
    words = noted(f"merge {shown} into {name_text(child)}", heads)
    return concluded(source, rewriting.text(), words, removed=(name,))


def _inlined(outer: Expression, name: str, inner: Expression) -> Expression:
    """``outer`` with a tree in the place of a name; the holes of both are told apart."""

    def copied() -> Expression:
        return rebuild(inner, lambda part: Hole(f"{part.label}'") if isinstance(part, Hole) else None)

    return renumbered(rebuild(outer, lambda part: copied() if isinstance(part, Name) and part.name == name else None))
