"""Wires: from a parent into a port of its child, and cut again."""

from __future__ import annotations

from graph.editing.change import Change, Port
from graph.editing.concluding import concluded
from graph.editing.exchanging import filled, opened_up, with_names
from graph.editing.families import alone, noted
from graph.editing.fitting import why_not
from graph.editing.rewriting import Rewriting
from graph.editing.source import Source, refused, source_of
from graph.files import Document
from graph.notation import name_text


def wire(doc: Document, parent: str, child: str, port: Port) -> Change:
    """``parent`` in a port of ``child``: in all places of a hole, or wherever the other parent stands.

    Raises GraphError where it does not fit or would close a circle; ``fit`` says so beforehand.
    """
    problem = why_not(source_of(doc), parent, child, port)
    if problem is not None:
        raise problem
    return wired(doc, parent, child, port, f"wire {name_text(parent)} into {name_text(child)}")


def wired(doc: Document, parent: str, child: str, port: Port, words: str) -> Change:
    """The change that puts a parent into a port, without asking whether it fits."""
    doc, heads = alone(doc, child)
    source = source_of(doc)
    sentence = source.sentence(child)
    assert sentence is not None
    new = source.spelled(parent, source.style_in(sentence))
    if port.kind == "hole":
        text = sentence.with_pieces(filled(sentence, port.name, new))
    else:
        text = with_names(source, sentence, {port.name: parent})
    rewriting = Rewriting(source)
    rewriting.replace(sentence, text)
    return concluded(source, rewriting.text(), noted(words, heads))


def cut(doc: Document, parent: str, child: str) -> Change:
    """One hole in all places where ``child`` uses ``parent``; raises GraphError where it does not."""
    source = source_of(doc)
    shown, below = name_text(parent), name_text(child)
    if parent not in source.equation(child).parents:
        raise refused(f"{below} does not use {shown}", f"its inputs are {_inputs(source, child)}", node=child)
    doc, heads = alone(doc, child)
    source = source_of(doc)
    sentence = source.sentence(child)
    assert sentence is not None
    rewriting = Rewriting(source)
    rewriting.replace(sentence, opened_up(source, sentence, [parent]))
    return concluded(source, rewriting.text(), noted(f"cut {shown} from {below}", heads))


def _inputs(source: Source, child: str) -> str:
    return ", ".join(map(name_text, source.node(child).parents)) or "none"
