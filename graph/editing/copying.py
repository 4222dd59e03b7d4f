"""Parts of a graph as text, to be put into this graph or another one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np

from graph.editing.change import Change
from graph.editing.concluding import declaration, listed
from graph.editing.families import declared_alone, line_of
from graph.editing.pasting import put_copies
from graph.editing.sentences import Sentence
from graph.editing.source import Source, source_of
from graph.files import Document
from graph.model import Array, Graph, Leaf
from graph.notation import name_text, write

MOST_NUMBERS = 64
"""Numbers of a leaf that are copied with its declaration."""


def copy(doc: Document, names: Iterable[str]) -> str:
    """The lines of these nodes, as they stand in the text and in its order, the numbers of small leaves written in."""
    source = source_of(doc)
    return _copied(source, _known(source, names), _fitting(source, doc.values))


def duplicate(doc: Document, names: Iterable[str], wired: bool = True) -> Change:
    """A copy of every node, with the same numbers; ``added`` is in the order of ``names``.

    The copies are wired among themselves as the originals are, and, where ``wired``, to the same other parents; else
    they have holes there.
    """
    source = source_of(doc)
    chosen = _known(source, names)
    if not chosen:
        return Change("duplicate nothing", doc.text, doc.values)
    change, copies = put_copies(source, _copied(source, chosen, {}), wired, f"duplicate {listed(chosen)}")
    return replace(change, added=tuple(copies[name] for name in chosen))


def _fitting(source: Source, values: Mapping[str, Array]) -> dict[str, Array]:
    """The numbers that leaves have: those of another shape wait for it to come back."""
    leaves = ((name, source.graph.nodes.get(name)) for name in values)
    return {name: values[name] for name, leaf in leaves if leaf is not None and leaf.shape == values[name].shape}


def _known(source: Source, names: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(names))
    for name in found:
        source.node(name)
    return found


def _copied(source: Source, names: Collection[str], values: Mapping[str, Array]) -> str:
    """The lines of ``names``, with the numbers that ``values`` has for leaves among them."""
    lines = []
    for name in names:
        node = source.graph.nodes[name]
        if isinstance(node, Leaf) and source.sentence(name) is None:
            lines.append(_with_numbers(source, node, values))
    for sentence in source.sentences:
        chosen = [name for name in sentence.names if name in names]
        if chosen and sentence.line.kind == "declaration":
            lines += _declarations(source, sentence, chosen, values)
        elif len(chosen) == len(sentence.names):
            lines.append(sentence.text)
        else:
            lines += [line_of(source, sentence, sentence.names.index(name)) for name in chosen]
    return "\n".join(lines)


def _declarations(source: Source, sentence: Sentence, chosen: list[str], values: Mapping[str, Array]) -> list[str]:
    own = [name for name in chosen if name in values and _is_small(values[name])]
    others = [name for name in chosen if name not in own]
    lines = []
    if len(others) == len(sentence.names):
        lines.append(sentence.text)
    elif others:
        lines.append(declared_alone(sentence, others, source.style_in(sentence)))
    leaves = [source.graph.nodes[name] for name in own]
    return lines + [_with_numbers(source, leaf, values) for leaf in leaves if isinstance(leaf, Leaf)]


def _with_numbers(source: Source, leaf: Leaf, values: Mapping[str, Array]) -> str:
    value = values.get(leaf.name)
    if value is None or not _is_small(value):
        return declaration([name_text(leaf.name, source.style)], leaf, source.style)
    return write(Graph([leaf], values={leaf.name: value}), source.style, values=True).strip()


def _is_small(value: Array) -> bool:
    return value.ndim in (0, 2) and value.size <= MOST_NUMBERS and bool(np.isfinite(value).all())
